"""What a key or a word means and what is said next. Pure; a call's state travels in its addresses.

A key is certain. Of words only a wish for help, danger and other news are taken at once: that
she is fine she confirms with a key or a second clear word, and what is not understood is asked
once more and then goes to a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from locales.model import Language
from messaging.render import voice
from messaging.render.buttons import Verb
from messaging.render.voice import URGENT, Prompt
from messaging.understanding.spoken import Heard, hear
from signals.model import Cause, Meaning

MAX_QUIET = 3
"""Asked once and repeated twice: then the call ends, with nothing learnt."""
MAX_QUESTIONS = 9
"""However often somebody presses nine."""

FINE, HELP, SOMEBODY_ELSE, PERSON = "1", "2", "3", "0"
AGAIN = frozenset({"9", "*"})
_VERBS = {FINE: Verb.FINE, HELP: Verb.HELP}
_WORK_VERBS = {"1": Verb.ACCEPT, "2": Verb.DECLINE}
_CONTACT_VERBS = {
    "1": Verb.CONTACT_WELL,
    "2": Verb.CONTACT_UNREACHED,
    "3": Verb.CONTACT_WORRIED,
    "4": Verb.CONTACT_REFUSES,
}
_TO_A_CONTACT: Mapping[str, Prompt] = {
    "1": Prompt.CONTACT_WELL,
    "2": Prompt.CONTACT_UNREACHED,
    "3": Prompt.CONTACT_WORRIED,
    "4": Prompt.CONTACT_REFUSED,
}
TO_RESULT, NO_ANSWER = "8", "4"
"""Far from the keys that take work and say that all is well: whoever presses twice says nothing."""
_RESULT_VERBS = {
    "1": Verb.SEEN_WELL,
    "2": Verb.SPOKEN_WELL,
    "3": Verb.AWAY,
    NO_ANSWER: Verb.NO_ANSWER,
    "5": Verb.NEEDS_HELP,
    "6": Verb.DANGER,
    "7": Verb.NOT_YET,
    "0": Verb.TURNED_BACK,
}
_AT_THE_DOOR = {**_RESULT_VERBS, NO_ANSWER: Verb.NOT_YET}
"""That nobody answers is a result once she has looked: until then she is rung again."""
_AFTER_RESULT = {Verb.DANGER: Prompt.RESULT_DANGER, Verb.NOT_YET: Prompt.RESULT_LATER}
_ANSWERS = frozenset({FINE, HELP, SOMEBODY_ELSE, PERSON})
KEYS = frozenset("0123456789*#")
_TASK = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
SPEECH = "speech"
"""Form of a reply that she spoke."""
_ENDINGS: Mapping[Meaning, Prompt] = {
    Meaning.OK: Prompt.FINE,
    Meaning.HELP: Prompt.HELP,
    Meaning.LATER: Prompt.ASKED_LATER,
    Meaning.STOP: Prompt.STOPPED,
    Meaning.DECEASED: Prompt.DECEASED,
}
"""What ends a call by words; for all others a person rings."""


class Asked(StrEnum):
    """Who is asked how the resident is, or what."""

    RESIDENT = "r"
    SURE = "s"
    """She, whether she said that she is fine."""
    SOMEBODY_ELSE = "o"
    WORK = "w"
    """A helper or an officer, whether she takes some work."""
    PIN = "k"
    """She, for her PIN, so that she hears where to go."""
    WHOM = "h"
    """She, having given it, whether she wants to hear it again, or say how it went."""
    RESULT = "g"
    """She, having given it, how her work went."""
    DOOR = "d"
    """The same of work that may end at somebody's door."""
    LADDER = "l"
    """The same once more, after nobody answered there."""
    TOLD = "t"
    """An officer is told something, and asked nothing."""
    CONTACT = "c"
    """Her family or a neighbour, how she is."""
    NOBODY = "p"
    """She practises: her keys say that she can press them, not how she is."""


