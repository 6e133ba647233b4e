"""What endangers whoever comes to a resident's home: officials record it, lift it and read it."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from admin_api.callers import place_of
from admin_api.commands import Command
from admin_api.guard import path_of
from admin_api.problems import Kind, ProblemError, invalid
from admin_api.routes.office import DoesTasks, Key, Office, ResidentId, held, hers, once
from admin_api.shapes import Shape, words
from admin_api.shapes.hazards import HazardIn, HazardOut, LiftIn
from foundation.clock import as_utc
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import Hazard, HazardKind, NewHazard, Outline
from residents.service import UnknownHazardError

READ, RECORDED, LIFTED = "api.hazards_read", "api.hazard_recorded", "api.hazard_lifted"
"""Words of the access log."""
HazardId = Annotated[str, Path(max_length=26)]


def router(office: Office) -> APIRouter:
    """GET and POST /residents/{id}/hazards; lift one of them."""
    handlers = _Hazards(office)
    routes = APIRouter(tags=["residents"])
    several = "/residents/{resident_id}/hazards"
    routes.get(several, summary="What endangers whoever comes to her home")(handlers.several)
    routes.post(several, summary="Record a danger of her home")(handlers.record)
    routes.post(f"{several}/{{hazard_id}}/lift", summary="It is no danger any more")(handlers.lift)
    return routes


class _Hazards:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def several(
        self, request: Request, by: DoesTasks, resident_id: ResidentId
    ) -> list[HazardOut]:
        """Those that were lifted or are over too, the newest first. A line of the access log."""
        place = place_of(request)

        def work(uow: UnitOfWork) -> list[HazardOut]:
            whose = hers(uow, by, resident_id)
            residents.log_access(uow, by.ref, whose.ref, READ, place)
            return [_out(one, uow.now) for one in residents.hazards_of(uow, whose.ref)]

        return await self._office.writing(work)

    async def record(
        self,
        request: Request,
        response: Response,
        by: DoesTasks,
        resident_id: ResidentId,
        said: HazardIn,
        key: Key,
    ) -> HazardOut:
        """No helper is asked to go there from now on; what helpers have accepted officers do."""
        if said.kind is HazardKind.REPORTED:
            raise invalid("kind", "Say what the danger is, or `other`.")

        def do(uow: UnitOfWork, whose: Outline) -> Hazard:
            since = uow.now if said.since is None else as_utc(said.since)
            until = None if said.until is None else as_utc(said.until)
            new = NewHazard(said.kind, said.words, since, until, by.ref)
            residents.log_access(uow, by.ref, whose.ref, RECORDED, place_of(request))
            return residents.record_hazard(uow, whose.ref, new)

        return await self._once(_command(request, by.ref, key, said), response, do, by, resident_id)

    async def lift(  # noqa: PLR0913, PLR0917 - one for each part of the request
        self,
        request: Request,
        response: Response,
        by: DoesTasks,
        resident_id: ResidentId,
        hazard_id: HazardId,
        said: LiftIn,
        key: Key,
    ) -> HazardOut:
        """Helpers are asked again, unless another danger stands."""

        def do(uow: UnitOfWork, whose: Outline) -> Hazard:
            residents.log_access(uow, by.ref, whose.ref, LIFTED, place_of(request))
            try:
                return residents.lift_hazard(uow, whose.ref, hazard_id, by.ref, said.why)
            except UnknownHazardError:
                raise ProblemError(Kind.NOT_FOUND) from None

        return await self._once(_command(request, by.ref, key, said), response, do, by, resident_id)

    async def _once(
        self,
        command: Command,
        response: Response,
        do: Callable[[UnitOfWork, Outline], Hazard],
        by: DoesTasks,
        resident_id: str,
    ) -> HazardOut:
        """The answer is kept with the key, without the words: those are sealed in one place."""
        said: list[Hazard] = []

        def carry_out(uow: UnitOfWork) -> dict[str, Any]:
            try:
                said.append(do(uow, held(uow, by, resident_id)))
            except ValueError as error:
                raise invalid("body", str(error)) from None
            return _out(said[0], uow.now, opened=False).model_dump(mode="json")

        answer = HazardOut.model_validate(await once(self._office, command, response, carry_out))
        opened = {"words": said[0].words, "why_lifted": said[0].why_lifted} if said else {}
        return answer.model_copy(update=opened)


def _command(request: Request, by: str, key: str, said: Shape) -> Command:
    return Command(by, key, path_of(request), said.model_dump(mode="json"))


def _out(one: Hazard, now: datetime, *, opened: bool = True) -> HazardOut:
    return HazardOut(
        id=one.id,
        kind=one.kind,
        kind_words=words(f"hazard.{one.kind}"),
        words=one.words if opened else "",
        stands=one.stands(now),
        since=one.since,
        until=one.until,
        recorded_at=one.recorded_at,
        recorded_by=one.recorded_by,
        lifted_at=one.lifted_at,
        lifted_by=one.lifted_by,
        why_lifted=one.why_lifted if opened else "",
    )
