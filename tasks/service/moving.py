"""All the work of somebody who leaves goes to somebody else, in one act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signals import agenda
from signals.model import SignalKind
from tasks import cards, decide, ringing, store
from tasks.model import OfferState, TaskState
from tasks.notices import TAKEN_BACK, Notices
from tasks.telling import tell

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.model import Task
    from tasks.roster import Roster


@dataclass(frozen=True, slots=True)
class Moved:
    """How much went over: tasks that were accepted, and offers that waited for an answer."""

    accepted: int
    offered: int


def hand_over(
    uow: UnitOfWork, old: Ref, new: Ref, roster: Roster, *, since_before: datetime | None = None
) -> Moved:
    """What `old` has accepted is `new`'s, with her own time to do it; so are open offers.

    Each hears of it by the devices that the `roster` knows; in an emergency it rings.
    `since_before`: what she has accepted from then on stays hers.
    """
    known = (*store.accepted_by(uow, old), *store.offered_to(uow, old))
    for subject in sorted({task.new.resident for task in known}):
        agenda.hold(uow, subject)
    # read again: until they were held, a worker may have reminded of them or offered them on
    notices = Notices(roster)
    given = [
        _give(uow, task, old, new, notices)
        for task in store.accepted_by(uow, old)
        if decide.was_hers(task, since_before)
    ]
    asked = [_ask_instead(uow, task, old, new, notices) for task in store.offered_to(uow, old)]
    return Moved(sum(given), sum(asked))


def _give(uow: UnitOfWork, task: Task, old: Ref, new: Ref, notices: Notices) -> bool:
    """False when it was not hers to give any more."""
    hers = store.save(uow, decide.accepted(task, new, uow.now), expected=TaskState.ACCEPTED)
    if hers is None:
        return False
    store.put_offers(uow, hers, [new])
    store.change_offers(uow, task.id, [new], OfferState.ACCEPTED)
    store.change_offers(uow, task.id, [old], OfferState.CLOSED)
    notices.freed(uow, hers, old, TAKEN_BACK)
    page = store.put_link(uow, hers, new, decide.page_until(hers, uow.now))
    notices.handed_over(uow, hers, new, page)
    tell(uow, hers, SignalKind.TASK_ACCEPTED, {"by": new})
    agenda.bring_forward(uow, hers.new.resident, hers.due_at)
    return True


def _ask_instead(uow: UnitOfWork, task: Task, old: Ref, new: Ref, notices: Notices) -> bool:
    """False when `new` was asked as well."""
    store.change_offers(uow, task.id, [old], OfferState.CLOSED)
    ringing.hush(uow, task, [old])
    cards.show(uow, task, old, "task.expired", edit_only=True)
    if any(one.to == new for one in store.offers(uow, task.id)):
        return False
    store.put_offers(uow, task, [new])
    notices.offered(uow, task, new, beside=False)
    return True
