"""`python -m benchmarks.rhythm DIR`: how often a changed rhythm is told for nothing, and found.

Every day of a recording is judged by the days before it alone, as the worker does it by night; the
same change is told once in four weeks. Then changes of two weeks are planted at many moments: the
whole day later by some hours, nights with something used, mornings without anything cooked.
A home is one recording, each of its plugs by itself, and all of them together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.recordings import read_all
from plugs.recording import read
from plugs.routine import SLOTS
from plugs.routine.days import MEASURED, by_day
from plugs.routine.habit import HOURS, PER_HOUR
from plugs.routine.rhythm import (
    BEFORE_DAYS,
    BEFORE_TOLD,
    HOURS_OF,
    RECENT_DAYS,
    RECENT_TOLD,
    Change,
    Channel,
    Home,
    Part,
    changes,
)
from plugs.routine.worth import Worth, told
from plugs.scoring import signs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from foundation.city import City

METER, NOT_ONE_HOME = "aggregate", "tb_"
KITCHEN = ("kettle", "microwave", "cooker", "toaster", "coffee", "water")
QUARTER, AGAIN_AFTER = 91.3, 28
SHIFTS = (3, 4, 6, 9, 12)
NIGHTS_AWAKE = 0.7
EVERY = 7
"""Days between two moments at which something is planted."""
HOMES = 1000


def homes_of(path: Path, city: City) -> Iterator[tuple[str, Home]]:
    """Each informative plug of a recording, and the plugs of one home together."""
    recording = read(path)
    name = path.name.partition(".")[0]
    channels = {
        plug: Channel(
            (signs.life & signs.known).reshape(-1, HOURS, PER_HOUR).sum(axis=2),
            by_day(signs.known).sum(axis=1),
            cooks=any(word in plug.lower() for word in KITCHEN),
        )
        for plug, signs in signs_of(recording, city).items()
        if told(signs).worth is Worth.INFORMATIVE
    }
    away = np.zeros(recording.days, dtype=np.bool_)
    for plug, channel in channels.items():
        yield f"{name}: {plug}", Home((channel,), recording.weekend, away)
    plugs = tuple(channel for plug, channel in channels.items() if plug != METER)
    if len(plugs) > 1 and not name.startswith(NOT_ONE_HOME):
        yield f"{name}: all {len(plugs)}", Home(plugs, recording.weekend, away)


def until(home: Home, day: int) -> Home:
    """The home as it is known on the morning of a day."""
    days = slice(max(0, day - RECENT_DAYS - BEFORE_DAYS), day)
    return Home(
        tuple(replace(one, life=one.life[days], known=one.known[days]) for one in home.channels),
        home.weekend[days],
        home.away[days],
    )


def notes(home: Home) -> tuple[Counter[Change], float]:
    """What would have been told of an untouched home, and in how many quarters."""
    last: dict[Change, int] = {}
    counted: Counter[Change] = Counter()
    judged = 0
    for day in range(RECENT_DAYS + BEFORE_TOLD, len(home.weekend) + 1):
        known = until(home, day)
        judged += bool(_is_known(known))
        for one in changes(known):
            if day - last.get(one.change, -AGAIN_AFTER) >= AGAIN_AFTER:
                last[one.change] = day
                counted[one.change] += 1
    return counted, judged / QUARTER


def _is_known(home: Home) -> bool:
    """Whether enough of these days was measured for anything to be told."""
    known = np.any([one.known >= MEASURED * SLOTS for one in home.channels], axis=0)
    now, before = known[-RECENT_DAYS:].sum(), known[:-RECENT_DAYS].sum()
    return bool(now >= RECENT_TOLD and before >= BEFORE_TOLD)


def later(home: Home, day: int, hours: int) -> Home:
    """The two weeks before `day` lie `hours` later."""
    return _with_life(home, day, lambda life, _: _rolled(life, hours))


def awake(home: Home, day: int) -> Home:
    """On most of the two weeks' nights something was used."""
    draw = np.random.default_rng(day)

    def plant(life: np.ndarray, first: bool) -> np.ndarray:
        if first:
            nights = np.flatnonzero(draw.random(len(life)) < NIGHTS_AWAKE)
            life[nights, draw.integers(1, 5, len(nights))] = 2
        return life

    return _with_life(home, day, plant)


