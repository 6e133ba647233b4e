"""Messages of vendors: recorded once, then told to whoever decides about her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from residents import service as residents
from signals import agenda
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from vendors import decide, store
from vendors.model import ALARMS, ASKS_NOTHING, Event, Fault, How, RowOutcome, State, Told, What

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from foundation.unit_of_work import UnitOfWork
    from residents.model import Outline
    from signals.model import Ref
    from vendors.mapping import FieldMap
    from vendors.model import Unread

SUBJECT = "city:vendors"
"""Whose agenda it stands on that messages wait for an official."""
FAULT_AGAIN = timedelta(hours=24)
KIND = {
    What.ALARM: SignalKind.VENDOR_ALARM,
    What.EMERGENCY: SignalKind.VENDOR_ALARM,
    What.BACK: SignalKind.VENDOR_BACK,
    What.FAULT: SignalKind.DEVICE_FAULT,
    What.CONTACT: SignalKind.VENDOR_CONTACT,
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """By which door a message came, and when; of a file, which line of it."""

    vendor: str
    how: How
    received_at: datetime
    file_hash: str | None = None
    line: int | None = None
    entered_by: Ref | None = None


def take(uow: UnitOfWork, arrival: Arrival, one: Told | Unread) -> RowOutcome:
    """Record a message once and tell whom it concerns. Never raises for its content."""
    line = arrival.line or 0
    if not isinstance(one, Told):
        kept = _keep(uow, arrival, one.key, State.UNREADABLE, one.fault, raw=one.raw)
        return RowOutcome(line, State.UNREADABLE if kept else State.KNOWN, one.fault)
    if one.what in ASKS_NOTHING or decide.is_old(one, arrival.how, uow.now):
        state = State.QUIET if one.what in ASKS_NOTHING else State.OLD
        kept = _keep(uow, arrival, one.key, state, told=one)
        return RowOutcome(line, state if kept else State.KNOWN)
    whose, fault = _whose(uow, arrival.vendor, one)
    if (settled := _needs_nobody(uow, arrival.vendor, one, fault)) is not None:
        kept = _keep(uow, arrival, one.key, settled, told=one)
        return RowOutcome(line, settled if kept else State.KNOWN)
    if fault is not None:
        kept = _keep(uow, arrival, one.key, State.UNKNOWN, fault, raw=one.words, told=one)
        return RowOutcome(line, State.UNKNOWN if kept else State.KNOWN, fault)
    kept = _keep(uow, arrival, one.key, State.TOLD, told=one)
    if kept is not None:
        tell(uow, arrival, one, whose, kept)
    return RowOutcome(line, State.KNOWN if kept is None else State.TOLD)


def tell(
    uow: UnitOfWork, arrival: Arrival, told: Told, whose: Sequence[Outline], event_id: str
) -> None:
    """Record for each of these residents what a vendor decided about her."""
    for her in whose:
        if told.what is What.FAULT and _was_told_of_a_fault(uow, her):
            continue
        data: dict[str, Any] = {
            "vendor": arrival.vendor,
            "event": event_id,
            "how": arrival.how.value,
            "by": f"vendor:{arrival.vendor}",
            "alone": her.lives_alone,
        }
        if KIND[told.what] is SignalKind.VENDOR_ALARM:
            data["grave"] = told.what is What.EMERGENCY
        if arrival.entered_by is not None:
            data["entered_by"] = arrival.entered_by
        signals.record(
            uow,
            Draft(
                kind=KIND[told.what],
                source=Source.VENDORS,
                source_id=f"{arrival.vendor}:{told.key}:{her.id}",
                subject=her.ref,
                occurred_at=told.at,
                data=data,
                words=told.words,
            ),
        )


def enter(uow: UnitOfWork, arrival: Arrival, told: Told, her: Outline) -> bool:
    """An official writes down what a vendor told about a resident. False when it is known."""
    kept = _keep(uow, arrival, told.key, State.TOLD, told=told)
    if kept is not None and told.what not in ASKS_NOTHING:
        tell(uow, arrival, told, [her], kept)
    return kept is not None


def give_to_whom_it_concerns(uow: UnitOfWork, vendor: str, number: str, by: Ref) -> int:
    """Somebody has this number now: what waited because nobody had it is told. Returns how many."""
    known = store.waiting(uow, vendor, store.blind(uow, vendor, number))
    given = 0
    for event in known:
        told = _told(uow, event)
        whose, fault = _whose(uow, vendor, told)
        if fault is None:
            _give(uow, event, told, whose, by)
            given += 1
    return given


def give(uow: UnitOfWork, event: Event, her: Outline, by: Ref) -> None:
    """An official says whom a waiting message is about; `event` has a `what` and a moment."""
    _give(uow, event, _told(uow, event), [her], by)


def read_anew(uow: UnitOfWork, vendor: str, by: FieldMap, who: Ref) -> int:
    """Read by another map what could not be read; returns how many messages could be."""
    read = 0
    for event in store.waiting(uow, vendor):
        if event.state is not State.UNREADABLE or event.words is None:
            continue
        live = event.how is not How.FILE
        found = decide.events_of(event.words.encode(), by, event.received_at, live=live)
        if not all(isinstance(one, Told) for one in found):
            continue
        store.conclude(uow, event.id, State.SETTLED, who, again=True)
        for one in found:
            take(uow, Arrival(vendor, event.how, event.received_at, line=event.line), one)
        read += 1
    return read


def _give(uow: UnitOfWork, event: Event, told: Told, whose: Sequence[Outline], by: Ref) -> None:
    store.conclude(uow, event.id, State.TOLD, by)
    arrival = Arrival(event.vendor, event.how, event.received_at, entered_by=by)
    tell(uow, arrival, told, whose, event.id)


def _told(uow: UnitOfWork, event: Event) -> Told:
    assert event.what is not None  # noqa: S101 - only what could be read waits for a number
    assert event.at is not None  # noqa: S101 - same
    return Told(
        key=store.key_of(uow, event.id),
        number=event.number or "",
        what=event.what,
        at=event.at,
        words=event.words or "",
    )


def _whose(uow: UnitOfWork, vendor: str, told: Told) -> tuple[list[Outline], Fault | None]:
    """Whom it concerns, or why nobody can be told of it by the number alone."""
    refs = store.with_number(uow, vendor, store.blind(uow, vendor, told.number))
    known = list(residents.outlines(uow, refs).values())
    watched = [one for one in known if residents.is_watched(one)]
    if not watched:
        return [], Fault.NOT_SERVED if known else Fault.NOBODY
    if told.what is What.CONTACT and len(watched) > 1:
        return [], Fault.SEVERAL
    return watched, None


def _needs_nobody(uow: UnitOfWork, vendor: str, told: Told, fault: Fault | None) -> State | None:
    """How a message ends that reaches nobody and is of no use to an official; None for others."""
    if fault is Fault.NOT_SERVED and told.what not in ALARMS:
        return State.QUIET
    blind = store.blind(uow, vendor, told.number)
    strange = fault is Fault.NOBODY and store.is_not_ours(uow, vendor, blind)
    return State.NOT_OURS if strange else None


def _was_told_of_a_fault(uow: UnitOfWork, her: Outline) -> bool:
    """Whether she was asked because of a vendor's device today: some tell of it every hour."""
    lately = signals.since(uow, her.ref, [SignalKind.DEVICE_FAULT], uow.now - FAULT_AGAIN)
    return any(one.source is Source.VENDORS for one in lately)