OF_RESULT = frozenset({Asked.RESULT, Asked.DOOR, Asked.LADDER})
"""How work went."""
OF_WORK = OF_RESULT | {Asked.WORK, Asked.PIN, Asked.WHOM, Asked.TOLD}
"""Asked of a helper or an officer."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a call.

    `number` counts them from 1 and tells one key press of a call from the next; `quiet` counts
    those in a row, up to this one, that no usable key answered yet; `puzzled`: her words were
    not understood once already; `task` is the id of the work that is spoken of, once her PIN
    was right.
    """

    number: int = 1
    quiet: int = 1
    asked: Asked = Asked.RESIDENT
    puzzled: bool = False
    task: str = ""

    def as_query(self) -> dict[str, str]:
        puzzled = {"u": "1"} if self.puzzled else {}
        task = {"t": self.task} if self.task else {}
        said = {"n": str(self.number), "q": str(self.quiet), "a": self.asked.value}
        return {**said, **puzzled, **task}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Turn:
        """The turn in an address of ours; the first one for anything else."""
        number, quiet, asked = query.get("n", ""), query.get("q", ""), query.get("a", "")
        counts = all(text.isascii() and text.isdecimal() for text in (number, quiet))
        if not counts or asked not in set(Asked):
            return cls()
        task, puzzled = query.get("t", ""), query.get("u") == "1"
        known = task if _TASK.fullmatch(task) else ""
        return cls(int(number[:4]), int(quiet[:4]), Asked(asked), puzzled, known)


@dataclass(frozen=True, slots=True)
class Move:
    """What is said next. `turn` is the question in it; None: the call ends with these words."""

    prompt: Prompt
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and the question in it."""

    spoken: voice.Spoken
    turn: Turn | None = None


def after(turn: Turn, key: str) -> Move:
    """The move after a key was pressed at `turn`; the empty key is silence."""
    if turn.asked is Asked.SOMEBODY_ELSE:
        return _after_somebody_else(turn, key)
    if turn.asked in OF_WORK:
        return _after_work(turn, key)
    if turn.asked is Asked.CONTACT:
        return _after_contact(turn, key)
    if turn.asked is Asked.NOBODY and key in _ANSWERS:
        return Move(Prompt.PRACTISED)
    return _after_her(turn, key)


def _after_her(turn: Turn, key: str) -> Move:
    match key:
        case "1":
            return Move(Prompt.FINE)
        case "2":
            return Move(Prompt.HELP)
        case "3":
            return Move(Prompt.SOMEBODY_ELSE, _next(turn, Asked.SOMEBODY_ELSE))
        case "0":
            return Move(Prompt.PERSON)
        case _ if turn.asked is Asked.SURE:
            return _once_more(turn, Prompt.SURE, asked_for=key in AGAIN)
        case "":
            return _once_more(turn, Prompt.SILENCE)
        case _:
            again = key in AGAIN
            return _once_more(turn, Prompt.AGAIN if again else Prompt.WRONG_KEY, asked_for=again)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The move after words, and what they say as the data of a reply; None: nobody spoke."""

    move: Move
    data: Mapping[str, Any] | None


def after_words(turn: Turn, words: str, language: Language) -> Spoken:
    """What follows when she spoke instead of pressing a key; somebody else is not listened to.

    Words after which she is asked on are `undecided`: her next word or key says how she is.
    """
    if turn.asked in OF_WORK | {Asked.SOMEBODY_ELSE, Asked.CONTACT}:
        return Spoken(after(turn, ""), None)
    sure = turn.asked is Asked.SURE
    heard = hear(words, language, sure=sure)
    if heard.machine:
        return Spoken(Move(Prompt.LATER), None)
    move = _move(turn, heard)
    if heard.hello or _asks_her(move.turn):
        return Spoken(move, {"form": SPEECH, "undecided": True})
    said = meaning(turn, heard.key) if heard.key else {"sure": sure}
    return Spoken(move, {"form": SPEECH, **said})


def _move(turn: Turn, heard: Heard) -> Move:
    sure = turn.asked is Asked.SURE
    meant = heard.understood.meaning
    if heard.hello:
        return _once_more(turn, Prompt.SURE if sure else Prompt.GREETING)
    if not sure and (heard.key == FINE or meant is Meaning.OK):
        return Move(Prompt.SURE, _next(turn, Asked.SURE))
    if heard.key:
        return after(turn, heard.key)
    if meant is Meaning.UNCLEAR and not turn.puzzled:
        return Move(Prompt.NOT_UNDERSTOOD, replace(_next(turn, Asked.RESIDENT), puzzled=True))
    if meant is Meaning.WRONG_PERSON:
        return Move(Prompt.SOMEBODY_ELSE, _next(turn, Asked.SOMEBODY_ELSE))
    if meant is Meaning.URGENT:
        return Move(URGENT[heard.understood.cause or Cause.MEDICAL])
    return Move(_ENDINGS.get(meant, Prompt.PERSON))


def _asks_her(turn: Turn | None) -> bool:
    return turn is not None and turn.asked is not Asked.SOMEBODY_ELSE


def _next(turn: Turn, asked: Asked) -> Turn:
    return replace(turn, number=turn.number + 1, quiet=1, asked=asked)


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
    verb = Verb.PRACTISE if practises else _verbs(turn.asked).get(key)
    return {"key": key} if verb is None else {"key": key, "verb": verb.value}


