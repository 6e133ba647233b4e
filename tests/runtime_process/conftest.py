import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from tests.runtime_process.installation import Installation, well_installed


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """A command sets up logging for its process; here it is the tests' process."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level


@pytest.fixture
async def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Installation]:
    """A city whose installation is well."""
    async with well_installed(tmp_path, monkeypatch) as city:
        yield city
