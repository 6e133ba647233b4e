"""What one device told, day after day, small enough to keep and to read every night. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from plugs.routine import SLOTS
from plugs.routine.habit import HOURS
from plugs.routine.rhythm import BEFORE_DAYS, RECENT_DAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from plugs.routine.arrays import Ints

DAYS_KEPT = BEFORE_DAYS + 3 * RECENT_DAYS
"""A change is compared with the weeks before it for as long as its note stands."""
DRAWN_WATTS, HOT_WATTS = 15.0, 200.0
"""From these mean powers of a slot on a device counts as on, and as hot."""
_PER_HOUR = SLOTS // HOURS


@dataclass(frozen=True, slots=True)
class Diary:
    """Whole days from `first` on.

    `life`: [days, HOURS], slots with a sign of life. By day: `known` slots, those in which it was
    on (`drawn`), and the longest run of slots in which it was `hot`.
    """

    first: date
    life: Ints
    known: Ints
    drawn: Ints
    hot: Ints

    @property
    def until(self) -> date:
        """The first day that is not in it."""
        return self.first + timedelta(days=len(self.known))

    def as_json(self) -> dict[str, Any]:
        """The diary as it is stored; the slots of an hour are a digit."""
        life = (self.life + ord("0")).astype(np.uint8).tobytes().decode("ascii")
        by_day = {name: getattr(self, name).tolist() for name in ("known", "drawn", "hot")}
        return {"first": self.first.isoformat(), "life": life, **by_day}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The diary that `as_json` wrote."""
        known, drawn, hot = (np.array(value[n], dtype=np.int64) for n in ("known", "drawn", "hot"))
        digits = np.frombuffer(value["life"].encode("ascii"), dtype=np.uint8)
        life = digits.astype(np.int64).reshape(-1, HOURS) - ord("0")
        return cls(date.fromisoformat(value["first"]), life, known, drawn, hot)

    @classmethod
    def empty(cls, first: date) -> Self:
        """A diary that begins on a day."""
        nothing = np.zeros(0, dtype=np.int64)
        return cls(first, nothing.reshape(0, HOURS), nothing, nothing, nothing)

    def with_day(
        self, *, lively: Collection[int], hot: Collection[int], known: int, drawn: int
    ) -> Diary:
        """Another day: the numbers of its slots with life and of those in which it was hot."""
        hours = np.bincount([one // _PER_HOUR for one in lively], minlength=HOURS)[:HOURS]
        day = (self.known, known), (self.drawn, drawn), (self.hot, longest_run(hot))
        grown = (np.append(old, new) for old, new in day)
        return Diary(self.first, np.vstack((self.life, hours)), *grown)

    def since(self, first: date, days: int) -> Diary:
        """So many days from `first` on; of those that are not in it nothing is known."""
        shift = (self.first - first).days
        mine = slice(max(-shift, 0), max(days - shift, 0))
        into = slice(max(shift, 0), max(shift, 0) + len(self.known[mine]))
        laid = Diary.empty(first)
        life = np.zeros((days, HOURS), dtype=np.int64)
        life[into] = self.life[mine]
        by_day = []
        for values in (self.known, self.drawn, self.hot):
            by_day.append(np.zeros(days, dtype=np.int64))
            by_day[-1][into] = values[mine]
        return Diary(laid.first, life, *by_day)


def longest_run(slots: Collection[int]) -> int:
    """How many of these numbers follow each other at most."""
    known = np.array(sorted(set(slots)), dtype=np.int64)
    if not len(known):
        return 0
    breaks = np.flatnonzero(np.diff(known) != 1)
    edges = np.concatenate(([-1], breaks, [len(known) - 1]))
    return int(np.diff(edges).max())
