"""The only place that reads the time or sleeps."""

import asyncio
import heapq
import itertools
import threading
from datetime import UTC, datetime, timedelta
from typing import Protocol

_Sleeper = tuple[datetime, int, asyncio.Future[None]]


class NaiveTimeError(ValueError):
    """An instant without a time zone was given where a UTC-aware one is needed."""

    def __init__(self, value: datetime) -> None:
        super().__init__(
            f"{value.isoformat()} has no time zone: take it from a Clock, or attach the zone it "
            "was meant in."
        )


def as_utc(value: datetime) -> datetime:
    """Return the same instant in UTC. Raises NaiveTimeError for a value without a zone."""
    if value.tzinfo is None:
        raise NaiveTimeError(value)
    return value.astimezone(UTC)


class Clock(Protocol):
    """A source of UTC-aware instants that can also wait."""

    def now(self) -> datetime:
        """Return the current instant, UTC-aware."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after ``seconds`` of this clock's time; zero or less only yields."""
        ...


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait on the event loop's monotonic clock: an NTP step does not change the wait."""
        await asyncio.sleep(max(0.0, seconds))


class ManualClock:
    """A clock that moves only when told to; sleepers wake when the time reaches them.

    Safe to move from another thread than the one whose event loop the sleepers wait on.
    """

    def __init__(self, start: datetime) -> None:
        self._now = as_utc(start)
        self._lock = threading.Lock()
        self._order = itertools.count()
        self._sleepers: list[_Sleeper] = []

    def now(self) -> datetime:
        """Return the instant the clock was last set to."""
        return self._now

    def set(self, at: datetime) -> None:
        """Move to ``at`` and wake every sleeper due by then, earliest first.

        Raises ValueError when ``at`` is in the past: a clock that jumps back is a SteppedClock.
        """
        target = as_utc(at)
        with self._lock:
            if target < self._now:
                message = f"{target} is before {self._now}: use SteppedClock to step backwards."
                raise ValueError(message)
            self._now = target
            due = self._take_due()
        for sleeper in due:
            _wake(sleeper)

    def advance(self, by: timedelta) -> None:
        """Move forward by ``by``."""
        self.set(self._now + by)

    def next_wake(self) -> datetime | None:
        """Return the instant the earliest sleeper waits for, or None when nobody sleeps."""
        with self._lock:
            while self._sleepers and self._sleepers[0][2].done():
                heapq.heappop(self._sleepers)
            return self._sleepers[0][0] if self._sleepers else None

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been moved ``seconds`` ahead of its present reading."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with self._lock:
            until = self._now + timedelta(seconds=seconds)
            heapq.heappush(self._sleepers, (until, next(self._order), woken))
        await woken

    def _take_due(self) -> list[asyncio.Future[None]]:
        due: list[asyncio.Future[None]] = []
        while self._sleepers and self._sleepers[0][0] <= self._now:
            due.append(heapq.heappop(self._sleepers)[2])
        return due


class SteppedClock:
    """A clock whose reading can jump either way, as an NTP step makes it; waits are unaffected."""

    def __init__(self, inner: Clock) -> None:
        self._inner = inner
        self._offset = timedelta()

    def now(self) -> datetime:
        """Return the inner clock's reading plus all steps so far."""
        return self._inner.now() + self._offset

    def step(self, by: timedelta) -> None:
        """Jump the reading by ``by``, which may be negative."""
        self._offset += by

    async def sleep(self, seconds: float) -> None:
        """Wait on the inner clock."""
        await self._inner.sleep(seconds)


def _wake(sleeper: asyncio.Future[None]) -> None:
    loop = sleeper.get_loop()
    if not loop.is_closed():
        loop.call_soon_threadsafe(_finish, sleeper)


def _finish(sleeper: asyncio.Future[None]) -> None:
    if not sleeper.done():
        sleeper.set_result(None)
