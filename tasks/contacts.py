"""Contacts who are asked how a resident is: when their word is of use, and what they read.

They never learn why they are asked. Who gave their number they are told in each call.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from messaging import service as messaging
from messaging.model import Message, Priority
from residents import service as residents
from residents.model import ChannelName
from tasks import store
from tasks.model import Result, TaskKind, TaskState, is_contact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref
    from tasks.model import Task
    from tasks.roster import Roster

CALLS = "call.contact"
ASKS, OVER, ALL_CLEAR = "contact.ask", "contact.over", "contact.well"
THANKS = {
    Result.SPOKEN_WELL: "contact.thanks.well",
    Result.UNREACHED: "contact.thanks.unreached",
    Result.WORRIED: "contact.thanks.worried",
}
ENDS_THE_ASKING = frozenset({Result.SPOKEN_WELL, Result.WORRIED})
REFUSED = "contact.refused"
ASKED_FOR = timedelta(hours=24)
"""So long a contact may ring back and say how she is."""
TOLD_WITHIN = timedelta(hours=24)
_WAITS = frozenset({TaskState.OFFERED, TaskState.UNANSWERED})


def knows_us(uow: UnitOfWork, contact: Ref, *, refuses: bool) -> None:
    """She heard who gave her number; it needs no reason when she does not want to be asked."""
    residents.mark_told(uow, contact)
    if refuses:
        residents.mark_refused(uow, contact)


def was_asked(uow: UnitOfWork, task: Task, contact: Ref) -> bool:
    """Whether it is hers to say something about this."""
    return any(one.to == contact for one in store.offers(uow, task.id))


def waits(task: Task) -> bool:
    """Whether nobody has said yet that she is well, and it still matters."""
    return task.new.kind is TaskKind.CONTACT_CHECK and task.state in _WAITS


def answer_to(result: Result | None) -> str:
    """What she reads after her word; without one she does not want to be asked."""
    return REFUSED if result is None else THANKS[result]


def asked_last(uow: UnitOfWork, contacts: Sequence[Ref]) -> tuple[Ref, Task] | None:
    """Which of these was asked last, and what, as long as she may answer."""
    offers = store.offered_since(uow, contacts, uow.now - ASKED_FOR) if contacts else []
    task = store.get(uow, offers[-1].task_id) if offers else None
    return None if task is None else (offers[-1].to, task)


def give_the_all_clear(
    uow: UnitOfWork, known: Iterable[Task], roster: Roster, calendar: Calendar
) -> None:
    """Those who were asked, and did not tell us themselves, hear that she is well. By day."""
    for task in known:
        told_us = task.accepted_by if task.result is Result.SPOKEN_WELL else None
        for one in store.offers(uow, task.id):
            if is_contact(one.to) and one.to != told_us:
                _tell(uow, task, one.to, roster, calendar)


def _tell(uow: UnitOfWork, task: Task, contact: Ref, roster: Roster, calendar: Calendar) -> None:
    by_card = roster.told_by(uow, contact) is ChannelName.TELEGRAM
    begins, _ = calendar.helper_hours(uow.now)
    messaging.post(
        uow,
        Message(
            to=contact,
            channel=ChannelName.TELEGRAM if by_card else ChannelName.SMS,
            template=ALL_CLEAR if by_card else f"sms.{ALL_CLEAR}",
            dedupe_key=f"task:{task.id}:{contact}:{ALL_CLEAR}",
            due_at=max(begins, uow.now),
            expires_at=max(begins, uow.now) + TOLD_WITHIN,
            values={"district": task.new.district},
            priority=Priority.NEXT,
            about=task.new.resident,
            card=f"task:{task.id}:{contact}" if by_card else None,
        ),
    )
