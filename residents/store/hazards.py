"""Dangers of homes. Their words are sealed under the key of whom they were written of."""

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam
from sqlmodel import col, select

from foundation.ahead import Reading
from foundation.sql import Found, table_of
from foundation.unit_of_work import UnitOfWork
from residents.model import Hazard, HazardKind, Kind, NewHazard, Ref, ref_of
from residents.store.sealing import chunks
from residents.tables import HazardRow, ResidentRow

WORDS, WHY_LIFTED = "words", "why_lifted"
_HAZARD, _RESIDENT = table_of(HazardRow), table_of(ResidentRow)
_STANDING = (
    select(_RESIDENT.c.id, _HAZARD.c.kind, _HAZARD.c.until)
    .join(_HAZARD, _HAZARD.c.household_id == _RESIDENT.c.household_id)
    .where(_HAZARD.c.lifted_at.is_(None))
    .where(_RESIDENT.c.id.in_(bindparam("residents", expanding=True)))
    .order_by(_HAZARD.c.id)
)


def insert(uow: UnitOfWork, resident: Ref, household_id: str, new: NewHazard) -> str:
    """A new one; returns its id."""
    row = HazardRow(
        id=uow.ids.new(),
        resident_id=resident.partition(":")[2],
        household_id=household_id,
        kind=new.kind.value,
        since=new.since,
        until=new.until,
        recorded_at=uow.now,
        recorded_by=new.recorded_by,
        words=uow.vault.seal(resident, WORDS, new.words) if new.words else None,
    )
    uow.session.add(row)
    uow.session.flush()
    return row.id


def lift(uow: UnitOfWork, known: Hazard, by: Ref, why: str) -> bool:
    """It is no more; False when somebody said so already."""
    row = uow.session.get(HazardRow, known.id, with_for_update=True, populate_existing=True)
    if row is None or row.lifted_at is not None:
        return False
    row.lifted_at, row.lifted_by = uow.now, by
    if not uow.vault.destroyed(known.about):
        row.why_lifted = uow.vault.seal(known.about, WHY_LIFTED, why)
    uow.session.flush()
    return True


def by_id(uow: UnitOfWork, hazard_id: str) -> Hazard | None:
    """One of them."""
    row = uow.session.get(HazardRow, hazard_id)
    return None if row is None else _hazard(uow, row)


def of_household(uow: UnitOfWork, household_id: str) -> tuple[Hazard, ...]:
    """All of a home that were ever recorded, the newest first."""
    wanted = select(HazardRow).where(col(HazardRow.household_id) == household_id)
    rows = uow.session.exec(wanted.order_by(col(HazardRow.id).desc()))
    return tuple(_hazard(uow, row) for row in rows)


def not_lifted(uow: UnitOfWork, residents: Iterable[str]) -> dict[str, tuple[Found, ...]]:
    """By resident id `kind` and `until` of what was recorded of her home and never lifted."""
    return uow.ahead.of(uow, _STANDING_AT, list(residents))


def _read(uow: UnitOfWork, residents: Sequence[str]) -> dict[str, tuple[Found, ...]]:
    found: dict[str, tuple[Found, ...]] = {}
    for chunk in chunks(residents):
        for row in uow.rows(_STANDING, {"residents": chunk}):
            found[row.id] = (*found.get(row.id, ()), row)
    return found


_STANDING_AT = Reading(_read, HazardRow, ResidentRow)


def _hazard(uow: UnitOfWork, row: HazardRow) -> Hazard:
    about = ref_of(Kind.RESIDENT, row.resident_id)
    return Hazard(
        id=row.id,
        about=about,
        household_id=row.household_id,
        kind=HazardKind(row.kind),
        words=_opened(uow, about, WORDS, row.words),
        since=row.since,
        until=row.until,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        lifted_at=row.lifted_at,
        lifted_by=row.lifted_by,
        why_lifted=_opened(uow, about, WHY_LIFTED, row.why_lifted),
    )


def _opened(uow: UnitOfWork, about: Ref, field: str, sealed: bytes | None) -> str:
    if sealed is None or uow.vault.destroyed(about):
        return ""
    return uow.vault.open(about, field, sealed)
