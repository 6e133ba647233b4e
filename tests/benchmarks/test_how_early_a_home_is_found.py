"""`python -m benchmarks.detection` on homes whose figures are known beforehand."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.detection import __main__ as command
from benchmarks.detection.homes import CLOCK, HOURS, ONE, SCORE, SELDOM, SEVERAL, cases_of
from benchmarks.detection.measuring import bar_for, measure
from foundation.settings import Settings
from plugs.routine import SLOTS
from tests.plugs.recorded import kettle, refrigerator, write

DAYS = 40
AWAY = slice(30 * SLOTS, 32 * SLOTS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two homes of regular people; in the first nobody is at home for two days."""
    first, second = kettle(DAYS, 1), kettle(DAYS, 2)
    first[AWAY] = 0.0
    write(tmp_path / "first.csv", kettle=first, fridge=refrigerator(DAYS))
    write(tmp_path / "second.csv", kettle=second, tv=kettle(DAYS, 3, (13.0, 19.0)))
    return tmp_path


def test_a_refrigerator_is_no_case_and_two_plugs_are_three(folder: Path) -> None:
    city = Settings.load().city()
    assert [case.kind for case in cases_of(folder / "first.csv", city)] == [ONE]
    assert [case.kind for case in cases_of(folder / "second.csv", city)] == [ONE, ONE, SEVERAL]


def test_two_days_away_are_one_false_alarm_of_any_rule(folder: Path) -> None:
    (case,) = cases_of(folder / "first.csv", Settings.load().city())
    for rule in ({HOURS: 24.0}, {SCORE: 2.5}):
        found = measure([case], rule)
        assert found.alarms[0] == pytest.approx(1 / case.months)
    fixed = measure([case], {HOURS: 24.0})
    assert fixed.half[0] < 24.0
    assert fixed.most[0] <= 24.0
    assert (case.onsets[HOURS][:, 0] < 24.0).all()


def test_a_washing_machine_finishes_after_a_fall_and_a_kettle_hardly_goes_on(
    tmp_path: Path,
) -> None:
    washer = kettle(DAYS, 4)
    for start in np.flatnonzero(washer):
        washer[start : start + 6] = [600.0, 60.0] * 3
    write(tmp_path / "home.csv", kettle=kettle(DAYS, 4), washer=washer)
    city, rule = Settings.load().city(), {HOURS: 24.0}
    one, other, _ = cases_of(tmp_path / "home.csv", city)
    boiled, washed = (measure([case], rule).most[0] for case in (one, other) if case.kind == ONE)
    assert boiled <= 24.0 + 2 / 6
    assert 24.0 + 2 / 6 < washed <= 24.0 + 7 / 6


def test_what_is_idle_on_most_days_is_told_apart(tmp_path: Path) -> None:
    washer = kettle(60, 4)
    washer.reshape(-1, SLOTS)[::3] = 0.0
    write(tmp_path / "home.csv", kettle=kettle(60, 5), washer=washer)
    kinds = [case.kind for case in cases_of(tmp_path / "home.csv", Settings.load().city())]
    assert kinds == [ONE, SELDOM, SELDOM]


def test_what_was_not_measured_is_silence_on_the_clock_alone(tmp_path: Path) -> None:
    watts = kettle(DAYS, 1)
    watts[30 * SLOTS : 31 * SLOTS + 60] = np.nan
    write(tmp_path / "home.csv", kettle=watts)
    (case,) = cases_of(tmp_path / "home.csv", Settings.load().city())
    assert case.silences[CLOCK].max() > 30.0
    assert case.silences[HOURS].max() < 24.0


def test_the_bar_for_a_budget_keeps_it(folder: Path) -> None:
    (case,) = cases_of(folder / "first.csv", Settings.load().city())
    for budget in (0.0, 2.0, 20.0):
        bar = bar_for([case], SCORE, budget)
        assert measure([case], {SCORE: bar}).alarms[0] <= budget
        assert np.isfinite(bar)


def test_both_tables_are_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["detection", str(folder)])
    command.main()
    told = capsys.readouterr().out
    assert "one plug: 3 cases of 2 homes" in told
    assert "high: routine, 24 h at the latest" in told
    monkeypatch.setattr("sys.argv", ["detection", str(folder / "nothing")])
    with pytest.raises(SystemExit, match="has no recordings"):
        command.main()
