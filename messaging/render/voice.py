"""What an automated call says: sentences in order, and whether it then waits for a key. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum

from locales.model import Language
from locales.speech import spoken_moment, spoken_phone
from locales.texts import placeholders, say

SCRIPTS = frozenset({"call.checkin", "reply.unclear.ask"})
"""Templates that may go out as a call. Each of them asks whether she is well."""

GREETINGS = ("call.greeting.1", "call.greeting.2", "call.greeting.3")
_MENU = "call.menu"
_SENTENCE_END = re.compile(r"(?<=[.?])\s+|(?<=[。？])")


class Prompt(StrEnum):
    """Everything a call can say at one time."""

    GREETING = "greeting"
    GREETING_NAMELESS = "greeting_nameless"
    """While nobody can look up who was called."""
    CALLED_US = "called_us"
    AGAIN = "again"
    SILENCE = "silence"
    WRONG_KEY = "wrong_key"
    FINE = "fine"
    HELP = "help"
    PERSON = "person"
    PRACTISED = "practised"
    SOMEBODY_ELSE = "somebody_else"
    SOMEBODY_ELSE_AGAIN = "somebody_else_again"
    GOODBYE = "goodbye"
    LATER = "later"
    """No key came, however often it was asked."""
    STRANGER = "stranger"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Hearer:
    """For whom something is spoken, and when. `phone` is the number to ring, as it is written."""

    language: Language
    now: datetime
    zone: tzinfo
    phone: str
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Sentences with a pause after each. `listens`: one key is waited for, else the call ends."""

    language: Language
    sentences: tuple[str, ...] = field(repr=False)
    listens: bool


@dataclass(frozen=True, slots=True)
class _Layout:
    texts: tuple[str, ...]
    listens: bool = False


_LAYOUTS: Mapping[Prompt, _Layout] = {
    Prompt.GREETING: _Layout((_MENU,), listens=True),
    Prompt.GREETING_NAMELESS: _Layout(("call.greeting.nameless", _MENU), listens=True),
    Prompt.CALLED_US: _Layout(("call.inbound.greeting", _MENU), listens=True),
    Prompt.AGAIN: _Layout(("call.again", _MENU), listens=True),
    Prompt.SILENCE: _Layout(("call.silence", _MENU), listens=True),
    Prompt.WRONG_KEY: _Layout(("call.invalid", _MENU), listens=True),
    Prompt.FINE: _Layout(("call.fine", "call.goodbye")),
    Prompt.HELP: _Layout(("call.help",)),
    Prompt.PERSON: _Layout(("call.person",)),
    Prompt.PRACTISED: _Layout(("call.practised", "call.goodbye")),
    Prompt.SOMEBODY_ELSE: _Layout(("call.other_person", "call.other_person.menu"), listens=True),
    Prompt.SOMEBODY_ELSE_AGAIN: _Layout(("call.again", "call.other_person.menu"), listens=True),
    Prompt.GOODBYE: _Layout(("call.goodbye",)),
    Prompt.LATER: _Layout(("call.silence.last",)),
    Prompt.STRANGER: _Layout(("call.inbound.unknown",)),
    Prompt.UNAVAILABLE: _Layout(("call.unavailable",)),
}
_PROMISED_WITHOUT_TIME = ("call.help.noted",)
"""Said in place of a text that names when somebody rings, while nobody can look that up."""


def promises_a_call(prompt: Prompt) -> bool:
    """Whether its words name when a person rings."""
    return any("when" in placeholders(text) for text in _LAYOUTS[prompt].texts)


def spoken(
    prompt: Prompt,
    hearer: Hearer,
    *,
    call_at: datetime | None = None,
    variant: int = 0,
    because: str | None = None,
) -> Spoken:
    """The words of `prompt` for the ear.

    `call_at` is when a person rings her, as far as that is known; `variant` chooses among the
    greetings; `because` is the text that says why we ring, where that is not as usual. Raises
    `locales.texts.MissingTextError` for an absent text.
    """
    layout = _LAYOUTS[prompt]
    texts = layout.texts
    if prompt is Prompt.GREETING:
        why = () if because is None else (because,)
        texts = (GREETINGS[variant % len(GREETINGS)], *why, *texts)
    if call_at is None and promises_a_call(prompt):
        texts = _PROMISED_WITHOUT_TIME
    sentences = [one for text in texts for one in sentences_of(_said(text, hearer, call_at))]
    return Spoken(hearer.language, tuple(sentences), layout.listens)


def _said(text: str, hearer: Hearer, call_at: datetime | None) -> str:
    wanted = placeholders(text, hearer.language)
    values: dict[str, str] = {}
    if "name" in wanted:
        values["name"] = hearer.name
    if "phone" in wanted:
        values["phone"] = spoken_phone(hearer.phone, hearer.language)
    if "when" in wanted and call_at is not None:
        values["when"] = spoken_moment(call_at, hearer.now, hearer.zone, hearer.language)
    return say(text, hearer.language, **values)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text: one is taken in at a time, by ear and by eye."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]
