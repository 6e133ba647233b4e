"""Statements whose spelling differs between SQLite and PostgreSQL."""

from collections.abc import Callable, Mapping, Sequence
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
    return _insert(session, table, rows, "DO NOTHING")


def insert_or_replace(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows, or put them in place of those that have the same primary key.

    All rows name the same columns, and differ in their keys. What they do not name stays.
    """
    columns, quoted = table_of(table).c, _quoting(session)
    key = ", ".join(quoted(each.name) for each in columns if each.primary_key)
    given = [quoted(name) for name in next(iter(rows), {}) if not columns[name].primary_key]
    changed = ", ".join(f"{name} = excluded.{name}" for name in given)
    _insert(session, table, rows, f"({key}) DO UPDATE SET {changed}")


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


def _insert(
    session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], on_conflict: str
) -> int:
    """All rows at once, each at a fraction of what it costs through SQLAlchemy's own INSERT."""
    if not rows:
        return 0
    connection, dialect = session.connection(), session.get_bind().dialect
    names, quoted = list(rows[0]), _quoting(session)
    types = [table_of(table).c[name].type.dialect_impl(dialect) for name in names]
    values = [
        _bound([row[name] for row in rows], each.bind_processor(dialect))
        for name, each in zip(names, types, strict=True)
    ]
    asked: Any
    if dialect.name == "postgresql":
        arrays = ", ".join(f"%b::{each.compile(dialect)}[]" for each in types)
        these, asked = f" SELECT * FROM unnest({arrays})", tuple(values)  # noqa: S608 - types
    else:
        these, asked = f" VALUES ({', '.join('?' * len(names))})", list(zip(*values, strict=True))
    into = f"INSERT INTO {quoted(table_of(table).name)} ({', '.join(map(quoted, names))})"
    # The drivers count over all rows, and SQLAlchemy passes it on only when asked to.
    counted = {"preserve_rowcount": True}
    told = f"{into}{these} ON CONFLICT {on_conflict}"
    return connection.exec_driver_sql(told, asked, counted).rowcount


def _quoting(session: Session) -> Callable[[str], str]:
    """What writes a name as this database takes it, should it be one of its own words."""
    return session.get_bind().dialect.identifier_preparer.quote


def _bound(values: list[Any], process: Callable[[Any], Any] | None) -> list[Any]:
    return values if process is None else [process(value) for value in values]
