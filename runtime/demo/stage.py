"""Sets the stage: a temporary database, the town's providers, the service, all on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import httpx
from pydantic import SecretStr

from foundation.clock import ManualClock
from foundation.ids import seeded
from foundation.keyring import KeyRing
from foundation.migrations import migrate
from foundation.settings import Settings
from phone import addresses
from plugs.backfill import backfill
from runtime import wiring
from runtime.demo import services
from runtime.demo.conductor import Conductor
from runtime.demo.pledges import pledge
from runtime.demo.plugs import plugged_in
from runtime.demo.registry import Enrolled, enter
from runtime.web import web_app
from tasks import service as tasks
from town.homes import write_history
from town.people.cast import make_cast
from town.servers.http import serve
from town.servers.mqtt import Broker
from town.servers.telegram import BotApi, BotSettings, Delivered
from town.servers.twilio import Incoming, TwilioApi, TwilioSettings
from town.telephones import Telephones
from town.town import Town

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from runtime.wiring import Service
    from town.homes import Homes
    from town.people.model import Accident, Cast
    from town.town import WhomToRing

START = datetime(2026, 9, 7, 7, 0, tzinfo=ZoneInfo("Asia/Seoul"))
"""A Monday of a week without a public holiday."""
DISTRICTS = ("jijwa-dong", "daesin-dong", "apo-eup", "jeungsan-myeon")
ENROL_FROM = timedelta(minutes=5)
ENROL_EVERY = timedelta(seconds=20)
SECRET = "demo-webhook-secret-0001"  # noqa: S105 - the demo's, on loopback
CLIENT_SECONDS = 30.0
"""Real time: when it passes, something hangs, and the demo stops and says so."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything a demo consists of, up and connected."""

    clock: ManualClock
    conductor: Conductor
    service: Service
    town: Town
    telegram: BotApi
    twilio: TwilioApi
    telephones: Telephones
    homes: Homes
    enrolled: Enrolled
    start: datetime
    until: datetime
    base_url: str
    promises: dict[str, datetime]
    """By resident, from her accident on: when a person will have acted."""

    def summaries(self) -> list[str]:
        """The first team lead's weekly messages, as they stand on her phone."""
        lead = next(one for one in self.town.cast.staff if one.role == "lead")
        return [
            shown.text
            for shown in self.telegram.history(lead.chat_id)
            if isinstance(shown, Delivered) and not shown.buttons and shown.text.count("\n- ")
        ]


@dataclass(frozen=True, slots=True)
class _Urls:
    """Where everybody can be reached."""

    front: str
    telegram: str
    twilio: str
    broker: str


