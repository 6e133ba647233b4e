"""Templates become cards: text and buttons in the reader's language. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from locales.texts import say
from messaging.channel import Button, Card, Command
from messaging.render.buttons import Press, Verb, encode
from messaging.render.filling import fill
from messaging.render.hazards import with_hazards
from messaging.render.reader import Reader
from messaging.render.summary import summary_text
from messaging.render.templates import LAYOUTS, MENUS, PAGE
from messaging.render.worklist import worklist_rows, worklist_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class _Composed:
    """Text of several lines, and as many buttons as there are values for."""

    text: Callable[[Mapping[str, Any], Reader], str]
    rows: Callable[[Mapping[str, Any], Reader], Rows] | None = None


COMPOSED: Mapping[str, _Composed] = {
    "summary.weekly": _Composed(summary_text),
    "helper.list": _Composed(worklist_text, worklist_rows),
}


def card(template: str, values: Mapping[str, Any], reader: Reader, *, edits: str | None) -> Card:
    """Render `template`. Raises `locales.texts.MissingTextError` for an absent text or value.

    `values["press"]` is `[target id, version]` for its buttons, `values["page"]` the address of
    the page button; the other values fill the text.
    """
    composed = COMPOSED.get(template)
    text = fill(template, values, reader) if composed is None else composed.text(values, reader)
    text = with_hazards(text, values, reader)
    if composed is not None and composed.rows is not None:
        rows = composed.rows(values, reader)
    else:
        rows = _rows(template, values, reader)
    menu = tuple(Command(name, say(key, reader.language)) for name, key in MENUS.get(template, ()))
    return Card(text=text, rows=rows, edits=edits, menu=menu)


def _rows(template: str, values: Mapping[str, Any], reader: Reader) -> Rows:
    return tuple(
        tuple(_button(verb, label, values, reader) for verb, label in row)
        for row in LAYOUTS.get(template, ())
        if PAGE in values or not any(verb == PAGE for verb, _ in row)
    )


def _button(verb: Verb | str, label: str, values: Mapping[str, Any], reader: Reader) -> Button:
    words = say(label, reader.language)
    if verb == PAGE:
        return Button(words, url=values[PAGE])
    target, version = values["press"]
    return Button(words, data=encode(Press(Verb(verb), target, version)))
