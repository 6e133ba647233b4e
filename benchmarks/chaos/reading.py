"""Reads what a run left in the database, the spool and the providers' books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import col, select

from benchmarks.chaos.people import People
from benchmarks.chaos.providers import Providers, presses
from benchmarks.chaos.seen import CaseFile, Fact, Posted, Seen, Task
from checkins.tables import CheckinRow
from escalation import store as case_store
from escalation.fold import fold
from escalation.tables import CaseRow
from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from messaging.model import OPEN_STATES, OutboxState
from messaging.render.buttons import Verb
from messaging.tables import OutboxRow
from runtime.auditor import audit
from runtime.wiring import Service
from signals import service as signals
from signals.model import SignalKind
from signals.tables import PENDING, AgendaRow, HandlingRow, SignalRow
from tasks.model import OfferState
from tasks.tables import OfferRow, TaskRow

SURELY_OVER = timedelta(seconds=30)
"""No call of a provider lasts so long: what is `calling` since then was left by a dead process."""
A_MOMENT = timedelta(seconds=5)
"""What is due since then only was not due for long enough to be late."""


def read(service: Service, providers: Providers, people: People, unknown: frozenset[str]) -> Seen:
    """Everything that the checks look at."""
    database = service.database
    spool = service.intake._spool
    chats = {ref: chat for chat, ref in people.refs.items()}
    shown_to = {ref: providers.calls.get(chat, 0) for ref, chat in chats.items()}  # not after it
    with database.read() as uow:
        session = uow.session
        checkins = select(CheckinRow).where(col(CheckinRow.closed_at).is_(None))
        return Seen(
            acknowledged=list(dict.fromkeys(providers.journal.acknowledged)),
            deliveries=providers.deliveries(),
            mine=providers.mine,
            offers_shown=_offers_shown(providers),
            shown_to=shown_to,
            facts=_facts(uow, service),
            outbox=_outbox(uow, chats),
            tasks=_tasks(uow),
            cases=[_case(uow, row) for row in session.exec(select(CaseRow))],
            open_checkins=[f"resident:{row.resident_id}" for row in session.exec(checkins)],
            moments={row.subject: row.next_at for row in session.exec(select(AgendaRow))},
            unknown=unknown,
            quarantined=signals.quarantined(uow),
            spooled=spool.size(),
            spool_damaged=spool.damaged(),
            overdue=audit(database, uow.now),
        )


def in_doubt(database: Database) -> frozenset[str]:
    """Messages of which nobody knows at this moment whether they were sent."""
    with database.read() as uow:
        calling = select(OutboxRow.id).where(
            col(OutboxRow.state) == OutboxState.CALLING.value,
            col(OutboxRow.called_at) < uow.now - SURELY_OVER,
        )
        return frozenset(uow.session.exec(calling))


def pending(database: Database) -> int:
    """How many facts are not handled yet."""
    with database.read() as uow:
        return len(uow.session.exec(select(SignalRow.id).where(PENDING)).all())


def unsettled(service: Service, providers: Providers) -> dict[str, int]:
    """What still is on its way: all zero once the service has come to rest."""
    with service.database.read() as uow:
        rows = uow.session.exec(select(OutboxRow.state)).all()
    return {
        "messages": sum(state in OPEN_STATES for state in rows),
        "facts": pending(service.database),
        "spooled": service.intake.spooled(),
        "updates": providers.telegram.counts.updates_pending,
    }


def _facts(uow: UnitOfWork, service: Service) -> list[Fact]:
    consumers = {one.name: one.kinds for one in service.worker._dispatch._consumers}
    heard: dict[str, set[str]] = defaultdict(set)
    for row in uow.session.exec(select(HandlingRow)):
        heard[row.signal_id].add(row.consumer)
    return [
        Fact(
            id=row.id,
            kind=row.kind,
            source=row.source,
            source_id=row.source_id,
            subject=row.subject,
            pending=row.pending,
            task=row.data.get("task"),
            by=row.data.get("by"),
            verb=row.data.get("verb"),
            undecided=bool(row.data.get("undecided")),
            missed_by=tuple(
                name
                for name, kinds in consumers.items()
                if not row.pending and SignalKind(row.kind) in kinds and name not in heard[row.id]
            ),
        )
        for row in uow.session.exec(select(SignalRow))
    ]


def _offers_shown(providers: Providers) -> list[str]:
    return [
        press.target
        for delivered in providers.shown.values()
        for press in presses(delivered)
        if press.verb is Verb.ACCEPT
    ]


def _outbox(uow: UnitOfWork, chats: dict[str, int]) -> list[Posted]:
    rows = uow.session.exec(select(OutboxRow)).all()
    on_their_way = {row.card for row in rows if row.card and row.lease_until is not None}
    return [_posted(row, chats, _late(row, on_their_way, uow.now)) for row in rows]


def _late(row: OutboxRow, on_their_way: Collection[str], now: datetime) -> bool:
    """Open beyond its time; what follows another message of its card waits for that one."""
    if row.state not in OPEN_STATES or (row.lease_until is None and row.card in on_their_way):
        return False
    return (row.lease_until or row.due_at) < now - A_MOMENT


def _posted(row: OutboxRow, chats: dict[str, int], late: bool) -> Posted:
    return Posted(
        id=row.id,
        to=row.to_ref,
        chat=str(chats.get(row.to_ref, "")),
        channel=row.channel,
        template=row.template,
        dedupe_key=row.dedupe_key,
        after_unknown=row.after_unknown,
        state=row.state,
        attempts=row.attempts,
        provider_id=row.provider_id,
        late=late,
    )


def _tasks(uow: UnitOfWork) -> list[Task]:
    holders: dict[str, list[str]] = defaultdict(list)
    for offer in uow.session.exec(select(OfferRow)):
        if offer.state == OfferState.ACCEPTED:
            holders[offer.task_id].append(offer.person)
    return [
        Task(row.id, row.resident, row.state, row.accepted_by, tuple(holders[row.id]))
        for row in uow.session.exec(select(TaskRow))
    ]


def _case(uow: UnitOfWork, row: CaseRow) -> CaseFile:
    case = fold(row.id, row.resident, case_store.facts_of(uow, row.id))
    return CaseFile(
        id=row.id,
        resident=row.resident,
        is_open=row.closed_at is None,
        row=(row.urgency, row.outcome, row.opened_at, row.closed_at),
        folded=(int(case.urgency), case.outcome, case.opened_at, case.closed_at),
    )
