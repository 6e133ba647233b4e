"""What a unit of work writes for a whole batch at once, after it was decided for each one of it.

New rows wait until the unit of work commits, or a statement names their table: whoever reads a
table finds all that was written. Then they go in with one statement a table, after the rows that
they refer to. Without a batch nothing waits.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert
from sqlmodel import SQLModel

from foundation.sql import table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from foundation.ahead import Ahead

Row = dict[str, Any]


class Writing:
    """How rows of a table are written, many at once: inserted, if not by `how`.

    `how` gets the unit of work and the rows, which all name the same columns.
    """

    def __init__(
        self,
        table: type[SQLModel],
        how: Callable[[Any, Sequence[Row]], None] | None = None,
    ) -> None:
        self.table = table_of(table)
        self.write = how or self._insert
        self._statement = insert(self.table)

    def _insert(self, uow: Any, rows: Sequence[Row]) -> None:
        uow.session.connection().execute(self._statement, rows)


class Behind:
    """The rows of one unit of work that wait to be written."""

    def __init__(self, ahead: Ahead) -> None:
        self._ahead = ahead
        self._uow: Any = None
        self._waiting: dict[Writing, dict[object, Row]] = {}

    def add(self, uow: Any, writing: Writing, key: object, row: Row, *concerns: str) -> None:
        """Write a row, by and by. One that waits under the same key already is replaced.

        `concerns` are the keys of the answers that it changes (see `foundation.ahead`).
        """
        with self._ahead.concerning(*concerns, ""):
            self._ahead.wrote(writing.table.name)
            if not self._ahead.in_batch:
                writing.write(uow, [row])
                return
        self._uow = uow
        self._waiting.setdefault(writing, {})[key] = row

    def waiting(self, writing: Writing, key: object) -> Row | None:
        """The row that waits under this key; whoever changes it changes what will be written."""
        return self._waiting.get(writing, {}).get(key)

    def write(self) -> None:
        """Write what waits, now."""
        self._write(list(self._waiting))

    def _write(self, these: list[Writing]) -> None:
        waiting = {one: self._waiting.pop(one) for one in these}
        for writing in sorted(waiting, key=lambda one: _place(one.table.name)):
            with self._ahead.concerning(""):  # whom they concern was said when they were added
                writing.write(self._uow, list(waiting[writing].values()))

    def about_to_run(self, statement: str) -> None:
        """Before a statement that names a table of which rows wait, they are written."""
        named = [one for one in self._waiting if _named(one.table.name).search(statement)]
        if named:
            needed = {name for one in named for name in _with_what_it_refers_to(one.table.name)}
            self._write([one for one in self._waiting if one.table.name in needed])

    def forget(self) -> None:
        """A part of the unit of work was undone, with all that waited since it began."""
        self._waiting.clear()


@cache
def _named(table: str) -> re.Pattern[str]:
    return re.compile(rf"\b{table}\b")


@cache
def _with_what_it_refers_to(table: str) -> frozenset[str]:
    """The names of a table and of all whose rows must be there before its own."""
    keys = SQLModel.metadata.tables[table].foreign_keys
    referred = {key.column.table.name for key in keys} - {table}
    return frozenset({table}.union(*map(_with_what_it_refers_to, referred)))


@cache
def _place(table: str) -> int:
    return [each.name for each in SQLModel.metadata.sorted_tables].index(table)
