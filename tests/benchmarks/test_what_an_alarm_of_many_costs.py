"""Everybody who presses help at once is decided about, answered, and the gravest word is heard."""

from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks import sink
from benchmarks.engine import City, idle, measure
from runtime import dispatch

FEW = 6
MANY = 60
STATEMENTS_OF_A_CASE = 5
"""With its share of what is asked once for a batch; one for each case more is noticed here."""
STATEMENTS_OF_A_MESSAGE = 4


def test_all_are_decided_about_and_answered_over_http(database_url: str, tmp_path: Path) -> None:
    with sink.running() as telegram:
        city = City(database_url, tmp_path, telegram)
        measured = measure(city, FEW)
        assert telegram.count() >= measured.messages.count >= FEW
    assert measured.residents == FEW
    assert measured.first_seconds > 0


def test_most_statements_are_those_of_a_whole_batch(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "LONG_ENOUGH", timedelta(hours=1))  # on a slow machine too
    with sink.running() as telegram:
        measured = measure(City(database_url, tmp_path, telegram), MANY)
    assert measured.cases.statements / MANY <= STATEMENTS_OF_A_CASE
    assert measured.messages.statements / measured.messages.count <= STATEMENTS_OF_A_MESSAGE


def test_a_cycle_without_anything_due_asks_little_in_any_city(
    database_url: str, tmp_path: Path
) -> None:
    with sink.running() as telegram:
        city = City(database_url, tmp_path, telegram)
        took = idle(city, [FEW, MANY])
    assert list(took) == [FEW, MANY]
