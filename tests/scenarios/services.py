"""Another service in a story, which looks after residents in its own way and tells the city."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import httpx

from foundation.keyring import KeyRing
from tests.support.inprocess import SERVICE
from tests.vendors.maps import DEUNDEUN, NAME
from vendors import service as vendors
from vendors import signing

if TYPE_CHECKING:
    from tests.scenarios.people import Resident
    from tests.scenarios.town import Town


class OtherService:
    """든든e살핌, which knows residents by a contract's number and posts what it decides."""

    def __init__(self, town: Town) -> None:
        self._town = town
        with town.service.database.write() as uow:
            vendors.add_vendor(uow, NAME, DEUNDEUN, "deundeun.toml")

    def serves(self, resident: Resident, number: str) -> int:
        """An officer notes it; how many messages that waited were hers."""
        with self._town.service.database.write() as uow:
            told = vendors.serve(uow, resident.ref, NAME, number, "staff:1")[1]
        self._town.settle()
        return told

    def says(self, level: str, number: str, message: str = "", at: datetime | None = None) -> None:
        """It posts, signed; the city takes it and acts."""
        told = {
            "contract": {"no": number},
            "level": level,
            "at": (at or self._town.now).isoformat(),
            "message": message,
        }
        self._town.does(self._posts(json.dumps(told).encode()))
        self._town.settle()

    async def _posts(self, body: bytes) -> None:
        secret = signing.secret_of(KeyRing.demo_ring(), NAME, 1)
        headers = {signing.HEADER: signing.written(secret, 1, self._town.clock.now(), body)}
        async with httpx.AsyncClient(transport=self._town._network) as client:
            answer = await client.post(
                f"http://{SERVICE}/vendors/{NAME}", content=body, headers=headers
            )
        assert answer.status_code == 202
