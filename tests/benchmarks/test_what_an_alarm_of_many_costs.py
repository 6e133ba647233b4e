"""Everybody who presses help at once is decided about, answered, and the gravest word is heard."""

from pathlib import Path

from benchmarks import sink
from benchmarks.engine import City, measure

FEW = 6


def test_all_are_decided_about_and_answered_over_http(database_url: str, tmp_path: Path) -> None:
    with sink.running() as telegram:
        city = City(database_url, tmp_path, telegram)
        measured = measure(city, FEW)
        assert telegram.count() >= measured.messages >= FEW
    assert measured.residents == FEW
    assert measured.first_seconds > 0
