"""How unusual a home's silence is at every moment, and what is to be done about it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from plugs.routine import SLOTS, days, habit, worth
from plugs.routine.habit import HOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plugs.routine.arrays import Bools, Floats, Ints
    from plugs.routine.signs import Signs

LEARNING_DAYS = 21 - worth.FIRST_DAYS
"""Days that must have told something before the routine is relied on, after a plug's first."""


class Stage(StrEnum):
    """What a silence asks for."""

    LEARNING = "learning"
    """The home is not known yet, or nothing in it tells of people."""
    NONE = "none"
    SOFT = "soft"
    """She is asked how she is; nobody else is disturbed."""
    HARD = "hard"
    """A person looks."""
    PAUSED = "paused"
    """She is known to be away."""


STAGES = tuple(Stage)
"""`Course.stage` holds their numbers."""


@dataclass(frozen=True, slots=True)
class Bar:
    """From which score on she is asked, and a person looks."""

    soft: float
    hard: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds for a tier: for homes with one informative channel, and with several.

    `hours` without proof of life are the latest moment, whatever is usual.
    """

    one: Bar
    several: Bar
    hours: float


LIMITS: Mapping[str, Limits] = {
    "high": Limits(Bar(1.3, 1.55), Bar(1.35, 2.3), 24.0),
    "medium": Limits(Bar(1.3, 2.1), Bar(1.35, 3.0), 36.0),
    "low": Limits(Bar(1.55, 3.0), Bar(1.5, 5.5), 50.0),
}
"""By tier: a home that may be silent for longer is looked at later by its routine, too.

Chosen with `python -m benchmarks.detection` so that, beside the fixed limit, about a tenth more
people are disturbed for nothing. With one channel gaps are those of the appliance, and a higher bar
costs many hours; with several they are mostly absences, which no bar tells from a fall.
"""


@dataclass(frozen=True, slots=True)
class View:
    """A home as its channels show it: over slots, but for `usual`, which is by day.

    `life` and `known` are those of all channels that can be used; `several`: more than one of them
    is informative by itself. `watchable`: they are seldom silent for a whole day.
    """

    life: Bools
    known: Bools
    usual: habit.Habit
    silence: habit.Silence
    several: Bools
    watchable: Bools
    away: Bools


@dataclass(frozen=True, slots=True)
class Course:
    """By slot: hours since the last sign of life, how unusual that is, and the stage's number."""

    silence_hours: Floats
    score: Floats
    stage: Ints


def look(channels: Sequence[Signs], weekend: Bools, away: Bools | None = None) -> View:
    """Look at a home's channels, each moment knowing what came before it alone.

    `weekend` is by day. `away`: slots in which she is known to be elsewhere; silence begins anew
    when they end.
    """
    absent = np.zeros_like(channels[0].life) if away is None else away
    worths = worth.by_day([replace(one, known=one.known & ~absent) for one in channels])
    life, known = worth.together(channels, worths.usable)
    usual, silence = habit.learn(life, known & ~absent, weekend, _ends(absent))
    several, watchable = (days.over_slots(one) for one in (worths.count > 1, worths.watchable))
    return View(life, known, usual, silence, several, watchable, absent)


def judge(view: View, limits: Limits, *, capped: bool = True) -> Course:
    """What each moment asks for. Not `capped`: the routine decides alone."""
    usual_hours, usual_missed = (
        days.over_slots(one) for one in (view.usual.hours, view.usual.missed)
    )
    silence = view.silence
    score = unusual(silence.hours / usual_hours, silence.missed / usual_missed)
    waits = _hours_since(view.life | view.away, view.known)
    stage = _stages(score, view.several, limits)
    settled = days.over_slots(view.usual.told >= LEARNING_DAYS)
    stage = np.where(settled, stage, STAGES.index(Stage.LEARNING))
    if capped:
        stage = np.where(waits >= limits.hours, STAGES.index(Stage.HARD), stage)
    stage = np.where(view.watchable, stage, STAGES.index(Stage.LEARNING))
    return Course(waits, score, np.where(view.away, STAGES.index(Stage.PAUSED), stage))


def unusual(longer: Floats, missing: Floats) -> Floats:
    """How unusual a silence is: 1 is an ordinary long one, twice that is hardly ever seen.

    `longer` and `missing` are its hours, and the signs of life missed in it, as shares of what is
    usual; their geometric mean, so that a long night without anything expected is not unusual.
    """
    return np.sqrt(longer * missing)


def _stages(score: Floats, several: Bools, limits: Limits) -> Ints:
    soft = np.where(several, limits.several.soft, limits.one.soft)
    hard = np.where(several, limits.several.hard, limits.one.hard)
    none, first, last = (STAGES.index(one) for one in (Stage.NONE, Stage.SOFT, Stage.HARD))
    return np.where(score >= hard, last, np.where(score >= soft, first, none))


def _hours_since(proof: Bools, known: Bools) -> Floats:
    """By slot, hours of the clock since the last proof of life, or since anything was known."""
    slots = np.arange(len(proof))
    begun = int(known.argmax()) if known.any() else len(proof)
    since = np.maximum.accumulate(np.where(proof, slots, begun))
    return np.maximum(slots - since, 0) / (SLOTS / HOURS)


def _ends(absent: Bools) -> Bools:
    """The last slot of each absence."""
    return absent & ~np.concatenate((absent[1:], [False]))
