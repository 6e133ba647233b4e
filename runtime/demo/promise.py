"""By when the service promises that a person has acted, from the settings in force. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from checkins.decide import ladders, plans
from checkins.decide.ladders import Ways
from checkins.model import CheckinPolicy
from escalation.decide import acted_within
from escalation.model import Evidence, Policy, Urgency
from escalation.rules import weigh
from plugs.decide.silence import LIMITS
from plugs.model import SLOT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checkins.model import Plan
    from residents.calendar import Calendar
    from residents.model import Tier


FADES_WITHIN = 3 * SLOT
"""What ran at the onset may end by itself, and a plug shows it with its next reports."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the service knows of a resident at the onset, and what it watches her by.

    `asked_next_at` is when she is asked whether she is back, while she is believed to be away;
    None while she is asked by her plan.
    """

    plan: Plan
    tier: Tier
    ways: Ways
    watched_by_plug: bool
    asked_next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What is in force in the city."""

    calendar: Calendar
    asking: CheckinPolicy
    policies: Mapping[Urgency, Policy]


def promised_moment(rules: Rules, known: Known, onset: datetime) -> datetime:
    """Return by when a person has acted if nothing is heard from `onset` on.

    The earlier of what her check-ins and what her plug promise. Whose home may be empty is asked
    first, and no plug speaks for her.
    """
    asked = _by_checkin(rules, known, onset)
    believed_away = known.asked_next_at is not None
    if not known.watched_by_plug or believed_away:
        return asked
    return min(asked, _by_plug(rules, known.tier, onset))


def _by_plug(rules: Rules, tier: Tier, onset: datetime) -> datetime:
    """The tier's limit after the last sign of life, plus the policy's steps."""
    finding = weigh(Evidence(tier=tier, plug_quiet=True))
    assert finding is not None  # noqa: S101 - a silent plug always weighs something
    return onset + FADES_WITHIN + LIMITS[tier] + acted_within(rules.policies[finding.urgency])


def _by_checkin(rules: Rules, known: Known, onset: datetime) -> datetime:
    """The next asked slot after the onset, plus its ladder, plus the policy's steps.

    A check-in that was under way at the onset is not counted on: she may have answered it before.
    """
    slot = known.asked_next_at or plans.next_slot(known.plan, onset, rules.asking, rules.calendar)
    person_until = plans.person_until(slot, rules.asking, rules.calendar)
    _, deadline = ladders.ladder(slot, known.ways, rules.asking.ladder, person_until)
    finding = weigh(Evidence(tier=known.tier, missed_checkin=True))
    assert finding is not None  # noqa: S101 - a missed check-in always weighs something
    return deadline + acted_within(rules.policies[finding.urgency])