def _verbs(asked: Asked) -> Mapping[str, Verb]:
    if asked in OF_RESULT:
        return _AT_THE_DOOR if asked is Asked.DOOR else _RESULT_VERBS
    if asked in OF_WORK:
        return _WORK_VERBS if asked is Asked.WORK else {}
    return _CONTACT_VERBS if asked is Asked.CONTACT else _VERBS


def decides(data: Mapping[str, Any]) -> bool:
    """Whether a reply with this data tells what to do; the other keys only show that she lives."""
    if "key" in data:
        return "verb" in data or data["key"] in {SOMEBODY_ELSE, PERSON}
    return data.get("form") == SPEECH


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


def without_pin(turn: Turn, prompt: Prompt) -> Move:
    """She is asked for her PIN once more, in these words; not for ever."""
    move = _once_more(turn, prompt)
    return move if move.turn is not None else Move(Prompt.WORK_LATER)


def for_pin(turn: Turn) -> Turn:
    """The question for her PIN that follows."""
    return _next(turn, Asked.PIN)


def for_again(turn: Turn, task: str) -> Turn:
    """The question that follows what she wanted to hear: again, or how it went."""
    return replace(_next(turn, Asked.WHOM), task=task)


def for_result(turn: Turn, task: str, *, at_the_door: bool) -> Turn:
    """The question how her work went."""
    asked = Asked.DOOR if at_the_door else Asked.RESULT
    return replace(_next(turn, asked), task=task)


def _after_work(turn: Turn, key: str) -> Move:
    if turn.asked is Asked.TOLD:
        return Move(Prompt.GOODBYE)
    if turn.asked is Asked.PIN:
        return without_pin(turn, Prompt.WORK_PIN_AGAIN)
    if turn.asked in OF_RESULT:
        return _after_result(turn, key)
    if turn.asked is Asked.WHOM:
        goes_on = turn.number < MAX_QUESTIONS
        if goes_on and key == TO_RESULT:
            return Move(Prompt.RESULT, for_result(turn, turn.task, at_the_door=False))
        again = goes_on and key in AGAIN
        return Move(Prompt.WORK_WHOM, for_again(turn, turn.task)) if again else Move(Prompt.GOODBYE)
    return _after_offer(turn, key)


def _after_offer(turn: Turn, key: str) -> Move:
    match key:
        case "1":
            return Move(Prompt.WORK_NOTED)
        case "2":
            return Move(Prompt.WORK_DECLINED)
        case "":
            return _once_more(turn, Prompt.WORK_SILENCE)
        case _:
            again = key in AGAIN
            prompt = Prompt.WORK_AGAIN if again else Prompt.WORK_WRONG_KEY
            return _once_more(turn, prompt, asked_for=again)


def _after_contact(turn: Turn, key: str) -> Move:
    if key in _TO_A_CONTACT:
        return Move(_TO_A_CONTACT[key])
    if key == "":
        return _once_more(turn, Prompt.CONTACT_SILENCE)
    again = key in AGAIN
    prompt = Prompt.CONTACT_AGAIN if again else Prompt.CONTACT_WRONG_KEY
    return _once_more(turn, prompt, asked_for=again)


def _after_result(turn: Turn, key: str) -> Move:
    if turn.asked is Asked.DOOR and key == NO_ANSWER:
        return Move(Prompt.RESULT_LADDER, _next(turn, Asked.LADDER))
    verb = _RESULT_VERBS.get(key)
    if verb is not None:
        return Move(_AFTER_RESULT.get(verb, Prompt.RESULT_THANKS))
    again = key in AGAIN
    if turn.asked is Asked.LADDER:
        move = _once_more(turn, Prompt.RESULT_LADDER_AGAIN, asked_for=again)
    elif key:
        prompt = Prompt.RESULT_AGAIN if again else Prompt.RESULT_WRONG_KEY
        move = _once_more(turn, prompt, asked_for=again)
    else:
        move = _once_more(turn, Prompt.RESULT_SILENCE)
    return move if move.turn is not None else Move(Prompt.RESULT_LEFT)


def _once_more(turn: Turn, prompt: Prompt, *, asked_for: bool = False) -> Move:
    quiet = 1 if asked_for else turn.quiet + 1
    if quiet > MAX_QUIET or turn.number >= MAX_QUESTIONS:
        asked_her = turn.asked in {Asked.RESIDENT, Asked.SURE}
        return Move(Prompt.LATER if asked_her else Prompt.GOODBYE)
    return Move(prompt, replace(turn, number=turn.number + 1, quiet=quiet))
