"""Consents and absences."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CursorResult, bindparam, or_, update
from sqlmodel import col, select

from foundation.ahead import Key, Reading
from foundation.sql import Found, listed, rows_of, table_of
from foundation.unit_of_work import UnitOfWork
from residents.model import (
    Absence,
    AbsenceKind,
    AbsenceSource,
    Basis,
    ChannelName,
    Consent,
    Kind,
    NewAbsence,
    Purpose,
    Ref,
    ref_of,
)
from residents.store.sealing import chunks, insert_rows
from residents.tables import AbsenceRow, ConsentRow

_CONSENT, _ABSENCE = table_of(ConsentRow), table_of(AbsenceRow)
_CONSENTS = (
    rows_of(ConsentRow)
    .where(
        _CONSENT.c.ref.in_(bindparam("refs", expanding=True)),
        _CONSENT.c.purpose.in_(bindparam("purposes", expanding=True)),
    )
    .order_by(_CONSENT.c.given_at, _CONSENT.c.id)
)
_STANDING = (
    select(_CONSENT.c.ref)
    .where(
        _CONSENT.c.purpose == bindparam("purpose"),
        _CONSENT.c.basis.in_(bindparam("bases", expanding=True)),
        _CONSENT.c.given_at <= bindparam("at"),
        or_(_CONSENT.c.withdrawn_at.is_(None), _CONSENT.c.withdrawn_at > bindparam("at")),
    )
    .distinct()
)

_ABSENCES = (
    rows_of(AbsenceRow)
    .where(_ABSENCE.c.resident_id.in_(bindparam("residents", expanding=True)))
    .order_by(_ABSENCE.c.since, _ABSENCE.c.id)
)


def insert_consents(uow: UnitOfWork, given: Iterable[tuple[Ref, Consent]]) -> None:
    """More bases, each of the person it is put with."""
    insert_rows(uow, ConsentRow, [_row(uow, ref, consent) for ref, consent in given])


def consents(
    uow: UnitOfWork, refs: Iterable[Ref], purposes: Iterable[Purpose] = tuple(Purpose)
) -> dict[Ref, tuple[Consent, ...]]:
    """By ref those to these purposes, the oldest first; everybody asked for is in the answer."""
    told = {"purposes": [purpose.value for purpose in purposes]}
    wanted = list(refs)
    found: dict[Ref, tuple[Consent, ...]] = dict.fromkeys(wanted, ())
    for chunk in chunks(wanted):
        for row in uow.rows(_CONSENTS, {"refs": chunk, **told}):
            found[row.ref] = (*found[row.ref], _consent(row))
    return found


def agreed(
    uow: UnitOfWork, refs: Iterable[Ref], purpose: Purpose, bases: Iterable[Basis]
) -> frozenset[Ref]:
    """Those who gave such a basis for this purpose that stands now, with one statement."""
    wanted = list(refs)
    if not wanted:
        return frozenset()
    asked = {
        "refs": wanted,
        "purpose": purpose.value,
        "bases": sorted(basis.value for basis in bases),
        "at": uow.now,
    }
    among = _STANDING.where(_CONSENT.c.ref.in_(listed(uow.dialect, "refs")))
    return frozenset(row.ref for row in uow.rows(among, asked))


def all_consents(uow: UnitOfWork, refs: Iterable[Ref]) -> dict[Ref, tuple[Consent, ...]]:
    """By ref those to any purpose, like `consents`."""
    return uow.ahead.of(uow, _CONSENTS_OF, list(refs))


_CONSENTS_OF = Reading(consents, ConsentRow, key=Key.REF)


def withdraw(
    uow: UnitOfWork, ref: Ref, what: tuple[Purpose, Basis], by: Ref, channel: ChannelName
) -> int:
    """End every standing basis of that kind; returns how many there were."""
    purpose, basis = what
    rows = uow.session.exec(
        select(ConsentRow)
        .where(
            col(ConsentRow.ref) == ref,
            col(ConsentRow.purpose) == purpose.value,
            col(ConsentRow.basis) == basis.value,
            col(ConsentRow.withdrawn_at).is_(None),
        )
        .with_for_update()
    ).all()
    for row in rows:
        # A basis that would have begun later ends before it began.
        row.withdrawn_at = max(uow.now, row.given_at)
        row.withdrawn_by, row.withdrawn_channel = by, channel.value
    uow.session.flush()
    return len(rows)


def insert_absence(
    uow: UnitOfWork, resident_id: str, new: NewAbsence, holds_until: datetime
) -> str:
    """A new absence; returns its id."""
    row = AbsenceRow(
        id=uow.ids.new(),
        resident_id=resident_id,
        kind=new.kind.value,
        source=new.source.value,
        since=new.since,
        until=new.until,
        holds_until=holds_until,
        recorded_at=uow.now,
        recorded_by=new.recorded_by,
    )
    uow.session.add(row)
    uow.session.flush()
    return row.id


def absences(uow: UnitOfWork, resident_ids: Iterable[str]) -> dict[str, tuple[Absence, ...]]:
    """By resident id, the earliest first; everybody asked for is in the answer."""
    return uow.ahead.of(uow, _ABSENCES_OF, list(resident_ids))


def _read_absences(uow: UnitOfWork, resident_ids: Iterable[str]) -> dict[str, tuple[Absence, ...]]:
    wanted = list(resident_ids)
    found: dict[str, tuple[Absence, ...]] = dict.fromkeys(wanted, ())
    for chunk in chunks(wanted):
        for row in uow.rows(_ABSENCES, {"residents": chunk}):
            found[row.resident_id] = (*found[row.resident_id], _absence(row))
    return found


_ABSENCES_OF = Reading(_read_absences, AbsenceRow)


def absence(uow: UnitOfWork, absence_id: str) -> Absence | None:
    """One absence."""
    rows = uow.rows(rows_of(AbsenceRow).where(_ABSENCE.c.id == absence_id), {})
    return next(map(_absence, rows), None)


def running_out(uow: UnitOfWork, before: datetime, limit: int) -> tuple[Absence, ...]:
    """Absences not ended that stop holding before a moment, the first to stop first."""
    runs_out = _ABSENCE.c.ended_at.is_(None) & (_ABSENCE.c.holds_until < before)
    in_order = rows_of(AbsenceRow).order_by(_ABSENCE.c.holds_until, _ABSENCE.c.id)
    return tuple(_absence(row) for row in uow.rows(in_order.where(runs_out).limit(limit), {}))


def extend_absence(
    uow: UnitOfWork, absence_id: str, source: AbsenceSource, until: datetime | None, holds: datetime
) -> None:
    """Somebody renewed it."""
    uow.session.exec(
        update(AbsenceRow)
        .where(col(AbsenceRow.id) == absence_id)
        .values(source=source.value, until=until, holds_until=holds)
    )


def end_absence(uow: UnitOfWork, absence_id: str, by: Ref) -> bool:
    """She is back; False when that was known already."""
    result = uow.session.exec(
        update(AbsenceRow)
        .where(col(AbsenceRow.id) == absence_id, col(AbsenceRow.ended_at).is_(None))
        .values(ended_at=uow.now, ended_by=by)
    )
    assert isinstance(result, CursorResult)  # noqa: S101 - narrows the type
    return result.rowcount == 1


def _row(uow: UnitOfWork, ref: Ref, consent: Consent) -> dict[str, object]:
    return {
        "id": uow.ids.new(),
        "ref": ref,
        "purpose": consent.purpose.value,
        "basis": consent.basis.value,
        "given_at": consent.given_at,
        "withdrawn_at": consent.withdrawn_at,
        "text_version": consent.text_version,
        "channel": None if consent.channel is None else consent.channel.value,
        "taken_by": consent.taken_by,
    }


def _consent(row: Found) -> Consent:
    return Consent(
        purpose=Purpose(row.purpose),
        basis=Basis(row.basis),
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
        text_version=row.text_version,
        channel=None if row.channel is None else ChannelName(row.channel),
        taken_by=row.taken_by,
    )


def _absence(row: Found) -> Absence:
    return Absence(
        id=row.id,
        resident=ref_of(Kind.RESIDENT, row.resident_id),
        kind=AbsenceKind(row.kind),
        source=AbsenceSource(row.source),
        since=row.since,
        until=row.until,
        holds_until=row.holds_until,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        ended_at=row.ended_at,
    )
