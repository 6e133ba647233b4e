"""When a resident is asked, by which steps, and what silence means. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from apscheduler.triggers.cron import CronTrigger

from checkins.model import Checkin, CheckinState, LadderPolicy, Plan, Rhythm, Rung, Step
from residents.model import ChannelName, Tier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from residents.calendar import Calendar

RHYTHMS = {Tier.HIGH: Rhythm.DAILY, Tier.MEDIUM: Rhythm.WEEKLY, Tier.LOW: Rhythm.FORTNIGHTLY}
BESIDE_A_PLUG = Rhythm.WEEKLY
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri")
SHIFT_DAYS = 14
"""No run of Korean holidays is longer: a shifted check-in lands before."""


def plan_for(resident_id: str, tier: Tier, *, watched_by_plug: bool) -> Plan:
    """Return the plan of a resident of this tier; the same resident always gets the same day.

    Whoever is most at risk is asked daily while no plug would notice her silence (docs/care.md 1).
    """
    digest = hashlib.sha256(resident_id.encode()).digest()
    by_plug = watched_by_plug and tier is Tier.HIGH
    return Plan(
        resident_id=resident_id,
        rhythm=BESIDE_A_PLUG if by_plug else RHYTHMS[tier],
        weekday=digest[0] % len(DAY_NAMES),
        odd_weeks=bool(digest[1] & 1),
        position=int.from_bytes(digest[2:6]) / 2**32,
    )


def next_slot(plan: Plan, after: datetime, policy: LadderPolicy, calendar: Calendar) -> datetime:
    """Return the first slot later than `after`, as an instant in the city's zone.

    A daily plan asks every day. Other plans never ask on a public holiday: that week's
    check-in moves to the next working day, it is not dropped.
    """
    back = 1 if plan.rhythm is Rhythm.DAILY else SHIFT_DAYS
    day = calendar.local(after).date() - timedelta(days=back)
    while True:
        day = _next_planned_day(plan, day, calendar)
        asked_on = day
        if plan.rhythm is not Rhythm.DAILY and not calendar.is_working_day(day):
            asked_on = calendar.next_working_day(day)
        slot = _slot_on(plan, asked_on, policy, calendar)
        if slot > after:
            return slot


def _next_planned_day(plan: Plan, after: date, calendar: Calendar) -> date:
    """The next day the rhythm names, holidays not yet considered."""
    weekday = "*" if plan.rhythm is Rhythm.DAILY else DAY_NAMES[plan.weekday]
    trigger = _noon_of(weekday, calendar.zone)
    following = calendar.at(after + timedelta(days=1), time(0))
    while True:
        fires = trigger.get_next_fire_time(None, following)
        assert fires is not None  # noqa: S101 - a cron trigger without an end always fires again
        day: date = fires.date()
        if plan.rhythm is not Rhythm.FORTNIGHTLY or _is_odd_week(day) == plan.odd_weeks:
            return day
        following = calendar.at(day + timedelta(days=1), time(0))


@lru_cache
def _noon_of(weekday: str, zone: ZoneInfo) -> CronTrigger:
    return CronTrigger(day_of_week=weekday, hour=12, timezone=zone)


def _is_odd_week(day: date) -> bool:
    """Parity of the weeks counted since the year 1: unlike ISO weeks it never repeats one."""
    return bool((day.toordinal() - 1) // 7 % 2)


def _slot_on(plan: Plan, day: date, policy: LadderPolicy, calendar: Calendar) -> datetime:
    """Her place between the opening hour and the last moment a whole ladder fits in."""
    opens = calendar.at(day, time(policy.opens_hour))
    room = ladder_ends(day, policy, calendar) - policy.missed_after - opens
    minutes = int(room.total_seconds() // 60 * plan.position)
    return opens + timedelta(minutes=minutes)


def soonest_slot(now: datetime, policy: LadderPolicy, calendar: Calendar) -> datetime:
    """The first moment for a question that was not planned: by day, its ladder over by night."""
    day = calendar.local(now).date()
    last = calendar.at(day, time(policy.quiet_from_hour)) - policy.missed_after
    if now > last:
        return calendar.at(day + timedelta(days=1), time(policy.opens_hour))
    return max(now, calendar.at(day, time(policy.opens_hour)))


def ladder_ends(day: date, policy: LadderPolicy, calendar: Calendar) -> datetime:
    """When the day's ladders must have ended, so that a person can still act the same day."""
    hour = policy.ends_hour_on_eves if calendar.is_eve(day) else policy.ends_hour
    return calendar.at(day, time(hour))


