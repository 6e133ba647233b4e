"""What endangers whoever goes to a home, for officials alone. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from locales.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from locales.model import Language
    from messaging.render.reader import Reader

HAZARDS = "hazards"
"""The value of a message that names the kinds of danger recorded of a home."""


def named(kinds: Iterable[str], language: Language) -> str:
    """The kinds of danger as they are read and spoken."""
    return ", ".join(say(f"hazard.{kind}", language) for kind in kinds)


def with_hazards(text: str, values: Mapping[str, Any], reader: Reader) -> str:
    """The text, and below it that a danger is recorded and which, where one is."""
    kinds = values.get(HAZARDS, ())
    if not kinds:
        return text
    warned = say("staff.hazards", reader.language, hazards=named(kinds, reader.language))
    return f"{text}\n{warned}"
