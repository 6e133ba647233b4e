"""An official finds on her page whom to ring and what to say; the program rings nobody."""

import html
import re

from escalation import service as escalation
from escalation.model import FactKind
from tests.scenarios.people import ASKED, Resident, Worker
from tests.scenarios.town import Town
from tests.support.inprocess import MENTAL_HEALTH_PHONE

CALL_119 = "지금 119를 눌러 주세요. 저희도 바로 전화드립니다."
WE = "김천시 지좌동 담당 공무원입니다. 도움이 급한 분이 계십니다."
ALONE = "혼자 지내십니다."
QUIETLY = "소리 없이 와 주시고, 댁에 계신 분께 누가 알렸는지 말씀하지 말아 주십시오."


def page_of(town: Town, worker: Worker) -> tuple[str, str]:
    """The page of the work that she has: its address, and what stands on it."""
    _, url = worker.phone.button("button.open_page")
    return url, html.unescape(town.opens_page(url, worker.pin))


def read_out(page: str) -> list[str]:
    (quoted,) = re.findall(r"<blockquote>(.*?)</blockquote>", page, re.DOTALL)
    return re.findall(r"<p[^>]*>(.*?)</p>", quoted)


def task_on(page: str) -> str:
    first: str = re.findall(r'name="task" value="([^"]+)"', page)[0]
    return first


def rung_by(page: str) -> list[str]:
    return re.findall(r'href="tel:([^+"]+)"', page)


def told_of(town: Town, resident: Resident) -> list[tuple[str, str]]:
    """Whom an official told, and who did, as the timeline has it."""
    case = town.case_of(resident)
    assert case is not None
    with town.service.database.read() as uow:
        facts = escalation.timeline(uow, case.id)
    return [
        (one.data["to"], one.data["told"]["by"]) for one in facts if one.kind is FactKind.DISCLOSED
    ]


def has_it(town: Town, words: str, answer: str) -> tuple[Resident, Worker]:
    resident, officer = town.resident("김순자"), town.officer()
    town.until("09:02")
    resident.writes(words)
    if answer == CALL_119:
        resident.phone.reads(answer)
    else:
        resident.phone.expects(answer)
    officer.is_offered("call_back", when="now")
    officer.accepts()
    return resident, officer


def test_in_mortal_danger_she_reads_it_out_to_119_and_writes_down_that_she_did(
    town: Town,
) -> None:
    resident, officer = has_it(town, "숨이 차서 죽겠어요", CALL_119)
    url, page = page_of(town, officer)
    assert rung_by(page) == ["119", "112"]
    assert read_out(page) == [
        WE,
        f"{resident.address}, 김순자 님, 85세쯤 되십니다.",
        ALONE,
        "오늘 오전 9시 2분부터: 급한 병이나 통증을 말씀하심.",
        f"그분 전화는 {resident.number}입니다.",
    ]
    task = task_on(page)
    page = html.unescape(town.sends_form(url, task=task, told="119").text)
    assert "오늘 오전 9시 2분 · 119에 알리셨습니다." in page
    assert told_of(town, resident) == [("119", officer.ref)]
    officer.reports("spoken")
    town.advance(hours=1)


def test_a_wish_to_die_is_for_the_centre_and_for_nobody_around_her(town: Town) -> None:
    resident, officer = has_it(town, "이제 그만 살고 싶어요", "reply.urgent.self_harm")
    url, page = page_of(town, officer)
    assert rung_by(page) == ["119", "112", MENTAL_HEALTH_PHONE, "1577-0199"]
    assert "이웃과 가족, 집주인께는 알리지 않습니다. 본인께는 109(24시간)를" in page
    answer = town.sends_form(url, task=task_on(page), told="mental_health")
    assert "정신건강복지센터에 알리셨습니다." in html.unescape(answer.text)
    assert told_of(town, resident) == [("mental_health", officer.ref)]
    officer.reports("spoken")
    town.advance(hours=1)


def test_of_violence_112_hears_to_come_quietly_and_nobody_rings_the_home_first(
    town: Town,
) -> None:
    _, officer = has_it(town, "아들이 때려요", "reply.urgent.violence")
    _, page = page_of(town, officer)
    assert rung_by(page) == ["112", "119"]
    assert read_out(page)[-1] == QUIETLY
    assert "댁에 먼저 전화하지 마세요." in page
    officer.reports("spoken")
    town.advance(hours=1)


def test_a_neighbour_finds_nothing_of_it_and_cannot_say_it(town: Town) -> None:
    resident, neighbour = town.resident("김순자"), town.helper("이영희")
    officer = town.officer()
    town.until("09:02")
    resident.writes("숨이 차서 죽겠어요")
    resident.phone.reads(CALL_119)
    neighbour.is_offered("call_back", when="now")
    officer.is_offered("call_back", when="now")
    neighbour.accepts()
    url, page = page_of(town, neighbour)
    assert rung_by(page) == []
    assert "<blockquote>" not in page
    town.sends_form(url, task=task_on(page), told="119")
    assert told_of(town, resident) == []
    officer.accepts()
    officer.reports("spoken")
    neighbour.phone.expects("task.withdrawn.well")
    town.advance(hours=1)


def test_a_silence_that_is_no_emergency_has_nobody_to_ring(town: Town) -> None:
    resident, officer = town.resident("김순자", helpers=False), town.officer()
    resident.is_asked()
    town.until_told(officer)
    resident.phone.expects("checkin.remind", *ASKED)
    officer.is_offered("welfare_visit", when="now")
    officer.accepts()
    _, page = page_of(town, officer)
    assert rung_by(page) == []
    officer.reports("well")
    town.advance(hours=1)
