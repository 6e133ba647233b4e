"""The vendor's client, built from settings.

It is a `telegram.Bot` and no `telegram.ext.Application`: that one answers an update before it
has worked on it and keeps its queue in memory, whereas a fact here is in the database first.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Sequence
from typing import Any

import httpx
import structlog
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.wire import Wire
from foundation import limits
from foundation.settings import Settings

log = structlog.get_logger()

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
"""Telegram remembers the last list it was given, so it is given every time."""
CONNECTIONS = 32


class TelegramBot(Bot):
    """The library's bot, which can also hand over updates as they came."""

    async def raw_updates(
        self, offset: int | None, wait_seconds: int, allowed: Sequence[str] = ALLOWED_UPDATES
    ) -> list[Any]:
        """Long-poll for updates from `offset` on. Raises telegram.error.TelegramError.

        `get_updates` drops a whole batch, and logs it, when the library cannot read one of it.
        """
        data = {"timeout": wait_seconds, "offset": offset, "allowed_updates": list(allowed)}
        updates = await self._post(
            "getUpdates", data, read_timeout=limits.HTTP_READ_SECONDS + wait_seconds
        )
        return updates if isinstance(updates, list) else []

    async def name_or_none(self) -> str | None:
        """Its user name, as links to it hold it; None when Telegram does not say."""
        try:
            return (await self.get_me()).username
        except TelegramError as error:
            log.warning("telegram_did_not_say_who_we_are", error=type(error).__name__)
            return None

    async def disconnect(self) -> None:
        """Close all connections, also those of a bot that Telegram never greeted."""
        await asyncio.gather(*(request.shutdown() for request in self._request))


def build_bot(
    settings: Settings, *, transport: httpx.AsyncBaseTransport | None = None
) -> TelegramBot:
    """The bot of these settings; nothing is sent yet. `transport` replaces the network.

    Raises ValueError when there is no token.
    """
    if settings.telegram_token is None:
        message = "ANBU_TELEGRAM_TOKEN: set the token that BotFather gave you."
        raise ValueError(message)
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # durations as timedelta, without a warning
    silence_vendor_logs()
    return TelegramBot(
        token=settings.telegram_token.get_secret_value(),
        base_url=f"{settings.telegram_api_base}/bot",
        base_file_url=f"{settings.telegram_api_base}/file/bot",
        request=_request(CONNECTIONS, transport or Wire(CONNECTIONS)),
        get_updates_request=_request(1, transport),
    )


def silence_vendor_logs() -> None:
    """Httpx logs the bot's token (it is in every address), the library whole updates.

    Nothing is lost: every error reaches our own code and is logged there by its class.
    """
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)


def _request(connections: int, transport: httpx.AsyncBaseTransport | None) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=limits.HTTP_CONNECT_SECONDS,
        pool_timeout=limits.HTTP_CONNECT_SECONDS,
        read_timeout=limits.HTTP_READ_SECONDS,
        write_timeout=limits.HTTP_READ_SECONDS,
        httpx_kwargs=None if transport is None else {"transport": transport},
    )
