"""A city's installation that is well, and the world as it reaches it, for the doctor."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.application import ALLOWED_UPDATES
from bot.webhook import PATH
from foundation.keyring import KeyRing
from foundation.migrations import migrate
from runtime.doctor import Finding, State, examine
from tests.support.database import MONDAY_MORNING
from tests.support.inprocess import BOT, TWILIO, Network
from town.servers.telegram import BotApi
from town.servers.twilio import TwilioApi, TwilioSettings

PUBLIC_HOST = "anbu.test"
PUBLIC = f"https://{PUBLIC_HOST}"
SECRET = "webhook-secret-nobody-should-read"
DATABASE_PASSWORD = "database-password-nobody-should-read"
Action = Callable[[], Awaitable[None]]


class Health:
    """What answers at the public address."""

    def __init__(self) -> None:
        self.answer: Response = JSONResponse({"healthy": True})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.answer(scope, receive, send)


@dataclass
class Installation:
    """A city's machine with its variables, and the world as it reaches it."""

    folder: Path
    patch: pytest.MonkeyPatch
    network: Network
    telegram: BotApi
    twilio: TwilioApi
    health: Health

    def set(self, **variables: str) -> None:
        for name, value in variables.items():
            self.patch.setenv(f"ANBU_{name}", value)

    def unset(self, *names: str) -> None:
        for name in names:
            self.patch.delenv(f"ANBU_{name}")

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder / 'anbu.db'}"

    @property
    def ring(self) -> Path:
        return self.folder / "keyring.json"

    async def examined(self) -> list[Finding]:
        return await examine(self.network)

    async def wrong(self) -> Finding:
        """The one thing that is wrong."""
        (only,) = [one for one in await self.examined() if one.state is State.WRONG]
        return only

    async def set_webhook(self, url: str, allowed: tuple[str, ...] = ALLOWED_UPDATES) -> None:
        async with httpx.AsyncClient(transport=self.network) as client:
            await client.post(
                f"http://{BOT}/bot{self.telegram.settings.token}/setWebhook",
                data={"url": url, "secret_token": SECRET, "allowed_updates": json.dumps(allowed)},
            )


def later(_at: datetime, _action: Action, _label: str) -> None:
    """Nothing that the town wants done later happens here."""


@asynccontextmanager
async def well_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Installation]:
    """A city whose installation is well."""
    network = Network()
    health = Health()
    async with httpx.AsyncClient(transport=network) as client:
        telegram = BotApi(lambda: MONDAY_MORNING, later, client)
        twilio = TwilioApi(lambda: MONDAY_MORNING, later, client, TwilioSettings())
        network.apps = {BOT: telegram.app, TWILIO: twilio.app, PUBLIC_HOST: health}
        city = Installation(tmp_path, monkeypatch, network, telegram, twilio, health)
        number = min(twilio.settings.numbers)
        city.set(
            DATABASE_URL=city.database_url,
            KEY_RING_FILE=str(city.ring),
            SPOOL_DIR=str(tmp_path / "spool"),
            CITY_PHONE="054-420-6114",
            PUBLIC_BASE_URL=PUBLIC,
            TELEGRAM_MODE="webhook",
            TELEGRAM_TOKEN=telegram.settings.token,
            TELEGRAM_WEBHOOK_SECRET=SECRET,
            TELEGRAM_API_BASE=f"http://{BOT}",
            TWILIO_ACCOUNT_SID=twilio.settings.account_sid,
            TWILIO_AUTH_TOKEN=twilio.settings.auth_token,
            TWILIO_API_BASE=f"http://{TWILIO}",
            TWILIO_VOICE_FROM=number,
            TWILIO_SMS_FROM=number,
        )
        migrate(city.database_url)
        KeyRing.generate().save(city.ring)
        await city.set_webhook(f"{PUBLIC}{PATH}")
        yield city
