"""Recordings as cases: one plug, several plugs of one home, or the meter of a whole home."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from plugs.recording import read
from plugs.routine import SLOTS, course, days
from plugs.routine.habit import PER_HOUR
from plugs.routine.signs import NIGHT
from plugs.routine.worth import Worth, told
from plugs.scoring import signs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from foundation.city import City
    from plugs.recording import Recording
    from plugs.routine.arrays import Bools, Floats, Ints
    from plugs.routine.course import View
    from plugs.routine.signs import Signs
    from plugs.routine.worth import Told

ONE, SEVERAL, SELDOM = "one plug", "several plugs", "plugs seldom used"
LIGHT, ROOMS, WHOLE = "light of one room", "light of several rooms", "whole home"
KINDS = (ONE, SEVERAL, SELDOM, LIGHT, ROOMS, WHOLE)
"""What is heard of a home. Each is told apart: what can be expected of them differs by days."""
METER = "aggregate"
SELDOM_USED = 0.25
"""A plug idle on more of its days: a day's silence of it is nothing unusual for any rule."""
NOT_ONE_HOME = "tb_"
"""Of these files each plug is a home of its own: they were recorded together, not in one place."""
WARM_DAYS, FEWEST_DAYS = 21, 7
ONSETS, LATEST_HOURS, FOLLOWED_DAYS = 400, 24.0, 6
MONTH = 30.4
PAUSE, RUNS_ON = 3, 18
"""Slots between two steps of one run of an appliance, and how long it runs on at most."""


@dataclass(frozen=True, slots=True)
class Case:
    """One home seen through some of its channels.

    Of each silence of the untouched recording, once the home is known: the most hours of it that
    were measured, and on the `clock`; the highest `score`, and the highest share of the bars of its
    moment for each tier.
    `onsets`: from a fall at [onset] on, the same as running maxima, [onsets, slots].
    """

    home: str
    kind: str
    name: str
    months: float
    silences: Mapping[str, Floats]
    onsets: Mapping[str, Floats]

    def in_shares_of(self, what: str, bar: float) -> Case:
        """The same with one of its values as a share of a bar."""
        silences, onsets = (
            {name: values / bar for name, values in each.items() if name == what}
            for each in (self.silences, self.onsets)
        )
        return replace(self, silences=silences, onsets=onsets)


HOURS, CLOCK, SCORE = "hours", "clock", "score"


def cases_of(path: Path, city: City) -> Iterator[Case]:
    """Every case of a file that is long enough."""
    recording = read(path)
    channels = signs_of(recording, city)
    worths = {name: told(each) for name, each in channels.items()}
    alone = [name for name, each in worths.items() if each.worth is Worth.INFORMATIVE]
    name = path.name.partition(".")[0]
    for plug in alone:
        home = f"{name}/{plug}" if name.startswith(NOT_ONE_HOME) else name
        yield from _case(recording, {plug: channels[plug]}, home, _kind(recording, plug, worths))
    if name.startswith(NOT_ONE_HOME):
        return
    every = [one for one in worths if worths[one].worth is not Worth.CYCLIC and one != METER]
    for kind in (SEVERAL, ROOMS):
        together = tuple(one for one in every if (one in recording.watts) is (kind == SEVERAL))
        daily = [one for one in together if one in alone and not _seldom(worths[one])]
        kinds: dict[tuple[str, ...], str] = dict.fromkeys(combinations(daily, 2), kind)
        kinds[together] = kind if len(daily) > 1 else SELDOM
        for chosen, of in kinds.items():
            if len(chosen) > 1:
                yield from _case(recording, {one: channels[one] for one in chosen}, name, of)


def _kind(recording: Recording, plug: str, worths: Mapping[str, Told]) -> str:
    if plug not in recording.watts:
        return LIGHT
    if plug == METER:
        return WHOLE
    return SELDOM if _seldom(worths[plug]) else ONE


def _seldom(worth: Told) -> bool:
    return worth.empty_days > SELDOM_USED


