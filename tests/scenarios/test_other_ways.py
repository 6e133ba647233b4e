"""Not everybody answers by a button: words nobody understands, a blocked bot, no smartphone."""

from tests.scenarios.people import ASKED
from tests.scenarios.town import Town


def test_twice_unclear_is_for_a_person(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    town.officer()
    town.lead()
    resident.is_asked()
    resident.writes("오늘 장날이라 시장 왔다")
    resident.phone.expects("reply.unclear.ask", *ASKED)
    town.advance(minutes=10)
    resident.writes("날이 꾸무리하네")
    neighbour.is_offered("after_unclear", when="today")
    neighbour.accepts()
    neighbour.reports("spoken")
    town.advance(hours=6)


def test_what_was_unclear_is_answered_with_a_button(town: Town) -> None:
    resident = town.resident("김순자")
    town.helper("이영희")
    town.officer()
    town.lead()
    resident.is_asked()
    resident.writes("오늘 장날이라 시장 왔다")
    resident.phone.expects("reply.unclear.ask", *ASKED)
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    town.advance(hours=6)


def test_a_blocked_bot_brings_a_person_the_same_morning(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    resident.is_asked()
    morning = town.now
    resident.blocks_the_bot()
    neighbour.is_offered("person_check", when="today")
    officer.is_offered("data_quality", when="today")
    neighbour.accepts()
    neighbour.reads_where_to_go(resident)
    neighbour.reports("well")
    assert (town.now - morning).total_seconds() < 600
    officer.accepts()
    officer.reports("spoken")
    town.advance(minutes=70)
    officer.is_offered("not_watched", when=town.today("18:00"))
    officer.accepts()
    officer.reports("person_calls")
    town.advance(hours=6)


def test_without_a_smartphone_the_named_neighbour_asks(town: Town) -> None:
    resident = town.resident("김순자", telegram=False)
    named, other = town.helper("이영희"), town.helper("정말순")
    town.officer()
    town.lead()
    town.names_neighbour(resident, named)
    town.until(town.slot_of(resident))
    named.is_offered("person_check", when="today")
    named.accepts()
    named.reads_where_to_go(resident)
    town.advance(minutes=25)
    named.reports("well")
    assert other.phone.unread == []
    town.advance(hours=6)


def test_when_the_named_neighbour_cannot_another_is_asked(town: Town) -> None:
    resident = town.resident("김순자", telegram=False)
    named, other = town.helper("이영희"), town.helper("정말순")
    town.officer()
    town.lead()
    town.names_neighbour(resident, named)
    town.until(town.slot_of(resident))
    named.is_offered("person_check", when="today")
    named.declines()
    other.is_offered("person_check", when="today")
    other.accepts()
    other.reports("well")
    town.advance(hours=6)
