"""Telegram's HTML: which tags there are, and what it says when they do not fit.

Follows the wording and the byte offsets of Telegram's own parser for the tags below.
"""

import re
from dataclasses import dataclass
from typing import Final

from town.servers.telegram.model import ApiError, Json, bad_request

_ENTITY_OF_TAG: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE: Final = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_START: Final = re.compile(
    r"<([^\s>/]*)((?:\s+[-\w]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?)*)\s*>"
)
_END: Final = re.compile(r"</([^\s>]*)\s*>")
_ATTRIBUTE: Final = re.compile(r"([-\w]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*)))?")


@dataclass(slots=True)
class _OpenTag:
    name: str
    offset: int
    attributes: dict[str, str]


def utf16_length(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[_OpenTag] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            if self.source.startswith("</", self.at):
                self._end_tag()
            elif self.source[self.at] == "<":
                self._start_tag()
            elif self.source[self.at] == "&":
                self._reference()
            else:
                self._emit(self.source[self.at], 1)
        if self.open:
            name = self.open[-1].name
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{name}"')
        return "".join(self.text), sorted(self.entities, key=lambda entity: entity["offset"])

    def _emit(self, text: str, consumed: int) -> None:
        self.text.append(text)
        self.length += utf16_length(text)
        self.at += consumed

    def _byte_offset(self) -> int:
        return len(self.source[: self.at].encode())

    def _reference(self) -> None:
        found = _REFERENCE.match(self.source, self.at)
        if found is None:
            self._emit("&", 1)
            return
        decimal, hexadecimal, name = found.groups()
        code = int(decimal) if decimal else int(hexadecimal or "0", 16)
        text = _NAMED[name] if name else chr(code) if 0 < code < 0x110000 else found[0]
        self._emit(text, len(found[0]))

    def _start_tag(self) -> None:
        found = _START.match(self.source, self.at)
        if found is None:
            name = re.split(r"[\s>]", self.source[self.at + 1 :], maxsplit=1)[0].lower()
            if name in _ENTITY_OF_TAG:
                raise _unparsable(f"Unclosed start tag at byte offset {self._byte_offset()}")
            raise self._unsupported(name)
        name = found[1].lower()
        attributes = {
            attribute[1].lower(): attribute[2] or attribute[3] or attribute[4] or ""
            for attribute in _ATTRIBUTE.finditer(found[2])
        }
        if name not in _ENTITY_OF_TAG:
            raise self._unsupported(name)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            where = f"at byte offset {self._byte_offset()}"
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" {where}')
        self.open.append(_OpenTag(name, self.length, attributes))
        self.at = found.end()

    def _unsupported(self, name: str) -> ApiError:
        where = f"at byte offset {self._byte_offset()}"
        return _unparsable(f'Unsupported start tag "{name}" {where}')

    def _end_tag(self) -> None:
        offset = self._byte_offset()
        found = _END.match(self.source, self.at)
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {offset}")
        if found is None:
            raise _unparsable(f"Unclosed end tag at byte offset {offset}")
        opened = self.open.pop()
        name = found[1].lower()
        if name not in ("", opened.name):
            raise _unparsable(
                f'Unmatched end tag at byte offset {offset}, expected "</{opened.name}>", '
                f'found "</{name}>"'
            )
        self._close(opened)
        self.at = found.end()

    def _close(self, opened: _OpenTag) -> None:
        length = self.length - opened.offset
        if length == 0:
            return
        kind = _ENTITY_OF_TAG[opened.name]
        entity: Json = {"type": kind, "offset": opened.offset, "length": length}
        if kind == "text_link":
            url = opened.attributes.get("href", "")
            if not url.startswith(("http://", "https://", "tg://", "tel:", "mailto:")):
                return
            entity["url"] = url
        elif kind == "custom_emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        self.entities.append(entity)


def _unparsable(why: str) -> ApiError:
    return bad_request(f"can't parse entities: {why}")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The text on the screen and its entities (offsets in UTF-16 units).

    Raises:
        ApiError: 400, worded as Telegram words it.
    """
    return _Parser(source).parse()
