"""Residents and households."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, exists, func, literal
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from foundation.ahead import Key, Reading
from foundation.sql import Found, listed, rows_of, table_of
from foundation.unit_of_work import UnitOfWork
from foundation.vault import SubjectKey
from locales.model import Language
from residents.model import (
    Device,
    Household,
    Kind,
    LifeState,
    NewResident,
    Outline,
    Placed,
    Ref,
    Resident,
    Scope,
    Tier,
    UnknownPersonError,
    ref_of,
)
from residents.store.sealing import Personal, chunks, e164s, insert_rows, open_sealed, seal
from residents.tables import HelperRow, HouseholdRow, ResidentRow, StaffRow

_RESIDENT, _HOME = table_of(ResidentRow), table_of(HouseholdRow)
_NEIGHBOUR = _RESIDENT.alias("neighbour")
_LIVING_THERE = (
    select(func.count())
    .select_from(_NEIGHBOUR)
    .where(
        _NEIGHBOUR.c.household_id == _RESIDENT.c.household_id,
        _NEIGHBOUR.c.death_confirmed_at.is_(None),
    )
    .correlate(_RESIDENT)
    .scalar_subquery()
)
_LIVES_ALONE = (_HOME.c.others == 0) & (_LIVING_THERE <= 1)
"""Derived here, so that it can never be stale."""
_OUTLINED = (
    rows_of(ResidentRow, _LIVES_ALONE.label("lives_alone"))
    .join(_HOME, _HOME.c.id == _RESIDENT.c.household_id)
    .where(_RESIDENT.c.sealed.is_not(None))
    .order_by(_RESIDENT.c.id)
)
_HOMES = select(_RESIDENT.c.id, _RESIDENT.c.household_id).where(_RESIDENT.c.sealed.is_not(None))
_AMONG = _OUTLINED.where(_RESIDENT.c.id.in_(bindparam("wanted", expanding=True)))
_WITHIN = _OUTLINED.where(_RESIDENT.c.district.in_(bindparam("wanted", expanding=True)))
_TOGETHER = _OUTLINED.where(_RESIDENT.c.household_id.in_(bindparam("wanted", expanding=True)))


_ACTIVE = (
    col(ResidentRow.state) == LifeState.ACTIVE.value,
    col(ResidentRow.deceased_at).is_(None),
)
_ACTIVE_IDS = select(ResidentRow.id).where(*_ACTIVE).order_by(col(ResidentRow.id))
_ACTIVE_AFTER = _ACTIVE_IDS.where(col(ResidentRow.id) > bindparam("after")).limit(
    bindparam("limit")
)
_OF_SCOPE = (
    col(ResidentRow.district).in_(bindparam("districts", expanding=True)),
    col(ResidentRow.tier).in_(bindparam("tiers", expanding=True)),
)
_ACTIVE_OF_SCOPE = (
    select(ResidentRow.id, ResidentRow.district, ResidentRow.tier)
    .where(*_ACTIVE, *_OF_SCOPE, col(ResidentRow.id) > bindparam("after"))
    .order_by(col(ResidentRow.id))
    .limit(bindparam("limit"))
)
_COUNT_OF_SCOPE = select(func.count()).select_from(ResidentRow).where(*_ACTIVE, *_OF_SCOPE)


def insert_households(uow: UnitOfWork, homes: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """New doors from (district, others); returns their ids in the same order."""
    rows = [
        {"id": uow.ids.new(), "district": district, "others": others, "created_at": uow.now}
        for district, others in homes
    ]
    insert_rows(uow, HouseholdRow, rows)
    return tuple(str(row["id"]) for row in rows)


def insert_residents(uow: UnitOfWork, people: Sequence[tuple[NewResident, str]]) -> tuple[str, ...]:
    """New residents, each with an existing household's id; returns their ids in the same order."""
    rows = [_new_row(uow, new, household_id) for new, household_id in people]
    insert_rows(uow, ResidentRow, rows)
    return tuple(str(row["id"]) for row in rows)


def outlines(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Outline]:
    """By id, without opening anything sealed. Erased residents are left out."""
    return uow.ahead.of(uow, _OUTLINES, list(ids))


def _read_outlines(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Outline]:
    found: dict[str, Outline] = {}
    for chunk in chunks(ids):
        found |= {row.id: _outline(row) for row in _rows(uow, _AMONG, chunk)}
    return found


def districts_of_batch(uow: UnitOfWork) -> list[str]:
    """Where those live who are worked on together."""
    together = outlines(uow, uow.ahead.batch(Key.ID))
    return sorted({one.district for one in together.values()})


