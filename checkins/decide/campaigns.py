"""Whom a campaign asks and when, and what her answer is good for besides. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkins.decide.plans import (
    MOST_AT_RISK_FIRST,
    last_slot,
    next_slot,
    share,
    soonest_slot,
)
from checkins.model import CAMPAIGN_OCCASIONS, Occasion, Spared

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, timedelta

    from checkins.model import Checkin, CheckinPolicy, Plan, Planned
    from residents.calendar import Calendar
    from residents.model import Tier


@dataclass(frozen=True, slots=True)
class Standing:
    """How a resident is when a campaign comes to her. `latest`: her most recent check-in."""

    active: bool
    plan: Plan | None
    away: bool
    being_asked: bool
    latest: Checkin | None


def come_to(
    standing: Standing,
    tiers: Collection[Tier],
    now: datetime,
    policy: CheckinPolicy,
    calendar: Calendar,
) -> datetime | Spared:
    """When a campaign of these tiers that comes to her at `now` asks her, or why it does not."""
    if not standing.active:
        return Spared.NOT_ACTIVE
    if standing.plan is None:
        return Spared.NO_PLAN
    if standing.away:
        return Spared.AWAY
    if standing.being_asked:
        return Spared.BEING_ASKED
    slot = campaign_slot(place_among(standing.plan.position, tiers), now, policy, calendar)
    if _heard_lately(standing.latest, slot, policy.campaigns.spares):
        return Spared.ASKED_LATELY
    return slot


def _heard_lately(latest: Checkin | None, slot: datetime, spares: timedelta) -> bool:
    """Whether she was asked, or answered, so recently. What never reached her is neither."""
    if latest is None or not (latest.asked or latest.answered_at):
        return False
    return slot - max(latest.slot_at, latest.answered_at or latest.slot_at) < spares


def campaign_slot(
    place: float, now: datetime, policy: CheckinPolicy, calendar: Calendar
) -> datetime:
    """When somebody with this place in [0, 1) is asked: those to whom it comes by day, that day."""
    begins = soonest_slot(now, policy, calendar)
    last = last_slot(calendar.local(begins).date(), policy, calendar)
    return min(begins + share(policy.campaigns.spread, place), last)


def place_among(position: float, tiers: Collection[Tier]) -> float:
    """The place in [0, 1) of a plan's `position` among the plans of these tiers only."""
    number, fraction = divmod(position * len(MOST_AT_RISK_FIRST), 1)
    hers = MOST_AT_RISK_FIRST[int(number)]
    asked = [one for one in MOST_AT_RISK_FIRST if one in tiers or one is hers]
    return (asked.index(hers) + fraction) / len(asked)


def answers_too(
    latest: Checkin, planned: Planned, policy: CheckinPolicy, calendar: Calendar
) -> bool:
    """Whether her answer to a campaign is one to this planned question: the next of that day.

    Silence is no answer: she is asked as ever.
    """
    if latest.occasion not in CAMPAIGN_OCCASIONS or latest.answered_at is None:
        return False
    slot = calendar.local(latest.slot_at)
    return (
        planned.occasion is Occasion.PLANNED
        and slot.date() == calendar.local(planned.slot_at).date()
        and next_slot(planned.plan, slot, policy, calendar) == planned.slot_at
    )
