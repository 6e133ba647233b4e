"""What other packages ask about check-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkins import store, words
from checkins.store import campaigns
from messaging import service as messaging
from residents.model import Kind, ref_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from checkins.model import Campaign, Checkin, Planned, Tally
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref


def latest_of(uow: UnitOfWork, resident: str) -> Checkin | None:
    """Her most recent check-in."""
    return store.latest_of(uow, resident)


def since(uow: UnitOfWork, moment: datetime) -> list[Checkin]:
    """Check-ins whose slot was at or after `moment`."""
    return store.since(uow, moment)


def asked_once_more(uow: UnitOfWork, moment: datetime) -> list[Checkin]:
    """Of the check-ins `since` a moment those in which an answer was unclear and asked about."""
    keys = messaging.keys_since(uow, words.CLARIFIES, moment)
    return [one for one in store.since(uow, moment) if words.clarify_key(one) in keys]


def overdue(uow: UnitOfWork, now: datetime, grace: timedelta) -> int:
    """How many check-ins, slots and campaigns should have been looked at before `now - grace`."""
    before = now - grace
    return (
        store.due_before(uow, before)
        + store.slots_before(uow, before)
        + campaigns.due_before(uow, before)
    )


def left_behind(uow: UnitOfWork, before: datetime, limit: int) -> list[Ref]:
    """Up to `limit` residents with a step or a slot that was due before `before`."""
    late = store.residents_due_before(uow, before, limit)
    return [ref_of(Kind.RESIDENT, each) for each in late]


def planned_among(uow: UnitOfWork, resident_ids: Sequence[str]) -> frozenset[str]:
    """Those of these residents who have a plan, or a check-in that runs."""
    return store.planned_among(uow, resident_ids)


def checkin(uow: UnitOfWork, checkin_id: str) -> Checkin | None:
    """One check-in by its id."""
    return store.get(uow, checkin_id)


def planned(uow: UnitOfWork, resident_id: str) -> Planned | None:
    """Her plan with its next slot; None while she is not asked."""
    return store.plan_of(uow, resident_id)


def campaign(uow: UnitOfWork, campaign_id: str) -> Campaign | None:
    """One campaign by its id."""
    return campaigns.get(uow, campaign_id)


def campaigns_since(uow: UnitOfWork, moment: datetime) -> list[Campaign]:
    """Campaigns started at or after `moment`, the earliest first."""
    return campaigns.since(uow, moment)


def tallies(uow: UnitOfWork, campaign_ids: Sequence[str]) -> list[Tally]:
    """How far these campaigns are with how many residents, by place and tier."""
    return campaigns.tallies(uow, campaign_ids)
