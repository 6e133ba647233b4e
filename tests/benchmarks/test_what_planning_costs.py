"""What a due resident costs does not depend on how many residents there are.

Times are measured by `python -m benchmarks.planning`; here statements are counted, which are the
same on every machine.
"""

from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.planning import City, measure

STATEMENTS_OF_A_TURN = 7
"""A turn in which a check-in is planned, begun and asked; one statement more is noticed here."""


def test_a_turn_asks_the_database_as_often_in_a_big_city(database_url: str, tmp_path: Path) -> None:
    city = City(database_url, tmp_path)
    city.grow(40)
    few = city.plan(20)
    city.grow(200)
    many = city.plan(20)
    city.database.close()
    assert few.statements_each == pytest.approx(many.statements_each, abs=0.5)
    assert many.statements_each <= STATEMENTS_OF_A_TURN


def test_the_benchmark_prints_its_curves(database_url: str, tmp_path: Path) -> None:
    city = City(database_url, tmp_path)
    console = Console(width=130, record=True, quiet=False)
    measure(city, [60], [10], console)
    city.database.close()
    said = console.export_text()
    for title in ("residents", "due", "nothing due, ms", "the watch"):
        assert f"{city.database.dialect}: {title}" in said
