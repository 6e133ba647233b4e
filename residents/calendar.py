"""The city's working days and the hours in which people may be asked for something. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import holidays

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

OFFICE_OPENS, OFFICE_CLOSES = time(9), time(18)
DECISION, DECIDED_BY = time(16, 30), time(17, 30)
"""Open cases are put to their officers, and those undecided to others (docs/care.md 4)."""
AWAKE_FROM, AWAKE_UNTIL = time(8), time(21)
"""What can wait for the morning does not wake anybody."""
HELPERS_FROM, HELPERS_UNTIL = time(8), time(20)
"""Helpers are offered nothing outside these hours, but for what care.md 6 allows."""
SATURDAY = 5


FESTIVALS = ("Korean New Year", "Chuseok")
"""Seollal and Chuseok, as the calendar of holidays calls them."""


@dataclass(frozen=True, slots=True)
class Festival:
    """Seollal or Chuseok with all days off around it, from `first` to `last`."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working time of one city in its zone, Korean public holidays left out."""

    zone: ZoneInfo

    def local(self, at: datetime) -> datetime:
        """The city's wall time at `at`."""
        return at.astimezone(self.zone)

    def at(self, day: date, wall: time) -> datetime:
        """The instant at which the city's clocks show `wall` on `day`, in this zone."""
        return datetime.combine(day, wall, tzinfo=self.zone)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, no public holiday."""
        return _is_working_day(day)

    def in_office_hours(self, at: datetime) -> bool:
        """Whether the 읍면동 offices are staffed."""
        wall = self.local(at)
        return self.is_working_day(wall.date()) and OFFICE_OPENS <= wall.time() < OFFICE_CLOSES

    def in_helper_hours(self, at: datetime) -> bool:
        """Whether volunteers may be offered something that is not an emergency."""
        return HELPERS_FROM <= self.local(at).time() < HELPERS_UNTIL

    def decision_on(self, at: datetime) -> datetime | None:
        """When cases are decided on the day of `at`; None on a day off and in the evening."""
        day = self.local(at).date()
        if not self.is_working_day(day) or self.evening(at) <= at:
            return None
        return self.at(day, DECISION)

    def decided_by(self, at: datetime) -> datetime:
        """Until when on the day of `at` the officers themselves decide."""
        return self.at(self.local(at).date(), DECIDED_BY)

    def next_decision(self, at: datetime) -> datetime:
        """The first moment after `at` at which open cases are put to their officers."""
        day = self.local(at).date()
        today = self.at(day, DECISION)
        if self.is_working_day(day) and at < today:
            return today
        return self.at(self.next_working_day(day), DECISION)

    def evening(self, at: datetime) -> datetime:
        """When the offices close on the day of `at`."""
        return self.at(self.local(at).date(), OFFICE_CLOSES)

    def when_awake(self, at: datetime) -> datetime:
        """`at` itself by day, else the next morning."""
        wall = self.local(at)
        if AWAKE_FROM <= wall.time() < AWAKE_UNTIL:
            return at
        day = wall.date() if wall.time() < AWAKE_FROM else wall.date() + timedelta(days=1)
        return self.at(day, AWAKE_FROM)

    def helper_hours(self, at: datetime) -> tuple[datetime, datetime]:
        """The helpers' hours that go on at `at`, else the next ones, from when until when."""
        wall = self.local(at)
        over = wall.time() >= HELPERS_UNTIL
        day = wall.date() + timedelta(days=1) if over else wall.date()
        return self.at(day, HELPERS_FROM), self.at(day, HELPERS_UNTIL)

    def next_office_moment(self, at: datetime) -> datetime:
        """`at` itself in office hours, else when the offices open next."""
        if self.in_office_hours(at):
            return at
        wall = self.local(at)
        day = wall.date()
        if wall.time() >= OFFICE_CLOSES or not self.is_working_day(day):
            day = self.next_working_day(day)
        return self.at(day, OFFICE_OPENS)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        following = day + timedelta(days=1)
        while not self.is_working_day(following):
            following += timedelta(days=1)
        return following

    def is_eve(self, day: date) -> bool:
        """Whether the day after `day` is no working day (Fridays, eves of holidays)."""
        return not self.is_working_day(day + timedelta(days=1))

    def festival_from(self, day: date) -> Festival:
        """The festival that goes on on `day`, or else the next one."""
        return next(
            found
            for year in (day.year, day.year + 1)
            for found in _festivals(year)
            if found.last >= day
        )


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("KR", years=year))


@lru_cache(maxsize=32)
def _festivals(year: int) -> tuple[Festival, ...]:
    named = holidays.country_holidays("KR", years=year)
    days = sorted(day for name in FESTIVALS for day in named.get_named(name, lookup="exact"))
    return tuple(_days_off_around(day) for day in days)


def _days_off_around(day: date) -> Festival:
    first = last = day
    while not _is_working_day(first - timedelta(days=1)):
        first -= timedelta(days=1)
    while not _is_working_day(last + timedelta(days=1)):
        last += timedelta(days=1)
    return Festival(first, last)


def _is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in _holidays(day.year)
