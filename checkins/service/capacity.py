"""What the registry and the plans say about the coming days, for `checkins.decide.capacity`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from checkins import store
from checkins.decide.capacity import Limits, Staffing, scenario_of
from checkins.decide.ladders import Ways
from checkins.decide.load import Asked, Course, rates_of
from checkins.model import Occasion
from checkins.people import PERSON_ROUNDS
from residents import service as residents
from residents.consent import DETAILS_TO_HELPERS, allows_all
from residents.districts import BY_CODE
from residents.model import ChannelName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from checkins.decide.capacity import Scenario
    from checkins.model import CheckinPolicy, Planned
    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from residents.model import Resident, Tier
    from signals.model import Ref
    from tasks.model import Round

PAGE = 1_000
HISTORY = timedelta(weeks=4)
NEWEST = 10_000
"""Check-ins from which rates are read: more would not change a percentage."""
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Setup:
    """What a city asks its residents with; `rounds` are those of a silence, by tier."""

    calendar: Calendar
    policy: CheckinPolicy
    channels: frozenset[ChannelName]
    rounds: Mapping[Tier, Sequence[Round]]
    limits: Limits


def coming_days(uow: UnitOfWork, setup: Setup, days: int) -> Scenario:
    """What is to be done from now until the end of the last of `days` days, today included.

    Check-ins that run already are not in it.
    """
    calendar = setup.calendar
    today = calendar.local(uow.now).date()
    dates = [today + timedelta(days=number) for number in range(days)]
    course = Course(
        policy=setup.policy,
        calendar=calendar,
        rates=rates_of(store.newest_ended(uow, uow.now - HISTORY, NEWEST)),
        rounds=setup.rounds,
        person_rounds=PERSON_ROUNDS,
        begins=calendar.local(uow.now),
        until=calendar.at(dates[-1] + timedelta(days=1), time(0)),
    )
    asked = [one for page in _pages(uow) for one in _asked(uow, setup, page)]
    return scenario_of(asked, course, setup.limits, _staffing(uow, setup, dates))


def _pages(uow: UnitOfWork) -> Iterator[list[Planned]]:
    after = ""
    while page := store.plans_after(uow, after, PAGE):
        yield page
        after = page[-1].plan.resident_id


def _asked(uow: UnitOfWork, setup: Setup, page: list[Planned]) -> Iterator[Asked]:
    """Of a page of plans those of residents who are watched, with a few statements for all."""
    known = residents.residents(uow, [one.plan.resident_id for one in page])
    people = [one for one in known.values() if residents.is_watched(one)]
    hers = residents.channels_of_all(uow, people)
    wished = store.wished_channels(uow, [one.id for one in people])
    agreed = residents.consents_of_all(uow, [one.ref for one in people], DETAILS_TO_HELPERS)
    planned = {one.plan.resident_id: one for one in page}
    for one in people:
        her_plan = planned[one.id]
        channels = setup.channels & {*hers[one.id]} & wished.get(one.id, frozenset(ChannelName))
        yield Asked(
            plan=her_plan.plan,
            first_slot=setup.calendar.local(her_plan.slot_at),
            planned=her_plan.occasion is Occasion.PLANNED,
            tier=one.tier,
            district=one.district,
            ways=_ways(one, channels),
            helpers_may_know=allows_all(agreed[one.ref], DETAILS_TO_HELPERS, uow.now) is None,
        )


def _ways(one: Resident, channels: frozenset[ChannelName]) -> Ways:
    return Ways(channels, at_home_only=not any(phone.is_mobile for phone in one.phones))


def _staffing(uow: UnitOfWork, setup: Setup, dates: Sequence[date]) -> Staffing:
    """Helpers whom a task may be offered, and the officers in charge or, on days off, on duty."""
    calendar, active = setup.calendar, residents.active_helpers(uow, BY_CODE)
    ways = residents.ways_of_telling_all(uow, [one.ref for one in active])
    reachable = {ref for ref, one in ways.items() if setup.channels.intersection(one)}
    helpers: dict[tuple[date, str], int] = {}
    officers: dict[tuple[date, str], frozenset[Ref]] = {}
    for day in dates:
        noon = calendar.at(day, NOON)
        for district in BY_CODE:
            there = residents.helpers_in(uow, district, noon)
            helpers[day, district] = sum(one.max_load for one in there if one.ref in reachable)
            officers[day, district] = _acting(uow, calendar, district, noon)
    return Staffing(helpers, officers)


def _acting(uow: UnitOfWork, calendar: Calendar, district: str, noon: datetime) -> frozenset[Ref]:
    """Who acts for a district at noon: `tasks.roster` asks the same people."""
    if calendar.in_office_hours(noon):
        acting = residents.officers_of(uow, district, noon)
    else:
        acting = residents.on_duty(uow, noon)
    return frozenset(one.ref for one in acting)
