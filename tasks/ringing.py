"""Work by telephone: what is said or written to whom, when, and what need not be any more.

Nobody is woken for what can wait: helpers' hours are everybody's. A night desk is awake, and so
are officers and leads in an emergency. Whatever rings looks up how the task stands by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from messaging import service as messaging
from messaging.model import AfterUnknown, Message, Priority
from messaging.render.voice import WORK, WORK_GIVEN, WORK_RESULT
from residents import service as residents
from residents.model import ChannelName
from tasks import cards, contacts
from tasks.model import is_contact, is_staff

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref
    from tasks.model import Task
    from tasks.roster import Roster

AGAIN = ":again"
"""What a second call about one matter is known by, besides the first."""


def ring(uow: UnitOfWork, task: Task, to: Ref, roster: Roster) -> None:
    """Ring whoever cannot be told otherwise; in an emergency officers and leads besides.

    Once for each offer. What does not ring before the round ends does not ring at all.
    """
    if roster.told_by(uow, to) is ChannelName.CALL or _wakes(uow, task, to, roster):
        script = contacts.CALLS if is_contact(to) else WORK
        _ring(uow, task, to, roster, script, until=task.due_at)


def ring_where(uow: UnitOfWork, task: Task, to: Ref, roster: Roster, until: datetime) -> None:
    """Ring whoever has the work now, so that with her PIN she hears where to go."""
    _ring(uow, task, to, roster, WORK_GIVEN, until=until)


def ring_result(uow: UnitOfWork, task: Task, to: Ref, roster: Roster) -> None:
    """Ring her to hear how it went: now, and once more half way to when it is taken back."""
    _ring(uow, task, to, roster, WORK_RESULT, until=task.due_at)
    ring_again(uow, task, to, roster)


def ring_again(uow: UnitOfWork, task: Task, to: Ref, roster: Roster) -> None:
    """Ring her for the result half way to when it is taken back, not before."""
    half_way = uow.now + (task.due_at - uow.now) / 2
    _ring(uow, task, to, roster, WORK_RESULT, at=half_way, until=task.due_at, card=AGAIN)


def ring_freed(uow: UnitOfWork, task: Task, to: Ref, roster: Roster, script: str) -> None:
    """Ring her with the news that some work is not hers any more."""
    _ring(uow, task, to, roster, script, until=uow.now + cards.STALE_AFTER)


def write(uow: UnitOfWork, task: Task, to: Ref, template: str, until: datetime) -> None:
    """Write her a text about the work: its code, the city and the number to ring, no link."""
    messaging.post(
        uow,
        Message(
            to=to,
            channel=ChannelName.SMS,
            template=template,
            dedupe_key=f"task:{task.id}:{to}:{task.version}:{template}",
            due_at=uow.now,
            expires_at=until,
            values=cards.words_of(task) | {"district": task.new.district},
            priority=_priority(task),
            about=task.new.resident,
            card=f"task-text:{task.id}:{to}",
        ),
    )


def hush(uow: UnitOfWork, task: Task, people: Iterable[Ref]) -> None:
    """These people need not be rung or written to about this task any more."""
    waiting = [card for to in people for card in _cards(task, to)]
    messaging.withdraw(uow, cards=waiting)


def _ring(  # noqa: PLR0913 - what a call is made of
    uow: UnitOfWork,
    task: Task,
    to: Ref,
    roster: Roster,
    script: str,
    *,
    until: datetime,
    at: datetime | None = None,
    card: str = "",
) -> None:
    if not roster.can_be_rung(uow, to):
        return
    begin = at or uow.now
    if not _wakes(uow, task, to, roster):
        begin, until = _by_day(roster.calendar, begin, until)
    if begin >= until:
        return
    values: dict[str, Any] = {"press": [task.id, task.version]}
    messaging.post(
        uow,
        Message(
            to=to,
            channel=ChannelName.CALL,
            template=script,
            dedupe_key=f"task:{task.id}:{to}:{task.version}:{script}{_moment(at)}",
            due_at=begin,
            expires_at=until,
            values=values,
            after_unknown=AfterUnknown.ADOPT,
            priority=_priority(task),
            about=task.new.resident,
            card=_card(task, to) + card,
        ),
    )


def _moment(at: datetime | None) -> str:
    return "" if at is None else f":{at.isoformat()}"


def _wakes(uow: UnitOfWork, task: Task, to: Ref, roster: Roster) -> bool:
    if residents.is_desk(uow, to):
        return True
    return task.new.emergency and (is_staff(to) or roster.may_be_woken(uow, to))


def _by_day(calendar: Calendar, at: datetime, until: datetime) -> tuple[datetime, datetime]:
    begin, end = calendar.helper_hours(at)
    return max(begin, at), min(end, until)


def _priority(task: Task) -> Priority:
    return Priority.EMERGENCY if task.new.emergency else Priority.FIRST


def _card(task: Task, to: Ref) -> str:
    """What her waiting call is known by: a newer one takes its place."""
    return f"task-call:{task.id}:{to}"


def _cards(task: Task, to: Ref) -> tuple[str, ...]:
    call = _card(task, to)
    return call, call + AGAIN, f"task-text:{task.id}:{to}"
