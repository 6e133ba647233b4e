"""Residents: lists without personal data unless asked for, and one with it. Each is logged."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from admin_api.callers import place_of
from admin_api.permissions import Official, Permission
from admin_api.problems import Kind, ProblemError
from admin_api.routes.office import Office, OpensResidents, SeesResidents, scope_of
from admin_api.shapes import (
    PAGE_ITEMS,
    After,
    ContactOut,
    District,
    Limit,
    Page,
    ResidentLine,
    ResidentOut,
    in_order,
)
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import Contact, LifeState, Outline, Resident, Tier

LISTED, OPENED = "api.residents_listed", "api.resident_opened"
"""Words of the access log."""

ResidentId = Annotated[str, Path(max_length=26)]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which residents a list is about."""

    scope: frozenset[str]
    tier: Tier | None
    state: LifeState | None
    after: str | None
    limit: int

    def has(self, one: Outline) -> bool:
        return self.tier in {None, one.tier} and self.state in {None, one.state}


def router(office: Office) -> APIRouter:
    """GET /residents and /residents/{id}."""
    handlers = _Residents(office)
    routes = APIRouter(tags=["residents"])
    routes.get("/residents", summary="Residents of your districts")(handlers.several)
    routes.get("/residents/{resident_id}", summary="One resident")(handlers.one)
    return routes


class _Residents:
    def __init__(self, office: Office) -> None:
        self._database = office.database

    async def several(  # noqa: PLR0913, PLR0917 - one for each part of the query
        self,
        request: Request,
        by: SeesResidents,
        district: District = None,
        tier: Tier | None = None,
        state: LifeState | None = None,
        after: After = None,
        limit: Limit = PAGE_ITEMS,
        names: Annotated[bool, Query(description="Each name shown is logged.")] = False,  # noqa: FBT002
    ) -> Page[ResidentLine]:
        """In the order of their ids; without names unless `names` asks for them."""
        if names and not by.may(Permission.OPEN_RESIDENTS):
            raise ProblemError(Kind.NOT_ALLOWED)
        wanted = _Wanted(scope_of(by, district), tier, state, after, limit)
        place = place_of(request)
        work = self._with_names if names else self._without_names
        return await self._database.aio(lambda: work(by, wanted, place))

    async def one(
        self, request: Request, by: OpensResidents, resident_id: ResidentId
    ) -> ResidentOut:
        """With name, address and phones: a line of the access log."""
        place = place_of(request)
        return await self._database.aio(lambda: self._opened(by, resident_id, place))

    def _without_names(self, _by: Official, wanted: _Wanted, _place: str) -> Page[ResidentLine]:
        with self._database.read() as uow:
            found, after = _page(uow, wanted)
        return Page(items=[_line(one) for one in found], next=after)

    def _with_names(self, by: Official, wanted: _Wanted, place: str) -> Page[ResidentLine]:
        with self._database.write() as uow:
            found, after = _page(uow, wanted)
            opened = residents.residents(uow, [one.id for one in found])
            residents.log_accesses(uow, by.ref, [one.ref for one in opened.values()], LISTED, place)
        named = [_line(one, opened[one.id].name) for one in found if one.id in opened]
        return Page(items=named, next=after)

    def _opened(self, by: Official, resident_id: str, place: str) -> ResidentOut:
        with self._database.write() as uow:
            found = residents.residents(uow, [resident_id]).get(resident_id)
            if found is None or not by.sees(found.district):
                raise ProblemError(Kind.NOT_FOUND)
            contacts = residents.contacts_of(uow, found.id)
            subjects = [found.ref, *(one.ref for one in contacts)]
            residents.log_accesses(uow, by.ref, subjects, OPENED, place)
        return _resident(found, contacts)


def _page(uow: UnitOfWork, wanted: _Wanted) -> tuple[list[Outline], str | None]:
    everybody = residents.outlines_in(uow, wanted.scope)
    matching = (one for one in everybody if wanted.has(one))
    found, after = in_order(matching, lambda one: one.id, wanted.after, wanted.limit)
    return list(found), after


def _line(one: Outline, name: str | None = None) -> ResidentLine:
    return ResidentLine(
        id=one.id,
        district=one.district,
        tier=one.tier,
        state=one.state,
        language=one.language,
        lives_alone=one.lives_alone,
        deceased=one.deceased,
        devices=sorted(one.devices),
        named_checker=one.named_checker,
        name=name,
    )


def _resident(one: Resident, contacts: tuple[Contact, ...]) -> ResidentOut:
    return ResidentOut(
        id=one.id,
        name=one.name,
        birth_year=one.birth_year,
        address=one.address,
        phones=[phone.shown for phone in one.phones],
        notes=one.notes,
        district=one.district,
        tier=one.tier,
        state=one.state,
        language=one.language,
        lives_alone=one.lives_alone,
        deceased=one.deceased,
        devices=sorted(one.devices),
        named_checker=one.named_checker,
        household=one.household_id,
        contacts=[
            ContactOut(
                id=each.id,
                order=each.order,
                name=each.name,
                relation=each.relation,
                phone=each.phone.shown,
                keyholder=each.keyholder,
            )
            for each in contacts
        ],
    )
