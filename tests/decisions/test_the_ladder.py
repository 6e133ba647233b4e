"""The steps of one check-in, what a lost channel does to them, and what silence means."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins import policy
from checkins.decide import ladders
from checkins.decide.ladders import Ways
from checkins.decide.plans import person_until
from checkins.model import Checkin, CheckinState, Rung, Step
from residents.calendar import Calendar
from residents.model import ChannelName

ASKING = policy.shipped()
POLICY = ASKING.ladder
CALENDAR = Calendar(ZoneInfo("Asia/Seoul"))
SLOT = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
UNTIL = person_until(SLOT, ASKING, CALENDAR)
MINUTE = timedelta(minutes=1)
DEVICES = (ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.CALL)
SETS = list(chain.from_iterable(combinations(DEVICES, size) for size in range(4)))


def checkin(channels: tuple[ChannelName, ...] = DEVICES, **other: object) -> Checkin:
    steps, deadline = ladders.ladder(SLOT, Ways(channels), POLICY, UNTIL)
    begun = Checkin(
        id="C", resident_id="1", slot_at=SLOT, steps=steps, policy=POLICY, next_step=0,
        sent=frozenset(), state=CheckinState.ASKING, deadline=deadline, due_at=SLOT,
    )  # fmt: skip
    return replace(begun, **other)  # type: ignore[arg-type]


T, S, C = (name.value for name in DEVICES)
RUNGS = {
    (T, S, C): ["message 0", "reminder 45", "notice 75", "call 90", "call 110", "call 130"],
    (T, C): ["message 0", "reminder 45", "call 90", "call 110", "call 130"],
    (S, C): ["notice 0", "call 15", "call 35", "call 55"],
    (T, S): ["message 0", "reminder 45"],
    (T,): ["message 0", "reminder 45"],
    (C,): ["call 0", "call 20", "call 40"],
    (S,): ["person 0"],
    (): ["person 0"],
}
DEADLINES = {(S, C): 75, (C,): 60, (S,): 300, (): 300}


def shown(steps: tuple[Step, ...]) -> list[str]:
    return [f"{one.rung} {(one.at - SLOT) // MINUTE}" for one in steps]


@pytest.mark.parametrize("channels", SETS)
def test_the_steps_that_devices_allow(channels: tuple[ChannelName, ...]) -> None:
    steps, deadline = ladders.ladder(SLOT, Ways(channels), POLICY, UNTIL)
    assert shown(steps) == RUNGS[channels]
    assert [one.at for one in steps] == sorted(one.at for one in steps)
    assert {one.channel for one in steps} <= {*channels, ChannelName.PERSON}
    assert deadline == SLOT + DEADLINES.get(channels, 150) * MINUTE


def test_who_can_be_rung_at_home_only_is_rung_at_another_time_of_that_day_too() -> None:
    steps, deadline = ladders.ladder(SLOT, Ways((ChannelName.CALL,), True), POLICY, UNTIL)
    assert shown(steps) == ["call 0", "call 20", "call 130"]
    assert deadline == SLOT + 150 * MINUTE
    beside_a_messenger = Ways(DEVICES, at_home_only=True)
    assert ladders.ladder(SLOT, beside_a_messenger, POLICY, UNTIL)[0] == checkin().steps


@pytest.mark.parametrize("channels", SETS)
def test_walked_step_by_step_to_its_deadline(channels: tuple[ChannelName, ...]) -> None:
    walked, taken = checkin(channels), []
    now = walked.due_at
    while now < walked.deadline:
        due = ladders.to_take(walked, now)
        taken += [walked.steps[number] for number, _ in due]
        walked = ladders.stepped(walked, len(ladders.steps_due(walked, now)))
        assert walked.due_at > now
        now = walked.due_at
    assert tuple(taken) == walked.steps
    assert ladders.to_take(walked, now) == ()


@given(st.sampled_from(SETS), st.integers(0, 200), st.integers(0, 6))
def test_late_one_step_a_channel_is_taken(
    channels: tuple[ChannelName, ...], minutes: int, taken: int
) -> None:
    begun = checkin(channels)
    late = replace(begun, next_step=min(taken, len(begun.steps)))
    now = SLOT + minutes * MINUTE
    chosen = ladders.to_take(late, now)
    due = ladders.steps_due(late, now)
    assert len({step.channel for _, step in chosen}) == len(chosen)
    assert {step.channel for _, step in chosen} == {step.channel for step in due}
    assert all(late.steps[number] == step for number, step in chosen)


# ------------------------------------------------------------------------- a lost channel


@given(st.sampled_from(SETS), st.sampled_from(DEVICES), st.integers(0, 6), st.integers(0, 140))
def test_what_is_left_begins_now_or_a_person_asks(
    channels: tuple[ChannelName, ...], lost: ChannelName, taken: int, minutes: int
) -> None:
    begun = checkin(channels)
    before = ladders.stepped(begun, min(taken, len(begun.steps)))
    now, until = SLOT + minutes * MINUTE, SLOT + timedelta(hours=6)
    after = ladders.without_channel(before, lost, now, until)
    assert after.steps[: before.next_step] == before.steps[: before.next_step]
    assert ladders.without_channel(after, lost, now, until).steps == after.steps
    if lost not in {step.channel for step in before.steps}:
        assert after == before
        return
    left = after.steps[after.next_step :]
    assert lost not in {step.channel for step in left}
    assert left
    if left[0].rung is Rung.PERSON:
        assert (left[0].at, after.deadline) == (now, max(before.deadline, until))
    else:
        gaps = [two.at - one.at for one, two in pairwise(left)]
        same = [step for step in before.steps[before.next_step :] if step.channel is not lost]
        assert gaps == [two.at - one.at for one, two in pairwise(same)]
        assert after.deadline - left[-1].at == before.deadline - same[-1].at


def test_losing_one_after_the_other_ends_with_one_person() -> None:
    now, until = SLOT + 10 * MINUTE, SLOT + timedelta(hours=5)
    walked = ladders.stepped(checkin(), 1)
    for lost in (*DEVICES, *DEVICES):
        walked = ladders.without_channel(walked, lost, now, until)
    assert [one.rung for one in walked.steps] == [Rung.MESSAGE, Rung.PERSON]
    assert walked.due_at == now


# ------------------------------------------------------------------------ answers, silence


@pytest.mark.parametrize(
    ("state", "sent", "means"),
    [
        (CheckinState.ASKING, {0}, CheckinState.MISSED),
        (CheckinState.ASKING, {3, 4}, CheckinState.MISSED),
        (CheckinState.ASKING, set(), CheckinState.NOT_ASKED),
        (CheckinState.CLARIFYING, {0}, CheckinState.UNCLEAR),
        (CheckinState.CLARIFYING, set(), CheckinState.UNCLEAR),
    ],
)
def test_what_silence_means(state: CheckinState, sent: set[int], means: CheckinState) -> None:
    ended = ladders.at_deadline(checkin(state=state, sent=frozenset(sent)), SLOT)
    assert (ended.state, ended.closed_at, ended.is_open) == (means, SLOT, False)


def test_calls_that_were_given_up_have_asked_nobody() -> None:
    rung = ladders.with_sent(ladders.with_sent(checkin(), 3), 4)
    assert rung.asked
    assert ladders.without_sent(rung, 3).asked
    assert not ladders.without_sent(ladders.without_sent(rung, 4), 3).asked
    assert ladders.without_sent(rung, 5) == rung


@pytest.mark.parametrize("state", list(CheckinState))
@pytest.mark.parametrize("answer", [CheckinState.FINE, CheckinState.HELP])
def test_a_late_fine_is_noted_help_always_counts(state: CheckinState, answer: CheckinState) -> None:
    before = checkin(state=state)
    after = ladders.answered(before, answer, ChannelName.TELEGRAM, SLOT + MINUTE)
    counts = before.is_open or answer is CheckinState.HELP
    assert after.state is (answer if counts else state)
    assert (after.answered_at, after.is_open) == (SLOT + MINUTE, False)


def test_one_question_stops_the_ladder_and_has_its_own_time() -> None:
    now = SLOT + 5 * MINUTE
    asking_again = ladders.clarifying(ladders.stepped(checkin(), 1), now)
    assert ladders.steps_due(asking_again, now + timedelta(days=1)) == ()
    assert asking_again.due_at == asking_again.deadline == now + POLICY.clarify_within
    for seconds, still in ((-60, True), (0, True), (60, True), (61, False)):
        said_at = now + timedelta(seconds=seconds)
        assert ladders.is_still_speaking(asking_again, said_at) is still
    assert not ladders.is_still_speaking(checkin(), now)


def test_the_last_step_taken_is_the_one_answered() -> None:
    assert checkin().last_rung is None
    assert ladders.stepped(checkin(), 3).last_rung is Rung.NOTICE
    assert isinstance(checkin().steps[0], Step)
