"""Answering the machine is well; a person meets her all the same."""

from datetime import datetime

import pytest

from residents.model import Tier
from tests.scenarios.people import Resident
from tests.scenarios.town import SEOUL, Town

AUTUMN = datetime(2026, 10, 1, 8, 0, tzinfo=SEOUL)
"""The first morning of a quarter."""
NEW_YEAR = datetime(2027, 1, 1, tzinfo=SEOUL)


def answers_her_weekly_question(town: Town, resident: Resident) -> None:
    resident.is_asked()
    town.advance(minutes=2)
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")


@pytest.mark.timeout(180)  # weeks go by until her day
@pytest.mark.parametrize("town", [AUTUMN], indirect=True)
def test_who_answers_every_question_is_met_by_a_person_before_the_quarter_ends(
    town: Town,
) -> None:
    officer, neighbour = town.officer(), town.helper("이영희")
    resident = town.resident("김순자", tier=Tier.MEDIUM)
    due = town.is_met_by(resident)
    assert AUTUMN < due < NEW_YEAR
    while not officer.phone.has(1):
        answers_her_weekly_question(town, resident)
    officer.is_offered("quarterly_contact", when=due)
    officer.accepts()
    town.advance(hours=26)
    officer.reports("spoken")
    assert town.now < due
    assert town.is_met_by(resident) > NEW_YEAR
    neighbour.phone.expects_nothing()
