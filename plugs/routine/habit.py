"""What a home usually does in a day: when it shows life, and how long it is silent. Pure.

Each day knows the days before it alone, the newer ones counting more, weekdays and weekends apart.
Where little is known, what homes usually do stands in for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from plugs.routine import SLOTS, days

if TYPE_CHECKING:
    from plugs.routine.arrays import Bools, Floats, Ints

HOURS = 24
PER_HOUR = SLOTS // HOURS
HALF_LIFE_DAYS = 28.0
FROM_ALL_HOURS, FROM_ALL_DAYS = 6.0, 60.0
"""Slots' worth of what is usual at any hour, and at this hour on any day of the week."""
FIRST_GUESS = 0.05
"""Share of slots with a sign of life in a home of which nothing is known."""
LEAST, MOST = 1e-5, 0.95
DAYS_KEPT = 42
ENOUGH_DAYS = 7
QUANTILE = 0.4
"""Of the daily longest silences; days on which nobody was at home lie above it."""
LONGEST_HOURS = 24.0
USUAL_HOURS, USUAL_MISSED = 11.3, 4.1
"""Of homes in general: pooled over six European homes with plugs, 2006 to 2015."""
OF_HOMES = 0.2
"""Weight of homes in general beside the home's own days."""
SHORTEST_HOURS, LEAST_MISSED = 4.0, 1.0


@dataclass(frozen=True, slots=True)
class Habit:
    """What each day knows of the days before it.

    `expects`: [days, SLOTS], the chance of a sign of life in a slot. `hours`: a usual longest
    silence of a day in hours, `longest` the longest one of the days that are looked back on;
    `missed`: how many signs of life are usually missed in it. `told`: how many days told something.
    """

    expects: Floats
    hours: Floats
    longest: Floats
    missed: Floats
    told: Ints


@dataclass(frozen=True, slots=True)
class Silence:
    """The silence that runs at the end of each slot.

    `since` is the slot of the last sign of life, -1 before the first. `hours`, without those of
    which nothing is known; `missed`, how many signs of life were to be expected in it (minus the
    logarithm of the chance that it is there by accident).
    """

    since: Ints
    hours: Floats
    missed: Floats


def learn(life: Bools, known: Bools, weekend: Bools, returns: Bools) -> tuple[Habit, Silence]:
    """Follow a home from its first day to its last.

    `weekend` is by day. `returns`: slots after which a silence begins anew, though nobody showed
    life in them.
    """
    measured = days.measured(known)
    expects = _expected(life, known, weekend, measured)
    silence = _silence((life & known) | returns, known, expects)
    longest = np.minimum(days.by_day(silence.hours).max(axis=1), LONGEST_HOURS)
    most = days.by_day(silence.missed).max(axis=1)
    hours, missed = np.full(len(measured), USUAL_HOURS), np.full(len(measured), USUAL_MISSED)
    record = np.zeros(len(measured))
    for day, before in enumerate(days.told_before(measured, DAYS_KEPT)):
        if len(before) >= ENOUGH_DAYS:
            record[day] = longest[before].max()
            own_hours, own_missed = np.quantile((longest[before], most[before]), QUANTILE, axis=1)
            hours[day] = _with_homes(max(own_hours, SHORTEST_HOURS), USUAL_HOURS)
            missed[day] = _with_homes(max(own_missed, LEAST_MISSED), USUAL_MISSED)
    told = np.concatenate(([0], np.cumsum(measured)))[:-1]
    return Habit(expects, hours, record, missed, told), silence


def _with_homes(own: float, of_homes: float) -> float:
    return (1 - OF_HOMES) * own + OF_HOMES * of_homes


def _expected(life: Bools, known: Bools, weekend: Bools, measured: Bools) -> Floats:
    """By day and slot, the chance of a sign of life, from the days before, newer ones first."""
    shown = (life & known).reshape(-1, HOURS, PER_HOUR).sum(axis=2)
    seen = known.reshape(-1, HOURS, PER_HOUR).sum(axis=2)
    fade = 0.5 ** (1 / HALF_LIFE_DAYS)
    lived, looked = np.zeros((2, HOURS)), np.zeros((2, HOURS))
    expects = np.empty((len(measured), HOURS))
    for day, kind in enumerate(weekend.astype(int)):
        expects[day] = _of_hours(lived, looked, kind)
        lived *= fade
        looked *= fade
        if measured[day]:
            lived[kind] += shown[day]
            looked[kind] += seen[day]
    return np.repeat(np.clip(expects, LEAST, MOST), PER_HOUR, axis=1)


def _of_hours(lived: Floats, looked: Floats, kind: int) -> Floats:
    """The chance by hour on a day of one kind, leaning on all days, and these on all hours."""
    all_lived, all_looked = lived.sum(axis=0), looked.sum(axis=0)
    ever = all_lived.sum() / all_looked.sum() if all_looked.any() else FIRST_GUESS
    any_day = (all_lived + FROM_ALL_HOURS * ever) / (all_looked + FROM_ALL_HOURS)
    own = (lived[kind] + FROM_ALL_DAYS * any_day) / (looked[kind] + FROM_ALL_DAYS)
    return np.asarray((np.roll(own, 1) + 2 * own + np.roll(own, -1)) / 4)


def _silence(begins: Bools, known: Bools, expects: Floats) -> Silence:
    """Add up, slot after slot since a silence began, what is known."""
    slots = np.arange(len(begins))
    since = np.maximum.accumulate(np.where(begins, slots, -1))
    begun = since >= 0
    passed = np.concatenate(([0], np.cumsum(known)))
    hours = (passed[1:] - passed[since + 1]) / PER_HOUR
    surprise = np.where(known, -np.log1p(-expects.ravel()), 0.0)
    added = np.concatenate(([0.0], np.cumsum(surprise)))
    return Silence(
        since, np.where(begun, hours, 0.0), np.where(begun, added[1:] - added[since + 1], 0.0)
    )
