"""Everybody who presses help is answered and somebody learns of her, by a worker of its own."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import latency, sink
from benchmarks.latency import City, Load, Measured, measured
from tests.support.postgres import PostgresServer

FEW = 4
ASKED = 4
"""Helpers of one round: nobody is asked twice within her minute, should all live in one place."""


@pytest.fixture
def city(
    postgres: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[City]:
    monkeypatch.setattr(latency, "HELPERS_A_PRESS", FEW * ASKED)
    url = postgres.create_database()
    with sink.running() as telegram:
        city = City(url, tmp_path, telegram)
        yield city
        city.database.close()
    postgres.drop_database(url)


@pytest.mark.parametrize("unlimited", [True, False])
def test_all_are_answered_and_somebody_learns_of_each(city: City, *, unlimited: bool) -> None:
    found: Measured = asyncio.run(
        measured(city, Load(rate=20, seconds=FEW / 20, unlimited=unlimited))
    )
    assert len(found.answers) == len(found.first_cards) == FEW
    assert len(found.other_cards) <= FEW * (ASKED - 1)
    assert min(found.answers + found.first_cards) > 0
    assert found.rung == 0
