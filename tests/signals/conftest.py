from collections.abc import Iterator

import pytest

from foundation.clock import ManualClock
from tests.runtime.neighbourhood import Neighbourhood
from tests.support.database import open_database


@pytest.fixture
def here(database_url: str, clock: ManualClock) -> Iterator[Neighbourhood]:
    """A neighbourhood on each engine; everything runs in the test's own thread."""
    database = open_database(database_url, clock, inline=True)
    yield Neighbourhood(database, clock)
    database.close()
