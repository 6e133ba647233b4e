"""Whoever does the work is rung: officers in an emergency, and all who have no messenger."""

from datetime import datetime, timedelta

import pytest

from residents.model import Purpose
from tests.scenarios.people import Resident, Worker
from tests.scenarios.town import SEOUL, Town

ABROAD = (Purpose.OVERSEAS_TWILIO,)
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
LATER = "나중에 이 번호로 전화하시면 다시 들으실 수 있습니다. 편안한 하루 보내세요. 안녕히 계세요."
TAKEN = "이미 다른 분이 맡아 주셨습니다. 마음 써 주셔서 고맙습니다."
PIN_PLEASE = (
    "고맙습니다. 접수했습니다. 어느 댁인지 들으시려면 비밀번호를 누르시고 우물 정자를 눌러 주세요."
)
PIN_AGAIN = "천천히 하셔도 괜찮습니다. 비밀번호를 누르시고 우물 정자를 눌러 주세요."
PIN_WRONG = "비밀번호가 다릅니다. 다시 누르시고 우물 정자를 눌러 주세요."
ONCE_MORE = "다시 들으시려면 구번을 눌러 주세요. 결과를 알려 주시려면 팔번을 눌러 주세요."
TO_RESULT = "결과를 알려 주시려면 팔번을 눌러 주세요."
WITHHELD = (
    "지금은 전화로 알려 드리기 어렵습니다. "
    "담당자에게 공오사, 사이일, 이육육일, 이 번호로 전화해 주세요."
)
GOODBYE = "편안한 하루 보내세요. 안녕히 계세요."
HER_HOME = (
    "김순자 님입니다. 주소는 본리 백일 다시 칠입니다. 전화번호는 공일공, 오오일이, 사일공일입니다."
)


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
    again = "다시 말씀드리겠습니다.", RING_HER, KEYS
    is_asked_to_ring_her(neighbour, *again, PIN_PLEASE, PIN_AGAIN, PIN_AGAIN, LATER)
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
    is_asked_to_ring_her(neighbour, *(once_more, RING_HER, KEYS) * 2, GOODBYE)
    assert town.who_has_the_work(resident) is None
    town.advance(minutes=10)
    officer.is_offered("call_back", when="now")
    officer.accepts()
    officer.reports("spoken")
    town.advance(hours=3)


def test_her_pin_tells_a_neighbour_without_a_messenger_where_to_go(town: Town) -> None:
    resident = town.resident("김순자", also=ABROAD)
    neighbour = town.helper("이영희", telegram=False)
    town.officer()
    neighbour.telephone.answers().presses("1").presses("480271#").presses("9")
    asks_for_help(town, resident)
    town.until_called(neighbour)
    read_out = HER_HOME, ONCE_MORE
    is_asked_to_ring_her(neighbour, PIN_PLEASE, *read_out, *read_out, GOODBYE)
    assert town.who_has_the_work(resident) == neighbour.ref
    assert town.who_looked_at(resident) == [(neighbour.ref, "task_call.read_out")] * 2
    town.advance(minutes=15)


def test_nobody_hears_where_she_lives_without_the_pin(town: Town) -> None:
    resident = town.resident("김순자", also=ABROAD)
    neighbour = town.helper("이영희", telegram=False)
    town.officer()
    answering = neighbour.telephone.answers().presses("1")
    for _ in range(5):
        answering.presses("111222#")
    asks_for_help(town, resident)
    town.until_called(neighbour)
    is_asked_to_ring_her(neighbour, PIN_PLEASE, *[PIN_WRONG] * 2, LATER)
    assert town.who_looked_at(resident) == []
    for pins in (("333444#", "333444#"), ("480271#",)):
        assert neighbour.calls_the_city(*pins).endswith(WITHHELD)
    assert town.who_looked_at(resident) == []
    town.advance(minutes=15)


def test_whoever_took_it_may_ring_and_hear_it_later(town: Town) -> None:
    resident = town.resident("김순자", also=ABROAD)
    neighbour = town.helper("이영희", telegram=False)
    town.officer()
    neighbour.telephone.answers().presses("1").hangs_up()
    asks_for_help(town, resident)
    town.until_called(neighbour)
    is_asked_to_ring_her(neighbour, PIN_PLEASE)
    said = neighbour.calls_the_city("480271#")
    hello = (
        "안녕하세요, 김천시 자동 전화입니다. "
        "맡으신 일이 어느 댁인지 들으시려면 비밀번호를 누르시고 우물 정자를 눌러 주세요."
    )
    assert said == f"{hello} {HER_HOME} {ONCE_MORE} {GOODBYE}"
    town.advance(minutes=15)


def test_the_pin_of_a_neighbour_who_came_second_tells_nothing(town: Town) -> None:
    resident = town.resident("김순자", also=ABROAD)
    slow, quick = town.helper("이영희", telegram=False), town.helper("박말순")
    town.officer()
    slow.telephone.answers().presses("480271#")
    slow.telephone.answers()
    asks_for_help(town, resident)
    quick.is_offered("call_back", when="now")
    quick.accepts()
    town.until_called(slow)
    slow.telephone.heard(TAKEN)
    assert HER_HOME not in slow.calls_the_city("480271#")
    assert town.who_looked_at(resident) == []
    quick.reports("spoken")
    town.advance(hours=3)


def test_an_officer_without_a_messenger_hears_it_too(town: Town) -> None:
    resident = town.resident("김순자", also=ABROAD)
    officer = town.officer(telegram=False)
    officer.telephone.answers().presses("1").presses("902716#")
    asks_for_help(town, resident)
    town.until_called(officer)
    is_asked_to_ring_her(officer, PIN_PLEASE, HER_HOME, ONCE_MORE, GOODBYE)
    assert town.who_looked_at(resident) == [(officer.ref, "task_call.read_out")]
    town.advance(minutes=15)


def test_nothing_of_her_is_spoken_abroad_without_her_consent(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희", telegram=False)
    town.officer()
    neighbour.telephone.answers().presses("1").presses("480271#")
    asks_for_help(town, resident)
    town.until_called(neighbour)
    is_asked_to_ring_her(neighbour, PIN_PLEASE, WITHHELD, TO_RESULT, GOODBYE)
    assert town.who_looked_at(resident) == []
    town.advance(minutes=15)


def asks_for_help(town: Town, resident: Resident) -> None:
    """By day; a neighbour is asked to ring her."""
    resident.is_asked()
    resident.asks_for_help()
    resident.phone.expects("reply.help", when=town.at(town.now + timedelta(minutes=30)))
    resident.phone.shows("checkin.answered.help")
