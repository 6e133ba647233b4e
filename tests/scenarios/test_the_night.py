"""While the offices are closed: the duty roster, else a night desk for those who agreed to it."""

from datetime import datetime, timedelta

import pytest

from residents import service as residents
from residents.model import ChannelName, Purpose
from tests.scenarios.people import Resident
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
