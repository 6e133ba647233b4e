"""Her kettle says that she is up, that it is too quiet, or that it cannot say anything."""

from datetime import timedelta

from tests.scenarios.people import ASKED
from tests.scenarios.town import Town


def test_a_kettle_in_use_takes_the_place_of_the_daily_question(town: Town) -> None:
    resident = town.resident("김순자")
    daily = town.slot_of(resident)
    assert daily - town.now < timedelta(days=1)
    kettle = town.kettle(resident)
    assert town.slot_of(resident) - town.now > timedelta(days=1)
    for _ in range(4):
        town.advance(hours=6)
        kettle.boils()


def test_a_quiet_home_is_asked_after_and_her_answer_is_enough(town: Town) -> None:
    resident = town.resident("김순자")
    kettle = town.kettle(resident)
    neighbour = town.helper("이영희")
    town.until("10:00")
    kettle.boils()
    town.until("23:59")
    town.advance(hours=9, minutes=2)
    resident.phone.expects("checkin.ask.quiet_home", *ASKED)
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    town.advance(hours=4)
    kettle.boils()
    town.advance(hours=6)
    assert neighbour.phone.unread == []


def test_a_home_that_stays_quiet_brings_somebody_to_the_door(town: Town) -> None:
    resident = town.resident("김순자")
    kettle = town.kettle(resident)
    officer = town.officer()
    lead = town.lead()
    town.until("10:00")
    kettle.boils()
    town.until("23:59")
    town.advance(hours=9, minutes=50)
    resident.phone.expects("checkin.ask.quiet_home", *ASKED)
    resident.phone.expects("checkin.remind", *ASKED)
    town.until("10:02")
    officer.is_offered("welfare_visit", when="now")
    officer.accepts()
    town.advance(minutes=20)
    officer.reports("danger")
    lead.is_offered("welfare_visit", when="now")
    officer.reports("handed_over")
    lead.phone.shows("task.withdrawn.handed_over")


def test_a_plug_that_is_pulled_out_is_asked_about_and_repaired(town: Town) -> None:
    resident = town.resident("김순자")
    kettle = town.kettle(resident)
    officer = town.officer()
    town.until("14:00")
    kettle.is_pulled_out()
    town.advance(minutes=20)
    resident.phone.expects("checkin.ask.device_fault", *ASKED)
    officer.is_offered("device_repair", when="today")
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    officer.accepts()
    kettle.is_put_back()
    town.advance(minutes=15)
    officer.phone.expects("task.withdrawn")


def test_a_plug_that_is_pulled_out_stops_no_clock(town: Town) -> None:
    resident = town.resident("김순자")
    kettle = town.kettle(resident)
    officer = town.officer()
    town.lead()
    town.until("10:00")
    kettle.is_pulled_out()
    town.advance(minutes=20)
    resident.phone.expects("checkin.ask.device_fault", *ASKED)
    officer.is_offered("device_repair", when="today")
    officer.accepts()
    officer.reports("spoken")
    town.until("12:48")
    resident.phone.expects("checkin.remind", *ASKED)
    officer.is_offered("welfare_visit", when="now")
