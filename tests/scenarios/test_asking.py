"""Somebody is asked how she is, and answers."""

from tests.scenarios.people import ASKED
from tests.scenarios.town import Town


def test_she_answers_at_once(town: Town) -> None:
    resident = town.resident("김순자")
    resident.is_asked()
    town.advance(minutes=3)
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    town.advance(hours=8)


def test_she_answers_after_the_reminder(town: Town) -> None:
    resident = town.resident("김순자")
    resident.is_asked()
    town.advance(minutes=45)
    resident.phone.expects("checkin.remind", *ASKED)
    town.advance(minutes=20)
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    town.advance(hours=8)
