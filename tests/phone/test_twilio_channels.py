"""Texts and calls on the town's Twilio, sent by the real library."""

from datetime import timedelta
from urllib.parse import parse_qs

import httpx
import pytest

from foundation.clock import ManualClock
from foundation.seams import Crash
from locales.sms import LIMIT
from messaging.channel import Button, Call, Card, Refusal, Refused, Rendered, Sent, Sms, Unknown
from phone.addresses import Addresses
from phone.channels import CallChannel, CannotAskError, SmsChannel
from residents.model import ChannelName
from signals.model import SignalKind
from tests.phone.phone_world import (
    CHECKIN,
    PUBLIC,
    PhoneWorld,
    account_behind,
    none_claimed,
    only,
)
from tests.support.database import MONDAY_MORNING
from town.servers.faults import Fault
from town.servers.twilio import Answer, Busy, NoAnswer, SmsFate

pytestmark = pytest.mark.anyio

HER_MOBILE = "+821055550101"
HER_LANDLINE = "+82545550102"
NOTICE = Sms("김천시 지좌동 054-420-6114\n김순자님, 오늘 오후 3:00에 전화드립니다.")
RING = Call("call.checkin", 25)
ATTEMPT = "01KJNXGE0060Z63KE4QE3C69RG"


# ------------------------------------------------------------------------------------ texts


async def test_a_text_arrives(world: PhoneWorld) -> None:
    assert world.texts.name is ChannelName.SMS
    outcome = await world.texts.send(HER_MOBILE, NOTICE, ATTEMPT)
    sms = only(world.api.messages)
    assert outcome == Sent(sms.sid)
    assert (sms.to, sms.sender, sms.body) == (HER_MOBILE, min(world.town.numbers), NOTICE.text)
    assert sms.callback_url == f"{PUBLIC}/twilio/sms/status?ob={ATTEMPT}"


@pytest.mark.parametrize(
    "text",
    ["", "웃음 😀", "긴 줄표 —", "좁은\u202f칸", "뷁", "가" * 46],
    ids=["empty", "emoji", "dash", "narrow space", "rare", "long"],
)
async def test_what_a_korean_phone_cannot_show_is_not_sent(world: PhoneWorld, text: str) -> None:
    """Only EUC-KR, and at most 90 bytes with the line that carriers put in front."""
    outcome = await world.texts.send(HER_MOBILE, Sms(text), ATTEMPT)
    assert outcome == Refused(Refusal.INVALID, "not_one_text")
    assert world.api.counts.requests == 0


async def test_a_city_may_allow_longer_texts(world: PhoneWorld) -> None:
    channel = SmsChannel(world.account, Addresses(PUBLIC), none_claimed, limit_bytes=2_000)
    text = "가" * LIMIT
    assert isinstance(await channel.send(HER_MOBILE, Sms(text), ATTEMPT), Sent)


async def test_a_landline_takes_no_texts_but_calls(world: PhoneWorld) -> None:
    outcome = await world.texts.send(HER_LANDLINE, NOTICE, ATTEMPT)
    assert outcome == Refused(Refusal.BAD_ADDRESS, "21614")
    assert isinstance(await world.calls.send(HER_LANDLINE, RING, ATTEMPT), Sent)


async def test_somebody_who_wrote_stop_is_unreachable_by_text(world: PhoneWorld) -> None:
    world.api.unsubscribed.add(HER_MOBILE)
    outcome = await world.texts.send(HER_MOBILE, NOTICE, ATTEMPT)
    assert outcome == Refused(Refusal.UNREACHABLE, "21610")


@pytest.mark.parametrize("number", ["+12025550142", "+8190555501", "010-5555-0101", "", "+82"])
async def test_only_korean_numbers_are_rung_or_written_to(world: PhoneWorld, number: str) -> None:
    refused = Refused(Refusal.BAD_ADDRESS, "not_korean")
    assert await world.texts.send(number, NOTICE, ATTEMPT) == refused
    assert await world.calls.send(number, RING, ATTEMPT) == refused
    assert world.api.counts.requests == 0


@pytest.mark.parametrize(
    "rendered",
    [Card("안녕하세요", ((Button("잘 지내요", data="f:C1:1"),),)), NOTICE, Call("sms.notice", 25)],
)
async def test_what_is_no_call_is_not_rung(world: PhoneWorld, rendered: Rendered) -> None:
    outcome = await world.calls.send(HER_MOBILE, rendered, ATTEMPT)
    assert outcome == Refused(Refusal.INVALID, "not_a_call")


