"""A home whose days go otherwise for two weeks is told of; one that is merely lived in is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugs.routine import SLOTS
from plugs.routine.arrays import Bools, Ints
from plugs.routine.diary import Diary, longest_run
from plugs.routine.habit import HOURS
from plugs.routine.rhythm import Change, Channel, Home, Part, changes, is_back

DAYS = 98
USES = ((7, 0.9), (9, 0.5), (12, 0.8), (15, 0.6), (18, 0.9), (21, 0.7))
NOTHING = np.zeros(DAYS, dtype=np.bool_)
LAST = slice(DAYS - 14, DAYS)


def kettle(seed: int = 1) -> Channel:
    """Used at about these hours of most days, and in one night of thirty."""
    draw = np.random.default_rng(seed)
    life = np.zeros((DAYS, HOURS), dtype=np.int64)
    for day in range(DAYS):
        for hour, chance in (*USES, (3, 0.03)):
            if draw.random() < chance:
                life[day, hour + int(draw.integers(-1, 2))] += 2
    return Channel(life, np.full(DAYS, SLOTS), cooks=True)


def home(*channels: Channel, away: Bools = NOTHING) -> Home:
    return Home(channels or (kettle(),), np.arange(DAYS) % 7 >= 5, away)


def changed(one: Channel, days: slice, what: Callable[[Ints], Ints]) -> Channel:
    life = one.life.copy()
    life[days] = what(life[days].copy())
    return replace(one, life=life)


def awake(life: Ints) -> Ints:
    life[::3, 2] = life[1::3, 4] = 2
    return life


def without_mornings(life: Ints) -> Ints:
    life[:, 5:10] = 0
    return life


def later(life: Ints) -> Ints:
    return np.roll(life.ravel(), 6).reshape(life.shape)


def told(one: Home) -> list[Change]:
    return [each.change for each in changes(one)]


@given(st.integers(0, 300))
def test_an_ordinary_home_is_left_alone(seed: int) -> None:
    assert changes(home(kettle(seed))) == []


@pytest.mark.parametrize(
    ("what", "change"),
    [(awake, Change.AWAKE), (without_mornings, Change.MEALS), (later, Change.TURNED)],
)
def test_two_weeks_that_go_otherwise_are_told_of_and_one_is_not(
    what: Callable[[Ints], Ints], change: Change
) -> None:
    assert told(home(changed(kettle(), LAST, what))) == [change]
    assert told(home(changed(kettle(), slice(DAYS - 5, DAYS), what))) == []


def test_it_is_told_with_its_figures() -> None:
    [one] = changes(home(changed(kettle(), LAST, awake)))
    assert (one.now, one.now_days, one.before, one.before_days) == (10, 14, 1, 56)
    [one] = changes(home(changed(kettle(), LAST, without_mornings)))
    assert (one.now, one.meals) == (0, (Part.MORNING,))
    [one] = changes(home(changed(kettle(), LAST, later)))
    assert one.hours == 6
    assert one.now - one.before in {5, 6, 7}


def test_whoever_is_always_up_at_night_is_not_noted_for_it() -> None:
    assert told(home(changed(kettle(), slice(0, DAYS), awake))) == []


def test_days_elsewhere_say_nothing_whether_they_are_known_or_not() -> None:
    gone = changed(kettle(), slice(DAYS - 9, DAYS), np.zeros_like)
    assert told(home(gone)) == []
    away = NOTHING.copy()
    away[DAYS - 9 :] = True
    assert told(home(changed(kettle(), LAST, awake), away=away)) == []


def test_a_device_that_told_nothing_changes_nothing() -> None:
    tv, broken = kettle(2), kettle(3)
    known = broken.known.copy()
    known[LAST] = 0
    lost = replace(changed(broken, LAST, np.zeros_like), known=known)
    assert told(home(replace(tv, cooks=False), lost)) == []


def test_a_refrigerator_in_the_place_of_a_lamp_is_nobody_awake() -> None:
    lamp = replace(kettle(), cooks=False)
    fridge = changed(lamp, LAST, lambda life: np.full_like(life, 3))
    assert told(home(fridge)) == []


def test_of_few_days_nothing_is_told() -> None:
    young = kettle()
    known = young.known.copy()
    known[: DAYS - 14 - 17] = 0
    assert told(home(replace(changed(young, LAST, awake), known=known))) == []


@pytest.mark.parametrize("what", [awake, without_mornings, later])
def test_it_is_over_when_a_week_is_as_before(what: Callable[[Ints], Ints]) -> None:
    [change] = changes(home(changed(kettle(), LAST, what)))
    goes_on = changed(kettle(), slice(DAYS - 24, DAYS), what)
    over = changed(kettle(), slice(DAYS - 24, DAYS - 10), what)
    assert not is_back(home(goes_on), change, 10)
    assert is_back(home(over), change, 10)
    assert not is_back(home(over), change, 2)


# What it is read from


def test_a_diary_is_as_it_was_once_it_is_stored_and_read() -> None:
    first = date(2026, 3, 2)
    one = Diary.empty(first)
    for slots in ([42, 43, 140], [], [0]):
        one = one.with_day(lively=slots, hot=[5, 6, 7, 9], known=SLOTS, drawn=len(slots))
    assert (one.life[0, 7], one.life[0, 23], one.life.sum()) == (2, 1, 4)
    assert one.hot.tolist() == [3, 3, 3]
    again = Diary.from_json(one.as_json())
    assert again.as_json() == one.as_json()
    assert again.until == date(2026, 3, 5)
    later_on = one.since(date(2026, 3, 3), 4)
    assert later_on.known.tolist() == [SLOTS, SLOTS, 0, 0]
    earlier = one.since(date(2026, 2, 28), 4)
    assert earlier.drawn.tolist() == [0, 0, 3, 0]


@given(st.sets(st.integers(0, 30)))
def test_the_longest_run_is_the_longest(slots: set[int]) -> None:
    runs = [
        length
        for start in range(31)
        for length in range(32)
        if set(range(start, start + length)) <= slots
    ]
    assert longest_run(slots) == max(runs)
