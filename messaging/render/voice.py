"""What an automated call says: sentences in order, and whether it then waits for a key. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum

from locales.model import Language
from locales.speech import spoken_address, spoken_moment, spoken_phone
from locales.texts import placeholders, say
from messaging.render.filling import until
from messaging.render.hazards import named
from residents.districts import district
from residents.model import speaking
from signals.model import Cause

WORK = "call.work"
"""The script that asks a helper or an officer whether she takes some work."""
WORK_RESULT = "call.work.result"
"""The script that asks whoever has some work how it went."""
WORK_GIVEN = "call.work.given"
"""The script that tells whoever has some work that it is hers, and with her PIN where to go."""
WORK_TAKEN_BACK, WORK_WITHDRAWN = "call.work.taken_back", "call.work.withdrawn"
"""The scripts that tell her that she need not do it any more."""
WORK_SCRIPTS = frozenset({WORK, WORK_GIVEN, WORK_RESULT, WORK_TAKEN_BACK, WORK_WITHDRAWN})
LATE = "call.late"
"""The script that tells an officer that words of help wait in a queue; it asks nothing."""
CONTACT = "call.contact"
"""The script that asks a contact how a resident is."""
SCRIPTS = frozenset({"call.checkin", "reply.unclear.ask", LATE, CONTACT}) | WORK_SCRIPTS
"""Templates that may go out as a call. The others ask a resident whether she is well."""

GREETINGS = ("call.greeting.1", "call.greeting.2", "call.greeting.3")
_MENU = "call.menu"
_INVITED = "call.speech.invite"
_LADDER = ("heard", "traces", "phone", "neighbours")
"""What she can look for herself; the rest of the ladder is the officer's (docs/care.md 7)."""
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
    NOT_UNDERSTOOD = "not_understood"
    SURE = "sure"
    """What she said sounded fine: a key or a second word confirms it."""
    FINE = "fine"
    HELP = "help"
    PERSON = "person"
    PRACTISED = "practised"
    SOMEBODY_ELSE = "somebody_else"
    SOMEBODY_ELSE_AGAIN = "somebody_else_again"
    GOODBYE = "goodbye"
    LATER = "later"
    """No key came, however often it was asked."""
    ASKED_LATER = "asked_later"
    """She has no time now."""
    STOPPED = "stopped"
    DECEASED = "deceased"
    URGENT_MEDICAL = "urgent_medical"
    URGENT_FALL = "urgent_fall"
    URGENT_FIRE = "urgent_fire"
    URGENT_SELF_HARM = "urgent_self_harm"
    URGENT_VIOLENCE = "urgent_violence"
    WORK = "work"
    WORK_AGAIN = "work_again"
    WORK_SILENCE = "work_silence"
    WORK_WRONG_KEY = "work_wrong_key"
    WORK_NOTED = "work_noted"
    """She takes it; whether she was the first is not decided yet."""
    WORK_PIN = "work_pin"
    """The same to whoever has no messenger: with her PIN she hears where to go."""
    WORK_RANG_US = "work_rang_us"
    """She has some work, and rings to hear where to go."""
    WORK_PIN_AGAIN = "work_pin_again"
    WORK_PIN_WRONG = "work_pin_wrong"
    WORK_UNDECIDED = "work_undecided"
    WORK_WHOM = "work_whom"
    WORK_WITHHELD = "work_withheld"
    WORK_LATER = "work_later"
    WORK_DECLINED = "work_declined"
    WORK_HERS = "work_hers"
    WORK_TAKEN = "work_taken"
    WORK_OVER = "work_over"
    WORK_WITHHELD_HERS = "work_withheld_hers"
    """Her PIN was right, and still she is not told: how it went she may say all the same."""
    WORK_GIVEN = "work_given"
    """The work is hers without her being asked; where it is, her messenger tells."""
    WORK_TAKEN_BACK = "work_taken_back"
    WORK_WITHDRAWN = "work_withdrawn"
    RESULT_HELLO = "result_hello"
    """She is rung to say how her work went, and gives her PIN first."""
    RESULT = "result"
    RESULT_AGAIN = "result_again"
    RESULT_SILENCE = "result_silence"
    RESULT_WRONG_KEY = "result_wrong_key"
    RESULT_LADDER = "result_ladder"
    """Nobody answers: what to look for at the door before that is the result."""
    RESULT_LADDER_AGAIN = "result_ladder_again"
    RESULT_DANGER = "result_danger"
    RESULT_THANKS = "result_thanks"
    RESULT_LATER = "result_later"
    RESULT_LEFT = "result_left"
    """However often she was asked, no key came: an officer hears it from her."""
    LATE = "late"
    CONTACT = "contact"
    CONTACT_AGAIN = "contact_again"
    CONTACT_SILENCE = "contact_silence"
    CONTACT_WRONG_KEY = "contact_wrong_key"
    CONTACT_WELL = "contact_well"
    CONTACT_UNREACHED = "contact_unreached"
    CONTACT_WORRIED = "contact_worried"
    CONTACT_REFUSED = "contact_refused"
    CONTACT_OVER = "contact_over"
    STRANGER = "stranger"
    UNAVAILABLE = "unavailable"