@pytest.mark.parametrize("rendered", [Card("안녕하세요"), RING])
async def test_what_is_no_text_is_not_written(world: PhoneWorld, rendered: Rendered) -> None:
    outcome = await world.texts.send(HER_MOBILE, rendered, ATTEMPT)
    assert outcome == Refused(Refusal.INVALID, "not_a_text")


async def test_without_a_number_of_its_own_a_channel_stops(clock: ManualClock) -> None:
    account = account_behind(lambda _request: httpx.Response(500), clock,
                             twilio_voice_from=None, twilio_sms_from=None)  # fmt: skip
    for channel, rendered in (
        (SmsChannel(account, Addresses(PUBLIC), none_claimed), NOTICE),
        (CallChannel(account, Addresses(PUBLIC), none_claimed), RING),
    ):
        outcome = await channel.send(HER_MOBILE, rendered, ATTEMPT)
        assert outcome == Refused(Refusal.CONFIG, "no_sender")


# ------------------------------------------------------------ what becomes of texts later on


async def written(world: PhoneWorld, fate: SmsFate) -> str:
    her = world.resident()
    world.api.phone.sms_fate = lambda _sms: fate
    outbox_id = world.post(her.ref, ChannelName.SMS)
    await world.texts.send(HER_MOBILE, NOTICE, outbox_id)
    await world.events.run()
    return outbox_id


async def test_delivered_is_nothing(world: PhoneWorld) -> None:
    outbox_id = await written(world, SmsFate("delivered"))
    assert world.facts() == []
    assert world.posted(outbox_id).provider_id == only(world.api.messages).sid


async def test_a_phone_that_is_off_is_told_but_not_given_up(world: PhoneWorld) -> None:
    outbox_id = await written(world, SmsFate("undelivered", 30003))
    fact = only(world.facts())
    assert fact.kind is SignalKind.RECEIPT
    assert fact.data == {
        "origin": f"checkin:{CHECKIN}:3",
        "report": "undelivered",
        "channel": "sms",
        "message": outbox_id,
        "text": only(world.api.messages).sid,
        "code": 30003,
    }


@pytest.mark.parametrize(
    ("code", "why"), [(30004, "unreachable"), (30005, "bad_address"), (30006, "bad_address")]
)
async def test_a_number_that_takes_no_texts_loses_that_channel(
    world: PhoneWorld, code: int, why: str
) -> None:
    await written(world, SmsFate("undelivered", code))
    lost = {fact.kind: fact for fact in world.facts()}[SignalKind.CHANNEL_LOST]
    assert lost.data == {"channel": "sms", "why": why}


@pytest.mark.parametrize("code", [30007, 30034, 30999, None])
async def test_what_concerns_us_or_nobody_is_not_held_against_her(
    world: PhoneWorld, code: int | None
) -> None:
    await written(world, SmsFate("failed", code))
    assert [fact.kind for fact in world.facts()] == [SignalKind.RECEIPT]


# ------------------------------------------------------------------------------------ calls


async def test_a_call_is_asked_for_with_everything_that_brings_it_back(
    clock: ManualClock,
) -> None:
    asked: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(201, json={"sid": "CA" + "1" * 32})

    channel = CallChannel(account_behind(take, clock), Addresses(PUBLIC), none_claimed)
    assert channel.name is ChannelName.CALL
    assert await channel.send(HER_MOBILE, RING, ATTEMPT) == Sent("CA" + "1" * 32)
    assert parse_qs(only(asked).content.decode()) == {
        "To": [HER_MOBILE],
        "From": ["+12025550142"],
        "Url": [f"{PUBLIC}/twilio/call?ob={ATTEMPT}"],
        "FallbackUrl": [f"{PUBLIC}/twilio/fallback"],
        "StatusCallback": [f"{PUBLIC}/twilio/call/status?ob={ATTEMPT}"],
        "StatusCallbackEvent": ["initiated", "completed"],
        "Timeout": ["25"],
    }


async def test_it_rings_no_longer_than_asked(world: PhoneWorld) -> None:
    world.api.phone.on_ring = lambda _call: NoAnswer()
    await world.calls.send(HER_MOBILE, RING, ATTEMPT)
    await world.events.run(seconds=25)
    assert only(world.api.calls).status == "ringing"
    await world.events.run(seconds=2)
    assert only(world.api.calls).status == "no-answer"


