"""Outbox rows to model and back."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Update, bindparam, exists, func, or_, update
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import col, select

from foundation.behind import Row, Writing
from foundation.sql import in_order_of_index, insert_for, listed, rows_of, table_of
from messaging.model import (
    OPEN_STATES,
    AfterUnknown,
    Message,
    OutboxState,
    Posted,
    Priority,
    Waiting,
)
from messaging.pacing import MINUTE
from messaging.tables import ON_ITS_WAY, OPEN, QUEUED, OutboxRow
from residents.model import ChannelName

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

    from foundation.sql import Found
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref

_TABLE = table_of(OutboxRow)
_OPEN = [state.value for state in OPEN_STATES]
_ON_ITS_WAY = [OutboxState.LEASED.value, OutboxState.CALLING.value]
_OTHER = _TABLE.alias("other")
_CARD_IS_FREE = ~exists().where(ON_ITS_WAY, _OTHER.c.card == _TABLE.c.card).select_from(_OTHER)
"""Nothing of the same card is on its way: what edits a card needs the id of what it edits."""
_MESSAGE = rows_of(OutboxRow).where(_TABLE.c.id == bindparam("outbox"))
_INTERRUPTED = (
    rows_of(OutboxRow)
    .where(ON_ITS_WAY, _TABLE.c.lease_until <= bindparam("now"))
    .order_by(_TABLE.c.priority, _TABLE.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_STILL_OPEN = (
    select(OutboxRow.id)
    .where(col(OutboxRow.id).in_(bindparam("ids", expanding=True)), col(OutboxRow.state).in_(_OPEN))
    .order_by(col(OutboxRow.id))
    .with_for_update()
)
IN_BUNDLE = "bundle:"
"""How the provider's id begins of what left together with others."""
_CALLED = select(OutboxRow.to_ref).where(
    col(OutboxRow.channel) == bindparam("channel"),
    col(OutboxRow.called_at) > bindparam("since"),
    col(OutboxRow.called_at) <= bindparam("now"),
)
_NEXT_MOMENTS = select(
    select(func.min(_TABLE.c.due_at)).where(QUEUED).scalar_subquery(),
    select(func.min(_TABLE.c.lease_until)).where(ON_ITS_WAY).scalar_subquery(),
)

_WAITING = (
    select(
        _TABLE.c.priority,
        func.count(),
        func.min(_TABLE.c.due_at).filter(_TABLE.c.waits_since.is_(None)),
        func.min(_TABLE.c.waits_since),
    )
    .where(QUEUED, or_(_TABLE.c.due_at <= bindparam("now"), _TABLE.c.waits_since.is_not(None)))
    .group_by(_TABLE.c.priority)
)


def insert(uow: UnitOfWork, message: Message) -> None:
    """Queue a message, if its dedupe key is new; others of its card give way to it."""
    row = {
        "id": uow.ids.new(),
        "dedupe_key": message.dedupe_key,
        "to_ref": message.to,
        "about": message.about,
        "channel": message.channel.value,
        "template": message.template,
        "content": dict(message.values),
        "after_unknown": message.after_unknown.value,
        "priority": int(message.priority),
        "card": message.card,
        "edit_only": message.edit_only,
        "origin": message.origin,
        "state": OutboxState.QUEUED.value,
        "due_at": message.due_at,
        "expires_at": message.expires_at,
    }
    if uow.behind.waiting(_QUEUEING, message.dedupe_key) is None:
        uow.behind.add(uow, _QUEUEING, message.dedupe_key, row)


def _queue(uow: UnitOfWork, rows: Sequence[Row]) -> None:
    inserted = set(uow.session.connection().execute(_new(uow.dialect), rows).scalars())
    newest = {row["card"]: row["dedupe_key"] for row in rows if row["dedupe_key"] in inserted}
    newest.pop(None, None)
    if newest:
        others = [
            _TABLE.c.card.in_(list(newest)),
            _TABLE.c.dedupe_key.not_in(list(newest.values())),
        ]
        _end(uow, others, OutboxState.SUPERSEDED)


_QUEUEING = Writing(OutboxRow, _queue)


@cache
def _new(dialect: str) -> ReturningInsert[tuple[str]]:
    return insert_for(dialect, OutboxRow).on_conflict_do_nothing().returning(_TABLE.c.dedupe_key)


