"""Whoever works is told one thing a minute, the most pressing first, what is alike as one."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.model import AfterUnknown, Message, OutboxState, Posted, Priority
from messaging.pacing import MINUTE, MOST, is_unbidden, may_leave, shown_from
from residents.model import ChannelName

NOW = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
HELPER, OFFICER, RESIDENT = "helper:1", "staff:1", "resident:1"
MANY = 1_000_000
HER_CONTACT = "contact:1"
OFFER = Message(
    to=HELPER,
    channel=ChannelName.TELEGRAM,
    template="task.offer",
    dedupe_key="key",
    due_at=NOW,
    expires_at=NOW + timedelta(hours=12),
    priority=Priority.LATER,
)


def posted(name: str = "id", **other: Any) -> Posted:
    return Posted(name, replace(OFFER, **other), OutboxState.QUEUED, 0)


def several(*messages: Mapping[str, Any]) -> list[Posted]:
    """Named a, b, c …, in the order in which the outbox gives them."""
    named = [posted("abcdefghijklmnop"[n], **one) for n, one in enumerate(messages)]
    return sorted(named, key=lambda one: (one.message.priority, one.id))


def names(waiting: list[Posted], told: Mapping[str, datetime] | None = None) -> list[str]:
    """What leaves now: the letters of each parcel."""
    choice = may_leave(waiting, [], MANY, told or {}, NOW)
    return ["".join(one.id for one in each.all) for each in choice.parcels]


@pytest.mark.parametrize(
    ("message", "unbidden"),
    [
        ({}, True),
        ({"to": OFFICER}, True),
        ({"channel": ChannelName.SMS}, True),
        ({"priority": Priority.HELP}, True),
        ({"priority": Priority.NEWS}, True),
        ({"to": RESIDENT}, False),
        ({"to": "address:1"}, False),
        ({"channel": ChannelName.CALL}, False),
        ({"channel": ChannelName.CALL, "to": OFFICER, "priority": Priority.NEWS}, False),
        ({"to": HER_CONTACT}, False),
        ({"to": HER_CONTACT, "channel": ChannelName.CALL}, False),
        ({"priority": Priority.EMERGENCY}, False),
        ({"priority": Priority.ANSWER}, False),
        ({"edit_only": True}, False),
    ],
)
def test_what_interrupts_somebody(message: Mapping[str, Any], unbidden: bool) -> None:
    assert is_unbidden(posted(**message).message) is unbidden


REMINDER = {"template": "task.remind", "priority": Priority.NEXT}
NEWS = {"template": "night.desk", "priority": Priority.NEWS, "after_unknown": AfterUnknown.HOLD}
DANGER = {"priority": Priority.HELP}
EMERGENCY = {"priority": Priority.EMERGENCY}
CALL = {"channel": ChannelName.CALL, "template": "call.work"}
ASKS_CONTACT = {"to": HER_CONTACT, "template": "contact.ask"}
TO_CONTACT = {"to": HER_CONTACT, "template": "contact.well"}


@pytest.mark.parametrize(
    ("waiting", "leaves"),
    [
        pytest.param([{}], ["a"], id="alone, a card of its own"),
        pytest.param([{}, {}, {}], ["abc"], id="offers of one urgency are one message"),
        pytest.param([{}, DANGER, {}], ["b"], id="what is pressing is not hidden among the rest"),
        pytest.param([DANGER, {}, DANGER], ["ac"], id="pressing ones leave together, the rest not"),
        pytest.param([{}, {"to": OFFICER}], ["a", "b"], id="each has her own minute"),
        pytest.param([REMINDER, REMINDER], ["a"], id="buttons of results are nobody else's"),
        pytest.param([NEWS, NEWS], ["ab"], id="news are one message"),
        pytest.param(
            [NEWS, NEWS | {"template": "summary.weekly"}], ["a"], id="not below a whole summary"
        ),
        pytest.param(
            [NEWS, NEWS | {"template": "festival.helper"}], ["a"], id="nor what has buttons"
        ),
        pytest.param(
            [NEWS, NEWS | {"after_unknown": AfterUnknown.RESEND}], ["a"],
            id="one that may come twice and one that may not",
        ),
        pytest.param(
            [{"channel": ChannelName.SMS}] * 2, ["a"], id="a text message has room for one"
        ),
        pytest.param([{}] * (MOST + 1), ["abcdefghij"], id="as many as a screen shows"),
        pytest.param([EMERGENCY, {}], ["a"], id="an emergency first, alone"),
        pytest.param([CALL, CALL], ["a"], id="a call is never two"),
        pytest.param([ASKS_CONTACT, ASKS_CONTACT], ["a"], id="contacts are asked one thing"),
        pytest.param([TO_CONTACT, TO_CONTACT], ["a"], id="and told one, buttons or not"),
    ],
)  # fmt: skip
def test_what_leaves_as_one(waiting: list[Mapping[str, Any]], leaves: list[str]) -> None:
    assert names(several(*waiting)) == leaves


@pytest.mark.parametrize(
    ("seconds", "leaves"),
    [(0, []), (59, []), (60, ["a"]), (3600, ["a"]), (-59, []), (-60, ["a"]), (-3600, ["a"])],
)
def test_her_minute_lasts_a_minute_whichever_way_a_clock_was_set(
    seconds: int, leaves: list[str]
) -> None:
    told = {HELPER: NOW - timedelta(seconds=seconds)}
    assert names([posted("a")], told) == leaves
    deferred = {} if leaves else {"a": told[HELPER] + MINUTE}
    assert may_leave([posted("a")], [], MANY, told, NOW).deferred == deferred


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(CALL, id="a helper is rung"),
        pytest.param(CALL | {"to": OFFICER}, id="an officer is rung"),
        pytest.param(ASKS_CONTACT, id="a contact is written to"),
        pytest.param(CALL | {"to": HER_CONTACT, "template": "call.contact"}, id="and rung"),
    ],
)
def test_calls_and_contacts_wait_for_nobodys_minute(message: Mapping[str, Any]) -> None:
    waiting = [posted("a", **message)]
    choice = may_leave(waiting, [], MANY, {waiting[0].message.to: NOW}, NOW)
    assert [one.posted.id for one in choice.parcels] == ["a"]
    assert choice.deferred == {}


@pytest.mark.parametrize("channel", [ChannelName.TELEGRAM, ChannelName.SMS])
def test_a_call_delays_no_message(channel: ChannelName) -> None:
    """It takes nobody's minute; only the second between two messages lies between them."""
    first, then = posted("a", **CALL), posted("b", channel=channel)
    choice = may_leave([first, then], [], MANY, {}, NOW)
    assert [one.posted.id for one in choice.parcels] == ["a"]
    assert (choice.deferred, choice.held_back) == ({}, True)