async def test_a_call_whose_address_failed_still_names_the_number(
    world: PhoneWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(_line: object) -> None:
        message = "a fault of ours"
        raise RuntimeError(message)

    monkeypatch.setattr(world.desk, "our_call", breaks)
    world.api.phone.on_ring = lambda _call: Answer()
    world.to_service._transport.raise_app_exceptions = False  # type: ignore[attr-defined]
    await world.ring(world.resident())
    await world.events.run()
    (failure,) = world.api.failures
    assert failure.code == 11200
    assert "공오사" in only(world.api.calls).spoken[-2].text


# ---------------------------------------------------------------- one failure, one request


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault.too_many(), Refused(Refusal.LATER, "429", timedelta(seconds=1))),
        (Fault.unauthorized(), Refused(Refusal.CONFIG, "20003")),
        (Fault.forbidden(), Refused(Refusal.CONFIG, "20403")),
        (Fault.server_error(), Unknown("500")),
        (Fault.server_error(done=True, status=503), Unknown("503")),
        (Fault.cut(), Unknown("RemoteProtocolError")),
        (Fault.cut(done=True), Unknown("RemoteProtocolError")),
    ],
)
@pytest.mark.parametrize("kind", ["calls", "messages"])
async def test_one_failure_is_one_request(
    world: PhoneWorld, kind: str, fault: Fault, outcome: object
) -> None:
    """Repeating is the outbox's alone. Whether it was done cannot be seen from here."""
    world.api.faults.push(f"{kind}.create", fault)
    if kind == "calls":
        assert await world.calls.send(HER_MOBILE, RING, ATTEMPT) == outcome
    else:
        assert await world.texts.send(HER_MOBILE, NOTICE, ATTEMPT) == outcome
    assert world.api.counts.requests == 1


async def test_a_crash_passes_through(clock: ManualClock) -> None:
    def crash(_request: httpx.Request) -> httpx.Response:
        raise Crash("before_send")

    channel = CallChannel(account_behind(crash, clock), Addresses(PUBLIC), none_claimed)
    with pytest.raises(Crash):
        await channel.send(HER_MOBILE, RING, ATTEMPT)


# ------------------------------------------------------------------ Twilio's queue (24 hours)


async def test_calls_that_wait_in_twilios_queue_are_called_off(world: PhoneWorld) -> None:
    """Of a morning's fifty calls the last would ring at night if Twilio could not place them."""
    her = world.resident()
    world.api.phone.on_ring = lambda _call: Busy()
    ids = [world.post(her.ref, key=f"call {number}") for number in range(3)]
    for outbox_id in ids:
        await world.calls.send(HER_MOBILE, RING, outbox_id)
    await world.events.run(seconds=1)  # one rings, two do not yet
    too_late = world.clock.now()
    gone = await world.calls.call_off_queued(too_late)
    assert gone == tuple(
        call.sid for call in reversed(world.api.calls) if call.status == "canceled"
    )
    assert len(gone) == 2
    await world.events.run()
    reports = [fact.data["report"] for fact in world.facts() if fact.kind == "receipt"]
    assert sorted(reports) == ["busy", "canceled", "canceled"]


async def test_a_call_that_waits_not_long_is_left_in_the_queue(world: PhoneWorld) -> None:
    await world.calls.send(HER_MOBILE, RING, ATTEMPT)
    assert await world.calls.call_off_queued(MONDAY_MORNING) == ()


async def test_a_call_that_is_over_cannot_be_called_off(world: PhoneWorld) -> None:
    her = world.resident()
    world.api.phone.on_ring = lambda _call: Busy()
    await world.ring(her)
    assert await world.calls.call_off(only(world.api.calls).sid)
    assert not await world.calls.call_off(only(world.api.calls).sid)
    assert not await world.calls.call_off("CA" + "0" * 32)


async def test_a_conversation_is_not_cut_off(world: PhoneWorld) -> None:
    world.api.phone.on_ring = lambda _call: Answer()
    await world.ring(world.resident())
    await world.events.run(seconds=10)
    assert not await world.calls.call_off(only(world.api.calls).sid)
    assert only(world.api.calls).status == "in-progress"


async def test_calling_off_says_when_twilio_did_not_tell(world: PhoneWorld) -> None:
    await world.calls.send(HER_MOBILE, RING, ATTEMPT)
    world.api.faults.push("calls.update", Fault.server_error())
    with pytest.raises(CannotAskError):
        await world.calls.call_off(only(world.api.calls).sid)
    world.api.faults.push("calls.list", Fault.cut())
    with pytest.raises(CannotAskError):
        await world.calls.call_off_queued(MONDAY_MORNING + timedelta(hours=1))