class _Door:
    """The service's address, known before the service is built."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None  # noqa: S101 - nobody knocks before the service is built
        await self.app(scope, receive, send)


@asynccontextmanager
async def set_stage(seed: int, residents: int, days: int) -> AsyncIterator[Stage]:
    """Build everything in a temporary folder; it is gone when the block ends."""
    clock = ManualClock(START)
    conductor = Conductor(clock)
    door = _Door()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="anbu-demo-")))
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=CLIENT_SECONDS))
        front = await stack.enter_async_context(serve(door))
        telegram = BotApi(clock.now, conductor.schedule, client, BotSettings())
        incoming = Incoming(f"{front.url}{addresses.RANG_US}", f"{front.url}{addresses.FALLBACK}")
        twilio = TwilioApi(clock.now, conductor.schedule, client, TwilioSettings(incoming=incoming))
        bot_api = await stack.enter_async_context(serve(telegram.app))
        twilio_api = await stack.enter_async_context(serve(twilio.app))
        broker = stack.enter_context(Broker())
        urls = _Urls(front.url, bot_api.url, twilio_api.url, broker.url_v5)
        service = _service(_settings(folder, urls, telegram, twilio), clock, seed)
        stack.push_async_callback(service.close)
        door.app = web_app(service)
        conductor.vendors = (telegram, twilio)
        cast = make_cast(seed, DISTRICTS, residents, START, days)
        enrolled = enter(service.database, cast)
        _load_history(service, folder, seed, cast, enrolled)
        town = Town(
            seed, cast, telegram, client, clock.now, conductor.schedule, _console(service, enrolled)
        )
        telephones = Telephones(seed, cast, twilio, town.truth, clock.now, conductor.schedule)
        homes = await stack.enter_async_context(plugged_in(seed, broker, service, town, conductor))
        town.cared_for = homes.look_after
        stage = Stage(
            clock=clock,
            conductor=conductor,
            service=service,
            town=town,
            telegram=telegram,
            twilio=twilio,
            telephones=telephones,
            homes=homes,
            enrolled=enrolled,
            start=START,
            until=START + timedelta(days=days),
            base_url=front.url,
            promises={},
        )
        await _open_bot(stage)
        _let_it_begin(stage, client)
        yield stage


def _load_history(
    service: Service, folder: Path, seed: int, cast: Cast, enrolled: Enrolled
) -> None:
    """What the plugs measured in the weeks before, as an installer loads it."""
    file, zone = folder / "plugs.csv", service.calendar.zone
    write_history(file, seed, cast, START.astimezone(zone).replace(tzinfo=None))
    loaded = backfill(service.database, file, service.settings.city(), enrolled.devices)
    assert not loaded.problems, loaded.problems  # noqa: S101 - the town writes what it should


def _settings(folder: Path, urls: _Urls, telegram: BotApi, twilio: TwilioApi) -> Settings:
    account = twilio.settings
    number = min(account.numbers)
    return Settings(
        database_url=f"sqlite:///{folder / 'anbu.db'}",
        spool_dir=folder / "spool",
        public_base_url=urls.front,
        telegram_mode="webhook",
        telegram_token=SecretStr(telegram.settings.token),
        telegram_webhook_secret=SecretStr(SECRET),
        telegram_api_base=urls.telegram,
        twilio_account_sid=account.account_sid,
        twilio_auth_token=SecretStr(account.auth_token),
        twilio_api_base=urls.twilio,
        twilio_voice_from=number,
        twilio_sms_from=number,
        mqtt_url=urls.broker,
    )


def _service(settings: Settings, clock: ManualClock, seed: int) -> Service:
    migrate(settings.database_url)
    around = wiring.Surroundings(
        clock=clock,
        ids=seeded(clock, seed),
        keyring=KeyRing.demo_ring(),
        inline=True,
        durable=False,
    )
    return wiring.build(settings, around)


def _console(service: Service, enrolled: Enrolled) -> WhomToRing:
    """What an officer reads on the city's own screen: whom a task is about."""

    def whom(task_id: str) -> str:
        with service.database.read() as uow:
            subject = tasks.subject_of(uow, task_id)
        assert subject is not None  # noqa: S101 - the officer has its card on her phone
        return enrolled.key_of(subject)

    return whom


async def _open_bot(stage: Stage) -> None:
    """The service greets Telegram; the morning's lessons: everybody opens her own link."""
    assert stage.service.telegram is not None  # noqa: S101 - the demo has a bot
    await stage.service.telegram.bring_up()
    for number, (chat, token) in enumerate(sorted(stage.enrolled.tokens.items(), reverse=True)):
        stage.conductor.schedule(
            stage.clock.now() + ENROL_FROM + number * ENROL_EVERY,
            _press_start(stage.telegram, chat, token),
            "enrolment",
        )


def _let_it_begin(stage: Stage, client: httpx.AsyncClient) -> None:
    """Accidents lie ahead, each with what is promised at its moment; plugs and others report."""
    services.look_after(
        stage.service,
        stage.town.cast,
        stage.enrolled,
        client,
        stage.base_url,
        stage.conductor.schedule,
    )
    for accident in stage.town.cast.accidents:
        stage.conductor.schedule(accident.onset, _pledge(stage, accident), "promise")
    stage.town.begin()
    stage.homes.begin()


def _pledge(stage: Stage, accident: Accident) -> Callable[[], Awaitable[None]]:
    async def note() -> None:
        promised = pledge(stage.service, stage.enrolled, accident)
        stage.promises[accident.resident] = promised

    return note


def _press_start(telegram: BotApi, chat: int, token: str) -> Callable[[], Awaitable[None]]:
    async def press() -> None:
        await telegram.press_start(chat, token)

    return press
