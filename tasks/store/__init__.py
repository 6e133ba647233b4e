"""Task and offer rows to model and back."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, or_, update
from sqlmodel import col, select

from foundation.ahead import Key, Reading
from foundation.behind import Writing
from foundation.clock import as_utc
from foundation.sql import rows_of, table_of
from tasks.model import OPEN_STATES, NewTask, OfferState, Result, Round, Task, TaskKind, TaskState
from tasks.store.codes import fresh_code
from tasks.store.offers import (
    change_offers,
    load_of,
    none_offered,
    note_why,
    offered_since,
    offers,
    put_offers,
)
from tasks.tables import OPEN, OfferRow, PageLinkRow, TaskRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement

    from foundation.sql import Found
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref

__all__ = [
    "about_since",
    "accepted_by",
    "change_offers",
    "count_open",
    "due_before",
    "due_of",
    "fresh_code",
    "get",
    "insert",
    "link",
    "link_of",
    "load_of",
    "none_of_origin",
    "note_why",
    "of_origin",
    "offered_since",
    "offered_to",
    "offers",
    "open_of",
    "open_of_origins",
    "opened_since",
    "put_link",
    "put_offers",
    "residents_due_before",
    "save",
    "taken_back_since",
    "with_open_tasks",
]

LATER_DAY = timedelta(days=1)
"""Work that has to be done only then is no sign that somebody sees to her now."""
_OPEN = [state.value for state in OPEN_STATES]
_TASKS = table_of(TaskRow)
_IN_ORDER = rows_of(TaskRow).order_by(_TASKS.c.opened_at, _TASKS.c.id)
_OPEN_OF = _IN_ORDER.where(
    _TASKS.c.resident.in_(bindparam("residents", expanding=True)),
    _TASKS.c.state.in_(_OPEN),
)
_NEW_TASKS = Writing(TaskRow)
_SAVE = (
    update(_TASKS)
    .where(
        _TASKS.c.id == bindparam("saved"),
        _TASKS.c.state == bindparam("known_state"),
        _TASKS.c.version == bindparam("known_version"),
    )
    .values(
        {
            each: bindparam(each)
            for each in (
                "state",
                "version",
                "round_index",
                "rounds",
                "due_at",
                "accepted_by",
                "accepted_at",
                "reminded",
                "result",
                "closed_at",
                "back_at",
            )
        }
    )
)


def insert(uow: UnitOfWork, task: Task) -> Task:
    """Store a new task, in its first version."""
    new = task.new
    row = {
        "id": task.id,
        "code": task.code,
        "kind": new.kind.value,
        "resident": new.resident,
        "origin": new.origin,
        "district": new.district,
        "do_within_seconds": int(new.do_within.total_seconds()),
        "do_by": new.do_by,
        "shown_when": new.when,
        "urgency": new.urgency,
        "named": new.named,
        "emergency": new.emergency,
        "tells": dict(new.tells) or None,
        "opened_at": task.opened_at,
        **_changing(task),
    }
    stored = _as_stored(task)
    with _remembered(uow, stored):
        uow.behind.add(uow, _NEW_TASKS, task.id, row, new.resident, new.origin)
    none_offered(uow, task.id)
    return stored


def _as_stored(task: Task) -> Task:
    """The task as it will be read: one version later, its moments in UTC."""
    within = timedelta(seconds=int(task.new.do_within.total_seconds()))
    return replace(
        task,
        new=replace(task.new, do_within=within, do_by=_utc(task.new.do_by)),
        version=task.version + 1,
        opened_at=as_utc(task.opened_at),
        due_at=as_utc(task.due_at),
        accepted_at=_utc(task.accepted_at),
        closed_at=_utc(task.closed_at),
        back_at=_utc(task.back_at),
    )


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else as_utc(moment)


@contextmanager
def _remembered(uow: UnitOfWork, task: Task) -> Iterator[None]:
    """What is written inside makes the task what it is now."""
    keys = ((_OPEN_TASKS, task.new.resident), (_OF_ORIGIN, task.new.origin))
    known = [(reading, key, uow.ahead.known(reading, key)) for reading, key in keys]
    with uow.ahead.concerning(task.new.resident, task.new.origin):
        yield
    for reading, key, tasks in known:
        if tasks is not None:
            others = [one for one in tasks if one.id != task.id]
            more = [task] if task.is_open or reading is _OF_ORIGIN else []
            uow.ahead.put(reading, key, sorted([*others, *more], key=_in_order))


def _in_order(task: Task) -> tuple[datetime, str]:
    return (task.opened_at, task.id)


def save(uow: UnitOfWork, task: Task, *, expected: TaskState) -> Task | None:
    """Write a change and raise the version, if the task still is in `expected`; else None.

    A task of version 0 is new.
    """
    if task.version == 0:
        return insert(uow, task)
    stored = _as_stored(task)
    waiting = uow.behind.waiting(_NEW_TASKS, task.id)
    if waiting is not None:
        if (waiting["state"], waiting["version"]) != (expected.value, task.version):
            return None
        with _remembered(uow, stored):
            waiting.update(_changing(task))
        return stored
    known = {"saved": task.id, "known_state": expected.value, "known_version": task.version}
    asked = {**known, **_changing(task)}
    with uow.ahead.concerning(task.new.resident, task.new.origin):
        saved = uow.session.connection().execute(_SAVE, asked)
    return stored if saved.rowcount == 1 else None


def _changing(task: Task) -> dict[str, Any]:
    return {
        "state": task.state.value,
        "version": task.version + 1,
        "round_index": task.round_index,
        "rounds": [one.as_json() for one in task.new.rounds],
        "due_at": task.due_at,
        "accepted_by": task.accepted_by,
        "accepted_at": task.accepted_at,
        "reminded": task.reminded,
        "result": None if task.result is None else task.result.value,
        "closed_at": task.closed_at,
        "back_at": task.back_at,
    }


def get(uow: UnitOfWork, task_id: str) -> Task | None:
    """One task, read afresh."""
    return next(iter(_tasks(uow, _TASKS.c.id == task_id)), None)


def open_of(uow: UnitOfWork, resident: Ref) -> list[Task]:
    """Open tasks about a resident, the oldest first."""
    return uow.ahead.one(uow, _OPEN_TASKS, resident) or []


def due_of(uow: UnitOfWork, resident: Ref) -> datetime | None:
    """When the next step of any open task about a resident is due."""
    return min((task.due_at for task in open_of(uow, resident)), default=None)


def _read_open(uow: UnitOfWork, residents: Sequence[Ref]) -> dict[Ref, list[Task]]:
    found: dict[Ref, list[Task]] = {resident: [] for resident in residents}
    for row in uow.rows(_OPEN_OF, {"residents": list(residents)}):
        found[row.resident].append(_task(row))
    return found


_OPEN_TASKS = Reading(_read_open, TaskRow, key=Key.REF)


def about_since(uow: UnitOfWork, resident: Ref, moment: datetime) -> list[Task]:
    """Tasks about a resident that are open or were opened at or after `moment`."""
    wanted = or_(_TASKS.c.state.in_(_OPEN), _TASKS.c.opened_at >= moment)
    return _tasks(uow, _TASKS.c.resident == resident, wanted)


def of_origin(uow: UnitOfWork, origin: str) -> list[Task]:
    """All tasks that one case or check-in asked for, the oldest first."""
    return uow.ahead.one(uow, _OF_ORIGIN, origin) or []


def none_of_origin(uow: UnitOfWork, origin: str) -> None:
    """This origin is new: nobody has to look for its tasks."""
    uow.ahead.put(_OF_ORIGIN, origin, [])


def _read_of_origin(uow: UnitOfWork, origins: Sequence[str]) -> dict[str, list[Task]]:
    found: dict[str, list[Task]] = {origin: [] for origin in origins}
    for task in _tasks(uow, _TASKS.c.origin.in_(origins)):
        found[task.new.origin].append(task)
    return found


_OF_ORIGIN = Reading(_read_of_origin, TaskRow, key=Key.COMMON)


def open_of_origins(uow: UnitOfWork, origins: Sequence[str]) -> list[Task]:
    """Open tasks that any of these asked for, the oldest first."""
    return _tasks(uow, _TASKS.c.origin.in_(origins), _TASKS.c.state.in_(_OPEN))


def with_code(uow: UnitOfWork, code: str) -> Task | None:
    """The task that people call by this code."""
    return next(iter(_tasks(uow, _TASKS.c.code == code)), None)


def accepted_by(uow: UnitOfWork, person: Ref) -> list[Task]:
    """What this person has accepted and not finished."""
    return _tasks(
        uow,
        _TASKS.c.accepted_by == person,
        _TASKS.c.state == TaskState.ACCEPTED.value,
    )


def offered_to(uow: UnitOfWork, person: Ref) -> list[Task]:
    """Tasks that nobody has yet, and this person may still answer, the oldest first."""
    waits = select(OfferRow.task_id).where(
        col(OfferRow.person) == person, col(OfferRow.state) == OfferState.OPEN.value
    )
    return _tasks(uow, _TASKS.c.id.in_(waits), _TASKS.c.state == TaskState.OFFERED.value)


def due_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many open tasks should have had their next step before `moment`."""
    return uow.session.exec(
        select(func.count()).select_from(TaskRow).where(OPEN, _TASKS.c.due_at < moment)
    ).one()


