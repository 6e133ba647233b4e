"""Whose minute is free, and which messages wait for theirs: rows of `told` and of the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, or_, update
from sqlmodel import col, select

from foundation.sql import insert_for, rows_of, table_of
from messaging.model import OutboxState
from messaging.pacing import MINUTE, is_unbidden
from messaging.store import posted_of
from messaging.tables import OutboxRow, ToldRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from messaging.model import Posted
    from signals.model import Ref

_OUTBOX = table_of(OutboxRow)
_TOLD = select(ToldRow.person, ToldRow.at).where(
    col(ToldRow.person).in_(bindparam("people", expanding=True))
)
_DEFER = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("deferred"))
    .values(
        due_at=bindparam("until"),
        waits_since=func.coalesce(_OUTBOX.c.waits_since, _OUTBOX.c.due_at),
    )
)
_QUEUED_FOR = (
    rows_of(OutboxRow)
    .where(
        _OUTBOX.c.to_ref.in_(bindparam("people", expanding=True)),
        _OUTBOX.c.state == OutboxState.QUEUED.value,
    )
    .order_by(_OUTBOX.c.priority, _OUTBOX.c.due_at, _OUTBOX.c.id)
)


def told(uow: UnitOfWork, people: Collection[Ref]) -> dict[Ref, datetime]:
    """When each of these was last told anything that she had not asked for."""
    if not people:
        return {}
    return dict(uow.session.exec(_TOLD, params={"people": sorted(people)}).all())


def take(uow: UnitOfWork, people: Collection[Ref]) -> frozenset[Ref]:
    """Begin a minute for these people; returns for whom no other worker just has."""
    if not people:
        return frozenset()
    # in one order, so that two workers never wait for each other
    rows = [{"person": one, "at": uow.now} for one in sorted(people)]
    is_over = or_(col(ToldRow.at) <= uow.now - MINUTE, col(ToldRow.at) >= uow.now + MINUTE)
    begun = uow.session.connection().execute(
        insert_for(uow.dialect, ToldRow)
        .values(rows)
        .on_conflict_do_update(index_elements=["person"], set_={"at": uow.now}, where=is_over)
        .returning(col(ToldRow.person))
    )
    return frozenset(begun.scalars())


def defer(uow: UnitOfWork, until: Mapping[str, datetime]) -> None:
    """These messages, by id, wait; since when they do is kept."""
    if until:
        rows = [{"deferred": one, "until": moment} for one, moment in until.items()]
        uow.session.connection().execute(_DEFER, rows)


def queues(uow: UnitOfWork, people: Collection[Ref]) -> dict[Ref, list[Posted]]:
    """What is queued for each of these and comes unbidden, in the order in which it leaves."""
    found: dict[Ref, list[Posted]] = {person: [] for person in people}
    rows = uow.rows(_QUEUED_FOR, {"people": sorted(people)}) if people else ()
    for posted in map(posted_of, rows):
        if is_unbidden(posted.message):
            found[posted.message.to].append(posted)
    return found
