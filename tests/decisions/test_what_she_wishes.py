"""Her own rhythm, day and times; closer rhythms after hospital and through the festivals."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins import policy
from checkins.decide.plans import (
    WishError,
    check_wishes,
    discharge_of,
    ladder_ends,
    next_slot,
    plan_for,
    slots_on,
)
from checkins.model import AS_USUAL, InFestivals, Plan, Rhythm, Wishes
from residents.calendar import Calendar
from residents.model import Absence, AbsenceKind, AbsenceSource, Tier

POLICY = policy.shipped()
SEOUL = Calendar(ZoneInfo("Asia/Seoul"))
ZONES = [ZoneInfo(name) for name in ("Asia/Seoul", "America/New_York", "Europe/Berlin")]
NOON = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def planned(tier: Tier, wishes: Wishes = AS_USUAL, **given_: bool) -> Plan:
    given_ = {"watched_by_plug": False, "just_discharged": False} | given_
    return plan_for("1", tier, wishes, POLICY.rhythms, **given_)


def walls(plan: Plan, day: date) -> list[str]:
    return [f"{SEOUL.local(at):%H:%M}" for at in slots_on(plan, day, POLICY, SEOUL)]


# ------------------------------------------------------------------------------ the rhythm


@pytest.mark.parametrize(
    ("tier", "wished", "plug", "discharged", "rhythm"),
    [
        (Tier.LOW, None, False, False, Rhythm.FORTNIGHTLY),
        (Tier.LOW, Rhythm.DAILY, False, False, Rhythm.DAILY),
        (Tier.LOW, None, False, True, Rhythm.DAILY),
        (Tier.MEDIUM, Rhythm.FORTNIGHTLY, False, False, Rhythm.FORTNIGHTLY),
        (Tier.MEDIUM, Rhythm.FORTNIGHTLY, False, True, Rhythm.DAILY),
        (Tier.MEDIUM, None, True, False, Rhythm.WEEKLY),
        (Tier.HIGH, None, True, False, Rhythm.WEEKLY),
        (Tier.HIGH, Rhythm.FORTNIGHTLY, True, False, Rhythm.FORTNIGHTLY),
        (Tier.HIGH, None, True, True, Rhythm.DAILY),
        (Tier.HIGH, Rhythm.FORTNIGHTLY, False, False, Rhythm.DAILY),
    ],
)
def test_her_rhythm(
    tier: Tier, wished: Rhythm | None, plug: bool, discharged: bool, rhythm: Rhythm
) -> None:
    wishes = Wishes(rhythm=wished)
    plan = planned(tier, wishes, watched_by_plug=plug, just_discharged=discharged)
    assert plan.rhythm is rhythm


def stay(kind: AbsenceKind, until: datetime, ended_at: datetime | None = None) -> Absence:
    since = until - 10 * DAY
    source = AbsenceSource.OFFICER
    return Absence("A", "resident:1", kind, source, since, until, until, since, "staff:1", ended_at)


@pytest.mark.parametrize(
    ("absence", "is_closer"),
    [
        (stay(AbsenceKind.HOSPITAL, NOON), True),
        (stay(AbsenceKind.HOSPITAL, NOON - 13 * DAY), True),
        (stay(AbsenceKind.HOSPITAL, NOON - 14 * DAY), False),
        (stay(AbsenceKind.HOSPITAL, NOON + DAY), False),
        (stay(AbsenceKind.HOSPITAL, NOON + DAY, ended_at=NOON - DAY), True),
        (stay(AbsenceKind.HOSPITAL, NOON - DAY, ended_at=NOON - 20 * DAY), False),
        (stay(AbsenceKind.TRAVEL, NOON - DAY), False),
    ],
)
def test_a_discharge_is_remembered_for_two_weeks(absence: Absence, is_closer: bool) -> None:
    found = discharge_of([absence], NOON, POLICY.rhythms.closer_for)
    assert (found is absence) is is_closer


# -------------------------------------------------------------------------------- her times


def test_her_own_time_holds_on_full_days_and_comes_earlier_before_days_off() -> None:
    plan = planned(Tier.LOW, Wishes(times=(time(11, 0),)))
    [wall] = walls(plan, date(2026, 3, 3))
    assert "11:13" <= wall < "11:20"  # her place among those of the lowest tier
    assert walls(plan, date(2026, 3, 6)) == ["09:30"]


def test_several_times_a_day_each_with_its_ladder() -> None:
    plan = planned(Tier.HIGH, Wishes(times=(time(8, 30), time(12, 0), time(18, 0))))
    first, second, third = walls(plan, date(2026, 3, 3))
    assert "08:30" <= first < "08:37"
    assert "12:00" <= second < "12:07"
    assert "18:00" <= third < "18:07"


def test_everybody_who_wants_nine_is_spread_and_the_most_at_risk_come_first() -> None:
    wishes = Wishes(times=(time(9, 0),))
    found = {
        tier: {
            walls(
                plan_for(
                    str(number), tier, wishes, POLICY.rhythms,
                    watched_by_plug=False, just_discharged=False,
                ),
                date(2026, 3, 3),
            )[0]
            for number in range(200)
        }
        for tier in Tier
    }  # fmt: skip
    assert max(found[Tier.HIGH]) <= min(found[Tier.MEDIUM])
    assert max(found[Tier.MEDIUM]) <= min(found[Tier.LOW])
    assert sum(map(len, found.values())) >= 20


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        (Wishes(weekday=5), "Monday"),
        (Wishes(times=(time(7, 59),)), "from 08:00 to 12:30"),
        (Wishes(times=(time(12, 31),)), "from 08:00 to 12:30"),
        (Wishes(times=(time(9), time(11, 30))), "more than 150 minutes"),
        (Wishes(times=(time(12), time(9))), "in their order"),
        (Wishes(times=(time(9), time(18, 11))), "18:10 or earlier"),
        (Wishes(times=tuple(time(hour) for hour in (8, 11, 14, 18))), "at most 3"),
    ],
)
def test_a_wish_that_cannot_be_kept_is_refused_with_what_to_do(wishes: Wishes, says: str) -> None:
    with pytest.raises(WishError, match=says):
        check_wishes(wishes, POLICY)


@st.composite
def kept_wishes(draw: st.DrawFn) -> Wishes:
    """Anything that is not refused."""
    minutes = st.integers(8 * 60, 21 * 60).map(lambda at: time(at // 60, at % 60))
    wishes = Wishes(
        rhythm=draw(st.none() | st.sampled_from(Rhythm)),
        weekday=draw(st.none() | st.integers(0, 4)),
        times=tuple(sorted(draw(st.lists(minutes, max_size=3)))),
    )
    try:
        check_wishes(wishes, POLICY)
    except WishError:
        return Wishes(rhythm=wishes.rhythm, weekday=wishes.weekday)
    return wishes


@given(kept_wishes(), st.sampled_from(Tier), st.sampled_from(ZONES), st.integers(0, 729))
@settings(max_examples=80)
def test_whatever_is_wished_leaves_time_for_a_person_and_the_night_alone(
    wishes: Wishes, tier: Tier, zone: ZoneInfo, number: int
) -> None:
    calendar = Calendar(zone)
    day = date(2025, 1, 1) + number * DAY
    found = slots_on(planned(tier, wishes), day, POLICY, calendar)
    ladder = POLICY.ladder.missed_after
    assert found[0] >= calendar.at(day, POLICY.hours.quiet_until)
    assert found[0] + ladder <= ladder_ends(day, POLICY, calendar)
    assert found[-1] + ladder <= calendar.at(day, POLICY.hours.quiet_from)
    assert all(two - one > ladder for one, two in pairwise(found))


@given(kept_wishes(), st.sampled_from(Tier), st.sampled_from(ZONES))
@settings(max_examples=12, deadline=None)
def test_through_two_years_each_slot_comes_once_and_is_found_from_any_moment_before(
    wishes: Wishes, tier: Tier, zone: ZoneInfo
) -> None:
    calendar, plan = Calendar(zone), planned(tier, wishes)
    begin, end = calendar.at(date(2025, 1, 1), time(0)), calendar.at(date(2027, 1, 1), time(0))
    found = []
    at = next_slot(plan, begin, POLICY, calendar)
    while at < end:
        found.append(at)
        at = next_slot(plan, at.astimezone(UTC), POLICY, calendar)
    assert found == sorted(set(found))
    of_days: dict[date, list[datetime]] = {}
    for slot in found:
        of_days.setdefault(calendar.local(slot).date(), []).append(slot)
    for day, slots in of_days.items():
        assert tuple(slots) == slots_on(plan, day, POLICY, calendar)
    for one, two in pairwise(found[:40]):
        halfway = one + (two - one) / 2
        assert next_slot(plan, halfway, POLICY, calendar) == two
    days_between = [two - one for one, two in pairwise(sorted(of_days))]
    longest = {Rhythm.DAILY: 1, Rhythm.WEEKLY: 14, Rhythm.FORTNIGHTLY: 24}[plan.rhythm]
    assert max(days_between) <= longest * DAY


# --------------------------------------------------------------------------- the festivals


@pytest.mark.parametrize(
    ("in_festivals", "days"),
    [
        (InFestivals.EVERY_DAY, [14, 15, 16, 17, 18]),
        (InFestivals.EVERY_SECOND_DAY, [14, 16, 18]),
        (InFestivals.NOT, []),
    ],
)
def test_through_seollal_she_is_asked_as_often_as_her_tier_wants(
    in_festivals: InFestivals, days: list[int]
) -> None:
    """Seollal 2026: from Saturday, 14 February, to Wednesday the 18th nobody works."""
    plan = Plan("1", Rhythm.WEEKLY, 3, False, 0.5, (), in_festivals)
    at, found = SEOUL.at(date(2026, 2, 12), time(23)), []
    while True:
        at = next_slot(plan, at, POLICY, SEOUL)
        if SEOUL.local(at).date() > date(2026, 2, 19):
            break
        found.append(SEOUL.local(at).date())
    assert found == [date(2026, 2, day) for day in [*days, 19]]


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 2, 14), date(2026, 2, 18)),
        (date(2026, 2, 18), date(2026, 2, 14), date(2026, 2, 18)),
        (date(2026, 2, 19), date(2026, 9, 24), date(2026, 9, 27)),
        (date(2026, 9, 28), date(2027, 2, 6), date(2027, 2, 9)),
        (date(2025, 10, 1), date(2025, 10, 3), date(2025, 10, 9)),
    ],
)
def test_the_festival_that_goes_on_or_comes_next(day: date, first: date, last: date) -> None:
    festival = SEOUL.festival_from(day)
    assert (festival.first, festival.last) == (first, last)
