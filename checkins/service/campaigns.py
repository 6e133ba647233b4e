"""Campaigns: started by an official, and put to the residents of their scope a page at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import signals.service
from checkins import store
from checkins.decide import campaigns as decide
from checkins.decide import plans
from checkins.model import Campaign, Occasion, Spared
from checkins.store import campaigns as campaign_store
from foundation import limits
from residents import service as residents
from signals import agenda
from signals.model import Draft, SignalKind, Source, resident_id

if TYPE_CHECKING:
    from datetime import datetime

    from checkins.model import CampaignKind, CheckinPolicy
    from checkins.service.asking import Asking, Means
    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from residents.model import Outline, Placed, Scope
    from signals.model import Ref, Signal

SUBJECT = "city:campaigns"
"""Whose agenda the campaigns stand on."""
PAGE = limits.WRITE_TRANSACTION_ITEMS
PAUSE = timedelta(seconds=1)
"""Between two pages, each a transaction of its own: whoever wants to record a fact comes first."""


class UnknownCampaignError(LookupError):
    """There is no such campaign."""

    def __init__(self, campaign_id: str) -> None:
        super().__init__(f"Campaign {campaign_id} is not on record: list them again.")


class Campaigns:
    """The campaigns of one city. Actor for the city's own agenda row."""

    def __init__(self, calendar: Calendar, policy: CheckinPolicy) -> None:
        self._calendar = calendar
        self._policy = policy

    def start(self, uow: UnitOfWork, kind: CampaignKind, scope: Scope, by: Ref) -> Campaign:
        """Have everybody of the scope asked: at once by day, at night the next morning."""
        begins = plans.soonest_slot(uow.now, self._policy, self._calendar)
        started = Campaign(
            id=uow.ids.new(),
            kind=kind,
            scope=scope,
            started_at=uow.now,
            started_by=by,
            residents=residents.count_active_of(uow, scope),
            begins_at=begins,
            due_at=begins,
        )
        campaign_store.put(uow, started)
        agenda.bring_forward(uow, SUBJECT, begins)
        return started

    @staticmethod
    def act(uow: UnitOfWork, subject: Ref) -> None:
        """Put the campaign that is due to its next page of residents."""
        campaign = campaign_store.next_to_walk(uow) if subject == SUBJECT else None
        if campaign is not None and campaign.due_at <= uow.now:
            _walk_on(uow, campaign)

    @staticmethod
    def next_due(uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When the next page is due."""
        campaign = campaign_store.next_to_walk(uow) if subject == SUBJECT else None
        return None if campaign is None else max(campaign.due_at, uow.now + PAUSE)


def come_to(uow: UnitOfWork, signal: Signal, asking: Asking, means: Means) -> None:
    """Ask her whom a campaign comes to, or spare her; either is noted with the campaign.

    Raises UnknownCampaignError.
    """
    campaign = campaign_store.get(uow, signal.data["campaign"])
    if campaign is None:
        raise UnknownCampaignError(signal.data["campaign"])
    identity = resident_id(signal.subject)
    resident = residents.outlines(uow, [signal.subject]).get(identity)
    if resident is None:
        campaign_store.note(uow, campaign.id, identity, spared=Spared.NOT_ACTIVE)
        return
    found = decide.come_to(
        _standing(uow, resident, asking),
        campaign.scope.tiers,
        uow.now,
        means.policy,
        means.calendar,
    )
    if isinstance(found, Spared):
        campaign_store.note(uow, campaign.id, identity, spared=found)
        return
    checkin = asking.begin(uow, resident, found, Occasion(campaign.kind))
    campaign_store.note(uow, campaign.id, identity, checkin_id=checkin.id)


def _standing(uow: UnitOfWork, resident: Outline, asking: Asking) -> decide.Standing:
    planned = store.plan_of(uow, resident.id)
    return decide.Standing(
        active=residents.is_watched(resident),
        plan=None if planned is None else planned.plan,
        away=residents.is_away(uow, resident.ref, uow.now),
        being_asked=asking.is_being_asked(uow, resident.id),
        latest=store.latest_of(uow, resident.id),
    )


def _walk_on(uow: UnitOfWork, campaign: Campaign) -> None:
    """The cursor moves in the transaction that records the page: neither is ever alone."""
    page = residents.active_of(uow, campaign.scope, campaign.walked_to, PAGE)
    signals.service.record_all(uow, [_comes_to(campaign, one) for one in page])
    is_last = len(page) < PAGE
    campaign_store.walked_on(uow, campaign, page, goes_on_at=uow.now + PAUSE, is_last=is_last)


def _comes_to(campaign: Campaign, whom: Placed) -> Draft:
    return Draft(
        kind=SignalKind.CAMPAIGN,
        source=Source.STAFF,
        source_id=f"{campaign.id}:{whom.id}",
        subject=f"resident:{whom.id}",
        occurred_at=campaign.started_at,
        data={"campaign": campaign.id, "kind": campaign.kind.value},
    )
