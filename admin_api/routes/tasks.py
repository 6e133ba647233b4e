"""Tasks: what is offered to whom, and officials accepting them and giving their results."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from admin_api.commands import Command
from admin_api.guard import path_of
from admin_api.permissions import Official
from admin_api.problems import Kind, ProblemError
from admin_api.routes.office import (
    DoesTasks,
    Key,
    Office,
    ResidentId,
    SeesTasks,
    held,
    once,
    scope_of,
    since_or_month,
)
from admin_api.shapes import (
    PAGE_ITEMS,
    After,
    BackIn,
    District,
    InNameOf,
    Limit,
    OfferOut,
    Page,
    ResultIn,
    Since,
    TaskIn,
    TaskLine,
    TaskOut,
    newest_first,
    words,
)
from foundation.clock import as_utc
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import Outline, Ref
from signals import agenda
from tasks import office, store
from tasks import service as tasks
from tasks.decide import NotBack
from tasks.model import GRAVE, Task, TaskKind, TaskState, may_report

DECLINED_FOR = "task_offer.declined_for"
"""Word of the access log: an official entered a helper's no."""
NOT_BACK = {
    NotBack.NOT_HERS: Kind.NOT_YOURS,
    NotBack.PAST: Kind.BACK_ALREADY,
    NotBack.TOO_LATE: Kind.BACK_TOO_LATE,
    NotBack.TOLD_BEFORE: Kind.BACK_ONCE,
}
TaskId = Annotated[str, Path(max_length=26)]


def router(parts: Office) -> APIRouter:
    """GET /tasks and /tasks/{id}; ask for work; accept or decline it, wait, and give its result."""
    handlers = _Tasks(parts)
    routes = APIRouter(tags=["tasks"])
    routes.get("/tasks", summary="Tasks of your districts")(handlers.several)
    routes.get("/tasks/{task_id}", summary="One task with its offers")(handlers.one)
    routes.post("/residents/{resident_id}/tasks", summary="Ask for some work about her")(
        handlers.ask
    )
    routes.post("/tasks/{task_id}/accept", summary="Accept a task")(handlers.accept)
    routes.post("/tasks/{task_id}/back", summary="She is out, and back soon")(handlers.back)
    routes.post("/tasks/{task_id}/decline", summary="Decline a task")(handlers.decline)
    routes.post("/tasks/{task_id}/result", summary="Give the result of a task")(handlers.result)
    return routes


