"""When each subject must be looked at next, and who is looking at it now.

A worker claims subjects by locking their agenda rows, so that whatever concerns one resident is
decided by one worker at a time. A fact recorded meanwhile waits for the lock and is seen next.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, case, func, or_, update
from sqlmodel import col, select

from foundation import bell
from foundation.behind import Row, Writing
from foundation.sql import insert_for, table_of
from signals.tables import AgendaRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.dialects import postgresql, sqlite

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref

ROUTINE = 0
PERSON_WAITS = 1
PRESSING = 2
EMERGENCY = 3

_TURN = "agenda.turn"
_AGENDA = table_of(AgendaRow)
_DUE = select(_AGENDA.c.subject).where(_AGENDA.c.next_at <= bindparam("now"))
_CLAIM = (
    select(_AGENDA.c.subject, _AGENDA.c.urgency)
    .where(_AGENDA.c.next_at <= bindparam("now"))
    .order_by(_AGENDA.c.urgency.desc(), _AGENDA.c.next_at, _AGENDA.c.subject)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_PLAN = (
    update(_AGENDA)
    .where(_AGENDA.c.subject == bindparam("planned"))
    .values(next_at=bindparam("at"), urgency=ROUTINE)
)
_PEOPLE_WAIT_SINCE = select(func.min(_AGENDA.c.next_at)).where(
    _AGENDA.c.next_at <= bindparam("now"), _AGENDA.c.urgency >= PERSON_WAITS
)
_NEXT_MOMENT = select(func.min(_AGENDA.c.next_at))


def bring_forward(uow: UnitOfWork, subject: Ref, at: datetime, *, urgency: int = ROUTINE) -> None:
    """Look at `subject` at `at` or earlier."""
    bring_all_forward(uow, [subject], at, urgency=urgency)


def bring_all_forward(
    uow: UnitOfWork, subjects: Sequence[Ref], at: datetime, *, urgency: int = ROUTINE
) -> None:
    """Look at these subjects at `at` or earlier, with one statement."""
    subjects = [each for each in subjects if each != uow.kept.get(_TURN)]
    if not subjects:
        return
    rows = [{"subject": each, "next_at": at, "urgency": urgency} for each in subjects]
    uow.session.connection().execute(_bring_forward(uow.dialect), rows)
    if at <= uow.now and not uow.ahead.in_batch:  # a worker goes on after its own batch anyway
        bell.ring(uow)


@cache
def _bring_forward(dialect: str) -> postgresql.Insert | sqlite.Insert:
    new = insert_for(dialect, AgendaRow)
    planned, asked = _AGENDA.c.next_at, new.excluded.next_at
    urgency, asked_urgency = _AGENDA.c.urgency, new.excluded.urgency
    return new.on_conflict_do_update(
        index_elements=["subject"],
        set_={
            "next_at": case((or_(planned.is_(None), planned > asked), asked), else_=planned),
            "urgency": case((urgency < asked_urgency, asked_urgency), else_=urgency),
        },
    )


@contextmanager
def turn(uow: UnitOfWork, subject: Ref) -> Iterator[None]:
    """Inside `plan` is called at the end: until then nothing need bring `subject` forward."""
    uow.kept[_TURN] = subject
    try:
        yield
    finally:
        del uow.kept[_TURN]


def claim(uow: UnitOfWork, limit: int) -> list[Ref]:
    """Lock up to `limit` due subjects for this transaction, the most urgent first.

    While there is an emergency, it does not wait for all the others of a batch.
    """
    due = uow.session.connection().execute(_CLAIM, {"now": uow.now, "limit": limit}).all()
    grave = [subject for subject, urgency in due if urgency >= EMERGENCY]
    return grave or [subject for subject, _ in due]


def claim_one(uow: UnitOfWork, subject: Ref) -> bool:
    """Lock one subject, if it is due and nobody else has it."""
    statement = _DUE.where(_AGENDA.c.subject == subject).with_for_update(skip_locked=True)
    return uow.session.connection().execute(statement, {"now": uow.now}).first() is not None


def hold(uow: UnitOfWork, subject: Ref) -> None:
    """Lock one subject, waiting for whoever has it: what is decided here comes after that.

    Whoever changes what belongs to a subject outside of its turn holds it first. So everybody
    takes locks in one order, and nobody waits in a circle.
    """
    uow.session.exec(
        select(AgendaRow.subject).where(col(AgendaRow.subject) == subject).with_for_update()
    ).first()


def plan(uow: UnitOfWork, subject: Ref, next_at: datetime | None) -> None:
    """Done with `subject` until `next_at`; None while nothing at all is open for it."""
    uow.behind.add(uow, _PLANNING, subject, {"planned": subject, "at": next_at})


def _write_plans(uow: UnitOfWork, rows: Sequence[Row]) -> None:
    uow.session.connection().execute(_PLAN, rows)


_PLANNING = Writing(AgendaRow, _write_plans)


def next_moment(uow: UnitOfWork) -> datetime | None:
    """The earliest moment at which any subject is due."""
    found: datetime | None = uow.session.connection().execute(_NEXT_MOMENT).scalar_one()
    return found


def people_wait_since(uow: UnitOfWork) -> datetime | None:
    """Since when somebody who said something, whatever it means, waits for her turn."""
    found: datetime | None = (
        uow.session.connection().execute(_PEOPLE_WAIT_SINCE, {"now": uow.now}).scalar_one()
    )
    return found


def overdue(uow: UnitOfWork, before: datetime) -> int:
    """How many subjects should have been looked at before `before`."""
    return uow.session.exec(
        select(func.count()).select_from(AgendaRow).where(col(AgendaRow.next_at) < before)
    ).one()