def residents_due_before(uow: UnitOfWork, moment: datetime, limit: int) -> list[Ref]:
    """Those of up to `limit` open tasks whose next step was due before `moment`."""
    late = select(TaskRow.resident).where(OPEN, _TASKS.c.due_at < moment)
    return list(uow.session.exec(late.distinct().limit(limit)))


def opened_since(uow: UnitOfWork, moment: datetime) -> list[Task]:
    """Tasks opened at or after `moment`, for reports."""
    return _tasks(uow, _TASKS.c.opened_at >= moment)


def taken_back_since(uow: UnitOfWork, moment: datetime) -> int:
    """How many offers were taken back since then."""
    return uow.session.exec(
        select(func.count())
        .select_from(OfferRow)
        .where(
            col(OfferRow.state) == OfferState.TAKEN_BACK.value,
            col(OfferRow.answered_at) >= moment,
        )
    ).one()


def with_open_tasks(uow: UnitOfWork, people: Sequence[Ref]) -> frozenset[Ref]:
    """Those of these residents who have an open task that has no later day of its own."""
    do_by = _TASKS.c.do_by
    return frozenset(
        uow.session.exec(
            select(TaskRow.resident).where(
                _TASKS.c.resident.in_(people),
                _TASKS.c.state.in_(_OPEN),
                or_(do_by.is_(None), do_by <= uow.now + LATER_DAY),
            )
        )
    )


