"""Moves the clock of service and town together.

Time stands still while anything is to be done at this instant. Only when no request is open and
neither town nor service has anything due does it jump to the earliest next event of either.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from foundation.clock import ManualClock

SOONEST = timedelta(seconds=1)
"""What is due now but was not taken now is looked at again after this."""
STUCK_AFTER = 10_000


class StuckError(Exception):
    """Town and service keep each other busy without letting time pass."""


class Vendor(Protocol):
    """A provider of the town, which knows whether it is still talking."""

    @property
    def open_requests(self) -> int:
        """Requests under way in either direction."""


class Line(Protocol):
    """On which the town's devices speak to the service."""

    def come_to_rest(self) -> None:
        """Return once the service has taken everything that was said."""


class Works(Protocol):
    """The service's worker, or several that take turns."""

    async def settle(self) -> datetime | None:
        """Do whatever is due; returns until when pacing holds messages back."""

    def next_moment(self) -> datetime | None:
        """When anything is due next."""


class Conductor:
    """One clock, one queue of town events, one service."""

    def __init__(self, clock: ManualClock, vendors: tuple[Vendor, ...] = ()) -> None:
        self._clock = clock
        self.vendors = vendors
        self.lines: tuple[Line, ...] = ()
        self._order = itertools.count()
        self._events: list[tuple[datetime, int, str, Callable[[], Awaitable[None]]]] = []

    def schedule(self, at: datetime, action: Callable[[], Awaitable[None]], label: str) -> None:
        """Let the town do `action` once the clock reads `at`."""
        heapq.heappush(self._events, (max(at, self._clock.now()), next(self._order), label, action))

    async def run(
        self,
        worker: Works,
        until: datetime,
        on_instant: Callable[[datetime], None] = lambda _now: None,
    ) -> None:
        """Play until `until`. Raises StuckError when time cannot pass."""
        while True:
            held_back = await self._settle(worker)
            moment = self._next(worker, held_back)
            if moment is None or moment > until:
                break
            self._clock.set(moment)
            on_instant(moment)
        self._clock.set(until)
        on_instant(until)

    async def _settle(self, worker: Works) -> datetime | None:
        for _ in range(STUCK_AFTER):
            await self._play_due()
            for line in self.lines:
                line.come_to_rest()
            held_back = await worker.settle()
            if not self._due() and not any(vendor.open_requests for vendor in self.vendors):
                return held_back
        message = f"nothing comes to rest at {self._clock.now().isoformat()}"
        raise StuckError(message)

    async def _play_due(self) -> None:
        while self._due():
            _, _, _, action = heapq.heappop(self._events)
            await action()

    def _due(self) -> bool:
        return bool(self._events) and self._events[0][0] <= self._clock.now()

    def _next(self, worker: Works, held_back: datetime | None) -> datetime | None:
        moments = [worker.next_moment(), held_back]
        moments += [self._events[0][0]] if self._events else []
        now = self._clock.now()
        known = [moment for moment in moments if moment is not None]
        ahead = [moment if moment > now else now + SOONEST for moment in known]
        return min(ahead, default=None)
