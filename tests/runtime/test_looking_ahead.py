"""`anbu capacity` says whether the coming days fit, in words and in figures."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from residents.model import Device, StaffRole
from runtime.cli import app
from tests.runtime.neighbourhood import DISTRICT, Neighbourhood


@pytest.fixture(autouse=True)
def telegram(monkeypatch: pytest.MonkeyPatch) -> None:
    """The installation has Telegram and nothing else."""
    monkeypatch.setenv("ANBU_TELEGRAM_MODE", "polling")
    monkeypatch.setenv("ANBU_TELEGRAM_TOKEN", "1:made-up")


def ten_without_telephones(city: Neighbourhood) -> None:
    for year in range(1931, 1941):
        nothing = frozenset({Device.NONE})
        city.resident(telegram=False, birth_year=year, phones=(), devices=nothing)


def test_a_city_that_fits_is_told_so(city: Neighbourhood) -> None:
    city.resident()
    city.helper()
    city.staff()
    city.staff(StaffRole.LEAD, duty=True)
    city.settle()
    told = CliRunner().invoke(app, ["capacity", "--days", "3"])
    assert told.exit_code == 0, told.output
    assert "앞으로 3일 · 안부를 여쭙는 주민 1명" in told.output
    assert "한도와 시간, 사람이 모두 넉넉합니다." in told.output
    assert "텔레그램 1" in told.output
    assert "기록이 없어 가정" in told.output


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ko",
            [
                "지좌동: 맡을 사람이 없는 일 3월 3일 (화) 10건, 3월 4일 (수) 10건",
                "지좌동: 이웃 4명 더",
                "지좌동: 담당자 3명 더",
            ],
        ),
        (
            "en",
            [
                "Jijwa-dong: visits that nobody can take: Tue, Mar 3: 10",
                "Jijwa-dong: 4 more helpers",
            ],
        ),
        ("vi", ["Jijwa-dong: thêm 4 người giúp"]),
        ("zh_Hans", ["Jijwa-dong：再增加4名邻里"]),
    ],
)
def test_what_is_missing_and_what_would_mend_it(
    city: Neighbourhood, language: str, words: list[str]
) -> None:
    ten_without_telephones(city)
    city.settle()
    told = CliRunner().invoke(app, ["capacity", "--days", "2", "--language", language])
    assert told.exit_code == 1, told.output
    assert [one for one in words if one not in told.output] == []


def test_the_file_holds_every_figure(city: Neighbourhood, tmp_path: Path) -> None:
    ten_without_telephones(city)
    city.resident()
    city.settle()
    file = tmp_path / "days.json"
    told = CliRunner().invoke(app, ["capacity", "--days", "1", "--json", str(file)])
    assert told.exit_code == 1, told.output
    figures = json.loads(file.read_text(encoding="utf-8"))
    assert (figures["residents"], figures["fits"]) == (11, False)
    assert sum(hour["asked"].get("person", 0) for hour in figures["hours"]) == 10
    assert sum(hour["asked"].get("telegram", 0) for hour in figures["hours"]) == 1
    (lack,) = figures["lacks"]
    assert (lack["of"], lack["district"]) == ("people", DISTRICT)
    assert {one["change"] for one in figures["suggestions"]} == {"helpers", "officers"}
    assert all(one["removes"] == [lack] for one in figures["suggestions"])


def test_an_unknown_language_is_refused() -> None:
    told = CliRunner().invoke(app, ["capacity", "--language", "xx"])
    assert told.exit_code == 2
    assert "zh_Hans" in told.stderr
