"""Recording facts and handing them to their consumers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, update
from sqlmodel import col, select

from foundation.sql import insert_new, table_of
from signals import agenda, store
from signals.model import Cause, Meaning, SignalKind
from signals.tables import PENDING, HandlingRow, SignalRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Draft, Ref, Signal

_SIGNAL = table_of(SignalRow)
_CLOSE = update(_SIGNAL).where(_SIGNAL.c.id == bindparam("closed")).values(pending=False)
PERSON_WAITS = frozenset(
    {
        SignalKind.REPLY,
        SignalKind.OFFER_ANSWERED,
        SignalKind.RESULT_GIVEN,
        SignalKind.CONTACT_ANSWERED,
        SignalKind.WORKER_WROTE,
        SignalKind.AWAY_CHOSEN,
    }
)
"""Facts behind which somebody waits for an answer."""
URGENT_MEANINGS = frozenset({Meaning.HELP, Meaning.URGENT})


def record(uow: UnitOfWork, draft: Draft) -> Signal | None:
    """Record a fact once and put its subject on the agenda. None when it is known already."""
    signal = store.insert_once(uow, draft)
    if signal is not None:
        agenda.bring_forward(uow, signal.subject, uow.now, urgency=_urgency(signal))
    return signal


def record_all(uow: UnitOfWork, drafts: Sequence[Draft]) -> None:
    """Record facts of many subjects like `record`, with two statements for all of them."""
    store.insert_all(uow, drafts)
    urgency = max(map(_urgency, drafts), default=agenda.ROUTINE)
    subjects = [draft.subject for draft in drafts]
    agenda.bring_all_forward(uow, subjects, uow.now, urgency=urgency)


def pending(uow: UnitOfWork, subject: Ref) -> list[Signal]:
    """Facts of `subject` not yet handled by all, in canonical order."""
    return store.pending(uow, subject)


def handled(uow: UnitOfWork, subject: Ref) -> frozenset[tuple[str, str]]:
    """(signal id, consumer) pairs of `subject`'s pending facts that are done or set aside."""
    return store.handled(uow, subject)


def mark_handled(
    uow: UnitOfWork, signal: Signal, consumer: str, *, quarantined: str | None = None
) -> None:
    """This consumer is done with the signal, or it is set aside with the kind of its error."""
    mark_all_handled(uow, [(signal, consumer)], quarantined=quarantined)


def mark_all_handled(
    uow: UnitOfWork, done: Iterable[tuple[Signal, str]], *, quarantined: str | None = None
) -> None:
    """The same for many pairs of a signal and a consumer."""
    rows = [
        {
            "signal_id": signal.id,
            "consumer": consumer,
            "handled_at": uow.now,
            "quarantined": quarantined,
        }
        for signal, consumer in done
    ]
    insert_new(uow.session, HandlingRow, rows)


def close(uow: UnitOfWork, signals: Iterable[Signal]) -> None:
    """Every consumer has had them."""
    closed = [{"closed": signal.id} for signal in signals]
    if closed:
        uow.session.connection().execute(_CLOSE, closed)


def since(
    uow: UnitOfWork, subject: Ref, kinds: Iterable[SignalKind], moment: datetime
) -> list[Signal]:
    """Facts of these kinds that occurred at or after `moment`, in canonical order."""
    return store.of_subject(uow, subject, kinds, moment)


def subjects_of(uow: UnitOfWork, kinds: Iterable[SignalKind], moment: datetime) -> list[Ref]:
    """Of whom facts of these kinds occurred at or after `moment`, in the order of their ids."""
    wanted = (
        select(SignalRow.subject)
        .where(
            col(SignalRow.kind).in_([kind.value for kind in kinds]),
            col(SignalRow.occurred_at) >= moment,
        )
        .distinct()
        .order_by(SignalRow.subject)
    )
    return list(uow.session.exec(wanted))


def counted(uow: UnitOfWork, kind: SignalKind, moment: datetime) -> int:
    """How many facts of a kind were recorded at or after `moment`, of whomever."""
    return uow.session.exec(
        select(func.count())
        .select_from(SignalRow)
        .where(col(SignalRow.kind) == kind.value, col(SignalRow.recorded_at) >= moment)
    ).one()


def quarantined(uow: UnitOfWork) -> int:
    """How many (signal, consumer) pairs were set aside and wait for an engineer."""
    return uow.session.exec(
        select(func.count())
        .select_from(HandlingRow)
        .where(col(HandlingRow.quarantined).is_not(None))
    ).one()


def overdue(uow: UnitOfWork, before: datetime) -> int:
    """How many facts recorded before `before` are still pending."""
    return uow.session.exec(
        select(func.count())
        .select_from(SignalRow)
        .where(PENDING, col(SignalRow.recorded_at) < before)
    ).one()


def left_behind(uow: UnitOfWork, before: datetime, limit: int) -> list[Ref]:
    """Subjects of up to `limit` facts recorded before `before` that are still pending."""
    wanted = select(SignalRow.subject).where(PENDING, col(SignalRow.recorded_at) < before)
    return list(uow.session.exec(wanted.distinct().limit(limit)))


def _urgency(signal: Draft | Signal) -> int:
    if signal.data.get("cause") in set(Cause) or signal.data.get("grave"):
        return agenda.EMERGENCY
    if signal.kind is SignalKind.SAID and signal.data.get("meaning") in URGENT_MEANINGS:
        return agenda.PRESSING
    return agenda.PERSON_WAITS if signal.kind in PERSON_WAITS else agenda.ROUTINE
