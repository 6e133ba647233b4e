"""Rule 2: nothing open without a deadline that somebody watches, nobody without a next moment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from checkins.tables import CheckinRow, PlanRow
from escalation.tables import CaseRow
from messaging.tables import OutboxRow
from residents.tables import ResidentRow
from signals.tables import AgendaRow, SignalRow
from tasks.tables import TaskRow
from tests.simulation.world import World

GRACE = timedelta(seconds=60)
"""Pacing may hold a message back; nothing else waits in a settled moment."""

Dues = dict[str, list[tuple[str, datetime | None]]]
"""Subject → what is open for it, and when that is due."""


def check(world: World, now: datetime) -> Iterator[str]:
    """Look at every open row and at who is going to look at it. For settled moments."""
    with world.database.read() as uow:
        dues = _dues(uow.session)
        agenda = dict(uow.session.exec(select(AgendaRow.subject, AgendaRow.next_at)).all())
        yield from _unwatched(dues, agenda)
        yield from _overdue(dues, now)
        yield from _late_messages(uow.session, now)
        yield from _late_signals(uow.session, now)
        yield from _nobody_asks(uow.session, dues)
    for subject, next_at in agenda.items():
        if next_at is not None and next_at < now - GRACE:
            yield f"{subject} should have been looked at at {next_at}"


def _dues(session: Session) -> Dues:
    found: Dues = defaultdict(list)
    open_checkins = select(CheckinRow.resident_id, CheckinRow.id, CheckinRow.due_at).where(
        col(CheckinRow.state).in_(["asking", "clarifying"])
    )
    for resident, name, due_at in session.exec(open_checkins):
        found[f"resident:{resident}"].append((f"checkin {name}", due_at))
    for resident, slot_at in session.exec(select(PlanRow.resident_id, PlanRow.next_slot_at)):
        found[f"resident:{resident}"].append(("plan", slot_at))
    open_tasks = select(TaskRow.resident, TaskRow.id, TaskRow.due_at).where(
        col(TaskRow.state).in_(["offered", "accepted"])
    )
    for subject, name, due_at in session.exec(open_tasks):
        found[subject].append((f"task {name}", due_at))
    open_cases = select(CaseRow.resident, CaseRow.id, CaseRow.due_at).where(
        col(CaseRow.closed_at).is_(None)
    )
    for subject, name, due_at in session.exec(open_cases):
        found[subject].append((f"case {name}", due_at))
    return found


def _unwatched(dues: Dues, agenda: dict[str, datetime | None]) -> Iterator[str]:
    for subject, things in dues.items():
        looked_at = agenda.get(subject)
        for what, due_at in things:
            if due_at is None:
                yield f"{what} has no deadline"
            elif looked_at is None:
                yield f"nobody is going to look at {what} of {subject}, due {due_at}"
            elif looked_at > due_at:
                yield f"{what} of {subject} is due {due_at} and looked at only at {looked_at}"


def _overdue(dues: Dues, now: datetime) -> Iterator[str]:
    for subject, things in dues.items():
        for what, due_at in things:
            if due_at is not None and due_at < now - GRACE:
                yield f"{what} of {subject} is overdue since {due_at}"


def _late_messages(session: Session, now: datetime) -> Iterator[str]:
    is_open = col(OutboxRow.state).in_(["queued", "leased", "calling"])
    for row in session.exec(select(OutboxRow).where(is_open)):
        name, state = row.id, row.state
        moment = row.due_at if state == "queued" else row.lease_until
        if moment is None:
            yield f"message {name} is {state} without a deadline"
        elif moment < now - GRACE:
            yield f"message {name} is {state} and overdue since {moment}"


def _late_signals(session: Session, now: datetime) -> Iterator[str]:
    late = select(SignalRow.id, SignalRow.kind).where(
        col(SignalRow.pending), col(SignalRow.recorded_at) < now - GRACE
    )
    for name, kind in session.exec(late):
        yield f"signal {name} ({kind}) is still pending"


def _nobody_asks(session: Session, dues: Dues) -> Iterable[str]:
    active = select(ResidentRow.id).where(
        col(ResidentRow.state) == "active", col(ResidentRow.deceased_at).is_(None)
    )
    for name in session.exec(active):
        if not dues.get(f"resident:{name}"):
            yield f"resident:{name} is active and nobody is going to ask after her"
