"""When a resident is asked. Pure; instants are in the city's zone."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from apscheduler.triggers.cron import CronTrigger

from checkins.model import CheckinPolicy, InFestivals, Plan, Rhythm, Rhythms, Wishes
from residents.model import AbsenceKind, AbsenceSource, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from residents.calendar import Calendar
    from residents.model import Absence

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri")
SHIFT_DAYS = 14
"""No run of Korean holidays is longer: a shifted check-in lands before."""
CLOSEST_FIRST = (Rhythm.DAILY, Rhythm.WEEKLY, Rhythm.FORTNIGHTLY)
MOST_AT_RISK_FIRST = (Tier.HIGH, Tier.MEDIUM, Tier.LOW)
FESTIVAL_STEP = {InFestivals.EVERY_DAY: 1, InFestivals.EVERY_SECOND_DAY: 2}
MOST_TIMES = 3
"""Questions a day: one more would be heard as nagging."""


WEEK = timedelta(days=7)


class WishError(ValueError):
    """A wish that cannot be kept; the text says what to change."""


def discharge_of(
    absences: Sequence[Absence], now: datetime, closer_for: timedelta
) -> Absence | None:
    """The stay in hospital that ended not longer ago than `closer_for`; None without one.

    Who is away again, or still, was not discharged.
    """
    if any(one.covers(now) for one in absences):
        return None
    for one in absences:
        back_at = one.ended_at or one.holds_until
        if one.kind is AbsenceKind.HOSPITAL and timedelta() <= now - back_at < closer_for:
            return one
    return None


def weeks_unknown(absences: Iterable[Absence], now: datetime) -> tuple[Absence, int] | None:
    """An absence whose end nobody knows, with the whole weeks it has lasted; None without one."""
    for one in absences:
        words = one.source is AbsenceSource.WORDS
        if one.until is None and not words and one.covers(now):
            return one, (now - one.since) // WEEK
    return None


def plan_for(
    resident_id: str,
    tier: Tier,
    wishes: Wishes,
    rhythms: Rhythms,
    *,
    watched_by_plug: bool,
    just_discharged: bool,
) -> Plan:
    """Return the plan of a resident; the same resident always gets the same place."""
    digest = hashlib.sha256(resident_id.encode()).digest()
    fraction = int.from_bytes(digest[2:6]) / 2**32
    by_plug = watched_by_plug and tier is Tier.HIGH
    return Plan(
        resident_id=resident_id,
        rhythm=_rhythm(tier, wishes, rhythms, by_plug=by_plug, just_discharged=just_discharged),
        weekday=digest[0] % len(DAY_NAMES) if wishes.weekday is None else wishes.weekday,
        odd_weeks=bool(digest[1] & 1),
        position=(MOST_AT_RISK_FIRST.index(tier) + fraction) / len(MOST_AT_RISK_FIRST),
        times=wishes.times,
        in_festivals=rhythms.in_festivals[tier],
    )


def _rhythm(
    tier: Tier, wishes: Wishes, rhythms: Rhythms, *, by_plug: bool, just_discharged: bool
) -> Rhythm:
    """Whoever is most at risk is asked daily while no plug would notice her silence.

    No wish changes that (docs/care.md 1).
    """
    usual = rhythms.beside_a_plug if by_plug else rhythms.of_tier[tier]
    if tier is Tier.HIGH and not by_plug:
        return usual
    wished = wishes.rhythm or usual
    if not just_discharged:
        return wished
    return min(wished, rhythms.after_discharge, key=CLOSEST_FIRST.index)


def check_wishes(wishes: Wishes, policy: CheckinPolicy) -> None:
    """Raise WishError where a wish leaves no time for a ladder, or for a person after it."""
    if wishes.weekday is not None and wishes.weekday not in range(len(DAY_NAMES)):
        message = "Choose a weekday from Monday (0) to Friday (4): on others no office is open."
        raise WishError(message)
    if len(wishes.times) > MOST_TIMES:
        message = f"Choose at most {MOST_TIMES} times a day."
        raise WishError(message)
    if not wishes.times:
        return
    hours, ladder = policy.hours, policy.ladder.missed_after
    first, last = wishes.times[0], wishes.times[-1]
    latest = _earlier(hours.ends, ladder)
    if not hours.quiet_until <= first <= latest:
        message = f"Choose a first time from {hours.quiet_until:%H:%M} to {latest:%H:%M}."
        raise WishError(message)
    if any(two <= _later(one, ladder) for one, two in pairwise(wishes.times)):
        minutes = int(ladder.total_seconds() // 60)
        message = f"Leave more than {minutes} minutes between two times, in their order."
        raise WishError(message)
    latest = _earlier(hours.quiet_from, ladder + hours.spread)
    if last > latest:
        message = f"Choose a last time of {latest:%H:%M} or earlier."
        raise WishError(message)


def next_slot(plan: Plan, after: datetime, policy: CheckinPolicy, calendar: Calendar) -> datetime:
    """Return the first slot later than `after`, as an instant in the city's zone.

    A daily plan asks every day. Other plans never ask on a public holiday: that week's check-in
    moves to the next working day, it is not dropped. Through Seollal and Chuseok she is asked
    besides as often as her tier wants it.
    """
    regular = _regular_slot(plan, after, policy, calendar)
    festive = _festive_slot(plan, after, policy, calendar)
    return regular if festive is None else min(regular, festive)


def slot_after_spared(
    plan: Plan, spared: datetime, policy: CheckinPolicy, calendar: Calendar
) -> datetime:
    """When she is asked instead of `spared`, a slot at which another service had spoken with her.

    At her next slot, but no later than on the next day on which she could be asked: whoever is
    asked once a week is not left out for a week.
    """
    day = calendar.local(spared).date()
    daily = plan.rhythm is Rhythm.DAILY
    soon = day + timedelta(days=1) if daily else calendar.next_working_day(day)
    following = next_slot(plan, spared, policy, calendar)
    return min(following, slots_on(plan, soon, policy, calendar)[0])


def _regular_slot(
    plan: Plan, after: datetime, policy: CheckinPolicy, calendar: Calendar
) -> datetime:
    back = 1 if plan.rhythm is Rhythm.DAILY else SHIFT_DAYS
    day = calendar.local(after).date() - timedelta(days=back)
    while True:
        day = _next_planned_day(plan.rhythm, plan.weekday, plan.odd_weeks, day, calendar)
        asked_on = day
        if plan.rhythm is not Rhythm.DAILY and not calendar.is_working_day(day):
            asked_on = calendar.next_working_day(day)
        if (slot := _first_after(after, plan, asked_on, policy, calendar)) is not None:
            return slot


def _festive_slot(
    plan: Plan, after: datetime, policy: CheckinPolicy, calendar: Calendar
) -> datetime | None:
    """Her next slot in the festival that goes on, or else comes next; None when it has none."""
    step = FESTIVAL_STEP.get(plan.in_festivals)
    if step is None:
        return None
    festival = calendar.festival_from(calendar.local(after).date())
    for days in range(0, (festival.last - festival.first).days + 1, step):
        day = festival.first + timedelta(days=days)
        if (slot := _first_after(after, plan, day, policy, calendar)) is not None:
            return slot
    return None


@lru_cache(maxsize=1024)
def _next_planned_day(
    rhythm: Rhythm,
    weekday: int,
    odd_weeks: bool,  # noqa: FBT001 - a plan's own
    after: date,
    calendar: Calendar,
) -> date:
    """The next day the rhythm names, holidays not yet considered. Many residents share it."""
    names = "*" if rhythm is Rhythm.DAILY else DAY_NAMES[weekday]
    trigger = _noon_of(names, calendar.zone)
    following = calendar.at(after + timedelta(days=1), time(0))
    while True:
        fires = trigger.get_next_fire_time(None, following)
        assert fires is not None  # noqa: S101 - a cron trigger without an end always fires again
        day: date = fires.date()
        if rhythm is not Rhythm.FORTNIGHTLY or _is_odd_week(day) == odd_weeks:
            return day
        following = calendar.at(day + timedelta(days=1), time(0))


@lru_cache
def _noon_of(weekday: str, zone: ZoneInfo) -> CronTrigger:
    return CronTrigger(day_of_week=weekday, hour=12, timezone=zone)


def _is_odd_week(day: date) -> bool:
    """Parity of the weeks counted since the year 1: unlike ISO weeks it never repeats one."""
    return bool((day.toordinal() - 1) // 7 % 2)


def _first_after(
    after: datetime, plan: Plan, day: date, policy: CheckinPolicy, calendar: Calendar
) -> datetime | None:
    slots = slots_on(plan, day, policy, calendar)
    return next((slot for slot in slots if slot > after), None)


def slots_on(
    plan: Plan, day: date, policy: CheckinPolicy, calendar: Calendar
) -> tuple[datetime, ...]:
    """The slots of a day on which she is asked, the earliest first.

    The first is her place between the opening hour and the last moment a whole ladder fits in, or
    her own time where that is no later; what she wishes besides comes at its own time.
    """
    hours = policy.hours
    opens = calendar.at(day, hours.opens)
    latest = ladder_ends(day, policy, calendar) - policy.ladder.missed_after
    if not plan.times:
        return (opens + share(latest - opens, plan.position),)
    jitter = share(hours.spread, plan.position)
    first, *others = (calendar.at(day, wall) + jitter for wall in plan.times)
    return (min(first, latest), *others)


def soonest_slot(now: datetime, policy: CheckinPolicy, calendar: Calendar) -> datetime:
    """The first moment for a question that was not planned: by day, its ladder over by night."""
    day = calendar.local(now).date()
    if now > last_slot(day, policy, calendar):
        return calendar.at(day + timedelta(days=1), policy.hours.opens)
    return max(now, calendar.at(day, policy.hours.opens))


def last_slot(day: date, policy: CheckinPolicy, calendar: Calendar) -> datetime:
    """The last moment of a day for a question that was not planned."""
    return calendar.at(day, policy.hours.quiet_from) - policy.ladder.missed_after


def ladder_ends(day: date, policy: CheckinPolicy, calendar: Calendar) -> datetime:
    """When the day's ladders must have ended, so that a person can still act the same day."""
    hours = policy.hours
    return calendar.at(day, hours.ends_on_eves if calendar.is_eve(day) else hours.ends)


def person_until(slot: datetime, policy: CheckinPolicy, calendar: Calendar) -> datetime:
    """By when a person has asked her who was to from `slot` on: the whole morning is hers."""
    ends = ladder_ends(calendar.local(slot).date(), policy, calendar)
    return max(ends, slot + policy.ladder.missed_after)


def share(room: timedelta, position: float) -> timedelta:
    """A place in so much time, in whole minutes."""
    return timedelta(minutes=int(room.total_seconds() // 60 * position))


def _later(wall: time, by: timedelta) -> time:
    return (datetime.combine(date.min, wall) + by).time()


def _earlier(wall: time, by: timedelta) -> time:
    return (datetime.combine(date.max, wall) - by).time()
