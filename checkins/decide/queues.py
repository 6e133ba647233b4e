"""How long messages wait that share a rate. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from checkins.decide.load import Send

MINUTE = timedelta(minutes=1)
NOTHING = 1e-6
"""What is left of a message by rounding."""


@dataclass(frozen=True, slots=True)
class Left:
    """What left in each minute, what of it too late, and how long the last of that waited."""

    leaving: Mapping[datetime, float]
    late: Mapping[Send, float]
    waited: Mapping[Send, timedelta]


def leave(sends: Iterable[tuple[Send, float]], per_second: int) -> Left:
    """Let them leave in the outbox's order: first messages first, the others as they are due."""
    coming = sorted((pair for pair in sends if pair[1] > 0), key=lambda pair: pair[0].at)
    coming.reverse()
    waiting: list[tuple[bool, datetime, int, Send, float]] = []
    leaving: defaultdict[datetime, float] = defaultdict(float)
    late: defaultdict[Send, float] = defaultdict(float)
    waited: dict[Send, timedelta] = {}
    minute = coming[-1][0].at if coming else None
    while minute is not None:
        ends = minute + MINUTE
        while coming and coming[-1][0].at < ends:
            send, count = coming.pop()
            heappush(waiting, (not send.first, send.at, len(coming), send, count))
        room = 60.0 * per_second
        while waiting and room > NOTHING:
            behind, at, number, send, count = heappop(waiting)
            goes = min(room, count)
            room -= goes
            leaving[minute] += goes
            if ends > send.by:
                late[send] += goes
                waited[send] = ends - at
            if count - goes > NOTHING:
                heappush(waiting, (behind, at, number, send, count - goes))
        minute = ends if waiting else (coming[-1][0].at if coming else None)
    return Left(dict(leaving), dict(late), waited)