def withdraw(
    uow: UnitOfWork, *, to: Ref | None = None, keys: Sequence[str] = (), cards: Sequence[str] = ()
) -> None:
    """Messages to `to`, with these dedupe keys or of these cards are not sent.

    What is on its way is not sent again.
    """
    if to is not None:
        _end(uow, [_TABLE.c.to_ref == to], OutboxState.WITHDRAWN)
    if keys:
        _end(uow, [_TABLE.c.dedupe_key.in_(keys)], OutboxState.WITHDRAWN)
    if cards:
        _end(uow, [_TABLE.c.card.in_(cards)], OutboxState.WITHDRAWN)


def due(
    uow: UnitOfWork, channel: ChannelName, limit: int, besides: Collection[Ref] = ()
) -> list[Posted]:
    """Queued messages that may leave on a channel now, the most pressing first; locked.

    None to the people in `besides`.
    """
    asked = {
        "now": uow.now,
        "limit": limit,
        "channel": channel.value,
        "besides": sorted(besides),
    }
    in_order_of_index(uow)
    return [posted_of(row) for row in uow.rows(_due(uow.dialect), asked)]


@cache
def _due(dialect: str) -> Select[Any]:
    return (
        rows_of(OutboxRow)
        .where(
            OPEN,
            _TABLE.c.channel == bindparam("channel"),
            _TABLE.c.state == OutboxState.QUEUED.value,
            _TABLE.c.due_at <= bindparam("now"),
            _TABLE.c.to_ref.not_in(listed(dialect, "besides")),
            _CARD_IS_FREE,
        )
        .order_by(_TABLE.c.priority, _TABLE.c.due_at, _TABLE.c.id)
        .limit(bindparam("limit"))
        .with_for_update(of=_TABLE, skip_locked=True)
    )


def interrupted(uow: UnitOfWork, limit: int) -> list[Posted]:
    """Messages whose lease ran out: a worker died with them."""
    rows = uow.rows(_INTERRUPTED, {"now": uow.now, "limit": limit})
    return [posted_of(row) for row in rows]


def change(uow: UnitOfWork, outbox_id: str, state: OutboxState, **values: Any) -> bool:
    """Move an open message on; False for what has ended meanwhile, which stays as it is.

    A provider's callback may tell that a message was sent before our own call has returned.
    Only what is on its way has a lease.
    """
    return bool(change_all(uow, {outbox_id: {"state": state.value, **values}}))


def change_all(uow: UnitOfWork, changes: Mapping[str, dict[str, Any]]) -> frozenset[str]:
    """Move these messages on like `change`, with a few statements; returns which were open."""
    if not changes:
        return frozenset()
    found = frozenset(uow.session.exec(_STILL_OPEN, params={"ids": list(changes)}))
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for outbox_id, values in changes.items():
        if outbox_id in found:
            ends = {} if values["state"] in _ON_ITS_WAY else {"lease_until": None}
            row = {**ends, **values}
            alike.setdefault(tuple(sorted(row)), []).append({"changed": outbox_id, **row})
    for names, rows in alike.items():
        uow.session.connection().execute(_change(names), rows)
    return found


def begin_attempt(
    uow: UnitOfWork, ids: Sequence[str], state: OutboxState, lease_until: datetime
) -> None:
    """One attempt more of messages that `due` locked: LEASED, or CALLING at once."""
    called = {"called_at": uow.now} if state is OutboxState.CALLING else {}
    if ids:
        uow.session.connection().execute(
            update(_TABLE)
            .where(_TABLE.c.id.in_(ids))
            .values(
                state=state.value,
                attempts=_TABLE.c.attempts + 1,
                lease_until=lease_until,
                **called,
            )
        )


def begin_call(uow: UnitOfWork, ids: Collection[str], lease_until: datetime) -> int:
    """LEASED becomes CALLING, once; returns of how many that were not lost or withdrawn."""
    began = uow.session.connection().execute(
        update(_TABLE)
        .where(
            _TABLE.c.id.in_(ids),
            _TABLE.c.state == OutboxState.LEASED.value,
            _TABLE.c.lease_until > uow.now,
            _TABLE.c.expires_at > uow.now,
        )
        .values(state=OutboxState.CALLING.value, called_at=uow.now, lease_until=lease_until)
    )
    return began.rowcount


def called_since(uow: UnitOfWork, channel: ChannelName, moment: datetime) -> list[Ref]:
    """To whom this channel was called after `moment`, one entry a call.

    What seems to lie ahead was called before the clock was set back.
    """
    asked = {"channel": channel.value, "since": moment, "now": uow.now}
    return list(uow.session.exec(_CALLED, params=asked))


