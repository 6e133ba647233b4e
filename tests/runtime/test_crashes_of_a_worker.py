"""A worker that dies at any seam loses no fact and handles none twice."""

import pytest

from foundation.seams import AFTER_COMMIT, BEFORE_COMMIT, Crash
from residents.model import StaffRole
from signals import service as signals
from signals.model import SignalKind
from signals.store import of_subject
from tasks.model import Result
from tests.messaging.post import DiesAt
from tests.runtime.neighbourhood import TUESDAY, Neighbourhood
from tests.runtime.rebuilt import Rebuilt
from tests.support.database import open_database

POINTS = [BEFORE_COMMIT, AFTER_COMMIT]


@pytest.mark.parametrize("point", POINTS)
def test_a_cry_for_help_survives(again: Rebuilt, point: str) -> None:
    here = again.here
    her, lead = here.resident(), here.staff(StaffRole.LEAD)
    here.settle()
    here.writes(her, "도와주세요")
    again.dies(DiesAt(point))
    assert (here.case(her) is None) is (point == BEFORE_COMMIT)
    here.settle()
    assert len(here.cases()) == 1
    assert len(here.tasks_about(her)) == 1
    assert here.templates(lead, "sent") == ["staff.offer"]
    with here.database.read() as uow:
        assert len(of_subject(uow, her, [SignalKind.SAID], TUESDAY)) == 1
        assert signals.pending(uow, her) == []


@pytest.mark.parametrize("point", POINTS)
def test_a_slot_is_neither_lost_nor_asked_twice(again: Rebuilt, point: str) -> None:
    here = again.here
    her = here.resident()
    here.settle()
    slot = here.slot_of(her)
    here.clock.set(slot)
    again.dies(DiesAt(point))
    here.settle()
    assert here.checkin(her).slot_at == slot
    assert [one.rpartition(".")[0] for one in here.templates(her, "sent")] == ["checkin.ask"]
    assert here.slot_of(her) > slot


@pytest.mark.parametrize("point", POINTS)
def test_an_acceptance_and_a_result_count_once(again: Rebuilt, point: str) -> None:
    here = again.here
    her, neighbour = here.resident(), here.helper()
    here.settle()
    here.record(her, SignalKind.PLUG_QUIET)
    here.settle()
    task = here.task(her)
    here.answers(neighbour, "a", task)
    again.dies(DiesAt(point))
    here.settle()
    here.reports(neighbour, Result.SEEN_WELL, task)
    again.dies(DiesAt(point))
    here.settle()
    assert here.templates(neighbour, "sent") == ["task.offer", "task.mine", "task.done"]
    (case,) = here.cases()
    assert not case.is_open


def test_a_fact_that_dies_before_its_commit_was_not_acknowledged(again: Rebuilt) -> None:
    here = again.here
    her = here.resident()
    here.settle()
    dying = open_database(again._url, here.clock, seed=9, seams=DiesAt(BEFORE_COMMIT), inline=True)
    with pytest.raises(Crash):
        Neighbourhood(dying, here.clock).writes(her, "도와주세요")
    dying.close()
    with here.database.read() as uow:
        assert signals.pending(uow, her) == []
