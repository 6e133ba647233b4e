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
    words = {
        name: worded(value, reader.language, at) for name, value in values.items() if name in wanted
    }
    if NAME in wanted:
        words[NAME] = reader.name
    return say(key, reader.language, **words)


def worded(value: Any, language: Language, moment_of: Callable[[str], str]) -> str:
    """A message's value as it is read; `moment_of` words an ISO moment, shorter in a text."""
    match value:
        case {"day": day}:
            return calendar_day(date.fromisoformat(day), language)
        case {"at": at}:
            return moment_of(at)
        case {"until": at}:
            return say("moment.until", language, moment=moment_of(at))
        case str() if value.startswith(TEXT_REFERENCE):
            return say(value.removeprefix(TEXT_REFERENCE), language)
        case _:
            return str(value)


def _moment(at: str, reader: Reader) -> str:
    return moment(datetime.fromisoformat(at), reader.now, reader.zone, reader.language)
