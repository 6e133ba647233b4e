"""A story is told on a stage of its own; what nobody in it expected fails it at its end."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from structlog.testing import capture_logs

from residents.service import pins

for _module in ("people", "phone", "telephone", "town"):
    pytest.register_assert_rewrite(f"tests.scenarios.{_module}")

from tests.scenarios.town import TUESDAY, Town  # noqa: E402 - its assertions explain themselves


@pytest.fixture
def town(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Town]:
    """A city at eight on a Tuesday morning, or when the story begins, with nobody in it yet."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(pins, "_hasher", lambda: quick)
    with capture_logs() as logs:
        made = Town(tmp_path, getattr(request, "param", TUESDAY))
        yield made
        made.close()
    assert [line for line in logs if line["log_level"] == "error"] == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Generator[None, object, object]:
    """The end of a story belongs to it."""
    result = yield
    told = item.funcargs.get("town")
    if isinstance(told, Town):
        told.ends()
    return result
