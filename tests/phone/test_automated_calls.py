"""Our own calls from the question to the recorded answer, through the town's telephones."""

from datetime import timedelta

import pytest

from locales.model import Language
from locales.texts import say
from messaging.channel import Call
from messaging.model import OutboxState
from phone.dialogue import MAX_QUESTIONS
from residents import service as residents
from signals.model import SignalKind
from tests.phone.phone_world import CHECKIN, PhoneWorld, keys, only, words_in
from town.servers.faults import Mishap
from town.servers.twilio import Answer, Busy, Failed, HangsUp, Key, NoAnswer, Voicemail
from town.servers.twilio import Call as PlacedCall
from town.servers.twiml import Say

pytestmark = pytest.mark.anyio

MENU = say("call.menu", Language.ko)


def key_data(call: PlacedCall, key: str, **more: str) -> dict[str, object]:
    return {
        "channel": "call",
        "form": "key",
        "call": call.sid,
        "checkin": CHECKIN,
        "version": 3,
        "key": key,
        **more,
    }


async def test_key_one_says_that_she_is_fine(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident(), "1")
    fact = only(world.facts())
    assert fact.kind is SignalKind.REPLY
    assert fact.data == key_data(call, "1", verb="f")
    assert fact.words is None
    assert words_in(call).endswith(
        "잘 지내신다니 다행입니다. 고맙습니다. 편안한 하루 보내세요. 안녕히 계세요."
    )
    assert (call.status, world.api.failures) == ("completed", ())


async def test_the_first_words_say_who_rings_and_why(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident(), "1")
    before_menu = words_in(call).partition("일번")[0]
    assert "김천시" in before_menu
    assert "안부" in before_menu
    assert "김순자 님" in before_menu


async def test_key_two_asks_for_help_and_hears_when_somebody_rings(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident(), "2")
    assert only(world.replies()) == key_data(call, "2", verb="h")
    assert "오늘 오전 아홉 시 삼십 분에 담당자가 전화드립니다" in words_in(call)
    assert "일일구" in words_in(call)


async def test_key_zero_asks_for_a_person(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident(), "0")
    assert only(world.replies()) == key_data(call, "0")
    assert "담당자가 전화드리겠습니다" in words_in(call)


# ------------------------------------------------------------------------- somebody else


async def test_somebody_else_is_asked_how_she_is(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident(), "3", "1")
    assert world.replies() == [key_data(call, "3"), key_data(call, "3", said="1")]
    assert "그분이 잘 지내고 계시면 일번" in words_in(call)


async def test_what_somebody_else_says_is_never_fine(world: PhoneWorld) -> None:
    await world.conversation(world.resident(), "3", "1")
    assert all(reply.get("verb") != "f" for reply in world.replies())


async def test_somebody_else_can_ask_for_help(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident(), "3", "2")
    assert world.replies()[1] == key_data(call, "3", said="2", verb="h")
    assert "담당자가 전화드립니다" in words_in(call)


async def test_somebody_else_may_just_hang_up(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident(), "3", HangsUp())
    assert world.replies() == [key_data(call, "3")]


# ------------------------------------------------------------------- hearing it again


@pytest.mark.parametrize("key", ["9", "*"])
async def test_it_is_said_again_as_she_likes(world: PhoneWorld, key: str) -> None:
    call = await world.conversation(world.resident(), key, "1")
    assert words_in(call).count("일번을 눌러 주세요") == 2
    assert "다시 말씀드리겠습니다" in words_in(call)
    assert world.replies() == [key_data(call, key), key_data(call, "1", verb="f")]


async def test_pressing_nine_for_ever_ends(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident(), *"9" * 50)
    assert call.status == "completed"
    assert len(call.pressed) == MAX_QUESTIONS


@pytest.mark.parametrize("key", ["4", "7", "#"])
async def test_a_key_that_means_nothing_is_met_kindly(world: PhoneWorld, key: str) -> None:
    call = await world.conversation(world.resident(), key, "1")
    assert "다른 번호를 누르셨습니다" in words_in(call)
    assert [reply["key"] for reply in world.replies()] == [key, "1"]
    assert "verb" not in world.replies()[0]


async def test_a_key_pressed_into_the_words_counts(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident(), Key("1", after=-20.0))
    assert only(world.replies()) == key_data(call, "1", verb="f")


