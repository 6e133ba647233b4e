"""What alarms of plugs turned out to be, and what may be changed where they were needless."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from admin_api.commands import Command
from admin_api.guard import path_of
from admin_api.problems import Kind, ProblemError
from admin_api.routes.office import (
    ChangesAsking,
    Key,
    Office,
    ResidentId,
    SeesCheckins,
    held,
    hers,
    once,
    scope_of,
)
from admin_api.shapes import District, Words, words
from admin_api.shapes.plug_alarms import (
    AlarmsOfMonthOut,
    GradedOut,
    HomesAlarmsOut,
    PlugAlarmOut,
    PlugChangeIn,
    PlugChangeOut,
    TurnedOut,
)
from care.plug_changes import NotProposedError
from foundation.unit_of_work import UnitOfWork
from locales.model import Language
from plugs.decide.changes import Change, Proposal
from plugs.model.alarms import NEEDLESS, Alarm, Grade, Turned
from plugs.service.changing import change_in_words
from plugs.service.outcomes import alarms_since
from reports import alarms as reported

MONTHS, MOST_MONTHS = 3, 12


def router(office: Office) -> APIRouter:
    """GET /residents/{id}/plug-alarms, POST /residents/{id}/plug-changes/{change}.

    GET /plug-alarms by month.
    """
    handlers = _PlugAlarms(office)
    routes = APIRouter(tags=["plugs"])
    routes.get("/plug-alarms", summary="What alarms turned out to be, by month")(handlers.months)
    routes.get("/residents/{resident_id}/plug-alarms", summary="Alarms of her home")(handlers.hers)
    change = "/residents/{resident_id}/plug-changes/{change}"
    routes.post(change, summary="Take up what is proposed, or leave it")(handlers.decide)
    return routes


class _PlugAlarms:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._changes = office.services.plug_changes

    async def months(
        self,
        by: SeesCheckins,
        district: District = None,
        months: Annotated[int, Query(ge=1, le=MOST_MONTHS)] = MONTHS,
    ) -> list[AlarmsOfMonthOut]:
        """The newest month first."""
        scope, zone = scope_of(by, district), self._office.services.means.calendar.zone
        found = await self._office.reading(lambda uow: reported.by_month(uow, months, zone, scope))
        return [
            AlarmsOfMonthOut(
                month=f"{one.first:%Y-%m}",
                graded=[_graded(grade, counted) for grade, counted in one.outcomes.items()],
            )
            for one in found
        ]

    async def hers(self, by: SeesCheckins, resident_id: ResidentId) -> HomesAlarmsOut:
        """Of the last four weeks."""

        def work(uow: UnitOfWork) -> HomesAlarmsOut:
            her = hers(uow, by, resident_id)
            found = alarms_since(uow, her.ref, uow.now - reported.FOUR_WEEKS)
            proposed = self._changes.proposed(uow, her)
            return HomesAlarmsOut(
                needless=sum(one.turned in NEEDLESS for one in found),
                alarms=[_alarm(one) for one in reversed(found)],
                proposed=[_change(uow, one) for one in proposed],
            )

        return await self._office.reading(work)

    async def decide(  # noqa: PLR0913, PLR0917 - what a command of an official always has
        self,
        request: Request,
        response: Response,
        by: ChangesAsking,
        resident_id: ResidentId,
        change: Annotated[Change, Path()],
        decided: PlugChangeIn,
        key: Key,
    ) -> PlugChangeOut:
        """Nothing is moved by the machine: the office has work, or she is asked otherwise."""
        command = Command(by.ref, key, path_of(request), decided.model_dump(mode="json"))

        def carry_out(uow: UnitOfWork) -> dict[str, Any]:
            her = held(uow, by, resident_id)
            try:
                taken = self._changes.decide(uow, her, change, by.ref, accept=decided.accept)
            except NotProposedError:
                raise ProblemError(Kind.NOT_PROPOSED) from None
            return _change(uow, taken).model_dump(mode="json")

        return PlugChangeOut.model_validate(await once(self._office, command, response, carry_out))


def _alarm(one: Alarm) -> PlugAlarmOut:
    return PlugAlarmOut(
        grade=one.grade,
        grade_words=words(f"plug.grade.{one.grade}"),
        at=one.at,
        silent_from=one.silence.begins,
        silent_until=one.silence.ends,
        turned=one.turned,
        turned_words=words(f"plug.turned.{one.turned}"),
    )


def _change(uow: UnitOfWork, one: Proposal) -> PlugChangeOut:
    said = {each: change_in_words(one, uow.now, Language(each)) for each in ("ko", "en")}
    return PlugChangeOut(
        change=one.change,
        why=Words(**said),
        hard=one.hard,
        soft=one.soft,
        plug=None if one.placed is None else one.placed.device.partition(":")[2],
    )


def _graded(grade: Grade, counted: dict[Turned, int]) -> GradedOut:
    return GradedOut(
        grade=grade,
        grade_words=words(f"plug.grade.{grade}"),
        alarms=sum(counted.values()),
        outcomes=[
            TurnedOut(turned=what, turned_words=words(f"plug.turned.{what}"), alarms=count)
            for what, count in counted.items()
        ],
    )
