"""A survey, a lesson, a follow-up: an officer asks for it, keeps it, and says so."""

from datetime import timedelta

import pytest

from escalation.model import Reason
from residents import service as residents
from tasks.model import TaskKind
from tasks.office import asked_by
from tests.scenarios.people import Resident, Worker
from tests.scenarios.town import Town


def takes_on(town: Town, officer: Worker, resident: Resident, kind: TaskKind) -> None:
    """She asks for it herself, as `POST /residents/{id}/tasks` does, and has it."""
    with town.service.database.write() as uow:
        her = residents.outline(uow, resident.ref)
        due = uow.now + timedelta(days=7)
        new = asked_by(officer.ref, her, kind, due, herself=True)
        town.service.tasks.accept(uow, town.service.tasks.open(uow, new), officer.ref)
    town.settle()


def reads_her_card(town: Town, officer: Worker, kind: str) -> None:
    """The card says what and until when, and has a form of its own."""
    text = officer.phone.unread[-1]
    assert f"지좌동 · {kind}" in text
    assert "까지 부탁드립니다." in text
    assert "마치시면 아래에서 눌러 주세요." in text
    officer.phone._read += len(officer.phone.unread)


def says(officer: Worker, label: str) -> list[str]:
    """She presses it; what her phone then shows."""
    officer.presses(label, "task.toast")
    shown = officer.phone.unread
    officer.phone._read += len(shown)
    return shown


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (TaskKind.SURVEY, "설문 여쭙기"),
        (TaskKind.LESSON, "1:1 사용법 안내"),
        (TaskKind.REFERRAL_FOLLOW_UP, "연계해 드린 도움 확인"),
    ],
)
def test_it_is_done_and_ends_nothing_else(town: Town, kind: TaskKind, words: str) -> None:
    resident, officer = town.resident("김순자"), town.officer()
    takes_on(town, officer, resident, kind)
    reads_her_card(town, officer, words)
    (thanks,) = says(officer, "button.result.done")
    assert thanks.endswith("알려 주신 내용을 잘 받았습니다. 살펴 주셔서 고맙습니다.")
    assert town.case_of(resident) is None


def test_who_needs_help_is_looked_after(town: Town) -> None:
    resident, officer = town.resident("김순자"), town.officer(duty=True)
    takes_on(town, officer, resident, TaskKind.LESSON)
    reads_her_card(town, officer, "1:1 사용법 안내")
    says(officer, "button.result.needs_help")
    case = town.case_of(resident)
    assert case is not None
    assert case.reasons == (Reason.NEEDS_HELP_SEEN,)
    says(officer, "button.accept")
    says(officer, "button.result.helped")
    assert town.case_of(resident) is None


def test_nobody_was_met_and_nothing_is_amiss(town: Town) -> None:
    resident, officer = town.resident("김순자"), town.officer()
    takes_on(town, officer, resident, TaskKind.SURVEY)
    reads_her_card(town, officer, "설문 여쭙기")
    says(officer, "button.result.not_met")
    assert town.case_of(resident) is None
