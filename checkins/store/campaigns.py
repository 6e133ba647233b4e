"""Rows of campaigns to model and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, update
from sqlalchemy import select as core_select
from sqlmodel import col, select

from checkins.model import Campaign, CampaignKind, CheckinState, Spared, Tally
from checkins.tables import CampaignResidentRow, CampaignRow, CheckinRow
from foundation.sql import insert_new, table_of
from residents.model import Scope, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.model import Placed

_CAMPAIGNS = select(CampaignRow).execution_options(populate_existing=True)
_BY_ID = _CAMPAIGNS.where(col(CampaignRow.id) == bindparam("campaign"))
_NOT_WALKED = col(CampaignRow.walked_at).is_(None)
_NEXT_TO_WALK = (
    _CAMPAIGNS.where(_NOT_WALKED).order_by(col(CampaignRow.due_at), col(CampaignRow.id)).limit(1)
)
_CAMPAIGN = table_of(CampaignRow)
_WALKED_ON = (
    update(_CAMPAIGN)
    .where(_CAMPAIGN.c.id == bindparam("campaign"))
    .values(
        walked_to=bindparam("to"), walked_at=bindparam("ended_at"), due_at=bindparam("goes_on_at")
    )
)
_IN_SCOPE, _CHECKIN = table_of(CampaignResidentRow), table_of(CheckinRow)
_NOTE = (
    update(_IN_SCOPE)
    .where(
        _IN_SCOPE.c.campaign_id == bindparam("campaign"),
        _IN_SCOPE.c.resident_id == bindparam("resident"),
    )
    .values(checkin_id=bindparam("asked_by"), spared=bindparam("because"))
)
_TALLIED = (
    _IN_SCOPE.c.campaign_id,
    _IN_SCOPE.c.district,
    _IN_SCOPE.c.tier,
    _IN_SCOPE.c.spared,
    _CHECKIN.c.state,
)
_TALLIES = (
    core_select(*_TALLIED, func.count())
    .select_from(_IN_SCOPE.outerjoin(_CHECKIN, _CHECKIN.c.id == _IN_SCOPE.c.checkin_id))
    .where(_IN_SCOPE.c.campaign_id.in_(bindparam("campaigns", expanding=True)))
    .group_by(*_TALLIED)
    .order_by(*_TALLIED)
)


def put(uow: UnitOfWork, campaign: Campaign) -> None:
    """Store a campaign that was just started."""
    row = {
        "id": campaign.id,
        "kind": campaign.kind.value,
        "districts": sorted(campaign.scope.districts),
        "tiers": sorted(tier.value for tier in campaign.scope.tiers),
        "started_at": campaign.started_at,
        "started_by": campaign.started_by,
        "residents": campaign.residents,
        "begins_at": campaign.begins_at,
        "due_at": campaign.due_at,
        "walked_to": campaign.walked_to,
        "walked_at": campaign.walked_at,
    }
    insert_new(uow.session, CampaignRow, [row])


def get(uow: UnitOfWork, campaign_id: str) -> Campaign | None:
    """One campaign."""
    row = uow.session.exec(_BY_ID, params={"campaign": campaign_id}).first()
    return None if row is None else _campaign(row)


def since(uow: UnitOfWork, moment: datetime) -> list[Campaign]:
    """Campaigns started at or after `moment`, the earliest first."""
    started = _CAMPAIGNS.where(col(CampaignRow.started_at) >= moment)
    return [_campaign(row) for row in uow.session.exec(started.order_by(col(CampaignRow.id)))]


def next_to_walk(uow: UnitOfWork) -> Campaign | None:
    """Of the campaigns that have not come to everybody, the one due first."""
    row = uow.session.exec(_NEXT_TO_WALK).first()
    return None if row is None else _campaign(row)


def walked_on(
    uow: UnitOfWork,
    campaign: Campaign,
    page: Sequence[Placed],
    *,
    goes_on_at: datetime,
    is_last: bool,
) -> None:
    """The campaign has come to these residents; what it makes of each is noted later."""
    rows = [
        {
            "campaign_id": campaign.id,
            "resident_id": one.id,
            "district": one.district,
            "tier": one.tier.value,
        }
        for one in page
    ]
    insert_new(uow.session, CampaignResidentRow, rows)
    cursor = {
        "campaign": campaign.id,
        "to": page[-1].id if page else campaign.walked_to,
        "ended_at": uow.now if is_last else None,
        "goes_on_at": goes_on_at,
    }
    uow.session.connection().execute(_WALKED_ON, cursor)


def note(
    uow: UnitOfWork,
    campaign_id: str,
    resident_id: str,
    *,
    checkin_id: str | None = None,
    spared: Spared | None = None,
) -> None:
    """She is asked by this check-in, or spared for this reason."""
    values = {
        "campaign": campaign_id,
        "resident": resident_id,
        "asked_by": checkin_id,
        "because": None if spared is None else spared.value,
    }
    uow.session.connection().execute(_NOTE, values)


def tallies(uow: UnitOfWork, campaign_ids: Sequence[str]) -> list[Tally]:
    """How far these campaigns are with how many residents, by place and tier."""
    rows = uow.session.connection().execute(_TALLIES, {"campaigns": list(campaign_ids)})
    return [
        Tally(
            campaign_id=campaign_id,
            district=district,
            tier=Tier(tier),
            spared=None if spared is None else Spared(spared),
            state=None if state is None else CheckinState(state),
            residents=count,
        )
        for campaign_id, district, tier, spared, state, count in rows
    ]


def due_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many campaigns should have gone on before `moment`."""
    return uow.session.exec(
        select(func.count())
        .select_from(CampaignRow)
        .where(_NOT_WALKED, col(CampaignRow.due_at) < moment)
    ).one()


def _campaign(row: CampaignRow) -> Campaign:
    return Campaign(
        id=row.id,
        kind=CampaignKind(row.kind),
        scope=Scope(frozenset(row.districts), frozenset(map(Tier, row.tiers))),
        started_at=row.started_at,
        started_by=row.started_by,
        residents=row.residents,
        begins_at=row.begins_at,
        due_at=row.due_at,
        walked_to=row.walked_to,
        walked_at=row.walked_at,
    )
