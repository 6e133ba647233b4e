"""The work that a case has asked people for since it was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks import service as tasks
from tasks.model import Audience, TaskKind, TaskState, is_staff

if TYPE_CHECKING:
    from escalation.model import Case
    from foundation.unit_of_work import UnitOfWork
    from tasks.model import Task


def work_of(uow: UnitOfWork, case: Case) -> list[Task]:
    """All of it, the oldest first. What was asked for before it was opened has been seen to."""
    known = tasks.of_origin(uow, f"case:{case.id}")
    return [task for task in known if task.opened_at >= case.since]


def open_work(uow: UnitOfWork, case: Case) -> list[Task]:
    """What somebody still has to do, or is asked to do; contacts are asked beside it."""
    return [task for task in work_of(uow, case) if task.is_open and not of_contacts(task)]


def work_of_contacts(uow: UnitOfWork, case: Case) -> list[Task]:
    """What her contacts were asked, answered or not."""
    return [task for task in work_of(uow, case) if of_contacts(task)]


def unanswered(uow: UnitOfWork, case: Case) -> list[Task]:
    """The newest work for the case, and the newest decision, when nobody took it.

    Work that only helpers were asked for goes beside others' and does not stand in for it, nor
    does work of the night that was offered to nobody yet.
    """
    known = [
        task
        for task in work_of(uow, case)
        if task.state is not TaskState.WITHDRAWN and not of_contacts(task)
    ]
    decisions = [task for task in known if task.new.kind is TaskKind.DECISION]
    helping = [task for task in known if task.new.kind is not TaskKind.DECISION]
    begun = [task for task in helping if task.round_index >= 0 or not task.is_open] or helping
    officials = [task for task in begun if asks_officials(task)] or begun
    newest = [task for task in officials if task.opened_at == officials[-1].opened_at]
    looked_at = (*newest, *decisions[-1:])
    return [task for task in looked_at if task.state is TaskState.UNANSWERED]


def of_contacts(task: Task) -> bool:
    """Whether it asks her contacts."""
    return task.new.kind is TaskKind.CONTACT_CHECK


def is_in_an_officers_hand(task: Task) -> bool:
    """Whether an officer has it."""
    return task.state is TaskState.ACCEPTED and is_staff(task.accepted_by or "")


def asks_officials(task: Task) -> bool:
    """Whether it is offered to others than helpers."""
    return any(one.audience is not Audience.HELPERS for one in task.new.rounds)
