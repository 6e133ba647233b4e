"""Messages as packages post them, and seams at which a worker dies."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from typing_extensions import override

from foundation.seams import Crash, Seams
from messaging import service
from messaging.channel import Outcome, Rendered, Sent
from messaging.model import Message
from messaging.sender import Ran, Sender
from messaging.tables import OutboxRow
from residents.model import ChannelName
from signals.model import Ref, Signal, SignalKind
from signals.store import of_subject
from tests.runtime.neighbourhood import TUESDAY, FakeChannel, Neighbourhood

HOUR = timedelta(hours=1)


def post(here: Neighbourhood, to: Ref, key: str = "key", **other: Any) -> None:
    given: dict[str, Any] = {
        "channel": ChannelName.TELEGRAM,
        "template": "reply.noted",
        "due_at": here.now(),
        "expires_at": here.now() + HOUR,
    }
    with here.database.write() as uow:
        service.post(uow, Message(to=to, dedupe_key=key, **given | other))


def run(sender: Sender) -> Ran:
    return asyncio.run(sender.run())


def row(here: Neighbourhood, key: str = "key") -> OutboxRow:
    return next(one for one in here.outbox() if one.dedupe_key == key)


def states(here: Neighbourhood) -> dict[str, str]:
    return {one.dedupe_key: one.state for one in here.outbox()}


def recorded(here: Neighbourhood, subject: Ref, kind: SignalKind) -> list[Signal]:
    with here.database.read() as uow:
        return of_subject(uow, subject, [kind], TUESDAY)


class DiesAt(Seams):
    """The process ends the first time it reaches this point; nothing of it goes on."""

    def __init__(self, point: str) -> None:
        self._point, self._dead = point, False

    @override
    def reach(self, point: str) -> None:
        self._dead = self._dead or point == self._point
        if self._dead:
            raise Crash(point)


class AskedChannel(FakeChannel):
    """Knows whether an attempt arrived after all."""

    found: Sent | Exception | None = None
    asked: int = 0

    async def find(self, address: str, attempt: str) -> Sent | None:
        self.asked += 1
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


class Meanwhile(FakeChannel):
    """Something happens while the provider is being called."""

    what: Callable[[], None] = staticmethod(lambda: None)

    @override
    async def send(self, address: str, rendered: Rendered, attempt: str) -> Outcome:
        self.what()
        return await super().send(address, rendered, attempt)
