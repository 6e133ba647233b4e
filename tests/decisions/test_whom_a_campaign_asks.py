"""Whom a campaign asks, when, and for what her answer is good besides."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins import policy
from checkins.decide.campaigns import (
    Standing,
    answers_too,
    campaign_slot,
    come_to,
    place_among,
)
from checkins.decide.plans import next_slot, plan_for, soonest_slot
from checkins.model import (
    AS_USUAL,
    CAMPAIGN_OCCASIONS,
    Checkin,
    CheckinState,
    Occasion,
    Plan,
    Planned,
    Rhythm,
    Spared,
)
from residents.calendar import Calendar
from residents.model import Tier

POLICY = policy.shipped()
SEOUL = ZoneInfo("Asia/Seoul")
CALENDAR = Calendar(SEOUL)
ONE_O_CLOCK = datetime(2026, 8, 5, 13, 0, tzinfo=SEOUL)
"""A Wednesday in August."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ALL = frozenset(Tier)
FIRST = Plan("1", Rhythm.WEEKLY, 0, False, position=0.0)
CLEAR = Standing(active=True, plan=FIRST, away=False, being_asked=False, latest=None)


def checkin(slot: datetime, **other: object) -> Checkin:
    """A check-in that was asked, and closed without an answer."""
    asked = Checkin(
        id="c",
        resident_id="1",
        slot_at=slot,
        steps=(),
        policy=POLICY.ladder,
        next_step=0,
        sent=frozenset({0}),
        state=CheckinState.MISSED,
        deadline=slot + POLICY.ladder.missed_after,
        due_at=slot,
    )
    return replace(asked, **other)  # type: ignore[arg-type]


def comes(standing: Standing, now: datetime = ONE_O_CLOCK) -> datetime | Spared:
    return come_to(standing, ALL, now, POLICY, CALENDAR)


def test_who_is_at_home_and_was_not_asked_is_asked_at_once() -> None:
    assert comes(CLEAR) == ONE_O_CLOCK


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"active": False}, Spared.NOT_ACTIVE),
        ({"plan": None}, Spared.NO_PLAN),
        ({"away": True}, Spared.AWAY),
        ({"being_asked": True}, Spared.BEING_ASKED),
        ({"active": False, "plan": None, "away": True}, Spared.NOT_ACTIVE),
    ],
)
def test_each_reason_to_spare_her(change: dict[str, object], why: Spared) -> None:
    assert comes(replace(CLEAR, **change)) is why  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("latest", "spared"),
    [
        (checkin(ONE_O_CLOCK - 2 * HOUR), False),
        (checkin(ONE_O_CLOCK - 2 * HOUR + MINUTE), True),
        (checkin(ONE_O_CLOCK - 4 * HOUR, answered_at=ONE_O_CLOCK - HOUR), True),
        (checkin(ONE_O_CLOCK - 5 * HOUR, answered_at=ONE_O_CLOCK - 3 * HOUR), False),
        (checkin(ONE_O_CLOCK - HOUR, sent=frozenset(), state=CheckinState.NOT_ASKED), False),
        (checkin(ONE_O_CLOCK - HOUR, sent=frozenset(), state=CheckinState.WITHDRAWN), False),
        (checkin(ONE_O_CLOCK - HOUR, state=CheckinState.WITHDRAWN), True),
    ],
    ids=[
        "asked two hours ago",
        "asked less than two hours ago",
        "answered an hour ago",
        "answered three hours ago",
        "we failed to ask",
        "taken back before it left",
        "taken back after it left",
    ],
)
def test_nobody_is_asked_twice_within_two_hours(latest: Checkin, spared: bool) -> None:
    found = comes(replace(CLEAR, latest=latest))
    assert found == (Spared.ASKED_LATELY if spared else ONE_O_CLOCK)


