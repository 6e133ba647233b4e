"""How unusual a home's silence is at every moment, and what is to be done about it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    "high": Limits(Bar(1.3, 1.55), Bar(1.1, 2.0), 24.0),
    "medium": Limits(Bar(1.3, 2.1), Bar(1.1, 2.15), 36.0),
    "low": Limits(Bar(1.6, 2.9), Bar(1.3, 2.4), 50.0),
}
"""By tier. A home that may be silent for longer is looked at later by its routine, too."""


@dataclass(frozen=True, slots=True)
class Course:
    """By slot: hours since the last sign of life, how unusual that is, and the stage's number."""

    silence_hours: Floats
    score: Floats
    stage: Ints


def follow(
    channels: Sequence[Signs],
    weekend: Bools,
    limits: Limits,
    *,
    away: Bools | None = None,
    capped: bool = True,
) -> Course:
    """Follow a home's channels slot by slot, each moment knowing what came before it alone.

    `away`: slots in which she is known to be elsewhere; the clock begins again when they end.
    Not `capped`: the routine decides alone.
    """
    worths = worth.by_day(channels)
    life, known = worth.together(channels, worths.usable)
    absent = np.zeros_like(life) if away is None else away
    usual, silence = habit.learn(life, known & ~absent, weekend, _ends(absent))
    several = days.over_slots(worths.count > 1)
    score = _score(usual, silence, several)
    waits = _hours_since(life | absent, known)
    stage = _stages(score, several, limits)
    settled = days.over_slots(usual.told >= LEARNING_DAYS)
    stage = np.where(settled, stage, STAGES.index(Stage.LEARNING))
    if capped:
        stage = np.where(waits >= limits.hours, STAGES.index(Stage.HARD), stage)
    stage = np.where(days.over_slots(worths.watchable), stage, STAGES.index(Stage.LEARNING))
    return Course(waits, score, np.where(absent, STAGES.index(Stage.PAUSED), stage))


def _score(usual: habit.Habit, silence: habit.Silence, several: Bools) -> Floats:
    """How unusual a silence is: 1 is a long night, twice that is hardly ever seen.

    With one channel that nobody touches for long, the two views of it are averaged; several tell
    enough for both to be asked.
    """
    longer = silence.hours / days.over_slots(usual.hours)
    missing = silence.missed / days.over_slots(usual.missed)
    return np.where(several, np.minimum(longer, missing), np.sqrt(longer * missing))


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
