"""The city's working days and hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.calendar import Calendar

SEOUL = ZoneInfo("Asia/Seoul")
CALENDAR = Calendar(SEOUL)
DAY = timedelta(days=1)
days = st.dates(date(2024, 1, 1), date(2029, 12, 31))
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
instants = st.integers(0, 6 * 365 * 86_400).map(lambda seconds: FIRST + timedelta(seconds=seconds))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SEOUL)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 1), False),  # a Sunday and Independence Movement Day
        (date(2026, 3, 2), False),  # the day in its stead
        (date(2026, 3, 3), True),
        (date(2026, 3, 7), False),
        (date(2026, 2, 16), False),  # the day before Seollal
        (date(2026, 2, 19), True),
        (date(2025, 10, 6), False),  # Chuseok
        (date(2025, 10, 8), False),  # in its stead
        (date(2025, 10, 9), False),  # Hangeul Day
        (date(2025, 10, 10), True),
        (date(2026, 12, 25), False),
        (date(2027, 1, 1), False),
    ],
)
def test_working_days(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


@pytest.mark.parametrize(
    ("wall", "office", "helpers"),
    [
        (at(2026, 3, 3, 8, 59), False, True),
        (at(2026, 3, 3, 9, 0), True, True),
        (at(2026, 3, 3, 17, 59), True, True),
        (at(2026, 3, 3, 18, 0), False, True),
        (at(2026, 3, 3, 20, 0), False, False),
        (at(2026, 3, 4, 7, 59), False, False),
        (at(2026, 3, 7, 12, 0), False, True),
        (at(2026, 3, 2, 12, 0), False, True),
    ],
)
def test_office_and_helper_hours(wall: datetime, office: bool, helpers: bool) -> None:
    assert CALENDAR.in_office_hours(wall.astimezone(UTC)) is office
    assert CALENDAR.in_helper_hours(wall.astimezone(UTC)) is helpers


@pytest.mark.parametrize(
    ("wall", "opens"),
    [
        (at(2026, 3, 3, 10, 30), at(2026, 3, 3, 10, 30)),
        (at(2026, 3, 3, 3, 0), at(2026, 3, 3, 9, 0)),
        (at(2026, 3, 3, 18, 0), at(2026, 3, 4, 9, 0)),
        (at(2026, 3, 6, 23, 0), at(2026, 3, 9, 9, 0)),
        (at(2026, 3, 1, 5, 0), at(2026, 3, 3, 9, 0)),
        (at(2025, 10, 2, 18, 0), at(2025, 10, 10, 9, 0)),
        (at(2026, 12, 31, 19, 0), at(2027, 1, 4, 9, 0)),
    ],
)
def test_when_the_offices_open_next(wall: datetime, opens: datetime) -> None:
    assert CALENDAR.next_office_moment(wall.astimezone(UTC)) == opens


@given(instants)
def test_the_next_office_moment_is_the_earliest(now: datetime) -> None:
    opens = CALENDAR.next_office_moment(now)
    assert opens >= now
    assert CALENDAR.in_office_hours(opens)
    if opens != now:
        assert not CALENDAR.in_office_hours(opens - timedelta(microseconds=1))
        assert opens - now < timedelta(days=15)


@given(days)
def test_the_next_working_day_skips_only_days_off(day: date) -> None:
    following = CALENDAR.next_working_day(day)
    assert CALENDAR.is_working_day(following)
    between = [day + number * DAY for number in range(1, (following - day).days)]
    assert not any(map(CALENDAR.is_working_day, between))
    assert CALENDAR.is_eve(day) is (following != day + DAY)


@given(days, st.sampled_from([time(0), time(9), time(23, 59)]))
def test_a_wall_time_is_that_of_its_own_day(day: date, wall: time) -> None:
    for zone in (SEOUL, ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")):
        calendar = Calendar(zone)
        local = calendar.local(calendar.at(day, wall).astimezone(UTC))
        assert (local.date(), local.time()) == (day, wall)