class _Tasks:
    def __init__(self, parts: Office) -> None:
        self._office = parts
        self._tasks = parts.services.means.tasks
        self._database = parts.database

    async def several(  # noqa: PLR0913, PLR0917 - one for each part of the query
        self,
        by: SeesTasks,
        district: District = None,
        state: Annotated[list[TaskState] | None, Query()] = None,
        mine: bool = False,  # noqa: FBT001, FBT002
        since: Since = None,
        after: After = None,
        limit: Limit = PAGE_ITEMS,
    ) -> Page[TaskLine]:
        """Those opened since a moment, else in the last 30 days, newest first."""
        scope = scope_of(by, district)

        def work() -> Page[TaskLine]:
            with self._database.read() as uow:
                found = tasks.opened_since(uow, since_or_month(uow, since))
            wanted = (
                task
                for task in found
                if task.new.district in scope
                and (state is None or task.state in state)
                and (not mine or task.accepted_by == by.ref)
            )
            page, following = newest_first(wanted, lambda task: task.id, after, limit)
            return Page(items=[TaskLine(**_line(task)) for task in page], next=following)

        return await self._database.aio(work)

    async def one(self, by: SeesTasks, task_id: TaskId) -> TaskOut:
        """With everybody it was offered to."""

        def work() -> TaskOut:
            with self._database.read() as uow:
                return _task(uow, _hers(uow, by, task_id))

        return await self._database.aio(work)

    async def ask(
        self,
        request: Request,
        response: Response,
        by: DoesTasks,
        resident_id: ResidentId,
        wanted: TaskIn,
        key: Key,
    ) -> TaskOut:
        """A survey, a lesson, a repair, a visit: with its day, offered once the office is open."""
        command = Command(by.ref, key, path_of(request), wanted.model_dump(mode="json"))

        def carry_out(uow: UnitOfWork) -> dict[str, Any]:
            whose = held(uow, by, resident_id)
            opened = self._open(uow, by, whose, wanted)
            return _task(uow, opened).model_dump(mode="json")

        return TaskOut.model_validate(await once(self._office, command, response, carry_out))

    def _open(self, uow: UnitOfWork, by: Official, whose: Outline, wanted: TaskIn) -> Task:
        """Raises ProblemError."""
        if wanted.kind not in office.DONE_WITHIN:
            raise ProblemError(Kind.NOT_ASKED_FOR)
        due = wanted.do_by or uow.now + office.DONE_WITHIN[wanted.kind]
        if not uow.now < due <= uow.now + office.LATEST:
            raise ProblemError(Kind.NO_SUCH_DAY)
        new = office.asked_by(by.ref, whose, wanted.kind, as_utc(due), herself=wanted.mine)
        means = self._office.services.means
        opens = None if wanted.mine else means.calendar.next_office_moment(uow.now)
        opened = means.tasks.open(uow, new, opens)
        return (means.tasks.accept(uow, opened, by.ref) or opened) if wanted.mine else opened

    async def accept(
        self,
        request: Request,
        response: Response,
        by: DoesTasks,
        task_id: TaskId,
        key: Key,
        said: InNameOf | None = None,
    ) -> TaskOut:
        """Take an offered task of your districts; the others' offers close.

        In a helper's name when she rang and takes it: the timeline says who entered it.
        """
        given = said or InNameOf()
        command = Command(by.ref, key, path_of(request), given.model_dump(exclude_none=True))

        def do(uow: UnitOfWork) -> None:
            task = _hers(uow, by, task_id)
            if task.new.kind is TaskKind.CONTACT_CHECK:
                raise ProblemError(Kind.NOT_YOURS)
            who = _whose(uow, task, by, given)
            if task.state is TaskState.ACCEPTED and task.accepted_by == who:
                return
            if task.state is TaskState.ACCEPTED:
                raise ProblemError(Kind.TAKEN)
            if task.state is not TaskState.OFFERED:
                raise ProblemError(Kind.TASK_CLOSED)
            entered_by = by.ref if who != by.ref else None
            if self._tasks.accept(uow, task, who, entered_by=entered_by) is None:
                raise ProblemError(Kind.CHANGED_MEANWHILE)

        return await self._once(command, response, task_id, do)

    async def decline(
        self,
        request: Request,
        response: Response,
        by: DoesTasks,
        task_id: TaskId,
        key: Key,
        said: InNameOf | None = None,
    ) -> TaskOut:
        """Say no to an offer, your own or in a helper's name when she rang; it goes to others."""
        given = said or InNameOf()
        command = Command(by.ref, key, path_of(request), given.model_dump(exclude_none=True))

        def do(uow: UnitOfWork) -> None:
            task = _hers(uow, by, task_id)
            who = _whose(uow, task, by, given)
            if not any(one.to == who for one in store.offers(uow, task.id)):
                raise ProblemError(Kind.NOT_OFFERED)
            if task.state is not TaskState.OFFERED:
                raise ProblemError(Kind.TASK_CLOSED)
            agenda.hold(uow, task.new.resident)
            self._tasks.decline(uow, task, who)
            if who != by.ref:
                residents.log_access(uow, by.ref, task.new.resident, DECLINED_FOR, who)

        return await self._once(command, response, task_id, do)

    async def back(
        self,
        request: Request,
        response: Response,
        by: DoesTasks,
        task_id: TaskId,
        told: BackIn,
        key: Key,
    ) -> TaskOut:
        """Say when she is back, two hours from now at most: you are asked again then."""
        command = Command(by.ref, key, path_of(request), told.model_dump(mode="json"))

        def do(uow: UnitOfWork) -> None:
            task = _hers(uow, by, task_id)
            why_not = self._tasks.wait_for_her(uow, task, by.ref, as_utc(told.back_at))
            if why_not is not None:
                raise ProblemError(NOT_BACK[why_not])

        return await self._once(command, response, task_id, do)

    async def result(
        self,
        request: Request,
        response: Response,
        by: DoesTasks,
        task_id: TaskId,
        given: ResultIn,
        key: Key,
    ) -> TaskOut:
        """Say how a task that you accepted ended, or a helper who rang, in her name."""
        body = given.model_dump(mode="json", exclude_none=True)
        command = Command(by.ref, key, path_of(request), body)

        def do(uow: UnitOfWork) -> None:
            self._give(uow, by, _hers(uow, by, task_id), given)

        return await self._once(command, response, task_id, do)

    def _give(self, uow: UnitOfWork, by: Official, task: Task, given: ResultIn) -> None:
        """Raises ProblemError. What is grave may be said of a task of hers that is over, too."""
        who, result = _whose(uow, task, by, given), given.result
        hers = task.accepted_by == who
        if not task.is_open and not (hers and result in GRAVE):
            raise ProblemError(Kind.TASK_CLOSED)
        if not hers:
            raise ProblemError(Kind.NOT_YOURS)
        if not may_report(task.new.kind, who, result) and who != by.ref:
            raise ProblemError(Kind.CANNOT_SAY_SO)
        entered_by = by.ref if who != by.ref else None
        if not self._tasks.take_result(uow, task, who, result, entered_by=entered_by):
            raise ProblemError(Kind.CHANGED_MEANWHILE)

    async def _once(
        self,
        command: Command,
        response: Response,
        task_id: str,
        do: Callable[[UnitOfWork], None],
    ) -> TaskOut:
        """Carry a command out once; answer with the task as it is then."""

        def carry_out(uow: UnitOfWork) -> dict[str, Any]:
            do(uow)
            changed = store.get(uow, task_id)
            assert changed is not None  # noqa: S101 - `do` has found it
            return _task(uow, changed).model_dump(mode="json")

        return TaskOut.model_validate(await once(self._office, command, response, carry_out))


