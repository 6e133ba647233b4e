"""A small bot of python-telegram-bot behind a webhook, as a service would host it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.request import HTTPXRequest

from tests.town.timeline import Timeline
from town.servers.telegram import SECRET_HEADER, BotApi, BotSettings

HOOK = "https://anbu.example/telegram"
SECRET = "a-shared_secret"


class Service:
    """Takes webhooks; answers what the test told it to."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[int] = []
        self.app = Starlette(routes=[Route("/telegram", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        self.secrets.append(request.headers.get(SECRET_HEADER))
        status = self.answers.pop(0) if self.answers else 200
        if status == 0:
            raise httpx.ReadError("connection reset")
        if status == 200:
            self.received.append(json.loads(await request.body()))
        return Response(status_code=status)

    def updates(self, bot: Bot) -> list[Update]:
        return [Update.de_json(body, bot) for body in self.received]

    @property
    def update_ids(self) -> list[int]:
        return [body["update_id"] for body in self.received]


class World:
    """A Bot API, a service behind its webhook, and the service's bot."""

    def __init__(self, timeline: Timeline, settings: BotSettings | None = None) -> None:
        self.timeline = timeline
        self.service = Service()
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self.service.app))
        self.api = BotApi(timeline.now, timeline.schedule, self.client, settings)
        self.bot = bot_for(self.api)

    async def enrolled(self, chat_id: int) -> None:
        """Somebody has pressed Start; nothing of it is left to be seen."""
        await self.api.press_start(chat_id)
        self.service.received.clear()


def bot_for(
    api: BotApi, *, base: str = "http://town", token: str | None = None, real: bool = False
) -> Bot:
    kwargs = {} if real else {"transport": httpx.ASGITransport(api.app)}
    return Bot(
        token or api.settings.token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(httpx_kwargs=kwargs),
        get_updates_request=HTTPXRequest(httpx_kwargs=dict(kwargs)),
    )


async def raw_call(api: BotApi, method: str, **values: object) -> tuple[int, dict[str, Any]]:
    """Call a method as no client library would let us."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(api.app)) as client:
        answer = await client.post(f"http://town/bot{api.settings.token}/{method}", json=values)
    return answer.status_code, answer.json()


@asynccontextmanager
async def world(timeline: Timeline, settings: BotSettings | None = None) -> AsyncIterator[World]:
    made = World(timeline, settings)
    async with made.client, made.bot:
        await made.bot.set_webhook(HOOK, secret_token=SECRET)
        yield made