def _case(
    recording: Recording, channels: Mapping[str, Signs], home: str, kind: str
) -> Iterator[Case]:
    view = course.look(list(channels.values()), recording.weekend)
    known_days = np.concatenate(([0], np.cumsum(days.measured(view.known))))[:-1]
    warm = days.over_slots(known_days >= WARM_DAYS) & view.known & view.watchable
    if warm.sum() < FEWEST_DAYS * SLOTS:
        return
    hours, clock = view.silence.hours, course.judge(view, course.LIMITS["medium"]).silence_hours
    scores = _scores(view, hours, view.silence.missed, slice(None))
    told_of = {HOURS: hours, CLOCK: clock, SCORE: scores} | _shares(scores, view.several)
    begins = view.silence.since
    yield Case(
        home=home,
        kind=kind,
        name=f"{home}: {', '.join(channels)}",
        months=float(warm.sum()) / SLOTS / MONTH,
        silences={what: _peaks(values[warm], begins[warm]) for what, values in told_of.items()},
        onsets=_onsets(view, warm, clock, kind),
    )


def _peaks(values: Floats, begins: Ints) -> Floats:
    """The highest value of each silence."""
    edges = np.flatnonzero(np.concatenate(([True], begins[1:] != begins[:-1])))
    return np.maximum.reduceat(values, edges)


def _onsets(view: View, warm: Bools, clock: Floats, kind: str) -> Mapping[str, Floats]:
    """What is seen from random moments on at which somebody falls, and touches nothing more."""
    length = FOLLOWED_DAYS * SLOTS
    may_begin = warm & (clock < LATEST_HOURS)
    may_begin[-length:] = False
    moments = np.flatnonzero(may_begin)
    if len(moments) == 0:
        return {}
    draw = np.random.default_rng(1)
    followed: dict[str, list[Floats]] = {}
    surprise = -np.log1p(-view.usual.expects.ravel())
    passed = np.arange(length)
    for onset in draw.choice(moments, ONSETS):
        after = slice(onset, onset + length)
        last = np.maximum.accumulate(np.where(_of_itself(view.life, onset, kind), passed, -1))
        added = np.cumsum(surprise[after])
        missed = np.where(last < 0, view.silence.missed[onset] - added[0], -added[last]) + added
        hours, waits = (
            np.where(last < 0, begun[onset] + passed / PER_HOUR, (passed - last) / PER_HOUR)
            for begun in (view.silence.hours, clock)
        )
        score = _scores(view, hours, missed, after)
        seen = {HOURS: hours, CLOCK: waits, SCORE: score} | _shares(score, view.several[after])
        for what, values in seen.items():
            followed.setdefault(what, []).append(np.maximum.accumulate(values))
    return {what: np.array(values) for what, values in followed.items()}


def _of_itself(life: Bools, onset: int, kind: str) -> Bools:
    """By slot from a fall on, whether the home seems to live though nobody touches anything.

    What runs goes off by itself, within three hours; a lamp stays as it is; a whole home goes on,
    day and night, as on its real nights.
    """
    after = np.zeros(FOLLOWED_DAYS * SLOTS, dtype=np.bool_)
    if kind == WHOLE:
        nights = np.tile(days.by_day(life)[:, NIGHT], SLOTS // (NIGHT.stop - NIGHT.start))
        after[1:] = nights.ravel()[onset + 1 : onset + len(after)]
    elif kind not in {LIGHT, ROOMS}:
        begins = max(onset - PAUSE, 0)
        shown = begins + np.flatnonzero(life[begins : onset + RUNS_ON + 1])
        if len(shown) > 0 and shown[0] <= onset:
            ends = np.flatnonzero(np.diff(shown) > PAUSE)
            run = shown[: ends[0] + 1] if len(ends) > 0 else shown
            after[run[run > onset] - onset] = True
    return after


def _scores(view: View, hours: Floats, missed: Floats, of: slice) -> Floats:
    usual = (days.over_slots(one)[of] for one in (view.usual.hours, view.usual.missed))
    usual_hours, usual_missed = usual
    return course.unusual(hours / usual_hours, missed / usual_missed)


def _shares(score: Floats, several: Bools) -> dict[str, Floats]:
    """The score as a share of each bar: `soft high`, `hard high` and so on."""
    return {
        f"{bar} {tier}": score
        / np.where(several, getattr(limits.several, bar), getattr(limits.one, bar))
        for tier, limits in course.LIMITS.items()
        for bar in ("soft", "hard")
    }
