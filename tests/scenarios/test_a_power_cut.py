"""A house without power: one matter for the officer, and everybody in it is asked how she is."""

from residents.model import Tier
from tests.scenarios.home import Kettle
from tests.scenarios.people import ASKED, Resident
from tests.scenarios.town import Town

HOUSE = "본리 12-7 {}호"


def in_one_house(town: Town, *tiers: Tier) -> tuple[list[Resident], list[Kettle]]:
    """Neighbours with a plug each, who have said that they are well, if they are asked today."""
    names = ("김순자", "박말순")
    people = [
        town.resident(name, address=HOUSE.format(101 + number), tier=tier)
        for number, (name, tier) in enumerate(zip(names, tiers, strict=True))
    ]
    kettles = [town.plugs_in(one) for one in people]
    today = [one for one in people if town.slot_of(one).date() == town.now.date()]
    for one in sorted(today, key=town.slot_of):
        town.until(town.slot_of(one))
        one.is_asked_now()
        one.says_she_is_fine()
        one.phone.shows("checkin.answered.fine")
    return people, kettles


def test_a_house_without_power_is_one_matter_and_no_false_alarm(town: Town) -> None:
    (first, second), kettles = in_one_house(town, Tier.MEDIUM, Tier.MEDIUM)
    officer = town.officer()
    town.until("14:00")
    for kettle in kettles:
        kettle.is_pulled_out()
    town.advance(minutes=30)
    for resident in (first, second):
        resident.phone.reads(
            f"{resident.name} 님, 김천시 지좌동입니다.\n"
            "댁에 전기가 나간 것 같아요. 산소기나 난방이 꺼졌으면 말씀해 주세요. 별일 없으세요?",
            "잘 지내요",
            "도움이 필요해요",
        )
        resident.says_she_is_fine()
        resident.phone.shows("checkin.answered.fine")
    officer.is_offered("power_cut", when="today")
    officer.accepts()
    card = "\n".join(officer.phone.everything)
    assert "오늘 오후 2시부터 2댁의 플러그가 한꺼번에 끊겼습니다." in card
    assert not any(secret in card for secret in (first.name, second.name, "본리"))
    town.advance(hours=1)
    for kettle in kettles:
        kettle.is_put_back()
    town.advance(minutes=1)
    officer.phone.expects("task.withdrawn.power_back")
    for kettle in kettles:
        kettle.boils()
    town.advance(hours=3)
    officer.phone.expects_nothing()


def test_whoever_does_not_answer_in_the_dark_is_visited(town: Town) -> None:
    """The power cut explains the plugs, and nobody's silence."""
    (first, second), kettles = in_one_house(town, Tier.MEDIUM, Tier.MEDIUM)
    officer = town.officer()
    town.until("13:00")
    for kettle in kettles:
        kettle.is_pulled_out()
    town.advance(minutes=30)
    first.phone.expects("checkin.ask.power_cut", *ASKED)
    second.phone.expects("checkin.ask.power_cut", *ASKED)
    second.says_she_is_fine()
    second.phone.shows("checkin.answered.fine")
    officer.is_offered("power_cut", when="today")
    officer.accepts()
    officer.reports("looked_into")
    town.until("15:58")
    first.phone.expects("checkin.remind", *ASKED)
    officer.is_offered("welfare_visit", when="today")


def test_who_is_most_at_risk_is_asked_first_and_brings_the_officer_at_once(town: Town) -> None:
    (first, second), kettles = in_one_house(town, Tier.HIGH, Tier.MEDIUM)
    officer = town.officer()
    town.until("14:00")
    for kettle in kettles:
        kettle.is_pulled_out()
    town.advance(minutes=18)
    first.phone.expects("checkin.ask.power_cut", *ASKED)
    second.phone.expects_nothing()
    officer.is_offered("power_cut", when="now")
    town.advance(minutes=12)
    second.phone.expects("checkin.ask.power_cut", *ASKED)
