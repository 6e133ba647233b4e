import pytest

from tests.town.timeline import Timeline


@pytest.fixture
def timeline() -> Timeline:
    return Timeline()