def shown_cards(uow: UnitOfWork, cards: Iterable[str]) -> dict[str, str]:
    """Card → the provider's id of the message that shows it, for those of which one was sent.

    What was last shown in a bundle has no message of its own.
    """
    wanted = sorted(set(cards))
    if not wanted:
        return {}
    rows = uow.session.exec(
        select(OutboxRow.card, OutboxRow.provider_id)
        .where(col(OutboxRow.card).in_(wanted), col(OutboxRow.provider_id).is_not(None))
        .order_by(col(OutboxRow.sent_at), col(OutboxRow.id))
    )
    newest = {card: shown for card, shown in rows if card is not None and shown is not None}
    return {card: shown for card, shown in newest.items() if not shown.startswith(IN_BUNDLE)}


def find(uow: UnitOfWork, outbox_id: str) -> Posted | None:
    """One message by its id."""
    return next(map(posted_of, uow.rows(_MESSAGE, {"outbox": outbox_id})), None)


def claimed(uow: UnitOfWork, provider_ids: Collection[str]) -> frozenset[str]:
    """Of these provider ids, those that belong to some message of ours."""
    found = uow.session.exec(
        select(OutboxRow.provider_id).where(col(OutboxRow.provider_id).in_(provider_ids))
    )
    return frozenset(one for one in found if one is not None)


def keys_since(uow: UnitOfWork, template: str, moment: datetime) -> frozenset[str]:
    """Dedupe keys of the messages of a template that were due at or after `moment`."""
    return frozenset(
        uow.session.exec(
            select(OutboxRow.dedupe_key).where(
                col(OutboxRow.template) == template, col(OutboxRow.due_at) >= moment
            )
        )
    )


def next_due(uow: UnitOfWork) -> datetime | None:
    """The earliest moment at which an open message wants attention."""
    return min((moment for moment in next_moments(uow) if moment is not None), default=None)


def next_moments(uow: UnitOfWork) -> tuple[datetime | None, datetime | None]:
    """When the next queued message is due, and when the next lease runs out."""
    queued, leased = uow.session.connection().execute(_NEXT_MOMENTS).one()
    return queued, leased


def waiting(uow: UnitOfWork) -> Waiting:
    """What is queued and due, or was deferred."""
    rows = uow.session.connection().execute(_WAITING, {"now": uow.now}).all()
    late = [(priority, due) for priority, _, due, _ in rows if due is not None]
    deferred = [(priority, since) for priority, _, _, since in rows if since is not None]
    helps = [*late, *((priority, since + MINUTE) for priority, since in deferred)]
    return Waiting(
        count=sum(count for _, count, _, _ in rows),
        since=min((since for _, since in (*late, *deferred)), default=None),
        help_since=min(
            (since for priority, since in helps if priority <= Priority.HELP), default=None
        ),
    )


def open_before(uow: UnitOfWork, moment: datetime) -> int:
    """How many messages should have left before `moment`."""
    return uow.session.exec(
        select(func.count()).select_from(OutboxRow).where(OPEN, col(OutboxRow.due_at) < moment)
    ).one()


def _end(uow: UnitOfWork, wanted: Iterable[ColumnElement[bool]], state: OutboxState) -> None:
    """End what nobody began to send; what is on its way expires, so that it is not sent again."""
    these = update(_TABLE).where(*wanted)
    connection = uow.session.connection()
    connection.execute(
        these.where(_TABLE.c.state == OutboxState.QUEUED.value).values(state=state.value)
    )
    connection.execute(these.where(_TABLE.c.state.in_(_ON_ITS_WAY)).values(expires_at=uow.now))


@cache
def _change(names: tuple[str, ...]) -> Update:
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    return update(_TABLE).where(_TABLE.c.id == bindparam("changed")).values(**values)


def posted_of(row: Found) -> Posted:
    """The message of a row."""
    return Posted(
        id=row.id,
        message=Message(
            to=row.to_ref,
            channel=ChannelName(row.channel),
            template=row.template,
            dedupe_key=row.dedupe_key,
            due_at=row.due_at,
            expires_at=row.expires_at,
            values=row.content,
            after_unknown=AfterUnknown(row.after_unknown),
            priority=Priority(row.priority),
            about=row.about,
            card=row.card,
            edit_only=row.edit_only,
            origin=row.origin,
        ),
        state=OutboxState(row.state),
        attempts=row.attempts,
        provider_id=row.provider_id,
    )
