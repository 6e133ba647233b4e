"""From Twilio's requests to recorded facts: no shape of input raises, none counts twice."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.model import Language
from messaging.render.voice import Manner
from phone import addresses, translate
from phone.dialogue import Asked, Turn
from phone.translate import (
    Answered,
    CallEnded,
    CallProgress,
    Line,
    NotForUs,
    Pressed,
    RangUs,
    Spoke,
    TextLost,
    TextProgress,
)
from residents.model import ChannelName
from signals.intake import Inbound
from signals.model import SignalKind, Source
from tests.phone.phone_world import PhoneWorld, only

SID = "CA" + "a" * 32
TEXT = "SM" + "b" * 32
OB = "01KJNXGE0060Z63KE4QE3C69RG"
HER, CITY = "+821055550101", "+12025550142"
VIETNAMESE = Manner(Language.vi)


def request(path: str, **fields: str) -> bytes:
    form = {"CallSid": SID, "From": CITY, "To": HER} | fields
    return translate.packed(path, urlencode(form).encode())


@pytest.mark.parametrize(
    ("body", "event", "source_id"),
    [
        (request(f"/twilio/call?ob={OB}"), Answered(SID, Line(OB, HER)), f"{SID}:answered"),
        (
            request("/twilio/inbound", From=HER, To=CITY),
            RangUs(SID, Line(None, HER)),
            f"{SID}:rang",
        ),
        (
            request(f"/twilio/call/key?ob={OB}&n=2&q=1&a=o&l=vi", Digits="1"),
            Pressed(SID, Line(OB, HER), Turn(2, 1, Asked.SOMEBODY_ELSE), "1", VIETNAMESE),
            f"{SID}:key:2",
        ),
        (
            request("/twilio/call/key?n=1&q=1&a=r&l=xx", From=HER, To=CITY, Digits=""),
            Pressed(SID, Line(None, HER), Turn(), "", Manner()),
            f"{SID}:key:1",
        ),
        (
            request(f"/twilio/call/key?ob={OB}&n=1&q=1&a=r&l=vi&r=70&w=1", SpeechResult=" khỏe "),
            Spoke(SID, Line(OB, HER), Turn(), "khỏe", replace(VIETNAMESE, rate=70, by_words=True)),
            f"{SID}:words:1",
        ),
        (
            request(f"/twilio/call/key?ob={OB}&n=1&q=1&a=r&w=1", SpeechResult="네", Digits="2"),
            Pressed(SID, Line(OB, HER), Turn(), "2", Manner(by_words=True)),
            f"{SID}:key:1",
        ),
        (
            request(f"/twilio/call/key?ob={OB}&n=1&q=1&a=r&r=500", SpeechResult="도와주세요"),
            Pressed(SID, Line(OB, HER), Turn(), "", Manner()),
            f"{SID}:key:1",
        ),
        (
            request(f"/twilio/call/status?ob={OB}", CallStatus="initiated", SequenceNumber="0"),
            CallProgress(SID, Line(OB, HER), "initiated", "0"),
            f"{SID}:initiated:0",
        ),
        (
            request(
                f"/twilio/call/status?ob={OB}",
                CallStatus="failed",
                SequenceNumber="2",
                SipResponseCode="404",
                CallDuration="0",
            ),
            CallEnded(SID, Line(OB, HER), "failed", "2", 0, 404),
            f"{SID}:failed:2",
        ),
        (
            request(f"/twilio/sms/status?ob={OB}", MessageSid=TEXT, MessageStatus="delivered"),
            TextProgress(TEXT, Line(OB, HER), "delivered"),
            f"{TEXT}:delivered",
        ),
        (
            request(
                f"/twilio/sms/status?ob={OB}",
                MessageSid=TEXT,
                MessageStatus="undelivered",
                ErrorCode="30003",
            ),
            TextLost(TEXT, Line(OB, HER), "undelivered", 30003),
            f"{TEXT}:undelivered",
        ),
    ],
)
def test_what_a_request_says(body: bytes, event: object, source_id: str) -> None:
    assert translate.heard(body) == event
    assert translate.source_id(translate.heard(body), body) == source_id


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (request("/twilio/call", CallSid="CA1"), "no_call"),
        (request("/twilio/call", CallSid="SM" + "a" * 32), "no_call"),
        (request("/twilio/sms/status", MessageSid="SM1"), "no_text"),
        (request("/twilio/call/key", Digits="12"), "no_key"),
        (request("/twilio/call/key", Digits="가"), "no_key"),
        (request("/twilio/fallback"), "unknown_address"),
        (b"", "no_call"),
        (b"\xff\xfe\n\xff", "no_call"),
    ],
)
def test_what_makes_no_sense_is_named(body: bytes, reason: str) -> None:
    event = translate.heard(body)
    assert isinstance(event, NotForUs)
    assert event.reason == reason
    assert translate.source_id(event, body).startswith("sha256:")


@given(
    st.sampled_from(addresses.PATHS),
    st.dictionaries(st.sampled_from(["ob", "n", "q", "a", "l"]), st.text(max_size=30)),
    st.dictionaries(
        st.sampled_from(
            ["CallSid", "MessageSid", "From", "To", "Digits", "CallStatus", "MessageStatus",
             "SequenceNumber", "CallDuration", "ErrorCode", "SipResponseCode"]
        ),
        st.text(max_size=40) | st.sampled_from([SID, TEXT, HER, "completed", "1", "²", "9" * 30]),
    ),
)  # fmt: skip
def test_no_shape_of_input_raises(path: str, query: dict[str, str], form: dict[str, str]) -> None:
    target = f"{path}?{urlencode(query)}"
    body = translate.packed(target, urlencode(form).encode())
    event = translate.heard(body)
    assert len(translate.source_id(event, body)) < 120


@given(st.binary(max_size=300))
def test_no_bytes_raise(body: bytes) -> None:
    translate.source_id(translate.heard(body), body)
    translate.fields(body)


# ------------------------------------------------------------------------------- recorded


def receive(world: PhoneWorld, body: bytes) -> None:
    source_id = translate.source_id(translate.heard(body), body)
    with world.database.write() as uow:
        world.edge.receive(uow, Inbound(Source.TWILIO, source_id, body, world.clock.now()))


@pytest.mark.anyio
async def test_a_message_that_nobody_knows_is_kept_for_a_person(world: PhoneWorld) -> None:
    for body in (
        request(f"/twilio/call/key?ob={OB}&n=1&q=1&a=r", Digits="1"),
        request(f"/twilio/call/status?ob={OB}", CallStatus="busy", SequenceNumber="2"),
        request(f"/twilio/sms/status?ob={OB}", MessageSid=TEXT, MessageStatus="failed"),
    ):
        receive(world, body)
    facts = world.facts()
    assert {fact.kind for fact in facts} == {SignalKind.UNREADABLE}
    assert {fact.data["reason"] for fact in facts} == {"unknown_message"}
    assert len(facts) == 3


@pytest.mark.anyio
async def test_numbers_stand_in_sealed_words_only(world: PhoneWorld) -> None:
    receive(world, request("/twilio/inbound", From="+821077770101"))
    fact = only(world.facts())
    assert "7777" in (fact.words or "")
    assert "7777" not in f"{fact.subject} {fact.data} {fact.source_id}"


@pytest.mark.anyio
async def test_a_fact_counts_once_in_whatever_order_it_comes(world: PhoneWorld) -> None:
    her = world.resident()
    ob = world.post(her.ref)
    bodies = [
        request(f"/twilio/call/status?ob={ob}", CallStatus="completed", SequenceNumber="3"),
        request(f"/twilio/call/key?ob={ob}&n=1&q=1&a=r", Digits="2"),
        request(f"/twilio/call?ob={ob}"),
        request(f"/twilio/call/status?ob={ob}", CallStatus="initiated", SequenceNumber="0"),
    ]
    for body in [*bodies, *reversed(bodies), *bodies]:
        receive(world, body)
    kinds = sorted(fact.kind for fact in world.facts())
    assert kinds == [SignalKind.RECEIPT, SignalKind.REPLY]


@pytest.mark.anyio
async def test_keys_of_different_calls_are_different_facts(world: PhoneWorld) -> None:
    her = world.resident()
    ob = world.post(her.ref)
    path = f"/twilio/call/key?ob={ob}&n=1&q=1&a=r"
    receive(world, request(path, Digits="1"))
    receive(world, request(path, Digits="1", CallSid="CA" + "c" * 32))
    assert len(world.replies()) == 2


@pytest.mark.anyio
async def test_a_call_without_a_checkin_is_recorded_without_one(world: PhoneWorld) -> None:
    her = world.resident()
    ob = world.post(her.ref, values={}, origin=None)
    receive(world, request(f"/twilio/call/key?ob={ob}&n=1&q=1&a=r", Digits="1"))
    assert "checkin" not in only(world.replies())
    receive(
        world,
        request(f"/twilio/call/status?ob={ob}", CallStatus="busy", CallSid="CA" + "c" * 32),
    )
    receipt = next(fact for fact in world.facts() if fact.kind is SignalKind.RECEIPT)
    assert receipt.data["origin"] == ""


@pytest.mark.anyio
async def test_a_receipt_belongs_to_whom_the_message_is_about(world: PhoneWorld) -> None:
    her = world.resident()
    ob = world.post("contact:C1", ChannelName.SMS, about=her.ref)
    receive(
        world, request(f"/twilio/sms/status?ob={ob}", MessageSid=TEXT, MessageStatus="failed",
                       ErrorCode="30006"),
    )  # fmt: skip
    subjects = {fact.kind: fact.subject for fact in world.facts()}
    assert subjects == {SignalKind.RECEIPT: her.ref, SignalKind.CHANNEL_LOST: "contact:C1"}


@pytest.mark.anyio
async def test_a_reply_happened_when_it_came(world: PhoneWorld) -> None:
    her = world.resident()
    ob = world.post(her.ref)
    body = request(f"/twilio/call/key?ob={ob}&n=1&q=1&a=r", Digits="1")
    came = world.clock.now()
    inbound = Inbound(Source.TWILIO, f"{SID}:key:1", body, came)
    world.clock.advance(timedelta(hours=1))  # in the spool
    with world.database.write() as uow:
        world.edge.receive(uow, inbound)
    assert only(world.facts()).occurred_at == came
