"""Rows to model and back."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import bindparam

from foundation.ahead import Key, Reading
from foundation.clock import as_utc
from foundation.sql import insert_for, insert_new, rows_of, table_of
from foundation.vault import KeyDestroyed, SubjectKey, Tampered
from signals.model import Draft, Ref, Signal, SignalKind, Source
from signals.tables import PENDING, HandlingRow, SignalRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.sql.dml import ReturningInsert

    from foundation.sql import Found
    from foundation.unit_of_work import UnitOfWork

log = structlog.get_logger()

WORDS = "signal.words"

_SIGNALS, _HANDLINGS = table_of(SignalRow), table_of(HandlingRow)
_PENDING = rows_of(SignalRow).where(
    _SIGNALS.c.subject.in_(bindparam("subjects", expanding=True)), PENDING
)
_OF_SUBJECT = rows_of(SignalRow).where(
    _SIGNALS.c.subject == bindparam("subject"),
    _SIGNALS.c.kind.in_(bindparam("kinds", expanding=True)),
    _SIGNALS.c.occurred_at >= bindparam("since"),
)
_HANDLED = (
    rows_of(HandlingRow, _SIGNALS.c.subject)
    .join(_SIGNALS, _HANDLINGS.c.signal_id == _SIGNALS.c.id)
    .where(_SIGNALS.c.subject.in_(bindparam("subjects", expanding=True)), PENDING)
)


def insert_once(uow: UnitOfWork, draft: Draft) -> Signal | None:
    """Insert, or return None when this source has told us already."""
    row = _row(uow, draft)
    known = uow.ahead.known(_PENDING_OF, draft.subject)
    with uow.ahead.concerning(draft.subject):
        if uow.session.connection().execute(_insert_once(uow.dialect), row).first() is None:
            return None
    signal = Signal(
        id=row["id"],
        kind=draft.kind,
        source=draft.source,
        source_id=draft.source_id,
        subject=draft.subject,
        occurred_at=draft.occurred_at,
        recorded_at=uow.now,
        data=row["data"],
        words=draft.words,
    )
    if known is not None:
        read = replace(
            signal,
            occurred_at=as_utc(signal.occurred_at),
            data=json.loads(json.dumps(signal.data)),
        )
        hers = sorted([*known, read], key=lambda one: one.order)
        uow.ahead.put(_PENDING_OF, draft.subject, hers)
    return signal


@cache
def _insert_once(dialect: str) -> ReturningInsert[tuple[str]]:
    new = insert_for(dialect, SignalRow)
    once = new.on_conflict_do_nothing(index_elements=["source", "source_id"])
    return once.returning(table_of(SignalRow).c.id)


def insert_all(uow: UnitOfWork, drafts: Sequence[Draft]) -> None:
    """Insert those that their sources have not told us already, with one statement."""
    insert_new(uow.session, SignalRow, [_row(uow, draft) for draft in drafts])


def pending(uow: UnitOfWork, subject: Ref) -> list[Signal]:
    """Facts of one subject that some consumer has not handled, in canonical order."""
    return uow.ahead.one(uow, _PENDING_OF, subject) or []


def _read_pending(uow: UnitOfWork, subjects: Sequence[Ref]) -> dict[Ref, list[Signal]]:
    rows = uow.rows(_PENDING, {"subjects": list(subjects)})
    found: dict[Ref, list[Signal]] = {subject: [] for subject in subjects}
    for one in sorted((_signal(uow, row) for row in rows), key=lambda signal: signal.order):
        found[one.subject].append(one)
    return found


def of_subject(
    uow: UnitOfWork, subject: Ref, kinds: Iterable[SignalKind], since: datetime
) -> list[Signal]:
    """Facts of these kinds that occurred at or after `since`, in canonical order."""
    asked = {"subject": subject, "kinds": [kind.value for kind in kinds], "since": since}
    rows = uow.rows(_OF_SUBJECT, asked)
    return sorted((_signal(uow, row) for row in rows), key=lambda signal: signal.order)


def handled(uow: UnitOfWork, subject: Ref) -> frozenset[tuple[str, str]]:
    """(signal id, consumer) pairs of its pending facts that are done or set aside."""
    return uow.ahead.one(uow, _HANDLED_OF, subject) or frozenset()


def _read_handled(
    uow: UnitOfWork, subjects: Sequence[Ref]
) -> dict[Ref, frozenset[tuple[str, str]]]:
    found: dict[Ref, frozenset[tuple[str, str]]] = {}
    for row in uow.rows(_HANDLED, {"subjects": list(subjects)}):
        done = (row.signal_id, row.consumer)
        found[row.subject] = found.get(row.subject, frozenset()) | {done}
    return found


_PENDING_OF = Reading(_read_pending, SignalRow, SubjectKey, key=Key.REF)
_HANDLED_OF = Reading(_read_handled, HandlingRow, key=Key.REF)


def _row(uow: UnitOfWork, draft: Draft) -> dict[str, Any]:
    return {
        "id": uow.ids.new(),
        "kind": draft.kind.value,
        "source": draft.source.value,
        "source_id": draft.source_id,
        "subject": draft.subject,
        "occurred_at": draft.occurred_at,
        "recorded_at": uow.now,
        "data": dict(draft.data),
        "words": _sealed(uow, draft),
        "pending": True,
    }


def _sealed(uow: UnitOfWork, draft: Draft) -> bytes | None:
    """Her words; of somebody who was erased the fact is kept without them."""
    if draft.words is None:
        return None
    try:
        return uow.vault.seal(draft.subject, WORDS, draft.words)
    except KeyDestroyed:
        return None


def _opened(uow: UnitOfWork, row: Found) -> str | None:
    """Her words; what does not open must not keep the other facts of its subject waiting."""
    if row.words is None:
        return None
    try:
        return uow.vault.open(row.subject, WORDS, row.words)
    except KeyDestroyed:
        return None
    except Tampered:
        log.error("words_tampered", signal=row.id)
        return None


def _signal(uow: UnitOfWork, row: Found) -> Signal:
    return Signal(
        id=row.id,
        kind=SignalKind(row.kind),
        source=Source(row.source),
        source_id=row.source_id,
        subject=row.subject,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        data=row.data,
        words=_opened(uow, row),
    )
