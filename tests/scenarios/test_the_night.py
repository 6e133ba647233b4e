"""While the offices are closed: the duty roster, else a night desk for those who agreed to it."""

from datetime import datetime, timedelta

import pytest

from residents import service as residents
from residents.model import ChannelName, Purpose
from tests.scenarios.people import Resident, Worker
from tests.scenarios.test_help import CALL_119
from tests.scenarios.test_work_by_telephone import (
    GOODBYE,
    HER_HOME,
    KEYS,
    ONCE_MORE,
    PIN_PLEASE,
    RING_HER,
)
from tests.scenarios.town import SEOUL, Town

NIGHT = datetime(2026, 9, 9, 1, 30, tzinfo=SEOUL)
AFTERNOON = datetime(2026, 9, 9, 16, 50, tzinfo=SEOUL)
AGREED = (Purpose.NIGHT, Purpose.OVERSEAS_TWILIO)
HELLO_DESK = "안녕하세요, 김천시에서 야간전화 님께 일을 부탁드리려고 드리는 자동 전화입니다."
UNCOVERED = (
    "오늘 밤은 당직자도 당직실도 없습니다. 밤에 급한 일이 생기면 팀장에게 바로 알려 드립니다.\n"
    "도움을 청하신 분께는 다음 근무 시간에 전화드린다고, 급하시면 119라고 말씀드립니다."
)
DESK_FOR_SOME = (
    "오늘 밤은 당직실이 맡습니다. 당직실에 맡기는 데 동의하지 않으신 분은 1명입니다. "
    "그분들의 급한 일은 팀장에게 바로 알려 드립니다."
)


def not_heard_of(*codes: str) -> str:
    """Work that the lead is asked for, since nothing would tell of these people's silence."""
    head = f"기다리는 일이 {len(codes)}건 있습니다.\n맡으실 일의 번호를 눌러 주세요."
    lines = [f"번호 {code} · 지좌동 · 안부 방법 정하기 · 오늘 오후 6시까지" for code in codes]
    return "\n\n".join((head, *lines))


def is_told_that_duty_rings(town: Town, resident: Resident) -> None:
    resident.phone.expects("reply.help.duty", when=town.at(town.now + timedelta(minutes=30)))


@pytest.mark.parametrize("town", [NIGHT], indirect=True)
def test_help_at_night_rings_the_desk_of_the_city_hall(town: Town) -> None:
    resident = town.resident("김순자", also=AGREED)
    town.officer()
    lead = town.lead()
    desk = town.night_desk()
    desk.telephone.answers().presses("1").presses("730514#")
    resident.writes("도와주세요")
    is_told_that_duty_rings(town, resident)
    town.until_called(desk)
    heard = HELLO_DESK, RING_HER, KEYS, PIN_PLEASE
    desk.telephone.heard(*heard, HER_HOME, ONCE_MORE, GOODBYE)
    assert town.who_has_the_work(resident) == desk.ref
    assert town.who_looked_at(resident) == [(desk.ref, "task_call.read_out")]
    lead.phone.expects_nothing()
    town.advance(minutes=10)


@pytest.mark.parametrize("town", [NIGHT], indirect=True)
def test_without_her_consent_the_lead_is_asked_and_the_office_rings(town: Town) -> None:
    resident = town.resident("김순자")
    town.officer()
    lead = town.lead()
    town.night_desk()
    resident.writes("도와주세요")
    resident.phone.expects("reply.help", when=town.at(NIGHT.replace(hour=9, minute=0)))
    lead.is_offered("call_back", when="now")
    lead.accepts()
    lead.reports("spoken")
    town.advance(hours=1)


@pytest.mark.parametrize("town", [NIGHT], indirect=True)
def test_whoever_is_on_duty_comes_before_the_desk(town: Town) -> None:
    resident = town.resident("김순자", also=AGREED)
    officer = town.officer(duty=True)
    town.lead()
    town.night_desk()
    resident.writes("도와주세요")
    is_told_that_duty_rings(town, resident)
    officer.is_offered("call_back", when="now")
    officer.accepts()
    officer.reports("spoken")
    town.advance(hours=1)


