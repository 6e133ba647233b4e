"""What is known of a home today, small enough to keep, and when its silence will ask for something.

Pure. A day's knowledge is made once, from the days before it; what a running silence amounts to is
then worked out from it alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from plugs.routine import SLOTS, course, days
from plugs.routine.course import LEARNING_DAYS
from plugs.routine.habit import PER_HOUR
from plugs.routine.worth import ENOUGH_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from plugs.routine.arrays import Bools, Floats, Ints
    from plugs.routine.course import Limits
    from plugs.routine.signs import Signs


@dataclass(frozen=True, slots=True)
class Routine:
    """A home as the days before today show it.

    `expects` is the chance of a sign of life in a slot, by kind of day (weekday, weekend) and hour.
    `hours` and `missed` are what is usual of a long silence, `longest` the hours of the longest one
    that is remembered. `relied_on`: enough days told enough;
    `tells_nothing`: enough days have shown that none of its plugs tells of people.
    """

    expects: tuple[tuple[float, ...], tuple[float, ...]]
    hours: float
    longest: float
    missed: float
    several: bool
    relied_on: bool
    tells_nothing: bool

    def as_json(self) -> dict[str, Any]:
        """The routine as it is stored."""
        return {
            "expects": [list(one) for one in self.expects],
            "hours": self.hours,
            "longest": self.longest,
            "missed": self.missed,
            "several": self.several,
            "relied_on": self.relied_on,
            "tells_nothing": self.tells_nothing,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The routine that `as_json` wrote."""
        weekday, weekend = (tuple(one) for one in value["expects"])
        return cls(
            (weekday, weekend),
            value["hours"],
            value["longest"],
            value["missed"],
            value["several"],
            value["relied_on"],
            value["tells_nothing"],
        )


@dataclass(frozen=True, slots=True)
class Running:
    """A silence slot after slot: how unusual it is at the end of each, from the first on.

    `soft` and `hard` are the numbers of slots after which she is asked, and a person looks; None
    where that lies beyond what was looked at.
    """

    score: Floats
    soft: int | None
    hard: int | None


def learn(channels: Sequence[Signs], weekend: Bools) -> Routine:
    """What the days before the last one, which is today, have shown."""
    tomorrow = [_with_two_days_more(one) for one in channels]
    view = course.look(tomorrow, np.concatenate((weekend, [False, True])))
    expects = view.usual.expects[-2:, ::PER_HOUR]
    today = -3
    watchable = bool(days.by_day(view.watchable)[today, 0])
    seen = days.measured(np.asarray(np.array([one.known for one in channels]).any(axis=0)))
    return Routine(
        expects=(tuple(expects[0].tolist()), tuple(expects[1].tolist())),
        hours=float(view.usual.hours[today]),
        longest=float(view.usual.longest[today]),
        missed=float(view.usual.missed[today]),
        several=bool(days.by_day(view.several)[today, 0]),
        relied_on=watchable and bool(view.usual.told[today] >= LEARNING_DAYS),
        tells_nothing=not watchable and bool(seen[:-1].sum() >= ENOUGH_DAYS),
    )


def run(routine: Routine, limits: Limits, hour: Ints, weekend: Bools, known: Bools) -> Running:
    """Follow a silence over slots, given their hour, whether of a weekend, and known at all."""
    chances = _chances(routine, hour, weekend)
    longer = np.cumsum(known) / PER_HOUR / routine.hours
    missing = np.cumsum(np.where(known, -np.log1p(-chances), 0.0)) / routine.missed
    score = course.unusual(longer, missing)
    bar = limits.several if routine.several else limits.one
    return Running(score, _first(score >= bar.soft), _first(score >= bar.hard))


def uses(routine: Routine, hour: Ints, weekend: Bools, known: Bools) -> float:
    """How many signs of life these slots usually hold."""
    return float(_chances(routine, hour, weekend)[known].sum())


def _chances(routine: Routine, hour: Ints, weekend: Bools) -> Floats:
    return np.asarray(np.array(routine.expects)[weekend.astype(int), hour])


def _first(reached: Bools) -> int | None:
    return int(reached.argmax()) + 1 if reached.any() else None


def _with_two_days_more(signs: Signs) -> Signs:
    """A weekday and a weekend day of which nothing is known yet."""
    nothing = np.zeros(2 * SLOTS, dtype=np.bool_)
    return type(signs)(
        *(np.concatenate((one, nothing)) for one in (signs.life, signs.known, signs.moves))
    )
