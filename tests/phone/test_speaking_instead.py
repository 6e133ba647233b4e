"""She speaks instead of pressing a key: understood at once where it matters, else confirmed."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.model import Language
from locales.texts import say
from messaging.render.voice import URGENT, Prompt
from phone.dialogue import MAX_QUESTIONS, MAX_QUIET, Asked, Turn, after_words
from residents import service as residents
from residents.model import ChannelName, Purpose
from signals.model import Cause, Meaning, SignalKind
from tests.phone.phone_world import CHECKIN, PhoneWorld, only, words_in
from town.servers.twilio import Call as PlacedCall
from town.servers.twilio import HangsUp, Heard, Says, Silence

ko, en, vi, zh = Language.ko, Language.en, Language.vi, Language.zh_Hans
FIRST, PUZZLED = Turn(), Turn(2, puzzled=True)
SURE, OTHER = Turn(2, asked=Asked.SURE), Turn(2, asked=Asked.SOMEBODY_ELSE)
UNDECIDED = {"form": "speech", "undecided": True}

turns = st.builds(
    Turn,
    st.integers(1, MAX_QUESTIONS),
    st.integers(1, MAX_QUIET),
    st.sampled_from([Asked.RESIDENT, Asked.SURE]),
    st.booleans(),
)
UTTERANCES = [
    *("네", "여보세요", "잘 지내요", "네 맞아요", "괜찮아요", "아니요", "일번이요", "이번", "구번"),
    *("도와주세요", "가슴이 답답해요", "넘어졌어요", "불이 났어요", "죽고 싶어요", "아들이 때려요"),
    *(
        "담당자 좀 바꿔 주세요",
        "지금 바빠요",
        "전화하지 마세요",
        "저는 딸인데요",
        "딸네 집에 있어요",
    ),
    *(
        "딸네 집에 있어요",
        "어머니는 돌아가셨습니다",
        "오늘 날씨가 어떻고 저떻고",
        "음성 사서함으로 연결되오며",
    ),
]


# ------------------------------------------------------------------------------ decisions


@pytest.mark.parametrize(
    ("words", "prompt"),
    [
        ("도와주세요", Prompt.HELP),
        ("많이 아파요", Prompt.HELP),
        ("가슴이 답답해요", Prompt.URGENT_MEDICAL),
        ("넘어졌어요", Prompt.URGENT_FALL),
        ("불이 났어요", Prompt.URGENT_FIRE),
        ("죽고 싶어요", Prompt.URGENT_SELF_HARM),
        ("아들이 때려요", Prompt.URGENT_VIOLENCE),
        ("이번이요", Prompt.HELP),
        ("영번", Prompt.PERSON),
        ("담당자 좀 바꿔 주세요", Prompt.PERSON),
        ("사람하고 얘기하고 싶어요", Prompt.PERSON),
        ("지금 바빠요", Prompt.ASKED_LATER),
        ("전화하지 마세요", Prompt.STOPPED),
        ("어머니는 돌아가셨습니다", Prompt.DECEASED),
    ],
)
@pytest.mark.parametrize("turn", [FIRST, PUZZLED, SURE])
def test_what_matters_counts_at_once(turn: Turn, words: str, prompt: Prompt) -> None:
    said = after_words(turn, words, ko)
    assert (said.move.prompt, said.move.turn) == (prompt, None)
    assert said.data is not None
    assert "undecided" not in said.data


@pytest.mark.parametrize(
    ("words", "language"),
    [
        *(("잘 지내요", ko), ("네, 별일 없습니다", ko), ("괜찮아요", ko), ("일번이요", ko)),
        *(("I'm fine, thank you", en), ("tôi khỏe", vi), ("我很好", zh)),
    ],
)
def test_a_spoken_fine_is_confirmed_first(words: str, language: Language) -> None:
    said = after_words(FIRST, words, language)
    assert said.move.prompt is Prompt.SURE
    assert said.move.turn == SURE
    assert said.data == UNDECIDED


@pytest.mark.parametrize(
    ("words", "language"),
    [
        *(("네", ko), ("네 맞아요", ko), ("예, 그래요.", ko), ("잘 지낸다니까요", ko)),
        *(("Yes, that's right.", en), ("đúng rồi", vi), ("对", zh), ("我很好", zh)),
    ],
)
def test_a_second_clear_word_confirms_it(words: str, language: Language) -> None:
    said = after_words(SURE, words, language)
    assert said.move.prompt is Prompt.FINE
    assert said.data == {"form": "speech", "sure": True}


@pytest.mark.parametrize(
    ("words", "language"),
    [
        *(
            ("여보세요?", ko),
            ("네, 여보세요.", ko),
            ("네", ko),
            ("누구세요?", ko),
            ("뭐라고요?", ko),
        ),
        *(("Hello?", en), ("alô", vi), ("喂", zh)),
    ],
)
def test_hello_is_met_with_who_we_are(words: str, language: Language) -> None:
    """She picked up and spoke into our first words: a mere yes answers no question yet."""
    said = after_words(FIRST, words, language)
    assert (said.move.prompt, said.move.turn) == (Prompt.GREETING, Turn(2, 2))
    assert said.data == UNDECIDED


def test_not_understood_is_asked_once_more_and_then_a_person_rings() -> None:
    once = after_words(FIRST, "오늘 날씨가 어떻고 저떻고", ko)
    assert (once.move.prompt, once.move.turn) == (Prompt.NOT_UNDERSTOOD, PUZZLED)
    assert once.data == UNDECIDED
    twice = after_words(PUZZLED, "글쎄 그게 말이지", ko)
    assert (twice.move.prompt, twice.move.turn) == (Prompt.PERSON, None)
    assert twice.data == {"form": "speech", "sure": False}


def test_a_no_to_being_fine_is_no_fine() -> None:
    assert after_words(SURE, "아니요", ko).move.prompt is Prompt.NOT_UNDERSTOOD
    assert after_words(SURE, "아니요, 아파요", ko).move.prompt is Prompt.HELP


def test_that_she_is_away_is_for_a_person_to_ask() -> None:
    """A recogniser's mistake must not leave her unasked for three days."""
    assert after_words(FIRST, "딸네 집에 있어요", ko).data == UNDECIDED
    assert after_words(PUZZLED, "딸네 집에 있어요", ko).move.prompt is Prompt.PERSON


