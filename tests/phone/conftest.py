from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.phone.answer_web import Web
from tests.phone.phone_world import PhoneWorld


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[PhoneWorld]:
    made = PhoneWorld(tmp_path)
    yield made
    await made.close()


@pytest.fixture
async def web(world: PhoneWorld) -> AsyncIterator[Web]:
    made = Web(world)
    yield made
    await made.client.aclose()