async def test_pressing_other_keys_and_hanging_up_is_alive_and_unclear(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident(), "9", HangsUp())
    assert [reply["form"] for reply in world.replies()] == ["key", "hung_up"]
    assert world.replies()[1] == {
        "channel": "call", "form": "hung_up", "call": call.sid, "checkin": CHECKIN, "version": 3
    }  # fmt: skip


# ------------------------------------------------- what is no answer: nobody pressed a key


async def test_silence_is_asked_twice_more_and_is_no_answer(world: PhoneWorld) -> None:
    call = await world.conversation(world.resident())
    assert words_in(call).count("일번을 눌러 주세요") == 3
    assert words_in(call).endswith("나중에 다시 전화드리겠습니다. 고맙습니다.")
    assert world.replies() == []


@pytest.mark.parametrize(
    ("ring", "report"),
    [
        (Voicemail(), "no_key"),
        (Answer(hangs_up_after=2.0), "no_key"),
        (Busy(), "busy"),
        (NoAnswer(), "no_answer"),
        (Failed(503), "failed"),
    ],
)
async def test_what_became_of_a_call_without_a_key_is_only_a_receipt(
    world: PhoneWorld, ring: object, report: str
) -> None:
    her = world.resident()
    call = await world.conversation(her, ring=ring)  # type: ignore[arg-type]
    fact = only(world.facts())
    assert fact.kind is SignalKind.RECEIPT
    assert fact.subject == her.ref
    assert {**fact.data, "message": "", "seconds": 0} == {
        "origin": f"checkin:{CHECKIN}:3",
        "report": report,
        "channel": "call",
        "message": "",
        "call": call.sid,
        "seconds": 0,
    }


@pytest.mark.parametrize("sip_code", [404, 410, 484, 604])
async def test_a_number_that_nobody_has_loses_the_channel(world: PhoneWorld, sip_code: int) -> None:
    her = world.resident()
    await world.conversation(her, ring=Failed(sip_code))
    facts = {fact.kind: fact for fact in world.facts()}
    assert set(facts) == {SignalKind.RECEIPT, SignalKind.CHANNEL_LOST}
    lost = facts[SignalKind.CHANNEL_LOST]
    assert lost.subject == her.ref
    assert lost.data == {"channel": "call", "why": "bad_address"}


# --------------------------------------------------------- recorded before it is confirmed


async def test_the_answer_is_recorded_before_it_is_confirmed(world: PhoneWorld) -> None:
    known_at: list[int] = []

    def said(_call: PlacedCall, words: Say) -> None:
        if "다행입니다" in words.text:
            known_at.append(len(world.replies()))

    world.api.phone.on_said = said
    await world.conversation(world.resident(), "1")
    assert known_at == [1]


async def test_without_the_database_the_spool_takes_the_key(world: PhoneWorld) -> None:
    her = world.resident()
    world.api.phone.on_ring = lambda _call: Answer()
    world.api.phone.on_prompt = keys("2")
    await world.ring(her)
    world.database.away = True
    await world.events.run()
    call = only(world.api.calls)
    assert "김천시에서 드리는 자동 안부 전화입니다" in words_in(call)
    assert "담당자에게 꼭 전하겠습니다. 공오사, 사이공, 육일일사" in words_in(call)
    world.database.away = False
    assert world.replies() == []
    world.intake.drain()
    assert only(world.replies()) == key_data(call, "2", verb="h")


async def test_when_nothing_takes_the_key_the_call_names_the_number(
    world: PhoneWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_body: bytes) -> None:
        raise OSError

    her = world.resident()
    world.api.phone.on_ring = lambda _call: Answer()

    def loses_everything(call: PlacedCall, heard: object) -> object:
        world.database.away = True
        monkeypatch.setattr(world.spool, "append", full)
        return keys("1")(call, heard)  # type: ignore[arg-type]

    world.api.phone.on_prompt = loses_everything  # type: ignore[assignment]
    await world.ring(her)
    await world.events.run()
    call = only(world.api.calls)
    assert "다행" not in words_in(call)
    assert words_in(call).endswith(
        "공오사, 사이공, 육일일사, 이 번호로 전화해 주세요. 급하시면 일일구를 눌러 주세요."
    )


