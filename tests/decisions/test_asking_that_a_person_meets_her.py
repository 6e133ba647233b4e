"""How a promise of human contact stands at a moment, and when the office is asked (again)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from care import decide
from care.model import ContactKind, ContactState, Schedule
from care.policy import shipped
from residents.calendar import Calendar
from tasks.model import Audience, NewTask, Task, TaskKind, TaskState

CALENDAR = Calendar(ZoneInfo("Asia/Seoul"))
DAY = timedelta(days=1)
PACE = shipped().paces[ContactKind.REGULAR_VISIT]
DUE_AT = CALENDAR.at(date(2026, 4, 30), time(18))
PLAN = Schedule(DUE_AT, CALENDAR.at(date(2026, 4, 23), time(9)), None)


@pytest.mark.parametrize(
    ("day", "hour", "minute", "state"),
    [
        (date(2026, 4, 23), 8, 59, ContactState.NOT_DUE),
        (date(2026, 4, 23), 9, 0, ContactState.DUE_SOON),
        (date(2026, 4, 29), 23, 59, ContactState.DUE_SOON),
        (date(2026, 4, 30), 0, 0, ContactState.DUE),
        (date(2026, 4, 30), 17, 59, ContactState.DUE),
        (date(2026, 4, 30), 18, 0, ContactState.OVERDUE),
        (date(2026, 8, 1), 0, 0, ContactState.OVERDUE),
    ],
)
def test_how_it_stands(day: date, hour: int, minute: int, state: ContactState) -> None:
    at = CALENDAR.at(day, time(hour, minute))
    assert decide.state_of(PLAN, at, CALENDAR) is state
    gone = replace(PLAN, away_until=at + DAY)
    assert decide.state_of(gone, at, CALENDAR) is ContactState.AWAY


def task(state: TaskState, opened: datetime, closed: datetime | None = None) -> Task:
    new = NewTask(TaskKind.REGULAR_VISIT, "resident:1", "contact:1", "jijwa-dong", (), DAY)
    return Task("T", "K4H9T", new, state, 1, 0, opened, opened, closed_at=closed)


def local(day: int, hour: int) -> datetime:
    return CALENDAR.at(date(2026, 4, day), time(hour))


@pytest.mark.parametrize(
    ("last", "at"),
    [
        (None, PLAN.asks_at),
        # Last month's.
        (task(TaskState.DONE, local(1, 9), local(3, 15)), PLAN.asks_at),
        # Nobody opened: again after two days, on Monday.
        (task(TaskState.DONE, local(23, 9), local(24, 15)), local(27, 9)),
        # Nobody took it.
        (task(TaskState.UNANSWERED, local(20, 9)), PLAN.asks_at),
        (task(TaskState.UNANSWERED, local(23, 9)), local(27, 9)),
        (task(TaskState.WITHDRAWN, local(23, 9), local(27, 10)), local(29, 10)),
    ],
)
def test_when_the_office_is_asked_again(last: Task | None, at: datetime) -> None:
    assert decide.ask_at(PLAN, last, PACE, CALENDAR) == at


@pytest.mark.parametrize("opens", [local(23, 9), local(29, 16), local(30, 17)])
def test_officers_are_asked_first_then_leads_until_it_is_due(opens: datetime) -> None:
    first, second = decide.rounds(PLAN, opens, PACE, CALENDAR)
    assert (first.audience, second.audience) == (Audience.OFFICERS, Audience.LEADS)
    assert first.wait > timedelta()
    assert CALENDAR.in_office_hours(opens + first.wait)
    assert opens + first.wait + second.wait >= DUE_AT