def homes(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, str]:
    """By id, the id of the household she lives in. Erased residents are left out."""
    wanted = list(ids)
    if not wanted:
        return {}
    among = _HOMES.where(_RESIDENT.c.id.in_(listed(uow.dialect, "wanted")))
    return {row.id: row.household_id for row in uow.rows(among, {"wanted": wanted})}


def residents(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Resident]:
    """By id, with one statement and one decryption for each. The erased are left out."""
    return uow.ahead.of(uow, _RESIDENTS, list(ids))


def _read_residents(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Resident]:
    found: dict[str, Resident] = {}
    for chunk in chunks(ids):
        found |= {person.id: person for person in _opened(uow, _rows(uow, _AMONG, chunk))}
    return found


_OUTLINES = Reading(_read_outlines, ResidentRow, HouseholdRow)
_RESIDENTS = Reading(_read_residents, ResidentRow, HouseholdRow, SubjectKey)


def outlines_in(uow: UnitOfWork, districts: Iterable[str]) -> tuple[Outline, ...]:
    """Everybody of these districts who is not erased, by id."""
    return tuple(map(_outline, _rows(uow, _WITHIN, districts)))


def residents_in(uow: UnitOfWork, districts: Iterable[str]) -> tuple[Resident, ...]:
    """Everybody of these districts who is not erased, by id."""
    return _opened(uow, _rows(uow, _WITHIN, districts))


def members(uow: UnitOfWork, household_id: str) -> tuple[Resident, ...]:
    """The registered people of a household, by id."""
    return _opened(uow, _rows(uow, _TOGETHER, [household_id]))


def active_ids(uow: UnitOfWork, after: str | None, limit: int) -> tuple[str, ...]:
    """A page of the active and living, by id."""
    asked = {"after": after or "", "limit": limit}
    return tuple(uow.session.exec(_ACTIVE_AFTER, params=asked))


def active_of(uow: UnitOfWork, scope: Scope, after: str | None, limit: int) -> tuple[Placed, ...]:
    """A page of the active and living of a scope, by id."""
    asked = {**_of_scope(scope), "after": after or "", "limit": limit}
    rows = uow.session.exec(_ACTIVE_OF_SCOPE, params=asked)
    return tuple(Placed(identity, district, Tier(tier)) for identity, district, tier in rows)


def count_active_of(uow: UnitOfWork, scope: Scope) -> int:
    """How many are active and living in a scope."""
    return uow.session.exec(_COUNT_OF_SCOPE, params=_of_scope(scope)).one()


def active_outside(uow: UnitOfWork, others: SelectOfScalar[str]) -> tuple[str, ...]:
    """The active and living whose ids `others` does not select, by id, with one statement."""
    (among,) = others.subquery().columns
    return tuple(uow.session.exec(_ACTIVE_IDS.where(~exists().where(among == col(ResidentRow.id)))))


def locked_row(uow: UnitOfWork, resident_id: str) -> ResidentRow:
    """The row, held for this transaction. Raises UnknownPersonError, also for the erased."""
    row = uow.session.get(ResidentRow, resident_id, with_for_update=True, populate_existing=True)
    if row is None or row.sealed is None:
        raise UnknownPersonError(ref_of(Kind.RESIDENT, resident_id))
    return row


def personal_of(uow: UnitOfWork, row: ResidentRow | Found) -> Personal:
    """What is sealed in a row. Raises UnknownPersonError for the erased."""
    ref = ref_of(Kind.RESIDENT, row.id)
    if row.sealed is None:
        raise UnknownPersonError(ref)
    return open_sealed(uow, ref, row.sealed)


def reseal(uow: UnitOfWork, row: ResidentRow, personal: Personal) -> None:
    """Write a person's sealed part anew."""
    row.sealed = seal(uow, ref_of(Kind.RESIDENT, row.id), personal)
    row.changed_at = uow.now
    uow.session.flush()


def known_households(uow: UnitOfWork, ids: Iterable[str]) -> frozenset[str]:
    """Those of the ids that are households."""
    found: set[str] = set()
    for chunk in chunks(ids):
        found |= set(
            uow.session.exec(select(HouseholdRow.id).where(col(HouseholdRow.id).in_(chunk)))
        )
    return frozenset(found)


def household(uow: UnitOfWork, household_id: str) -> Household | None:
    """The household with all its registered members, the dead and the erased included."""
    row = uow.session.get(HouseholdRow, household_id)
    if row is None:
        return None
    ids = uow.session.exec(
        select(ResidentRow.id)
        .where(col(ResidentRow.household_id) == household_id)
        .order_by(col(ResidentRow.id))
    )
    return Household(
        id=row.id,
        ref=ref_of(Kind.HOUSEHOLD, row.id),
        district=row.district,
        others=row.others,
        members=tuple(ref_of(Kind.RESIDENT, resident_id) for resident_id in ids),
    )