# ------------------------------------------------------------- whom we must not ask any more


async def test_a_death_reported_while_it_rings_is_respected(world: PhoneWorld) -> None:
    her = world.resident()
    world.api.phone.on_ring = lambda _call: Answer()
    await world.ring(her)
    with world.database.write() as uow:
        residents.mark_deceased(uow, her.ref, reported_by="staff:kim")
    await world.events.run()
    said = words_in(only(world.api.calls))
    assert "잘 지내" not in said
    assert "공오사" in said


async def test_a_helper_who_presses_keys_says_nothing_about_a_resident(world: PhoneWorld) -> None:
    her = world.resident()
    outbox_id = world.post("staff:kim")
    world.api.phone.on_ring = lambda _call: Answer()
    await world.calls.send(her.phones[0].e164, Call("call.checkin", 25), outbox_id)
    await world.events.run()
    assert world.replies() == []


# -------------------------------------------------------------------- callbacks that stray


async def test_the_first_callback_proves_that_the_call_was_placed(world: PhoneWorld) -> None:
    """It may come before the answer to our request does, or that answer may never come."""
    her = world.resident()
    outbox_id = world.post(her.ref)
    await world.calls.send(her.phones[0].e164, Call("call.checkin", 25), outbox_id)
    assert world.posted(outbox_id).state is OutboxState.CALLING
    await world.events.run(seconds=0)
    posted = world.posted(outbox_id)
    assert (posted.state, posted.provider_id) == (OutboxState.SENT, only(world.api.calls).sid)


@pytest.mark.parametrize(
    "mishap",
    [Mishap(copies=2), Mishap(copies=0), Mishap(behind_next=True), Mishap(delay=timedelta(days=1))],
)
@pytest.mark.parametrize("kind", ["initiated", "completed"])
async def test_stray_callbacks_change_nothing(world: PhoneWorld, mishap: Mishap, kind: str) -> None:
    world.api.mishaps.push(mishap, kind=kind)
    call = await world.conversation(world.resident(), "1")
    await world.events.run(days=2)
    assert world.replies() == [key_data(call, "1", verb="f")]
    assert [fact.kind for fact in world.facts()] == [SignalKind.REPLY]


async def test_a_doubled_end_is_recorded_once(world: PhoneWorld) -> None:
    world.api.mishaps.push(Mishap(copies=3), kind="completed")
    await world.conversation(world.resident(), ring=Busy())
    assert [fact.kind for fact in world.facts()] == [SignalKind.RECEIPT]


async def test_a_failure_that_is_told_late_does_not_undo_a_later_answer(world: PhoneWorld) -> None:
    """Her number was wrong for an hour; Twilio says so when she has answered it again."""
    her = world.resident()
    world.api.mishaps.push(Mishap(delay=timedelta(hours=3)), kind="completed")
    await world.conversation(her, ring=Failed(404))
    await world.conversation(her, "1")
    await world.events.run(hours=4)
    assert [fact.kind for fact in world.facts()] == [SignalKind.REPLY, SignalKind.RECEIPT]


async def test_only_the_number_that_was_rung_is_given_up(world: PhoneWorld) -> None:
    her = world.resident()
    await world.conversation(her, ring=Failed(404))
    lost = only([fact for fact in world.facts() if fact.kind is SignalKind.CHANNEL_LOST])
    assert lost.words == her.phones[0].e164


# ------------------------------------------------------------------------------- languages


@pytest.mark.parametrize(
    ("language", "voice", "spoken"),
    [
        (Language.ko, "Polly.Seoyeon", "ko-KR"),
        (Language.en, "Polly.Joanna", "en-US"),
        (Language.vi, "Google.vi-VN-Wavenet-A", "vi-VN"),
        (Language.zh_Hans, "Polly.Zhiyu", "cmn-CN"),
    ],
)
async def test_the_whole_call_is_in_her_language(
    world: PhoneWorld, language: Language, voice: str, spoken: str
) -> None:
    her = world.resident(language=language, name="Nguyễn Thị Hoa")
    call = await world.conversation(her, "", "5", "9", "2")
    assert {(said.voice, said.language) for said in call.spoken} == {(voice, spoken)}
    assert say("call.again", language) in words_in(call)
    assert world.replies()[-1]["verb"] == "h"
