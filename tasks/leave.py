"""Somebody is away: her work is with others at once.

An official's goes to her deputy (docs/care.md 4). A helper's offers go on to others, and of what
she has accepted she says whether she keeps it (docs/care.md 6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from messaging.render.buttons import Verb
from residents import service as residents
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from tasks import cards, decide, store
from tasks.model import DeclineReason, is_helper, is_staff
from tasks.service.moving import hand_over

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.model import Helper, Staff
    from signals.model import Ref
    from tasks.model import Task
    from tasks.roster import Roster


class Leave:
    """Actor for the agenda rows of employees and helpers."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Hand over what she had before she left; what she takes on leave stays hers."""
        her = _worker(uow, subject)
        if her is None or not her.is_away(uow.now):
            return
        if not is_staff(subject):
            _pass_on(uow, her)
            return
        stands_in = residents.stands_in_for(uow, residents.staff(uow, subject), uow.now)
        if stands_in is not None:
            hand_over(uow, her.ref, stands_in.ref, self._roster, since_before=her.away_from)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When she leaves."""
        her = _worker(uow, subject)
        leaves = None if her is None else her.away_from
        return leaves if leaves is not None and leaves > uow.now else None


def _worker(uow: UnitOfWork, subject: Ref) -> Helper | Staff | None:
    if is_staff(subject):
        return residents.staff(uow, subject)
    if is_helper(subject):
        return residents.helper(uow, subject)
    return None


def _pass_on(uow: UnitOfWork, her: Helper | Staff) -> None:
    """Each task is decided in the turn of whom it is about: there it hears that she declines."""
    for task in store.offered_to(uow, her.ref):
        signals.record(uow, _declined(uow, task, her.ref))
    for task in store.accepted_by(uow, her.ref):
        if decide.was_hers(task, her.away_from):
            cards.show_anew(uow, task, her.ref, "task.keep", because=f"away:{her.away_from}")


def _declined(uow: UnitOfWork, task: Task, by: Ref) -> Draft:
    return Draft(
        kind=SignalKind.OFFER_ANSWERED,
        source=Source.TASKS,
        source_id=f"{task.id}:{task.version}:away:{by}",
        subject=task.new.resident,
        occurred_at=uow.now,
        data={
            "task": task.id,
            "verb": Verb.DECLINE.value,
            "version": task.version,
            "by": by,
            "why": DeclineReason.AWAY.value,
        },
    )
