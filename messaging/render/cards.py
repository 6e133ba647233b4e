"""Templates become cards: text and buttons in the reader's language. Pure."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from locales.formats import calendar_day, moment
from locales.texts import placeholders, say
from messaging.channel import Button, Card
from messaging.render.buttons import Press, Verb, encode
from messaging.render.reader import Reader
from messaging.render.summary import summary_text
from messaging.render.templates import LAYOUTS, PAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

COMPOSED: Mapping[str, Callable[[Mapping[str, Any], Reader], str]] = {
    "summary.weekly": summary_text
}
"""Templates whose text is put together of several lines."""
TEXT_REFERENCE = "@"
NAME = "name"


def card(template: str, values: Mapping[str, Any], reader: Reader, *, edits: str | None) -> Card:
    """Render `template`. Raises `locales.texts.MissingTextError` for an absent text or value.

    `values["press"]` is `[target id, version]` for its buttons, `values["page"]` the address of
    the page button; the other values fill the text.
    """
    rows = tuple(
        tuple(_button(verb, label, values, reader) for verb, label in row)
        for row in LAYOUTS.get(template, ())
        if PAGE in values or not any(verb == PAGE for verb, _ in row)
    )
    composed = COMPOSED.get(template)
    text = fill(template, values, reader) if composed is None else composed(values, reader)
    return Card(text=text, rows=rows, edits=edits)


def fill(template: str, values: Mapping[str, Any], reader: Reader) -> str:
    """The text of `template` with the values it asks for, the reader's own name among them."""
    wanted = placeholders(template, reader.language)
    words = {key: _shown(value, reader) for key, value in values.items() if key in wanted}
    if NAME in wanted:
        words[NAME] = reader.name
    return say(template, reader.language, **words)


def _shown(value: Any, reader: Reader) -> str:
    if isinstance(value, dict) and "day" in value:
        return calendar_day(date.fromisoformat(value["day"]), reader.language)
    if isinstance(value, dict):
        return moment(datetime.fromisoformat(value["at"]), reader.now, reader.zone, reader.language)
    if isinstance(value, str) and value.startswith(TEXT_REFERENCE):
        return say(value.removeprefix(TEXT_REFERENCE), reader.language)
    return str(value)


def _button(verb: Verb | str, label: str, values: Mapping[str, Any], reader: Reader) -> Button:
    words = say(label, reader.language)
    if verb == PAGE:
        return Button(words, url=values[PAGE])
    target, version = values["press"]
    return Button(words, data=encode(Press(Verb(verb), target, version)))
