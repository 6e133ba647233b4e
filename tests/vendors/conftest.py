"""A city with one vendor, and a door at which it posts."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from foundation.clock import ManualClock
from foundation.ids import seeded
from foundation.keyring import KeyRing
from runtime.web import web_app
from runtime.wiring import Surroundings, build
from tests.support.database import MONDAY_MORNING
from tests.support.inprocess import SERVICE, Network, settings_for
from tests.vendors.maps import DEUNDEUN, NAME
from tests.vendors.vendor_world import VendorWorld, nothing_later
from town.servers.telegram import BotApi
from vendors import service as vendors


@pytest.fixture
async def city(database_url: str, tmp_path: Path) -> AsyncIterator[VendorWorld]:
    clock = ManualClock(MONDAY_MORNING)
    folder = tmp_path / "drop"
    (folder / NAME).mkdir(parents=True)
    async with httpx.AsyncClient() as nobody:
        telegram = BotApi(clock.now, nothing_later, nobody)
        settings = settings_for(tmp_path, database_url, telegram)
        around = Surroundings(
            clock=clock,
            ids=seeded(clock, 1),
            keyring=KeyRing.demo_ring(),
            durable=False,
            transport=Network(),
        )
        service = build(settings.model_copy(update={"vendor_drop_dir": folder}), around)
        with service.database.write() as uow:
            vendors.add_vendor(uow, NAME, DEUNDEUN, "deundeun.toml")
        door = httpx.ASGITransport(web_app(service))
        async with httpx.AsyncClient(transport=door, base_url=f"http://{SERVICE}") as client:
            yield VendorWorld(service, clock, client, folder)
        await service.close()
