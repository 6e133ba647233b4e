"""A couple falls silent: two cases, one card, one visit, and a result for each of them."""

import html
import re
from datetime import time, timedelta
from http import HTTPStatus

from checkins import service as checkins
from checkins.model import Wishes
from residents import service as residents
from tests.scenarios.people import Resident, Worker
from tests.scenarios.town import Town


def a_couple(town: Town) -> tuple[Resident, Resident]:
    """Both are asked at nine."""
    wife = town.resident("김순자")
    husband = town.resident("이영수", lives_with=wife)
    with town.service.database.write() as uow:
        for one in (wife, husband):
            her = residents.outline(uow, one.ref)
            checkins.wish(uow, town.service.means, her, Wishes(times=(time(9),)), "staff:1")
    return wife, husband


def both_fall_silent(town: Town, *couple: Resident) -> None:
    """Each of them is asked, and asked again, and nothing is heard of either."""
    last = max(town.slot_of(one) for one in couple)
    town.until(last + timedelta(minutes=150, seconds=30))
    for one in couple:
        one.phone._read += len(one.phone.unread)
        assert town.case_of(one) is not None


def tasks_on(page: str) -> dict[str, str]:
    """Name → id of the work, as the page has them."""
    names = re.findall(r'<dd lang="ko">([^<]+)</dd>', page)[1:]
    ids = list(dict.fromkeys(re.findall(r'name="task" value="([^"]+)"', page)))
    return dict(zip(map(html.unescape, names), ids, strict=True))


def goes(town: Town, helper: Worker) -> tuple[str, dict[str, str]]:
    """One card, accepted once; the address of its page, and who stands on it."""
    helper.is_offered("welfare_visit", when="now")
    helper.phone.expects_nothing()
    helper.presses("button.accept", "task.toast")
    shown = helper.phone.unread
    assert len(shown) == 1
    assert "한 댁에 계신 여러 분을 함께 뵙는 일입니다." in shown[0]
    helper.phone._read += 1
    _, url = helper.phone.button("button.open_page")
    return url, tasks_on(town.opens_page(url, helper.pin))


def test_one_card_and_one_page_with_both_names(town: Town) -> None:
    wife, husband = a_couple(town)
    neighbour = town.helper("정말순")
    town.officer()
    both_fall_silent(town, wife, husband)
    url, known = goes(town, neighbour)
    assert set(known) == {"김순자", "이영수"}
    page = html.unescape(town.opens_page(url, neighbour.pin))
    assert page.count(wife.address) == 1
    for words in ("직접 뵀어요, 잘 계세요", "기척이 없어요", "만나 보시고 하나를 눌러 주세요"):
        assert page.count(words) == 2
    assert {who for who, _ in town.who_looked_at(husband)} == {neighbour.ref}
    town.sends_form(url, task=known["김순자"], result="seen_well")
    town.sends_form(url, task=known["이영수"], result="seen_well")
    town.settle()
    neighbour.phone._read += len(neighbour.phone.unread)
    assert town.case_of(wife) is None
    assert town.case_of(husband) is None


def test_the_visit_is_not_done_until_both_have_a_result(town: Town) -> None:
    wife, husband = a_couple(town)
    neighbour, officer = town.helper("정말순"), town.officer()
    both_fall_silent(town, wife, husband)
    url, known = goes(town, neighbour)
    answer = town.sends_form(url, task=known["김순자"], result="seen_well")
    town.settle()
    left = html.unescape(answer.text)
    assert "이영수" in left
    assert "김순자" not in left
    assert town.case_of(wife) is None
    assert town.case_of(husband) is not None
    assert town.who_has_the_work(husband) == neighbour.ref
    answer = town.sends_form(url, task=known["이영수"], result="needs_help")
    town.settle()
    assert "알려 주신 내용을 잘 받았습니다. 살펴 주셔서 고맙습니다." in html.unescape(answer.text)
    assert town.case_of(husband) is not None
    neighbour.phone._read += len(neighbour.phone.unread)
    officer.is_offered("call_back", when="now")
    officer.accepts()
    officer.reports("helped")


def test_whoever_is_on_her_way_looks_after_the_other_too(town: Town) -> None:
    """The second is missed only later: no other card goes out, hers says so."""
    wife, husband = a_couple(town)
    neighbour, other = town.helper("정말순"), town.helper("박말자")
    first, second = sorted((wife, husband), key=town.slot_of)
    town.until(town.slot_of(first) + timedelta(minutes=150, seconds=10))
    neighbour.is_offered("welfare_visit", when="now")
    other.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    other.phone.shows("task.taken")
    town.advance(minutes=25)
    for one in (first, second):
        one.phone._read += len(one.phone.unread)
    assert town.case_of(second) is not None
    assert town.who_has_the_work(second) == neighbour.ref
    assert "한 댁에 계신 여러 분을 함께 뵙는 일입니다." in neighbour.phone.unread[-1]
    assert other.phone.unread == []
    _, url = neighbour.phone.button("button.open_page")
    for task in tasks_on(town.opens_page(url, neighbour.pin)).values():
        town.sends_form(url, task=task, result="spoken_well")
    town.settle()
    neighbour.phone._read += len(neighbour.phone.unread)
    assert town.case_of(first) is None
    assert town.case_of(second) is None


def test_declining_the_door_is_one_answer(town: Town) -> None:
    wife, husband = a_couple(town)
    neighbour, officer = town.helper("정말순"), town.officer()
    both_fall_silent(town, wife, husband)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.declines()
    officer.is_offered("welfare_visit", when="now")
    officer.phone.expects_nothing()


def test_back_at_an_hour_on_the_page(town: Town) -> None:
    wife, husband = a_couple(town)
    neighbour = town.helper("정말순")
    both_fall_silent(town, wife, husband)
    url, known = goes(town, neighbour)
    late = (town.now + timedelta(hours=2, minutes=5)).strftime("%H:%M")
    refused = town.sends_form(url, task=known["이영수"], result="wait", at=late)
    assert "두 시간 안에 돌아오실 때만 기다릴 수 있습니다." in html.unescape(refused.text)
    soon = (town.now + timedelta(hours=1)).strftime("%H:%M")
    noted = town.sends_form(url, task=known["이영수"], result="wait", at=soon)
    assert "에 돌아오신다고 적어 두었습니다. 그때 다시 여쭙겠습니다." in html.unescape(noted.text)
    town.settle()
    assert "외출 중이시라 돌아오실 때 다시 뵙기로 함" in town.timeline_of(husband)
    for task in known.values():
        town.sends_form(url, task=task, result="seen_well")
    town.settle()
    neighbour.phone._read += len(neighbour.phone.unread)
    assert town.case_of(husband) is None


def test_another_browser_gives_no_result(town: Town) -> None:
    wife, husband = a_couple(town)
    neighbour = town.helper("정말순")
    both_fall_silent(town, wife, husband)
    url, known = goes(town, neighbour)
    refused = town.sends_form_from_elsewhere(url, task=known["김순자"], result="seen_well")
    assert refused.status_code == HTTPStatus.FORBIDDEN
    town.settle()
    assert town.case_of(wife) is not None
    for task in known.values():
        town.sends_form(url, task=task, result="seen_well")
    town.settle()
    neighbour.phone._read += len(neighbour.phone.unread)
