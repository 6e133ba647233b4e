"""Residents: lists without personal data unless asked for, one with it, how one is rung.

Each is logged.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request

from admin_api.callers import place_of
from admin_api.permissions import Official, Permission
from admin_api.problems import Kind, ProblemError
from admin_api.routes.office import (
    ChangesAsking,
    Office,
    OpensResidents,
    ResidentId,
    SeesResidents,
    scope_of,
)
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
from admin_api.shapes.asking import PhoneWishesIn, PhoneWishesOut
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import (
    Contact,
    HazardKind,
    LifeState,
    Outline,
    Phone,
    Resident,
    Tier,
    WrongPhoneError,
    parse_phone,
)

LISTED, OPENED = "api.residents_listed", "api.resident_opened"
WISHES_NOTED = "api.phone_wishes_noted"
"""Words of the access log."""


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
    """GET /residents and /residents/{id}, PATCH /residents/{id}/phone."""
    handlers = _Residents(office)
    routes = APIRouter(tags=["residents"])
    routes.get("/residents", summary="Residents of your districts")(handlers.several)
    routes.get("/residents/{resident_id}", summary="One resident")(handlers.one)
    routes.patch("/residents/{resident_id}/phone", summary="How she wishes to be rung")(
        handlers.wishes
    )
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

    async def wishes(
        self,
        request: Request,
        by: ChangesAsking,
        resident_id: ResidentId,
        wished: PhoneWishesIn,
    ) -> PhoneWishesOut:
        """Note in which order her telephones are tried, and how fast she is spoken to.

        To send it again changes nothing, so that it needs no key. A line of the access log.
        """
        place = place_of(request)
        return await self._database.aio(lambda: self._note(by, resident_id, wished, place))

    def _note(
        self, by: Official, resident_id: str, wished: PhoneWishesIn, place: str
    ) -> PhoneWishesOut:
        with self._database.write() as uow:
            before = _hers(uow, by, resident_id)
            changes: residents.ResidentChanges = {}
            if wished.speaking_rate is not None:
                changes["speaking_rate"] = wished.speaking_rate
            if wished.phones is not None:
                changes["phones"] = _reordered(before.phones, wished.phones)
            after = residents.change_resident(uow, before.id, **changes)
            residents.log_access(uow, by.ref, after.ref, WISHES_NOTED, place)
        shown = [phone.shown for phone in after.phones]
        return PhoneWishesOut(phones=shown, speaking_rate=after.speaking_rate)

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
            found = _hers(uow, by, resident_id)
            contacts = residents.contacts_of(uow, found.id)
            subjects = [found.ref, *(one.ref for one in contacts)]
            residents.log_accesses(uow, by.ref, subjects, OPENED, place)
            hazards = residents.standing_hazards(uow, found.ref)
        return _resident(found, contacts, hazards)


def _hers(uow: UnitOfWork, by: Official, resident_id: str) -> Resident:
    """A resident of her districts. Raises ProblemError."""
    found = residents.residents(uow, [resident_id]).get(resident_id)
    if found is None or not by.sees(found.district):
        raise ProblemError(Kind.NOT_FOUND)
    return found


def _reordered(known: tuple[Phone, ...], written: list[str]) -> tuple[Phone, ...]:
    """The same numbers in another order. Raises ProblemError for any others."""
    try:
        wished = tuple(parse_phone(each) for each in written)
    except WrongPhoneError:
        raise ProblemError(Kind.NOT_HER_NUMBERS) from None
    if sorted(phone.e164 for phone in wished) != sorted(phone.e164 for phone in known):
        raise ProblemError(Kind.NOT_HER_NUMBERS)
    return wished


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


def _resident(
    one: Resident, contacts: tuple[Contact, ...], hazards: tuple[HazardKind, ...]
) -> ResidentOut:
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
        speaking_rate=one.speaking_rate,
        hazards=list(hazards),
    )
