"""Which round is next, and what time passing means for a task. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tasks.model import (
    BACK_WITHIN,
    GRAVE,
    LOOKS_FOR_HER,
    DeclineReason,
    Result,
    Round,
    Task,
    TaskKind,
    TaskState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from signals.model import Ref
    from tasks.model import Load

REMIND_AT = 0.5
"""Share of the time to do a task after which the one who accepted is reminded."""


PAGE_STAYS = timedelta(hours=12)
"""How long the one who accepted may open the page at least; it is gone when the task closes."""


COUNTS: Mapping[DeclineReason | None, int] = {
    None: 2,
    DeclineReason.UNWELL: 2,
    DeclineReason.NOT_NOW: 1,
    DeclineReason.TOO_FAR: 0,
    DeclineReason.SOMEBODY_ELSE: 0,
    DeclineReason.AWAY: 0,
}
"""How much having declined for a reason puts somebody later in the order. Who is ill is spared;
what only says that this work does not suit her says nothing of the next."""


class TimePassed(StrEnum):
    """What to do with a task whose moment has come."""

    NEXT_ROUND = "next_round"
    NOBODY_CAME = "nobody_came"
    REMIND = "remind"
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who could be offered a task. `recent_declines` as `declines_weigh` says."""

    ref: Ref
    load: Load
    same_language: bool
    is_named: bool


def when_time_passed(task: Task, now: datetime) -> TimePassed | None:
    """Say what an open task needs now, or None before its moment."""
    if not task.is_open or task.due_at > now:
        return None
    if task.state is TaskState.ACCEPTED:
        return TimePassed.TAKE_BACK if task.reminded else TimePassed.REMIND
    return TimePassed.NEXT_ROUND if has_next_round(task) else TimePassed.NOBODY_CAME


def has_next_round(task: Task) -> bool:
    """Whether there is anybody left to offer it to."""
    return task.round_index + 1 < len(task.new.rounds)


def rounds_ahead(task: Task) -> range:
    """Which rounds may come next.

    Nobody goes on with what is not about a resident: all its rounds are walked again.
    """
    count = len(task.new.rounds)
    ahead = range(task.round_index + 1, count)
    return ahead if ahead or task.is_about_resident else range(count)


def declines_weigh(declined: Mapping[DeclineReason | None, int]) -> int:
    """How far back in the order these declines put somebody."""
    return sum(COUNTS[why] * count for why, count in declined.items())


def in_order(candidates: Iterable[Candidate]) -> list[Ref]:
    """The best first: the named neighbour, then by language and load.

    Whoever is asked for other work already comes after those who are not: an alarm of many is
    spread over all.
    """
    ranked = sorted(
        candidates,
        key=lambda one: (
            not one.is_named,
            not one.same_language,
            one.load.accepted,
            one.load.offered,
            declines_weigh(one.load.declined),
            one.ref,
        ),
    )
    return [one.ref for one in ranked]


def accepted(task: Task, by: Ref, now: datetime) -> Task:
    """The task once `by` has it."""
    mine = replace(
        task,
        state=TaskState.ACCEPTED,
        accepted_by=by,
        accepted_at=now,
        reminded=False,
        back_at=None,
    )
    return replace(mine, due_at=now + (_do_by(mine) - now) * REMIND_AT)


def reminded(task: Task) -> Task:
    """The task after a reminder: it is taken back when the rest of its time has passed too."""
    return replace(task, reminded=True, due_at=_do_by(task))


def was_hers(task: Task, before: datetime | None) -> bool:
    """Whether somebody had accepted the task before a moment; without one she just has."""
    return before is None or (task.accepted_at is not None and task.accepted_at < before)


class NotBack(StrEnum):
    """Why nobody can wait for her to come back."""

    NOT_HERS = "not_hers"
    """She does not have the task, or it leads to no door."""
    TOO_LATE = "too_late"
    PAST = "past"
    TOLD_BEFORE = "told_before"


def why_not_back(task: Task, by: Ref, back_at: datetime, now: datetime) -> NotBack | None:
    """Why `by` cannot go there again at `back_at`; None when she can."""
    looks_for_her = task.new.kind in LOOKS_FOR_HER - {TaskKind.DECISION}
    hers = task.state is TaskState.ACCEPTED and task.accepted_by == by
    if not looks_for_her or not hers or task.result is not None:
        return NotBack.NOT_HERS
    if task.back_at is not None:
        return NotBack.TOLD_BEFORE
    if back_at <= now:
        return NotBack.PAST
    return NotBack.TOO_LATE if back_at > now + BACK_WITHIN else None


def waits_until(task: Task, back_at: datetime) -> Task:
    """The task while she is out: whoever has it is asked again once she is back."""
    return replace(task, back_at=back_at, due_at=back_at, reminded=False)


def page_until(task: Task, now: datetime) -> datetime:
    """Until when the one who just accepted may open the page."""
    return max(now + PAGE_STAYS, _do_by(task))


def in_round(task: Task, index: int, now: datetime) -> Task:
    """The task offered in round `index`."""
    return replace(
        task,
        state=TaskState.OFFERED,
        accepted_by=None,
        accepted_at=None,
        reminded=False,
        result=None,
        back_at=None,
        round_index=index,
        due_at=now + task.new.rounds[index].wait,
    )


def with_further(task: Task, rounds: tuple[Round, ...]) -> Task:
    """The task with these rounds before it; when they are its last ones, they are walked again."""
    known = task.new.rounds
    if known[-len(rounds) :] == rounds:
        return replace(task, round_index=len(known) - len(rounds) - 1)
    return replace(task, new=replace(task.new, rounds=(*known, *rounds)))


def is_news(task: Task, result: Result) -> bool:
    """Whether a result after the end says more than what is known."""
    return result in GRAVE and result is not task.result


def _do_by(task: Task) -> datetime:
    assert task.do_by is not None  # noqa: S101 - whoever accepts has promised a moment
    return task.do_by
