"""Whoever does the work is rung: officers in an emergency, and all who have no messenger."""

from datetime import datetime, timedelta

import pytest

from tests.scenarios.people import Resident, Worker
from tests.scenarios.town import SEOUL, Town

NIGHT = datetime(2026, 9, 9, 1, 30, tzinfo=SEOUL)
CALL_119 = "지금 119를 눌러 주세요. 저희도 바로 전화드립니다."
HELLO = "안녕하세요, 김천시에서 {name} 님께 일을 부탁드리려고 드리는 자동 전화입니다."
RING_HER = "지좌동에서 하실 일은 다시 전화드리기입니다. 지금 바로 부탁드립니다."
KEYS = (
    "맡아 주시려면 일번을 눌러 주세요. 어려우시면 이번을 눌러 주세요. "
    "다시 들으시려면 구번을 눌러 주세요."
)
NOTED = "고맙습니다. 접수했습니다. 맡으시게 되면 바로 알려 드리겠습니다."
DECLINED = "네, 다른 분께 부탁드리겠습니다. 고맙습니다."
TAKEN = "이미 다른 분이 맡아 주셨습니다. 마음 써 주셔서 고맙습니다."


def is_asked_to_ring_her(worker: Worker, *then: str) -> None:
    """Her telephone has rung, and this is all that was said."""
    worker.telephone.heard(HELLO.format(name=worker.name), RING_HER, KEYS, *then)


@pytest.mark.parametrize("town", [NIGHT], indirect=True)
def test_the_officer_on_duty_is_woken_and_presses_one(town: Town) -> None:
    resident = town.resident("김순자")
    officer = town.officer(duty=True, telephone=True)
    town.lead()
    officer.telephone.answers().presses("1")
    resident.writes("숨이 차서 죽겠어요")
    resident.phone.reads(CALL_119)
    officer.is_offered("call_back", when="now")
    town.until_called(officer)
    is_asked_to_ring_her(officer, NOTED)
    officer.has_it()
    officer.reports("spoken")
    town.advance(hours=3)


@pytest.mark.parametrize("town", [NIGHT], indirect=True)
@pytest.mark.parametrize("otherwise", ["has_voicemail", "is_busy"])
def test_a_machine_or_a_busy_line_takes_nothing(town: Town, otherwise: str) -> None:
    resident = town.resident("김순자")
    officer = town.officer(duty=True, telephone=True)
    lead = town.lead(telephone=True)
    getattr(officer.telephone, otherwise)()
    lead.telephone.answers().presses("1")
    resident.writes("숨이 차서 죽겠어요")
    resident.phone.reads(CALL_119)
    officer.is_offered("call_back", when="now")
    town.until_called(lead)
    officer.telephone.was_called()
    lead.is_offered("call_back", when="now")
    is_asked_to_ring_her(lead, NOTED)
    officer.phone.shows("task.taken")
    lead.has_it()
    lead.reports("spoken")
    town.advance(hours=3)


def test_a_neighbour_without_a_messenger_takes_it_by_key(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희", telegram=False)
    town.officer()
    neighbour.telephone.answers().presses("9").presses("1")
    asks_for_help(town, resident)
    town.until_called(neighbour)
    is_asked_to_ring_her(neighbour, "다시 말씀드리겠습니다.", RING_HER, KEYS, NOTED)
    assert town.who_has_the_work(resident) == neighbour.ref
    town.advance(minutes=20)


def test_a_neighbour_who_presses_two_makes_room_for_others(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희", telegram=False)
    officer = town.officer()
    neighbour.telephone.answers().presses("2")
    asks_for_help(town, resident)
    town.until_called(neighbour)
    is_asked_to_ring_her(neighbour, DECLINED)
    officer.is_offered("call_back", when="now")
    officer.accepts()
    officer.reports("spoken")
    town.advance(hours=3)


def test_whoever_presses_one_too_late_is_thanked(town: Town) -> None:
    resident = town.resident("김순자")
    slow, quick = town.helper("이영희", telegram=False), town.helper("박말순")
    town.officer()
    slow.telephone.answers().presses("1")
    asks_for_help(town, resident)
    quick.is_offered("call_back", when="now")
    town.advance(seconds=10)
    quick.accepts()
    town.advance(minutes=2)
    is_asked_to_ring_her(slow, TAKEN)
    quick.reports("spoken")
    town.advance(hours=3)


def test_whoever_picks_up_too_late_is_not_asked_any_more(town: Town) -> None:
    resident = town.resident("김순자")
    slow, quick = town.helper("이영희", telegram=False), town.helper("박말순")
    town.officer()
    slow.telephone.answers()
    asks_for_help(town, resident)
    quick.is_offered("call_back", when="now")
    quick.accepts()
    town.advance(minutes=2)
    slow.telephone.heard(TAKEN)
    quick.reports("spoken")
    town.advance(hours=3)


def test_a_neighbour_who_says_nothing_has_not_taken_it(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희", telegram=False)
    officer = town.officer()
    neighbour.telephone.answers()
    asks_for_help(town, resident)
    town.until_called(neighbour)
    once_more = "천천히 하셔도 괜찮습니다. 다시 말씀드리겠습니다."
    is_asked_to_ring_her(
        neighbour, *(once_more, RING_HER, KEYS) * 2, "편안한 하루 보내세요. 안녕히 계세요."
    )
    assert town.who_has_the_work(resident) is None
    town.advance(minutes=10)
    officer.is_offered("call_back", when="now")
    officer.accepts()
    officer.reports("spoken")
    town.advance(hours=3)


def asks_for_help(town: Town, resident: Resident) -> None:
    """By day; a neighbour is asked to ring her."""
    resident.is_asked()
    resident.asks_for_help()
    resident.phone.expects("reply.help", when=town.at(town.now + timedelta(minutes=30)))
    resident.phone.shows("checkin.answered.help")
