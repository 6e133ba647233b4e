"""Which page of the emergency manual belongs to a case. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from escalation.model import Reason, Recipient

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Situation(StrEnum):
    """The situations of the manual, in its order; each value is a file of `docs/manual/`."""

    NO_SIGN = "1-no-sign"
    FALLEN_OR_ILL = "2-fallen-or-ill"
    FIRE_OR_GAS = "3-fire-or-gas"
    WISH_TO_DIE = "4-wish-to-die"
    VIOLENCE = "5-violence"
    FOUND_DEAD = "6-found-dead"
    HEAT_AND_COLD = "7-heat-and-cold"
    ASKS_FOR_HELP = "8-asks-for-help"


OF_REASON: Mapping[Reason, Situation] = {
    Reason.URGENT_SELF_HARM: Situation.WISH_TO_DIE,
    Reason.URGENT_VIOLENCE: Situation.VIOLENCE,
    Reason.URGENT_FIRE: Situation.FIRE_OR_GAS,
    Reason.URGENT_MEDICAL: Situation.FALLEN_OR_ILL,
    Reason.URGENT_FALL: Situation.FALLEN_OR_ILL,
    Reason.DANGER_SEEN: Situation.FALLEN_OR_ILL,
    Reason.VENDOR_EMERGENCY: Situation.FALLEN_OR_ILL,
    Reason.ASKED_FOR_HELP: Situation.ASKS_FOR_HELP,
    Reason.NEEDS_HELP_SEEN: Situation.ASKS_FOR_HELP,
    Reason.UNCLEAR_ANSWER: Situation.ASKS_FOR_HELP,
}
"""The gravest first. What is not named is a silence."""


_AT_ONCE = (Recipient.FIRE_SERVICE, Recipient.POLICE)
TOLD: Mapping[Situation, tuple[Recipient, ...]] = {
    Situation.WISH_TO_DIE: (*_AT_ONCE, Recipient.MENTAL_HEALTH),
    Situation.VIOLENCE: (Recipient.POLICE, Recipient.FIRE_SERVICE),
}
"""Whom an official rings in a situation, the first one first."""


def told_in(situation: Situation) -> tuple[Recipient, ...]:
    """Whom an official rings; where nothing else is said, 119 and 112."""
    return TOLD.get(situation, _AT_ONCE)


def situation_of(reasons: Collection[Reason]) -> Situation:
    """The page for a case with these reasons."""
    return next((OF_REASON[one] for one in OF_REASON if one in reasons), Situation.NO_SIGN)
