"""What a contact says of a resident, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from messaging.render.buttons import Verb
from signals.model import SignalKind
from tasks import cards, contacts, store
from tasks.model import SAID_BY_CONTACTS, OfferState, Result, TaskState
from tasks.telling import tell

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.model import Task


class Works(Protocol):
    """What `tasks.service.Tasks` does here."""

    def give_result(self, uow: UnitOfWork, task: Task, by: Ref, result: Result) -> bool:
        """Close it with what `by` said."""
        ...

    def offer_on(self, uow: UnitOfWork, task: Task) -> Task:
        """Offer it to the next round that has anybody in it."""
        ...


def answered(uow: UnitOfWork, task: Task, by: Ref, verb: Verb, works: Works) -> None:
    """Well or worried ends the asking; else the next one is asked at once."""
    contacts.knows_us(uow, by, refuses=verb is Verb.CONTACT_REFUSES)
    if not contacts.was_asked(uow, task, by):
        return
    result, waits = SAID_BY_CONTACTS.get(verb), contacts.waits(task)
    if result in contacts.ENDS_THE_ASKING and waits:
        works.give_result(uow, replace(task, accepted_by=by, accepted_at=uow.now), by, result)
        return
    cards.show(uow, task, by, contacts.answer_to(result), edit_only=True)
    if result is Result.WORRIED or (result is Result.UNREACHED and waits):
        tell(uow, task, SignalKind.TASK_DONE, {"by": by, "result": result})
    store.change_offers(uow, task.id, [by], OfferState.DECLINED)
    others = (one for one in store.offers(uow, task.id) if one.to != by)
    is_last = not any(one.state is OfferState.OPEN for one in others)
    if is_last and task.state is TaskState.OFFERED:
        works.offer_on(uow, task)
