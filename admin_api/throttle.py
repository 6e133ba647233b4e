"""Slows down whoever keeps guessing. Counts failures only, in this process's memory."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from foundation.clock import Clock

CALLERS_REMEMBERED = 10_000
"""The one unheard of for longest is forgotten first."""


class Throttle:
    """So many failures of one caller in so long; then she has to wait."""

    def __init__(self, clock: Clock, failures: int, within: timedelta) -> None:
        self._clock = clock
        self._failures = failures
        self._within = within
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()

    def wait(self, caller: str) -> timedelta | None:
        """How long `caller` has to wait before her next try; None when she may try now."""
        past = self._seen.get(caller)
        if past is None or len(past) < self._failures:
            return None
        left = past[0] + self._within - self._clock.now()
        return left if left > timedelta() else None

    def failed(self, caller: str) -> None:
        """Count one failure of `caller`."""
        past = self._seen.setdefault(caller, deque(maxlen=self._failures))
        past.append(self._clock.now())
        self._seen.move_to_end(caller)
        if len(self._seen) > CALLERS_REMEMBERED:
            self._seen.popitem(last=False)
