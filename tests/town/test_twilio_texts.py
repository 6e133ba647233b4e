from datetime import timedelta

import pytest
from twilio.base.exceptions import TwilioException, TwilioRestException

from tests.town.phone_under_test import CITY, LANDLINE, MOBILE, PUBLIC, World, world
from tests.town.timeline import START, Timeline
from town.servers.faults import Mishap
from town.servers.twilio import Line, Sms, SmsFate

pytestmark = pytest.mark.anyio

CALLBACK = f"{PUBLIC}/sms?ob=%EC%95%88%EB%B6%80"


async def send(w: World, to: str = MOBILE, body: str = "안부 여쭙니다", **more: str) -> str:
    created = await w.client.messages.create_async(
        **({"to": to, "from_": CITY, "body": body, "status_callback": CALLBACK} | more)
    )
    return str(created.sid)


async def test_a_text_is_taken_sent_and_delivered(timeline: Timeline) -> None:
    async with world(timeline) as w:
        arrived: list[Sms] = []
        w.api.phone.on_sms = arrived.append
        created = await w.client.messages.create_async(
            to=MOBILE, from_=CITY, body="안부 여쭙니다 😀", status_callback=CALLBACK
        )
        assert (created.status, created.direction, created.error_code) == (
            "queued",
            "outbound-api",
            None,
        )
        assert (created.date_created, created.date_sent) == (START, None)
        await timeline.run(60)
        assert w.seen("/sms", "MessageStatus") == ["queued", "sent", "delivered"]
        assert set(w.seen("/sms", "MessageSid")) == {created.sid}
        (sms,) = arrived
        assert sms.shown == "[국제발신]\n안부 여쭙니다 ?"
        fetched = await w.client.messages(str(created.sid)).fetch_async()
        assert (fetched.status, fetched.date_sent) == ("delivered", START + timedelta(seconds=1))
        assert w.api.counts.callbacks_taken == 3


@pytest.mark.parametrize(
    ("fate", "statuses"),
    [
        (SmsFate("undelivered", 30003), ["queued", "sent", "undelivered"]),
        (SmsFate("failed", 30007), ["queued", "failed"]),
    ],
)
async def test_a_text_that_does_not_arrive(
    timeline: Timeline, fate: SmsFate, statuses: list[str]
) -> None:
    async with world(timeline) as w:
        w.api.phone.sms_fate = lambda _sms: fate
        w.api.phone.on_sms = lambda _sms: pytest.fail("it arrived")
        sid = await send(w)
        await timeline.run(60)
        assert w.seen("/sms", "MessageStatus") == statuses
        assert w.seen("/sms", "ErrorCode")[-1] == str(fate.error_code)
        fetched = await w.client.messages(sid).fetch_async()
        assert (fetched.status, fetched.error_code) == (fate.status, fate.error_code)


async def test_an_unassigned_number_takes_nothing(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.api.phone.line_of = lambda _number: Line.UNASSIGNED
        await send(w)
        await timeline.run(60)
        assert w.seen("/sms", "ErrorCode") == ["", "", "30005"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": LANDLINE}, 21614),
        ({"to": "+8201055550101"}, 21211),
        ({"to": "01055550101"}, 21211),
        ({"to": " "}, 21604),
        ({"from_": "+12025550199"}, 21659),
        ({"from_": ""}, 21603),
        ({"body": ""}, 21602),
        ({"body": "가" * 1601}, 21617),
        ({"to": "+821055550103"}, 21610),
    ],
)
async def test_texts_twilio_refuses(timeline: Timeline, changes: dict[str, str], code: int) -> None:
    async with world(timeline) as w:
        w.api.unsubscribed.add("+821055550103")
        with pytest.raises(TwilioRestException) as refused:
            await send(w, **changes)
        assert (refused.value.status, refused.value.code) == (400, code)
        assert w.api.messages == ()


async def test_texts_are_found_by_number_and_time(timeline: Timeline) -> None:
    async with world(timeline) as w:
        first = await send(w)
        await timeline.run(3600)
        second = await send(w)
        await send(w, to="+821055550104")
        await timeline.run(60)
        found = await w.client.messages.list_async(to=MOBILE)
        assert [sms.sid for sms in found] == [second, first]
        later = START + timedelta(minutes=30)
        for query, expected in (
            ({"date_sent_after": later}, [second]),
            ({"date_sent_before": later}, [first]),
            ({"date_sent": START}, [second, first]),
            ({"date_sent": START + timedelta(days=1)}, []),
            ({"from_": "+12025550199"}, []),
        ):
            found = await w.client.messages.list_async(to=MOBILE, **query)
            assert [sms.sid for sms in found] == expected


async def test_long_lists_come_in_pages(timeline: Timeline) -> None:
    async with world(timeline) as w:
        sids = [await send(w, body=f"글 {number}") for number in range(7)]
        found = await w.client.messages.list_async(page_size=3)
        assert [sms.sid for sms in found] == sids[::-1]
        page = await w.client.messages.page_async(page_size=3, page_number=1)
        assert [sms.sid for sms in page] == sids[::-1][3:6]
        assert page.previous_page_url is not None
        assert len(await w.client.messages.list_async(limit=2)) == 2


async def test_a_date_that_is_none(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await send(w)
        with pytest.raises(TwilioException, match="Invalid date: soon"):
            await w.client.messages.list_async(date_sent_after="soon")


async def test_texts_abroad_look_as_they_were_written(timeline: Timeline) -> None:
    async with world(timeline) as w:
        await send(w, to="+12025550177", body="Hi 😀")
        assert w.api.messages[0].shown == "Hi 😀"


async def test_a_text_can_be_redacted_and_deleted(timeline: Timeline) -> None:
    async with world(timeline) as w:
        sid = await send(w)
        redacted = await w.client.messages(sid).update_async(body="")
        assert redacted.body == ""
        with pytest.raises(TwilioRestException):
            await w.client.messages(sid).update_async(body="다른 글")
        assert await w.client.messages(sid).delete_async()
        with pytest.raises(TwilioRestException) as gone:
            await w.client.messages(sid).fetch_async()
        assert (gone.value.status, gone.value.code) == (404, 20404)


async def test_callbacks_can_be_doubled_swapped_or_lost(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.api.mishaps.push(Mishap(copies=0), kind="queued")
        w.api.mishaps.push(Mishap(behind_next=True), kind="sent")
        w.api.mishaps.push(Mishap(copies=2), kind="delivered")
        await send(w)
        await timeline.run(60)
        assert w.seen("/sms", "MessageStatus") == ["delivered", "delivered", "sent"]
        assert (w.api.counts.callbacks_taken, w.api.counts.callbacks_lost) == (3, 1)


async def test_a_callback_is_never_repeated(timeline: Timeline) -> None:
    async with world(timeline) as w:
        w.answers("/sms", "500", "cut", "204")
        await send(w)
        await timeline.run(3600)
        assert w.seen("/sms", "MessageStatus") == ["queued", "sent", "delivered"]
        assert (w.api.counts.callbacks_taken, w.api.counts.callbacks_lost) == (1, 2)


@pytest.mark.parametrize(
    ("body", "segments"),
    [("가" * 70, "1"), ("가" * 71, "2"), ("가" * 135, "3"), ("😀" * 36, "2")],
    ids=["one", "two", "three", "pairs"],
)
async def test_segments(timeline: Timeline, body: str, segments: str) -> None:
    async with world(timeline) as w:
        created = await w.client.messages.create_async(to=MOBILE, from_=CITY, body=body)
        assert created.num_segments == segments
        await timeline.run(60)
        assert w.asked == []  # no callback was asked for
