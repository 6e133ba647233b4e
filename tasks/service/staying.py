"""Work that stays with whoever has it, though she has said something of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from messaging.model import Priority
from signals import agenda
from signals.model import SignalKind
from tasks import cards, decide, store
from tasks.decide import NotBack
from tasks.model import Result, TaskState
from tasks.telling import tell

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.model import Task


def until_she_is_back(uow: UnitOfWork, task: Task, by: Ref, back_at: datetime) -> NotBack | None:
    """The resident is out until `back_at`, when `by` is asked again. Or why that cannot be."""
    agenda.hold(uow, task.new.resident)
    why_not = decide.why_not_back(task, by, back_at, uow.now)
    if why_not is not None:
        return why_not
    waits = store.save(uow, decide.waits_until(task, back_at), expected=TaskState.ACCEPTED)
    if waits is None:
        return NotBack.NOT_HERS
    _show(uow, waits, by)
    tell(uow, waits, SignalKind.TASK_WAITS, {"by": by, "back_at": back_at.isoformat()})
    agenda.bring_forward(uow, waits.new.resident, waits.due_at)
    return None


def in_danger(uow: UnitOfWork, task: Task, by: Ref) -> Task | None:
    """An officer sees danger: she rings 119, and it is hers until she says who took over.

    None when the task changed meanwhile.
    """
    agenda.hold(uow, task.new.resident)
    danger = replace(task, result=Result.DANGER)
    hers = store.save(uow, danger, expected=TaskState.ACCEPTED)
    if hers is not None:
        _show(uow, hers, by)
    return hers


def _show(uow: UnitOfWork, task: Task, by: Ref) -> None:
    page = store.link_of(uow, task.id, by)
    mine = cards.work_template(task, by, "mine")
    cards.show(uow, task, by, mine, page=page, priority=Priority.ANSWER)
