"""Statements whose spelling differs between SQLite and PostgreSQL."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    JSON,
    ColumnElement,
    Row,
    Select,
    String,
    Table,
    bindparam,
    column,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

Found: TypeAlias = Row[Any]
"""A row that a SELECT of ``rows_of`` found: its columns by their names."""
_WALK = (
    "SELECT set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)"
)


def insert_new(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows that break no unique constraint; leave the others out without an error.

    All rows name the same columns. Returns how many went in. On PostgreSQL a row that another
    open transaction is inserting is waited for.
    """
    if not rows:
        return 0
    statement = _insert_new(dialect_of(session), table)
    return session.connection().execute(statement, [dict(row) for row in rows]).rowcount


def insert_into(session: Session, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """Return the dialect's INSERT, which knows ``on_conflict_do_nothing`` and ``_do_update``."""
    return insert_for(dialect_of(session), table)


def insert_for(dialect: str, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """Return the INSERT of "sqlite" or "postgresql"."""
    if dialect == "postgresql":
        return postgresql.insert(table_of(table))
    return sqlite.insert(table_of(table))


def listed(dialect: str, name: str) -> Select[tuple[str]]:
    """Return the strings of the parameter ``name``, a list: however many, the statement is one."""
    each = func.json_each if dialect == "sqlite" else func.json_array_elements_text
    elements = each(bindparam(name, type_=JSON)).table_valued(column("value", String))
    return select(elements.c.value)


def in_order_of_index(uow: Any) -> None:
    """Let PostgreSQL walk indexes instead of sorting, until this unit of work ends.

    It takes a queue for as short as it was when it looked last, and would sort all that waits.
    """
    if uow.dialect == "postgresql" and _WALK not in uow.kept:
        uow.kept[_WALK] = True
        uow.session.connection().exec_driver_sql(_WALK)


def rows_of(model: type[SQLModel], *more: ColumnElement[Any]) -> Select[Any]:
    """Return the SELECT of a table's rows and `more` of each, to be read by ``UnitOfWork.rows``.

    Plain rows: nobody changes them, and objects that could be changed cost several times as much.
    Its conditions name columns of ``table_of``, not of the class.
    """
    return select(table_of(model), *more)


def table_of(model: type[SQLModel]) -> Table:
    """Return the Core table of a ``table=True`` class."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def dialect_of(session: Session) -> str:
    """Return "sqlite" or "postgresql"."""
    return session.get_bind().dialect.name


@cache
def _insert_new(dialect: str, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    statement = insert_for(dialect, table).on_conflict_do_nothing()
    # The drivers count over all rows, and SQLAlchemy passes it on only when asked to.
    return statement.execution_options(preserve_rowcount=True)
