"""Rule 10: what a worker leaves behind is seen by the auditor, who sees nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from checkins.tables import CheckinRow
from escalation.tables import CaseRow
from messaging.tables import OutboxRow
from runtime.auditor import SET_ASIDE
from signals.tables import SignalRow
from tasks.tables import TaskRow
from tests.simulation.world import World

AFTER = timedelta(minutes=5)


def check(world: World, now: datetime) -> Iterator[str]:
    """Count what is late from the rows, and ask the auditor."""
    with world.database.read() as uow:
        late = _late(uow.session, uow.now - AFTER)
    service = world.fleet.anybody
    if service is None:
        return
    look = service.auditor.look()
    if look.late is None:
        return  # the database did not tell it either
    told = {what for what, count in look.late.items() if count and what != SET_ASIDE}
    for what in sorted(late - told):
        yield f"{what} are late at {now} and the auditor does not say so"
    for what in sorted(told & KINDS - late):
        yield f"the auditor says that {what} are late at {now} and they are not"


KINDS = frozenset({"signals", "messages", "checkins", "tasks", "cases"})


def _late(session: Session, before: datetime) -> set[str]:
    open_checkin = col(CheckinRow.state).in_(["asking", "clarifying"])
    open_task = col(TaskRow.state).in_(["offered", "accepted"])
    open_message = col(OutboxRow.state).in_(["queued", "leased", "calling"])
    counts = {
        "signals": (SignalRow.id, col(SignalRow.pending), col(SignalRow.recorded_at)),
        "messages": (OutboxRow.id, open_message, col(OutboxRow.due_at)),
        "checkins": (CheckinRow.id, open_checkin, col(CheckinRow.due_at)),
        "tasks": (TaskRow.id, open_task, col(TaskRow.due_at)),
        "cases": (CaseRow.id, col(CaseRow.closed_at).is_(None), col(CaseRow.due_at)),
    }
    return {
        what
        for what, (name, is_open, due_at) in counts.items()
        if session.exec(select(func.count(col(name))).where(is_open, due_at < before)).one()
    }
