"""How one resident is asked: her plan, her wishes, and the times she is away."""

from datetime import time
from typing import Annotated

from fastapi import APIRouter, Path

from admin_api.problems import Kind, ProblemError, invalid
from admin_api.routes.office import (
    ChangesAsking,
    Office,
    ResidentId,
    SeesCheckins,
    held,
    hers,
)
from admin_api.shapes.asking import (
    AbsenceIn,
    AbsenceOut,
    AbsenceUntil,
    PlanOut,
    PracticeIn,
    PracticeOut,
    WishesIn,
)
from checkins import service as checkins
from checkins.decide.plans import WishError
from checkins.model import Wishes
from checkins.service import CannotPractiseError, HowAsked, Obstacle
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import (
    Absence,
    AbsenceSource,
    ChannelName,
    NewAbsence,
    Outline,
)
from residents.service import UnknownAbsenceError

_OBSTACLES = {
    Obstacle.NOT_ACTIVE: Kind.NOT_ACTIVE,
    Obstacle.BEING_ASKED: Kind.BEING_ASKED,
    Obstacle.NO_CHANNEL: Kind.NO_CHANNEL,
}

AbsenceId = Annotated[str, Path(max_length=26)]


def router(office: Office) -> APIRouter:
    """GET and PUT /residents/{id}/plan; her absences: list, note, renew and end them; practice."""
    handlers = _Asking(office)
    routes = APIRouter(tags=["asking"])
    plan, absences = "/residents/{resident_id}/plan", "/residents/{resident_id}/absences"
    routes.get(plan, summary="How she is asked, and when next")(handlers.plan)
    routes.put(plan, summary="Ask her as she wishes")(handlers.wish)
    routes.get(absences, summary="When she is away")(handlers.absences)
    routes.post(absences, summary="Note that she is away", status_code=201)(handlers.leave)
    one = f"{absences}/{{absence_id}}"
    routes.patch(one, summary="Somebody said again that she is away")(handlers.renew)
    routes.post(f"{one}/end", summary="She is back")(handlers.end)
    routes.post("/residents/{resident_id}/practice", summary="Ask her now, for practice")(
        handlers.practise
    )
    return routes


class _Asking:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._means = office.services.means

    async def plan(self, by: SeesCheckins, resident_id: ResidentId) -> PlanOut:
        """Her wishes, her channels as they are now and her next five questions."""
        return await self._office.reading(lambda uow: self._plan(uow, hers(uow, by, resident_id)))

    async def wish(self, by: ChangesAsking, resident_id: ResidentId, wanted: WishesIn) -> PlanOut:
        """From her next question on. What is left out is as usual for her tier."""
        wishes = Wishes(
            rhythm=wanted.rhythm,
            weekday=wanted.weekday,
            times=tuple(wanted.times),
            channels=frozenset(wanted.channels),
        )

        def work(uow: UnitOfWork) -> PlanOut:
            whose = held(uow, by, resident_id)
            try:
                checkins.wish(uow, self._means, whose, wishes, by.ref)
            except WishError as error:
                raise invalid("body", str(error)) from None
            return self._plan(uow, whose)

        return await self._office.writing(work)

    async def absences(self, by: SeesCheckins, resident_id: ResidentId) -> list[AbsenceOut]:
        """Past and coming ones too, the earliest first."""

        def work(uow: UnitOfWork) -> list[AbsenceOut]:
            whose = hers(uow, by, resident_id)
            return [_absence(one) for one in residents.absences(uow, whose.ref)]

        return await self._office.reading(work)

    async def leave(
        self, by: ChangesAsking, resident_id: ResidentId, said: AbsenceIn
    ) -> AbsenceOut:
        """It stands until she is back, at most as long as its kind may, and ends in a question."""

        def work(uow: UnitOfWork) -> AbsenceOut:
            whose = held(uow, by, resident_id)
            new = NewAbsence(
                kind=said.kind,
                source=said.said_by,
                since=said.since or uow.now,
                until=said.until,
                recorded_by=by.ref,
            )
            try:
                return self._noted(uow, whose, residents.add_absence(uow, whose.ref, new))
            except ValueError as error:
                raise invalid("until", str(error)) from None

        return await self._office.writing(work)

    async def renew(
        self, by: ChangesAsking, resident_id: ResidentId, absence_id: AbsenceId, said: AbsenceUntil
    ) -> AbsenceOut:
        """Counted from now; without `until` nobody knows when she comes back."""

        def work(uow: UnitOfWork) -> AbsenceOut:
            whose = held(uow, by, resident_id)
            known = _absence_of(uow, whose, absence_id)
            source = AbsenceSource.OFFICER
            try:
                renewed = residents.renew_absence(uow, known.id, source, said.until)
            except ValueError as error:
                raise invalid("absence_id", str(error)) from None
            return self._noted(uow, whose, renewed)

        return await self._office.writing(work)

    async def end(
        self, by: ChangesAsking, resident_id: ResidentId, absence_id: AbsenceId
    ) -> AbsenceOut:
        """She is back, or never left."""

        def work(uow: UnitOfWork) -> AbsenceOut:
            known = _absence_of(uow, held(uow, by, resident_id), absence_id)
            residents.end_absence(uow, known.id, by.ref)
            return _absence(residents.absence(uow, known.id))

        return await self._office.writing(work)

    async def practise(
        self, by: ChangesAsking, resident_id: ResidentId, wanted: PracticeIn
    ) -> PracticeOut:
        """One question on one channel, while somebody sits beside her. Once more: anew."""

        def work(uow: UnitOfWork) -> PracticeOut:
            whose = held(uow, by, resident_id)
            try:
                begun = checkins.practise(uow, self._means, whose.ref, wanted.on)
            except CannotPractiseError as error:
                raise ProblemError(_OBSTACLES[error.obstacle]) from None
            return PracticeOut(id=begun.id, on=begun.steps[0].channel, deadline=begun.deadline)

        return await self._office.writing(work)

    def _noted(self, uow: UnitOfWork, whose: Outline, absence: Absence) -> AbsenceOut:
        """Who is known to be away is not asked any more whether she is back."""
        if absence.covers(uow.now):
            checkins.let_be(uow, self._means, whose)
        return _absence(absence)

    def _plan(self, uow: UnitOfWork, whose: Outline) -> PlanOut:
        return _plan(checkins.how_asked(uow, self._means, whose))


def _absence_of(uow: UnitOfWork, whose: Outline, absence_id: str) -> Absence:
    try:
        found = residents.absence(uow, absence_id)
    except UnknownAbsenceError:
        raise ProblemError(Kind.NOT_FOUND) from None
    if found.resident != whose.ref:
        raise ProblemError(Kind.NOT_FOUND)
    return found


def _plan(asked: HowAsked) -> PlanOut:
    planned, wishes = asked.planned, asked.wishes
    return PlanOut(
        rhythm=None if planned is None else planned.plan.rhythm,
        occasion=None if planned is None else planned.occasion,
        next=list(asked.slots),
        channels=sorted(asked.ways.channels) or [ChannelName.PERSON],
        wishes=WishesIn(
            rhythm=wishes.rhythm,
            weekday=wishes.weekday,
            times=[time(one.hour, one.minute) for one in wishes.times],
            channels=sorted(wishes.channels),
        ),
    )


def _absence(one: Absence) -> AbsenceOut:
    return AbsenceOut(
        id=one.id,
        kind=one.kind,
        said_by=one.source,
        since=one.since,
        until=one.until,
        holds_until=one.holds_until,
        ended_at=one.ended_at,
    )
