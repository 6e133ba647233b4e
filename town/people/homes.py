"""What is switched on in a home, and when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from town.people.draws import draw

if TYPE_CHECKING:
    from collections.abc import Mapping

SLOT = timedelta(minutes=10)
KETTLE, RICE_COOKER, TV = "kettle", "rice_cooker", "tv"
REFRIGERATOR = "refrigerator"


@dataclass(frozen=True, slots=True)
class Habit:
    """Something she does nearly every day: about when, for how long and at what power.

    `chance` in [0, 1] is how often; `strays` is by how much the hour varies. What `stays_on` runs
    until somebody switches it off.
    """

    at: time
    strays: timedelta
    lasts: timedelta
    watts: float
    chance: float
    stays_on: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """One time something is switched on. `stays_on`: until she switches it off at `until`."""

    since: datetime
    until: datetime
    watts: float
    stays_on: bool


@dataclass(frozen=True, slots=True)
class Still:
    """From when on nobody touches anything. `left_on`: what ran then goes on running."""

    since: datetime
    left_on: bool


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


HABITS: Mapping[str, tuple[Habit, ...]] = {
    KETTLE: (
        Habit(time(6, 50), _minutes(30), _minutes(4), 1900.0, 0.95),
        Habit(time(10, 10), _minutes(50), _minutes(3), 1900.0, 0.5),
        Habit(time(14, 40), _minutes(60), _minutes(3), 1900.0, 0.6),
        Habit(time(19, 30), _minutes(50), _minutes(4), 1900.0, 0.7),
    ),
    RICE_COOKER: (
        Habit(time(7, 0), _minutes(30), _minutes(35), 650.0, 0.9),
        Habit(time(11, 40), _minutes(30), _minutes(90), 60.0, 0.6),
        Habit(time(17, 20), _minutes(40), _minutes(35), 650.0, 0.8),
    ),
    TV: (
        Habit(time(6, 20), _minutes(30), _minutes(110), 95.0, 0.9, stays_on=True),
        Habit(time(12, 0), _minutes(40), _minutes(70), 95.0, 0.6, stays_on=True),
        Habit(time(18, 10), _minutes(40), _minutes(230), 95.0, 0.95, stays_on=True),
    ),
}
IDLE_WATTS: Mapping[str, float] = {KETTLE: 0.0, RICE_COOKER: 1.2, TV: 0.7, REFRIGERATOR: 2.0}
LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 - local, as all moments here
COOLS_EVERY, COOLS_FOR, COOLS_WATTS = _minutes(47), _minutes(17), 95.0
"""A compressor runs by itself, day and night, whoever is at home."""
FOREVER = timedelta(days=400)
OUT_ALL_DAY = 0.02
"""How often she is with her daughter from morning to night."""


@lru_cache(maxsize=4096)
def uses_on(seed: int, person: str, appliance: str, day: date) -> tuple[Use, ...]:
    """What she switches on that day, if nothing befalls her."""
    chance = draw(seed, person, f"home-{appliance}", day.toordinal())
    if chance.random() < OUT_ALL_DAY:
        return ()
    uses: list[Use] = []
    for habit in HABITS[appliance]:
        strays = chance.uniform(-1.0, 1.0) * habit.strays
        lasts = habit.lasts * chance.uniform(0.7, 1.3)
        if chance.random() < habit.chance:
            since = datetime.combine(day, habit.at) + strays
            uses.append(Use(since, since + lasts, habit.watts, habit.stays_on))
    return tuple(uses)


def mean_watts(
    seed: int, person: str, appliance: str, slot: datetime, still: Still | None
) -> float:
    """The mean power of the slot that begins at `slot`. All moments are local and naive.

    Once it is still nothing is switched on any more; what only she would switch off runs on when
    she lies helpless, and not when she has left.
    """
    if appliance == REFRIGERATOR:
        return IDLE_WATTS[appliance] + COOLS_WATTS * _cooled(seed, person, slot)
    begun = {slot.date()} if still is None else {slot.date(), still.since.date()}
    days = begun | {day - timedelta(days=1) for day in begun}
    uses = [one for day in sorted(days) for one in uses_on(seed, person, appliance, day)]
    drawn = sum(_share(_really(one, still), slot) * one.watts for one in uses)
    return IDLE_WATTS[appliance] + drawn


def _cooled(seed: int, person: str, slot: datetime) -> float:
    """Which part of the slot a compressor runs; each has a rhythm of its own."""
    begins = LONG_AGO + COOLS_EVERY * draw(seed, person, "cools", 0).random()
    since = slot - (slot - begins) % COOLS_EVERY
    runs = [(since + n * COOLS_EVERY, since + n * COOLS_EVERY + COOLS_FOR) for n in range(2)]
    return sum(_share(one, slot) for one in runs)


def _really(use: Use, still: Still | None) -> tuple[datetime, datetime]:
    """From when until when it runs."""
    if still is None or use.until <= still.since:
        return use.since, use.until
    if use.since >= still.since:
        return use.since, use.since
    if not still.left_on:
        return use.since, still.since
    return use.since, use.until + FOREVER if use.stays_on else use.until


def _share(running: tuple[datetime, datetime], slot: datetime) -> float:
    """Which part of the slot something runs."""
    since, until = running
    overlap = min(until, slot + SLOT) - max(since, slot)
    return max(overlap / SLOT, 0.0)
