"""What every run stands on."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from structlog.testing import capture_logs

from checkins import watch
from foundation.memory import collect_seldom
from residents.service import pins
from tests.simulation.kept import keep_engines
from tests.simulation.played import plans


def pytest_generate_tests(metafunc: Any) -> None:
    if "plan" in metafunc.fixturenames:
        metafunc.parametrize("plan", plans(), ids=lambda plan: f"seed-{plan.seed}")


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all runs, empty at each one's beginning: its engine is known by then."""
    folder = tmp_path_factory.getbasetemp() / "town"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def kept_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_engines(monkeypatch)


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.fixture(autouse=True)
def seldom_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has no plan is found by the checkers before the round for such finds her.

    Made every quarter of an hour, it would be most of what a quiet fortnight does.
    """
    monkeypatch.setattr(watch, "EVERY", timedelta(hours=2))


@pytest.fixture(autouse=True, scope="session")
def seldom_collected() -> None:
    """As every process of the service does."""
    collect_seldom()


@pytest.fixture(autouse=True)
def quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes a PIN slow to guess is not what is tried here."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(pins, "_hasher", lambda: quick)
