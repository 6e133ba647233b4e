"""A danger of a home is recorded: no helper goes there, and officers read of it before they go."""

import html
from datetime import timedelta
from http import HTTPStatus

from residents import service as residents
from residents.model import Hazard, HazardKind, NewHazard
from signals.model import Ref
from tasks import service as tasks
from tasks.model import Task, TaskKind
from tests.scenarios.people import Resident, Worker
from tests.scenarios.test_results_by_telephone import (
    HELLO,
    KEYS,
    THANKS,
    is_on_her_way,
    is_rung_and_presses,
)
from tests.scenarios.test_somebody_goes import falls_silent
from tests.scenarios.test_two_behind_one_door import a_couple, both_fall_silent
from tests.scenarios.town import Town

DOG = "위험이 적혀 있는 댁입니다: 사나운 개. 혼자 가지 마세요."
REPORTED = "위험이 적혀 있는 댁입니다: 위험해서 들어가지 않았다는 말씀. 혼자 가지 마세요."
WORDS = "대문 안쪽에 묶이지 않은 개가 있음"
TO_OFFICERS = (
    "이 일은 담당자가 이어서 합니다. 댁에는 가지 않으셔도 됩니다. "
    "가시는 길이면 돌아오셔도 괜찮습니다. 마음 써 주셔서 고맙습니다."
)
TURNED_BACK = (
    "들어가지 않기를 잘하셨습니다. 담당자가 이어서 살피고, 무엇이 위험했는지 전화로 여쭙겠습니다. "
    "고맙습니다."
)
BY_PHONE = "전화로만 여쭤 주세요. 찾아뵙는 일은 담당자가 합니다."
TAKE = ("맡을게요", "이번엔 어려워요")


def records(
    town: Town, resident: Resident, by: Worker, kind: HazardKind = HazardKind.DOG, **days: int
) -> Hazard:
    """An official records it, as `POST /residents/{id}/hazards` does."""
    with town.service.database.write() as uow:
        until = uow.now + timedelta(**days) if days else None
        new = NewHazard(kind, WORDS, uow.now, until, by.ref)
        found = residents.record_hazard(uow, resident.ref, new)
    town.settle()
    return found


def lifts(town: Town, resident: Resident, hazard: Hazard, by: Ref) -> None:
    with town.service.database.write() as uow:
        residents.lift_hazard(uow, resident.ref, hazard.id, by, "개를 친척 집에 보냄")
    town.settle()


def newest(worker: Worker) -> str:
    return worker.phone.unread[-1].partition(": ")[2]


def is_warned(town: Town, officer: Worker, resident: Resident, warning: str) -> None:
    """The visit is offered to an officer, whose card ends with the warning."""
    (visit,) = _work(town, resident, TaskKind.WELFARE_VISIT)
    officer.phone.reads(
        f"지좌동 · 안부 방문\n언제: 지금 바로\n번호: {visit.code}\n{warning}",
        *TAKE,
    )


