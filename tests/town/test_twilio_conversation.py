import httpx
import pytest
from starlette.types import Receive, Scope, Send
from twilio.base.exceptions import TwilioRestException

from tests.town.phone_under_test import GOODBYE, MOBILE, PUBLIC, SAY, World, question, world
from tests.town.timeline import Timeline
from town.servers.twilio import (
    Answer,
    Call,
    HangsUp,
    Heard,
    Incoming,
    Key,
    Reaction,
    Says,
    Silence,
    TwilioSettings,
    Voicemail,
)
from town.servers.twiml import TwimlError

pytestmark = pytest.mark.anyio

THANKS = "고맙습니다."
ASK = "괜찮으시면 일번을 눌러 주세요."


def somebody(w: World, *reactions: Reaction) -> list[Heard]:
    """Answers, then reacts one by one; returns what was heard."""
    heard: list[Heard] = []
    left = list(reactions)

    def react(_call: Call, prompt: Heard) -> Reaction:
        heard.append(prompt)
        return left.pop(0) if left else Silence()

    w.api.phone.on_ring = lambda _call: Answer()
    w.api.phone.on_prompt = react
    return heard


def words(w: World) -> list[str]:
    return [say.text for call in w.api.calls for say in call.spoken]


async def test_press_one(timeline: Timeline) -> None:
    async with world(timeline) as w:
        heard = somebody(w, Key("1"))
        w.answers("/voice", question())
        w.answers("/voice/answer", GOODBYE)
        sid = await w.call()
        await timeline.run(60)
        (prompt,) = heard
        assert (prompt.text, prompt.num_digits, prompt.seconds_to_answer) == (ASK, 1, 5)
        assert w.seen("/voice/answer", "Digits") == ["1"]
        assert w.seen("/voice/answer", "CallStatus") == ["in-progress"]
        assert w.asked[-1].path == "/voice/answer?ob=1"
        assert words(w) == [ASK, THANKS]
        fetched = await w.client.calls(sid).fetch_async()
        assert fetched.status == "completed"
        assert w.api.calls[0].pressed == ["1"]


async def test_speaking_takes_time(timeline: Timeline) -> None:
    async with world(timeline) as w:
        somebody(w, Key("1", after=2))
        w.answers("/voice", question())
        w.answers("/voice/answer", GOODBYE)
        await w.call()
        await timeline.run(1 + 6 + 3 + 1.9)  # rings, answers, hears the prompt, thinks
        assert w.seen("/voice/answer", "Digits") == []
        await timeline.run(0.1)
        assert w.seen("/voice/answer", "Digits") == ["1"]


@pytest.mark.parametrize(("attributes", "asked"), [("", []), ('actionOnEmptyResult="true"', [""])])
async def test_silence(timeline: Timeline, attributes: str, asked: list[str]) -> None:
    async with world(timeline) as w:
        somebody(w, Silence())
        w.answers("/voice", question(attributes, SAY.format("다시 걸겠습니다.")))
        w.answers("/voice/answer", GOODBYE)
        await w.call()
        await timeline.run(60)
        assert w.seen("/voice/answer", "Digits") == asked
        assert words(w)[-1] == (THANKS if asked else "다시 걸겠습니다.")


async def test_wrong_key_then_the_right_one(timeline: Timeline) -> None:
    async with world(timeline) as w:
        heard = somebody(w, Key("7"), Key("1"))
        w.answers("/voice", question())
        w.answers("/voice/answer", question(), GOODBYE)
        await w.call()
        await timeline.run(60)
        assert w.seen("/voice/answer", "Digits") == ["7", "1"]
        assert [prompt.asked_before for prompt in heard] == [0, 1]


@pytest.mark.parametrize(
    ("attributes", "digits", "sent", "finished"),
    [
        ('numDigits="4"', "1234", "1234", ""),
        ('numDigits="4"', "123456", "1234", ""),
        ('numDigits="4"', "12", "12", ""),
        ("", "12#", "12", "#"),
        ("", "12", "12", ""),
        ('finishOnKey="*"', "1#*", "1#", "*"),
        ('finishOnKey=""', "1#", "1#", ""),
        ("", "#", None, None),
    ],
)
async def test_several_keys(
    timeline: Timeline, attributes: str, digits: str, sent: str | None, finished: str | None
) -> None:
    async with world(timeline) as w:
        somebody(w, Key(digits))
        ask = f'<Gather action="/voice/answer" {attributes}>{SAY.format("비밀번호")}</Gather>'
        w.answers("/voice", f"<Response>{ask}</Response>")
        w.answers("/voice/answer", GOODBYE)
        await w.call()
        await timeline.run(60)
        assert w.seen("/voice/answer", "Digits") == ([] if sent is None else [sent])
        assert w.seen("/voice/answer", "FinishedOnKey") == ([] if finished is None else [finished])


