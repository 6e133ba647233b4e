"""A neighbourhood for each test, and what it logged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from foundation.clock import ManualClock
from foundation.database import Database
from foundation.ids import seeded
from foundation.keyring import KeyRing
from runtime import commands
from tests.runtime.neighbourhood import Neighbourhood
from tests.support.database import fresh_url, open_database


@pytest.fixture
def here(tmp_path: Path, clock: ManualClock) -> Iterator[Neighbourhood]:
    """A neighbourhood in one thread, on SQLite: for what no engine can change."""
    database = open_database(fresh_url(tmp_path), clock, inline=True)
    yield Neighbourhood(database, clock)
    database.close()


@pytest.fixture
def everywhere(database_url: str, clock: ManualClock) -> Iterator[Neighbourhood]:
    """The same, once on each engine."""
    database = open_database(database_url, clock, inline=True)
    yield Neighbourhood(database, clock)
    database.close()


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """What was logged; drawing a traceback takes longer than a test."""
    with capture_logs() as events:
        yield events


@pytest.fixture
def city(
    tmp_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Neighbourhood]:
    """A neighbourhood that the command line finds by its variables, and by the same clock."""
    url, file = fresh_url(tmp_path), tmp_path / "keyring.json"
    ring = KeyRing.generate()
    ring.save(file)
    monkeypatch.setenv("ANBU_DATABASE_URL", url)
    monkeypatch.setenv("ANBU_KEY_RING_FILE", str(file))
    monkeypatch.setattr(commands, "RealClock", lambda: clock)
    database = Database(url, clock=clock, ids=seeded(clock, 1), keyring=ring, inline=True)
    yield Neighbourhood(database, clock)
    database.close()
