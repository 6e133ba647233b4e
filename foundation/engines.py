"""SQLAlchemy engines whose transactions begin the way Anbu means them, on both databases."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.pool import NullPool

from foundation import limits

ACCESS = "anbu_access"
"""Execution option naming what a transaction may do: WRITE or READ."""
WRITE = "write"
READ = "read"

_DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}
_to_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class DatabaseUrlError(ValueError):
    """The database URL names no engine that Anbu runs on."""

    def __init__(self, url: str) -> None:
        scheme, separator, _ = url.partition("://")
        # Without a scheme it may be anything, a password too.
        named = f"{scheme!r} is no" if separator else "This is no"
        super().__init__(
            f"{named} database that Anbu runs on: use sqlite:///FILE or "
            "postgresql+psycopg://USER@HOST/NAME."
        )


def database_failed(error: Exception) -> bool:
    """Whether the database could not do its work, as when it is locked, full or away.

    False for a statement that it understood and refused: that is wrong by itself, every time.
    """
    if not isinstance(error, InterfaceError | OperationalError):
        return False
    return getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR


def make_engine(
    url: str,
    *,
    durable: bool = True,
    foreign_keys: bool = True,
    pooled: bool = True,
    statement_seconds: int = limits.WORKER_STATEMENT_SECONDS,
) -> Engine:
    """Return an engine for a SQLite file or PostgreSQL.

    ``durable=False`` trades fsync for speed on SQLite (simulation and tests).
    Raises DatabaseUrlError.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed, durable=durable, foreign_keys=foreign_keys, pooled=pooled)
    return _postgres_engine(parsed, pooled=pooled, statement_seconds=statement_seconds)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except Exception:  # noqa: BLE001 - the cause quotes the URL with its password
        raise DatabaseUrlError(url) from None
    backend = parsed.get_backend_name()
    if backend not in _DRIVERS or (
        backend == "sqlite" and parsed.database in {None, "", ":memory:"}
    ):
        raise DatabaseUrlError(url)
    return parsed.set(drivername=_DRIVERS[backend])


def _pool(*, pooled: bool) -> dict[str, Any]:
    if not pooled:
        return {"poolclass": NullPool}
    return {"pool_size": limits.DATABASE_THREADS, "max_overflow": limits.DATABASE_THREADS}


def _sqlite_engine(url: URL, *, durable: bool, foreign_keys: bool, pooled: bool) -> Engine:
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        json_serializer=_to_json,
        hide_parameters=True,
        connect_args={
            "check_same_thread": False,
            "timeout": limits.SQLITE_BUSY_SECONDS,
            # No transaction of the driver's own: the begin event below is the only one.
            "isolation_level": None,
        },
        **_pool(pooled=pooled),
    )
    settings = (
        "journal_mode = WAL",
        f"synchronous = {'FULL' if durable else 'OFF'}",
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        f"busy_timeout = {limits.SQLITE_BUSY_SECONDS * 1_000}",
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        for setting in settings:
            connection.execute(f"PRAGMA {setting}").close()

    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    access = connection.get_execution_options().get(ACCESS, WRITE)
    if connection.info.get(ACCESS) != access:
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if access == WRITE else 'ON'}")
        connection.info[ACCESS] = access
    connection.exec_driver_sql("BEGIN IMMEDIATE" if access == WRITE else "BEGIN")


def _postgres_engine(url: URL, *, pooled: bool, statement_seconds: int) -> Engine:
    engine = create_engine(
        url,
        json_serializer=_to_json,
        hide_parameters=True,
        isolation_level="READ COMMITTED",
        # After a failover the pool is full of dead connections.
        pool_pre_ping=True,
        connect_args={"connect_timeout": limits.DATABASE_CONNECT_SECONDS},
        **_pool(pooled=pooled),
    )
    settings = (
        "timezone = 'UTC'",
        f"statement_timeout = {statement_seconds * 1_000}",
        f"lock_timeout = {limits.LOCK_WAIT_SECONDS * 1_000}",
        f"idle_in_transaction_session_timeout = {statement_seconds * 1_000}",
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        for setting in settings:
            connection.execute(f"SET {setting}")
        connection.commit()

    event.listen(engine, "begin", _begin_postgres)
    return engine


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get(ACCESS, WRITE) == READ:
        # A stable picture, as SQLite's readers have; without writes it can never fail to serialise.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
