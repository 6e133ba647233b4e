"""What calls say: words and voices that Twilio takes, kind, complete and short enough."""

import re
from datetime import timedelta
from itertools import product
from xml.etree.ElementTree import Element, fromstring
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.model import Language
from locales.speech import spoken_phone
from locales.texts import say
from locales.words import unkind_words
from messaging.render.voice import (
    GREETINGS,
    SCRIPTS,
    Hearer,
    Manner,
    Prompt,
    Spoken,
    Whom,
    Work,
    promises_a_call,
    spoken,
)
from phone.dialogue import KEYS, MAX_QUIET, Asked, Turn, after
from phone.hearing import HEARING
from phone.twiml import PAUSE_SECONDS, SECONDS_FOR_A_KEY, VOICES, document
from residents.model import speaking
from tests.support.database import MONDAY_MORNING
from town.servers import twiml
from town.servers.twiml import Gather, Hangup, Pause, Say

SEOUL = ZoneInfo("Asia/Seoul")
CALL_AT = MONDAY_MORNING + timedelta(days=3, minutes=5)
ACTION = "https://anbu.example/twilio/call/key?ob=1&n=2"
LONGEST_CALL_SECONDS = 60
WHOM = Whom("남궁민수", "김천시 지좌동 감천로 12, 101-2301호", ("010-7000-0001", "054-420-0001"))
WORK = Work("pyeonghwanamsan-dong", "task.kind.talk_after_stop", CALL_AT, WHOM)
EVERYTHING = list(product(Prompt, Language))
ATTRIBUTES = {
    "Response": set(),
    "Gather": {
        "action",
        "actionOnEmptyResult",
        "finishOnKey",
        "hints",
        "input",
        "language",
        "method",
        "numDigits",
        "profanityFilter",
        "speechTimeout",
        "timeout",
    },
    "Say": {"language", "voice"},
    "prosody": {"rate"},
    "Pause": {"length"},
    "Hangup": set(),
}
"""Every element we use, with every attribute: each of them is in Twilio's list."""
SYLLABLES_PER_SECOND = 5.5
WORDS_PER_SECOND = 2.5
"""Rather slow for a synthetic voice, before it is slowed down."""


def hearer(
    language: Language = Language.ko,
    name: str = "남궁민수",
    rate: int = speaking.NORMAL,
    *,
    by_words: bool = False,
) -> Hearer:
    manner = Manner(language, rate, by_words)
    return Hearer(manner, MONDAY_MORNING, SEOUL, "054-420-6114", name)


def words(prompt: Prompt, language: Language = Language.ko, **more: object) -> Spoken:
    given = {"call_at": CALL_AT, "work": WORK, **more}
    return spoken(prompt, hearer(language), **given)  # type: ignore[arg-type]


def played(said: Spoken) -> tuple[Say | Pause, ...]:
    """What is heard of a document, the question's words included."""
    verbs = twiml.parse(document(said, ACTION))
    parts = verbs[0].prompt if isinstance(verbs[0], Gather) else verbs
    return tuple(part for part in parts if isinstance(part, Say | Pause))


# ------------------------------------------------------------------------ what Twilio takes


@pytest.mark.parametrize(("prompt", "language"), EVERYTHING)
def test_every_document_can_be_played(prompt: Prompt, language: Language) -> None:
    said = words(prompt, language)
    verbs = twiml.parse(document(said, ACTION))
    if said.listens:
        (gather,) = verbs
        assert isinstance(gather, Gather)
        assert gather.inputs == frozenset({"dtmf"})
        ends = (None, "#") if said.for_pin else (1, "")
        assert (gather.num_digits, gather.finish_on_key) == ends
        assert (gather.action, gather.method) == (ACTION, "POST")
        assert gather.timeout == SECONDS_FOR_A_KEY
        assert gather.action_on_empty_result
    else:
        assert isinstance(verbs[-1], Hangup)
        assert not any(isinstance(verb, Gather) for verb in verbs)


