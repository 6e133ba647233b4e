"""What every run stands on."""

from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from structlog.testing import capture_logs

from residents.service import pins
from tests.simulation.played import plans


def pytest_generate_tests(metafunc: Any) -> None:
    if "plan" in metafunc.fixturenames:
        metafunc.parametrize("plan", plans(), ids=lambda plan: f"seed-{plan.seed}")


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    with capture_logs():
        yield


@pytest.fixture(autouse=True)
def quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes a PIN slow to guess is not what is tried here."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(pins, "_hasher", lambda: quick)
