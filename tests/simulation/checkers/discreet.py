"""Rule 7: that somebody wants to die, or is beaten, never comes to a volunteer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from escalation.tables import FactRow
from foundation.unit_of_work import UnitOfWork
from signals.model import Cause, SignalKind
from signals.tables import HandlingRow, SignalRow
from tasks.tables import OfferRow, PageLinkRow, TaskRow
from tests.simulation.checkers.reading import rows_after
from tests.simulation.world import World

DISCREET = frozenset({Cause.SELF_HARM.value, Cause.VIOLENCE.value})


@dataclass
class Seen:
    """What was read so far, and since when which case is nobody's business but the office's."""

    fact: int = 0
    signal: int = 0
    since: dict[str, datetime] = field(default_factory=dict)
    learned: set[datetime] = field(default_factory=set)


def check(world: World, _now: datetime) -> Iterator[str]:
    """Look at everybody who was asked about such a case, and at what they may open."""
    seen = world.seen(Seen)
    with world.database.read() as uow:
        facts, seen.fact = rows_after(uow, FactRow, seen.fact)
        for fact in facts:
            if fact.data.get("known", {}).get("cause") in DISCREET:
                seen.since.setdefault(fact.case_id, fact.at)
                seen.learned.add(fact.at)
        yield from _lost(uow, seen)
        for case, since in seen.since.items():
            yield from _volunteers(uow.session, case, since)


def _lost(uow: UnitOfWork, seen: Seen) -> Iterator[str]:
    """Words that say so made a case discreet, when escalation had them."""
    is_said = col(SignalRow.kind) == SignalKind.SAID.value
    rows, seen.signal = rows_after(uow, SignalRow, seen.signal, is_said)
    for row in rows:
        if row.data.get("cause") not in DISCREET:
            continue
        had = uow.session.get(HandlingRow, (row.id, "escalation"))
        if had is None or had.handled_at not in seen.learned:
            yield f"signal {row.id} told of {row.data['cause']} and no case is discreet for it"


def _volunteers(session: Session, case: str, since: datetime) -> Iterator[str]:
    of_case = (TaskRow.origin == f"case:{case}", col(OfferRow.task_id) == col(TaskRow.id))
    offered = select(OfferRow.person, OfferRow.task_id).where(
        *of_case,
        col(OfferRow.person).startswith("helper:"),
        col(OfferRow.offered_at) >= since,
    )
    linked = select(PageLinkRow.person, PageLinkRow.task_id).where(
        TaskRow.origin == f"case:{case}",
        col(PageLinkRow.task_id) == col(TaskRow.id),
        col(PageLinkRow.person).startswith("helper:"),
        col(PageLinkRow.made_at) >= since,
    )
    for person, task in [*session.exec(offered), *session.exec(linked)]:
        yield f"{person} has to do with task {task} of case {case}, which is discreet"
