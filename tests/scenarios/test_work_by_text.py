"""Helpers who want texts: asked by SMS, answered by 1 or 2, and rung to hear where to go."""

import pytest

from residents.model import ChannelName, Purpose
from tasks import service as tasks
from tests.scenarios.people import ASKED, Resident, Worker
from tests.scenarios.town import Town

CITY = "김천시 지좌동 054-421-2661"
HELLO = (
    "안녕하세요, 김천시 자동 전화입니다. "
    "맡으신 일이 어느 댁인지 들으시려면 비밀번호를 누르시고 우물 정자를 눌러 주세요."
)
HER_HOME = (
    "김순자 님입니다. 주소는 본리 백일 다시 칠입니다. 전화번호는 공일공, 오오일이, 사일공일입니다."
)
KEYS = (
    "다시 들으시려면 구번을 눌러 주세요. 결과를 알려 주시려면 팔번을 눌러 주세요. "
    "편안한 하루 보내세요. 안녕히 계세요."
)


@pytest.fixture
def resident(town: Town) -> Resident:
    return town.resident("김순자", also=(Purpose.OVERSEAS_TWILIO,))


def by_text(town: Town, name: str = "이영희") -> Worker:
    neighbour = town.helper(name, telegram=False)
    town.wishes_for(neighbour, ChannelName.SMS)
    return neighbour


def falls_silent(town: Town, resident: Resident) -> None:
    resident.is_asked()
    town.advance(minutes=45)
    resident.phone.expects("checkin.remind", *ASKED)
    town.advance(minutes=106)


def code_of(town: Town, resident: Resident) -> str:
    with town.service.database.read() as uow:
        (task,) = tasks.open_about(uow, resident.ref)
    return task.code


def test_one_takes_it_and_a_call_tells_where(town: Town, resident: Resident) -> None:
    neighbour = by_text(town)
    town.texts_reach_us()
    falls_silent(town, resident)
    code = code_of(town, resident)
    offer = f"{CITY}\n{code} 안부 방문 지금 바로\n맡으시면 1, 어려우시면 2"
    neighbour.telephone.reads_text(offer)
    neighbour.telephone.answers().presses("480271#")
    neighbour.texts_the_city("1")
    town.advance(minutes=2)
    neighbour.telephone.heard(HELLO, HER_HOME, KEYS)
    assert town.who_has_the_work(resident) == neighbour.ref
    assert town.who_looked_at(resident) == [(neighbour.ref, "task_call.read_out")]


def test_two_makes_room_for_others(town: Town, resident: Resident) -> None:
    neighbour, officer = by_text(town), town.officer()
    town.texts_reach_us()
    falls_silent(town, resident)
    code = code_of(town, resident)
    neighbour.telephone.has_text(code)
    neighbour.texts_the_city(f"{code.lower()} 2")
    officer.is_offered("welfare_visit", when="now")
    assert town.who_has_the_work(resident) is None


def test_who_is_not_understood_is_asked_which_work_she_means(
    town: Town, resident: Resident
) -> None:
    neighbour = by_text(town)
    town.texts_reach_us()
    falls_silent(town, resident)
    neighbour.telephone.has_text(code_of(town, resident))
    neighbour.texts_the_city("무슨 일인가요")
    which = f"{CITY}\n어느 부탁인지 번호도 적어 주세요.\n예: 7K2MA 1"
    neighbour.telephone.reads_text(which)
    assert town.who_has_the_work(resident) is None


def test_whoever_comes_second_is_told_by_text(town: Town, resident: Resident) -> None:
    slow, quick = by_text(town), town.helper("박말순")
    town.texts_reach_us()
    falls_silent(town, resident)
    code = code_of(town, resident)
    slow.telephone.has_text(code)
    quick.is_offered("welfare_visit", when="now")
    quick.accepts()
    slow.texts_the_city(f"{code} 1")
    slow.telephone.reads_text(f"{CITY}\n{code} 다른 분이 맡아 주셨습니다. 고맙습니다")
    assert town.who_has_the_work(resident) == quick.ref


def test_a_text_that_cannot_be_answered_asks_her_to_ring(town: Town, resident: Resident) -> None:
    neighbour = by_text(town)
    falls_silent(town, resident)
    offer = f"{CITY}\n{code_of(town, resident)} 안부 방문 지금 바로\n맡아 주시려면 전화 주세요"
    neighbour.telephone.reads_text(offer)


def test_she_reads_that_she_need_not_go_any_more(town: Town, resident: Resident) -> None:
    neighbour = by_text(town)
    town.texts_reach_us()
    falls_silent(town, resident)
    code = code_of(town, resident)
    neighbour.telephone.has_text(code)
    neighbour.telephone.answers().presses("480271#")
    neighbour.texts_the_city("1")
    town.advance(minutes=2)
    neighbour.telephone.was_called(HER_HOME)
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    resident.phone.expects("checkin.thanks.late")
    town.advance(minutes=1)
    neighbour.telephone.reads_text(f"{CITY}\n{code} 이제 하지 않으셔도 됩니다. 고맙습니다")


def test_a_helper_with_a_messenger_who_wants_to_be_rung_is_rung(
    town: Town, resident: Resident
) -> None:
    neighbour = town.helper("이영희", telephone=True)
    town.wishes_for(neighbour, ChannelName.CALL)
    falls_silent(town, resident)
    neighbour.telephone.was_called()
