"""`anbu plugs score` and `anbu plugs informative` on files as they are recorded."""

import csv
import gzip
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread
from typer.testing import CliRunner, Result

from foundation.city import City
from plugs import picture
from plugs.daylight import dark_slots
from plugs.recording import WrongRecordingError, read, spans
from plugs.routine import SLOTS
from runtime.cli import app
from tests.plugs.recorded import course, kettle, refrigerator, router, write
from tests.runtime.neighbourhood import SEOUL

DAYS = 26
HEADING = "ts,plug,watts,watts_inst,lux\n"


def anbu(*words: object) -> Result:
    return CliRunner().invoke(app, ["plugs", *map(str, words)])


def scores(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    still = kettle(DAYS)
    still[24 * SLOTS + 70 :] = 0.0
    return write(tmp_path / "home.csv", kettle=still, fridge=refrigerator(DAYS), box=router(DAYS))


def test_a_row_for_each_moment_as_the_service_judges_it(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    told = anbu("score", home, "--tier", "high", "--out", out)
    assert told.exit_code == 0, told.output
    rows = scores(out)
    assert len(rows) == DAYS * SLOTS
    assert list(rows[0]) == ["ts", "silence_h", "score", "stage"]
    assert (rows[0]["ts"], rows[1]["ts"]) == ("2026-03-02T00:00:00", "2026-03-02T00:10:00")
    found = read(home)
    judged = course(*found.watts.values())
    assert [float(row["score"]) for row in rows] == judged.score.round(4).tolist()
    assert {row["stage"] for row in rows} == {"learning", "none", "soft", "hard"}


def test_channels_tier_cap_and_absences_are_chosen(home: Path, tmp_path: Path) -> None:
    out, away = tmp_path / "scores.csv", tmp_path / "away.csv"
    away.write_text("start,end\n2026-03-26T12:00,2026-03-27T12:00\n", encoding="utf-8")
    told = anbu("score", home, "--channels", "kettle", "--no-cap", "--absences", away, "--out", out)
    assert told.exit_code == 0, told.output
    paused = [row["ts"] for row in scores(out) if row["stage"] == "paused"]
    assert (len(paused), paused[0]) == (SLOTS, "2026-03-26T12:00:00")
    assert anbu("score", home, "--tier", "highest", "--out", out).exit_code == 2
    unknown = anbu("score", home, "--channels", "kettle,oven", "--out", out)
    assert unknown.exit_code == 2
    assert "it has no oven, only kettle, fridge, box" in unknown.output
    away.write_text("start,end\n2026-03-26T12:00,\n", encoding="utf-8")
    assert "row 2 of away.csv" in anbu("score", home, "--absences", away, "--out", out).output


def test_what_each_plug_is_worth_is_said(home: Path) -> None:
    lines = [line.split("\t") for line in anbu("informative", home).output.splitlines()]
    assert lines[0] == ["plug", "worth", "days", "events_a_day", "empty_days"]
    assert {name: worth for name, worth, *_ in lines[1:]} == {
        "kettle": "informative",
        "fridge": "cyclic",
        "box": "blind",
    }


def reds(path: Path) -> int:
    """How many dots are drawn in the colour of an alarm."""
    alarm = np.array([0xB4, 0x3A, 0x0A]) / 255
    return int((np.abs(imread(path)[..., :3] - alarm).max(axis=2) < 0.02).sum())


def test_a_home_is_drawn_with_its_alarms(home: Path, tmp_path: Path) -> None:
    png, calm = tmp_path / "home.png", tmp_path / "calm.png"
    drawn = anbu("show", home, "--png", png, "--days", 5, "--language", "en")
    assert drawn.exit_code == 0, drawn.output
    assert "shows 5 days" in drawn.output
    usual = write(tmp_path / "usual.csv", kettle=kettle(DAYS))
    assert anbu("show", usual, "--png", calm, "--days", 5, "--language", "en").exit_code == 0
    assert imread(png).shape == imread(calm).shape == (1210, 1320, 4)
    assert reds(png) > reds(calm) + 50


def test_without_a_font_it_says_what_to_install(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(picture.FONTS, "ko", ("Of no machine",))
    told = anbu("show", home, "--png", tmp_path / "home.png")
    assert told.exit_code == 2
    assert "apt-get install fonts-noto-cjk" in told.output


def test_rows_in_any_order_finer_rows_and_a_compressed_file_are_read(tmp_path: Path) -> None:
    rows = [
        "2026-03-02T00:10:00,tv,30,,",
        "2026-03-02 00:04,tv,10,,",
        "2026-03-02T00:09:59,tv,20,,",
        "2026-03-02T00:20:00,room,,,55.5",
    ]
    path = tmp_path / "home.csv.gz"
    path.write_bytes(gzip.compress(("\ufeff" + HEADING + "\n".join(rows)).encode()))
    found = read(path)
    assert (found.first, found.days, found.begins, found.ends) == (date(2026, 3, 2), 1, 0, 3)
    assert found.watts["tv"][:3].tolist()[:2] == [15.0, 30.0]
    assert np.isnan(found.watts["tv"][2])
    assert found.lux["room"][2] == 55.5
    assert found.problems == ()


def test_rows_that_cannot_be_read_are_named_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "home.csv"
    rows = [
        "2026-03-02T00:00,tv,10,,",
        "yesterday,tv,10,,",
        "2026-03-02T00:10,tv,-3,,",
        "2026-03-02T00:20,tv,much,,",
        "2026-03-02T00:30",
        "2026-03-02T00:40,tv,inf,,",
    ]
    path.write_text(HEADING + "\n".join(rows), encoding="utf-8")
    found = read(path)
    assert np.flatnonzero(np.isfinite(found.watts["tv"])).tolist() == [0]
    assert found.problems == (
        "Row 6 was left out: too few columns.",
        "Row 3 was left out: no local time such as 2026-09-08T07:40.",
        "Row 4 was left out: watts is no measured value.",
        "Row 5 was left out: watts is no measured value.",
        "Row 7 was left out: watts is no measured value.",
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "lacks ts, plug, watts"),
        ("ts,plug\n", "lacks watts"),
        (HEADING, "no row with a time"),
    ],
)
def test_a_file_that_is_no_recording_is_refused(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "home.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WrongRecordingError, match=why):
        read(path)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "home.csv.gz"
    path.write_bytes(gzip.compress(HEADING.encode())[:-6])
    with pytest.raises(WrongRecordingError, match="EOFError"):
        read(path)


def test_spans_before_and_after_the_recording_are_cut(tmp_path: Path) -> None:
    home = read(write(tmp_path / "home.csv", tv=router(2)))
    away = tmp_path / "away.csv"
    spoken = "2026-02-01T00:00,2026-03-02T00:05\n2026-03-03T23:50,2026-04-01T00:00\n"
    away.write_text("start,end\n" + spoken, encoding="utf-8")
    assert np.flatnonzero(spans(away, home)).tolist() == [0, 2 * SLOTS - 1]


def test_it_is_dark_from_an_hour_after_sunset_on() -> None:
    city = City("김천시", SEOUL, "054-420-6114")
    dark = dark_slots(date(2026, 12, 21), 1, city)
    light = np.flatnonzero(~dark)
    assert (light[0] // 6, light[-1] // 6) == (6, 18)
    north = City("북극", SEOUL, "054-420-6114", latitude=80.0)
    assert dark_slots(date(2026, 12, 21), 1, north).all()
    assert not dark_slots(date(2026, 6, 21), 1, north).any()
