"""Nobody is at home, and a neighbour knows when she comes back: the same person goes again."""

from datetime import timedelta

from tests.scenarios.people import WORKING, Worker
from tests.scenarios.test_somebody_goes import falls_silent
from tests.scenarios.town import Town


def hears_when_she_is_back(worker: Worker, button: str) -> None:
    """What a neighbour said is noted on the card, which no longer offers to wait."""
    whose = "task" if worker.is_helper else "staff"
    minutes = int(button.rpartition(".")[2])
    worker.presses(button, "task.toast")
    back = worker.town.at(worker.town.now + timedelta(minutes=minutes, seconds=-5))
    worker.phone.shows(f"{whose}.back", *WORKING[f"{whose}.back"], back=back)


def test_the_case_waits_and_the_same_neighbour_is_asked_again(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour, officer = town.helper("이영희"), town.officer()
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    hears_when_she_is_back(neighbour, "button.back.60")
    assert "외출 중이시라 돌아오실 때 다시 뵙기로 함" in town.timeline_of(resident)
    town.advance(minutes=58)
    assert officer.phone.unread == []
    town.advance(minutes=3)
    neighbour.phone.expects("task.back.now", *WORKING["task.back"])
    assert town.who_has_the_work(resident) == neighbour.ref
    neighbour.reports("well")
    assert town.case_of(resident) is None
    town.advance(hours=2)


def test_the_words_on_her_card(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour = town.helper("이영희")
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    code = neighbour.code
    neighbour.presses("button.back.30", "task.toast")
    at = town.at(town.now + timedelta(minutes=30, seconds=-5))
    words = (
        f"번호 {code}: {at}에 돌아오신다고 적어 두었습니다. "
        "그때 다시 여쭙겠습니다. 그 전에 만나시면 아래에서 눌러 주세요."
    )
    assert neighbour.phone.unread == [f"이영희: {words}"]
    neighbour.phone.shows("task.back", *WORKING["task.back"], back=at)
    neighbour.reports("well")
    town.advance(hours=1)


def test_whoever_does_not_look_again_makes_room_for_others(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour, officer = town.helper("이영희"), town.officer()
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    hears_when_she_is_back(neighbour, "button.back.120")
    town.advance(minutes=121)
    neighbour.phone.expects("task.back.now", *WORKING["task.back"])
    town.advance(minutes=60)
    neighbour.phone.expects("task.taken_back")
    officer.is_offered("welfare_visit", when="now")
    officer.accepts()
    officer.reports("well")
    town.advance(hours=1)


def test_she_may_be_met_before(town: Town) -> None:
    resident = town.resident("김순자")
    neighbour, officer = town.helper("이영희"), town.officer()
    falls_silent(town, resident)
    neighbour.is_offered("welfare_visit", when="now")
    neighbour.accepts()
    hears_when_she_is_back(neighbour, "button.back.120")
    town.advance(minutes=20)
    neighbour.reports("needs_help")
    officer.is_offered("call_back", when="now")
    officer.accepts()
    officer.reports("spoken")
    town.advance(hours=2)
