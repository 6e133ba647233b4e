"""An official's word ends a watch, or begins it again; no single slip of hers does."""

from datetime import timedelta

import pytest

from escalation.model import Outcome, Urgency
from residents import service as residents
from residents.model import AbsenceKind, LifeState, StaffRole
from signals.model import Ref, SignalKind
from tasks.model import Result, Task, TaskKind
from tests.runtime.neighbourhood import Neighbourhood

DIED = "어머니가 어제 돌아가셨습니다"
HOUR = timedelta(hours=1)


def does(here: Neighbourhood, officer: Ref, task: Task, result: Result) -> None:
    """She takes it and says how it ended."""
    here.answers(officer, "a", here.fresh(task))
    here.settle()
    here.reports(officer, result, here.fresh(task))
    here.settle()


def of_kind(here: Neighbourhood, her: Ref, kind: TaskKind) -> Task:
    (task,) = (one for one in here.open_tasks(her) if one.new.kind is kind)
    return task


def is_dead(here: Neighbourhood, her: Ref) -> tuple[bool, bool]:
    """Whether a death was reported, and whether it was confirmed."""
    with here.database.read() as uow:
        known = residents.outline(uow, her)
    return known.deceased, known.state is LifeState.ENDED


def reported_dead(here: Neighbourhood, her: Ref) -> None:
    here.wait(HOUR)
    here.writes(her, DIED)
    here.settle()


@pytest.mark.parametrize("result", [Result.SEEN_WELL, Result.SPOKEN_WELL, Result.NEEDS_HELP])
def test_who_was_met_lives_and_is_asked_again(here: Neighbourhood, result: Result) -> None:
    her, officer = here.resident(), here.staff()
    reported_dead(here, her)
    does(here, officer, of_kind(here, her, TaskKind.DECEASED_CHECK), result)
    assert is_dead(here, her) == (False, False)
    assert here.asked(her).is_open


def test_who_is_met_by_other_work_lives_too(here: Neighbourhood) -> None:
    her, officer = here.resident(), here.staff()
    reported_dead(here, her)
    does(here, officer, of_kind(here, her, TaskKind.DECEASED_CHECK), Result.NO_ANSWER)
    assert is_dead(here, her) == (True, False)
    does(here, officer, here.open_tasks(her)[-1], Result.SEEN_WELL)
    assert is_dead(here, her) == (False, False)
    assert here.asked(her).is_open


@pytest.mark.parametrize("result", [Result.DANGER, Result.HANDED_OVER, Result.AWAY])
def test_what_says_neither_leaves_the_question_open(here: Neighbourhood, result: Result) -> None:
    her, officer = here.resident(), here.staff()
    reported_dead(here, her)
    task = of_kind(here, her, TaskKind.DECEASED_CHECK)
    does(here, officer, task, result)
    assert is_dead(here, her) == (True, False)
    assert here.fresh(task).is_open


def test_a_death_is_confirmed_by_a_second_press_whatever_was_said_between(
    here: Neighbourhood,
) -> None:
    her, officer = here.resident(), here.staff()
    here.wait(2 * HOUR)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    does(here, officer, here.task(her), Result.DIED)
    assert here.cases()[0].outcome is Outcome.DECEASED
    assert is_dead(here, her) == (True, False)
    check = of_kind(here, her, TaskKind.DECEASED_CHECK)
    does(here, officer, check, Result.SEEN_WELL)
    assert is_dead(here, her) == (False, False)
    here.reports(officer, Result.DIED, here.fresh(check))
    here.settle()
    assert is_dead(here, her) == (True, True)
    assert here.open_tasks(her) == []


def test_a_death_that_an_official_reports_at_night_is_asked_about_at_night(
    here: Neighbourhood,
) -> None:
    her, lead = here.resident(), here.staff(StaffRole.LEAD, duty=True)
    here.wait(12 * HOUR)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    does(here, lead, here.task(her), Result.DIED)
    assert "staff.offer" in here.templates(lead)[-2:]
    assert of_kind(here, her, TaskKind.DECEASED_CHECK).round_index >= 0


def test_a_talk_with_a_helper_says_nothing_of_whom_she_found(here: Neighbourhood) -> None:
    her, neighbour, officer = here.resident(), here.helper(), here.staff()
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    does(here, neighbour, here.task(her), Result.DANGER)
    talk = of_kind(here, her, TaskKind.DEBRIEF)
    for result in (Result.HANDED_OVER, Result.DIED):
        does(here, officer, talk, result)
    assert is_dead(here, her) == (False, False)
    with here.database.read() as uow:
        assert not residents.is_away(uow, her)


def test_a_cry_for_help_in_a_case_as_urgent_reaches_officers_at_once(here: Neighbourhood) -> None:
    her, neighbour, officer = here.resident(), here.helper(), here.staff()
    here.wait(2 * HOUR)
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    visit = here.task(her)
    here.answers(neighbour, "a", visit)
    here.settle()
    assert here.templates(officer) == []
    here.writes(her, "도와주세요")
    here.settle()
    assert here.open_case(her).urgency is Urgency.DANGER
    assert here.templates(officer, "sent") == ["staff.offer"]
    assert of_kind(here, her, TaskKind.CALL_BACK).is_open
    assert here.fresh(visit).is_open  # whoever is on her way goes on


def test_119_ends_a_trip_that_was_only_told(here: Neighbourhood) -> None:
    her, officer = here.resident(), here.staff()
    here.wait(HOUR)
    here.writes(her, "딸네 집에 와 있어요")
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    with here.database.read() as uow:
        told = residents.absence_of(uow, her)
    assert told is not None
    assert told.kind is AbsenceKind.TRAVEL
    does(here, officer, here.task(her), Result.HANDED_OVER)
    with here.database.read() as uow:
        known = residents.absence_of(uow, her)
    assert known is not None
    assert known.kind is AbsenceKind.HOSPITAL
