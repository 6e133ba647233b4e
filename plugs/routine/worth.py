"""What a channel, and a home, is worth: whether its silence can mean anything. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from plugs.routine import SLOTS, days
from plugs.routine.signs import NIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugs.routine.arrays import Bools, Floats, Ints
    from plugs.routine.signs import Signs

DAY = slice(6 * 8, 6 * 22)
CYCLES_AT_NIGHT = 0.2
"""Share of the night's slots in which a compressor or a thermostat at least changes the power."""
CYCLES_ALWAYS = 0.8
"""It does so at night nearly as often as by day; what people do is done by day."""
DAYS_LOOKED_AT = 28
FIRST_DAYS, ENOUGH_DAYS = 2, 7
"""So many days tell whether it changes by itself, and whether people do."""
EMPTY_AT_MOST = 0.5
"""A channel without a sign of life on more of its days is blind."""
EMPTY_AT_FIRST = 1 / 3
"""Nobody is watched by it before no more of its days are empty; so it does not come and go."""
WEAK_EVENTS, WEAK_EMPTY = 3.0, 0.05
"""With fewer events a day, or more empty days, the installer is asked for a better place."""


class Worth(StrEnum):
    """What can be expected of a channel."""

    INFORMATIVE = "informative"
    CYCLIC = "cyclic"
    """It changes by itself all day long, like a refrigerator."""
    BLIND = "blind"
    """It shows hardly any sign of life, like a router."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a whole recording tells of a channel. `weak`: informative, and only just."""

    worth: Worth
    days: int
    events_a_day: float
    empty_days: float
    weak: bool


@dataclass(frozen=True, slots=True)
class Worths:
    """By day what is known by then: `usable` channels, [channels, days].

    `count`: how many of them are informative by themselves. `watchable`: together they are seldom
    silent for a whole day.
    """

    usable: Bools
    count: Ints
    watchable: Bools


def told(signs: Signs) -> Told:
    """What a recording tells of one channel, all its days together."""
    measured = days.measured(signs.known)
    events = events_by_day(signs.life)[measured]
    median = float(np.median(events)) if len(events) else 0.0
    empty = float(np.mean(events == 0)) if len(events) else 1.0
    night, by_day = (
        moves[measured].sum() / max(seen[measured].sum(), 1)
        for moves, seen in (_within(signs, NIGHT), _within(signs, DAY))
    )
    if _cycles(night, by_day):
        worth = Worth.CYCLIC
    else:
        worth = Worth.BLIND if empty > EMPTY_AT_MOST else Worth.INFORMATIVE
    weak = worth is Worth.INFORMATIVE and (median < WEAK_EVENTS or empty > WEAK_EMPTY)
    return Told(worth, len(events), median, empty, weak)


def by_day(channels: Sequence[Signs]) -> Worths:
    """What is known of the channels of a home before each of its days."""
    usable = np.array([_usable(one) for one in channels])
    alone = np.array([_informative(one.life, one.known) for one in channels])
    life, known = together(channels, usable)
    return Worths(usable, (alone & usable).sum(axis=0), _informative(life, known))


def together(channels: Sequence[Signs], usable: Bools) -> tuple[Bools, Bools]:
    """Over slots, whether any usable channel shows life, and whether any is known."""
    by_slot = np.repeat(usable, SLOTS, axis=1)
    life = np.array([one.life & one.known for one in channels]) & by_slot
    known = np.array([one.known for one in channels]) & by_slot
    return np.asarray(life.any(axis=0)), np.asarray(known.any(axis=0))


def events_by_day(life: Bools) -> Ints:
    """By day, in how many slots there was a sign of life."""
    return np.asarray(life.reshape(-1, SLOTS).sum(axis=1))


def _informative(life: Bools, known: Bools) -> Bools:
    """By day, whether the days before have told enough, and few of them were empty."""
    measured = days.measured(known)
    empty = events_by_day(life) == 0
    told = days.sum_before(measured, measured, DAYS_LOOKED_AT)
    silent = days.sum_before(empty, measured, DAYS_LOOKED_AT)
    enough = told >= ENOUGH_DAYS
    begins = enough & (silent <= EMPTY_AT_FIRST * told)
    ends = ~enough | (silent > EMPTY_AT_MOST * told)
    decided = np.maximum.accumulate(np.where(begins | ends, np.arange(len(told)), 0))
    return np.asarray(begins[decided])


def _usable(signs: Signs) -> Bools:
    """By day, whether the channel has by then shown that it does not change by itself."""
    measured = days.measured(signs.known)
    told = days.sum_before(measured, measured, DAYS_LOOKED_AT)
    night, by_day = (
        days.sum_before(moves, measured, DAYS_LOOKED_AT)
        / np.maximum(days.sum_before(seen, measured, DAYS_LOOKED_AT), 1)
        for moves, seen in (_within(signs, NIGHT), _within(signs, DAY))
    )
    return np.asarray((told >= FIRST_DAYS) & ~_cycles(night, by_day))


def _within(signs: Signs, part: slice) -> tuple[Ints, Ints]:
    """By day, in how many slots of that part it moved, and how many are known."""
    moves = (signs.moves & signs.known).reshape(-1, SLOTS)[:, part].sum(axis=1)
    return moves, signs.known.reshape(-1, SLOTS)[:, part].sum(axis=1)


def _cycles(night: Floats, by_day: Floats) -> Bools:
    return np.asarray((night >= CYCLES_AT_NIGHT) & (night >= CYCLES_ALWAYS * by_day))
