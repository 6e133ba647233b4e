"""Texts with the values that they ask for, in the reader's language. Pure."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from locales.formats import calendar_day, moment
from locales.texts import placeholders, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from locales.model import Language
    from messaging.render.reader import Reader

TEXT_REFERENCE = "@"
"""Begins a value that names another text."""
NAME = "name"


def fill(key: str, values: Mapping[str, Any], reader: Reader) -> str:
    """The text `key` with the values it asks for, the reader's own name among them."""
    wanted = placeholders(key, reader.language)
    at = partial(_moment, reader=reader)
    words = {name: worded(value, reader, at) for name, value in values.items() if name in wanted}
    if NAME in wanted:
        words[NAME] = reader.name
    return say(key, reader.language, **words)


def worded(
    value: Any, reader: Reader, moment_of: Callable[[str], str], language: Language | None = None
) -> str:
    """A message's value as it is read; `moment_of` words an ISO moment, shorter in a text.

    `language` is what the message is written in where that is not the reader's own.
    """
    language = language or reader.language
    match value:
        case {"day": day}:
            return calendar_day(date.fromisoformat(day), language)
        case {"at": at}:
            return moment_of(at)
        case {"until": at}:
            return until(at, moment_of(at), reader.now, language)
        case str() if value.startswith(TEXT_REFERENCE):
            return say(value.removeprefix(TEXT_REFERENCE), language)
        case _:
            return str(value)


def until(at: str, shown: str, now: datetime, language: Language) -> str:
    """By when something has to be done; of what is late only that it is still to be done."""
    if datetime.fromisoformat(at) <= now:
        return say("moment.overdue", language)
    return say("moment.until", language, moment=shown)


def _moment(at: str, reader: Reader) -> str:
    return moment(datetime.fromisoformat(at), reader.now, reader.zone, reader.language)