def set_others(uow: UnitOfWork, household_id: str, others: int) -> bool:
    """How many unregistered people live there; False when there is no such household."""
    row = uow.session.get(HouseholdRow, household_id, with_for_update=True)
    if row is None:
        return False
    row.others = others
    uow.session.flush()
    return True


def unconfirmed_deaths(uow: UnitOfWork, ids: Iterable[str] | None = None) -> tuple[str, ...]:
    """Ids of those, among these or all, whose death was reported and is not confirmed, by id."""
    wanted = (
        select(ResidentRow.id)
        .where(col(ResidentRow.deceased_at).is_not(None))
        .where(col(ResidentRow.death_confirmed_at).is_(None), col(ResidentRow.sealed).is_not(None))
        .order_by(col(ResidentRow.id))
    )
    among = wanted if ids is None else wanted.where(col(ResidentRow.id).in_(list(ids)))
    return tuple(uow.session.exec(among))


def without_their_checker(uow: UnitOfWork, day: date) -> tuple[str, ...]:
    """Ids of the active and living whose named checker serves no more on a day, by id."""
    checker = col(ResidentRow.named_checker)
    serving_helper = exists().where(
        checker == literal(f"{Kind.HELPER}:") + col(HelperRow.id),
        col(HelperRow.active),
        col(HelperRow.appointed_until) >= day,
    )
    serving_staff = exists().where(
        checker == literal(f"{Kind.STAFF}:") + col(StaffRow.id), col(StaffRow.active)
    )
    return tuple(
        uow.session.exec(_ACTIVE_IDS.where(checker.is_not(None), ~serving_helper, ~serving_staff))
    )


def with_checker(uow: UnitOfWork, checker: Ref) -> tuple[str, ...]:
    """Ids of the residents whose named checker this is."""
    return tuple(
        uow.session.exec(
            select(ResidentRow.id)
            .where(col(ResidentRow.named_checker) == checker)
            .order_by(col(ResidentRow.id))
        )
    )


def _of_scope(scope: Scope) -> dict[str, object]:
    return {"districts": sorted(scope.districts), "tiers": sorted(scope.tiers)}


def _new_row(uow: UnitOfWork, new: NewResident, household_id: str) -> dict[str, object]:
    resident_id = uow.ids.new()
    personal = Personal(
        name=new.name,
        birth_year=new.birth_year,
        address=new.address,
        phones=e164s(new.phones),
        notes=new.notes,
    )
    return {
        "id": resident_id,
        "tier": new.tier.value,
        "language": new.language.value,
        "district": new.district,
        "devices": sorted(device.value for device in new.devices),
        "household_id": household_id,
        "named_checker": new.named_checker,
        "state": new.state.value,
        "speaking_rate": new.speaking_rate,
        "sealed": seal(uow, ref_of(Kind.RESIDENT, resident_id), personal),
        "created_at": uow.now,
        "changed_at": uow.now,
    }


def _rows(uow: UnitOfWork, statement: Select[Any], wanted: Iterable[str]) -> Sequence[Found]:
    return uow.rows(statement, {"wanted": list(wanted)})


def _opened(uow: UnitOfWork, rows: Sequence[Found]) -> tuple[Resident, ...]:
    uow.vault.load(_ref(row) for row in rows)
    return tuple(_resident(uow, row) for row in rows if not uow.vault.destroyed(_ref(row)))


def _ref(row: Found) -> Ref:
    return ref_of(Kind.RESIDENT, row.id)


def _outline(row: Found) -> Outline:
    return Outline(
        id=row.id,
        ref=_ref(row),
        tier=Tier(row.tier),
        language=Language(row.language),
        district=row.district,
        devices=frozenset(Device(device) for device in row.devices),
        household_id=row.household_id,
        lives_alone=bool(row.lives_alone),
        named_checker=row.named_checker,
        state=LifeState(row.state),
        deceased=row.deceased_at is not None,
    )


def _resident(uow: UnitOfWork, row: Found) -> Resident:
    personal = personal_of(uow, row)
    known = _outline(row)
    return Resident(
        id=known.id,
        ref=known.ref,
        name=personal.name,
        birth_year=personal.birth_year,
        tier=known.tier,
        language=known.language,
        district=known.district,
        address=personal.address,
        phones=personal.numbers,
        telegram_chat=personal.telegram_chat,
        devices=known.devices,
        household_id=known.household_id,
        lives_alone=known.lives_alone,
        named_checker=known.named_checker,
        state=known.state,
        deceased=known.deceased,
        notes=personal.notes,
        speaking_rate=row.speaking_rate,
    )
