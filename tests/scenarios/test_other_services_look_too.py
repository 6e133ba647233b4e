"""든든e살핌 and its like look after her, too: their alarms, calls and faults reach her officer."""

import html
from datetime import timedelta

from escalation.model import Reason, Urgency
from locales.model import Language
from locales.texts import say
from residents.model import Tier
from tests.scenarios.people import ASKED
from tests.scenarios.services import OtherService
from tests.scenarios.town import CALLS, Town

NUMBER = "0312345678"


def test_an_alarm_of_another_service_brings_somebody_to_her_door(town: Town) -> None:
    resident = town.resident("김순자", tier=Tier.MEDIUM)
    officer = town.officer()
    deundeun = OtherService(town)
    deundeun.serves(resident, "031-2345-678")
    town.until("09:10")
    deundeun.says("심각", NUMBER, "24시간 전기 사용 없음", town.now - timedelta(minutes=5))
    case = town.case_of(resident)
    assert case is not None
    assert (case.urgency, case.reasons) == (Urgency.DANGER, (Reason.VENDOR_ALARM,))
    officer.is_offered("welfare_visit", when="now")
    officer.accepts()
    _, url = officer.phone.button("button.open_page")
    page = html.unescape(town.opens_page(url, officer.pin))
    assert "다른 서비스에서 소식이 없다고 알려 옴" in page
    assert "든든e살핌 · 오늘 오전 9시 5분에 알려 옴: 심각 · 24시간 전기 사용 없음" in page
    officer.reports("well")
    assert town.case_of(resident) is None
    assert town.timeline_of(resident)[0] == "살핌을 시작함"


def test_what_officers_read_says_that_it_was_decided_elsewhere() -> None:
    assert say("case.reason.vendor_alarm", Language.ko) == "다른 서비스에서 소식이 없다고 알려 옴"
    assert say("case.source.vendors", Language.ko) == "다른 서비스 (그쪽에서 판단)"
    known = say("case.known.vendor_emergency", Language.ko)
    assert known == "다른 서비스로 응급 호출이 들어옴 (그쪽 기준)"


def test_her_own_fine_ends_what_another_service_calls_silence(town: Town) -> None:
    resident = town.resident("김순자", tier=Tier.MEDIUM)
    officer = town.officer()
    deundeun = OtherService(town)
    deundeun.serves(resident, NUMBER)
    town.until("09:10")
    deundeun.says("심각", NUMBER)
    officer.is_offered("welfare_visit", when="now")
    resident.writes("괘안심더")
    assert town.case_of(resident) is None
    officer.phone.shows("task.withdrawn.well")


def test_a_call_for_help_there_rings_the_office_and_is_ended_by_a_person(town: Town) -> None:
    resident = town.resident("김순자", tier=Tier.LOW)
    officer = town.officer()
    neighbour = town.helper("이영희")
    deundeun = OtherService(town)
    deundeun.serves(resident, NUMBER)
    town.until("10:00")
    deundeun.says("SOS", NUMBER, "응급 버튼 누름")
    case = town.case_of(resident)
    assert case is not None
    assert case.urgency is Urgency.EMERGENCY
    neighbour.is_offered("call_back", when="now")
    officer.is_offered("call_back", when="now")
    resident.writes("괘안심더")
    assert town.case_of(resident) is not None
    officer.accepts()
    officer.reports("handed_over")
    neighbour.phone.shows("task.withdrawn.handed_over")
    assert town.case_of(resident) is None


def test_nobody_is_rung_by_two_services_in_one_morning(town: Town) -> None:
    """She is asked every day; the day's question is spared, and the next day's comes as ever."""
    resident = town.resident("김순자", also=CALLS)
    deundeun = OtherService(town)
    deundeun.serves(resident, NUMBER)
    slot = town.slot_of(resident)
    town.until(slot - timedelta(minutes=30))
    deundeun.says("통화 완료", NUMBER, "AI 안부전화 응답")
    assert town.slot_of(resident) == slot + timedelta(days=1)
    town.until("20:00")
    assert town.case_of(resident) is None
    resident.is_asked()
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")


def test_a_call_of_theirs_while_we_ask_ends_our_asking_for_today(town: Town) -> None:
    resident = town.resident("김순자", also=CALLS)
    deundeun = OtherService(town)
    deundeun.serves(resident, NUMBER)
    resident.is_asked()
    town.advance(minutes=10)
    deundeun.says("통화 완료", NUMBER, "AI 안부전화 응답")
    town.until("20:00")  # no reminder, no call, no visit
    assert town.case_of(resident) is None


def test_who_is_asked_once_a_week_is_asked_the_next_working_day(town: Town) -> None:
    resident = town.resident("김순자", tier=Tier.MEDIUM)
    deundeun = OtherService(town)
    deundeun.serves(resident, NUMBER)
    slot = town.slot_of(resident)
    town.until(slot - timedelta(minutes=5))
    deundeun.says("통화 완료", NUMBER)
    assert timedelta() < town.slot_of(resident) - slot <= timedelta(days=4)


def test_that_they_spoke_with_her_says_that_she_lives_and_no_more(town: Town) -> None:
    resident = town.resident("김순자")
    officer = town.officer()
    deundeun = OtherService(town)
    deundeun.serves(resident, NUMBER)
    resident.is_asked()
    rung_at = town.at(town.now + timedelta(minutes=30))
    resident.asks_for_help()
    resident.phone.expects("reply.help", when=rung_at)
    resident.phone.shows("checkin.answered.help")
    officer.is_offered("call_back", when="now")
    deundeun.says("통화 완료", NUMBER)
    case = town.case_of(resident)
    assert case is not None
    assert case.known.alive_since
    assert case.urgency is Urgency.DANGER


def test_life_in_her_home_lowers_their_alarm_and_ends_nothing(town: Town) -> None:
    resident = town.resident("김순자", tier=Tier.MEDIUM)
    officer = town.officer()
    deundeun = OtherService(town)
    deundeun.serves(resident, NUMBER)
    town.until("09:10")
    deundeun.says("심각", NUMBER)
    officer.is_offered("welfare_visit", when="now")
    town.advance(minutes=2)
    deundeun.says("정상 복귀", NUMBER)
    case = town.case_of(resident)
    assert case is not None
    assert (case.urgency, case.reasons[-1]) == (Urgency.CAUTION, Reason.ALIVE_SINCE)


def test_their_device_is_at_fault_and_she_is_asked(town: Town) -> None:
    resident = town.resident("김순자", tier=Tier.MEDIUM)
    officer = town.officer()
    deundeun = OtherService(town)
    deundeun.serves(resident, NUMBER)
    town.until("14:00")
    if town.slot_of(resident) - town.now < timedelta(days=1):
        town.advance(days=1)
    deundeun.says("통신 두절", NUMBER)
    officer.is_offered("device_repair", when="today")
    resident.phone.expects("checkin.ask.device_fault", *ASKED)
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    assert town.case_of(resident) is None


def test_an_alarm_of_an_unknown_number_is_lost_to_nobody(town: Town) -> None:
    resident = town.resident("김순자", tier=Tier.MEDIUM)
    lead = town.lead()
    deundeun = OtherService(town)
    town.until("09:10")
    deundeun.says("심각", NUMBER, "24시간 전기 사용 없음")
    lead.phone.expects("vendor.waiting.pressing", count="1", pressing="1")
    assert deundeun.serves(resident, NUMBER) == 1
    case = town.case_of(resident)
    assert case is not None
    assert case.reasons == (Reason.VENDOR_ALARM,)
    town.advance(minutes=1)
    lead.is_offered("welfare_visit", when="now")
