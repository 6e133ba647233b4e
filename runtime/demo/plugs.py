"""The town's plugs speak to the service through a real broker."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from town.homes import Homes
from town.servers.mqtt import PlugFleet, Publisher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from plugs.listener import Listener
    from runtime.demo.conductor import Conductor
    from runtime.wiring import Service
    from town.servers.mqtt import Broker
    from town.town import Town

HANGS_SECONDS = 30.0
"""Real time: when it passes, something hangs, and the demo stops and says so."""


@dataclass(frozen=True, slots=True)
class PlugLine:
    """From the plugs through the broker to the listener."""

    publisher: Publisher
    listener: Listener

    def come_to_rest(self) -> None:
        """Wait until every message was recorded. Raises TimeoutError when they never are."""
        said = self.publisher.published
        if not self.listener.wait_until_handled(said, HANGS_SECONDS):
            message = f"The plugs said {said} messages, {self.listener.handled} were recorded."
            raise TimeoutError(message)


@asynccontextmanager
async def plugged_in(
    seed: int, broker: Broker, service: Service, town: Town, conductor: Conductor
) -> AsyncIterator[Homes]:
    """The listener listens, and the town has its plugs on the broker."""
    assert service.plugs is not None  # noqa: S101 - the demo has a broker
    service.plugs.start()
    try:
        await asyncio.to_thread(service.plugs.wait_until_connected, HANGS_SECONDS)
        with Publisher(broker.port) as publisher:
            conductor.lines = (PlugLine(publisher, service.plugs),)
            fleet = PlugFleet(service.database.now, conductor.schedule, publisher.publish)
            yield Homes(
                seed,
                town.cast,
                fleet,
                service.database.now,
                conductor.schedule,
                service.calendar.zone,
                town.truth,
            )
    finally:
        service.plugs.stop()
