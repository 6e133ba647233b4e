"""It is hot: at one in the afternoon the officer has her whole district asked."""

from datetime import time

from checkins.model import CampaignKind
from residents.model import Tier
from tests.scenarios.people import ASKED, Resident
from tests.scenarios.town import CALLS, Town


def test_one_presses_one_is_rung_and_to_one_a_neighbour_goes(town: Town) -> None:
    by_phone = town.resident("이영자", telegram=False, tier=Tier.LOW, also=CALLS)
    by_button, silent = town.resident("김순자"), town.resident("박말순")
    neighbour, officer = town.helper("정말례"), town.officer()
    town.lead()
    answers_this_morning(town, by_button, silent)
    town.until("13:00")
    town.asks_everybody(CampaignKind.HEAT, by=officer)

    town.until("13:20")  # those most at risk come first
    by_button.phone.expects("checkin.ask.heat", *ASKED)
    silent.phone.expects("checkin.ask.heat", *ASKED)
    by_button.says_she_is_fine()
    by_button.phone.shows("checkin.answered.fine")

    by_phone.telephone.answers().presses("1")
    town.until("14:15")
    by_phone.telephone.has_text("김천시 지좌동", "전화드립니다")
    by_phone.telephone.was_called("시원한 곳에서 쉬어 주세요", "잘 지내신다니 다행입니다")

    silent.phone.expects("checkin.remind", *ASKED)
    town.until_told(neighbour)
    assert time(15, 30) < town.now.time() < time(16, 0)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    neighbour.reads_where_to_go(silent)
    town.advance(minutes=20)
    neighbour.reports("well")
    town.advance(hours=3)


def test_her_answer_in_the_morning_is_all_that_she_is_asked_that_day(town: Town) -> None:
    resident = town.resident("김순자")
    officer = town.officer()
    own = town.slot_of(resident)
    town.until("09:00")
    town.asks_everybody(CampaignKind.COLD, by=officer)
    town.until_told(resident)
    assert town.now < own
    resident.phone.expects("checkin.ask.cold", *ASKED)
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    town.until("23:59")
    assert town.slot_of(resident).date() > own.date()


def answers_this_morning(town: Town, *people: Resident) -> None:
    for resident in sorted(people, key=town.slot_of):
        resident.is_asked()
        resident.says_she_is_fine()
        resident.phone.shows("checkin.answered.fine")
