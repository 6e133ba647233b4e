"""When a person has to meet a resident, and what counts as having met her. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from care.model import ContactKind, ContactState, Quarter, Schedule
from residents.calendar import OFFICE_CLOSES, OFFICE_OPENS
from residents.model import Tier
from tasks.model import REACHED, WITH_HER, Audience, Result, Round, TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from care.model import ContactPolicy, Pace, Promise
    from residents.calendar import Calendar
    from residents.model import Absence
    from tasks.model import Task

KIND_OF = {Tier.HIGH: ContactKind.REGULAR_VISIT, Tier.MEDIUM: ContactKind.QUARTERLY_CONTACT}
"""The plan of the city promises residents of the low tier no human contact."""
COUNTS = {
    ContactKind.QUARTERLY_CONTACT: REACHED | {Result.NEEDS_HELP, Result.HELPED},
    ContactKind.REGULAR_VISIT: frozenset({Result.SEEN_WELL}),
}
"""Results by which a person has met her. That she needs help may have been heard by telephone."""
DAY = timedelta(days=1)
QUARTER_MONTHS = 3
YEAR_MONTHS = 12


def counts(kind: ContactKind, work: TaskKind, result: Result) -> bool:
    """Whether work of a kind that ended so keeps the promise, whoever asked for it."""
    return work in WITH_HER and result in COUNTS[kind]


def met(promise: Promise, at: datetime) -> Promise:
    """The promise once she was met; news that come late never make it older."""
    known = promise.met_at
    return replace(promise, met_at=at if known is None else max(known, at))


def schedule(
    promise: Promise,
    absences: Iterable[Absence],
    now: datetime,
    policy: ContactPolicy,
    calendar: Calendar,
) -> Schedule:
    """When she has to be met and the office is asked, as far as is known `now`.

    An absence that began before the due day moves it to some days after her return.
    """
    pace = policy.paces[promise.kind]
    day = due_day(promise, policy, calendar)
    away_until = _away_until(_asks_at(day, pace, calendar), absences, now)
    moved = _after_absences(day, absences, now, pace, calendar)
    asks_at = _asks_at(moved, pace, calendar)
    if away_until is not None:
        asks_at = max(asks_at, calendar.next_office_moment(away_until))
    return Schedule(calendar.at(moved, OFFICE_CLOSES), asks_at, away_until)


def due_day(promise: Promise, policy: ContactPolicy, calendar: Calendar) -> date:
    """The working day by which she has to be met, were she never away."""
    since = calendar.local(promise.since).date()
    last = None if promise.met_at is None else calendar.local(promise.met_at).date()
    pace = policy.paces[promise.kind]
    if promise.kind is ContactKind.REGULAR_VISIT:
        latest = _next_visit(promise.resident_id, since, last, pace)
    else:
        latest = _next_quarterly(promise, since, last, policy, calendar)
    # Whoever is new here, or in this tier, is not late before the office could be asked.
    soonest = _working_day_from(since + pace.ask_days_before * DAY, calendar)
    return max(_working_day_until(latest, calendar), soonest)


def state_of(plan: Schedule, now: datetime, calendar: Calendar) -> ContactState:
    """How a promise stands at `now`."""
    if plan.away_until is not None and now < plan.away_until:
        return ContactState.AWAY
    if now < plan.asks_at:
        return ContactState.NOT_DUE
    if now >= plan.due_at:
        return ContactState.OVERDUE
    today = calendar.local(now).date() == calendar.local(plan.due_at).date()
    return ContactState.DUE if today else ContactState.DUE_SOON


def ask_at(plan: Schedule, last: Task | None, pace: Pace, calendar: Calendar) -> datetime:
    """When the office is asked (again), given the last task, which is over.

    Days are counted from its end; where nobody took it, from when it was opened.
    """
    if last is None:
        return plan.asks_at
    tried_at = last.closed_at or last.opened_at
    again = calendar.next_office_moment(tried_at + pace.again_after_days * DAY)
    return max(plan.asks_at, again)


def rounds(plan: Schedule, opens: datetime, pace: Pace, calendar: Calendar) -> tuple[Round, Round]:
    """Half of the time is the officers', then the leads are asked; each in office hours."""
    ends = max(plan.due_at, opens + pace.again_after_days * DAY)
    middle = calendar.next_office_moment(opens + (ends - opens) / 2)
    return (
        Round(Audience.OFFICERS, 2, middle - opens),
        Round(Audience.LEADS, 2, max(ends - middle, DAY)),
    )


