"""Who works here, who stands in for whom, and leave: work never waits for somebody away."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path

from admin_api.permissions import Official
from admin_api.problems import Kind, ProblemError, invalid
from admin_api.routes.office import Office, SeesStaff, TakesLeave
from admin_api.shapes.staff import GapOut, LeaveIn, StaffList, StaffOut
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import Kind as PersonKind
from residents.model import Staff, StaffRole, UnknownPersonError, ref_of

StaffId = Annotated[str, Path(max_length=26)]


def router(office: Office) -> APIRouter:
    """GET /staff, PUT and DELETE /staff/{id}/leave."""
    handlers = _Staff(office)
    routes = APIRouter(tags=["staff"])
    routes.get("/staff", summary="Who works here, and who stands in for whom")(handlers.several)
    leave = "/staff/{staff_id}/leave"
    routes.put(leave, summary="She is away: her deputy has her work")(handlers.leave)
    routes.delete(leave, summary="She is back", status_code=HTTPStatus.NO_CONTENT)(handlers.back)
    return routes


class _Staff:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def several(self, _by: SeesStaff) -> StaffList:
        """The active ones, by role and id."""

        def work() -> StaffList:
            with self._office.database.read() as uow:
                active = [one for one in residents.all_staff(uow) if one.active]
                gaps = residents.coverage_gaps(uow)
                items = [_out(uow, one) for one in active]
            return StaffList(
                items=sorted(items, key=lambda one: (one.role, one.ref)),
                gaps=[GapOut(district=code, lacks=sorted(gaps[code])) for code in sorted(gaps)],
            )

        return await self._office.database.aio(work)

    async def leave(self, by: TakesLeave, staff_id: StaffId, said: LeaveIn) -> StaffOut:
        """Your own, or as a lead anybody's. Open work goes over when it begins."""

        def work() -> StaffOut:
            with self._office.database.write() as uow:
                uow.on_commit(self._office.poke)
                her = _hers(uow, by, staff_id)
                try:
                    left = residents.take_leave(uow, her.ref, said.since or uow.now, said.until)
                except ValueError as error:
                    raise invalid("until", str(error)) from None
                return _out(uow, left)

        return await self._office.database.aio(work)

    async def back(self, by: TakesLeave, staff_id: StaffId) -> None:
        """What her deputy has taken stays with the deputy."""

        def work() -> None:
            with self._office.database.write() as uow:
                her = _hers(uow, by, staff_id)
                residents.change_staff(uow, her.ref, away_from=None, away_until=None)

        await self._office.database.aio(work)


def _hers(uow: UnitOfWork, by: Official, staff_id: str) -> Staff:
    """Herself, or for a lead anybody who works here. Raises ProblemError."""
    try:
        found = residents.staff(uow, ref_of(PersonKind.STAFF, staff_id))
    except UnknownPersonError:
        raise ProblemError(Kind.NOT_FOUND) from None
    if not found.active:
        raise ProblemError(Kind.NOT_FOUND)
    if found.ref != by.ref and by.role is not StaffRole.LEAD:
        raise ProblemError(Kind.NOT_ALLOWED)
    return found


def _out(uow: UnitOfWork, one: Staff) -> StaffOut:
    stands_in = residents.stands_in_for(uow, one, uow.now) if one.is_away(uow.now) else None
    return StaffOut(
        ref=one.ref,
        name=one.name,
        role=one.role,
        districts=sorted(one.districts),
        on_duty=one.duty,
        deputy=one.deputy,
        away_from=one.away_from,
        away_until=one.away_until,
        stands_in=None if stands_in is None else stands_in.ref,
    )
