"""Keeps the line to Telegram up without ever letting it take anything else down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import structlog
from pydantic import SecretStr
from telegram import Bot

from bot.application import ALLOWED_UPDATES
from bot.outcomes import kind_of, wait_of
from bot.webhook import PATH
from foundation.clock import Clock

log = structlog.get_logger()

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 300.0
WEBHOOK_CHECK_SECONDS = 600.0


class LineState(StrEnum):
    """How the line to Telegram stands."""

    STARTING = "starting"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class LineHealth:
    """For /health. `last_error` is the newest error's class, kept when the line is up again."""

    state: LineState
    since: datetime
    last_error: str | None = None


class Line(Protocol):
    """A way to get updates. Both methods raise whatever is wrong with it."""

    async def open(self) -> None:
        """Set it up; harmless to repeat."""
        ...

    async def tend(self) -> None:
        """Do its work until something is to be done again; called for ever."""
        ...


class WebhookLine:
    """Telegram brings updates to us; now and then we look whether it still does."""

    def __init__(self, bot: Bot, public_base_url: str, secret: SecretStr, clock: Clock) -> None:
        self._bot = bot
        self._url = f"{public_base_url}{PATH}"
        self._secret = secret
        self._clock = clock

    async def open(self) -> None:
        await self._bot.set_webhook(
            self._url,
            secret_token=self._secret.get_secret_value(),
            allowed_updates=ALLOWED_UPDATES,
            drop_pending_updates=False,
        )

    async def tend(self) -> None:
        """Wait, then look. Whoever polls with our token takes the webhook away unnoticed."""
        await self._clock.sleep(WEBHOOK_CHECK_SECONDS)
        known = await self._bot.get_webhook_info()
        if known.url != self._url or set(known.allowed_updates) != set(ALLOWED_UPDATES):
            log.error("webhook_taken_away")
            await self.open()


class Supervisor:
    """Brings a line up, tends it, and after an error starts over with growing pauses."""

    def __init__(self, bot: Bot, line: Line, clock: Clock) -> None:
        self._bot = bot
        self._line = line
        self._clock = clock
        self._health = LineHealth(LineState.STARTING, clock.now())

    @property
    def health(self) -> LineHealth:
        return self._health

    async def run(self) -> None:
        """Keep the line up until cancelled. No error of Telegram's or the intake's leaves it."""
        failures = 0
        while True:
            error = await self._bring_up()
            while error is None:
                error = await self._tend()
                failures = 0 if error is None else failures
            await self._clock.sleep(pause_seconds(failures, error))
            failures += 1

    async def bring_up(self) -> bool:
        """Try once; tells whether the line is up."""
        return await self._bring_up() is None

    async def _bring_up(self) -> Exception | None:
        try:
            await self._bot.initialize()
            await self._line.open()
        except Exception as error:  # noqa: BLE001 - a dead Telegram stops nothing
            self._down(error)
            return error
        if self._health.state is not LineState.UP:
            log.info("telegram_up")
            self._health = LineHealth(LineState.UP, self._clock.now(), self._health.last_error)
        return None

    async def _tend(self) -> Exception | None:
        try:
            await self._line.tend()
        except Exception as error:  # noqa: BLE001 - same
            self._down(error)
            return error
        return None

    def _down(self, error: Exception) -> None:
        kind = kind_of(error)
        log.warning("telegram_down", error=kind)
        was_down = self._health.state is LineState.DOWN
        since = self._health.since if was_down else self._clock.now()
        self._health = LineHealth(LineState.DOWN, since, kind)


def pause_seconds(failures: int, error: Exception) -> float:
    """How long to wait after that many failures in a row, and at least what Telegram asks for."""
    pause = min(FIRST_PAUSE_SECONDS * 2.0 ** min(failures, 30), LONGEST_PAUSE_SECONDS)
    asked = wait_of(error)
    return pause if asked is None else max(pause, asked.total_seconds())
