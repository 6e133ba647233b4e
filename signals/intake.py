"""The door for facts from outside: record first, acknowledge then.

A fact goes to the database within two seconds, else into the spool, which the worker drains
before anything else. Only when both fail is the sender told so.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

import structlog

from foundation import limits
from foundation.spool import SpoolFullError
from signals.model import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foundation.database import Database
    from foundation.spool import Spool
    from foundation.unit_of_work import UnitOfWork

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Inbound:
    """What a provider sent, as it came. `source_id` makes a repetition harmless."""

    source: Source
    source_id: str
    body: bytes
    received_at: datetime


Edge: TypeAlias = Callable[["UnitOfWork", Inbound], None]
"""Translates an inbound fact and records it. Never raises for bad input: it records that too."""


class IntakeUnavailableError(Exception):
    """Neither database nor spool takes facts: the sender must hear it (503) and try again."""


class Intake:
    """Takes facts of several sources. `poke` wakes the worker after a fact was recorded.

    `also` takes in what comes by no request, such as files; it returns how much and never raises.
    """

    def __init__(
        self,
        database: Database,
        spool: Spool,
        edges: Mapping[Source, Edge],
        poke: Callable[[], None],
        also: Callable[[], int] | None = None,
    ) -> None:
        self._database = database
        self._spool = spool
        self._edges = edges
        self._poke = poke
        self._also = also

    async def take(self, inbound: Inbound) -> None:
        """Record `inbound`, or spool it. Raises IntakeUnavailableError when both fail."""
        try:
            await asyncio.wait_for(
                self._database.aio(lambda: self._record(inbound)), limits.INTAKE_DATABASE_SECONDS
            )
        except Exception as error:
            # Whatever it is, the fact must not be lost. Not in one of the database's threads:
            # they may all be waiting for it.
            log.warning("fact_spooled", source=inbound.source, exc_info=error)
            self._spool_away(inbound)
        self._poke()

    def drain(self) -> int:
        """Record what the spool holds; returns how many. Raises when the database is away."""
        spooled = self._spool.drain(lambda record: self._record(_unpacked(record)))
        return spooled if self._also is None else spooled + self._also()

    def spooled(self) -> int:
        """How many facts wait in the spool."""
        return self._spool.size()

    def spooled_since(self) -> datetime | None:
        """When the oldest fact in the spool came; None when it is empty."""
        return self._spool.oldest_at()

    def _record(self, inbound: Inbound) -> None:
        with self._database.write() as uow:
            self._edges[inbound.source](uow, inbound)

    def _spool_away(self, inbound: Inbound) -> None:
        try:
            self._spool.append(_packed(inbound))
        except (OSError, SpoolFullError) as error:
            log.error("fact_refused", source=inbound.source, error=type(error).__name__)
            raise IntakeUnavailableError from error


def _packed(inbound: Inbound) -> bytes:
    return json.dumps(
        {
            "source": inbound.source,
            "source_id": inbound.source_id,
            "body": base64.b64encode(inbound.body).decode(),
            "received_at": inbound.received_at.isoformat(),
        }
    ).encode()


def _unpacked(record: bytes) -> Inbound:
    fields = json.loads(record)
    return Inbound(
        source=Source(fields["source"]),
        source_id=fields["source_id"],
        body=base64.b64decode(fields["body"]),
        received_at=datetime.fromisoformat(fields["received_at"]),
    )