@pytest.mark.parametrize(
    "greeting",
    [
        "고객이 전화를 받을 수 없어 음성 사서함으로 연결되오며 삐 소리 후 통화료가 부과됩니다",
        "지금은 전화를 받을 수 없어 소리샘으로 연결합니다",
        "전원이 꺼져 있어 삐 소리 후 소리샘으로 연결됩니다",
        "Please leave a message after the tone.",
    ],
)
@pytest.mark.parametrize("turn", [FIRST, PUZZLED, SURE])
def test_a_machine_says_nothing(turn: Turn, greeting: str) -> None:
    said = after_words(turn, greeting, ko)
    assert said.data is None
    assert (said.move.prompt, said.move.turn) == (Prompt.LATER, None)


def test_somebody_else_is_not_listened_to() -> None:
    said = after_words(OTHER, "살려 주세요", ko)
    assert said.data is None


@given(turns, st.sampled_from(UTTERANCES))
def test_fine_needs_a_question_whether_she_is_sure(turn: Turn, words: str) -> None:
    said = after_words(turn, words, ko)
    if said.move.prompt is Prompt.FINE:
        assert turn.asked is Asked.SURE


@given(turns, st.sampled_from(UTTERANCES))
def test_nothing_is_decided_while_she_is_asked_on(turn: Turn, words: str) -> None:
    said = after_words(turn, words, ko)
    asked_on = said.move.turn is not None and said.move.turn.asked is not Asked.SOMEBODY_ELSE
    if asked_on:
        assert said.data == UNDECIDED


@given(st.lists(st.sampled_from([*UTTERANCES, ""]), min_size=60, max_size=60))
def test_every_spoken_call_ends(said: list[str]) -> None:
    turn: Turn | None = FIRST
    for words in said:
        if turn is None or turn.asked is Asked.SOMEBODY_ELSE:
            break
        turn = after_words(turn, words, ko).move.turn
    assert turn is None or turn.asked is Asked.SOMEBODY_ELSE


@pytest.mark.parametrize("language", list(Language))
def test_the_answer_to_violence_gives_nothing_away(language: Language) -> None:
    """Whoever stands beside her hears no number, and nothing of help or danger."""
    words = say("call.urgent.violence", language)
    assert not re.search("112|119|일일|도움|담당|one one|help|một một|giúp|一一|帮", words)


def test_each_cause_has_its_answer() -> None:
    assert set(URGENT) == set(Cause)


# ----------------------------------------------------------------- whole calls, in the town


def speech_data(call: PlacedCall, **more: Any) -> dict[str, Any]:
    return {
        "channel": "call", "call": call.sid, "checkin": CHECKIN, "version": 3, "form": "speech"
    } | more  # fmt: skip


@pytest.mark.anyio
async def test_she_says_twice_that_she_is_fine(world: PhoneWorld) -> None:
    her = world.resident(by_words=True)
    call = await world.conversation(her, Says("응, 잘 지내"), Says("그래, 맞아"))
    assert world.replies() == [
        speech_data(call, undecided=True),
        speech_data(call, sure=True),
    ]
    assert "잘 지내신다는 말씀이시지요?" in words_in(call)
    assert words_in(call).endswith("편안한 하루 보내세요. 안녕히 계세요.")
    assert world.understood() == [(Meaning.OK, None)]


@pytest.mark.anyio
async def test_a_key_confirms_it_too(world: PhoneWorld) -> None:
    await world.conversation(world.resident(by_words=True), Says("잘 지내요"), "1")
    assert world.understood() == [(Meaning.OK, None)]


