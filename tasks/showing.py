"""What one person's card shows of a task as it stands, when nothing is to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks import cards, store
from tasks.model import OfferState, TaskState

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.model import Offer, Task


def as_it_is(uow: UnitOfWork, task: Task, by: Ref) -> None:
    """After a stale, doubled or forged button: the card of `by` as it is now."""
    shown = _shown(uow, task, by)
    if shown is not None:
        template, page = shown
        cards.answer(uow, task, by, template, page)


def once_more(uow: UnitOfWork, task: Task, by: Ref, because: str) -> None:
    """Her card as it is now, where it has shown that before, and something else since."""
    shown = _shown(uow, task, by)
    if shown is not None:
        template, page = shown
        cards.show_again(uow, task, by, template, because=because, page=page)


def anew(uow: UnitOfWork, task: Task, by: Ref, because: str) -> None:
    """Her card as it is now, at the end of her chat."""
    shown = _shown(uow, task, by)
    if shown is not None:
        template, page = shown
        cards.show_anew(uow, task, by, template, because=because, page=page)


def _shown(uow: UnitOfWork, task: Task, by: Ref) -> tuple[str, str | None] | None:
    """Template and page; nothing for whoever never had to do with the task."""
    offer = next((one for one in store.offers(uow, task.id) if one.to == by), None)
    if offer is None and task.accepted_by != by:
        return None
    hers = task.is_open and task.accepted_by == by
    return _template(task, by, offer), store.link_of(uow, task.id, by) if hers else None


def _template(task: Task, by: Ref, offer: Offer | None) -> str:
    match task.state:
        case TaskState.ACCEPTED:
            mine = task.accepted_by == by
            return cards.work_template(task, by, "mine") if mine else "task.taken"
        case TaskState.OFFERED if offer is not None and offer.state is OfferState.OPEN:
            return cards.offer_template(by)
        case TaskState.OFFERED if offer is not None and offer.state is OfferState.DECLINED:
            return cards.declined_template(by, offer.why)
        case TaskState.DONE if task.accepted_by == by and task.result is not None:
            return cards.result_template(by, task.result)
        case TaskState.WITHDRAWN if task.accepted_by == by:
            return "task.withdrawn"
        case _:
            return "task.expired"
