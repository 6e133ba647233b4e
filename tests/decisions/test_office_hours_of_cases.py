"""When an open case is put to an officer, and when calm ones let people sleep."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from escalation.decide import is_to_be_decided, looked_at
from escalation.model import Case, Evidence, Reason, Urgency
from escalation.policy import shipped
from escalation.work import decision, night_watch
from locales.model import Language
from residents.calendar import Calendar
from residents.model import LifeState, Outline, Tier
from tasks.model import Audience, Round

SEOUL = ZoneInfo("Asia/Seoul")
CALENDAR = Calendar(SEOUL)
FRIDAY = datetime(2026, 9, 11, tzinfo=SEOUL)
SATURDAY, MONDAY = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=3)


def at(day: datetime, hour: int, minute: int = 0) -> datetime:
    return day.replace(hour=hour, minute=minute)


MORNING = at(FRIDAY, 10)
POLICIES = shipped()
HER = Outline(
    id="1",
    ref="resident:1",
    tier=Tier.HIGH,
    language=Language.ko,
    district="jijwa-dong",
    devices=frozenset(),
    household_id="1",
    lives_alone=True,
    named_checker=None,
    state=LifeState.ACTIVE,
    deceased=False,
)


def case(urgency: Urgency = Urgency.DANGER, opened: datetime = MORNING) -> Case:
    known = Evidence(tier=Tier.HIGH, missed_checkin=True)
    return Case("case", "resident:1", opened, urgency, (Reason.MISSED_CHECKIN_HIGH_TIER,), known)


@pytest.mark.parametrize(
    ("open_case", "now", "asked"),
    [
        (case(), at(FRIDAY, 16, 29), False),
        (case(), at(FRIDAY, 16, 30), True),
        (case(), at(FRIDAY, 17, 59), True),
        (case(), at(FRIDAY, 18), False),
        (case(Urgency.WATCH), at(FRIDAY, 16, 30), False),
        (case(Urgency.CAUTION), at(FRIDAY, 16, 30), True),
        (case(Urgency.EMERGENCY), at(FRIDAY, 16, 30), True),
        # What opens late has half an hour, and is decided before the offices close all the same.
        (case(opened=at(FRIDAY, 16, 40)), at(FRIDAY, 17, 9), False),
        (case(opened=at(FRIDAY, 16, 40)), at(FRIDAY, 17, 10), True),
        (case(opened=at(FRIDAY, 17, 50)), at(FRIDAY, 17, 54), False),
        (case(opened=at(FRIDAY, 17, 50)), at(FRIDAY, 17, 55), True),
        (case(opened=at(FRIDAY, 17, 56)), at(FRIDAY, 17, 59), False),
        (replace(case(), decision_asked_at=at(FRIDAY, 17, 10)), at(FRIDAY, 17, 40), False),
        (case(), at(SATURDAY, 16, 30), False),
        (case(), at(MONDAY, 16, 30), True),
        (replace(case(), decision_asked_at=at(FRIDAY, 16, 31)), at(FRIDAY, 17), False),
        (replace(case(), decision_asked_at=at(FRIDAY, 16, 31)), at(MONDAY, 16, 30), True),
    ],
)
def test_once_a_working_day_each_open_case_of_some_weight(
    open_case: Case,
    now: datetime,
    asked: bool,
) -> None:
    assert is_to_be_decided(open_case, now, CALENDAR) is asked


@pytest.mark.parametrize(
    ("urgency", "wished", "now", "looked"),
    [
        # Nothing is looked at later than its decision.
        (Urgency.DANGER, at(FRIDAY, 17), at(FRIDAY, 16), at(FRIDAY, 16, 30)),
        (Urgency.DANGER, at(FRIDAY, 17, 30), at(FRIDAY, 16, 30), at(FRIDAY, 16, 30)),
        (Urgency.CAUTION, at(FRIDAY, 18), at(FRIDAY, 17), at(FRIDAY, 17)),  # risen since
        (Urgency.WATCH, at(FRIDAY, 17), at(FRIDAY, 16), at(FRIDAY, 17)),
        (Urgency.DANGER, at(SATURDAY, 17), at(FRIDAY, 18), at(SATURDAY, 17)),
        # What can wait wakes nobody; what cannot does.
        (Urgency.CAUTION, at(FRIDAY, 21), at(FRIDAY, 20, 30), at(SATURDAY, 8)),
        (Urgency.WATCH, at(SATURDAY, 3), at(SATURDAY, 2), at(SATURDAY, 8)),
        (Urgency.CAUTION, at(SATURDAY, 12), at(SATURDAY, 11, 30), at(SATURDAY, 12)),
        (Urgency.DANGER, at(SATURDAY, 3), at(SATURDAY, 2), at(SATURDAY, 3)),
        (Urgency.EMERGENCY, at(FRIDAY, 23), at(FRIDAY, 22, 55), at(FRIDAY, 23)),
    ],
)
def test_when_a_case_is_looked_at_next(
    urgency: Urgency, wished: datetime, now: datetime, looked: datetime
) -> None:
    assert looked_at(case(urgency), wished, now, CALENDAR) == looked


@pytest.mark.parametrize("urgency", [Urgency.DANGER, Urgency.EMERGENCY])
def test_whoever_is_on_duty_is_rung_for_an_emergency(urgency: Urgency) -> None:
    new = night_watch(case(urgency), HER, POLICIES[urgency])
    assert new.emergency is (urgency is Urgency.EMERGENCY)


def test_what_opens_late_is_looked_at_when_it_is_to_be_decided() -> None:
    late = case(opened=at(FRIDAY, 16, 50))
    assert looked_at(late, at(FRIDAY, 18), at(FRIDAY, 16, 50), CALENDAR) == at(FRIDAY, 17, 20)


@pytest.mark.parametrize(
    ("asked", "alone", "do_by"),
    [
        (at(FRIDAY, 16, 30), timedelta(minutes=60), at(FRIDAY, 17, 30)),
        (at(FRIDAY, 17, 10), timedelta(minutes=20), at(FRIDAY, 17, 40)),
        (at(FRIDAY, 17, 55), timedelta(minutes=10), at(FRIDAY, 18, 25)),
    ],
)
def test_the_deputies_are_asked_from_half_past_five_on(
    asked: datetime, alone: timedelta, do_by: datetime
) -> None:
    new = decision(case(), HER, asked, CALENDAR)
    assert new.rounds[0] == Round(Audience.OFFICERS, 3, alone)
    assert new.rounds[1].audience is Audience.DEPUTIES
    assert new.do_by == do_by
