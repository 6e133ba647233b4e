from collections.abc import AsyncIterator

import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from tests.bot.telegram_world import TelegramWorld
from tests.bot.village import Village, settled


@pytest.fixture
async def world() -> AsyncIterator[TelegramWorld]:
    made = TelegramWorld()
    yield made
    await made.close()


@pytest.fixture
def village(sqlite_database: Database, clock: ManualClock) -> Village:
    return settled(sqlite_database, clock)
