"""Whom a task was offered to, and what she said."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from messaging.render.buttons import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signals.model import Ref


class DeclineReason(StrEnum):
    """Why somebody does not do what she was offered or has accepted."""

    NOT_NOW = "not_now"
    TOO_FAR = "too_far"
    UNWELL = "unwell"
    SOMEBODY_ELSE = "somebody_else"
    AWAY = "away"
    """She is away, as she said before: no reason of this task's."""


REASON_OF = {
    Verb.NOT_NOW: DeclineReason.NOT_NOW,
    Verb.TOO_FAR: DeclineReason.TOO_FAR,
    Verb.UNWELL: DeclineReason.UNWELL,
    Verb.SOMEBODY_ELSE: DeclineReason.SOMEBODY_ELSE,
}


class OfferState(StrEnum):
    """What became of one person's offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Load:
    """Tasks that somebody has, that she is asked for just now, and that she declined of late.

    `declined` counts by the reason that she gave, None for none.
    """

    accepted: int = 0
    offered: int = 0
    declined: Mapping[DeclineReason | None, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """A task offered to one person. `why`: of an offer that was declined, if she said it."""

    task_id: str
    to: Ref
    state: OfferState
    round_index: int
    why: DeclineReason | None = None