def quarter_of(day: date) -> Quarter:
    """The calendar quarter of a day."""
    month = (day.month - 1) // QUARTER_MONTHS * QUARTER_MONTHS + 1
    first = date(day.year, month, 1)
    later = month + QUARTER_MONTHS
    following = date(day.year + later // YEAR_MONTHS, later % YEAR_MONTHS, 1)
    return Quarter(first, following - DAY)


def quarter_after(quarter: Quarter) -> Quarter:
    """The quarter that follows."""
    return quarter_of(quarter.last + DAY)


def _next_visit(resident_id: str, since: date, last: date | None, pace: Pace) -> date:
    """Who was not visited yet has a day of her own in the second half of the time.

    The first half is the enrolment's, at which somebody was with her.
    """
    if last is not None and last >= since:
        return last + pace.days_apart * DAY
    first_half = pace.days_apart // 2
    return since + (first_half + int(_share(resident_id) * (pace.days_apart - first_half))) * DAY


def _next_quarterly(
    promise: Promise, since: date, last: date | None, policy: ContactPolicy, calendar: Calendar
) -> date:
    """Her day in the first quarter that has not seen her, or the longest time apart before it."""
    pace = policy.paces[promise.kind]
    share = _share(promise.resident_id)
    met_on, quarter = since, quarter_of(since)
    if last is not None and quarter_of(last).first >= quarter.first:
        met_on, quarter = last, quarter_after(quarter_of(last))
    day = _her_day(quarter, share, policy, calendar)
    if day < since + pace.ask_days_before * DAY:
        day = _her_day(quarter_after(quarter), share, policy, calendar)
    return min(day, met_on + pace.days_apart * DAY)


def _her_day(quarter: Quarter, share: float, policy: ContactPolicy, calendar: Calendar) -> date:
    """Everybody has her place in the quarter, so that not all are due on its last day."""
    pace = policy.paces[ContactKind.QUARTERLY_CONTACT]
    days = _working_days(
        quarter.first + pace.ask_days_before * DAY,
        quarter.last - policy.days_before_quarter_ends * DAY,
        calendar,
    )
    return days[int(share * len(days))]


@lru_cache(maxsize=64)
def _working_days(first: date, last: date, calendar: Calendar) -> tuple[date, ...]:
    days = (first + number * DAY for number in range((last - first).days + 1))
    return tuple(day for day in days if calendar.is_working_day(day))


def _share(resident_id: str) -> float:
    """Her place among all: the same for ever, in [0, 1)."""
    digest = hashlib.sha256(f"contact:{resident_id}".encode()).digest()
    return int.from_bytes(digest[:4]) / 2**32


def _asks_at(due: date, pace: Pace, calendar: Calendar) -> datetime:
    before = due - pace.ask_days_before * DAY
    return calendar.next_office_moment(calendar.at(before, OFFICE_OPENS))


def _away_until(asks_at: datetime, absences: Iterable[Absence], now: datetime) -> datetime | None:
    """Until when she is away, when the office should be asked before that."""
    ends = [one.holds_until for one in absences if one.covers(now)]
    back = max(ends, default=None)
    return back if back is not None and asks_at < back else None


def _after_absences(
    day: date, absences: Iterable[Absence], now: datetime, pace: Pace, calendar: Calendar
) -> date:
    """The due day, moved by each absence that began before it and left too little time."""
    for one in sorted(absences, key=lambda one: one.since):
        ended = one.holds_until if one.ended_at is None else min(one.ended_at, one.holds_until)
        if one.since > now or ended <= one.since:
            continue
        settled = calendar.local(ended).date() + pace.days_after_return * DAY
        if calendar.local(one.since).date() <= day < settled:
            day = _working_day_from(settled, calendar)
    return day


def _working_day_until(day: date, calendar: Calendar) -> date:
    while not calendar.is_working_day(day):
        day -= DAY
    return day


def _working_day_from(day: date, calendar: Calendar) -> date:
    return day if calendar.is_working_day(day) else calendar.next_working_day(day)