def test_emergencies_and_answers_do_not_wait_for_her_minute() -> None:
    told = {HELPER: NOW}
    for priority in (Priority.EMERGENCY, Priority.ANSWER):
        assert names([posted("a", priority=priority)], told) == ["a"]
    assert names([posted("a", edit_only=True)], told) == ["a"]


def test_what_has_expired_is_settled_and_takes_nobodys_minute() -> None:
    late = posted("a", expires_at=NOW)
    choice = may_leave([late, posted("b")], [], MANY, {HELPER: NOW}, NOW)
    assert [one.posted.id for one in choice.parcels] == ["a"]
    assert choice.deferred == {"b": NOW + MINUTE}


def test_a_full_channel_takes_nobodys_minute() -> None:
    choice = may_leave([posted("a")], ["resident:2"], 1, {}, NOW)
    assert (choice.parcels, choice.deferred, choice.held_back) == ((), {}, True)


workers = st.sampled_from([HELPER, "helper:2", OFFICER])
kinds = st.sampled_from(
    [
        {},
        DANGER,
        {"priority": Priority.FIRST},
        REMINDER,
        NEWS,
        EMERGENCY,
        {"template": "task.mine", "priority": Priority.ANSWER},
        {"template": "task.withdrawn", "priority": Priority.FIRST},
    ]
)
arrivals = st.lists(st.tuples(workers, kinds, st.integers(0, 300)), max_size=40)


def play(arriving: list[Posted]) -> list[tuple[datetime, tuple[Posted, ...]]]:
    """Let them leave second by second: when, and what as one message."""
    told: dict[str, datetime] = {}
    due = {one.id: one.message.due_at for one in arriving}
    left: list[tuple[datetime, tuple[Posted, ...]]] = []
    now = NOW
    while due:
        waiting = [one for one in arriving if due.get(one.id, now + MINUTE) <= now]
        waiting.sort(key=lambda one: (one.message.priority, due[one.id], one.id))
        choice = may_leave(waiting, [], MANY, told, now)
        for parcel in choice.parcels:
            left.append((now, parcel.all))
            told |= {parcel.posted.message.to: now} if is_unbidden(parcel.posted.message) else {}
            for one in parcel.all:
                del due[one.id]
        due |= choice.deferred
        now += timedelta(seconds=1)
    return left


@given(arrivals)
def test_nothing_is_lost_nothing_hurries_and_the_pressing_never_waits(
    arriving: list[tuple[str, Mapping[str, Any], int]],
) -> None:
    messages = [
        posted(f"{n:02d}", to=to, due_at=NOW + timedelta(seconds=second), **kind)
        for n, (to, kind, second) in enumerate(arriving)
    ]
    left = play(messages)
    assert sorted(one.id for _, parcel in left for one in parcel) == [one.id for one in messages]
    for worker in {one.message.to for one in messages}:
        hers = [(at, parcel) for at, parcel in left if parcel[0].message.to == worker]
        told = [(at, parcel) for at, parcel in hers if is_unbidden(parcel[0].message)]
        moments = [at for at, _ in told]
        assert all(b - a >= MINUTE for a, b in itertools.pairwise(moments))
        others = [
            (at, one) for at, parcel in hers for one in parcel if not is_unbidden(one.message)
        ]
        for at, one in others:  # at once, but for those that leave in the same seconds
            assert at - one.message.due_at <= timedelta(seconds=len(hers))
        for (at, parcel), (_, later) in itertools.pairwise(told):
            overtaken = [one for one in later if one.message.due_at <= at - MINUTE]
            assert all(one.message.priority >= parcel[0].message.priority for one in overtaken)


@given(st.lists(kinds, max_size=30), st.none() | st.integers(0, 90))
def test_what_is_shown_of_a_queue_is_how_it_leaves(
    waiting: list[Mapping[str, Any]], ago: int | None
) -> None:
    queued = [posted(f"{n:02d}", **kind) for n, kind in enumerate(waiting)]
    queue = [one for one in queued if is_unbidden(one.message)]
    queue.sort(key=lambda one: (one.message.priority, one.id))
    told = None if ago is None else NOW - timedelta(seconds=ago)
    expected = shown_from(queue, told, NOW)
    begins = NOW if told is None or ago is None or ago >= MINUTE.seconds else told + MINUTE
    later = [replace(one, message=replace(one.message, due_at=begins)) for one in queue]
    found = {one.id: at for at, parcel in play(later) for one in parcel}
    assert found == expected
