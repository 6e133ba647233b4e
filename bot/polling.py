"""Long polling, for machines that Telegram cannot reach."""

from __future__ import annotations

import json
from typing import Any

from bot import translate
from bot.application import TelegramBot
from bot.webhook import Takes, Toasts, heard_in, inbound
from foundation.clock import Clock

WAIT_SECONDS = 20
"""How long Telegram holds a poll open while there is nothing to tell."""


class PollingLine:
    """Asks for updates. The offset, by which Telegram forgets them, follows what is recorded."""

    def __init__(self, bot: TelegramBot, intake: Takes, toaster: Toasts, clock: Clock) -> None:
        self._bot = bot
        self._intake = intake
        self._toaster = toaster
        self._clock = clock
        self._offset: int | None = None

    async def open(self) -> None:
        """Take the line: a webhook set earlier would keep all updates. Raises TelegramError.

        A second process that polls shows here as telegram.error.Conflict.
        """
        await self._bot.delete_webhook(drop_pending_updates=False)
        await self._round(0)

    async def tend(self) -> None:
        """Wait for the next batch and record it.

        Raises TelegramError, and IntakeUnavailableError with the batch left at Telegram.
        """
        await self._round(WAIT_SECONDS)

    async def _round(self, wait_seconds: int) -> None:
        updates = await self._bot.raw_updates(self._offset, wait_seconds)
        for update in updates:
            await self._take(json.dumps(update).encode())
        self._offset = _behind(updates, self._offset)

    async def _take(self, body: bytes) -> None:
        await self._intake.take(inbound(body, self._clock))
        await self._toaster(heard_in(body))


def _behind(updates: list[Any], offset: int | None) -> int | None:
    ids = [number for update in updates if (number := translate.update_id(update)) is not None]
    return max(ids) + 1 if ids else offset
