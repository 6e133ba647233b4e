"""What a vendor does, and what the city knows afterwards."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import col, select

from escalation import store as cases
from escalation.model import Case
from foundation.clock import ManualClock
from foundation.keyring import KeyRing
from messaging.tables import OutboxRow
from residents.model import Resident
from runtime.wiring import Service
from signals import service as signals
from signals.model import Signal, SignalKind
from tests.admin_api.office import add_resident
from tests.support.database import MONDAY_MORNING
from tests.vendors.maps import NAME
from vendors import service as vendors
from vendors import signing
from vendors.model import Event

NUMBER = "0312345678"
A_MONTH = timedelta(days=30)


def nothing_later(*_args: object) -> None:
    """The town has nothing to do here."""


@dataclass(frozen=True)
class VendorWorld:
    """A service that stands, and a vendor with its secret."""

    service: Service
    clock: ManualClock
    client: httpx.AsyncClient
    folder: Path

    def her(self, number: str | None = NUMBER, name: str = "김순자") -> Resident:
        """A resident whom the vendor knows by this number."""
        with self.service.database.write() as uow:
            resident = add_resident(uow, name=name)
            if number is not None:
                vendors.serve(uow, resident.ref, NAME, number, "staff:1")
        return resident

    def signed(self, body: bytes, *, key: int = 1, name: str = NAME) -> dict[str, str]:
        """The header with which this body is let in now."""
        secret = signing.secret_of(KeyRing.demo_ring(), name, key)
        return {signing.HEADER: signing.written(secret, key, self.clock.now(), body)}

    async def posts(
        self,
        content: bytes | dict[str, Any] | AsyncIterator[bytes],
        headers: dict[str, str] | None = None,
        name: str = NAME,
    ) -> int:
        """Post as the vendor does; returns the answer's status."""
        body = json.dumps(content).encode() if isinstance(content, dict) else content
        if headers is None:
            assert isinstance(body, bytes)
            headers = self.signed(body, name=name)
        answer = await self.client.post(f"/vendors/{name}", content=body, headers=headers)
        assert answer.content == b""
        return answer.status_code

    async def works(self) -> None:
        await self.service.worker.cycle()

    def heard(self, resident: Resident) -> list[Signal]:
        """What was recorded of her."""
        with self.service.database.read() as uow:
            return signals.since(uow, resident.ref, SignalKind, MONDAY_MORNING - A_MONTH)

    def case(self, resident: Resident) -> Case | None:
        with self.service.database.read() as uow:
            found = cases.open_of(uow, resident.ref)
        return None if found is None else found[0]

    def waiting(self) -> list[Event]:
        with self.service.database.read() as uow:
            return vendors.waiting(uow)

    def refused(self) -> dict[str, int]:
        """By vendor, how many posts were not let in."""
        with self.service.database.read() as uow:
            return {one.vendor.name: one.refused for one in vendors.standings(uow)}

    def told(self, template: str) -> list[dict[str, Any]]:
        """What the messages of a template say."""
        with self.service.database.read() as uow:
            statement = select(OutboxRow.content).where(col(OutboxRow.template) == template)
            return [dict(row) for row in uow.session.exec(statement)]


def post(level: str = "심각", number: str = NUMBER, **fields: Any) -> dict[str, Any]:
    at = fields.pop("at", "2026-03-02 08:10")
    return {
        "contract": {"no": number},
        "level": level,
        "at": at,
        "message": "24시간 없음",
        **fields,
    }
