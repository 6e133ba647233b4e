"""Processes on one PostgreSQL wake each other; whoever missed it looks by herself."""

import threading
from collections.abc import Callable, Iterator
from queue import Empty, Queue

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool

from foundation import bell
from foundation.database import Database
from signals import agenda
from tests.support.database import open_database
from tests.support.postgres import PostgresServer

PATIENCE_SECONDS = 30.0


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture
def heard(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Queue[None]]:
    """Something for each time a worker of another process was woken; the first is its connect."""
    monkeypatch.setattr(bell, "AFTER_ERROR_SECONDS", 0.01)
    monkeypatch.setattr(bell, "LOOK_UP_SECONDS", 0.05)
    queue: Queue[None] = Queue()
    stop = threading.Event()
    thread = threading.Thread(
        target=bell.listen, args=(postgres_url, stop, lambda: queue.put(None))
    )
    thread.start()
    queue.get(timeout=PATIENCE_SECONDS)
    yield queue
    stop.set()
    thread.join(PATIENCE_SECONDS)
    assert not thread.is_alive()


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    database = open_database(postgres_url)
    yield database
    database.close()


def is_silent(queue: Queue[None]) -> bool:
    try:
        queue.get(timeout=0.2)
    except Empty:
        return True
    return False


def bring_forward(database: Database, times: int = 1) -> None:
    with database.write() as uow:
        for _ in range(times):
            agenda.bring_forward(uow, "resident:a", uow.now)


def test_what_is_due_at_once_wakes_the_worker_of_another_process(
    heard: Queue[None], database: Database
) -> None:
    bring_forward(database, times=3)
    heard.get(timeout=PATIENCE_SECONDS)
    assert is_silent(heard)


def test_what_was_undone_wakes_nobody(heard: Queue[None], database: Database) -> None:
    with database.write() as uow:
        agenda.bring_forward(uow, "resident:a", uow.now)
        uow.session.rollback()
    assert is_silent(heard)


def test_a_connection_that_dropped_is_made_anew(
    heard: Queue[None], database: Database, postgres_url: str
) -> None:
    url = make_url(postgres_url)
    with create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as admin:
        ended = admin.exec_driver_sql(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query ILIKE 'LISTEN%%'"
        ).scalar_one()
    assert ended == 1
    heard.get(timeout=PATIENCE_SECONDS)  # whoever has connected anew looks at once
    bring_forward(database)
    heard.get(timeout=PATIENCE_SECONDS)


def test_sqlite_needs_no_bell(sqlite_database: Database) -> None:
    stop = threading.Event()
    woken: Callable[[], None] = stop.set
    bell.listen(str(sqlite_database._engine.url), stop, woken)
    bring_forward(sqlite_database)
    assert not stop.is_set()
