import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from tests.plugs.plug_world import World


@pytest.fixture
def world(database: Database, clock: ManualClock) -> World:
    return World(database, clock)


@pytest.fixture
def sqlite_world(sqlite_database: Database, clock: ManualClock) -> World:
    return World(sqlite_database, clock)