def ladder(
    slot: datetime,
    channels: Sequence[ChannelName],
    policy: LadderPolicy,
    calendar: Calendar,
) -> tuple[tuple[Step, ...], datetime]:
    """Return the steps for somebody who can be asked on `channels`, and the deadline.

    Without any device it is a person who asks, and the whole morning is hers.
    """
    steps: list[Step] = []
    if ChannelName.TELEGRAM in channels:
        steps.append(Step(Rung.MESSAGE, ChannelName.TELEGRAM, slot))
        steps.append(Step(Rung.REMINDER, ChannelName.TELEGRAM, slot + policy.reminder_after))
    if ChannelName.SMS in channels and ChannelName.CALL in channels:
        steps.append(Step(Rung.NOTICE, ChannelName.SMS, slot + policy.notice_after))
    if ChannelName.CALL in channels:
        steps.extend(
            Step(Rung.CALL, ChannelName.CALL, slot + after) for after in policy.calls_after
        )
    if steps:
        return tuple(steps), slot + policy.missed_after
    ends = ladder_ends(calendar.local(slot).date(), policy, calendar)
    person = Step(Rung.PERSON, ChannelName.PERSON, slot)
    return (person,), max(ends, slot + policy.missed_after)


def practice(slot: datetime, channel: ChannelName) -> Step:
    """The one step of a practice. In a text it is the link that is practised."""
    rungs = {ChannelName.TELEGRAM: Rung.MESSAGE, ChannelName.SMS: Rung.NOTICE}
    return Step(rungs.get(channel, Rung.CALL), channel, slot)


def asked_later(
    checkin: Checkin,
    slot: datetime,
    channels: Sequence[ChannelName],
    policy: LadderPolicy,
    calendar: Calendar,
) -> Checkin:
    """The ladder begun anew at `slot`, with a reminder in place of another first message."""
    steps, deadline = ladder(slot, channels, policy, calendar)
    anew = tuple(
        replace(step, at=slot) if step.rung is Rung.REMINDER else step
        for step in steps
        if step.rung is not Rung.MESSAGE
    )
    taken = checkin.steps[: checkin.next_step]
    return _due(
        replace(checkin, state=CheckinState.ASKING, steps=(*taken, *anew), deadline=deadline)
    )


def was_put_off(checkin: Checkin, policy: LadderPolicy) -> bool:
    """Whether its ladder was begun anew before."""
    later = checkin.slot_at + policy.put_off_by
    return any(step.rung is Rung.REMINDER and step.at >= later for step in checkin.steps)


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


def asked(checkin: Checkin) -> Checkin:
    """A step has certainly left."""
    return replace(checkin, asked=True)


def without_channel(
    checkin: Checkin, channel: ChannelName, now: datetime, person_until: datetime
) -> Checkin:
    """The ladder once `channel` has failed: what is left begins now, or a person asks.

    A step that cannot be taken is not waited for. Where it was no step, or a person asks already,
    nothing changes.
    """
    channels = {step.channel for step in checkin.steps}
    if channel not in channels or ChannelName.PERSON in channels:
        return checkin
    left = [step for step in checkin.steps[checkin.next_step :] if step.channel is not channel]
    taken = checkin.steps[: checkin.next_step]
    if left:
        ahead = max(left[0].at - now, timedelta())
        moved = tuple(replace(step, at=step.at - ahead) for step in left)
        return _due(replace(checkin, steps=taken + moved, deadline=checkin.deadline - ahead))
    person = Step(Rung.PERSON, ChannelName.PERSON, now)
    return _due(
        replace(
            checkin,
            steps=(*taken, person),
            deadline=max(checkin.deadline, person_until),
        )
    )


def clarifying(checkin: Checkin, policy: LadderPolicy, now: datetime) -> Checkin:
    """She is alive: the ladder of silence stops, and one question is asked."""
    return _due(
        replace(
            checkin,
            state=CheckinState.CLARIFYING,
            deadline=now + policy.clarify_within,
        )
    )


def is_still_speaking(checkin: Checkin, occurred_at: datetime, policy: LadderPolicy) -> bool:
    """Whether she said this before she can have read the question that clarifies."""
    asked_at = checkin.deadline - policy.clarify_within
    clarifying_now = checkin.state is CheckinState.CLARIFYING
    return clarifying_now and occurred_at <= asked_at + policy.one_utterance


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