@pytest.mark.parametrize(("prompt", "language"), EVERYTHING)
def test_only_known_elements_attributes_and_voices(prompt: Prompt, language: Language) -> None:
    def check(element: Element) -> None:
        assert set(element.attrib) <= ATTRIBUTES[element.tag]
        for child in element:
            check(child)

    for by_words in (False, True):
        who = hearer(language, by_words=by_words)
        said = spoken(prompt, who, call_at=CALL_AT, work=WORK)
        root = fromstring(document(said, ACTION))  # noqa: S314 - our own
        check(root)
        for element in root.iter("Say"):
            assert element.get("voice") in twiml.VOICES[element.get("language", "")]


@pytest.mark.parametrize("rate", [speaking.SLOW, speaking.NORMAL, speaking.FAST])
def test_each_sentence_is_spoken_at_her_own_rate(rate: int) -> None:
    root = fromstring(document(spoken(Prompt.GREETING, hearer(rate=rate)), ACTION))  # noqa: S314
    assert {element.get("rate") for element in root.iter("prosody")} == {f"{rate}%"}


ASK_HER = {
    *(Prompt.GREETING, Prompt.GREETING_NAMELESS, Prompt.CALLED_US, Prompt.AGAIN, Prompt.SILENCE),
    *(Prompt.WRONG_KEY, Prompt.NOT_UNDERSTOOD, Prompt.SURE),
}


@pytest.mark.parametrize(("prompt", "language"), EVERYTHING)
def test_only_she_is_listened_to_and_only_where_she_agreed(
    prompt: Prompt, language: Language
) -> None:
    said = spoken(prompt, hearer(language, by_words=True), call_at=CALL_AT, work=WORK)
    assert said.by_words is (prompt in ASK_HER)
    if said.by_words:
        (gather,) = twiml.parse(document(said, ACTION))
        assert isinstance(gather, Gather)
        assert gather.inputs == frozenset({"dtmf", "speech"})
        assert gather.language == HEARING[language].language
    assert not words(prompt, language).by_words


def test_each_language_has_its_own_voice() -> None:
    assert set(VOICES) == set(Language)
    for language, voice in VOICES.items():
        primary = {"zh_Hans": "cmn"}.get(language.value, language.value)
        assert voice.language.partition("-")[0] == primary
        assert voice.name in twiml.VOICES[voice.language]


def test_older_people_have_time_to_find_the_key() -> None:
    assert SECONDS_FOR_A_KEY >= 8
    assert MAX_QUIET == 3
    assert PAUSE_SECONDS >= 1
    assert speaking.NORMAL <= 85


@given(st.text(max_size=30))
def test_any_name_can_be_spoken(name: str) -> None:
    clean = "".join(letter for letter in name if letter.isprintable()) or "순자"
    said = spoken(Prompt.GREETING, hearer(name=clean))
    assert "김천시" in "".join(one.text for one in played(said) if isinstance(one, Say))


# --------------------------------------------------------------------------------- the words


@pytest.mark.parametrize("variant", range(len(GREETINGS)))
@pytest.mark.parametrize("language", list(Language))
def test_city_and_purpose_come_first(language: Language, variant: int) -> None:
    greeting = words(Prompt.GREETING, language, variant=variant)
    first = say("call.menu", language).partition(".")[0].partition("。")[0]
    opening = " ".join(greeting.sentences).partition(first)[0]
    assert say("city.name", language) in opening
    assert "남궁민수" in opening
    purpose = {
        Language.ko: "안부",
        Language.en: "automated call",
        Language.vi: "hỏi thăm",
        Language.zh_Hans: "问候",
    }[language]
    assert purpose in opening


@pytest.mark.parametrize("prompt", list(Prompt))
def test_korean_leaves_no_figure_and_no_sign_to_the_voice(prompt: Prompt) -> None:
    for sentence in words(prompt).sentences:
        assert not re.search(r"[0-9#*/&@%()「」『』\[\]_+=<>{}:;~-]", sentence), sentence


@pytest.mark.parametrize(("prompt", "language"), EVERYTHING)
def test_words_are_kind(prompt: Prompt, language: Language) -> None:
    assert unkind_words(" ".join(words(prompt, language).sentences), language) == ()


