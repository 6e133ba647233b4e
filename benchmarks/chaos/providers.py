"""Telegram and Twilio on loopback in real time, and what the service acknowledged to them.

They are the town's servers. Each answer takes a moment before and after its work is done, so that
a process can die on either side of it; updates come twice now and then.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from typing_extensions import override

from benchmarks.chaos.seen import Acknowledged, Delivery
from bot import translate as updates
from bot.webhook import PATH as TELEGRAM
from foundation.clock import RealClock
from messaging.render import buttons
from phone import addresses, translate
from phone.translate import (
    Answered,
    CallEnded,
    CallProgress,
    Pressed,
    RangUs,
    TextLost,
    TextProgress,
)
from residents.model import ChannelName
from signals.model import Source
from town.servers.faults import UNHARMED, Mishap
from town.servers.http import serve
from town.servers.telegram import BotApi, Delivered
from town.servers.twilio import Incoming, TwilioApi, TwilioSettings

TAKES_SECONDS = 0.15
"""Half of an answer's time on average, on either side of the work."""
TWICE = 0.05
"""Share of updates that Telegram brings twice."""
WEBHOOK_SECONDS = 30.0


class Timeline:
    """The town's schedule in real time. What an event raised is kept in `raised`."""

    def __init__(self) -> None:
        self.raised: list[str] = []
        self._running: set[asyncio.Task[None]] = set()
        self._clock = RealClock()

    def schedule(self, at: datetime, action: Callable[[], Awaitable[None]], _label: str) -> None:
        self.after((at - self._clock.now()).total_seconds(), action)

    def after(self, seconds: float, action: Callable[[], Awaitable[object]]) -> None:
        """Await `action()` in so many seconds."""
        task = asyncio.create_task(self._run(seconds, action))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _run(self, seconds: float, action: Callable[[], Awaitable[object]]) -> None:
        await self._clock.sleep(seconds)
        try:
            await action()
        except Exception as error:  # noqa: BLE001 - told at the end
            self.raised.append(f"{type(error).__name__}: {error}")

    async def close(self) -> None:
        """Whatever lies ahead does not happen."""
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


class Slow:
    """An API whose answers take their time, before and after the work.

    What has arrived is done, also when its sender has died meanwhile.
    """

    def __init__(self, app: ASGIApp, chance: Random) -> None:
        self._app = app
        self._chance = chance
        self._clock = RealClock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _whole(receive)
        await self._clock.sleep(self._chance.expovariate(1 / TAKES_SECONDS))

        async def received() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def late(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._clock.sleep(self._chance.expovariate(1 / TAKES_SECONDS))
            await send(message)

        await self._app(scope, received, late)


async def _whole(receive: Receive) -> bytes:
    """The body of a request; of one that broke off what had come."""
    body = b""
    while (message := await receive())["type"] == "http.request":
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return body


@dataclass
class Journal:
    """What was brought to the service, and which of it was acknowledged with 2xx."""

    brought: int = 0
    refused: int = 0
    acknowledged: list[Acknowledged] = field(default_factory=list)


class Noting(httpx.AsyncBaseTransport):
    """The way to the service's webhooks; notes what was acknowledged there."""

    def __init__(self) -> None:
        self.journal = Journal()
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=20)
        self._inner = httpx.AsyncHTTPTransport(limits=limits)

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        journal = self.journal
        journal.brought += 1
        try:
            response = await self._inner.handle_async_request(request)
        except httpx.TransportError:
            journal.refused += 1
            raise
        if not response.is_success:
            journal.refused += 1
        elif (fact := _fact_of(request)) is not None:
            journal.acknowledged.append(fact)
        return response

    @override
    async def aclose(self) -> None:
        await self._inner.aclose()


def _fact_of(request: httpx.Request) -> Acknowledged | None:
    """What must be found of it; None where nothing has to be."""
    body = request.read()
    if request.url.path == TELEGRAM:
        return Acknowledged(Source.TELEGRAM.value, (updates.source_id(body),))
    return twilios(request.url.raw_path.decode("ascii"), body)


