"""She does not answer, and somebody goes and looks."""

from datetime import timedelta

from tests.scenarios.people import ASKED, Resident
from tests.scenarios.town import Town


def falls_silent(town: Town, resident: Resident) -> None:
    """She is asked, and asked again, and nothing is heard of her until it counts."""
    resident.is_asked()
    town.advance(minutes=45)
    resident.phone.expects("checkin.remind", *ASKED)
    town.advance(minutes=105)


def test_a_neighbour_finds_her_well(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희", pin="480271")
    town.officer("박주무")
    town.lead("최팀장")
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    town.advance(minutes=4)
    neighbour.accepts()
    neighbour.reads_where_to_go(resident)
    town.advance(minutes=20)
    neighbour.reports("well")
    town.advance(hours=6)


def test_the_first_to_accept_has_it(town: Town) -> None:
    resident = town.resident("김순자")
    first, second = town.helper("이영희"), town.helper("정말순")
    town.officer()
    town.lead()
    falls_silent(town, resident)
    first.is_offered("welfare_visit", when="now")
    second.is_offered("welfare_visit", when="now")
    first.accepts()
    second.phone.shows("task.taken")
    town.advance(minutes=15)
    first.reports("well")
    town.advance(hours=6)


def test_two_press_at_the_same_moment(town: Town) -> None:
    resident = town.resident("김순자")
    first, second = town.helper("이영희"), town.helper("정말순")
    town.officer()
    town.lead()
    falls_silent(town, resident)
    first.is_offered("welfare_visit", when="now")
    second.is_offered("welfare_visit", when="now")
    town.at_once(first, second, press="button.accept")
    first.phone.flashes("task.toast")
    second.phone.flashes("task.toast")
    first.has_it()
    second.phone.shows("task.taken")
    first.reports("well")
    town.advance(hours=6)


def test_nobody_can_until_the_lead_can(town: Town) -> None:
    resident = town.resident("김순자")
    helpers = [town.helper("이영희"), town.helper("정말순")]
    officer, lead = town.officer(), town.lead()
    falls_silent(town, resident)
    for helper in helpers:
        helper.is_offered("welfare_visit", when="now")
        helper.declines()
    officer.is_offered("welfare_visit", when="now")
    town.advance(minutes=15)
    lead.is_offered("welfare_visit", when="now")
    town.advance(minutes=15)
    lead.is_offered("welfare_visit", when="now")
    town.advance(minutes=15)
    lead.is_offered("welfare_visit", when="now")
    lead.accepts()
    officer.phone.shows("task.taken")
    lead.reports("well")
    town.advance(hours=3)


def test_she_accepts_and_forgets(town: Town) -> None:
    resident = town.resident("김순자")
    forgetful = town.helper("이영희")
    officer = town.officer()
    town.lead()
    falls_silent(town, resident)
    forgetful.is_offered("welfare_visit", when="now")
    forgetful.accepts()
    town.advance(minutes=30)
    forgetful.is_reminded()
    town.advance(minutes=30)
    forgetful.phone.expects("task.taken_back")
    officer.is_offered("welfare_visit", when="now")
    officer.accepts()
    officer.reports("spoken")
    town.advance(hours=3)


def test_danger_at_the_door(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    neighbour.reads_where_to_go(resident)
    neighbour.reports("danger")
    neighbour.phone.expects("helper.rest")
    officer.is_offered("welfare_visit", when="now")
    officer.is_offered("debrief", when=town.now + timedelta(hours=24))
    officer.accepts()
    officer.reads_whom_to_ring(neighbour, not_of=resident)
    officer.reports("spoken")
    officer.takes("welfare_visit")
    officer.reports("danger")
    officer.reports("handed_over")
    town.advance(hours=3)
