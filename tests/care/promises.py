"""What is promised to the residents of these tests, and people who keep it."""

from datetime import datetime, timedelta
from typing import Any

from care import store
from care.model import Contact, ContactState
from residents import service as residents
from residents.model import AbsenceKind, AbsenceSource, NewAbsence, Tier
from signals.model import Ref
from tasks.model import Result, Task, TaskKind
from tests.runtime.neighbourhood import Neighbourhood

DAY, WEEK = timedelta(days=1), timedelta(days=7)
KIND_OF = {Tier.MEDIUM: TaskKind.QUARTERLY_CONTACT, Tier.HIGH: TaskKind.REGULAR_VISIT}
PROMISED = [Tier.MEDIUM, Tier.HIGH]


def contact(here: Neighbourhood, her: Ref) -> Contact | None:
    with here.database.read() as uow:
        return store.of(uow, her.partition(":")[2])


def hers(here: Neighbourhood, her: Ref) -> Contact:
    found = contact(here, her)
    assert found is not None
    return found


def state(here: Neighbourhood, her: Ref) -> ContactState:
    """The one state in which the list has her."""
    (found,) = [one for one in ContactState if her in listed(here, one)]
    return found


def listed(here: Neighbourhood, wanted: ContactState) -> list[Ref]:
    with here.database.read() as uow:
        found = here.contacts.in_state(uow, wanted, None, 500)
    return [f"resident:{one.promise.resident_id}" for one in found]


def quiet_resident(here: Neighbourhood, tier: Tier, **other: Any) -> Ref:
    """Somebody whom no question of the machine stirs."""
    her = here.resident(tier=tier, **other)
    here.settle()
    return her


def passes(here: Neighbourhood, until: datetime) -> None:
    """Time passes for human contact alone: nobody is missed, no case is opened."""
    here.dispatch._actors = (here.tasks, here.contacts)
    here.wait_until(until)


def work(here: Neighbourhood, her: Ref) -> list[Task]:
    kinds = set(KIND_OF.values())
    return [task for task in here.tasks_about(her) if task.new.kind in kinds]


def the_task(here: Neighbourhood, her: Ref) -> Task:
    (found,) = [task for task in work(here, her) if task.is_open]
    return found


def reports(here: Neighbourhood, by: Ref, result: Result, task: Task) -> datetime:
    """Somebody takes a task and says how it ended; returns when she said so."""
    here.answers(by, "a", task)
    here.settle()
    here.reports(by, result, here.fresh(task))
    said_at = here.now()
    here.settle()
    return said_at


def goes_away(here: Neighbourhood, her: Ref, until: datetime) -> str:
    new = NewAbsence(AbsenceKind.FACILITY, AbsenceSource.OFFICER, here.now(), until, "staff:1")
    with here.database.write() as uow:
        absence = residents.add_absence(uow, her, new).id
    here.settle()
    return absence
