"""The access log: append-only, each line sealed to the one before it by a hash."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sqlalchemy import insert, select, text
from sqlmodel import col
from sqlmodel import select as select_rows

from foundation.sql import table_of
from foundation.unit_of_work import UnitOfWork
from residents.model import Access, AccessHead, BrokenAt, Ref
from residents.tables import AccessRow

BEFORE_FIRST = AccessHead(seq=0, hash="0" * 64)
_LOCK = 0x414E_4255_4C4F_47
_PAGE = 1_000
_TABLE = table_of(AccessRow)
_COLUMNS = [_TABLE.c[name] for name in ("seq", "at", "who", "subject", "what", "place", "hash")]

Line = tuple[Ref, Ref, str, str]
"""who, subject, what, where."""


def append(uow: UnitOfWork, lines: Iterable[Line]) -> None:
    """Write lines at the end of the log, in order."""
    if uow.dialect == "postgresql":
        # One writer at a time: SQLite's write lock does this by itself.
        uow.session.connection().execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    last = head(uow)
    rows: list[dict[str, object]] = []
    for who, subject, what, where in lines:
        access = Access(last.seq + 1, uow.now, who, subject, what, where)
        last = AccessHead(access.seq, chained(last.hash, access))
        rows.append(_row(access, last.hash))
    if rows:
        uow.session.connection().execute(insert(_TABLE), rows)


def head(uow: UnitOfWork) -> AccessHead:
    """The last line's number and hash; BEFORE_FIRST when nothing was logged yet."""
    found = uow.session.exec(
        select_rows(AccessRow.seq, AccessRow.hash).order_by(col(AccessRow.seq).desc()).limit(1)
    ).first()
    return BEFORE_FIRST if found is None else AccessHead(*found)


def verify(uow: UnitOfWork, anchor: AccessHead | None) -> int | BrokenAt:
    """Recompute the chain; with an anchor, also that it still runs through that line."""
    last = BEFORE_FIRST
    for access, written in _lines(uow):
        expected = chained(last.hash, access)
        if access.seq != last.seq + 1:
            return BrokenAt(last.seq + 1)
        if written != expected or _contradicts(anchor, access.seq, written):
            return BrokenAt(access.seq)
        last = AccessHead(access.seq, written)
    if anchor is not None and anchor.seq > last.seq:
        return BrokenAt(last.seq + 1)
    return last.seq


def _contradicts(anchor: AccessHead | None, seq: int, written: str) -> bool:
    return anchor is not None and anchor.seq == seq and anchor.hash != written


def about(uow: UnitOfWork, subject: Ref, since: datetime, limit: int) -> tuple[Access, ...]:
    """Who looked at whom since a moment, the newest first."""
    rows = uow.session.exec(
        select_rows(AccessRow)
        .where(col(AccessRow.subject) == subject, col(AccessRow.at) >= since)
        .order_by(col(AccessRow.seq).desc())
        .limit(limit)
    )
    return tuple(_access(row) for row in rows)


def chained(previous: str, access: Access) -> str:
    """The hash of a line: SHA-256 of the hash before it and the line as canonical JSON."""
    at = access.at.astimezone(UTC).isoformat(timespec="microseconds")
    line = [access.seq, at, access.who, access.subject, access.what, access.where]
    canonical = json.dumps(line, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def _lines(uow: UnitOfWork) -> Iterator[tuple[Access, str]]:
    after: int | None = None
    while True:
        statement = select(*_COLUMNS).order_by(_COLUMNS[0]).limit(_PAGE)
        if after is not None:
            statement = statement.where(_COLUMNS[0] > after)
        rows = uow.session.connection().execute(statement).all()
        yield from ((Access(*row[:-1]), row[-1]) for row in rows)
        if len(rows) < _PAGE:
            return
        after = rows[-1].seq


def _access(row: AccessRow) -> Access:
    return Access(row.seq, row.at, row.who, row.subject, row.what, row.place)


def _row(access: Access, chain: str) -> dict[str, object]:
    return {
        "seq": access.seq,
        "at": access.at,
        "who": access.who,
        "subject": access.subject,
        "what": access.what,
        "place": access.where,
        "hash": chain,
    }