async def test_words_instead_of_keys(timeline: Timeline) -> None:
    async with world(timeline) as w:
        somebody(w, Says("네 괜찮아요", confidence=0.8))
        listening = 'input="dtmf speech" language="ko-KR" speechTimeout="auto" hints="괜찮아요"'
        w.answers("/voice", question(listening))
        w.answers("/voice/answer", GOODBYE)
        await w.call()
        await timeline.run(60)
        assert w.seen("/voice/answer", "SpeechResult") == ["네 괜찮아요"]
        assert w.seen("/voice/answer", "Confidence") == ["0.8"]


@pytest.mark.parametrize(
    ("attributes", "reaction"),
    [
        ("", Says("네")),
        ('input="speech" language="ko-KR"', Key("1")),
        ("", Key("1", after=6)),
        ('timeout="2"', Key("1", after=3)),
    ],
)
async def test_answers_that_do_not_count(
    timeline: Timeline, attributes: str, reaction: Reaction
) -> None:
    async with world(timeline) as w:
        somebody(w, reaction)
        w.answers("/voice", question(attributes))
        await w.call()
        await timeline.run(60)
        assert w.seen("/voice/answer", "CallSid") == []
        assert w.api.calls[0].status == "completed"


async def test_silence_where_only_speech_counts(timeline: Timeline) -> None:
    async with world(timeline) as w:
        somebody(w)
        w.answers("/voice", question('input="speech" language="ko-KR" actionOnEmptyResult="true"'))
        w.answers("/voice/answer", GOODBYE)
        await w.call()
        await timeline.run(60)
        assert "Digits" not in w.asked[-1].params


async def test_a_machine_hears_everything_and_presses_nothing(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.api.phone.on_ring = lambda _call: Voicemail()
        w.api.phone.on_prompt = lambda _call, _heard: pytest.fail("nobody is there")
        w.answers("/voice", question(after=SAY.format("다시 걸겠습니다.")))
        await w.call()
        await timeline.run(60)
        assert words(w) == [ASK, "다시 걸겠습니다."]
        assert w.seen("/voice/answer", "CallSid") == []


async def test_the_person_hangs_up(timeline: Timeline) -> None:
    async with world(timeline) as w:
        somebody(w, HangsUp())
        w.answers("/voice", question('actionOnEmptyResult="true"'))
        await w.call()
        await timeline.run(60)
        assert w.seen("/voice/answer", "CallSid") == []
        w.api.phone.on_ring = lambda _call: Answer(hangs_up_after=1)
        await w.call()
        await timeline.run(60)
        assert [call.seconds for call in w.api.calls] == [4, 1]


async def test_redirects_loops_and_pauses(timeline: Timeline) -> None:
    async with world(timeline) as w:
        somebody(w)
        said: list[str] = []
        w.api.phone.on_said = lambda _call, say: said.append(say.text)
        twice = SAY.replace("<Say ", '<Say loop="2" ').format("안녕하세요")
        w.answers(
            "/voice", f"<Response><Pause length='3'/>{twice}<Redirect>next</Redirect></Response>"
        )
        w.answers(
            "/next", "<Response><Redirect method='GET'>/last?x=1&amp;y=가</Redirect></Response>"
        )
        w.answers("/last", GOODBYE)
        await w.call()
        await timeline.run(60)
        assert said == ["안녕하세요", "안녕하세요", THANKS]
        paths = [asked.path.partition("?")[0] for asked in w.asked]
        assert paths == ["/voice", "/next", "/last"]
        assert w.seen("/last", "x") == ["1"]


async def test_a_gather_without_action_asks_the_same_document(timeline: Timeline) -> None:
    async with world(timeline) as w:
        somebody(w, Key("2"))
        w.answers("/voice", "<Response><Gather numDigits='1'/></Response>", GOODBYE)
        await w.call()
        await timeline.run(60)
        assert w.seen("/voice", "Digits") == ["", "2"]


async def test_a_call_with_its_document_inside(timeline: Timeline) -> None:
    async with world(timeline) as w:
        somebody(w)
        await w.call(url=None, twiml=GOODBYE)
        await timeline.run(60)
        assert words(w) == [THANKS]
        assert w.asked == []


async def test_a_talk_takes_another_course(timeline: Timeline) -> None:
    async with world(timeline) as w:
        somebody(w)
        w.answers("/voice", f"<Response><Pause length='30'/>{SAY.format('옛 말')}</Response>")
        w.answers("/other", GOODBYE)
        sid = await w.call()
        with pytest.raises(TwilioRestException) as refused:
            await w.client.calls(sid).update_async(url=f"{PUBLIC}/other")
        assert refused.value.code == 21220
        await timeline.run(10)
        for wrong in ({"status": "paused"}, {"method": "POST"}):
            with pytest.raises(TwilioRestException):
                await w.client.calls(sid).update_async(**wrong)
        await w.client.calls(sid).update_async(url=f"{PUBLIC}/other")
        await timeline.run(60)
        assert words(w) == [THANKS]


LOOSE = TwilioSettings(strict=False)
BROKEN = "<Response><Dance/></Response>"


async def test_an_unknown_verb_is_loud(timeline: Timeline) -> None:
    async with world(timeline) as w:
        somebody(w)
        w.answers("/voice", BROKEN)
        await w.call()
        with pytest.raises(TwimlError, match="<Dance>"):
            await timeline.run(60)
        await timeline.run(60)
        assert w.api.calls[0].status == "completed"
        assert [failure.code for failure in w.api.failures] == [12200]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (BROKEN, 12200),
        ("500", 11200),
        ("cut", 11200),
        ("안녕", 11200),
        ("<Response>", 12100),
        ("<Response><Redirect>/voice</Redirect></Response>", 11210),
    ],
)
async def test_what_twilio_says_when_the_service_fails(
    timeline: Timeline, document: str, code: int
) -> None:
    async with world(timeline, LOOSE) as w:
        somebody(w)
        w.answers("/voice", document)
        await w.call()
        await timeline.run(60)
        assert words(w) == ["We are sorry. An application error has occurred. Goodbye."]
        assert w.api.calls[0].status == "completed"
        assert [failure.code for failure in w.api.failures] == [code]