@pytest.mark.anyio
@pytest.mark.parametrize("then", [Silence(), HangsUp()])
async def test_a_fine_that_is_not_confirmed_is_no_answer(
    world: PhoneWorld, then: Silence | HangsUp
) -> None:
    """A television can say it. The next call asks again."""
    her = world.resident(by_words=True)
    await world.conversation(her, Says("잘 지내요"), then)
    assert world.understood() == []
    receipt = only([fact for fact in world.facts() if fact.kind is SignalKind.RECEIPT])
    assert receipt.data["report"] == "no_key"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("words", "cause", "answer"),
    [
        ("넘어져서 못 일어나겠어요", Cause.FALL, "일일구를 눌러 주세요"),
        ("가슴이 답답해요", Cause.MEDICAL, "저희도 바로 전화드립니다"),
        ("부엌에 불이 났어요", Cause.FIRE, "일일구를 눌러 주세요"),
        ("그만 죽고 싶어요", Cause.SELF_HARM, "일공구에 전화하시면"),
        ("아들이 때려요", Cause.VIOLENCE, "말씀 잘 들었습니다"),
    ],
)
async def test_danger_is_answered_by_its_cause(
    world: PhoneWorld, words: str, cause: Cause, answer: str
) -> None:
    call = await world.conversation(world.resident(by_words=True), Says(words))
    assert answer in words_in(call)
    assert world.understood() == [(Meaning.URGENT, cause)]


@pytest.mark.anyio
async def test_a_wish_for_help_hears_when_somebody_rings(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident(by_words=True), Says("좀 도와주세요"))
    assert "오늘 오전 아홉 시 삼십 분에 담당자가 전화드립니다" in words_in(call)
    assert world.understood() == [(Meaning.HELP, None)]


@pytest.mark.anyio
async def test_what_stays_unclear_goes_to_a_person(world: PhoneWorld) -> None:
    her = world.resident(by_words=True)
    call = await world.conversation(her, Says("글쎄 뭐라 해야 하나"), Says("그게 참 말이야"))
    assert "제가 잘 알아듣지 못했습니다" in words_in(call)
    assert "삼십일 분에 담당자가 전화드리겠습니다" in words_in(call)
    assert world.understood() == [(Meaning.UNCLEAR, None)]


@pytest.mark.anyio
async def test_hello_brings_name_and_city_once_more(world: PhoneWorld) -> None:
    her = world.resident(by_words=True)
    call = await world.conversation(her, Says("여보세요", after=-10.0), "1")
    assert words_in(call).count("김순자 님") == 2
    assert world.understood() == [(Meaning.OK, None)]


@pytest.mark.anyio
async def test_voicemail_that_talks_is_no_answer(world: PhoneWorld) -> None:
    her = world.resident(by_words=True)
    await world.conversation(her, Says("음성 사서함으로 연결되며 삐 소리 후 통화료가 부과됩니다"))
    receipt = only(world.facts())
    assert (receipt.kind, receipt.data["report"]) == (SignalKind.RECEIPT, "no_key")


@pytest.mark.anyio
async def test_when_she_rings_us_she_may_speak_too(world: PhoneWorld) -> None:
    her = world.resident(by_words=True)
    world.api.phone.on_prompt = lambda _call, _heard: Says("도와주세요")
    await world.api.ring_service(her.phones[0].e164)
    await world.events.run()
    assert (Meaning.HELP, None) in world.understood()


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("language", "words"), [(en, "Please help me"), (vi, "giúp tôi với"), (zh, "救命")]
)
async def test_she_is_heard_in_her_own_language(
    world: PhoneWorld, language: Language, words: str
) -> None:
    heard: list[Heard] = []

    def speaks(_call: PlacedCall, question: Heard) -> Says:
        heard.append(question)
        return Says(words)

    her = world.resident(language=language, by_words=True)
    world.api.phone.on_prompt = speaks
    await world.ring_and_answer(her)
    assert heard[0].inputs == frozenset({"dtmf", "speech"})
    assert world.understood()[0][0] in {Meaning.HELP, Meaning.URGENT}


# ------------------------------------------------------------------------ only by consent


@pytest.mark.anyio
async def test_without_her_consent_nothing_is_recognised(world: PhoneWorld) -> None:
    heard: list[Heard] = []

    def speaks(_call: PlacedCall, question: Heard) -> Says:
        heard.append(question)
        return Says("도와주세요")

    world.api.phone.on_prompt = speaks
    await world.ring_and_answer(world.resident())
    assert {question.inputs for question in heard} == {frozenset({"dtmf"})}
    assert "말씀으로" not in heard[0].text
    assert world.replies() == []


@pytest.mark.anyio
async def test_consent_withdrawn_in_the_middle_ends_the_listening(world: PhoneWorld) -> None:
    her = world.resident(by_words=True)
    heard: list[Heard] = []

    def withdraws(_call: PlacedCall, question: Heard) -> Says:
        heard.append(question)
        if len(heard) == 1:
            with world.database.write() as uow:
                residents.withdraw_consent(
                    uow, her.ref, Purpose.SPEECH, "staff:kim", ChannelName.PERSON
                )
        return Says("잘 지내요")

    world.api.phone.on_prompt = withdraws
    await world.ring_and_answer(her)
    assert [question.inputs for question in heard[:2]] == [
        frozenset({"dtmf", "speech"}),
        frozenset({"dtmf"}),
    ]
    assert world.replies() == []
