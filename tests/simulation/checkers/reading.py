"""Reading on from where the last look ended: no look reads again what it has read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, literal_column, select
from sqlmodel import SQLModel

from foundation.sql import table_of
from foundation.unit_of_work import UnitOfWork


def rows_after(
    uow: UnitOfWork, model: type[SQLModel], last: int, *conditions: ColumnElement[bool]
) -> tuple[Sequence[Row[Any]], int]:
    """What was inserted after the row of this number, and the number of the newest of them.

    SQLite counts rows as they are inserted; ids of one millisecond have no order.
    """
    table = table_of(model)
    number: ColumnElement[int] = literal_column(f"{table.name}.rowid", Integer).label("number")
    statement = select(number, table).where(number > last, *conditions)
    rows = uow.session.connection().execute(statement).all()
    return rows, max((row.number for row in rows), default=last)