def test_officers_go_where_a_dog_is(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour, officer = town.helper("이영희"), town.officer()
    town.lead()
    records(town, resident, officer)
    falls_silent(town, resident)
    is_warned(town, officer, resident, DOG)
    officer.presses("button.accept", "task.toast")
    assert newest(officer).endswith(DOG)
    officer.phone.skips(1)
    _, url = officer.phone.button("button.open_page")
    page = html.unescape(town.opens_page(url, officer.pin))
    assert "위험이 적혀 있는 댁입니다. 혼자 가지 마세요." in page
    assert f"사나운 개: {WORDS}" in page
    officer.presses("button.result.well", "task.toast")
    officer.phone.skips(1)
    assert town.case_of(resident) is None
    neighbour.phone.expects_nothing()


def test_who_is_on_her_way_is_called_back_kindly(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour, officer = town.helper("이영희"), town.officer()
    town.lead()
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    code = neighbour.code
    _, url = neighbour.phone.button("button.open_page")
    records(town, resident, officer)
    assert newest(neighbour) == f"번호 {code}: {TO_OFFICERS}"
    neighbour.phone.skips(1)
    is_warned(town, officer, resident, DOG)
    officer.presses("button.accept", "task.toast")
    officer.phone.skips(1)
    assert town.sends_form(url, pin=neighbour.pin).status_code == HTTPStatus.NOT_FOUND
    assert not any("개" in shown for shown in neighbour.phone.everything)
    assert "댁의 위험을 적음" in town.timeline_of(resident)


def test_who_was_asked_is_asked_no_more(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour, officer = town.helper("이영희"), town.officer()
    town.lead()
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    message_id, accept = neighbour.phone.button("button.accept")
    records(town, resident, officer)
    neighbour.phone.shows("task.expired")
    is_warned(town, officer, resident, DOG)
    town.does(town.telegram.press(neighbour.phone.chat_id, message_id, accept))
    neighbour.phone.flashes("task.toast")
    town.settle()
    assert town.who_has_the_work(resident) is None


def test_she_did_not_go_in(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour, other, officer = town.helper("이영희"), town.helper("정말순"), town.officer()
    town.lead()
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    other.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    other.phone.shows("task.taken")
    code = neighbour.code
    neighbour.presses_what_says("위험해서 들어가지 않았어요", "task.toast")
    assert newest(neighbour) == f"번호 {code}: {TURNED_BACK}"
    neighbour.phone.skips(1)
    other.phone.expects_nothing()
    is_warned(town, officer, resident, REPORTED)
    town.advance(minutes=1)
    (check,) = _work(town, resident, TaskKind.HAZARD_CHECK)
    officer.phone.reads(
        f"지좌동 · 댁의 위험 확인\n언제: 오늘 중으로\n번호: {check.code}\n{REPORTED}", *TAKE
    )


def test_an_officer_looks_into_it(town: Town) -> None:
    """She reads whom to ring; what she records settles what was reported."""
    resident = town.resident("김순자")
    neighbour, officer = town.helper("이영희"), town.officer()
    town.lead()
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    neighbour.presses_what_says("위험해서 들어가지 않았어요", "task.toast")
    neighbour.phone.skips(1)
    town.advance(minutes=1)
    officer.phone.skips(2)
    check, visit = _work(town, resident, TaskKind.HAZARD_CHECK, TaskKind.WELFARE_VISIT)
    officer.presses("button.accept", "task.toast")
    (card,) = officer.phone.unread
    assert card.partition(": ")[2] == (
        f"지좌동 · 댁의 위험 확인\n번호: {check.code}\n내일 낮 12시 40분까지 부탁드립니다.\n\n"
        "위험해서 댁에 들어가지 않았다는 말씀이 있었습니다. 어느 댁인지, 어느 분께 여쭐지는 아래 "
        "버튼을 누르고 비밀번호를 넣으시면 보입니다.\n무엇이 위험한지 업무 화면에 적어 주세요. "
        f"그때까지 이웃께는 그 댁에 가시는 일을 부탁드리지 않습니다.\n{REPORTED}"
    )
    officer.phone.skips(1)
    _, url = officer.phone.button("button.open_page")
    page = html.unescape(town.opens_page(url, officer.pin))
    assert f"{resident.name}" in page
    assert f"위험해서 들어가지 않았다는 말씀: {neighbour.name} {neighbour.number}" in page
    records(town, resident, officer)
    assert _work(town, resident, TaskKind.HAZARD_CHECK) == []
    with town.service.database.read() as uow:
        assert residents.standing_hazards(uow, resident.ref) == (HazardKind.DOG,)
    officer.phone.skips(len(officer.phone.unread))
    officer.presses("button.accept", "task.toast")
    assert newest(officer).startswith(f"지좌동 · 안부 방문\n번호: {visit.code}\n")
    assert newest(officer).endswith(DOG)
    officer.phone.skips(len(officer.phone.unread))


def test_nothing_was_dangerous(town: Town) -> None:
    """What was reported is lifted: helpers are asked again, and nobody has to look into it."""
    resident = town.resident("김순자")
    neighbour, officer = town.helper("이영희"), town.officer()
    town.lead()
    town.until("09:30")
    hazard = records(town, resident, officer, HazardKind.REPORTED)
    assert newest(officer).endswith(REPORTED)
    officer.phone.skips(1)
    lifts(town, resident, hazard, officer.ref)
    assert "댁의 위험 확인" not in newest(officer)
    officer.phone.skips(1)
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    assert _work(town, resident, TaskKind.HAZARD_CHECK) == []


def test_it_ends_on_its_day(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour, officer = town.helper("이영희"), town.officer()
    town.lead()
    records(town, resident, officer, HazardKind.INFECTION, hours=1)
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")


def test_a_helper_may_ring_and_not_go(town: Town) -> None:
    """Work by telephone stays with helpers; their page leads to no door and says nothing of why."""
    resident = town.resident("김순자")
    neighbour, officer = town.helper("이영희"), town.officer()
    town.lead()
    records(town, resident, officer)
    resident.is_asked()
    resident.asks_for_help()
    resident.phone.skips(2)
    neighbour.is_offered("call_back", when="now")
    neighbour.accepts()
    _, url = neighbour.phone.button("button.open_page")
    page = html.unescape(town.opens_page(url, neighbour.pin))
    assert BY_PHONE in page
    assert resident.number in page
    assert resident.address not in page
    assert "위험이 적혀" not in page
    assert "이웃, 이장님, 경로당" not in page


def test_the_nearest_is_not_sent_there(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour, officer = town.helper("이영희"), town.officer()
    town.lead()
    records(town, resident, officer, HazardKind.VIOLENCE)
    resident.is_asked()
    resident.writes("넘어져서 못 일어나겠어요 119 불러 주세요")
    resident.phone.skips(len(resident.phone.unread))
    assert newest(officer).endswith(
        "위험이 적혀 있는 댁입니다: 폭력을 쓴 적이 있는 사람. 혼자 가지 마세요."
    )
    officer.phone.skips(1)
    neighbour.phone.expects_nothing()
    assert len(_work(town, resident)) == 1


def test_it_is_a_danger_for_whoever_comes_to_anybody_there(town: Town) -> None:
    """One visit to two: both of it goes to officers, though it was recorded of one of them."""
    wife, husband = a_couple(town)
    neighbour, officer = town.helper("이영희"), town.officer()
    town.lead()
    both_fall_silent(town, wife, husband)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.presses("button.accept", "task.toast")
    neighbour.phone.skips(1)
    records(town, husband, officer)
    assert all(TO_OFFICERS in one for one in neighbour.phone.unread)
    neighbour.phone.skips(2)
    visits = [one for her in (wife, husband) for one in _work(town, her)]
    assert [one.accepted_by for one in visits] == [None, None]
    lines = [f"번호 {one.code} · 지좌동 · 안부 방문 · 지금 바로\n{DOG}" for one in visits]
    head = "기다리는 일이 2건 있습니다.\n맡으실 일의 번호를 눌러 주세요."
    officer.phone.lists("\n\n".join((head, *lines)), *(f"{one.code} 맡을게요" for one in visits))


def test_a_key_says_that_she_did_not_go_in(town: Town) -> None:
    resident, neighbour = is_on_her_way(town)
    officer = town.officer()
    is_rung_and_presses(town, neighbour, "480271#", "0")
    neighbour.telephone.heard(HELLO, KEYS, THANKS)
    with town.service.database.read() as uow:
        assert residents.standing_hazards(uow, resident.ref) == (HazardKind.REPORTED,)
    (visit,) = _work(town, resident, TaskKind.WELFARE_VISIT)
    assert visit.accepted_by is None
    is_warned(town, officer, resident, REPORTED)


def _work(town: Town, resident: Resident, *kinds: TaskKind) -> list[Task]:
    """Open work about her, of these kinds or all, in their order."""
    with town.service.database.read() as uow:
        known = tasks.open_about(uow, resident.ref)
    wanted = kinds or tuple(one.new.kind for one in known)
    return [one for kind in wanted for one in known if one.new.kind is kind]
