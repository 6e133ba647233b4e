"""Rule 7: that somebody wants to die, or is beaten, never comes to a volunteer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, select

from escalation.tables import FactRow
from signals.model import Cause, SignalKind
from signals.tables import HandlingRow, SignalRow
from tasks.tables import OfferRow, PageLinkRow, TaskRow
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
    facts = select(text("case_fact.rowid"), FactRow.case_id, FactRow.at, FactRow.data).where(
        text("case_fact.rowid > :seen").bindparams(seen=seen.fact)
    )
    with world.database.read() as uow:
        connection = uow.session.connection()
        for row, case, at, data in connection.execute(facts).all():
            seen.fact = max(seen.fact, row)
            if data.get("known", {}).get("cause") in DISCREET:
                seen.since.setdefault(case, at)
                seen.learned.add(at)
        yield from _lost(connection.execute(_said(seen)).all(), seen)
        for case, since in seen.since.items():
            of_case = (TaskRow.origin == f"case:{case}", col(TaskRow.id))
            offered = select(OfferRow.person, OfferRow.task_id).where(
                of_case[0],
                col(OfferRow.task_id) == of_case[1],
                col(OfferRow.person).startswith("helper:"),
                col(OfferRow.offered_at) >= since,
            )
            linked = select(PageLinkRow.person, PageLinkRow.task_id).where(
                of_case[0],
                col(PageLinkRow.task_id) == of_case[1],
                col(PageLinkRow.person).startswith("helper:"),
                col(PageLinkRow.made_at) >= since,
            )
            for person, task in [*uow.session.exec(offered), *uow.session.exec(linked)]:
                yield f"{person} has to do with task {task} of case {case}, which is discreet"


def _said(seen: Seen):  # type: ignore[no-untyped-def]
    return (
        select(text("signal.rowid"), SignalRow.id, SignalRow.data, HandlingRow.handled_at)
        .join(HandlingRow, col(HandlingRow.signal_id) == col(SignalRow.id))
        .where(
            SignalRow.kind == SignalKind.SAID.value,
            HandlingRow.consumer == "escalation",
            col(HandlingRow.quarantined).is_(None),
            text("signal.rowid > :seen").bindparams(seen=seen.signal),
        )
    )


def _lost(rows, seen: Seen) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """Words that say so made a case discreet."""
    for row, name, data, handled_at in rows:
        seen.signal = max(seen.signal, row)
        if data.get("cause") in DISCREET and handled_at not in seen.learned:
            yield f"signal {name} told of {data['cause']} and no case is discreet for it"
