"""Campaigns: everybody of some districts and tiers is asked about heat, cold or a typhoon."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response, status

from admin_api.commands import Command
from admin_api.guard import path_of
from admin_api.permissions import Official
from admin_api.problems import Kind, ProblemError
from admin_api.routes.office import (
    Key,
    Office,
    SeesCheckins,
    StartsCampaigns,
    once,
    since_or_month,
)
from admin_api.shapes import (
    PAGE_ITEMS,
    After,
    Limit,
    Page,
    Since,
    newest_first,
    words,
)
from admin_api.shapes.campaigns import (
    CampaignCounts,
    CampaignIn,
    CampaignLine,
    CampaignOut,
    CampaignPart,
    SparedOut,
)
from checkins import service as checkins
from checkins.model import OPEN_STATES, Campaign, CheckinState, Spared, Tally
from checkins.service import Campaigns
from foundation.unit_of_work import UnitOfWork
from residents.model import Scope, Tier

CampaignId = Annotated[str, Path(max_length=26)]


def router(office: Office) -> APIRouter:
    """GET and POST /campaigns, GET /campaigns/{id}."""
    handlers = _Campaigns(office)
    routes = APIRouter(tags=["campaigns"])
    routes.get("/campaigns", summary="Campaigns in your districts")(handlers.several)
    routes.post(
        "/campaigns", summary="Have residents asked now", status_code=status.HTTP_201_CREATED
    )(handlers.start)
    routes.get("/campaigns/{campaign_id}", summary="One campaign by district and tier")(
        handlers.one
    )
    return routes


class _Campaigns:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._database = office.database
        self._campaigns = Campaigns(office.services.means.calendar, office.services.means.policy)

    async def several(
        self, by: SeesCheckins, since: Since = None, after: After = None, limit: Limit = PAGE_ITEMS
    ) -> Page[CampaignLine]:
        """Those started since a moment, else in the last 30 days, newest first."""

        def work() -> Page[CampaignLine]:
            with self._database.read() as uow:
                found = checkins.campaigns_since(uow, since_or_month(uow, since))
                hers = (one for one in found if one.scope.districts & by.scope)
                page, following = newest_first(hers, lambda one: one.id, after, limit)
                tallies = checkins.tallies(uow, [one.id for one in page])
            of_each = defaultdict(list)
            for tally in tallies:
                of_each[tally.campaign_id].append(tally)
            items = [CampaignLine(**_line(one, of_each[one.id], by)) for one in page]
            return Page(items=items, next=following)

        return await self._database.aio(work)

    async def one(self, by: SeesCheckins, campaign_id: CampaignId) -> CampaignOut:
        """Whom it asked in your districts and what they answered, by district and tier."""

        def work() -> CampaignOut:
            with self._database.read() as uow:
                return _campaign(uow, by, campaign_id)

        return await self._database.aio(work)

    async def start(
        self,
        request: Request,
        response: Response,
        by: StartsCampaigns,
        wanted: CampaignIn,
        key: Key,
    ) -> CampaignOut:
        """By day at once, at night the next morning. Who is away or was just asked is spared."""
        command = Command(by.ref, key, path_of(request), wanted.model_dump(mode="json"))

        def carry_out(uow: UnitOfWork) -> dict[str, Any]:
            scope = _scope(by, wanted)
            started = self._campaigns.start(uow, wanted.kind, scope, by.ref)
            return _campaign(uow, by, started.id).model_dump(mode="json")

        return CampaignOut.model_validate(await once(self._office, command, response, carry_out))


def _scope(by: Official, wanted: CampaignIn) -> Scope:
    """What was asked for, within her districts; by default all of them. Raises ProblemError."""
    districts = by.scope if wanted.districts is None else frozenset(wanted.districts)
    if not districts or not districts <= by.scope:
        raise ProblemError(Kind.NOT_FOUND)
    return Scope(districts, frozenset(wanted.tiers or Tier))


def _campaign(uow: UnitOfWork, by: Official, campaign_id: str) -> CampaignOut:
    """A campaign in her districts. Raises ProblemError."""
    found = checkins.campaign(uow, campaign_id)
    if found is None or not found.scope.districts & by.scope:
        raise ProblemError(Kind.NOT_FOUND)
    tallies = checkins.tallies(uow, [found.id])
    parts = defaultdict(list)
    for one in tallies:
        if by.sees(one.district):
            parts[one.district, one.tier].append(one)
    return CampaignOut(
        **_line(found, tallies, by),
        parts=[
            CampaignPart(district=district, tier=tier, counts=_counts(those))
            for (district, tier), those in parts.items()
        ],
    )


def _line(one: Campaign, tallies: Iterable[Tally], by: Official) -> Mapping[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "kind_words": words(f"campaign.kind.{one.kind}"),
        "districts": sorted(one.scope.districts),
        "tiers": sorted(one.scope.tiers),
        "started_at": one.started_at,
        "started_by": one.started_by,
        "begins_at": one.begins_at,
        "residents": one.residents,
        "counts": _counts(tally for tally in tallies if by.sees(tally.district)),
    }


def _counts(tallies: Iterable[Tally]) -> CampaignCounts:
    states: Counter[CheckinState] = Counter()
    spared: Counter[Spared] = Counter()
    waiting = 0
    for one in tallies:
        if one.spared is not None:
            spared[one.spared] += one.residents
        elif one.state is not None:
            states[one.state] += one.residents
        else:
            waiting += one.residents
    return CampaignCounts(
        asked=states.total(),
        fine=states[CheckinState.FINE],
        help=states[CheckinState.HELP],
        absent=states[CheckinState.ABSENT],
        unclear=states[CheckinState.UNCLEAR],
        missed=states[CheckinState.MISSED],
        not_asked=states[CheckinState.NOT_ASKED],
        withdrawn=states[CheckinState.WITHDRAWN],
        open=sum(states[state] for state in OPEN_STATES),
        waiting=waiting,
        spared=[
            SparedOut(why=why, why_words=words(f"campaign.spared.{why}"), residents=spared[why])
            for why in Spared
            if spared[why]
        ],
    )
