"""The steps of one check-in, what a lost channel does to them, and what silence means."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins import decide
from checkins.model import Checkin, CheckinState, LadderPolicy, Rung, Step
from residents.calendar import Calendar
from residents.model import ChannelName

POLICY = LadderPolicy()
CALENDAR = Calendar(ZoneInfo("Asia/Seoul"))
SLOT = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DEVICES = (ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.CALL)
SETS = list(chain.from_iterable(combinations(DEVICES, size) for size in range(4)))


def checkin(channels: tuple[ChannelName, ...] = DEVICES, **other: object) -> Checkin:
    steps, deadline = decide.ladder(SLOT, channels, POLICY, CALENDAR)
    begun = Checkin(
        id="C", resident_id="1", slot_at=SLOT, steps=steps, next_step=0, asked=False,
        state=CheckinState.ASKING, deadline=deadline, due_at=SLOT,
    )  # fmt: skip
    return replace(begun, **other)  # type: ignore[arg-type]


T, S, C = (name.value for name in DEVICES)
RUNGS = {
    (T, S, C): ["message 0", "reminder 45", "notice 75", "call 90", "call 110", "call 130"],
    (T, C): ["message 0", "reminder 45", "call 90", "call 110", "call 130"],
    (S, C): ["notice 75", "call 90", "call 110", "call 130"],
    (T, S): ["message 0", "reminder 45"],
    (T,): ["message 0", "reminder 45"],
    (C,): ["call 90", "call 110", "call 130"],
    (S,): ["person 0"],
    (): ["person 0"],
}


@pytest.mark.parametrize("channels", SETS)
def test_the_steps_that_devices_allow(channels: tuple[ChannelName, ...]) -> None:
    steps, deadline = decide.ladder(SLOT, channels, POLICY, CALENDAR)
    shown = [f"{one.rung} {(one.at - SLOT) // MINUTE}" for one in steps]
    assert shown == RUNGS[channels]
    assert [one.at for one in steps] == sorted(one.at for one in steps)
    assert {one.channel for one in steps} <= {*channels, ChannelName.PERSON}
    by_person = steps[0].rung is Rung.PERSON
    ends = decide.ladder_ends(CALENDAR.local(SLOT).date(), POLICY, CALENDAR)
    assert deadline == (ends if by_person else SLOT + POLICY.missed_after)


@pytest.mark.parametrize("channels", SETS)
def test_walked_step_by_step_to_its_deadline(channels: tuple[ChannelName, ...]) -> None:
    walked, taken = checkin(channels), []
    now = walked.due_at
    while now < walked.deadline:
        due = decide.to_take(walked, now)
        taken += [walked.steps[number] for number, _ in due]
        walked = decide.stepped(walked, len(decide.steps_due(walked, now)))
        assert walked.due_at > now
        now = walked.due_at
    assert tuple(taken) == walked.steps
    assert decide.to_take(walked, now) == ()


@given(st.sampled_from(SETS), st.integers(0, 200), st.integers(0, 6))
def test_late_one_step_a_channel_is_taken(
    channels: tuple[ChannelName, ...], minutes: int, taken: int
) -> None:
    begun = checkin(channels)
    late = replace(begun, next_step=min(taken, len(begun.steps)))
    now = SLOT + minutes * MINUTE
    chosen = decide.to_take(late, now)
    due = decide.steps_due(late, now)
    assert len({step.channel for _, step in chosen}) == len(chosen)
    assert {step.channel for _, step in chosen} == {step.channel for step in due}
    assert all(late.steps[number] == step for number, step in chosen)


# ------------------------------------------------------------------------- a lost channel


@given(st.sampled_from(SETS), st.sampled_from(DEVICES), st.integers(0, 6), st.integers(0, 140))
def test_what_is_left_begins_now_or_a_person_asks(
    channels: tuple[ChannelName, ...], lost: ChannelName, taken: int, minutes: int
) -> None:
    begun = checkin(channels)
    before = decide.stepped(begun, min(taken, len(begun.steps)))
    now, until = SLOT + minutes * MINUTE, SLOT + timedelta(hours=6)
    after = decide.without_channel(before, lost, now, until)
    assert after.steps[: before.next_step] == before.steps[: before.next_step]
    assert decide.without_channel(after, lost, now, until).steps == after.steps
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
    walked = decide.stepped(checkin(), 1)
    for lost in (*DEVICES, *DEVICES):
        walked = decide.without_channel(walked, lost, now, until)
    assert [one.rung for one in walked.steps] == [Rung.MESSAGE, Rung.PERSON]
    assert walked.due_at == now


# ------------------------------------------------------------------------ answers, silence


@pytest.mark.parametrize(
    ("state", "asked", "means"),
    [
        (CheckinState.ASKING, True, CheckinState.MISSED),
        (CheckinState.ASKING, False, CheckinState.NOT_ASKED),
        (CheckinState.CLARIFYING, True, CheckinState.UNCLEAR),
        (CheckinState.CLARIFYING, False, CheckinState.UNCLEAR),
    ],
)
def test_what_silence_means(state: CheckinState, asked: bool, means: CheckinState) -> None:
    ended = decide.at_deadline(checkin(state=state, asked=asked), SLOT)
    assert (ended.state, ended.closed_at, ended.is_open) == (means, SLOT, False)


@pytest.mark.parametrize("state", list(CheckinState))
@pytest.mark.parametrize("answer", [CheckinState.FINE, CheckinState.HELP])
def test_a_late_fine_is_noted_help_always_counts(state: CheckinState, answer: CheckinState) -> None:
    before = checkin(state=state)
    after = decide.answered(before, answer, ChannelName.TELEGRAM, SLOT + MINUTE)
    counts = before.is_open or answer is CheckinState.HELP
    assert after.state is (answer if counts else state)
    assert (after.answered_at, after.is_open) == (SLOT + MINUTE, False)


def test_one_question_stops_the_ladder_and_has_its_own_time() -> None:
    now = SLOT + 5 * MINUTE
    asking_again = decide.clarifying(decide.stepped(checkin(), 1), POLICY, now)
    assert decide.steps_due(asking_again, now + timedelta(days=1)) == ()
    assert asking_again.due_at == asking_again.deadline == now + POLICY.clarify_within
    for seconds, still in ((-60, True), (0, True), (60, True), (61, False)):
        said_at = now + timedelta(seconds=seconds)
        assert decide.is_still_speaking(asking_again, said_at, POLICY) is still
    assert not decide.is_still_speaking(checkin(), now, POLICY)


def test_the_last_step_taken_is_the_one_answered() -> None:
    assert checkin().last_rung is None
    assert decide.stepped(checkin(), 3).last_rung is Rung.NOTICE
    assert isinstance(checkin().steps[0], Step)
