"""The steps of one check-in, and what silence and answers make of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkins.model import Checkin, CheckinState, LadderPolicy, Rung, Step
from residents.model import ChannelName

if TYPE_CHECKING:
    from collections.abc import Collection

ONE_UTTERANCE = timedelta(minutes=1)
"""What she adds so soon is part of what she said: she has not read the question yet."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How one resident can be asked. `at_home_only`: the telephone that rings is a landline."""

    channels: Collection[ChannelName]
    at_home_only: bool = False


def ladder(
    slot: datetime, ways: Ways, policy: LadderPolicy, person_until: datetime
) -> tuple[tuple[Step, ...], datetime]:
    """Return the steps for somebody who can be asked in these ways, and the deadline.

    The first step that she has a device for is taken at `slot`. Without any it is a person who
    asks, until `person_until`.
    """
    planned = _steps(ways, policy)
    if not planned:
        return (Step(Rung.PERSON, ChannelName.PERSON, slot),), person_until
    ahead = min(after for _, _, after in planned)
    steps = tuple(Step(rung, channel, slot + after - ahead) for rung, channel, after in planned)
    return steps, slot + policy.missed_after - ahead


def _steps(ways: Ways, policy: LadderPolicy) -> list[tuple[Rung, ChannelName, timedelta]]:
    """What she has devices for, with the delays of a whole ladder."""
    steps = []
    rings = ChannelName.CALL in ways.channels
    if ChannelName.TELEGRAM in ways.channels:
        steps.append((Rung.MESSAGE, ChannelName.TELEGRAM, timedelta()))
        steps.append((Rung.REMINDER, ChannelName.TELEGRAM, policy.reminder_after))
    if ChannelName.SMS in ways.channels and rings:
        steps.append((Rung.NOTICE, ChannelName.SMS, policy.notice_after))
    if rings:
        twice = ways.at_home_only and not steps
        calls = policy.landline_calls_after if twice else policy.calls_after
        steps.extend((Rung.CALL, ChannelName.CALL, after) for after in calls)
    return steps


def practice(at: datetime, channel: ChannelName) -> Step:
    """The one step of a practice. In a text it is the link that is practised."""
    rungs = {ChannelName.TELEGRAM: Rung.MESSAGE, ChannelName.SMS: Rung.NOTICE}
    return Step(rungs.get(channel, Rung.CALL), channel, at)


def asked_later(checkin: Checkin, slot: datetime, ways: Ways, person_until: datetime) -> Checkin:
    """The ladder begun anew at `slot`, with a reminder in place of another first message."""
    steps, deadline = ladder(slot, ways, checkin.policy, person_until)
    anew = tuple(
        replace(step, at=slot) if step.rung is Rung.REMINDER else step
        for step in steps
        if step.rung is not Rung.MESSAGE
    )
    taken = checkin.steps[: checkin.next_step]
    return _due(
        replace(
            checkin,
            state=CheckinState.ASKING,
            steps=(*taken, *anew),
            deadline=deadline,
            put_off_to=slot,
        )
    )


def next_due(checkin: Checkin) -> datetime:
    """When an open check-in wants attention: its next step, or its deadline."""
    if checkin.state is CheckinState.ASKING and checkin.next_step < len(checkin.steps):
        return min(checkin.steps[checkin.next_step].at, checkin.deadline)
    return checkin.deadline


def steps_due(checkin: Checkin, now: datetime) -> tuple[Step, ...]:
    """The steps whose time has come and that were not taken."""
    if checkin.state is not CheckinState.ASKING:
        return ()
    return tuple(step for step in checkin.steps[checkin.next_step :] if step.at <= now)


def to_take(checkin: Checkin, now: datetime) -> tuple[tuple[int, Step], ...]:
    """Of the steps due those to be taken, numbered from 0: on each channel only the first.

    After a standstill she gets one message and one call, not all of them at once.
    """
    first: dict[ChannelName, tuple[int, Step]] = {}
    for number, step in enumerate(steps_due(checkin, now), start=checkin.next_step):
        first.setdefault(step.channel, (number, step))
    return tuple(first.values())


def stepped(checkin: Checkin, taken: int) -> Checkin:
    """The check-in after `taken` more steps."""
    return _due(replace(checkin, next_step=checkin.next_step + taken))


def with_sent(checkin: Checkin, number: int) -> Checkin:
    """A step, counted from 0, has certainly left."""
    return replace(checkin, sent=checkin.sent | {number})


def without_sent(checkin: Checkin, number: int) -> Checkin:
    """A step that was believed to have left never reached her telephone."""
    return replace(checkin, sent=checkin.sent - {number})


def without_channel(
    checkin: Checkin, channel: ChannelName, begins: datetime, person_until: datetime
) -> Checkin:
    """The ladder once `channel` has failed: what is left begins at once, or a person asks.

    A step that cannot be taken is not waited for; `begins` is now, or when the ladder was to begin
    where that is still ahead. Where it was no step, or a person asks already, nothing changes.
    """
    channels = {step.channel for step in checkin.steps}
    if channel not in channels or ChannelName.PERSON in channels:
        return checkin
    left = [step for step in checkin.steps[checkin.next_step :] if step.channel is not channel]
    taken = checkin.steps[: checkin.next_step]
    if left:
        ahead = max(left[0].at - begins, timedelta())
        moved = tuple(replace(step, at=step.at - ahead) for step in left)
        return _due(replace(checkin, steps=taken + moved, deadline=checkin.deadline - ahead))
    person = Step(Rung.PERSON, ChannelName.PERSON, begins)
    return _due(
        replace(
            checkin,
            steps=(*taken, person),
            deadline=max(checkin.deadline, person_until),
        )
    )


def clarifying(checkin: Checkin, now: datetime) -> Checkin:
    """She is alive: the ladder of silence stops, and one question is asked."""
    return _due(
        replace(
            checkin,
            state=CheckinState.CLARIFYING,
            deadline=now + checkin.policy.clarify_within,
        )
    )


def is_still_speaking(checkin: Checkin, occurred_at: datetime) -> bool:
    """Whether she said this before she can have read the question that clarifies."""
    asked_at = checkin.deadline - checkin.policy.clarify_within
    clarifying_now = checkin.state is CheckinState.CLARIFYING
    return clarifying_now and occurred_at <= asked_at + ONE_UTTERANCE


def answered(
    checkin: Checkin, state: CheckinState, on: ChannelName | None, now: datetime
) -> Checkin:
    """The check-in with its answer. After a miss the answer is noted, the miss stays counted."""
    final = state if checkin.is_open or state is CheckinState.HELP else checkin.state
    return replace(
        checkin,
        state=final,
        answered_at=now,
        answered_on=on,
        answered_rung=checkin.last_rung,
        closed_at=checkin.closed_at or now,
    )


def at_deadline(checkin: Checkin, now: datetime) -> Checkin:
    """What silence means when the time is over."""
    state = CheckinState.MISSED if checkin.asked else CheckinState.NOT_ASKED
    if checkin.state is CheckinState.CLARIFYING:
        state = CheckinState.UNCLEAR
    return replace(checkin, state=state, closed_at=now)


def closed(checkin: Checkin, state: CheckinState, now: datetime) -> Checkin:
    """The check-in ended without an answer of its own."""
    return replace(checkin, state=state, closed_at=now)


def _due(checkin: Checkin) -> Checkin:
    return replace(checkin, due_at=next_due(checkin))
