"""A clock that stands still until a test lets the next event happen."""

import heapq
from datetime import UTC, datetime, timedelta

from town.servers.timeline import Action

START = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)  # Monday, 9:00 in Gimcheon


class Timeline:
    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._count = 0
        self._events: list[tuple[datetime, int, Action, str]] = []

    def now(self) -> datetime:
        return self._now

    def schedule(self, at: datetime, action: Action, label: str) -> None:
        self._count += 1
        heapq.heappush(self._events, (max(at, self._now), self._count, action, label))

    def jump(self, seconds: float) -> None:
        """Move the clock without running anything."""
        self._now += timedelta(seconds=seconds)

    async def run(self, seconds: float = 0) -> list[str]:
        """Run all events of the next seconds, in order; returns their labels."""
        until = self._now + timedelta(seconds=seconds)
        ran = []
        while self._events and self._events[0][0] <= until:
            at, _, action, label = heapq.heappop(self._events)
            self._now = max(self._now, at)
            await action()
            ran.append(label)
        self._now = until
        return ran

    @property
    def planned(self) -> int:
        return len(self._events)
