"""Whoever took work by telephone is rung for its result, or rings, and says it by keys."""

from datetime import datetime, timedelta

import pytest

from escalation import store as cases
from escalation.model import Urgency
from tasks import store as tasks
from tasks.model import Result, TaskKind
from tests.scenarios.people import ASKED, Resident, Worker
from tests.scenarios.town import Town

HELLO = (
    "안녕하세요, 김천시 자동 전화입니다. 맡아 주신 일이 어떻게 되었는지 여쭈려고 전화드렸습니다. "
    "비밀번호를 누르시고 우물 정자를 눌러 주세요."
)
KEYS = (
    "위급해 보이면 육번을 눌러 주세요. 뵙고 잘 계시면 일번을 눌러 주세요. "
    "통화해서 잘 계시면 이번을 눌러 주세요. 댁을 비우신 것이 확실하면 삼번을 눌러 주세요. "
    "기척이 없으면 사번을 눌러 주세요. 도움이 필요해 보이면 오번을 눌러 주세요. "
    "위험해서 돌아오셨으면 영번을 눌러 주세요. 나중에 알리시려면 칠번을 눌러 주세요. "
    "다시 들으시려면 구번을 눌러 주세요."
)
LADDER = (
    "목소리나 텔레비전 소리가 들리나요? 우편물, 계량기, 불빛, 냄새는 어떤가요? "
    "전화를 걸면 안에서 벨이 울리나요? 이웃, 이장님, 경로당에 여쭤보셨나요? "
    "위급해 보이면 육번을 눌러 주세요. 살펴보셨는데도 기척이 없으면 사번을 눌러 주세요. "
    "더 살펴보고 알려 주시려면 칠번을 눌러 주세요. 다시 들으시려면 구번을 눌러 주세요."
)
GOODBYE = "편안한 하루 보내세요. 안녕히 계세요."
THANKS = f"알려 주셔서 고맙습니다. 접수했습니다. {GOODBYE}"
DANGER = (
    "지금 이 전화를 끊고 일일구를 눌러 주세요. 문은 열지 마시고 밖에서 기다려 주세요. "
    "담당자도 바로 전화드립니다."
)
LATER = f"네, 잠시 뒤에 다시 전화드리겠습니다. 먼저 이 번호로 전화하셔도 됩니다. {GOODBYE}"
LEFT = f"결과는 공오사, 사이일, 이육육일, 이 번호로 전화해서 알려 주셔도 됩니다. {GOODBYE}"
WRONG_PIN = "비밀번호가 다릅니다. 다시 누르시고 우물 정자를 눌러 주세요."
WRONG_KEY = "다른 번호를 누르셨습니다. 다시 말씀드리겠습니다."
SLOWLY = "천천히 하셔도 괜찮습니다. 다시 말씀드리겠습니다."
TAKEN_BACK = (
    "안녕하세요, 김천시 자동 전화입니다. 맡으셨던 일은 다른 분께 부탁드리기로 했습니다. "
    f"이제 하지 않으셔도 됩니다. 마음 써 주셔서 고맙습니다. {GOODBYE}"
)
NOT_NEEDED = (
    "안녕하세요, 김천시 자동 전화입니다. 맡으셨던 일은 이제 하지 않으셔도 됩니다. "
    f"마음 써 주셔서 고맙습니다. {GOODBYE}"
)
TAKES = ("1", "480271#")
"""She takes it, and hears where to go."""


def is_on_her_way(town: Town) -> tuple[Resident, Worker]:
    """She did not answer; a neighbour without a messenger took the visit."""
    resident = town.resident("김순자")
    neighbour = town.helper("이영희", telegram=False)
    takes(neighbour)
    resident.is_asked()
    town.advance(minutes=45)
    resident.phone.expects("checkin.remind", *ASKED)
    town.until_called(neighbour)
    neighbour.telephone.was_called("안부 방문")
    return resident, neighbour


def takes(neighbour: Worker) -> None:
    answering = neighbour.telephone.answers()
    for keys in TAKES:
        answering.presses(keys)


def result_of(town: Town, resident: Resident) -> Result | None:
    """How the first visit to her ended."""
    with town.service.database.read() as uow:
        known = tasks.about_since(uow, resident.ref, town.now - timedelta(days=1))
    return next(one.result for one in known if one.new.kind is TaskKind.WELFARE_VISIT)


def debrief_by(town: Town, resident: Resident) -> datetime:
    """By when somebody talks with whoever found her."""
    with town.service.database.read() as uow:
        known = tasks.about_since(uow, resident.ref, town.now - timedelta(days=1))
    (by,) = [one.new.do_by for one in known if one.new.kind is TaskKind.DEBRIEF]
    assert by is not None
    return by


def is_rung_and_presses(town: Town, neighbour: Worker, *keys: str) -> None:
    answering = neighbour.telephone.answers()
    for one in keys:
        answering.presses(one)
    town.until_called(neighbour)


