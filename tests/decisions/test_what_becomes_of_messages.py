"""Outcome by outcome and class by class; how many may leave; the data behind buttons."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.ids import ALPHABET
from messaging.channel import Button, Outcome, Refusal, Refused, Sent, Unknown
from messaging.decide import (
    CONFIG_PAUSE,
    LONGEST_PAUSE,
    LONGEST_RESEND,
    Fate,
    Report,
    fate_of,
    fate_of_unknown,
    pause_after,
)
from messaging.model import OPEN_STATES, AfterUnknown, Message, OutboxState, Posted
from messaging.pacing import may_leave
from messaging.render.buttons import MAX_BYTES, Press, Verb, decode, encode
from residents.model import ChannelName

NOW = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
MESSAGE = Message(
    to="resident:1",
    channel=ChannelName.TELEGRAM,
    template="checkin.ask.1",
    dedupe_key="key",
    due_at=NOW,
    expires_at=NOW + timedelta(hours=1),
)


def posted(after: AfterUnknown = AfterUnknown.RESEND, attempts: int = 1, to: str = "a") -> Posted:
    message = replace(MESSAGE, after_unknown=after, to=to)
    return Posted("id", message, OutboxState.CALLING, attempts)


SETTLED = [
    (Sent("7"), Fate(OutboxState.SENT, provider_id="7", report=Report.SENT)),
    (
        Refused(Refusal.UNCHANGED, "not modified"),
        Fate(OutboxState.SENT, failure="unchanged", report=Report.SENT),
    ),
    (
        Refused(Refusal.LATER, "429", timedelta(seconds=17)),
        Fate(OutboxState.QUEUED, due_at=NOW + timedelta(seconds=17), failure="later"),
    ),
    (
        Refused(Refusal.LATER, "429", timedelta(0)),
        Fate(OutboxState.QUEUED, due_at=NOW + timedelta(seconds=5), failure="later"),
    ),
    (
        Refused(Refusal.DOWN, "refused"),
        Fate(OutboxState.QUEUED, due_at=NOW + timedelta(seconds=5), failure="down"),
    ),
    (
        Refused(Refusal.CONFIG, "token"),
        Fate(OutboxState.QUEUED, due_at=NOW + CONFIG_PAUSE, failure="config"),
    ),
    (
        Refused(Refusal.INVALID, "length"),
        Fate(OutboxState.FAILED, failure="invalid", report=Report.FAILED),
    ),
    *(
        (
            Refused(why, "gone"),
            Fate(OutboxState.FAILED, failure=why, report=Report.FAILED, lost_channel=True),
        )
        for why in (Refusal.UNREACHABLE, Refusal.BAD_ADDRESS)
    ),
]


@pytest.mark.parametrize("after", list(AfterUnknown))
@pytest.mark.parametrize(("outcome", "fate"), SETTLED)
def test_what_is_known_is_the_same_for_every_class(
    outcome: Outcome, fate: Fate, after: AfterUnknown
) -> None:
    assert fate_of(outcome, posted(after), NOW) == fate


def test_every_refusal_is_in_the_table() -> None:
    assert {o.why for o, _ in SETTLED if isinstance(o, Refused)} == set(Refusal)


@pytest.mark.parametrize(
    ("after", "state", "due_in"),
    [
        (AfterUnknown.RESEND, OutboxState.QUEUED, timedelta(minutes=2)),
        (AfterUnknown.ADOPT, OutboxState.CALLING, timedelta(minutes=1)),
        (AfterUnknown.HOLD, OutboxState.HELD, None),
    ],
)
def test_an_unknown_outcome_is_the_classs_matter(
    after: AfterUnknown, state: OutboxState, due_in: timedelta | None
) -> None:
    fate = fate_of(Unknown("ReadTimeout"), posted(after), NOW)
    due_at = None if due_in is None else NOW + due_in
    assert (fate.state, fate.due_at, fate.failure) == (state, due_at, "ReadTimeout")
    assert fate.report is (Report.FAILED if after is AfterUnknown.HOLD else None)
    assert fate == fate_of_unknown(posted(after), NOW, "ReadTimeout")


outcomes = st.one_of(
    st.builds(Sent, st.text()),
    st.builds(Unknown, st.text()),
    st.builds(Refused, st.sampled_from(Refusal), st.text(), st.none() | st.just(timedelta(1))),
)


@given(outcomes, st.sampled_from(AfterUnknown), st.integers(0, 10_000))
def test_what_stays_open_is_due_later_and_what_ends_is_reported(
    outcome: Outcome, after: AfterUnknown, attempts: int
) -> None:
    fate = fate_of(outcome, posted(after, attempts), NOW)
    is_open = fate.state in OPEN_STATES
    assert is_open == (fate.due_at is not None)
    assert is_open == (fate.report is None)
    assert fate.due_at is None or fate.due_at > NOW
    assert fate.lost_channel <= (fate.state is OutboxState.FAILED)


def test_pauses_grow_and_stay_bounded() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 40)]
    assert pauses[:4] == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
    again = [
        fate_of_unknown(posted(attempts=attempts), NOW, "x").due_at for attempts in range(1, 12)
    ]
    waits = [at - NOW for at in again if at is not None]
    assert waits[:3] == [timedelta(minutes=minutes) for minutes in (2, 4, 8)]
    assert waits[-1] == LONGEST_RESEND


# ---------------------------------------------------------------------------------- pacing

people = st.sampled_from(["a", "b", "c", "d"])


@given(st.lists(people), st.lists(people), st.integers(0, 6))
def test_one_to_each_and_no_more_than_the_channel_takes(
    waiting: list[str], called: list[str], per_second: int
) -> None:
    choice = may_leave([posted(to=who) for who in waiting], called, per_second, {}, NOW)
    to = [one.posted.message.to for one in choice.parcels]
    assert len(set(to)) == len(to)
    assert not set(to) & set(called)
    assert len(to) <= max(per_second - len(called), 0)
    assert choice.held_back == (len(to) < len(waiting))
    free = [who for who in dict.fromkeys(waiting) if who not in called]
    assert to == free[: max(per_second - len(called), 0)]


# --------------------------------------------------------------------------------- buttons

ids = st.text(ALPHABET, min_size=26, max_size=26)


@given(st.sampled_from(Verb), ids, st.integers(0, 2**31 - 1))
def test_a_button_is_read_as_it_was_written(verb: Verb, target: str, version: int) -> None:
    press = Press(verb, target, version)
    data = encode(press)
    assert len(data.encode()) <= MAX_BYTES
    assert decode(data) == press


@given(st.text(max_size=80))
def test_whatever_comes_back_is_a_press_of_ours_or_none(data: str) -> None:
    press = decode(data)
    if press is not None:
        assert data.isascii()
        assert press.target.isalnum()
        assert press.version >= 0


@pytest.mark.parametrize(
    "data",
    [
        "",
        ":",
        "::",
        "a",
        "a:",
        "a::1",
        "a:T:",
        "a:T:-1",
        "a:T:1.0",
        "a:T:١",
        "a:T:²",
        "a:한글:1",
        "a:T\x00:1",
        "a:T:1\n",
        " a:T:1",
        "A:T:1",
        "x:T:1",
        "a:T:1:2:",
        "a:../T:1",
        "a:T' or 1=1:1",
        "a:" + "T" * 60 + ":1234",
        "f:" + "9" * 70 + ":1",
    ],
)
def test_hostile_data_is_no_press(data: str) -> None:
    assert decode(data) is None


def test_too_long_a_button_is_not_made() -> None:
    with pytest.raises(ValueError, match="Telegram takes 64"):
        encode(Press(Verb.SEEN_WELL, "T" * 60, 1))


@pytest.mark.parametrize(("data", "url"), [(None, None), ("a", "https://city.test")])
def test_a_button_does_one_thing(data: str | None, url: str | None) -> None:
    with pytest.raises(ValueError, match="either callback data or a url"):
        Button("x", data=data, url=url)
