"""A helper who found somebody in danger is talked with within a day, and rests for a week."""

from dataclasses import replace
from datetime import timedelta

import pytest

from escalation.model import Evidence
from residents import service as residents
from residents.model import StaffRole
from signals.model import Ref
from tasks.model import RESULT_OF, Result, Task, TaskKind
from tests.runtime.neighbourhood import Neighbourhood
from tests.tasks.work import HELPERS, OFFICERS, a_visit, offers

WEEK = timedelta(days=7)
OFFICE_OPENS = timedelta(hours=1)
"""After the morning's eight o'clock."""


def finds(here: Neighbourhood, by: Ref, result: Result, *rounds: object) -> Task:
    """`by` goes to somebody and says what she found."""
    task = a_visit(here, here.resident(), *(rounds or (HELPERS,)))  # type: ignore[arg-type]
    here.answers(by, "a", task)
    here.settle()
    here.reports(by, result, here.fresh(task))
    here.settle()
    return here.fresh(task)


def talks(here: Neighbourhood, task: Task) -> list[Task]:
    return [one for one in here.tasks_about(task.new.resident) if one.new.kind is TaskKind.DEBRIEF]


def away(here: Neighbourhood, helper: Ref, by: timedelta = timedelta()) -> bool:
    with here.database.read() as uow:
        return residents.helper(uow, helper).is_away(here.now() + by)


def test_an_officer_is_asked_to_talk_with_her_within_a_day(everywhere: Neighbourhood) -> None:
    here = everywhere
    neighbour, officer = here.helper(), here.staff()
    found = finds(here, neighbour, Result.DANGER)
    (talk,) = talks(here, found)
    assert talk.new.origin == neighbour
    assert talk.do_by is not None
    assert talk.do_by - here.now() <= timedelta(hours=24)
    assert here.templates(neighbour, "sent")[-2:] == ["task.danger", "helper.rest"]
    here.wait(OFFICE_OPENS)
    assert set(offers(here, talk)) == {officer}


def test_nothing_is_offered_to_her_for_a_week(here: Neighbourhood) -> None:
    neighbour, other = here.helper(), here.helper()
    finds(here, neighbour, Result.DANGER)
    assert set(offers(here, a_visit(here, here.resident(), HELPERS))) == {other}
    assert away(here, neighbour, WEEK - timedelta(minutes=1))
    assert not away(here, neighbour, WEEK)


def test_a_longer_absence_of_hers_is_not_cut_short(here: Neighbourhood) -> None:
    neighbour = here.helper()
    task = a_visit(here, here.resident(), HELPERS)
    here.answers(neighbour, "a", task)
    here.settle()
    until = here.now() + 3 * WEEK
    with here.database.write() as uow:
        residents.change_helper(uow, neighbour, away_from=here.now(), away_until=until)
    here.reports(neighbour, Result.DANGER, here.fresh(task))
    here.settle()
    assert away(here, neighbour, 2 * WEEK)


@pytest.mark.parametrize("result", [one for one in RESULT_OF.values() if one is not Result.DANGER])
def test_other_finds_change_nothing(here: Neighbourhood, result: Result) -> None:
    neighbour = here.helper()
    assert talks(here, finds(here, neighbour, result)) == []
    assert not away(here, neighbour)


def test_for_an_official_it_is_her_work(here: Neighbourhood) -> None:
    officer = here.staff()
    here.staff(StaffRole.LEAD)
    assert talks(here, finds(here, officer, Result.DANGER, OFFICERS)) == []


def test_at_night_the_talk_waits_for_the_office_but_not_for_longer_than_half_a_day(
    here: Neighbourhood,
) -> None:
    neighbour = here.helper()
    here.staff(StaffRole.LEAD)
    task = a_visit(here, here.resident(), HELPERS)
    here.answers(neighbour, "a", task)
    here.settle()
    here.clock.set(here.now() + timedelta(hours=14))
    here.reports(neighbour, Result.DANGER, task)
    here.settle()
    (talk,) = talks(here, task)
    assert timedelta(hours=6) < talk.due_at - here.now() <= timedelta(hours=12)


def known_around_the_talk(here: Neighbourhood, result: Result) -> tuple[Evidence, Evidence]:
    """What is known of the resident before and after an officer's talk ended so."""
    neighbour, officer = here.helper(), here.staff()
    found = finds(here, neighbour, Result.DANGER)
    here.wait(OFFICE_OPENS)
    (talk,) = talks(here, found)
    here.answers(officer, "a", talk)
    here.settle()
    before = here.open_case(found.new.resident).known
    here.reports(officer, result, here.fresh(talk))
    here.settle()
    return before, here.open_case(found.new.resident).known


@pytest.mark.parametrize("result", [Result.NO_ANSWER, Result.NEEDS_HELP, Result.DANGER])
def test_what_is_heard_in_the_talk_says_nothing_of_the_resident(
    here: Neighbourhood, result: Result
) -> None:
    before, after = known_around_the_talk(here, result)
    assert after == replace(before, office_task_unanswered=True)


def test_once_they_have_talked_it_is_done(here: Neighbourhood) -> None:
    before, after = known_around_the_talk(here, Result.SPOKEN_WELL)
    assert after == before
