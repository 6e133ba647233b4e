"""Check-ins: who was asked, and what came of it."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from admin_api.routes.office import Office, SeesCheckins, outlines_of, scope_of
from admin_api.shapes import (
    PAGE_ITEMS,
    After,
    CheckinOut,
    District,
    Limit,
    Page,
    Since,
    newest_first,
    words,
)
from checkins import service as checkins
from checkins.model import Checkin, CheckinState
from residents.model import Kind, Outline, ref_of

DAY = timedelta(days=1)


def router(office: Office) -> APIRouter:
    """GET /checkins."""
    handlers = _Checkins(office)
    routes = APIRouter(tags=["checkins"])
    routes.get("/checkins", summary="Check-ins of your districts")(handlers.several)
    return routes


class _Checkins:
    def __init__(self, office: Office) -> None:
        self._database = office.database

    async def several(
        self,
        by: SeesCheckins,
        district: District = None,
        state: Annotated[list[CheckinState] | None, Query()] = None,
        since: Since = None,
        after: After = None,
        limit: Limit = PAGE_ITEMS,
    ) -> Page[CheckinOut]:
        """Those whose slot was since a moment, else in the last 24 hours, newest first."""
        scope = scope_of(by, district)

        def work() -> Page[CheckinOut]:
            with self._database.read() as uow:
                found = checkins.since(uow, uow.now - DAY if since is None else since)
                whose = outlines_of(uow, {_ref(one) for one in found}, scope)
            wanted = (
                one for one in found if _ref(one) in whose and (state is None or one.state in state)
            )
            page, following = newest_first(wanted, lambda one: one.id, after, limit)
            return Page(items=[_out(one, whose[_ref(one)]) for one in page], next=following)

        return await self._database.aio(work)


def _ref(one: Checkin) -> str:
    return ref_of(Kind.RESIDENT, one.resident_id)


def _out(one: Checkin, whose: Outline) -> CheckinOut:
    return CheckinOut(
        id=one.id,
        resident=one.resident_id,
        district=whose.district,
        slot_at=one.slot_at,
        deadline=one.deadline,
        state=one.state,
        state_words=words(f"checkin.state.{one.state}"),
        asked=one.asked,
        last_rung=one.last_rung,
        answered_at=one.answered_at,
        answered_on=one.answered_on,
        closed_at=one.closed_at,
    )
