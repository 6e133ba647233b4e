"""She asks for help, or says something that cannot wait."""

from datetime import datetime, timedelta

import pytest

from tests.scenarios.people import Worker
from tests.scenarios.town import SEOUL, Town

FRIDAY = datetime(2026, 9, 11, 17, 30, tzinfo=SEOUL)
MONDAY_NINE = datetime(2026, 9, 14, 9, 0, tzinfo=SEOUL)
SHARE_IT_WITH_109 = (
    "힘든 마음을 이야기해 주셔서 고맙고, "
    "109에 전화하시면 하루 24시간 언제든 마음을 나누실 수 있습니다."
)
CALL_119 = "지금 119를 눌러 주세요. 저희도 바로 전화드립니다."


def test_help_in_office_hours(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    resident.is_asked()
    promised = town.now + timedelta(minutes=30)
    resident.asks_for_help()
    resident.phone.expects("reply.help", when=town.at(promised))
    resident.phone.shows("checkin.answered.help")
    neighbour.is_offered("call_back", when="now")
    town.advance(minutes=10)
    officer.is_offered("call_back", when="now")
    officer.accepts()
    neighbour.phone.shows("task.taken")
    town.advance(minutes=5)
    officer.reports("spoken")
    assert town.now < promised
    town.advance(hours=3)


@pytest.mark.parametrize("town", [FRIDAY], indirect=True)
def test_help_on_friday_evening_with_nobody_on_duty(town: Town) -> None:
    resident = town.resident("김순자")
    town.officer()
    lead = town.lead()
    town.until("18:05")
    resident.writes("도와주세요")
    resident.phone.expects("reply.help", when=town.at(MONDAY_NINE))
    lead.is_offered("call_back", when="now")


def test_help_after_fine(town: Town) -> None:
    resident = town.resident("김순자")
    officer = town.officer()
    town.lead()
    resident.is_asked()
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    town.advance(minutes=20)
    resident.writes("허리가 아파서 꼼짝을 못 하겠어요")
    resident.phone.expects("reply.help", when=town.at(town.now + timedelta(minutes=30)))
    resident.phone.shows("checkin.answered.help")
    officer.is_offered("call_back", when="now")
    town.advance(minutes=2)
    resident.writes("괜찮아요")
    officer.accepts()
    officer.reports("spoken")
    town.advance(hours=3)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("숨이 차서 죽겠어요", CALL_119),
        ("넘어졌는데 못 일어나겠어요", CALL_119),
        ("집에 불이 났어요", CALL_119),
    ],
)
def test_what_cannot_wait(town: Town, words: str, answer: str) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    town.until("09:02")
    resident.writes(words)
    resident.phone.reads(answer)
    neighbour.is_offered("call_back", when="now")
    officer.is_offered("call_back", when="now")
    officer.accepts()
    officer.reports("danger")
    officer.reports("handed_over")
    neighbour.phone.shows("task.withdrawn.handed_over")
    town.advance(hours=3)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (
            "이제 그만 살고 싶어요",
            SHARE_IT_WITH_109,
        ),
        ("아들이 나를 때려요", "메시지 잘 받았습니다. 고맙습니다."),
    ],
)
def test_what_no_neighbour_may_know(town: Town, words: str, answer: str) -> None:
    resident = town.resident("김순자")
    town.helper("이영희")
    officer, lead = town.officer(), town.lead()
    resident.is_asked()
    resident.writes(words)
    resident.phone.reads(answer)
    nobody_but_the_office(town, officer, lead)


def nobody_but_the_office(town: Town, officer: Worker, lead: Worker) -> None:
    """Officer, then lead: no helper hears of it, nor does her card change."""
    officer.is_offered("call_back", when="now")
    town.advance(minutes=5)
    lead.is_offered("call_back", when="now")
    lead.accepts()
    officer.phone.shows("task.taken")
    lead.reports("spoken")
    town.advance(hours=3)


def test_a_neighbour_on_the_way_is_called_off(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    officer = town.officer()
    town.lead()
    town.until("09:02")
    resident.writes("숨이 차서 죽겠어요")
    resident.phone.reads(CALL_119)
    neighbour.is_offered("call_back", when="now")
    officer.is_offered("call_back", when="now")
    neighbour.accepts()
    before = officer.code
    resident.writes("이제 그만 살고 싶어요")
    resident.phone.expects("reply.urgent.self_harm")
    neighbour.phone.expects("task.withdrawn")
    officer.is_offered("call_back", when="now")
    officer.phone.shows("task.withdrawn", code=before)
