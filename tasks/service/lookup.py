"""What other packages ask about tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messaging import service as messaging
from tasks import cards, contacts, store
from tasks.model import OfferState, Standing, TaskState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.model import Task, TaskKind


def open_about(uow: UnitOfWork, resident: Ref) -> list[Task]:
    """Open tasks about a resident, the oldest first."""
    return store.open_of(uow, resident)


def subject_of(uow: UnitOfWork, task_id: str) -> Ref | None:
    """Whose agenda an answer about this task belongs to."""
    task = store.get(uow, task_id)
    return None if task is None else task.new.resident


def task(uow: UnitOfWork, task_id: str) -> Task | None:
    """One task."""
    return store.get(uow, task_id)


def standing(task: Task, person: Ref) -> Standing:
    """How a task stands with somebody who was offered it."""
    match task.state:
        case TaskState.OFFERED:
            return Standing.OPEN
        case TaskState.ACCEPTED:
            return Standing.HERS if task.accepted_by == person else Standing.TAKEN
        case _:
            return Standing.OVER


def waits_for(uow: UnitOfWork, task: Task, contact: Ref) -> bool:
    """Whether a contact may still say how the resident is."""
    return contacts.waits(task) and contacts.was_asked(uow, task, contact)


def of_origin(uow: UnitOfWork, origin: str) -> list[Task]:
    """All tasks that one case or check-in asked for, the oldest first."""
    return store.of_origin(uow, origin)


def none_of_origin(uow: UnitOfWork, origin: str) -> None:
    """A case or check-in that is new has not asked for anything yet."""
    store.none_of_origin(uow, origin)


def shown_from(uow: UnitOfWork, task: Task) -> dict[Ref, datetime]:
    """By person, when an offer of this task that waits for its turn is shown to her."""
    asked = [one.to for one in store.offers(uow, task.id) if one.state is OfferState.OPEN]
    moments = messaging.shown_from(uow, asked)
    waits = {person: moments.get(cards.card_of(task, person)) for person in asked}
    return {person: moment for person, moment in waits.items() if moment is not None}


def open_of_origins(uow: UnitOfWork, origins: Sequence[str]) -> list[Task]:
    """Open tasks that any of these asked for, the oldest first."""
    return store.open_of_origins(uow, origins)


def accepted_by(uow: UnitOfWork, person: Ref) -> list[Task]:
    """What this person has accepted and not finished."""
    return store.accepted_by(uow, person)


def offered_to(uow: UnitOfWork, person: Ref) -> list[Task]:
    """Tasks that nobody has yet, and this person may still answer, the oldest first."""
    return store.offered_to(uow, person)


def ever_offered(uow: UnitOfWork, person: Ref, code: str) -> list[Task]:
    """The task of this code, if this person was ever offered it."""
    task = store.with_code(uow, code)
    if task is None or not any(one.to == person for one in store.offers(uow, task.id)):
        return []
    return [task]


def overdue(uow: UnitOfWork, now: datetime, grace: timedelta) -> int:
    """How many open tasks should have had their next step before `now - grace`."""
    return store.due_before(uow, now - grace)


def left_behind(uow: UnitOfWork, before: datetime, limit: int) -> list[Ref]:
    """Residents of up to `limit` open tasks whose next step was due before `before`."""
    return store.residents_due_before(uow, before, limit)


def opened_since(uow: UnitOfWork, moment: datetime) -> list[Task]:
    """Tasks opened at or after `moment`."""
    return store.opened_since(uow, moment)


def taken_back_since(uow: UnitOfWork, moment: datetime) -> int:
    """How often since `moment` somebody accepted a task and did not do it in time."""
    return store.taken_back_since(uow, moment)


def count_open(uow: UnitOfWork, kind: TaskKind) -> int:
    """How many tasks of a kind are open."""
    return store.count_open(uow, kind)


def residents_with_open_tasks(uow: UnitOfWork, people: Sequence[Ref]) -> frozenset[Ref]:
    """Those of these residents about whom somebody still has to do something, not in some weeks."""
    return store.with_open_tasks(uow, people)
