"""Transactions: the only way to the data."""

import asyncio
import contextvars
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, event
from sqlmodel import Session

from foundation import limits
from foundation.ahead import Ahead
from foundation.behind import Behind
from foundation.clock import Clock
from foundation.columns import JsonType, UtcDateTime
from foundation.engines import ACCESS, READ, WRITE, make_engine
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.seams import AFTER_COMMIT, BEFORE_COMMIT, QUIET, Seams
from foundation.turns import Turns
from foundation.unit_of_work import UnitOfWork
from foundation.vault import DataKeyCache, Vault

__all__ = ["Database", "JsonType", "NestedWriteError", "UnitOfWork", "UtcDateTime"]

_LISTENERS = "anbu_listeners"
"""Execution option of a connection: who is told of each statement before it runs."""
T = TypeVar("T")


class NestedWriteError(RuntimeError):
    """A write began inside another write of the same thread: it would wait for itself."""

    def __init__(self) -> None:
        super().__init__("A write is open in this thread: pass its UnitOfWork on instead.")


class Database:
    """One SQLite file or PostgreSQL database.

    ``inline=True`` makes ``aio`` run in the calling thread (simulation, demo). ``durable=False``
    switches SQLite's fsync off. ``statement_seconds`` is PostgreSQL's statement time-out.
    The schema comes from ``foundation.migrations.migrate``.
    """

    def __init__(  # noqa: PLR0913 - the parts a process hands over once
        self,
        url: str,
        *,
        clock: Clock,
        ids: Ids,
        keyring: KeyRing,
        seams: Seams = QUIET,
        inline: bool = False,
        durable: bool = True,
        statement_seconds: int = limits.WORKER_STATEMENT_SECONDS,
    ) -> None:
        self._engine = make_engine(url, durable=durable, statement_seconds=statement_seconds)
        event.listen(self._engine, "before_cursor_execute", _about_to_run)
        self._engines = {
            access: self._engine.execution_options(**{ACCESS: access}) for access in (WRITE, READ)
        }
        self._clock = clock
        self._ids = ids
        self._keyring = keyring
        self._seams = seams
        self._cache = DataKeyCache()
        self._writing = threading.local()
        self._turns = Turns() if self.dialect == "sqlite" else None
        self._threads = None if inline else ThreadPoolExecutor(limits.DATABASE_THREADS, "database")

    @property
    def dialect(self) -> str:
        """Either "sqlite" or "postgresql"."""
        return self._engine.dialect.name

    def now(self) -> datetime:
        """The clock's reading, outside any transaction."""
        return self._clock.now()

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """Yield a unit of work that commits when the block ends and rolls back when it raises.

        On SQLite it holds the write lock from the start; the threads of a process come to it in the
        order in which they ask. Raises NestedWriteError, and
        sqlalchemy.exc.OperationalError when the database does not answer or stays locked.
        """
        with self._single_write(), self._session(WRITE) as work:
            yield work
            work.behind.write()
            work.session.flush()
            self._seams.reach(BEFORE_COMMIT)
            work.session.commit()
            self._seams.reach(AFTER_COMMIT)
        work.committed()

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """Yield a unit of work that sees one picture of the data and cannot write.

        Raises sqlalchemy.exc.OperationalError when the database does not answer, and
        sqlalchemy.exc.DBAPIError on an attempt to write.
        """
        with self._session(READ) as work:
            yield work

    async def aio(self, work: Callable[[], T]) -> T:
        """Run blocking ``work`` in one of the database's threads and return its result.

        When the caller is cancelled the thread finishes on its own: it may still commit.
        """
        if self._threads is None:
            return work()
        run = partial(contextvars.copy_context().run, work)
        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    def close(self) -> None:
        """Wait for the threads and close every connection."""
        if self._threads is not None:
            self._threads.shutdown()
        self._engine.dispose()

    @contextmanager
    def _single_write(self) -> Iterator[None]:
        if getattr(self._writing, "open", False):
            raise NestedWriteError
        self._writing.open = True
        try:
            with self._turns.mine(limits.SQLITE_BUSY_SECONDS) if self._turns else nullcontext():
                yield
        finally:
            self._writing.open = False

    @contextmanager
    def _session(self, access: str) -> Iterator[UnitOfWork]:
        ahead = Ahead()
        behind = Behind(ahead)
        session = Session(self._engines[access], expire_on_commit=False)
        try:
            # Begins now, so that the lock is held before the clock is read.
            session.connection(execution_options={_LISTENERS: (behind, ahead)})
            yield self._unit_of_work(session, ahead, behind)
        finally:
            # Rolls back what was not committed, whatever was raised.
            session.close()

    def _unit_of_work(self, session: Session, ahead: Ahead, behind: Behind) -> UnitOfWork:
        now = self._clock.now()
        vault = Vault(session, self._keyring, now, self._cache)
        return UnitOfWork(session, now, self._ids, vault, ahead, behind)


def _about_to_run(connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
    for one in connection.get_execution_options().get(_LISTENERS, ()):
        one.about_to_run(statement)
