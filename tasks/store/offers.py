"""To whom tasks are offered, and how much each person has to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CompoundSelect,
    CursorResult,
    String,
    bindparam,
    func,
    literal,
    null,
    select,
    union_all,
    update,
)
from sqlmodel import col

from foundation.ahead import Key, Reading
from foundation.behind import Row, Writing
from foundation.sql import insert_or_replace, listed, rows_of, table_of
from residents import service as residents
from tasks.model import DeclineReason, Load, Offer, OfferState, Task, TaskState
from tasks.tables import OfferRow, TaskRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref

DECLINES_COUNT_FOR = timedelta(days=7)
_OFFER, _TASK = table_of(OfferRow), table_of(TaskRow)


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


def _write_offers(uow: UnitOfWork, rows: Sequence[Row]) -> None:
    insert_or_replace(uow.session, OfferRow, rows)


_OFFERING = Writing(OfferRow, _write_offers)


_OFFERED = (
    rows_of(OfferRow)
    .where(_OFFER.c.task_id.in_(bindparam("tasks", expanding=True)))
    .order_by(_OFFER.c.person)
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


_SINCE = (
    rows_of(OfferRow)
    .where(_OFFER.c.person.in_(bindparam("people", expanding=True)))
    .where(_OFFER.c.offered_at >= bindparam("since"))
    .order_by(_OFFER.c.offered_at, _OFFER.c.task_id)
)


def offered_since(uow: UnitOfWork, people: Sequence[Ref], since: datetime) -> list[Offer]:
    """Offers to these people since then, the oldest first."""
    rows = uow.rows(_SINCE, {"people": list(people), "since": since})
    return [Offer(row.task_id, row.person, OfferState(row.state), row.round_index) for row in rows]


def load_of(uow: UnitOfWork, people: Sequence[Ref]) -> dict[Ref, Load]:
    """How much each of these people has to do."""
    return uow.ahead.of(uow, _LOADS, people)


def _read_loads(uow: UnitOfWork, people: Sequence[Ref]) -> dict[Ref, Load]:
    asked = {"people": list(people), "since": uow.now - DECLINES_COUNT_FOR}
    counts: dict[tuple[Ref, str], int] = {}
    left: dict[Ref, dict[DeclineReason | None, int]] = {person: {} for person in people}
    for row in uow.rows(_loads(uow.dialect), asked):
        if row.state == OfferState.DECLINED:
            left[row.person][None if row.why is None else DeclineReason(row.why)] = row.number
        else:
            counts[row.person, row.state] = row.number
    return {
        one: Load(
            counts.get((one, OfferState.ACCEPTED), 0),
            counts.get((one, OfferState.OPEN), 0),
            left[one],
        )
        for one in people
    }


@cache
def _loads(dialect: str) -> CompoundSelect[Any]:
    """Who, in which state, why, how many: of what people have, are asked for and declined."""
    offer, task, nothing = _OFFER, _TASK, null().cast(String)
    people = listed(dialect, "people")
    has = (
        select(
            task.c.accepted_by.label("person"),
            literal(OfferState.ACCEPTED.value).label("state"),
            nothing.label("why"),
            func.count().label("number"),
        )
        .where(task.c.accepted_by.in_(people), task.c.state == TaskState.ACCEPTED.value)
        .group_by(task.c.accepted_by)
    )
    offered = (
        select(offer.c.person, offer.c.state, nothing, func.count())
        .join(task, task.c.id == offer.c.task_id)
        .where(offer.c.person.in_(people), offer.c.state == OfferState.OPEN.value)
        .where(task.c.state == TaskState.OFFERED.value)
        .group_by(offer.c.person, offer.c.state)
    )
    declined = (
        select(offer.c.person, offer.c.state, offer.c.why, func.count())
        .where(offer.c.person.in_(people), offer.c.state == OfferState.DECLINED.value)
        .where(offer.c.answered_at >= bindparam("since"))
        .group_by(offer.c.person, offer.c.state, offer.c.why)
    )
    return union_all(has, offered, declined)


_LOADS = Reading(
    _read_loads, TaskRow, OfferRow, key=Key.COMMON, expected=residents.helpers_of_batch
)
