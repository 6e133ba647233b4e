"""Whoever found somebody in danger is looked after herself (docs/care.md 6)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from messaging import service as messaging
from messaging.model import Message, Priority
from residents import service as residents
from residents.model import ChannelName
from signals import agenda
from tasks import store
from tasks.model import Audience, NewTask, Result, Round, TaskKind, is_helper

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from residents.model import Helper
    from signals.model import Ref
    from tasks.model import Task

TALKED_WITHIN = timedelta(hours=24)
RESTS_FOR = timedelta(days=7)
LATEST_OFFER = timedelta(hours=12)
"""Where the office stays closed for longer, the leads are asked after so long."""
ROUNDS = (
    Round(Audience.OFFICERS, 2, timedelta(hours=1)),
    Round(Audience.LEADS, 2, timedelta(hours=1)),
)


def is_due(by: Ref, result: Result) -> bool:
    """Whether a volunteer saw what nobody should be left alone with."""
    return result is Result.DANGER and is_helper(by)


def let_rest(uow: UnitOfWork, task: Task, helper: Ref) -> None:
    """Nothing is offered to her for a week, unless she asks; she is told so, and where to ring."""
    until = uow.now + RESTS_FOR
    her = residents.helper(uow, helper)
    if not her.is_away(uow.now):
        residents.change_helper(uow, helper, away_from=uow.now, away_until=until)
    elif her.away_until is not None and her.away_until < until:
        residents.change_helper(uow, helper, away_until=until)
    agenda.bring_forward(uow, helper, uow.now)
    messaging.post(
        uow,
        Message(
            to=helper,
            channel=ChannelName.TELEGRAM,
            template="helper.rest",
            dedupe_key=f"rest:{task.id}:{helper}",
            due_at=uow.now,
            expires_at=uow.now + TALKED_WITHIN,
            values={},
            priority=Priority.ANSWER,
        ),
    )


def talk(task: Task, helper: Ref, now: datetime, calendar: Calendar) -> tuple[NewTask, datetime]:
    """The talk with her, and from when on officers are asked for it."""
    opens = calendar.next_office_moment(now)
    return debrief(task, helper, now), min(opens, now + LATEST_OFFER)


def rests_until(uow: UnitOfWork, her: Helper) -> datetime | None:
    """Until when a helper rests after a hard find; None when she does not, or not any more."""
    talks = (one for one in store.of_origin(uow, her.ref) if one.new.kind is TaskKind.DEBRIEF)
    until = max((one.opened_at + RESTS_FOR for one in talks), default=uow.now)
    still = her.is_away(uow.now) and (her.away_until is None or until <= her.away_until)
    return until if until > uow.now and still else None


def debrief(task: Task, helper: Ref, now: datetime) -> NewTask:
    """An officer talks with her within a day. Its origin says with whom."""
    return NewTask(
        kind=TaskKind.DEBRIEF,
        resident=task.new.resident,
        origin=helper,
        district=task.new.district,
        rounds=ROUNDS,
        do_within=TALKED_WITHIN,
        do_by=now + TALKED_WITHIN,
    )
