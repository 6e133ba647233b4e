"""Slots over two years: each planned week exactly once, by daylight, never dropped."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins import policy
from checkins.decide.plans import (
    ladder_ends,
    next_slot,
    plan_for,
    slot_after_spared,
    soonest_slot,
)
from checkins.model import AS_USUAL, Plan, Rhythm
from residents.calendar import Calendar
from residents.model import Tier

POLICY = policy.shipped()
LADDER = POLICY.ladder.missed_after
SEOUL, NEW_YORK, BERLIN = (
    ZoneInfo(name) for name in ("Asia/Seoul", "America/New_York", "Europe/Berlin")
)
BEGIN, END = date(2025, 1, 1), date(2027, 1, 1)
EVERY = timedelta(days=1)

plans = st.builds(
    Plan,
    resident_id=st.just("1"),
    rhythm=st.sampled_from(Rhythm),
    weekday=st.integers(0, 4),
    odd_weeks=st.booleans(),
    position=st.floats(0, 1, exclude_max=True),
)


def usual(resident: str, tier: Tier, *, watched_by_plug: bool = False) -> Plan:
    """The plan of somebody without wishes."""
    return plan_for(
        resident, tier, AS_USUAL, POLICY.rhythms,
        watched_by_plug=watched_by_plug, just_discharged=False,
    )  # fmt: skip


def slots(plan: Plan, calendar: Calendar, until: date = END) -> list[datetime]:
    """Every slot from BEGIN on, each found from the one before."""
    found = []
    at = next_slot(plan, calendar.at(BEGIN, time(0)), POLICY, calendar)
    while calendar.local(at).date() < until:
        found.append(at)
        at = next_slot(plan, at.astimezone(UTC), POLICY, calendar)
    return found


def planned_days(plan: Plan) -> list[date]:
    """The days the rhythm names, counted by hand."""
    days = (BEGIN + number * EVERY for number in range((END - BEGIN).days))
    if plan.rhythm is Rhythm.DAILY:
        return list(days)
    weeks = [day for day in days if day.weekday() == plan.weekday]
    if plan.rhythm is Rhythm.WEEKLY:
        return weeks
    odd = [day for day in weeks if ((day.toordinal() - 1) // 7) % 2 == plan.odd_weeks]
    assert len(odd) in {52, 53}
    return odd


@pytest.mark.parametrize("zone", [SEOUL, NEW_YORK, BERLIN], ids=str)
@pytest.mark.parametrize(
    "plan",
    [
        Plan("1", Rhythm.DAILY, 0, False, 0.99),
        *(Plan("1", Rhythm.WEEKLY, weekday, False, 0.5) for weekday in range(5)),
        Plan("1", Rhythm.FORTNIGHTLY, 0, True, 0.0),
        Plan("1", Rhythm.FORTNIGHTLY, 4, False, 0.99),
    ],
    ids=lambda plan: f"{plan.rhythm}-{plan.weekday}",
)
def test_every_planned_day_of_two_years_is_asked_once(plan: Plan, zone: ZoneInfo) -> None:
    calendar = Calendar(zone)
    asked = [calendar.local(at).date() for at in slots(plan, calendar, END + 14 * EVERY)]
    assert max(Counter(asked).values()) == 1
    moved = {
        day
        if plan.rhythm is Rhythm.DAILY or calendar.is_working_day(day)
        else calendar.next_working_day(day)
        for day in planned_days(plan)
    }
    # What was moved across New Year belongs to the year before.
    inside = {day for day in asked if BEGIN + 14 * EVERY <= day < END}
    assert inside == {day for day in moved if BEGIN + 14 * EVERY <= day < END}
    assert moved <= {*asked}


@given(plans, st.sampled_from([SEOUL, NEW_YORK, BERLIN]), st.integers(0, 3 * 365 * 86_400))
@settings(max_examples=60)
def test_a_slot_lies_ahead_by_daylight_with_room_for_the_whole_ladder(
    plan: Plan, zone: ZoneInfo, seconds: int
) -> None:
    calendar = Calendar(zone)
    after = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    at = next_slot(plan, after, POLICY, calendar)
    wall = calendar.local(at)
    ends = ladder_ends(wall.date(), POLICY, calendar)
    assert at > after
    assert time(9) <= wall.time()
    assert at + LADDER <= ends
    assert wall.second == wall.microsecond == 0
    assert at - after <= timedelta(days=30)
    assert next_slot(plan, at - timedelta(seconds=1), POLICY, calendar) == at
    if plan.rhythm is not Rhythm.DAILY:
        assert calendar.is_working_day(wall.date())


@given(plans)
@settings(max_examples=6)
def test_where_clocks_change_the_wall_time_stays(plan: Plan) -> None:
    for zone in (NEW_YORK, BERLIN):
        calendar = Calendar(zone)
        full_days = [
            calendar.local(at)
            for at in slots(plan, calendar, date(2025, 5, 1))
            if not calendar.is_eve(calendar.local(at).date())
        ]
        assert len({at.time() for at in full_days}) <= 1


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 3, 3), 15),  # a Tuesday
        (date(2026, 3, 6), 12),  # a Friday
        (date(2026, 5, 4), 12),  # the eve of Children's Day
        (date(2026, 2, 13), 12),  # the Friday before Seollal
        (date(2026, 9, 23), 12),  # the eve of Chuseok
        (date(2026, 3, 7), 12),  # a Saturday: tomorrow nobody works
        (date(2026, 3, 8), 15),  # a Sunday
    ],
)
def test_ladders_end_early_on_eves(day: date, hour: int) -> None:
    calendar = Calendar(SEOUL)
    assert ladder_ends(day, POLICY, calendar) == calendar.at(day, time(hour))


def test_a_holiday_moves_the_week_to_the_next_working_day() -> None:
    """Chuseok 2025: from Friday, 3 October, to Thursday the 9th nobody works."""
    calendar = Calendar(SEOUL)
    for weekday in range(5):
        plan = Plan("1", Rhythm.WEEKLY, weekday, False, 0.0)
        after = calendar.at(date(2025, 10, 2), time(23))
        days = []
        for _ in range(2):
            after = next_slot(plan, after, POLICY, calendar)
            days.append(calendar.local(after).date())
        assert days[0] == date(2025, 10, 10)
        assert days[1] > date(2025, 10, 10)


@given(st.text(min_size=1), st.sampled_from(Tier))
def test_a_plan_is_the_same_for_ever_and_in_every_process(resident: str, tier: Tier) -> None:
    plan = usual(resident, tier)
    assert plan == usual(resident, tier)
    assert 0 <= plan.position < 1
    assert plan.weekday in range(5)
    expected = {
        Tier.HIGH: Rhythm.DAILY,
        Tier.MEDIUM: Rhythm.WEEKLY,
        Tier.LOW: Rhythm.FORTNIGHTLY,
    }
    assert plan.rhythm is expected[tier]


@given(st.text(min_size=1), st.sampled_from(Tier))
def test_a_plug_that_would_notice_takes_the_place_of_daily_questions(
    resident: str, tier: Tier
) -> None:
    without = usual(resident, tier)
    beside = usual(resident, tier, watched_by_plug=True)
    expected = Rhythm.WEEKLY if tier is Tier.HIGH else without.rhythm
    assert beside == replace(without, rhythm=expected)


@pytest.mark.parametrize(
    ("now", "asked_at"),
    [
        (time(3, 0), datetime(2026, 9, 8, 9, 0, tzinfo=SEOUL)),
        (time(9, 30), datetime(2026, 9, 8, 9, 30, tzinfo=SEOUL)),
        (time(18, 30), datetime(2026, 9, 8, 18, 30, tzinfo=SEOUL)),
        (time(18, 31), datetime(2026, 9, 9, 9, 0, tzinfo=SEOUL)),
        (time(23, 59), datetime(2026, 9, 9, 9, 0, tzinfo=SEOUL)),
    ],
)
def test_an_unplanned_question_comes_by_day_with_its_whole_ladder(
    now: time, asked_at: datetime
) -> None:
    at = datetime.combine(date(2026, 9, 8), now, SEOUL).astimezone(UTC)
    assert soonest_slot(at, POLICY, Calendar(SEOUL)) == asked_at


def test_people_are_spread_over_days_and_mornings() -> None:
    plans_of_many = [usual(str(number), Tier.MEDIUM) for number in range(1000)]
    assert min(Counter(plan.weekday for plan in plans_of_many).values()) > 150
    thirds = Counter(int(plan.position * 30) for plan in plans_of_many)
    assert sorted(thirds) == list(range(10, 20))
    assert min(thirds.values()) > 60


def test_who_is_more_at_risk_is_asked_earlier_in_the_morning() -> None:
    of_tier = {tier: [usual(str(number), tier).position for number in range(300)] for tier in Tier}
    assert max(of_tier[Tier.HIGH]) < min(of_tier[Tier.MEDIUM])
    assert max(of_tier[Tier.MEDIUM]) < min(of_tier[Tier.LOW])


@given(plans, st.integers(0, 400 * 86_400))
@settings(max_examples=100)
def test_who_is_spared_a_question_is_asked_the_next_day_on_which_she_could_be(
    plan: Plan, seconds: int
) -> None:
    calendar = Calendar(SEOUL)
    begins = datetime(2026, 1, 1, tzinfo=SEOUL) + timedelta(seconds=seconds)
    spared = next_slot(plan, begins, POLICY, calendar)
    after = slot_after_spared(plan, spared, POLICY, calendar)
    day = calendar.local(spared).date()
    assert spared < after <= next_slot(plan, spared, POLICY, calendar)
    daily = plan.rhythm is Rhythm.DAILY
    soonest = day + timedelta(days=1) if daily else calendar.next_working_day(day)
    assert calendar.local(after).date() <= soonest
