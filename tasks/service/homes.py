"""No helper goes to a home with a recorded danger: officers do (docs/care.md 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from residents import service as residents
from residents.model import HazardKind, NewHazard
from signals.model import SignalKind
from tasks import cards, ringing, showing, store
from tasks.model import AT_HER_HOME, OfferState, TaskKind, TaskState, is_helper

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from residents.model import Outline
    from signals.model import Ref, Signal
    from tasks.model import Task
    from tasks.notices import Notices

TO_OFFICERS = "task.to_officers"
"""What a helper reads whose work goes to officers; never why."""


class Works(Protocol):
    """What `tasks.service.Tasks` does here."""

    def offer_on(self, uow: UnitOfWork, task: Task) -> Task:
        """Offer it to the next round that has anybody in it."""
        ...

    def withdraw(self, uow: UnitOfWork, task: Task) -> None:
        """It is not needed any more."""
        ...

    def ask_office(
        self,
        uow: UnitOfWork,
        resident: Outline,
        kind: TaskKind,
        because: str,
        *,
        at_once: bool,
    ) -> None:
        """Open work for the office, one of a kind."""
        ...


def heard(uow: UnitOfWork, signal: Signal, works: Works, notices: Notices) -> None:
    """A danger of her home was recorded, or lifted."""
    her = signal.subject
    if signal.kind is SignalKind.HAZARD_RECORDED:
        for task in store.open_of(uow, her):
            if task.new.kind in AT_HER_HOME:
                _leave_to_officers(uow, task, works, notices, because=signal.id)
    if HazardKind.REPORTED not in residents.standing_hazards(uow, her):
        for task in store.open_of(uow, her):
            if task.new.kind is TaskKind.HAZARD_CHECK:
                works.withdraw(uow, task)
    elif signal.data["about"] == her:
        outline = residents.outline(uow, her)
        works.ask_office(uow, outline, TaskKind.HAZARD_CHECK, signal.id, at_once=True)


def turned_back(uow: UnitOfWork, task: Task, by: Ref) -> None:
    """It was dangerous for a helper: no other is asked until an official has looked into it."""
    if HazardKind.REPORTED not in residents.standing_hazards(uow, task.new.resident):
        reported = NewHazard(HazardKind.REPORTED, "", uow.now, None, by)
        residents.record_hazard(uow, task.new.resident, reported)
    cards.answer(uow, task, by, "task.turned_back")


def _leave_to_officers(
    uow: UnitOfWork, task: Task, works: Works, notices: Notices, *, because: str
) -> None:
    if task.state is TaskState.ACCEPTED and task.accepted_by is not None:
        by = task.accepted_by
        if not is_helper(by):
            showing.anew(uow, task, by, because=because)
            return
        store.change_offers(uow, task.id, [by], OfferState.TAKEN_BACK)
        notices.freed(uow, task, by, TO_OFFICERS)
        works.offer_on(uow, task)
        return
    waiting = [one.to for one in store.offers(uow, task.id) if one.state is OfferState.OPEN]
    helpers = [one for one in waiting if is_helper(one)]
    store.change_offers(uow, task.id, helpers, OfferState.CLOSED)
    ringing.hush(uow, task, helpers)
    for helper in helpers:
        cards.show(uow, task, helper, "task.expired", edit_only=True)
    if helpers and helpers == waiting:
        works.offer_on(uow, task)
