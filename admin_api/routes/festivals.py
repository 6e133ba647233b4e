"""Who stays alone through the next festival, and who looks after whom."""

from fastapi import APIRouter

from admin_api.problems import invalid
from admin_api.routes.office import (
    ChangesAsking,
    Office,
    ResidentId,
    SeesResidents,
    held,
    scope_of,
)
from admin_api.shapes import District
from admin_api.shapes.asking import CheckerIn, FestivalOut, StaysAloneOut
from checkins.festivals import StaysAlone, stay_alone
from residents import service as residents
from residents.model import UnknownPersonError


def router(office: Office) -> APIRouter:
    """GET /festival and PUT /residents/{id}/checker."""
    handlers = _Festivals(office)
    routes = APIRouter(tags=["festivals"])
    routes.get("/festival", summary="Who stays alone through the next festival")(handlers.next)
    checker = "/residents/{resident_id}/checker"
    routes.put(checker, summary="Name who looks after her", status_code=204)(handlers.name)
    return routes


class _Festivals:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def next(self, by: SeesResidents, district: District = None) -> FestivalOut:
        """Seollal or Chuseok, the one that goes on or comes next; gaps first."""
        scope, calendar = scope_of(by, district), self._office.services.means.calendar

        def work() -> FestivalOut:
            with self._office.database.read() as uow:
                festival = calendar.festival_from(calendar.local(uow.now).date())
                alone = stay_alone(uow, festival, calendar, scope)
            alone.sort(key=lambda one: (not one.is_gap, one.resident.district, one.resident.id))
            return FestivalOut(
                first=festival.first,
                last=festival.last,
                gaps=sum(one.is_gap for one in alone),
                alone=[_out(one) for one in alone],
            )

        return await self._office.database.aio(work)

    async def name(self, by: ChangesAsking, resident_id: ResidentId, named: CheckerIn) -> None:
        """A helper or employee; she is asked first when somebody has to look. Null: nobody."""

        def work() -> None:
            with self._office.database.write() as uow:
                whose = held(uow, by, resident_id)
                try:
                    residents.change_resident(uow, whose.ref, named_checker=named.checker)
                except (UnknownPersonError, ValueError) as error:
                    raise invalid("checker", str(error)) from None

        await self._office.database.aio(work)


def _out(one: StaysAlone) -> StaysAloneOut:
    return StaysAloneOut(
        resident=one.resident.id,
        district=one.resident.district,
        tier=one.resident.tier,
        checker=one.resident.named_checker,
        looked_after=one.looked_after,
        is_gap=one.is_gap,
    )
