from datetime import timedelta

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.town.phone_under_test import GOODBYE, LANDLINE, MOBILE, PUBLIC, World, world
from tests.town.timeline import START, Timeline
from town.servers.faults import Mishap
from town.servers.twilio import (
    Answer,
    Busy,
    Call,
    Failed,
    Line,
    NoAnswer,
    Ring,
    TwilioSettings,
    Voicemail,
)

pytestmark = pytest.mark.anyio

EVENTS = ["initiated", "ringing", "answered", "completed"]


async def call_reporting(w: World, **parameters: object) -> str:
    return await w.call(
        status_callback=f"{PUBLIC}/status", status_callback_event=EVENTS, **parameters
    )


@pytest.mark.parametrize(
    ("ring", "statuses"),
    [
        (Answer(), ["initiated", "ringing", "in-progress", "completed"]),
        (Voicemail(), ["initiated", "ringing", "in-progress", "completed"]),
        (Busy(), ["initiated", "ringing", "busy"]),
        (NoAnswer(), ["initiated", "ringing", "no-answer"]),
        (Answer(after=26), ["initiated", "ringing", "no-answer"]),
        (Voicemail(after=26), ["initiated", "ringing", "no-answer"]),
        (Failed(sip_code=486), ["initiated", "failed"]),
    ],
)
async def test_how_a_call_goes(timeline: Timeline, ring: Ring, statuses: list[str]) -> None:
    async with world(timeline) as w:
        w.answers("/voice", GOODBYE)
        w.api.phone.on_ring = lambda _call: ring
        ended: list[Call] = []
        w.api.phone.on_call_ended = ended.append
        sid = await call_reporting(w, timeout=25)
        await timeline.run(120)
        assert w.seen("/status", "CallStatus") == statuses
        assert w.seen("/status", "SequenceNumber") == [str(n) for n in range(len(statuses))]
        fetched = await w.client.calls(sid).fetch_async()
        assert fetched.status == statuses[-1]
        assert fetched.start_time == START
        assert [call.sid for call in ended] == [sid]
        assert timeline.planned == 0
        duration = w.seen("/status", "CallDuration")[-1]
        assert duration == fetched.duration == ("2" if statuses[-1] == "completed" else "0")
        assert w.api.counts.calls_active == 0