@pytest.mark.parametrize(("key", "result"), [("1", Result.SEEN_WELL), ("2", Result.SPOKEN_WELL)])
def test_she_is_rung_and_says_by_key_how_it_went(town: Town, key: str, result: Result) -> None:
    resident, neighbour = is_on_her_way(town)
    is_rung_and_presses(town, neighbour, "480271#", key)
    neighbour.telephone.heard(HELLO, KEYS, THANKS)
    assert result_of(town, resident) is result
    town.advance(minutes=40)


@pytest.mark.parametrize(("key", "result"), [("3", Result.AWAY), ("5", Result.NEEDS_HELP)])
def test_what_an_officer_has_to_see_to_goes_to_her(town: Town, key: str, result: Result) -> None:
    resident, neighbour = is_on_her_way(town)
    is_rung_and_presses(town, neighbour, "480271#", key)
    neighbour.telephone.heard(HELLO, KEYS, THANKS)
    assert result_of(town, resident) is result


def test_at_a_silent_door_she_is_asked_what_she_saw_there(town: Town) -> None:
    resident, neighbour = is_on_her_way(town)
    is_rung_and_presses(town, neighbour, "480271#", "4", "4")
    neighbour.telephone.heard(HELLO, KEYS, LADDER, THANKS)
    neighbour.telephone.was_called()  # the second visit is offered, too
    assert result_of(town, resident) is Result.NO_ANSWER


def test_whoever_hangs_up_at_the_door_is_rung_once_more(town: Town) -> None:
    resident, neighbour = is_on_her_way(town)
    neighbour.telephone.answers().presses("480271#").presses("4").hangs_up()
    town.until_called(neighbour)
    neighbour.telephone.heard(HELLO, KEYS, LADDER)
    assert result_of(town, resident) is None
    is_rung_and_presses(town, neighbour, "480271#", "1")
    neighbour.telephone.heard(HELLO, KEYS, THANKS)
    assert result_of(town, resident) is Result.SEEN_WELL


def test_danger_is_answered_at_once_and_the_officer_is_called(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희", telegram=False)
    officer = town.officer(telephone=True)
    town.lead()
    takes(neighbour)
    resident.is_asked()
    town.advance(minutes=45)
    resident.phone.expects("checkin.remind", *ASKED)
    town.until_called(neighbour)
    neighbour.telephone.was_called("안부 방문")
    is_rung_and_presses(town, neighbour, "480271#", "6")
    neighbour.telephone.heard(HELLO, KEYS, DANGER)
    assert result_of(town, resident) is Result.DANGER
    town.advance(minutes=1)
    officer.is_offered("welfare_visit", when="now")
    officer.telephone.was_called()
    officer.is_offered("debrief", when=debrief_by(town, resident))
    with town.service.database.read() as uow:
        found = cases.open_of(uow, resident.ref)
    assert found is not None
    assert found[0].urgency is Urgency.EMERGENCY


def test_wrong_keys_and_silence_are_asked_again_and_then_left_to_the_officer(town: Town) -> None:
    resident, neighbour = is_on_her_way(town)
    is_rung_and_presses(town, neighbour, "480271#", "8")
    neighbour.telephone.heard(HELLO, KEYS, WRONG_KEY, KEYS, SLOWLY, KEYS, LEFT)
    assert result_of(town, resident) is None
    is_rung_and_presses(town, neighbour, "111222#", "480271#", "7")
    neighbour.telephone.heard(HELLO, WRONG_PIN, KEYS, LATER)
    is_rung_and_presses(town, neighbour)
    neighbour.telephone.was_called(HELLO)
    assert result_of(town, resident) is None


def test_nobody_says_anything_in_her_name_without_the_pin(town: Town) -> None:
    resident, neighbour = is_on_her_way(town)
    is_rung_and_presses(town, neighbour, "1", "1", "1")
    assert result_of(town, resident) is None
    neighbour.telephone.was_called(HELLO)


def test_she_may_ring_and_say_it_before_she_is_rung(town: Town) -> None:
    resident, neighbour = is_on_her_way(town)
    said = neighbour.calls_the_city("480271#", "8", "1")
    assert said.endswith(f"{KEYS} {THANKS}")
    assert result_of(town, resident) is Result.SEEN_WELL
    town.advance(hours=1)


def test_whoever_does_not_come_hears_that_another_is_asked(town: Town) -> None:
    resident, neighbour = is_on_her_way(town)
    town.until_called(neighbour)
    town.until_called(neighbour)
    neighbour.telephone.was_called()
    neighbour.telephone.was_called()
    neighbour.telephone.answers()
    town.until_called(neighbour)
    neighbour.telephone.heard(TAKEN_BACK)
    assert result_of(town, resident) is None


def test_whoever_is_on_her_way_hears_that_she_need_not_go(town: Town) -> None:
    resident, neighbour = is_on_her_way(town)
    neighbour.telephone.answers()
    resident.says_she_is_fine()
    resident.phone.shows("checkin.answered.fine")
    resident.phone.expects("checkin.thanks.late")
    town.until_called(neighbour)
    neighbour.telephone.heard(NOT_NEEDED)
