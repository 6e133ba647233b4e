"""One browser and one website for all tests; each test has a resident of its own."""

from collections.abc import Iterator

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
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Website]:
    folder = tmp_path_factory.mktemp("city")
    file = folder / "schema.db"
    migrate(f"sqlite:///{file}")
    city = Website(folder, file.read_bytes())
    with city.open():
        yield city