URGENT: Mapping[Cause, Prompt] = {cause: Prompt(f"urgent_{cause}") for cause in Cause}
"""What answers words of danger."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody is spoken to for the length of a call.

    `rate` is in percent of a voice's own pace. `by_words`: she agreed that what she says is
    recognised, so that she may speak instead of pressing a key.
    """

    language: Language = Language.ko
    rate: int = speaking.NORMAL
    by_words: bool = False


@dataclass(frozen=True, slots=True)
class Hearer:
    """For whom something is spoken, and when. `phone` is the number to ring, as it is written."""

    manner: Manner
    now: datetime
    zone: tzinfo
    phone: str
    name: str = field(default="", repr=False)
    about: str = field(default="", repr=False)
    """Whom a contact is asked about."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom some work is about, for the ear of whoever has it; without an address: no home.

    `hazards` are the kinds of danger that an official hears of, as text keys.
    """

    name: str = field(repr=False)
    address: str = field(repr=False)
    phones: tuple[str, ...] = field(repr=False)
    hazards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What somebody is asked to do: where (a district's code), what (a text key), how soon.

    `when` is a text key, or the moment by which it has to be done. `whom` is said to nobody but
    whoever has it, and has given her PIN.
    """

    district: str
    kind: str
    when: str | datetime
    whom: Whom | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """Sentences with a pause after each. `listens`: one key is waited for, else the call ends.

    With `by_words` she may speak instead. `for_pin`: not one key but her PIN is waited for.
    """

    manner: Manner
    sentences: tuple[str, ...] = field(repr=False)
    listens: bool
    by_words: bool = False
    for_pin: bool = False


@dataclass(frozen=True, slots=True)
class _Layout:
    texts: tuple[str, ...]
    listens: bool = False
    by_words: bool = False
    for_pin: bool = False


def _menu(*before: str) -> _Layout:
    return _Layout((*before, _MENU), listens=True, by_words=True)


def _work(*before: str) -> _Layout:
    return _Layout((*before, "call.work.what", "call.work.menu"), listens=True)


def _contact(before: str) -> _Layout:
    return _Layout((before, "call.contact.what", "call.contact.menu"), listens=True)


def _pin(text: str) -> _Layout:
    return _Layout((text,), listens=True, for_pin=True)


def _result(*before: str) -> _Layout:
    return _Layout((*before, "call.result.menu"), listens=True)


def _ladder(*before: str) -> _Layout:
    steps = tuple(f"page.task.ladder.{step}" for step in _LADDER)
    return _Layout((*before, *steps, "call.result.ladder.menu"), listens=True)


_LAYOUTS: Mapping[Prompt, _Layout] = {
    Prompt.GREETING: _menu(_INVITED),
    Prompt.GREETING_NAMELESS: _menu("call.greeting.nameless", _INVITED),
    Prompt.CALLED_US: _menu("call.inbound.greeting", _INVITED),
    Prompt.AGAIN: _menu("call.again", _INVITED),
    Prompt.SILENCE: _menu("call.silence", _INVITED),
    Prompt.WRONG_KEY: _menu("call.invalid"),
    Prompt.NOT_UNDERSTOOD: _menu("call.speech.unclear"),
    Prompt.SURE: _Layout(("call.speech.confirm",), listens=True, by_words=True),
    Prompt.FINE: _Layout(("call.fine", "call.goodbye")),
    Prompt.HELP: _Layout(("call.help",)),
    Prompt.PERSON: _Layout(("call.person",)),
    Prompt.PRACTISED: _Layout(("call.practised", "call.goodbye")),
    Prompt.SOMEBODY_ELSE: _Layout(("call.other_person", "call.other_person.menu"), listens=True),
    Prompt.SOMEBODY_ELSE_AGAIN: _Layout(("call.again", "call.other_person.menu"), listens=True),
    Prompt.GOODBYE: _Layout(("call.goodbye",)),
    Prompt.LATER: _Layout(("call.silence.last",)),
    Prompt.ASKED_LATER: _Layout(("reply.later", "call.goodbye")),
    Prompt.STOPPED: _Layout(("call.stop", "call.goodbye")),
    Prompt.DECEASED: _Layout(("reply.deceased",)),
    **{prompt: _Layout((f"call.urgent.{cause}",)) for cause, prompt in URGENT.items()},
    Prompt.WORK: _work("call.work.hello"),
    Prompt.WORK_AGAIN: _work("call.again"),
    Prompt.WORK_SILENCE: _work("call.silence"),
    Prompt.WORK_WRONG_KEY: _work("call.invalid"),
    Prompt.WORK_NOTED: _Layout(("call.work.noted",)),
    Prompt.WORK_PIN: _pin("call.work.pin"),
    Prompt.WORK_RANG_US: _pin("call.work.inbound"),
    Prompt.WORK_PIN_AGAIN: _pin("call.work.pin.again"),
    Prompt.WORK_PIN_WRONG: _pin("call.work.pin.wrong"),
    Prompt.WORK_UNDECIDED: _pin("call.work.pin.wait"),
    Prompt.WORK_WHOM: _Layout(("call.work.whom.menu", "call.work.result.key"), listens=True),
    Prompt.WORK_WITHHELD: _Layout(("call.work.withheld",)),
    Prompt.WORK_LATER: _Layout(("call.work.later", "call.goodbye")),
    Prompt.WORK_DECLINED: _Layout(("call.work.declined",)),
    Prompt.WORK_HERS: _Layout(("call.work.hers",)),
    Prompt.WORK_TAKEN: _Layout(("call.work.taken",)),
    Prompt.WORK_OVER: _Layout(("call.work.over",)),
    Prompt.WORK_WITHHELD_HERS: _Layout(
        ("call.work.withheld", "call.work.result.key"), listens=True
    ),
    Prompt.WORK_GIVEN: _Layout(("call.work.given", "call.work.what", "call.goodbye")),
    Prompt.WORK_TAKEN_BACK: _Layout(("call.work.taken_back", "call.goodbye")),
    Prompt.WORK_WITHDRAWN: _Layout(("call.work.withdrawn", "call.goodbye")),
    Prompt.RESULT_HELLO: _pin("call.result.hello"),
    Prompt.RESULT: _result(),
    Prompt.RESULT_AGAIN: _result("call.again"),
    Prompt.RESULT_SILENCE: _result("call.silence"),
    Prompt.RESULT_WRONG_KEY: _result("call.invalid"),
    Prompt.RESULT_LADDER: _ladder(),
    Prompt.RESULT_LADDER_AGAIN: _ladder("call.again"),
    Prompt.RESULT_DANGER: _Layout(("call.result.danger",)),
    Prompt.RESULT_THANKS: _Layout(("call.result.thanks", "call.goodbye")),
    Prompt.RESULT_LATER: _Layout(("call.result.later", "call.goodbye")),
    Prompt.RESULT_LEFT: _Layout(("call.result.left", "call.goodbye")),
    Prompt.LATE: _Layout((LATE,)),
    Prompt.CONTACT: _contact("call.contact.hello"),
    Prompt.CONTACT_AGAIN: _contact("call.again"),
    Prompt.CONTACT_SILENCE: _contact("call.silence"),
    Prompt.CONTACT_WRONG_KEY: _contact("call.invalid"),
    Prompt.CONTACT_WELL: _Layout(("call.contact.well",)),
    Prompt.CONTACT_UNREACHED: _Layout(("call.contact.unreached",)),
    Prompt.CONTACT_WORRIED: _Layout(("call.contact.worried",)),
    Prompt.CONTACT_REFUSED: _Layout(("call.contact.refused",)),
    Prompt.CONTACT_OVER: _Layout(("call.contact.over",)),
    Prompt.STRANGER: _Layout(("call.inbound.unknown",)),
    Prompt.UNAVAILABLE: _Layout(("call.unavailable",)),
}
WHEN_A_PERSON_RINGS = "when"
_PROMISED_WITHOUT_TIME = ("call.help.noted",)
"""Said in place of a text that names when somebody rings, while nobody can look that up."""


def promises_a_call(prompt: Prompt) -> bool:
    """Whether its words name when a person rings."""
    return any(WHEN_A_PERSON_RINGS in placeholders(text) for text in _LAYOUTS[prompt].texts)


def spoken(
    prompt: Prompt,
    hearer: Hearer,
    *,
    call_at: datetime | None = None,
    variant: int = 0,
    because: str | None = None,
    work: Work | None = None,
) -> Spoken:
    """The words of `prompt` for the ear.

    `call_at` is when a person rings her, as far as that is known; `variant` chooses among the
    greetings; `because` is the text that says why we ring, where that is not as usual; `work`
    what a helper or officer is asked to do, which all that asks her for it needs. Raises
    `locales.texts.MissingTextError` for an absent text.
    """
    layout = _LAYOUTS[prompt]
    by_words = layout.by_words and hearer.manner.by_words
    texts = tuple(text for text in layout.texts if by_words or text != _INVITED)
    if prompt is Prompt.GREETING:
        why = () if because is None else (because,)
        texts = (GREETINGS[variant % len(GREETINGS)], *why, *texts)
    if call_at is None and promises_a_call(prompt):
        texts = _PROMISED_WITHOUT_TIME
    told = _told(work, hearer.manner.language) if prompt is Prompt.WORK_WHOM else []
    sentences = [one for text in texts for one in sentences_of(_said(text, hearer, call_at, work))]
    said = (*told, *sentences)
    return Spoken(hearer.manner, said, layout.listens, by_words, layout.for_pin)


def _said(text: str, hearer: Hearer, call_at: datetime | None, work: Work | None) -> str:
    language = hearer.manner.language
    wanted = placeholders(text, language)
    values: dict[str, str] = {}
    if "name" in wanted:
        values["name"] = hearer.name
    if "about" in wanted:
        values["about"] = hearer.about
    if "phone" in wanted:
        values["phone"] = spoken_phone(hearer.phone, language)
    if WHEN_A_PERSON_RINGS in wanted and call_at is not None:
        values[WHEN_A_PERSON_RINGS] = spoken_moment(call_at, hearer.now, hearer.zone, language)
    if "work" in wanted and work is not None:
        values |= _named(work, hearer)
    return say(text, language, **values)


def _told(work: Work | None, language: Language) -> list[str]:
    """Name, address and numbers, a sentence each."""
    whom = None if work is None else work.whom
    if whom is None:
        return []
    told = [say("call.work.whom.name", language, whom=whom.name)]
    if whom.address:
        address = spoken_address(whom.address, language)
        told.append(say("call.work.whom.address", language, address=address))
    if whom.hazards:
        what = named(whom.hazards, language)
        told.append(say("call.work.whom.hazards", language, hazards=what))
    numbers = [spoken_phone(phone, language) for phone in whom.phones]
    return told + [say("call.work.whom.phone", language, number=number) for number in numbers]


def _named(work: Work, hearer: Hearer) -> dict[str, str]:
    """The work as it is said; districts have a Korean name and one for everybody else."""
    language, place = hearer.manner.language, district(work.district)
    due = work.when
    if isinstance(due, datetime):
        at = spoken_moment(due, hearer.now, hearer.zone, language)
        soon = until(due.isoformat(), at, hearer.now, language)
    else:
        soon = say(due, language)
    return {
        "place": place.ko if language is Language.ko else place.en,
        "work": say(work.kind, language),
        "soon": soon,
    }


def sentences_of(text: str) -> list[str]:
    """The sentences of a text: one is taken in at a time, by ear and by eye."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]
