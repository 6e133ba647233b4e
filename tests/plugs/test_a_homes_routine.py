"""What a home's silence means, given its own past: no routine knows what comes after."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugs.routine import SLOTS
from plugs.routine.course import LIMITS, STAGES, Stage
from plugs.routine.signs import of_light, of_power
from plugs.routine.worth import Worth, told
from tests.plugs.recorded import HIGH, course, first, kettle, refrigerator, router, stage

WEEKS = 42
HOUR = 6
FALL = 30 * SLOTS + 13 * HOUR
"""A day in the fifth week, at one o'clock."""


def falls(watts: np.ndarray, at: int = FALL) -> np.ndarray:
    """Nobody touches it any more from this slot on."""
    still = watts.copy()
    still[at:] = 0.0
    return still


def test_an_ordinary_week_asks_nothing_of_anybody() -> None:
    judged = course(kettle(WEEKS))
    settled = judged.stage[22 * SLOTS :]
    assert set(settled.tolist()) == {STAGES.index(Stage.NONE)}


@pytest.mark.parametrize("channels", [1, 2])
def test_whoever_falls_is_asked_first_and_found_before_the_fixed_limit(channels: int) -> None:
    watts = [falls(kettle(WEEKS, seed)) for seed in range(channels)]
    judged = course(*watts)
    asked, found = (first(judged, one, FALL) for one in (Stage.SOFT, Stage.HARD))
    assert asked is not None
    assert found is not None
    hours = [judged.silence_hours[slot] for slot in (asked, found)]
    assert hours[0] < hours[1] < HIGH.hours
    uncapped = course(*watts, capped=False)
    assert first(uncapped, Stage.HARD, FALL) == found


def test_a_second_plug_that_fills_the_gaps_of_the_first_finds_her_earlier() -> None:
    morning, evening = (falls(kettle(WEEKS, 1, hours)) for hours in ((7.0,), (12.0, 18.0, 21.0)))
    one, two = course(morning, capped=False), course(morning, evening, capped=False)
    found_by_one, found_by_two = (first(each, Stage.HARD, FALL) for each in (one, two))
    assert found_by_one is not None
    assert found_by_two is not None
    assert found_by_two < found_by_one


@settings(max_examples=25, deadline=None)
@given(st.integers(8 * SLOTS, 34 * SLOTS), st.integers(0, 9))
def test_what_comes_later_changes_nothing_that_was_judged(cut: int, seed: int) -> None:
    watts = kettle(35, seed)
    other = watts.copy()
    other[cut:] = np.random.default_rng(seed).choice([0.0, 900.0, np.nan], len(other) - cut)
    before, after = course(watts), course(other)
    for name in ("silence_hours", "score", "stage"):
        assert np.array_equal(getattr(before, name)[:cut], getattr(after, name)[:cut]), name


@pytest.mark.parametrize("tier", list(LIMITS))
def test_the_fixed_limit_is_the_latest_moment(tier: str) -> None:
    limits = LIMITS[tier]
    judged = course(falls(kettle(WEEKS), 10 * SLOTS + 50), limits=limits)
    late = judged.silence_hours >= limits.hours
    assert late.any()
    assert {stage(judged, slot) for slot in np.flatnonzero(late).tolist()} <= {
        Stage.HARD,
        Stage.LEARNING,
    }
    watchable = late & (np.arange(len(late)) < 20 * SLOTS)
    assert set(judged.stage[watchable].tolist()) == {STAGES.index(Stage.HARD)}


def test_before_three_weeks_only_the_fixed_limit_speaks() -> None:
    judged = course(falls(kettle(WEEKS), 12 * SLOTS + 78))
    assert Stage.SOFT not in {stage(judged, slot) for slot in range(20 * SLOTS)}
    found = first(judged, Stage.HARD)
    assert found is not None
    assert judged.silence_hours[found] == HIGH.hours
    uncapped = course(falls(kettle(WEEKS), 12 * SLOTS + 78), capped=False)
    assert first(uncapped, Stage.HARD) == 21 * SLOTS


@pytest.mark.parametrize(
    ("watts", "worth"),
    [
        (kettle(WEEKS), Worth.INFORMATIVE),
        (refrigerator(WEEKS), Worth.CYCLIC),
        (router(WEEKS), Worth.BLIND),
        (np.full(WEEKS * SLOTS, np.nan), Worth.BLIND),
    ],
    ids=["kettle", "refrigerator", "router", "nothing"],
)
def test_what_a_plug_is_worth(watts: np.ndarray, worth: Worth) -> None:
    assert told(of_power(watts)).worth is worth


