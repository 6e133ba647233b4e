"""Rule 3: every fact reaches each of its consumers once, and does there what it must."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import col, select

from escalation import store as cases
from escalation.fold import fold
from escalation.tables import CaseRow, FactRow
from foundation.unit_of_work import UnitOfWork
from signals.model import Meaning, SignalKind
from signals.tables import HandlingRow, SignalRow
from tests.simulation.checkers.reading import rows_after
from tests.simulation.world import World

OPENS_A_CASE = {
    SignalKind.CHECKIN_MISSED: "missed_checkin",
    SignalKind.CHECKIN_NOT_ASKED: "not_asked",
    SignalKind.CHECKIN_UNCLEAR: "unclear",
    SignalKind.PLUG_QUIET: "plug_quiet",
}
"""Kinds that say that something is amiss, and how a case remembers it."""
CALLS_FOR_HELP = frozenset({Meaning.HELP.value, Meaning.URGENT.value})


@dataclass
class Seen:
    """How far facts and what became of them were read, and what is needed of them later."""

    signal: int = 0
    handling: int = 0
    fact: int = 0
    waiting: set[str] = field(default_factory=set)
    """Facts that were pending at the last look."""
    replies: set[str] = field(default_factory=set)
    """Residents' replies that are closed."""
    said: Counter[str] = field(default_factory=Counter)
    consumers_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    kinds: dict[str, str] = field(default_factory=dict)
    """Kind of each fact that is closed."""
    known: dict[tuple[str, datetime], set[str]] = field(default_factory=lambda: defaultdict(set))
    """What cases have learned of a resident, by the moment."""


def check(world: World, _now: datetime) -> Iterator[str]:
    """Follow every fact to its consumers and to what came of it. For settled moments."""
    consumers = {
        consumer.name: consumer.kinds
        for consumer in world.fleet.service.worker._dispatch._consumers
    }
    seen = world.seen(Seen)
    with world.database.read() as uow:
        closed = _newly_closed(uow, seen)
        handled, seen.handling = rows_after(uow, HandlingRow, seen.handling)
        facts, seen.fact = rows_after(uow, FactRow, seen.fact)
        for row in handled:
            seen.consumers_of[row.signal_id].add(row.consumer)
        residents = _residents_of(uow, {row.case_id for row in facts})
        for row in facts:
            news = {name for name, value in row.data.get("known", {}).items() if value}
            seen.known[residents[row.case_id], row.at] |= news
        again = {row.signal_id for row in handled} & seen.kinds.keys()
        seen.kinds |= {row.id: row.kind for row in closed}
        for name in sorted({row.id for row in closed} | again):
            yield from _handled(name, seen.kinds[name], seen.consumers_of[name], consumers)
        yield from _quarantined(handled)
        yield from _cases_opened(closed, handled, seen)
        yield from _understood(closed, seen)
        yield from _folded(uow, {row.case_id for row in facts})


def _newly_closed(uow: UnitOfWork, seen: Seen) -> list[Row[Any]]:
    """Facts that every consumer has had by now, and had not at the last look."""
    new, seen.signal = rows_after(uow, SignalRow, seen.signal)
    rows = list(new)
    if seen.waiting:
        waited, _ = rows_after(uow, SignalRow, 0, col(SignalRow.id).in_(sorted(seen.waiting)))
        rows += waited
    seen.waiting = {row.id for row in rows if row.pending}
    return [row for row in rows if not row.pending]


def _residents_of(uow: UnitOfWork, changed: set[str]) -> dict[str, str]:
    wanted = select(CaseRow.id, CaseRow.resident).where(col(CaseRow.id).in_(sorted(changed)))
    return dict(uow.session.exec(wanted).all()) if changed else {}


def _handled(
    name: str, kind: str, had: set[str], consumers: dict[str, frozenset[SignalKind]]
) -> Iterator[str]:
    wanted = {consumer for consumer, kinds in consumers.items() if SignalKind(kind) in kinds}
    for consumer in sorted(wanted - had):
        yield f"signal {name} ({kind}) is closed, but {consumer} never had it"
    for consumer in sorted(had - wanted):
        yield f"signal {name} ({kind}) was given to {consumer}, which it does not concern"


def _quarantined(handled: Iterable[Row[Any]]) -> Iterator[str]:
    for row in handled:
        if row.quarantined is not None:
            yield f"signal {row.signal_id} was set aside by {row.consumer}: {row.quarantined}"


def _cases_opened(
    closed: Iterable[Row[Any]], handled: Iterable[Row[Any]], seen: Seen
) -> Iterator[str]:
    """What is amiss stands in a fact of a case, written when escalation had the signal."""
    weighed = {
        row.signal_id: row.handled_at
        for row in handled
        if row.consumer == "escalation" and row.quarantined is None
    }
    for row in closed:
        remembered = _amiss(row)
        if remembered is None or row.id not in weighed:
            continue
        if remembered not in seen.known[row.subject, weighed[row.id]]:
            yield f"signal {row.id} ({row.kind}) was handled and no case knows of it"


def _amiss(row: Row[Any]) -> str | None:
    if row.kind == SignalKind.SAID and row.data["meaning"] in CALLS_FOR_HELP:
        return "asked_for_help"
    return OPENS_A_CASE.get(SignalKind(row.kind))


def _understood(closed: Iterable[Row[Any]], seen: Seen) -> Iterator[str]:
    """Each reply of a resident was understood once, whatever it meant."""
    said = [row.source_id for row in closed if row.kind == SignalKind.SAID]
    replies = {
        row.id
        for row in closed
        if row.kind == SignalKind.REPLY and row.subject.startswith("resident:")
    }
    seen.said.update(said)
    seen.replies |= replies
    for reply in sorted((replies | set(said)) & seen.replies):
        if seen.said[reply] != 1:
            yield f"reply {reply} was understood {seen.said[reply]} times"


def _folded(uow: UnitOfWork, changed: set[str]) -> Iterator[str]:
    """A case's row says what its facts make of it, and nobody has two open ones."""
    is_open = col(CaseRow.closed_at).is_(None)
    rows = list(
        uow.session.exec(select(CaseRow).where(is_open | col(CaseRow.id).in_(sorted(changed))))
    )
    for resident, count in Counter(row.resident for row in rows if not row.closed_at).items():
        if count > 1:
            yield f"{resident} has {count} open cases"
    for row in rows:
        case = fold(row.id, row.resident, cases.facts_of(uow, row.id))
        told = (int(case.urgency), case.outcome, case.opened_at, case.closed_at)
        if told != (row.urgency, row.outcome, row.opened_at, row.closed_at):
            yield f"case {row.id} is not what its facts say: {told}"
