"""Other services: whom they serve, what an official hears of them, and what waits."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response, status

from admin_api.callers import place_of
from admin_api.commands import Command
from admin_api.guard import path_of
from admin_api.problems import Kind, ProblemError, invalid
from admin_api.routes.office import (
    ChangesAsking,
    DecidesCases,
    Key,
    Office,
    ResidentId,
    SeesCases,
    SeesCheckins,
    held,
    hers,
    once,
)
from admin_api.shapes import Words, words
from admin_api.shapes.vendors import (
    EntryIn,
    EntryOut,
    EventOut,
    GiveIn,
    ServedIn,
    ServedNow,
    ServedOut,
    VendorOut,
)
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model.wording import WrongTextError
from vendors import service as vendors
from vendors.model import Event, Served
from vendors.service import (
    ServedAlreadyError,
    Standing,
    UnknownVendorError,
    WrongNumberError,
)

GIVEN, SERVED, SHOWN = "api.message_given", "api.service_noted", "api.services_shown"
"""Words of the access log."""
Id = Annotated[str, Path(max_length=26)]


def router(office: Office) -> APIRouter:
    """GET /vendors and its /messages, POST …/{id}; a resident's /services and what they said."""
    handlers = _Vendors(office)
    routes = APIRouter(tags=["other services"])
    routes.get("/vendors", summary="Other services")(handlers.several)
    routes.get("/vendors/messages", summary="What waits for somebody to say whose it is")(
        handlers.waiting
    )
    routes.post(
        "/vendors/messages/{message_id}", summary="Say whose a message is", status_code=204
    )(handlers.give)
    hers = "/residents/{resident_id}/services"
    routes.get(hers, summary="By whom she is also served")(handlers.served)
    routes.post(hers, summary="She is also served", status_code=status.HTTP_201_CREATED)(
        handlers.serve
    )
    routes.post(f"{hers}/{{served_id}}/end", summary="She is not served there any more")(
        handlers.end
    )
    routes.post(
        "/residents/{resident_id}/services-said",
        summary="Write down what another service told",
        status_code=status.HTTP_201_CREATED,
    )(handlers.enter)
    return routes


class _Vendors:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def several(self, _by: SeesCases) -> list[VendorOut]:
        """With what of theirs waits, and how many of their posts were not let in."""
        return await self._office.reading(
            lambda uow: [_vendor(one) for one in vendors.standings(uow)]
        )

    async def waiting(self, _by: DecidesCases) -> list[EventOut]:
        """The oldest first. Whose they are nobody knows: every district's officers see them."""
        return await self._office.reading(lambda uow: [_event(one) for one in vendors.waiting(uow)])

    async def give(self, request: Request, by: DecidesCases, message_id: Id, said: GiveIn) -> None:
        """It is told about her at once, and her number there is noted for the next time."""
        place = place_of(request)

        def work(uow: UnitOfWork) -> None:
            try:
                if said.resident is None:
                    vendors.settle(uow, message_id, by.ref, ours=said.ours)
                    return
                her = held(uow, by, said.resident)
                vendors.give(uow, message_id, her, by.ref)
            except LookupError:
                raise ProblemError(Kind.NOT_FOUND) from None
            residents.log_access(uow, by.ref, her.ref, GIVEN, place)

        await self._office.writing(work)

    async def served(
        self, request: Request, by: SeesCheckins, resident_id: ResidentId
    ) -> list[ServedOut]:
        """Past ones too, the oldest first. Her numbers there are hers: a line of the access log."""
        place = place_of(request)

        def work(uow: UnitOfWork) -> list[ServedOut]:
            her = hers(uow, by, resident_id)
            residents.log_access(uow, by.ref, her.ref, SHOWN, place)
            return [ServedOut(**_served(one)) for one in vendors.served(uow, her.ref)]

        return await self._office.writing(work)

    async def serve(
        self, request: Request, by: ChangesAsking, resident_id: ResidentId, said: ServedIn
    ) -> ServedNow:
        """What waits under this number is hers, and is told at once."""
        place = place_of(request)

        def work(uow: UnitOfWork) -> ServedNow:
            her = held(uow, by, resident_id)
            residents.log_access(uow, by.ref, her.ref, SERVED, place)
            try:
                served, told = vendors.serve(uow, her.ref, said.vendor, said.number, by.ref)
            except UnknownVendorError as error:
                raise invalid("vendor", str(error)) from None
            except (WrongNumberError, WrongTextError) as error:
                raise invalid("number", str(error)) from None
            except ServedAlreadyError:
                raise ProblemError(Kind.SERVED_ALREADY) from None
            return ServedNow(**_served(served), told=told)

        return await self._office.writing(work)

    async def end(self, by: ChangesAsking, resident_id: ResidentId, served_id: Id) -> ServedOut:
        """Its messages about her wait for an official from now on. Once more changes nothing."""

        def work(uow: UnitOfWork) -> ServedOut:
            her = held(uow, by, resident_id)
            if served_id not in {one.id for one in vendors.served(uow, her.ref)}:
                raise ProblemError(Kind.NOT_FOUND)
            vendors.end_serving(uow, served_id)
            after = {one.id: one for one in vendors.served(uow, her.ref)}
            return ServedOut(**_served(after[served_id]))

        return await self._office.writing(work)

    async def enter(
        self,
        request: Request,
        response: Response,
        by: DecidesCases,
        resident_id: ResidentId,
        said: EntryIn,
        key: Key,
    ) -> EntryOut:
        """It counts as if the service had told it itself, with who entered it."""
        command = Command(by.ref, key, path_of(request), said.model_dump(mode="json"))

        def carry_out(uow: UnitOfWork) -> dict[str, Any]:
            her = held(uow, by, resident_id)
            try:
                vendors.enter(
                    uow,
                    her,
                    said.vendor,
                    said.what,
                    said.words,
                    by=by.ref,
                    once=key,
                    at=said.at,
                )
            except UnknownVendorError as error:
                raise invalid("vendor", str(error)) from None
            except WrongTextError as error:
                raise invalid("words", str(error)) from None
            except ValueError as error:
                raise invalid("at", str(error)) from None
            entered = EntryOut(
                vendor=said.vendor,
                what=said.what,
                what_words=words(f"vendor.what.{said.what}"),
                resident=her.id,
            )
            return entered.model_dump(mode="json")

        return EntryOut.model_validate(await once(self._office, command, response, carry_out))


def _vendor(one: Standing) -> VendorOut:
    return VendorOut(
        name=one.vendor.name,
        title=one.vendor.title,
        residents=one.residents,
        heard_at=one.heard_at,
        waiting=one.waiting,
        refused=one.refused,
        ended_at=one.vendor.ended_at,
    )


def _served(one: Served) -> dict[str, Any]:
    return {
        "id": one.id,
        "vendor": one.vendor,
        "number": one.number,
        "since": one.since,
        "until": one.until,
    }


def _event(one: Event) -> EventOut:
    return EventOut(
        id=one.id,
        vendor=one.vendor,
        how=one.how,
        state=one.state,
        state_words=words(f"vendor.state.{one.state}"),
        fault=one.fault,
        fault_words=_words("fault", one.fault),
        what=one.what,
        what_words=_words("what", one.what),
        at=one.at,
        received_at=one.received_at,
        line=one.line,
        number=one.number,
        words=one.words,
    )


def _words(family: str, value: str | None) -> Words | None:
    return None if value is None else words(f"vendor.{family}.{value}")
