"""To whom tasks are offered, and how much each person has to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import CursorResult, bindparam, func, update
from sqlmodel import col, select

from foundation.ahead import Key, Reading
from foundation.behind import Row, Writing
from foundation.sql import insert_for, rows_of, table_of
from tasks.model import DeclineReason, Load, Offer, OfferState, Task, TaskState
from tasks.tables import OfferRow, TaskRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.dialects import postgresql, sqlite

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref

DECLINES_COUNT_FOR = timedelta(days=7)


def none_offered(uow: UnitOfWork, task_id: str) -> None:
    """This task is new: nobody has to look for its offers."""
    uow.ahead.put(_OFFERS, task_id, [])


def put_offers(uow: UnitOfWork, task: Task, people: Sequence[Ref]) -> None:
    """Offer to these people; somebody offered before is offered again."""
    rows = [
        {
            "task_id": task.id,
            "person": person,
            "round_index": task.round_index,
            "state": OfferState.OPEN.value,
            "why": None,
            "offered_at": uow.now,
        }
        for person in people
    ]
    known = uow.ahead.known(_OFFERS, task.id)
    for row in rows:
        uow.behind.add(uow, _OFFERING, (task.id, row["person"]), row, task.id)
    for person in people:
        load = uow.ahead.known(_LOADS, person)
        if load is not None:
            uow.ahead.put(_LOADS, person, replace(load, offered=load.offered + 1))
    if known is not None:
        others = [one for one in known if one.to not in people]
        offered = [Offer(task.id, one, OfferState.OPEN, task.round_index) for one in people]
        uow.ahead.put(_OFFERS, task.id, sorted([*others, *offered], key=lambda one: one.to))


@cache
def _offer(dialect: str) -> postgresql.Insert | sqlite.Insert:
    new = insert_for(dialect, OfferRow)
    named = ("state", "why", "round_index", "offered_at")
    changed = {each: new.excluded[each] for each in named}
    return new.on_conflict_do_update(index_elements=["task_id", "person"], set_=changed)


def _write_offers(uow: UnitOfWork, rows: Sequence[Row]) -> None:
    uow.session.connection().execute(_offer(uow.dialect), rows)


_OFFERING = Writing(OfferRow, _write_offers)


_OFFERED = (
    rows_of(OfferRow)
    .where(table_of(OfferRow).c.task_id.in_(bindparam("tasks", expanding=True)))
    .order_by(table_of(OfferRow).c.person)
)


def offers(uow: UnitOfWork, task_id: str) -> list[Offer]:
    """Everybody the task was offered to, in the order of their refs."""
    return uow.ahead.one(uow, _OFFERS, task_id) or []


def _read_offers(uow: UnitOfWork, task_ids: Sequence[str]) -> dict[str, list[Offer]]:
    rows = uow.rows(_OFFERED, {"tasks": list(task_ids)})
    found: dict[str, list[Offer]] = {task_id: [] for task_id in task_ids}
    for row in rows:
        state, why = OfferState(row.state), None if row.why is None else DeclineReason(row.why)
        found[row.task_id].append(Offer(row.task_id, row.person, state, row.round_index, why))
    return found


_OFFERS = Reading(_read_offers, OfferRow, key=Key.COMMON)


def change_offers(
    uow: UnitOfWork,
    task_id: str,
    people: Iterable[Ref],
    state: OfferState,
    why: DeclineReason | None = None,
) -> None:
    """Move these people's offers on; `why` they declined."""
    uow.session.execute(
        update(OfferRow)
        .where(col(OfferRow.task_id) == task_id, col(OfferRow.person).in_(list(people)))
        .values(state=state.value, answered_at=uow.now, why=None if why is None else why.value)
    )


def note_why(uow: UnitOfWork, task_id: str, person: Ref, why: DeclineReason) -> bool:
    """She says why she declined, once. False where she did not, or has said so before."""
    noted = uow.session.execute(
        update(OfferRow)
        .where(
            col(OfferRow.task_id) == task_id,
            col(OfferRow.person) == person,
            col(OfferRow.state) == OfferState.DECLINED.value,
            col(OfferRow.why).is_(None),
        )
        .values(why=why.value)
    )
    assert isinstance(noted, CursorResult)  # noqa: S101 - narrows the type
    return noted.rowcount == 1


def offered_since(uow: UnitOfWork, people: Sequence[Ref], since: datetime) -> list[Offer]:
    """Offers to these people since then, the oldest first."""
    rows = uow.session.exec(
        select(OfferRow)
        .where(col(OfferRow.person).in_(people), col(OfferRow.offered_at) >= since)
        .order_by(col(OfferRow.offered_at), col(OfferRow.task_id))
    )
    return [Offer(row.task_id, row.person, OfferState(row.state), row.round_index) for row in rows]


def load_of(uow: UnitOfWork, people: Sequence[Ref]) -> dict[Ref, Load]:
    """How much each of these people has to do."""
    return uow.ahead.of(uow, _LOADS, people)


def _read_loads(uow: UnitOfWork, people: Sequence[Ref]) -> dict[Ref, Load]:
    hers = col(OfferRow.person).in_(people)
    accepted = select(TaskRow.accepted_by, func.count()).where(
        col(TaskRow.accepted_by).in_(people), col(TaskRow.state) == TaskState.ACCEPTED.value
    )
    offered = (
        select(OfferRow.person, func.count())
        .join(TaskRow, col(TaskRow.id) == col(OfferRow.task_id))
        .where(hers, col(OfferRow.state) == OfferState.OPEN.value)
        .where(col(TaskRow.state) == TaskState.OFFERED.value)
    )
    declined = select(OfferRow.person, OfferRow.why, func.count()).where(
        hers,
        col(OfferRow.state) == OfferState.DECLINED.value,
        col(OfferRow.answered_at) >= uow.now - DECLINES_COUNT_FOR,
    )
    has = dict(uow.session.exec(accepted.group_by(col(TaskRow.accepted_by))).all())
    asked = dict(uow.session.exec(offered.group_by(col(OfferRow.person))).all())
    left: dict[Ref, dict[DeclineReason | None, int]] = {person: {} for person in people}
    for person, why, count in uow.session.exec(
        declined.group_by(col(OfferRow.person), col(OfferRow.why))
    ):
        left[person][None if why is None else DeclineReason(why)] = count
    return {one: Load(has.get(one, 0), asked.get(one, 0), left[one]) for one in people}


_LOADS = Reading(_read_loads, TaskRow, OfferRow, key=Key.COMMON)
