"""The town's Bot API with our own bot and, where a test wants it, our webhook behind it."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from pydantic import SecretStr

from bot.application import TelegramBot, build_bot
from bot.translate import Heard, Pressed
from bot.webhook import Takes, Toasts, router
from foundation.clock import ManualClock
from foundation.settings import Settings
from signals.intake import Inbound
from town.servers.telegram import BotApi, BotSettings, Limits
from town.servers.timeline import Action

NOW = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
SECRET = "a-shared_secret-of-the-tests"
PUBLIC = "https://anbu.example"
TOKEN = BotSettings().token


async def until(condition: Callable[[], bool]) -> None:
    """Let other tasks run until it is so; fails when it does not come to that."""
    for _ in range(2_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError


class Schedule:
    """What the Bot API wants done later: a test runs it when it likes."""

    def __init__(self) -> None:
        self.waiting: list[Action] = []

    def __call__(self, at: datetime, action: Action, label: str) -> None:
        self.waiting.append(action)

    async def run(self) -> None:
        waiting, self.waiting = self.waiting, []
        for action in waiting:
            await action()


class Kept:
    """An intake that keeps what it is given, or fails with the next of `failures`."""

    def __init__(self) -> None:
        self.facts: list[Inbound] = []
        self.failures: list[Exception] = []

    async def take(self, inbound: Inbound) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.facts.append(inbound)

    @property
    def ids(self) -> list[str]:
        return [fact.source_id for fact in self.facts]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(fact.body) for fact in self.facts]


class Toasted:
    """A toaster that only notes whom it would have answered."""

    def __init__(self) -> None:
        self.queries: list[str] = []

    async def __call__(self, heard: Heard) -> None:
        if isinstance(heard, Pressed):
            self.queries.append(heard.query_id)


def settings(**changes: Any) -> Settings:
    given: dict[str, Any] = {
        "telegram_token": SecretStr(TOKEN),
        "telegram_api_base": "http://town",
        "public_base_url": PUBLIC,
        "telegram_webhook_secret": SecretStr(SECRET),
    }
    return Settings(**{**given, **changes})


def bot_behind(transport: httpx.AsyncBaseTransport) -> TelegramBot:
    return build_bot(settings(), transport=transport)


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> TelegramBot:
    """A bot whose requests are answered by a function, which may raise httpx's errors."""
    return bot_behind(httpx.MockTransport(answer))


class TelegramWorld:
    """A Bot API on a clock that stands still. `serve` puts a webhook behind it."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOW)
        self.schedule = Schedule()
        self.web = FastAPI()
        self.to_service = httpx.AsyncClient(transport=httpx.ASGITransport(self.web))
        self.api = BotApi(
            self.clock.now,
            self.schedule,
            self.to_service,
            BotSettings(limits=Limits(None, None)),
        )
        self.bot = bot_behind(httpx.ASGITransport(self.api.app))

    def serve(self, intake: Takes, toaster: Toasts) -> None:
        self.web.include_router(router(intake, SecretStr(SECRET), toaster, self.clock))

    async def close(self) -> None:
        self.api.close()
        await self.bot.disconnect()
        await self.to_service.aclose()

    def later(self, **by: float) -> None:
        self.clock.advance(timedelta(**by))