@pytest.mark.parametrize(("prompt", "language"), EVERYTHING)
def test_sentences_are_spoken_one_by_one(prompt: Prompt, language: Language) -> None:
    said = words(prompt, language)
    assert all(re.fullmatch(r".+[.?。？]", sentence) for sentence in said.sentences)
    parts = played(said)
    assert [isinstance(part, Pause) for part in parts] == [n % 2 == 1 for n in range(len(parts))]


def test_whoever_is_asked_is_told_every_key() -> None:
    menu = say("call.menu", Language.ko)
    for number in ("일번", "이번", "삼번", "영번", "구번"):
        assert number in menu


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("prompt", [Prompt.HELP, Prompt.PERSON])
def test_no_time_is_promised_that_nobody_knows(prompt: Prompt, language: Language) -> None:
    assert promises_a_call(prompt)
    said = spoken(prompt, hearer(language), call_at=None)
    phone = spoken_phone("054-420-6114", language)
    noted = say("call.help.noted", language, phone=phone)
    assert "".join(said.sentences).replace(" ", "") == noted.replace(" ", "")
    assert not said.listens


def test_nothing_else_promises_a_time() -> None:
    assert [prompt for prompt in Prompt if promises_a_call(prompt)] == [Prompt.HELP, Prompt.PERSON]


def test_greetings_differ_from_time_to_time() -> None:
    assert len({words(Prompt.GREETING, variant=number).sentences for number in range(9)}) == 3


def test_the_scripts_are_those_of_the_ladder_of_work_of_contacts_and_of_queues() -> None:
    of_work = ["", ".given", ".result", ".taken_back", ".withdrawn"]
    work = [f"call.work{one}" for one in of_work]
    others = ["call.checkin", "call.contact", "call.late", "reply.unclear.ask"]
    assert sorted(SCRIPTS) == sorted([*others, *work])


# -------------------------------------------------------------------------------- the length


def seconds(said: Spoken) -> float:
    """How long it lasts: syllables, in English words, at a slow pace, and the pauses."""
    rate = said.manner.rate / 100
    text = " ".join(said.sentences)
    if said.manner.language is Language.en:
        spoken_in = len(text.split()) / WORDS_PER_SECOND
    else:
        syllable = r"\w+" if said.manner.language is Language.vi else r"\w"
        spoken_in = len(re.findall(syllable, text)) / SYLLABLES_PER_SECOND
    return spoken_in / rate + PAUSE_SECONDS * (len(said.sentences) - 1)


@pytest.mark.parametrize("ending", [Prompt.FINE, Prompt.HELP, Prompt.PERSON])
@pytest.mark.parametrize("language", list(Language))
def test_a_call_lasts_a_minute_at_most(language: Language, ending: Prompt) -> None:
    greetings = [words(Prompt.GREETING, language, variant=number) for number in range(3)]
    longest = max(seconds(greeting) for greeting in greetings)
    assert longest + seconds(words(ending, language)) <= LONGEST_CALL_SECONDS


@pytest.mark.parametrize("language", list(Language))
def test_the_town_plays_it_in_a_minute_too(language: Language) -> None:
    said = (words(Prompt.GREETING, language), words(Prompt.HELP, language))
    assert sum(part.seconds for one in said for part in played(one)) <= LONGEST_CALL_SECONDS


def test_every_way_through_a_call_has_words() -> None:
    """From every question every key leads to words, and every call comes to an end."""
    begins = Asked.RESIDENT, Asked.WORK, Asked.PIN, Asked.WHOM
    waiting, seen = [Turn(asked=one) for one in begins], set[Turn]()
    while waiting:
        turn = waiting.pop()
        seen.add(turn)
        for key in ("", *sorted(KEYS)):
            move = after(turn, key)
            assert words(move.prompt).listens == (move.turn is not None)
            if move.turn is not None and move.turn not in seen:
                assert move.turn.number == turn.number + 1
                waiting.append(move.turn)
    assert len(seen) < 200
