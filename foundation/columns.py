"""Column types and constraint names that behave the same on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel
from typing_extensions import override

from foundation.clock import as_utc

# Alembic can only change a constraint on SQLite when it has a name. A CHECK needs an explicit one.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

_NAIVE_CHARS = len("2026-03-02 09:00:00.000000")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive values, always gives back UTC-aware ones.

    Binding a naive value raises NaiveTimeError, wrapped by SQLAlchemy in StatementError.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], object]:
        # In one step, not through the implementing type: readings of plugs come by thousands.
        return _sqlite_text if dialect.name == "sqlite" else _instant

    @override
    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None]:
        return _of_sqlite_text if dialect.name == "sqlite" else _instant


class JsonType(TypeDecorator[Any]):
    """JSON text on SQLite, JSONB on PostgreSQL; ``None`` is SQL NULL on both."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))


def _sqlite_text(value: datetime | None) -> str | None:
    """SQLite keeps no zone: UTC text of one shape sorts and compares correctly."""
    if value is None:
        return None
    instant = value if value.tzinfo is UTC else as_utc(value)
    return instant.isoformat(" ", "microseconds")[:_NAIVE_CHARS]


def _of_sqlite_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else as_utc(value)
