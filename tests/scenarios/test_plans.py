"""Her own circumstances: hospital, a home for two, the holidays."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from residents.model import Tier
from tests.scenarios.people import ASKED
from tests.scenarios.town import SEOUL, Town


def test_in_hospital_until_friday_while_her_kettle_is_in_use(town: Town) -> None:
    resident = town.resident("김순자")
    kettle = town.kettle(resident)
    officer = town.officer()
    town.goes_to_hospital(resident, days=3)
    town.advance(hours=30)
    resident.phone.expects_nothing()
    kettle.boils()
    town.advance(minutes=32)
    resident.phone.expects("checkin.ask.return", *ASKED)
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    officer.is_offered("after_discharge", when="today")
    officer.accepts()
    officer.reports("well")
    resident.is_asked()
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")


def test_in_hospital_and_back_on_the_day_that_was_said(town: Town) -> None:
    resident = town.resident("김순자", tier=Tier.LOW)
    officer = town.officer()
    town.goes_to_hospital(resident, days=3)
    town.until(town.slot_of(resident))
    assert town.now.day == 11
    resident.phone.expects("checkin.ask.return", *ASKED)
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    officer.is_offered("after_discharge", when="today")
    officer.accepts()
    officer.reports("well")
    for _ in range(2):
        resident.is_asked()
        resident.says_she_is_fine()
        resident.phone.shows("checkin.answered.fine")
    assert town.now.day == 13


def test_two_in_one_home_are_two_people(town: Town) -> None:
    wife = town.resident("김순자")
    husband = town.resident("이영수", lives_with=wife)
    neighbour = town.helper("이영희")
    town.officer()
    town.lead()
    first, second = sorted((wife, husband), key=town.slot_of)
    first.is_asked()
    first.says_she_is_fine()
    first.phone.shows("checkin.answered.fine")
    second.is_asked()
    town.advance(minutes=45)
    second.phone.expects("checkin.remind", *ASKED)
    town.advance(minutes=105)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    neighbour.reads_where_to_go(second)
    neighbour.reports("well")
    town.advance(hours=3)


@pytest.fixture
def chuseok(tmp_path: Path) -> Iterator[Town]:
    """Ten days before Chuseok 2026, which lasts from Thursday the 24th to Sunday the 27th."""
    town = Town(tmp_path, datetime(2026, 9, 14, 7, 0, tzinfo=SEOUL))
    try:
        yield town
        town.ends()
    finally:
        town.close()


def test_through_the_holidays(chuseok: Town) -> None:
    town = chuseok
    resident = town.resident("김순자", tier=Tier.MEDIUM)
    near, far = town.helper("이영희"), town.helper("정말순")
    officer, lead = town.officer(), town.lead()
    town.names_neighbour(resident, far)
    town.until("10:01")
    holidays = {"first": "9월 24일 (목)", "last": "9월 27일 (일)"}
    question = ("festival.helper", "button.in_town", "button.out_of_town")
    for helper in (near, far):
        helper.phone.expects(*question, **holidays)
    officer.phone.expects("festival.list", count="1", gaps="0", **holidays)
    near.presses("button.in_town", "task.toast")
    near.phone.expects("festival.helper.stays", **holidays)
    far.presses("button.out_of_town", "task.toast")
    far.phone.expects("festival.helper.leaves", **holidays)
    asked = set[int]()
    while (slot := town.slot_of(resident)).day < 28:
        town.until(slot)
        resident.is_asked_now()
        asked.add(town.now.day)
        resident.says_she_is_fine()
        resident.phone.shows("checkin.answered.fine")
    assert {24, 26} <= asked
    assert not asked & {25, 27}
    lead.phone.skips_the_summary()
    lead.phone.expects("festival.gaps", count="1", gaps="1", **holidays)
    lead.phone.skips_the_summary()
