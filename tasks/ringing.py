"""Work that is offered by telephone: to whom, when it rings, and when it need not ring any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from messaging import service as messaging
from messaging.model import AfterUnknown, Message, Priority
from residents import service as residents
from residents.model import ChannelName
from tasks import contacts
from tasks.model import is_contact, is_staff

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref
    from tasks.model import Task
    from tasks.roster import Roster

OFFERS = "call.work"
"""The script of a call that asks whether she takes some work."""


def ring(uow: UnitOfWork, task: Task, to: Ref, roster: Roster) -> None:
    """Ring whoever cannot be told otherwise; in an emergency officers and leads besides.

    A night desk is awake: it is rung at any hour.

    Once for each offer. What does not ring before the round ends does not ring at all.
    """
    wakes = residents.is_desk(uow, to) or (task.new.emergency and is_staff(to))
    if not roster.can_be_rung(uow, to):
        return
    if not wakes and roster.told_by(uow, to) is not ChannelName.CALL:
        return
    rings_at, until = (uow.now, task.due_at) if wakes else _by_day(task, roster.calendar, uow.now)
    if rings_at >= until:
        return
    script = contacts.CALLS if is_contact(to) else OFFERS
    messaging.post(
        uow,
        Message(
            to=to,
            channel=ChannelName.CALL,
            template=script,
            dedupe_key=f"task:{task.id}:{to}:{task.version}:{script}",
            due_at=rings_at,
            expires_at=until,
            values={"press": [task.id, task.version]},
            after_unknown=AfterUnknown.ADOPT,
            priority=Priority.EMERGENCY if task.new.emergency else Priority.FIRST,
            about=task.new.resident,
            card=_card(task, to),
        ),
    )


def hush(uow: UnitOfWork, task: Task, people: Iterable[Ref]) -> None:
    """These people's telephones need not ring for this task any more."""
    messaging.withdraw(uow, cards=[_card(task, one) for one in people])


def _by_day(task: Task, calendar: Calendar, now: datetime) -> tuple[datetime, datetime]:
    """Nobody is woken for what can wait; helpers' hours are everybody's."""
    begin, end = calendar.helper_hours(now)
    return max(begin, now), min(end, task.due_at)


def _card(task: Task, to: Ref) -> str:
    """What her waiting call is known by: a newer one takes its place."""
    return f"task-call:{task.id}:{to}"
