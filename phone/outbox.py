"""What this edge asks of the outbox."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from messaging.model import Posted
from phone.channels import Claimed


class Outbox(Protocol):
    """What `messaging.service` knows of messages that have left."""

    def find(self, uow: UnitOfWork, outbox_id: str) -> Posted | None:
        """One message."""
        ...

    def adopt(self, uow: UnitOfWork, outbox_id: str, provider_id: str) -> None:
        """The provider has this message under this id: whatever was unknown of it is known."""
        ...

    def claimed(self, uow: UnitOfWork, provider_ids: Collection[str]) -> Collection[str]:
        """Of these provider ids, those of some message."""
        ...


def claims_of(outbox: Outbox, database: Database) -> Claimed:
    """The question that channels ask, which hold no transaction."""

    async def claimed(attempt: str, provider_ids: Collection[str]) -> Collection[str]:
        def read() -> Collection[str]:
            with database.read() as uow:
                posted = outbox.find(uow, attempt)
                if posted is None or posted.provider_id is None:
                    return outbox.claimed(uow, provider_ids)
                # A callback came while our own request was given up: it told which one it is.
                return set(provider_ids) - {posted.provider_id}

        return await database.aio(read)

    return claimed