@pytest.mark.parametrize("town", [AFTERNOON], indirect=True)
def test_the_lead_knows_before_the_night_that_nobody_is_there(town: Town) -> None:
    lead = town.lead()
    lead.phone.tells_of_nights = True
    town.until("17:00")
    lead.phone.reads(UNCOVERED)
    town.advance(hours=5)


@pytest.mark.parametrize("town", [AFTERNOON], indirect=True)
def test_and_for_how_many_the_desk_may_not_act(town: Town) -> None:
    lead = town.lead()
    lead.phone.tells_of_nights = True
    town.resident("김순자", also=AGREED)
    town.resident("이말순")
    town.night_desk()
    town.until("17:00")
    lead.phone.reads(DESK_FOR_SOME)
    town.advance(hours=2)


def test_health_counts_whom_of_those_on_duty_nothing_reaches(town: Town) -> None:
    officer, lead = town.officer(duty=True), town.lead()
    assert town.health()["duty_unreachable"] == 0
    with town.service.database.write() as uow:
        for one in (officer, lead):
            residents.set_telegram_chat(uow, one.ref, None)
        residents.mark_channel(uow, lead.ref, ChannelName.CALL, usable=False, reason="bad_address")
    assert town.health()["duty_unreachable"] == 1


def agrees_to_nights(town: Town, *helpers: Worker) -> None:
    with town.service.database.write() as uow:
        for one in helpers:
            residents.change_helper(uow, one.ref, nights=True)


@pytest.mark.parametrize("town", [NIGHT], indirect=True)
def test_a_neighbour_who_agreed_is_woken_in_an_emergency_and_goes_with_whoever_is_on_duty(
    town: Town,
) -> None:
    resident = town.resident("김순자", also=AGREED)
    officer, willing, asleep = (
        town.officer(duty=True),
        town.helper("이영희", telephone=True),
        town.helper("정말순", telephone=True),
    )
    agrees_to_nights(town, willing)
    willing.telephone.answers()
    resident.writes("숨이 차서 죽겠어요")
    resident.phone.reads(CALL_119)
    officer.is_offered("call_back", when="now")
    offered = willing.phone.unread[0]
    assert offered.startswith(
        "이영희: 이웃의 안부를 살펴 주시겠어요?\n\n어디: 지좌동\n무엇: 다시 전화드리기\n"
        "언제: 지금 바로, 혼자 가지 마시고 담당자와 함께\n번호: "
    )
    willing.is_offered("call_back", when="night")
    town.until_called(willing)
    willing.telephone.was_called("지금 바로, 혼자 가지 마시고 담당자와 함께 부탁드립니다.")
    asleep.phone.expects_nothing()
    assert asleep.telephone.calls_over == 0
    officer.accepts()
    officer.reports("spoken")
    willing.phone.shows("task.withdrawn.well")
    town.advance(hours=1)


@pytest.mark.parametrize("town", [NIGHT], indirect=True)
def test_where_nobody_is_on_duty_no_neighbour_goes_alone(town: Town) -> None:
    resident, lead, willing = town.resident("김순자"), town.lead(), town.helper("이영희")
    agrees_to_nights(town, willing)
    resident.writes("숨이 차서 죽겠어요")
    resident.phone.reads(CALL_119)
    lead.is_offered("call_back", when="now")
    willing.phone.expects_nothing()
    lead.accepts()
    lead.reports("spoken")
    town.advance(hours=1)


@pytest.mark.parametrize("town", [NIGHT], indirect=True)
def test_for_all_but_an_emergency_she_is_left_in_peace(town: Town) -> None:
    resident, officer = town.resident("김순자", also=AGREED), town.officer(duty=True)
    willing = town.helper("이영희")
    agrees_to_nights(town, willing)
    resident.writes("도와주세요")
    is_told_that_duty_rings(town, resident)
    officer.is_offered("call_back", when="now")
    willing.phone.expects_nothing()
    officer.accepts()
    officer.reports("spoken")
    town.advance(hours=1)
