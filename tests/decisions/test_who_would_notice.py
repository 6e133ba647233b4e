"""What lets us know that something is amiss with her, and when the office has to find a way."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.decide import sources
from checkins.decide.ladders import Ways
from residents.calendar import Calendar
from residents.model import ChannelName
from tasks.model import (
    DECISIONS,
    ENDS_ALONE,
    OF_A_WAY,
    OFFICIAL,
    NewTask,
    Result,
    Task,
    TaskKind,
    TaskState,
    may_report,
)

SEOUL = ZoneInfo("Asia/Seoul")
CALENDAR = Calendar(SEOUL)
OFFICER, HELPER = "staff:1", "helper:1"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In September 2026, of which the 11th is a Friday."""
    return datetime(2026, 9, day, hour, minute, tzinfo=SEOUL)


def ended(state: TaskState, due_at: datetime, closed_at: datetime | None = None) -> Task:
    new = NewTask(
        kind=TaskKind.NOT_WATCHED,
        resident="resident:1",
        origin="watch:1",
        district="jijwa-dong",
        rounds=sources.ROUNDS,
        do_within=sources.DO_WITHIN,
    )
    return Task("1", "ABCDE", new, state, 3, 2, at(7, 9), due_at, closed_at=closed_at)


@pytest.mark.parametrize(
    ("last", "now", "asked"),
    [
        # A source may come back within the hour, but the office is asked while it has time.
        (None, at(10, 10), at(10, 11)),
        (None, at(10, 16, 45), at(10, 17, 30)),
        (None, at(10, 17, 45), at(10, 17, 45)),
        (None, at(10, 18), at(11, 9)),
        (None, at(10, 8, 30), at(10, 9, 30)),
        (None, at(10, 3), at(10, 9)),
        (None, at(12, 12), at(14, 9)),
        (ended(TaskState.WITHDRAWN, at(9, 9), at(9, 10)), at(10, 10), at(10, 11)),
        # Nobody acted: again, while somebody is there.
        (ended(TaskState.UNANSWERED, at(10, 14)), at(10, 14), at(10, 15)),
        (ended(TaskState.UNANSWERED, at(11, 17, 30)), at(11, 17, 30), at(14, 9)),
        (ended(TaskState.UNANSWERED, at(9, 14)), at(10, 10), at(10, 10)),
        # What was done needs a day to show.
        (ended(TaskState.DONE, at(10, 14), at(10, 13)), at(10, 13), at(11, 9)),
        (ended(TaskState.DONE, at(11, 14), at(11, 13)), at(11, 13), at(14, 9)),
        (ended(TaskState.DONE, at(3, 14), at(3, 13)), at(10, 13), at(10, 13)),
    ],
)
def test_when_the_office_is_asked(last: Task | None, now: datetime, asked: datetime) -> None:
    assert sources.ask_at(last, now, CALENDAR) == asked


@given(st.timedeltas(timedelta(), timedelta(days=365)), st.sampled_from(TaskState))
def test_it_is_asked_in_office_hours_of_the_same_or_the_next_working_day(
    later: timedelta, state: TaskState
) -> None:
    now = at(1, 0) + later
    closed_at = None if state is TaskState.UNANSWERED else now
    asked = sources.ask_at(ended(state, now, closed_at), now, CALENDAR)
    assert asked >= now
    assert CALENDAR.in_office_hours(asked)
    assert asked.date() <= CALENDAR.next_working_day(now.date())


@pytest.mark.parametrize(
    ("channels", "can"),
    [
        ({ChannelName.TELEGRAM}, True),
        ({ChannelName.CALL, ChannelName.SMS}, True),
        ({ChannelName.SMS}, False),  # a text only announces a call
        ({ChannelName.PERSON}, False),
        (set(), False),
    ],
)
def test_what_she_can_answer_with(channels: set[ChannelName], *, can: bool) -> None:
    assert sources.can_answer(Ways(channels)) is can


def test_results_of_one_kind_of_work_end_no_other() -> None:
    assert frozenset(ENDS_ALONE) == DECISIONS | OF_A_WAY
    assert OFFICIAL >= OF_A_WAY
    for result in Result:
        kinds = {kind for kind in TaskKind if may_report(kind, OFFICER, result)}
        if result in OF_A_WAY:
            asked_again = {TaskKind.END_CHECK} & kinds
            assert kinds - asked_again == {TaskKind.NOT_WATCHED}
            assert bool(asked_again) == (result is Result.CARE_ENDED)
            assert not may_report(TaskKind.NOT_WATCHED, HELPER, result)
