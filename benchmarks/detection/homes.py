"""Recordings as cases: one plug, several plugs of one home, or the meter of a whole home."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from plugs.recording import read
from plugs.routine import SLOTS, course, days
from plugs.routine.habit import PER_HOUR
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

ONE, SEVERAL, WHOLE = "one plug", "several plugs", "whole home"
METER = "aggregate"
NOT_ONE_HOME = "tb_"
"""Of these files each plug is a home of its own: they were recorded together, not in one place."""
WARM_DAYS, FEWEST_DAYS = 21, 7
ONSETS, LATEST_HOURS, FOLLOWED_DAYS = 400, 24.0, 6
MONTH = 30.4


@dataclass(frozen=True, slots=True)
class Case:
    """One home seen through some of its channels.

    Of each silence of the untouched recording, once the home is known: `longest` hours on the
    clock, the highest `score`, and the highest share of the bars of its moment for each tier.
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


HOURS, SCORE = "hours", "score"


def cases_of(path: Path, city: City) -> Iterator[Case]:
    """Every case of a file that is long enough."""
    recording = read(path)
    channels = signs_of(recording, city)
    good = [name for name, each in channels.items() if told(each).worth is Worth.INFORMATIVE]
    name = path.name.partition(".")[0]
    for plug in good:
        kind = WHOLE if plug == METER else ONE
        home = f"{name}/{plug}" if name.startswith(NOT_ONE_HOME) else name
        yield from _case(recording, {plug: channels[plug]}, home, kind)
    plugs = [plug for plug in good if plug != METER]
    if name.startswith(NOT_ONE_HOME):
        return
    sets = [*combinations(plugs, 2), *([tuple(plugs)] if len(plugs) > 2 else [])]
    for chosen in sets:
        yield from _case(recording, {one: channels[one] for one in chosen}, name, SEVERAL)


def _case(
    recording: Recording, channels: Mapping[str, Signs], home: str, kind: str
) -> Iterator[Case]:
    view = course.look(list(channels.values()), recording.weekend)
    known_days = np.concatenate(([0], np.cumsum(days.measured(view.known))))[:-1]
    warm = days.over_slots(known_days >= WARM_DAYS) & view.known
    if warm.sum() < FEWEST_DAYS * SLOTS:
        return
    hours = course.judge(view, course.LIMITS["medium"]).silence_hours
    scores = _scores(view, view.silence.hours, view.silence.missed, slice(None))
    told_of = {HOURS: hours, SCORE: scores} | _shares(scores, view.several)
    begins = view.silence.since
    yield Case(
        home=home,
        kind=kind,
        name=f"{home}: {', '.join(channels)}",
        months=float(warm.sum()) / SLOTS / MONTH,
        silences={what: _peaks(values[warm], begins[warm]) for what, values in told_of.items()},
        onsets=_onsets(view, warm, hours),
    )


def _peaks(values: Floats, begins: Ints) -> Floats:
    """The highest value of each silence."""
    edges = np.flatnonzero(np.concatenate(([True], begins[1:] != begins[:-1])))
    return np.maximum.reduceat(values, edges)


def _onsets(view: View, warm: Bools, hours: Floats) -> Mapping[str, Floats]:
    """What is seen from random moments on at which somebody falls, and touches nothing more."""
    length = FOLLOWED_DAYS * SLOTS
    may_begin = warm & (hours < LATEST_HOURS)
    may_begin[-length:] = False
    moments = np.flatnonzero(may_begin)
    if len(moments) == 0:
        return {}
    draw = np.random.default_rng(1)
    followed: dict[str, list[Floats]] = {}
    surprise = -np.log1p(-view.usual.expects.ravel())
    for onset in draw.choice(moments, ONSETS):
        after = slice(onset, onset + length)
        passed = np.arange(length) / PER_HOUR
        missed = view.silence.missed[onset] + np.cumsum(surprise[after]) - surprise[onset]
        score = _scores(view, view.silence.hours[onset] + passed, missed, after)
        seen = {HOURS: hours[onset] + passed, SCORE: score} | _shares(score, view.several[after])
        for what, values in seen.items():
            followed.setdefault(what, []).append(np.maximum.accumulate(values))
    return {what: np.array(values) for what, values in followed.items()}


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
