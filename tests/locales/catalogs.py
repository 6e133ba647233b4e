"""The catalogs as translators see them: entries in their order, with the comment above each."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.pofile import read_po

from locales.model import Language

READERS = frozenset({"everyone", "resident", "contact", "helper", "staff", "lead", "visitor"})
NEIGHBOURS = frozenset({"everyone", "resident", "contact", "helper"})
"""Those who must read kind words only: everybody but officials, and visitors of the demo."""


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    text: str
    comment: str

    @property
    def readers(self) -> frozenset[str]:
        """Who meets it, from `<readers>, <where>: <note>`."""
        return READERS & set(re.findall("[a-z]+", self.comment.partition(",")[0]))


@cache
def entries(language: Language) -> tuple[Entry, ...]:
    po = files("locales") / language / "LC_MESSAGES" / "anbu.po"
    catalog = read_po(BytesIO(po.read_bytes()), locale=str(language), abort_invalid=True)
    return tuple(
        Entry(str(entry.id), str(entry.string), "\n".join(entry.auto_comments))
        for entry in catalog
        if entry.id
    )


def read_by(*readers: str) -> list[tuple[Language, Entry]]:
    """Every text, in every language, that one of `readers` meets."""
    return [
        (language, entry)
        for language in Language
        for entry in entries(language)
        if entry.readers & set(readers)
    ]
