"""The end of a task, whoever brings it about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tasks import cards, contacts, ringing, store
from tasks.model import OfferState, is_contact

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.doors import Doors
    from tasks.model import Task, TaskState
    from tasks.notices import Notices

NOT_NEEDED = "task.withdrawn"
"""What is read where nothing more can be said."""


class Closing:
    """Ends tasks, and lets everybody know who had to do with them."""

    def __init__(self, doors: Doors, notices: Notices) -> None:
        self._doors = doors
        self._notices = notices

    def close(
        self,
        uow: UnitOfWork,
        task: Task,
        state: TaskState,
        hers: tuple[Ref, str] | None = None,
        others: str = NOT_NEEDED,
    ) -> Task | None:
        """End a task. None when it changed meanwhile.

        `hers`: who ended it and what she reads then; `others` read a text of this name.
        """
        closed = store.save(uow, replace(task, state=state, closed_at=uow.now), expected=task.state)
        if closed is None:
            return None
        offers = store.offers(uow, task.id)
        still = {OfferState.OPEN, OfferState.ACCEPTED}
        store.change_offers(
            uow, task.id, [one.to for one in offers if one.state in still], OfferState.CLOSED
        )
        by, template = hers or (None, "")
        ringing.hush(uow, closed, [one.to for one in offers])
        for one in offers:
            if one.to == by:
                cards.answer(uow, closed, one.to, template)
            elif is_contact(one.to) and one.state in still:
                cards.show(uow, closed, one.to, contacts.OVER, edit_only=True)
            elif one.state is OfferState.OPEN:
                cards.show(uow, closed, one.to, others, edit_only=True)
            elif one.state is OfferState.ACCEPTED:
                self._notices.freed(uow, closed, one.to, others)
        self._doors.look_again(uow, closed)
        return closed