def _keep(  # noqa: PLR0913 - a row has so many parts
    uow: UnitOfWork,
    arrival: Arrival,
    key: str,
    state: State,
    fault: Fault | None = None,
    *,
    raw: str | None = None,
    told: Told | None = None,
) -> str | None:
    """Its id; None when it is known. Whose it is nobody knows as long as it waits."""
    waits = fault is not None
    what = None if told is None else told.what
    vendor = arrival.vendor
    number = None if told is None else told.number
    kept = store.insert_once(
        uow,
        {
            "vendor": vendor,
            "key": key,
            "how": arrival.how.value,
            "state": state.value,
            "fault": None if fault is None else fault.value,
            "what": None if what is None else what.value,
            "at": None if told is None else told.at,
            "received_at": arrival.received_at,
            "file_hash": arrival.file_hash,
            "line": arrival.line,
            "number": store.sealed(uow, vendor, store.NUMBER, number) if waits and number else None,
            "number_blind": store.blind(uow, vendor, number) if number else None,
            "raw": None if raw is None else store.sealed(uow, vendor, store.WORDS, raw),
            "pressing": decide.is_pressing(what),
            "due_at": uow.now if waits else None,
        },
    )
    if kept is not None and waits:
        agenda.bring_forward(uow, SUBJECT, uow.now)
    return kept
