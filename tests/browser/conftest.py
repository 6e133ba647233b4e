"""One browser for all tests, and one website on which each has a resident of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.migrations import migrate
from tests.browser.chromium import PHONE, Chromium
from tests.browser.website import Website


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    started = Chromium(tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture
def browser(chromium: Chromium) -> Chromium:
    """As a reader finds it who has set nothing."""
    chromium.looks_as(*PHONE)
    chromium.prefers()
    chromium.opens("about:blank")
    chromium.requests()
    chromium.complaints()
    return chromium


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty database, as `anbu migrate` makes it."""
    file = tmp_path_factory.mktemp("schema") / "anbu.db"
    migrate(f"sqlite:///{file}")
    return file.read_bytes()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, schema: bytes) -> Iterator[Website]:
    city = Website(tmp_path_factory.mktemp("city"), schema)
    with city.open():
        yield city


@pytest.fixture
def village(tmp_path: Path, schema: bytes) -> Iterator[Website]:
    """A website of one test, whose residents a worker may look after."""
    small = Website(tmp_path, schema)
    with small.open():
        yield small
