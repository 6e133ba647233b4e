"""A list that a vendor sends: each row a message, each file once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from foundation import limits
from residents.importing.reading import read
from residents.importing.sheet import Problem
from vendors import decide, store
from vendors.model import Fault, FileReport, How, Unread
from vendors.service import registry, taking

if TYPE_CHECKING:
    from foundation.database import Database
    from residents.importing.sheet import Row, Table
    from vendors.model import RowOutcome

ROWS_AT_ONCE = limits.WRITE_TRANSACTION_ITEMS // 5
"""A row writes some rows of ours."""


def import_file(database: Database, name: str, data: bytes, filename: str) -> FileReport:
    """Take each row like a message of its own. CSV in UTF-8, UTF-16 or CP949, or XLSX.

    A row that cannot be read waits for an official and holds up no other. Safe to run again, also
    after a crash halfway: what is known changes nothing. Raises UnknownVendorError.
    """
    file_hash = hashlib.sha256(data).hexdigest()
    with database.read() as uow:
        registry.vendor(uow, name)
        if store.is_known_file(uow, name, file_hash):
            return FileReport(repeated=True)
    table = read(data, filename)
    if isinstance(table, Problem):
        return FileReport(problem=table.key)
    outcomes: list[RowOutcome] = []
    for start in range(0, len(table.rows), ROWS_AT_ONCE):
        rows = table.rows[start : start + ROWS_AT_ONCE]
        outcomes += _take(database, name, file_hash, table, rows)
    report = FileReport(tuple(outcomes))
    with database.write() as uow:
        store.note_file(uow, name, file_hash, len(report.rows), len(report.refused))
    return report


def keep_refused(database: Database, name: str, data: bytes, filename: str) -> None:
    """A file that came by itself and cannot be read waits for an official, by its name."""
    with database.write() as uow:
        arrival = taking.Arrival(name, How.FILE, uow.now, hashlib.sha256(data).hexdigest())
        key = decide.digest(f"file:{arrival.file_hash}")
        taking.take(uow, arrival, Unread(key, Fault.NOT_A_LIST, decide.readable(filename)))


def _take(
    database: Database, name: str, file_hash: str, table: Table, rows: tuple[Row, ...]
) -> list[RowOutcome]:
    outcomes = []
    with database.write() as uow:
        by = registry.map_of(uow, name)
        for row in rows:
            fields = {
                heading: cell
                for heading, cell in zip(table.header, row.cells, strict=False)
                if heading
            }
            arrival = taking.Arrival(name, How.FILE, uow.now, file_hash, row.number)
            one = decide.event_of(fields, by, uow.now, live=False)
            outcomes.append(taking.take(uow, arrival, one))
    return outcomes