def without_mornings(home: Home, day: int) -> Home:
    """Nothing is used in the two weeks' mornings."""

    def plant(life: np.ndarray, _: bool) -> np.ndarray:
        life[:, HOURS_OF[Part.MORNING]] = 0
        return life

    return _with_life(home, day, plant)


def _rolled(life: np.ndarray, hours: int) -> np.ndarray:
    return np.roll(life.ravel(), hours).reshape(life.shape)


def _with_life(home: Home, day: int, plant: Callable[[np.ndarray, bool], np.ndarray]) -> Home:
    channels = []
    for number, one in enumerate(home.channels):
        life = one.life.copy()
        life[day - RECENT_DAYS : day] = plant(life[day - RECENT_DAYS : day].copy(), number == 0)
        channels.append(replace(one, life=life))
    return replace(home, channels=tuple(channels))


def found(
    home: Home, plant: Callable[[Home, int], Home], wanted: frozenset[Change]
) -> tuple[int, int]:
    """How many of the planted changes are told, by the end of their two weeks."""
    hits = tries = 0
    for day in range(RECENT_DAYS + BEFORE_TOLD, len(home.weekend) + 1, EVERY):
        if _is_known(until(home, day)):
            tries += 1
            told_of = {one.change for one in changes(until(plant(home, day), day))}
            hits += bool(told_of & wanted)
    return hits, tries


PLANTED: Mapping[str, tuple[Callable[[Home, int], Home], frozenset[Change]]] = {
    **{
        f"day {hours} h later": (
            partial(later, hours=hours),
            frozenset({Change.TURNED, Change.AWAKE}),
        )
        for hours in SHIFTS
    },
    "nights awake": (awake, frozenset({Change.AWAKE, Change.TURNED})),
    "mornings removed": (without_mornings, frozenset({Change.MEALS})),
}


def main() -> None:
    """Read the recordings and print what was told for nothing, and what was found."""
    homes = read_all("python -m benchmarks.rhythm", __doc__, homes_of)
    _print_notes(homes)
    _print_found(homes)
    _print_cost(homes)


def _print_notes(homes: Sequence[tuple[str, Home]]) -> None:
    print(f"  {'untouched':34} {'quarters':>9} " + " ".join(f"{one:>7}" for one in Change))
    total: Counter[Change] = Counter()
    quarters = 0.0
    for name, home in homes:
        counted, judged = notes(home)
        if judged:
            print(f"  {name:34} {judged:9.2f} " + " ".join(f"{counted[c]:7}" for c in Change))
        total += counted
        quarters += judged
    each = " ".join(f"{total[one] / quarters:7.2f}" for one in Change)
    print(f"  {'notes a home-quarter':34} {quarters:9.2f} {each}")
    print(f"  together {total.total() / quarters:.2f} notes a home-quarter")


def _print_found(homes: Sequence[tuple[str, Home]]) -> None:
    print(f"  {'planted':20} {'told of, one plug':>22} {'several':>22}")
    for name, (plant, wanted) in PLANTED.items():
        fit = [
            home
            for _, home in homes
            if Change.MEALS not in wanted or any(one.cooks for one in home.channels)
        ]
        told_of = " ".join(
            _share([found(one, plant, wanted) for one in fit if (len(one.channels) > 1) is several])
            for several in (False, True)
        )
        print(f"  {name:20} {told_of}")


def _share(counted: Sequence[tuple[int, int]]) -> str:
    hits, tries = (sum(one) for one in zip(*counted, strict=True))
    share = f"{hits} of {tries} ({hits / max(tries, 1):.0%})"
    return f"{share:>22}"


def _print_cost(homes: Sequence[tuple[str, Home]]) -> None:
    _, longest = max(homes, key=lambda one: (len(one[1].channels), len(one[1].weekend)))
    known = until(longest, len(longest.weekend))
    begun = perf_counter()
    for _ in range(HOMES):
        changes(known)
    print(f"  {HOMES} homes of {len(known.channels)} plugs: {perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    main()
