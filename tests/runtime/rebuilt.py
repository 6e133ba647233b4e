"""A worker that dies, and one made anew on the same database."""

from collections.abc import Iterator

import pytest

from foundation.clock import ManualClock
from foundation.seams import Crash, Seams
from tests.runtime.neighbourhood import Neighbourhood
from tests.support.database import open_database


class Rebuilt:
    """The same database file or server under a worker that is made anew after each death."""

    def __init__(self, url: str, clock: ManualClock) -> None:
        self._url, self._clock, self._seed = url, clock, 1
        self._opened = open_database(url, clock, inline=True)
        self.here = Neighbourhood(self._opened, clock)

    def dies(self, seams: Seams) -> None:
        """A worker with these seams takes one turn, and is no more."""
        dying = open_database(self._url, self._clock, seed=self._next(), seams=seams, inline=True)
        try:
            with pytest.raises(Crash):
                Neighbourhood(dying, self._clock).dispatch.run()
        finally:
            dying.close()

    def close(self) -> None:
        self._opened.close()

    def _next(self) -> int:
        self._seed += 1
        return self._seed


@pytest.fixture
def again(database_url: str, clock: ManualClock) -> Iterator[Rebuilt]:
    made = Rebuilt(database_url, clock)
    yield made
    made.close()
