"""At 16:30 every open case is put to an officer: nothing slides into a night or a weekend."""

from datetime import datetime, timedelta

import pytest

from tests.scenarios.people import Resident, Worker
from tests.scenarios.town import SEOUL, Town

FRIDAY = datetime(2026, 9, 11, 16, 0, tzinfo=SEOUL)
UNTIL = datetime(2026, 9, 11, 17, 30, tzinfo=SEOUL)

pytestmark = pytest.mark.parametrize("town", [FRIDAY], indirect=True)


def asks_for_help(town: Town, resident: Resident) -> Worker:
    """She wrote at four o'clock; a neighbour has said that she will look in."""
    neighbour = town.helper("이영희")
    resident.writes("도와주세요")
    resident.phone.expects("reply.help", when=town.at(town.now + timedelta(minutes=30)))
    neighbour.is_offered("call_back", when="now")
    neighbour.accepts()
    return neighbour


def test_the_officer_goes_there_herself(town: Town) -> None:
    resident, officer = town.resident("김순자"), town.officer()
    neighbour = asks_for_help(town, resident)
    town.until("16:31")
    neighbour.is_reminded()
    officer.is_offered("decision", when=UNTIL)
    officer.accepts()
    decision = officer.code
    officer.presses("button.result.visit_today", "task.toast")
    officer.is_given("welfare_visit")
    officer.phone.shows("task.done", code=decision)
    officer.reports("well")
    neighbour.phone.expects("task.withdrawn.well")
    town.advance(hours=3)


def test_whoever_is_on_duty_has_it_from_the_evening_on(town: Town) -> None:
    resident, officer = town.resident("김순자"), town.officer()
    lead = town.lead(duty=True)
    neighbour = asks_for_help(town, resident)
    town.until("16:31")
    neighbour.is_reminded()
    officer.is_offered("decision", when=UNTIL)
    officer.accepts()
    officer.reports("on_duty")
    town.until("16:59")
    lead.phone.expects_nothing()
    neighbour.reports("well")
    town.advance(hours=3)


def test_undecided_at_half_past_five_it_goes_to_the_leads_again_and_again(town: Town) -> None:
    resident, officer, lead = town.resident("김순자"), town.officer(), town.lead()
    neighbour = asks_for_help(town, resident)
    town.until("16:31")
    neighbour.is_reminded()
    officer.is_offered("decision", when=UNTIL)
    neighbour.reports("no_answer")
    town.until("17:31")
    lead.is_offered("decision", when=UNTIL)


def test_what_comes_up_late_on_a_friday_is_decided_before_the_offices_close(town: Town) -> None:
    resident, officer = town.resident("김순자"), town.officer()
    town.until("17:05")
    neighbour = asks_for_help(town, resident)
    town.until("17:36")
    neighbour.is_reminded()
    officer.is_offered("decision", when=datetime(2026, 9, 11, 18, 5, tzinfo=SEOUL))
    officer.accepts()
    officer.reports("spoken")
    neighbour.phone.expects("task.withdrawn.well")
    town.advance(hours=3)
