"""What a key means and what is said next. Pure; a call's state travels in its addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from messaging.render.buttons import Verb
from messaging.render.voice import Prompt

MAX_QUIET = 3
"""Asked once and repeated twice: then the call ends, with nothing learnt."""
MAX_QUESTIONS = 9
"""However often somebody presses nine."""

FINE, HELP, SOMEBODY_ELSE, PERSON = "1", "2", "3", "0"
AGAIN = frozenset({"9", "*"})
_VERBS = {FINE: Verb.FINE, HELP: Verb.HELP}
_ANSWERS = frozenset({FINE, HELP, SOMEBODY_ELSE, PERSON})
KEYS = frozenset("0123456789*#")


class Asked(StrEnum):
    """Who is asked how the resident is."""

    RESIDENT = "r"
    SOMEBODY_ELSE = "o"
    NOBODY = "p"
    """She practises: her keys say that she can press them, not how she is."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a call.

    `number` counts them from 1 and tells one key press of a call from the next; `quiet` counts
    those in a row, up to this one, that no usable key answered yet.
    """

    number: int = 1
    quiet: int = 1
    asked: Asked = Asked.RESIDENT

    def as_query(self) -> dict[str, str]:
        return {"n": str(self.number), "q": str(self.quiet), "a": self.asked.value}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Turn:
        """The turn in an address of ours; the first one for anything else."""
        number, quiet, asked = query.get("n", ""), query.get("q", ""), query.get("a", "")
        counts = all(text.isascii() and text.isdecimal() for text in (number, quiet))
        if not counts or asked not in set(Asked):
            return cls()
        return cls(int(number[:4]), int(quiet[:4]), Asked(asked))


@dataclass(frozen=True, slots=True)
class Move:
    """What is said next. `turn` is the question in it; None: the call ends with these words."""

    prompt: Prompt
    turn: Turn | None = None


def after(turn: Turn, key: str) -> Move:
    """The move after a key was pressed at `turn`; the empty key is silence."""
    if turn.asked is Asked.SOMEBODY_ELSE:
        return _after_somebody_else(turn, key)
    if turn.asked is Asked.NOBODY and key in _ANSWERS:
        return Move(Prompt.PRACTISED)
    match key:
        case "1":
            return Move(Prompt.FINE)
        case "2":
            return Move(Prompt.HELP)
        case "3":
            asked = Turn(turn.number + 1, asked=Asked.SOMEBODY_ELSE)
            return Move(Prompt.SOMEBODY_ELSE, asked)
        case "0":
            return Move(Prompt.PERSON)
        case "":
            return _once_more(turn, Prompt.SILENCE)
        case _:
            again = key in AGAIN
            return _once_more(turn, Prompt.AGAIN if again else Prompt.WRONG_KEY, asked_for=again)


def meaning(turn: Turn, key: str) -> dict[str, Any]:
    """What a key says, as the data of a reply.

    `verb` stands where the key has a meaning of a button. `said` marks what somebody else
    answered about the resident: her key 1 is then no "fine".
    """
    if turn.asked is Asked.SOMEBODY_ELSE:
        wish = PERSON if key == PERSON else SOMEBODY_ELSE
        help_needed = {"verb": Verb.HELP.value} if key == HELP else {}
        return {"key": wish, "said": key, **help_needed}
    practises = turn.asked is Asked.NOBODY and key in _ANSWERS
    verb = Verb.PRACTISE if practises else _VERBS.get(key)
    return {"key": key} if verb is None else {"key": key, "verb": verb.value}


def decides(data: Mapping[str, Any]) -> bool:
    """Whether a reply with this data tells what to do; the other keys only show that she lives."""
    return "verb" in data or data.get("key") in {SOMEBODY_ELSE, PERSON}


def _after_somebody_else(turn: Turn, key: str) -> Move:
    match key:
        case "2":
            return Move(Prompt.HELP)
        case "0":
            return Move(Prompt.PERSON)
        case "" | "1":
            return Move(Prompt.GOODBYE)
        case _:
            return _once_more(turn, Prompt.SOMEBODY_ELSE_AGAIN, asked_for=key in AGAIN)


def _once_more(turn: Turn, prompt: Prompt, *, asked_for: bool = False) -> Move:
    quiet = 1 if asked_for else turn.quiet + 1
    if quiet > MAX_QUIET or turn.number >= MAX_QUESTIONS:
        asked_her = turn.asked is Asked.RESIDENT
        return Move(Prompt.LATER if asked_her else Prompt.GOODBYE)
    return Move(prompt, replace(turn, number=turn.number + 1, quiet=quiet))
