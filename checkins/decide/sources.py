"""Who would notice her silence, and when the office is asked because nobody would. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from checkins.model import Rung
from residents.calendar import OFFICE_OPENS
from residents.model import ChannelName
from tasks.model import Audience, NewTask, Round, TaskKind, TaskState
from tasks.office import OFFICE_ROUNDS

if TYPE_CHECKING:
    from datetime import datetime

    from checkins.decide.ladders import Ways
    from checkins.model import Checkin
    from residents.calendar import Calendar
    from residents.model import Outline
    from tasks.model import Task

ANSWERED_ON = frozenset({ChannelName.TELEGRAM, ChannelName.CALL})
"""A text only announces the call (docs/care.md 5)."""
MAY_COME_BACK = timedelta(hours=1)
"""So long a source that is gone may come back before the office is asked: most do at once."""
STILL_TODAY = timedelta(minutes=30)
"""But the office has this much of its day left when it is asked."""
AGAIN_AFTER = DO_WITHIN = timedelta(hours=1)
ROUNDS = (
    Round(Audience.OFFICERS, 2, timedelta(hours=1)),
    Round(Audience.DEPUTIES, 2, timedelta(hours=1)),
    Round(Audience.LEADS, 2, timedelta(hours=2)),
)
"""When nobody has acted they are walked again, from office hours on, until somebody does."""


class Source(StrEnum):
    """What would let us know that something is amiss with her (docs/care.md 1)."""

    QUESTION = "question"
    """She is asked by something that she can answer with."""
    PERSON = "person"
    """Somebody who is named and serves calls or visits her."""
    PLUG = "plug"
    ABSENCE = "absence"
    """She is away: others look after her there, and it ends in a question."""


def can_answer(ways: Ways) -> bool:
    """Whether she has something to answer with, so that nobody has to go and ask her."""
    return bool(ANSWERED_ON & {*ways.channels})


def is_asked_now(running: Checkin | None) -> bool:
    """Whether a question to her runs that she can answer without anybody going there."""
    steps = () if running is None or not running.asks_in_earnest else running.steps
    return bool(steps) and steps[-1].rung is not Rung.PERSON


def ask_at(last: Task | None, now: datetime, calendar: Calendar) -> datetime:
    """When the office is asked (again) after `last`, which is over: in office hours."""
    opens = calendar.next_office_moment(now)
    if last is None or last.state is TaskState.WITHDRAWN:
        today = calendar.evening(opens) - STILL_TODAY
        return max(opens, min(now + MAY_COME_BACK, today))
    if last.closed_at is None:
        return calendar.next_office_moment(max(now, last.due_at + AGAIN_AFTER))
    # What was done needs a day to show: an address is noted, somebody agrees to call her.
    day = calendar.next_working_day(calendar.local(last.closed_at).date())
    return max(opens, calendar.at(day, OFFICE_OPENS))


def to_find_a_way(her: Outline, opens: datetime, calendar: Calendar) -> NewTask:
    """The office finds a way to hear from her, before it closes on the day on which it is asked."""
    return NewTask(
        kind=TaskKind.NOT_WATCHED,
        resident=her.ref,
        origin=origin(her),
        district=her.district,
        rounds=ROUNDS,
        do_within=DO_WITHIN,
        do_by=calendar.evening(opens),
    )


def to_confirm_a_death(her: Outline) -> NewTask:
    """The office finds out whether she has died: it was reported, and nobody knows yet."""
    return NewTask(
        kind=TaskKind.DECEASED_CHECK,
        resident=her.ref,
        origin=f"death:{her.id}",
        district=her.district,
        rounds=OFFICE_ROUNDS,
        do_within=timedelta(days=1),
    )


def origin(her: Outline) -> str:
    """What such tasks of hers have in common."""
    return f"watch:{her.id}"
