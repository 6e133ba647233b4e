"""Texts with the values that they ask for, in the reader's language. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from locales.formats import calendar_day, moment
from locales.texts import placeholders, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from messaging.render.reader import Reader

TEXT_REFERENCE = "@"
NAME = "name"


def fill(key: str, values: Mapping[str, Any], reader: Reader) -> str:
    """The text `key` with the values it asks for, the reader's own name among them."""
    wanted = placeholders(key, reader.language)
    words = {name: _shown(value, reader) for name, value in values.items() if name in wanted}
    if NAME in wanted:
        words[NAME] = reader.name
    return say(key, reader.language, **words)


def _shown(value: Any, reader: Reader) -> str:
    match value:
        case {"day": day}:
            return calendar_day(date.fromisoformat(day), reader.language)
        case {"at": at}:
            return _moment(at, reader)
        case {"until": at}:
            return say("moment.until", reader.language, moment=_moment(at, reader))
        case str() if value.startswith(TEXT_REFERENCE):
            return say(value.removeprefix(TEXT_REFERENCE), reader.language)
        case _:
            return str(value)


def _moment(at: str, reader: Reader) -> str:
    return moment(datetime.fromisoformat(at), reader.now, reader.zone, reader.language)
