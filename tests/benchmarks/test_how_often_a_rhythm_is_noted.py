"""`python -m benchmarks.rhythm` on homes whose figures are known beforehand."""

from pathlib import Path

import pytest

from benchmarks import rhythm
from foundation.settings import Settings
from plugs.routine.rhythm import Change
from tests.plugs.recorded import kettle, refrigerator, write

DAYS = 63


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One home of a regular person with two plugs, one refrigerator."""
    tv = kettle(DAYS, 3, (8.0, 13.0, 19.0))
    write(tmp_path / "home.csv", kettle=kettle(DAYS, 1), tv=tv, fridge=refrigerator(DAYS))
    return tmp_path


def test_a_regular_home_is_not_noted_and_what_is_planted_is(folder: Path) -> None:
    homes = dict(rhythm.homes_of(folder / "home.csv", Settings.load().city()))
    assert list(homes) == ["home: kettle", "home: tv", "home: all 2"]
    both = homes["home: all 2"]
    counted, quarters = rhythm.notes(both)
    assert counted.total() == 0
    assert quarters == pytest.approx((DAYS - 32 + 1) / rhythm.QUARTER)
    for plant, wanted in rhythm.PLANTED.values():
        hits, tries = rhythm.found(both, plant, wanted)
        assert hits == tries == 5


def test_what_goes_on_is_counted_once_in_four_weeks(folder: Path) -> None:
    homes = dict(rhythm.homes_of(folder / "home.csv", Settings.load().city()))
    awake = rhythm.awake(rhythm.awake(homes["home: kettle"], 45), 59)
    counted, _ = rhythm.notes(awake)
    assert counted == {Change.AWAKE: 1}


def test_the_tables_are_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["rhythm", str(folder)])
    rhythm.main()
    told = capsys.readouterr().out
    assert "together 0.00 notes a home-quarter" in told
    assert told.count("5 of 5 (100%)") == len(rhythm.PLANTED) + 1
    monkeypatch.setattr("sys.argv", ["rhythm", str(folder / "nothing")])
    with pytest.raises(SystemExit, match="has no recordings"):
        rhythm.main()
