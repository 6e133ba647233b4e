"""What somebody has to do, on one card: a line and a way to its own card for each. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from messaging.channel import Button
from messaging.render.buttons import Press, Verb, encode
from messaging.render.filling import fill

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from messaging.render.reader import Reader

SECTIONS = (("accepted", "helper.list"), ("offered", "helper.list.offered"))
IN_A_ROW = 2


def worklist_text(values: Mapping[str, Any], reader: Reader) -> str:
    """Render `values["accepted"]` and `values["offered"]`, each a list of lines.

    A line has `press` ([task id, version]) and what `helper.list.line` asks for; `values["more"]`
    is how many are left out.
    """
    parts = [_section(heading, values[name], reader) for name, heading in SECTIONS if values[name]]
    if values["more"]:
        parts.append(fill("helper.list.more", {"count": values["more"]}, reader))
    return "\n\n".join(parts)


def worklist_rows(values: Mapping[str, Any], reader: Reader) -> tuple[tuple[Button, ...], ...]:
    """The buttons that bring each card to the end of the chat."""
    buttons = [_button(line, reader) for name, _ in SECTIONS for line in values[name]]
    return tuple(
        tuple(buttons[first : first + IN_A_ROW]) for first in range(0, len(buttons), IN_A_ROW)
    )


def _section(heading: str, lines: list[Mapping[str, Any]], reader: Reader) -> str:
    return "\n".join(_lines(heading, lines, reader))


def _lines(heading: str, lines: list[Mapping[str, Any]], reader: Reader) -> Iterator[str]:
    yield fill(heading, {"count": len(lines)}, reader)
    for line in lines:
        yield fill("helper.list.line", line, reader)


def _button(line: Mapping[str, Any], reader: Reader) -> Button:
    target, version = line["press"]
    return Button(fill("button.show", line, reader), data=encode(Press(Verb.SHOW, target, version)))