async def test_a_fallback_is_asked_once(timeline: Timeline) -> None:
    async with world(timeline) as w:
        somebody(w)
        w.answers("/voice", "500")
        w.answers("/fallback", GOODBYE)
        await w.call(fallback_url=f"{PUBLIC}/fallback")
        await timeline.run(60)
        assert w.seen("/fallback", "ErrorCode") == ["11200"]
        assert w.seen("/fallback", "ErrorUrl") == [f"{PUBLIC}/voice?ob=1"]
        assert words(w) == [THANKS]
        w.answers("/fallback", "500")
        await w.call(fallback_url=f"{PUBLIC}/fallback")
        await timeline.run(60)
        assert w.api.counts.twiml_failures == 3


async def test_a_relative_address_needs_something_to_be_relative_to(timeline: Timeline) -> None:
    async with world(timeline, LOOSE) as w:
        somebody(w)
        await w.call(url=None, twiml="<Response><Redirect>/voice</Redirect></Response>")
        await timeline.run(60)
        assert [failure.code for failure in w.api.failures] == [11100]


async def test_a_crash_in_the_service_ends_the_call_as_twilio_would(timeline: Timeline) -> None:
    class Crash(BaseException):
        pass

    async def dying(_scope: object, _receive: object, _send: object) -> None:
        raise Crash

    async with world(timeline) as w:
        somebody(w)
        w.http._transport = httpx.ASGITransport(dying)
        await w.call()
        with pytest.raises(Crash):
            await timeline.run(60)
        await timeline.run(60)
        assert w.api.calls[0].status == "completed"
        assert w.api.counts.calls_active == 0


async def test_the_service_hangs_up_while_it_is_asked(timeline: Timeline) -> None:
    async with world(timeline) as w:
        somebody(w, Key("1"))
        w.answers("/voice", question())
        sid = await w.call()

        async def hanging_up(scope: Scope, receive: Receive, send: Send) -> None:
            await w.client.calls(sid).update_async(status="completed")
            await w.app(scope, receive, send)

        w.http._transport = httpx.ASGITransport(hanging_up)
        await timeline.run(60)
        assert (words(w), w.api.calls[0].status) == ([], "completed")
        assert w.api.failures == ()


async def test_somebody_calls_the_service(timeline: Timeline) -> None:
    incoming = Incoming(f"{PUBLIC}/voice", f"{PUBLIC}/fallback", f"{PUBLIC}/status")
    async with world(timeline, TwilioSettings(incoming=incoming)) as w:
        somebody(w, Key("1"))
        w.answers("/voice", question())
        w.answers("/voice/answer", GOODBYE)
        call = await w.api.ring_service(MOBILE)
        assert (call.person, call.status) == (MOBILE, "in-progress")
        assert w.seen("/voice", "CallStatus") == ["ringing"]
        assert w.seen("/voice", "Direction") == ["inbound"]
        await timeline.run(60)
        assert w.seen("/status", "CallStatus") == ["completed"]
        assert w.seen("/voice/answer", "Digits") == ["1"]
        w.answers("/voice", "500")
        w.answers("/fallback", GOODBYE)
        await w.api.ring_service(MOBILE)
        await timeline.run(60)
        assert words(w)[-1] == THANKS
        w.answers("/fallback", "500")
        silent = await w.api.ring_service(MOBILE, hangs_up_after=1)
        await timeline.run(60)
        assert (silent.status, silent.seconds) == ("completed", 1)


async def test_a_number_nobody_set_up_cannot_be_called(timeline: Timeline) -> None:
    async with world(timeline) as w:
        with pytest.raises(ValueError, match="cannot be called"):
            await w.api.ring_service(MOBILE)