def _hers(uow: UnitOfWork, by: Official, task_id: str) -> Task:
    """A task of her districts. Raises ProblemError."""
    task = store.get(uow, task_id)
    if task is None or not by.sees(task.new.district):
        raise ProblemError(Kind.NOT_FOUND)
    return task


def _whose(uow: UnitOfWork, task: Task, by: Official, said: InNameOf) -> Ref:
    """Who accepts, declines or reports: the official, or a helper who was asked and rang.

    Raises ProblemError.
    """
    if said.in_name_of is None:
        return by.ref
    if not any(one.to == said.in_name_of for one in store.offers(uow, task.id)):
        raise ProblemError(Kind.NOT_OFFERED)
    return said.in_name_of


def _task(uow: UnitOfWork, task: Task) -> TaskOut:
    waits = tasks.shown_from(uow, task) if task.is_open else {}
    offers = [
        OfferOut(
            to=one.to,
            state=one.state,
            round=one.round_index,
            why=one.why,
            shown_at=waits.get(one.to),
        )
        for one in store.offers(uow, task.id)
    ]
    new = task.new
    hazards = residents.standing_hazards(uow, new.resident) if task.is_about_resident else ()
    return TaskOut(**_line(task), offers=offers, hazards=list(hazards))


def _line(task: Task) -> dict[str, Any]:
    new, result = task.new, task.result
    return {
        "id": task.id,
        "code": task.code,
        "kind": new.kind,
        "kind_words": words(f"task.kind.{new.kind}"),
        "resident": new.resident.partition(":")[2] if task.is_about_resident else None,
        "district": new.district,
        "origin": new.origin,
        "urgency": new.urgency,
        "state": task.state,
        "state_words": words(f"task.state.{task.state}"),
        "version": task.version,
        "opened_at": task.opened_at,
        "next_step_at": task.due_at,
        "accepted_by": task.accepted_by,
        "accepted_at": task.accepted_at,
        "done_by": task.do_by,
        "back_at": task.back_at,
        "result": result,
        "result_words": None if result is None else words(f"task.result.{result}"),
        "closed_at": task.closed_at,
    }