def twilios(target: str, form: bytes) -> Acknowledged | None:
    """What must be found of a request of Twilio's; that nobody pressed a key is no fact."""
    event = translate.heard(packed := translate.packed(target, form))
    name, source = translate.source_id(event, packed), Source.TWILIO.value
    match event:
        case Pressed(key=""):
            return None
        case Pressed() | RangUs():
            return Acknowledged(source, (name,))
        case CallEnded(sid=sid, line=line):
            return Acknowledged(
                source, (f"{name}:receipt", name), replies_of=sid, of=line.outbox_id
            )
        case TextLost(line=line):
            return Acknowledged(source, (f"{name}:receipt",), of=line.outbox_id)
        case Answered(line=line) | CallProgress(line=line) | TextProgress(line=line):
            return Acknowledged(source, (), of=line.outbox_id)
        case _:
            return Acknowledged(source, (name,))


@dataclass
class Providers:
    """Both providers, up."""

    telegram: BotApi
    twilio: TwilioApi
    telegram_url: str
    twilio_url: str
    timeline: Timeline
    journal: Journal
    shown: dict[tuple[int, int], Delivered] = field(default_factory=dict)
    """(chat, message id) → what it shows now."""
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    """(chat, message id) → what it showed first."""
    mine: dict[tuple[str, int], set[int]] = field(default_factory=dict)
    """(task, its version) → the chats that were told that it is theirs."""
    calls: dict[int, int] = field(default_factory=dict)
    """Chat → messages sent to it and edited there."""
    listeners: list[Callable[[Delivered], None]] = field(default_factory=list)

    def show(self, delivered: Delivered) -> None:
        """A message arrives, or changes, on a phone."""
        place = (delivered.chat_id, delivered.message_id)
        self.shown[place] = delivered
        self.texts.setdefault(place, delivered.text)
        self.calls[delivered.chat_id] = self.calls.get(delivered.chat_id, 0) + 1
        for press in presses(delivered):
            if press.verb in buttons.RESULT_VERBS:
                self.mine.setdefault((press.target, press.version), set()).add(delivered.chat_id)
        for listener in self.listeners:
            listener(delivered)

    def deliveries(self) -> list[Delivery]:
        """Everything that was taken, oldest first by channel; what was edited counts once."""
        cards = [
            Delivery(ChannelName.TELEGRAM.value, str(chat), str(message_id), text=text)
            for (chat, message_id), text in self.texts.items()
        ]
        texts = [
            Delivery(ChannelName.SMS.value, one.to, one.sid, _outbox_id(one.callback_url))
            for one in self.twilio.messages
        ]
        calls = [
            Delivery(ChannelName.CALL.value, one.to, one.sid, _outbox_id(callback))
            for one in self.twilio.calls
            if (callback := one.request.get("StatusCallback"))
        ]
        return [*cards, *texts, *calls]


def presses(delivered: Delivered) -> list[buttons.Press]:
    """What its buttons would say."""
    found = (
        buttons.decode(button.data)
        for row in delivered.buttons
        for button in row
        if button.data is not None
    )
    return [press for press in found if press is not None]


def _outbox_id(callback: str) -> str | None:
    return parse_qs(urlsplit(callback).query).get(addresses.MESSAGE, [None])[0]


@asynccontextmanager
async def running(seed: int, service_url: str) -> AsyncIterator[Providers]:
    """Both providers for the service at `service_url`; gone when the block ends."""
    chance, clock, timeline, noting = Random(f"providers {seed}"), RealClock(), Timeline(), Noting()
    incoming = Incoming(f"{service_url}{addresses.RANG_US}", f"{service_url}{addresses.FALLBACK}")
    settings = TwilioSettings(incoming=incoming, calls_per_second=50.0, strict=False)
    async with httpx.AsyncClient(transport=noting, timeout=WEBHOOK_SECONDS) as client:
        telegram = BotApi(clock.now, timeline.schedule, client)
        twilio = TwilioApi(clock.now, timeline.schedule, client, settings)
        telegram.mishaps.policy = lambda _kind: (
            Mishap(copies=2) if chance.random() < TWICE else UNHARMED
        )
        async with (
            serve(Slow(telegram.app, chance)) as bot_api,
            serve(Slow(twilio.app, chance)) as twilio_api,
        ):
            both = Providers(
                telegram, twilio, bot_api.url, twilio_api.url, timeline, noting.journal
            )
            telegram.phone.on_message = both.show
            yield both
            await timeline.close()
            telegram.close()