def count_open(uow: UnitOfWork, kind: TaskKind) -> int:
    """How many tasks of a kind are open."""
    return uow.session.exec(
        select(func.count()).select_from(TaskRow).where(OPEN, _TASKS.c.kind == kind.value)
    ).one()


def put_link(uow: UnitOfWork, task: Task, person: Ref, expires_at: datetime) -> str:
    """Make the page on which `person` sees whom to visit; returns its id."""
    link_id = uow.ids.new()
    uow.session.add(
        PageLinkRow(
            id=link_id, task_id=task.id, person=person, made_at=uow.now, expires_at=expires_at
        )
    )
    return link_id


def link(uow: UnitOfWork, link_id: str) -> PageLinkRow | None:
    """A page's row. Private to this package's `disclosure`."""
    return uow.session.get(PageLinkRow, link_id)


def link_of(uow: UnitOfWork, task_id: str, person: Ref) -> str | None:
    """The newest page made for this person and task."""
    return uow.session.exec(
        select(PageLinkRow.id)
        .where(col(PageLinkRow.task_id) == task_id, col(PageLinkRow.person) == person)
        .order_by(col(PageLinkRow.id).desc())
        .limit(1)
    ).first()


def _tasks(uow: UnitOfWork, *conditions: ColumnElement[bool]) -> list[Task]:
    return [_task(row) for row in uow.rows(_IN_ORDER.where(*conditions), {})]


def _task(row: Found) -> Task:
    return Task(
        id=row.id,
        code=row.code,
        new=NewTask(
            kind=TaskKind(row.kind),
            resident=row.resident,
            origin=row.origin,
            district=row.district,
            rounds=tuple(Round.from_json(one) for one in row.rounds),
            do_within=timedelta(seconds=row.do_within_seconds),
            do_by=row.do_by,
            when=row.shown_when,
            urgency=row.urgency,
            named=row.named,
            emergency=row.emergency,
            tells=row.tells or {},
        ),
        state=TaskState(row.state),
        version=row.version,
        round_index=row.round_index,
        opened_at=row.opened_at,
        due_at=row.due_at,
        accepted_by=row.accepted_by,
        accepted_at=row.accepted_at,
        reminded=row.reminded,
        result=None if row.result is None else Result(row.result),
        closed_at=row.closed_at,
        back_at=row.back_at,
    )