@pytest.mark.parametrize("watts", [refrigerator(WEEKS), router(WEEKS)], ids=["fridge", "router"])
def test_a_plug_that_tells_nothing_never_alarms_and_never_watches(watts: np.ndarray) -> None:
    judged = course(watts)
    assert set(judged.stage.tolist()) == {STAGES.index(Stage.LEARNING)}


def test_a_refrigerator_beside_the_kettle_does_not_speak_for_her() -> None:
    alone = course(falls(kettle(WEEKS)))
    both = course(falls(kettle(WEEKS)), refrigerator(WEEKS))
    assert first(both, Stage.HARD, FALL) == first(alone, Stage.HARD, FALL)


def test_missing_data_stops_the_score_and_never_the_clock() -> None:
    watts = falls(kettle(WEEKS))
    gone = watts.copy()
    dark = slice(FALL + 6 * HOUR, FALL + 16 * HOUR)
    gone[dark] = np.nan
    judged, whole = course(gone), course(watts)
    assert len(set(judged.score[dark].tolist())) == 1
    assert judged.score[dark.stop + HOUR] < whole.score[dark.stop + HOUR]
    assert np.array_equal(judged.silence_hours, whole.silence_hours)
    found = first(judged, Stage.HARD, FALL)
    assert found is not None
    assert judged.silence_hours[found] <= HIGH.hours


def test_an_absence_pauses_and_the_clock_begins_again_after_it() -> None:
    watts = falls(kettle(WEEKS))
    away = np.zeros(len(watts), dtype=np.bool_)
    begins, ends = FALL + HOUR, FALL + 4 * SLOTS
    away[begins:ends] = True
    judged = course(watts, away=away)
    assert {stage(judged, slot) for slot in range(begins, ends)} == {Stage.PAUSED}
    assert stage(judged, ends + HOUR) is Stage.NONE
    found = first(judged, Stage.HARD, ends)
    assert found is not None
    assert 10 < (found - ends) / HOUR <= HIGH.hours + 1


def test_days_away_teach_nothing() -> None:
    watts = kettle(WEEKS)
    away = np.zeros(len(watts), dtype=np.bool_)
    for day in range(10, 28, 3):
        watts[day * SLOTS : (day + 2) * SLOTS] = 0.0
        away[day * SLOTS : (day + 2) * SLOTS] = True
    fallen = falls(watts)
    known, unknown = course(fallen, away=away), course(fallen)
    assert known.score[FALL + 10 * HOUR] > unknown.score[FALL + 10 * HOUR]


def test_light_counts_in_the_dark_only() -> None:
    lux = np.zeros(2 * SLOTS)
    lux[60:100] = 300.0
    dark = np.zeros(2 * SLOTS, dtype=np.bool_)
    assert not of_light(lux, dark).life.any()
    assert np.flatnonzero(of_light(lux, ~dark).life).tolist() == [60, 100]


def test_a_known_absence_makes_no_plug_blind() -> None:
    watts = kettle(70)
    away = np.zeros(len(watts), dtype=np.bool_)
    gone = slice(30 * SLOTS, 55 * SLOTS)
    watts[gone] = 0.0
    away[gone] = True
    judged = course(falls(watts, 56 * SLOTS + 80), away=away)
    found = first(judged, Stage.HARD, 56 * SLOTS)
    assert found is not None
    assert judged.silence_hours[found] < HIGH.hours


@pytest.mark.parametrize(("of", "watches"), [(2, False), (5, True)])
def test_what_is_idle_every_second_day_watches_nobody(of: int, *, watches: bool) -> None:
    watts = kettle(60, 5, (10.0, 11.0))
    watts.reshape(-1, SLOTS)[::of] = 0.0
    assert told(of_power(watts)).worth is Worth.INFORMATIVE
    judged = course(falls(watts, 50 * SLOTS))
    assert (first(judged, Stage.HARD, 50 * SLOTS) is not None) is watches


def test_what_watches_goes_on_while_half_the_days_are_empty() -> None:
    watts = kettle(70)
    watts.reshape(-1, SLOTS)[30:43] = 0.0
    judged = course(falls(watts, 44 * SLOTS + 80))
    found = first(judged, Stage.HARD, 44 * SLOTS)
    assert found is not None
    assert judged.silence_hours[found] <= HIGH.hours
