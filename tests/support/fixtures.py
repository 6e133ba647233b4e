"""Fixtures for every test; tests/conftest.py registers this module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from foundation.keyring import KeyRing
from tests.support.database import MONDAY_MORNING, fresh_url, open_database
from tests.support.postgres import PostgresServer, start_postgres


@pytest.fixture
def clock() -> ManualClock:
    """The clock of `database`: stands at 09:00 in Seoul on Monday, 2 March 2026."""
    return ManualClock(MONDAY_MORNING)


@pytest.fixture
def keyring() -> KeyRing:
    """The key ring of `database`."""
    return KeyRing.demo_ring()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server, one for each pytest process that asks for it."""
    server = start_postgres()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new database with every table, once on each engine."""
    if request.param == "sqlite":
        yield fresh_url(tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create_database()
    yield url
    server.drop_database(url)


@pytest.fixture
def database(database_url: str, clock: ManualClock) -> Iterator[Database]:
    """A new database with every table, once on SQLite and once on PostgreSQL."""
    opened = open_database(database_url, clock)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(tmp_path: Path, clock: ManualClock) -> Iterator[Database]:
    """A new database on SQLite only, for tests that no engine can change."""
    opened = open_database(fresh_url(tmp_path), clock)
    yield opened
    opened.close()
