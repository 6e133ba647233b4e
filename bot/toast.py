"""The line that flashes up after a press. It is neutral: what came of it, a card tells."""

from __future__ import annotations

import structlog
from telegram import Bot

from bot.outcomes import kind_of
from bot.translate import Heard, Pressed
from locales.model import Language
from locales.texts import say
from messaging.render import buttons

log = structlog.get_logger()


class Toaster:
    """Answers presses, so that the button stops turning."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def __call__(self, heard: Heard) -> None:
        """Answer a press once; anything else is left alone. Never raises.

        The fact is recorded by now: that a query is too old, or Telegram down, changes nothing.
        """
        if not isinstance(heard, Pressed):
            return
        try:
            await self._bot.answer_callback_query(heard.query_id, text=toast_of(heard))
        except Exception as error:  # noqa: BLE001 - nothing may come back to the webhook
            log.info("toast_failed", error=kind_of(error))


def toast_of(pressed: Pressed) -> str:
    """The words, in the language that the person's Telegram is set to, else in Korean."""
    press = buttons.decode(pressed.data)
    about_task = press is not None and press.verb not in buttons.CHECKIN_VERBS
    return say("task.toast" if about_task else "checkin.toast", _language(pressed.language))


def _language(code: str | None) -> Language:
    """Telegram gives IETF tags such as `en`, `pt-br` or `zh-hans`."""
    primary = (code or "").partition("-")[0]
    by_primary = {language.value.partition("_")[0]: language for language in Language}
    return by_primary.get(primary, Language.ko)