def test_it_is_her_own_moment_that_counts_for_the_two_hours() -> None:
    last = replace(FIRST, position=0.999)
    standing = replace(CLEAR, plan=last, latest=checkin(ONE_O_CLOCK - 90 * MINUTE))
    assert comes(standing) == ONE_O_CLOCK + 59 * MINUTE
    assert comes(replace(standing, plan=FIRST)) is Spared.ASKED_LATELY


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        (time(3, 0), (5, 9, 0), (5, 9, 59)),
        (time(9, 0), (5, 9, 0), (5, 9, 59)),
        (time(13, 0), (5, 13, 0), (5, 13, 59)),
        (time(18, 0), (5, 18, 0), (5, 18, 30)),
        (time(18, 30), (5, 18, 30), (5, 18, 30)),
        (time(18, 31), (6, 9, 0), (6, 9, 59)),
        (time(23, 0), (6, 9, 0), (6, 9, 59)),
    ],
)
def test_by_day_at_once_and_at_night_the_next_morning(
    now: time, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    at = datetime.combine(ONE_O_CLOCK, now, SEOUL)
    found = [campaign_slot(place, at, POLICY, CALENDAR) for place in (0.0, 0.9999)]
    assert [(one.day, one.hour, one.minute) for one in found] == [first, last]


@given(st.integers(0, 400 * 24 * 60), st.floats(0, 1, exclude_max=True))
def test_its_ladder_never_reaches_into_the_night(minutes: int, place: float) -> None:
    now = ONE_O_CLOCK + minutes * MINUTE
    slot = campaign_slot(place, now, POLICY, CALENDAR)
    begins = soonest_slot(now, POLICY, CALENDAR)
    assert begins <= slot <= begins + POLICY.campaigns.spread
    ends = CALENDAR.local(slot + POLICY.ladder.missed_after)
    assert POLICY.hours.opens <= CALENDAR.local(slot).time()
    assert ends <= CALENDAR.at(CALENDAR.local(slot).date(), POLICY.hours.quiet_from)


@given(st.text(min_size=1), st.sampled_from(Tier), st.sets(st.sampled_from(Tier), min_size=1))
def test_those_most_at_risk_come_first_and_the_first_at_once(
    resident: str, tier: Tier, tiers: set[Tier]
) -> None:
    def plan(name: str, of: Tier) -> Plan:
        return plan_for(
            name, of, AS_USUAL, POLICY.rhythms, watched_by_plug=False, just_discharged=False
        )

    place = place_among(plan(resident, tier).position, tiers)
    assert 0 <= place < 1
    assert place_among(plan(resident, tier).position, ALL) == pytest.approx(
        plan(resident, tier).position
    )
    asked = [one for one in (Tier.HIGH, Tier.MEDIUM, Tier.LOW) if one in tiers | {tier}]
    assert int(place * len(asked) + 1e-9) == asked.index(tier)


def fine(occasion: Occasion = Occasion.HEAT, **other: object) -> Checkin:
    """She answered a campaign at nine."""
    nine = ONE_O_CLOCK - 4 * HOUR
    answered: dict[str, object] = {
        "occasion": occasion,
        "state": CheckinState.FINE,
        "answered_at": nine + 5 * MINUTE,
    }
    return checkin(nine, **answered | other)


def planned(plan: Plan, after: datetime, occasion: Occasion = Occasion.PLANNED) -> Planned:
    return Planned(plan, next_slot(plan, after, POLICY, CALENDAR), occasion)


DAILY = Plan("1", Rhythm.DAILY, 0, False, position=0.5)
THRICE = replace(DAILY, times=(time(9, 30), time(13, 0), time(17, 0)))


@pytest.mark.parametrize("occasion", sorted(CAMPAIGN_OCCASIONS))
def test_her_answer_takes_the_place_of_her_question_later_that_day(occasion: Occasion) -> None:
    asked = fine(occasion)
    assert answers_too(asked, planned(DAILY, asked.slot_at), POLICY, CALENDAR)


def test_but_not_of_tomorrows() -> None:
    asked = fine()
    today = planned(DAILY, asked.slot_at)
    assert not answers_too(asked, planned(DAILY, today.slot_at), POLICY, CALENDAR)


def test_of_several_questions_that_day_it_is_the_next_one() -> None:
    asked = fine()
    first = planned(THRICE, asked.slot_at)
    second = planned(THRICE, first.slot_at)
    assert second.slot_at.date() == first.slot_at.date()
    assert answers_too(asked, first, POLICY, CALENDAR)
    assert not answers_too(asked, second, POLICY, CALENDAR)


@pytest.mark.parametrize(
    "asked",
    [
        fine(answered_at=None, state=CheckinState.MISSED),
        fine(answered_at=None, state=CheckinState.UNCLEAR),
        fine(answered_at=None, state=CheckinState.NOT_ASKED),
        fine(Occasion.QUIET_HOME),
        fine(Occasion.PLANNED),
    ],
    ids=["silent", "unclear", "not asked", "another occasion", "planned"],
)
def test_silence_is_no_answer(asked: Checkin) -> None:
    assert not answers_too(asked, planned(DAILY, asked.slot_at), POLICY, CALENDAR)


def test_whether_she_is_back_is_asked_all_the_same() -> None:
    asked = fine()
    assert not answers_too(asked, planned(DAILY, asked.slot_at, Occasion.RETURN), POLICY, CALENDAR)