async def test_only_the_end_is_reported_unless_more_is_asked_for(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.call(status_callback=f"{PUBLIC}/status", timeout=25)
        await timeline.run(120)
        assert w.seen("/status", "CallStatus") == ["no-answer"]
        assert w.seen("/status", "Timestamp") == ["Mon, 02 Mar 2026 00:00:26 +0000"]


async def test_callbacks_in_the_wrong_order_carry_their_number(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.answers("/voice", GOODBYE)
        w.api.phone.on_ring = lambda _call: Answer(after=1)
        w.api.mishaps.push(Mishap(delay=timedelta(minutes=1)), kind="answered")
        w.api.mishaps.push(Mishap(copies=2), kind="ringing")
        await call_reporting(w)
        await timeline.run(120)
        pairs = zip(
            w.seen("/status", "CallStatus"), w.seen("/status", "SequenceNumber"), strict=True
        )
        assert list(pairs) == [
            ("initiated", "0"),
            ("ringing", "1"),
            ("ringing", "1"),
            ("completed", "3"),
            ("in-progress", "2"),
        ]


@pytest.mark.parametrize(
    ("ring", "answered_by"),
    [(Answer(), "human"), (Voicemail(), "machine_start"), (Answer(detected_as="fax"), "fax")],
)
async def test_an_answering_machine_is_reported_while_the_document_plays(
    timeline: Timeline, ring: Ring, answered_by: str
) -> None:
    async with world(timeline) as w:
        w.answers("/voice", "<Response><Pause length='20'/></Response>")
        w.api.phone.on_ring = lambda _call: ring
        await call_reporting(
            w,
            machine_detection="Enable",
            async_amd="true",
            async_amd_status_callback=f"{PUBLIC}/amd?ob=1",
        )
        await timeline.run(120)
        assert w.seen("/amd", "AnsweredBy") == [answered_by]
        assert "AnsweredBy" not in w.asked[2].params
        assert w.seen("/status", "AnsweredBy")[-1] == answered_by
        assert [asked.path for asked in w.asked if "/voice" in asked.path] == ["/voice?ob=1"]


async def test_detection_before_the_document_makes_the_person_wait(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.answers("/voice", GOODBYE)
        w.api.phone.on_ring = lambda _call: Answer(after=5)
        await w.call(machine_detection="Enable")
        await timeline.run(8.5)
        assert w.seen("/voice", "AnsweredBy") == []
        await timeline.run(0.5)
        assert w.seen("/voice", "AnsweredBy") == ["human"]


async def test_somebody_hangs_up_before_the_machine_is_detected(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.api.phone.on_ring = lambda _call: Answer(after=5, hangs_up_after=1)
        await w.call(machine_detection="Enable")
        await timeline.run(60)
        assert w.seen("/voice", "CallSid") == []
        assert w.api.calls[0].status == "completed"


async def test_calls_start_one_per_second(timeline: Timeline) -> None:
    async with world(timeline) as w:
        started: list[str] = []

        def ring(call: Call) -> Ring:
            started.append(call.to)
            return Busy()

        w.api.phone.on_ring = ring
        numbers = [f"+8210555501{n:02}" for n in range(10, 15)]
        for number in numbers:
            await w.call(to=number)
        await timeline.run(2.5)
        assert started == numbers[:2]
        assert w.api.counts.calls_queued == 2
        fetched = (await w.client.calls.list_async(status="queued"))[0]
        assert (fetched.to, fetched.start_time) == (numbers[-1], None)
        await timeline.run(60)
        assert started == numbers
        last = (await w.client.calls.list_async())[0]
        assert (last.start_time, last.queue_time) == (START + timedelta(seconds=4), "4000")


async def test_no_more_calls_at_once_than_the_account_may(timeline: Timeline) -> None:
    settings = TwilioSettings(calls_per_second=10, concurrent_calls=2)
    async with world(timeline, settings) as w:
        w.api.phone.on_ring = lambda _call: Busy(after=10)
        most = 0
        sids = [await w.call() for _ in range(6)]
        for _ in range(60):
            await timeline.run(1)
            most = max(most, w.api.counts.calls_active)
            if w.api.counts.calls_queued == 4:
                await w.client.calls(sids[2]).update_async(status="canceled")
        assert most == 2
        assert [call.status for call in w.api.calls] == ["busy"] * 2 + ["canceled"] + ["busy"] * 3


async def test_a_queued_call_can_be_canceled(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await w.call()
        sid = await call_reporting(w, to="+821055550102")
        canceled = await w.client.calls(sid).update_async(status="canceled")
        assert canceled.status == "canceled"
        await timeline.run(120)
        assert w.seen("/status", "CallStatus") == ["canceled"]
        with pytest.raises(TwilioRestException) as refused:
            await w.client.calls(sid).update_async(status="canceled")
        assert (refused.value.status, refused.value.code) == (400, 21220)


async def test_a_call_can_be_canceled_before_it_rings(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.api.phone.on_ring = lambda _call: pytest.fail("it rang")
        sid = await call_reporting(w)
        await timeline.run(0.5)
        await w.client.calls(sid).update_async(status="canceled")
        await timeline.run(60)
        assert w.seen("/status", "CallStatus") == ["initiated", "canceled"]
        assert w.api.counts.calls_active == 0


async def test_canceling_leaves_a_talk_alone_completing_ends_it(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.answers("/voice", "<Response><Pause length='60'/></Response>")
        w.api.phone.on_ring = lambda _call: Answer()
        sid = await w.call()
        await timeline.run(10)
        assert (await w.client.calls(sid).update_async(status="canceled")).status == "in-progress"
        ended = await w.client.calls(sid).update_async(status="completed")
        assert (ended.status, ended.duration) == ("completed", "3")
        await timeline.run(120)
        assert w.api.calls[0].seconds == 3


async def test_a_ringing_call_stops_ringing_when_it_is_ended(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.api.phone.on_ring = lambda _call: Answer(after=20)
        sid = await w.call()
        await timeline.run(5)
        assert (await w.client.calls(sid).update_async(status="completed")).status == "canceled"
        await timeline.run(60)
        assert w.seen("/voice", "CallSid") == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "010-5555-0101"}, 21211),
        ({"to": "+820545550102"}, 21211),
        ({"to": " "}, 21201),
        ({"from_": MOBILE}, 21210),
        ({"url": "anbu.example/voice"}, 21205),
        ({"url": ""}, 21205),
        ({"timeout": 0}, 21221),
        ({"machine_detection": "Maybe"}, 21626),
        ({"status_callback_event": ["hung-up"]}, 21626),
    ],
)
async def test_calls_twilio_refuses(
    timeline: Timeline, changes: dict[str, object], code: int
) -> None:
    async with world(timeline) as w:
        with pytest.raises(TwilioRestException) as refused:
            await w.call(**changes)
        assert (refused.value.status, refused.value.code) == (400, code)


async def test_landlines_ring_and_unassigned_numbers_fail(timeline: Timeline) -> None:
    async with world(timeline) as w:
        dead = "+821055550199"
        w.api.phone.line_of = lambda number: Line.UNASSIGNED if number == dead else Line.LANDLINE
        w.api.phone.on_ring = lambda _call: Busy()
        await w.call(to=LANDLINE)
        await w.call(to=dead)
        await timeline.run(60)
        assert [call.status for call in w.api.calls] == ["busy", "failed"]


async def test_calls_are_found_by_time_and_end(timeline: Timeline) -> None:
    async with world(timeline) as w:
        first = await w.call()
        await timeline.run(3600)
        second = await w.call()
        await timeline.run(120)
        after = START + timedelta(minutes=30)
        found = await w.client.calls.list_async(start_time_after=after)
        assert [call.sid for call in found] == [second]
        found = await w.client.calls.list_async(end_time_before=after, status="no-answer")
        assert [call.sid for call in found] == [first]


async def test_the_same_day_gives_the_same_ids(timeline: Timeline) -> None:
    async with world(timeline) as w, world(Timeline()) as again:
        assert await w.call() == await again.call()
