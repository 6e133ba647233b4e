"""Rule 3: every fact reaches each of its consumers once, and does there what it must."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from escalation import store as cases
from escalation.fold import fold
from escalation.tables import CaseRow, FactRow
from foundation.unit_of_work import UnitOfWork
from signals.model import Meaning, SignalKind
from signals.tables import HandlingRow, SignalRow
from tests.simulation.world import World

OPENS_A_CASE = {
    SignalKind.CHECKIN_MISSED: "missed_checkin",
    SignalKind.CHECKIN_NOT_ASKED: "not_asked",
    SignalKind.CHECKIN_UNCLEAR: "unclear",
}
"""Kinds that say that something is amiss, and how a case remembers it."""
CALLS_FOR_HELP = frozenset({Meaning.HELP.value, Meaning.URGENT.value})


def check(world: World, _now: datetime) -> Iterator[str]:
    """Follow every fact to its consumers and to what came of it. For settled moments."""
    consumers = {
        consumer.name: consumer.kinds
        for consumer in world.fleet.service.worker._dispatch._consumers
    }
    with world.database.read() as uow:
        rows = list(uow.session.exec(select(SignalRow).where(col(SignalRow.pending).is_(False))))
        handled: dict[str, dict[str, HandlingRow]] = defaultdict(dict)
        for handling in uow.session.exec(select(HandlingRow)):
            handled[handling.signal_id][handling.consumer] = handling
        for row in rows:
            yield from _handled(row, handled[row.id], consumers)
        yield from _quarantined(handled)
        yield from _cases_opened(uow.session, rows, handled)
        yield from _understood(rows)
        yield from _folded(uow)


def _handled(
    row: SignalRow,
    handled: dict[str, HandlingRow],
    consumers: dict[str, frozenset[SignalKind]],
) -> Iterator[str]:
    wanted = {name for name, kinds in consumers.items() if SignalKind(row.kind) in kinds}
    for name in sorted(wanted - handled.keys()):
        yield f"signal {row.id} ({row.kind}) is closed, but {name} never had it"
    for name in sorted(handled.keys() - wanted):
        yield f"signal {row.id} ({row.kind}) was given to {name}, which it does not concern"


def _quarantined(handled: dict[str, dict[str, HandlingRow]]) -> Iterator[str]:
    for name, each in handled.items():
        for consumer, row in each.items():
            if row.quarantined is not None:
                yield f"signal {name} was set aside by {consumer}: {row.quarantined}"


def _cases_opened(
    session: Session, rows: list[SignalRow], handled: dict[str, dict[str, HandlingRow]]
) -> Iterator[str]:
    """What is amiss stands in a fact of a case, written when escalation had the signal."""
    known: dict[tuple[str, datetime], set[str]] = defaultdict(set)
    facts = select(CaseRow.resident, FactRow.at, FactRow.data).join(
        FactRow, col(FactRow.case_id) == col(CaseRow.id)
    )
    for resident, at, data in session.exec(facts):
        known[resident, at] |= {name for name, value in data.get("known", {}).items() if value}
    for row in rows:
        remembered = _amiss(row)
        had = handled[row.id].get("escalation")
        if remembered is None or had is None or had.quarantined is not None:
            continue
        if remembered not in known[row.subject, had.handled_at]:
            yield f"signal {row.id} ({row.kind}) was handled and no case knows of it"


def _amiss(row: SignalRow) -> str | None:
    if row.kind == SignalKind.SAID and row.data["meaning"] in CALLS_FOR_HELP:
        return "asked_for_help"
    return OPENS_A_CASE.get(SignalKind(row.kind))


def _understood(rows: list[SignalRow]) -> Iterator[str]:
    """Each reply of a resident was understood once, whatever it meant."""
    said = Counter(row.source_id for row in rows if row.kind == SignalKind.SAID)
    for row in rows:
        from_resident = row.subject.startswith("resident:")
        if row.kind == SignalKind.REPLY and from_resident and said[row.id] != 1:
            yield f"reply {row.id} was understood {said[row.id]} times"


def _folded(uow: UnitOfWork) -> Iterator[str]:
    """A case's row says what its facts make of it, and nobody has two open ones."""
    rows = list(uow.session.exec(select(CaseRow)))
    for resident, count in Counter(row.resident for row in rows if not row.closed_at).items():
        if count > 1:
            yield f"{resident} has {count} open cases"
    for row in rows:
        case = fold(row.id, row.resident, cases.facts_of(uow, row.id))
        told = (int(case.urgency), case.outcome, case.opened_at, case.closed_at)
        if told != (row.urgency, row.outcome, row.opened_at, row.closed_at):
            yield f"case {row.id} is not what its facts say: {told}"
