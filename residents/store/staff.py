"""City employees and the districts they are in charge of."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, delete
from sqlmodel import col, select

from foundation.ahead import Key, Reading
from foundation.unit_of_work import UnitOfWork
from foundation.vault import SubjectKey
from residents.model import Kind, NewStaff, Ref, Staff, StaffRole, UnknownPersonError, ref_of
from residents.store.sealing import Personal, chunks, e164s, open_sealed, seal
from residents.tables import StaffDistrictRow, StaffRow


def insert(uow: UnitOfWork, new: NewStaff) -> str:
    """A new employee; returns her id."""
    staff_id = uow.ids.new()
    personal = Personal(name=new.name, phones=e164s([new.phone]))
    uow.session.add(
        StaffRow(
            id=staff_id,
            role=new.role.value,
            deputy=new.deputy,
            duty=new.duty,
            sealed=seal(uow, ref_of(Kind.STAFF, staff_id), personal),
            created_at=uow.now,
        )
    )
    uow.session.flush()
    set_districts(uow, staff_id, new.districts)
    return staff_id


def set_districts(uow: UnitOfWork, staff_id: str, districts: Iterable[str]) -> None:
    """Put somebody in charge of exactly these districts."""
    uow.session.exec(delete(StaffDistrictRow).where(col(StaffDistrictRow.staff_id) == staff_id))
    for district in sorted(set(districts)):
        uow.session.add(StaffDistrictRow(staff_id=staff_id, district=district))
    uow.session.flush()


def by_ids(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Staff]:
    """By id, the inactive included."""
    return uow.ahead.of(uow, _BY_ID, list(dict.fromkeys(ids)))


def _read_by_id(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Staff]:
    found: dict[str, Staff] = {}
    for chunk in chunks(ids):
        found |= {staff.id: staff for staff in _matching(uow, col(StaffRow.id).in_(chunk))}
    return found


def on_duty(uow: UnitOfWork) -> tuple[Staff, ...]:
    """The active employees with the duty flag, by id."""
    return uow.ahead.one(uow, _SOME_STAFF, _ON_DUTY) or ()


def everybody(uow: UnitOfWork) -> tuple[Staff, ...]:
    """All employees, by id, the inactive included."""
    return uow.ahead.one(uow, _SOME_STAFF, _EVERYBODY) or ()


def _read(uow: UnitOfWork, groups: Sequence[str]) -> dict[str, tuple[Staff, ...]]:
    return {group: _matching(uow, _GROUPS[group]) for group in groups}


_ON_DUTY, _EVERYBODY = "on duty", "everybody"
_GROUPS = {
    _ON_DUTY: col(StaffRow.duty) & col(StaffRow.active),
    _EVERYBODY: col(StaffRow.id).is_not(None),
}
_SOME_STAFF = Reading(_read, StaffRow, StaffDistrictRow, SubjectKey, key=Key.COMMON)
_BY_ID = Reading(_read_by_id, StaffRow, StaffDistrictRow, SubjectKey, key=Key.COMMON)


def locked_row(uow: UnitOfWork, staff_id: str) -> StaffRow:
    """The row, held for this transaction. Raises UnknownPersonError."""
    row = uow.session.get(StaffRow, staff_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise UnknownPersonError(ref_of(Kind.STAFF, staff_id))
    return row


def rows_with_deputy(uow: UnitOfWork, deputy: Ref) -> Sequence[StaffRow]:
    """The rows that name `deputy`, held for this transaction."""
    return uow.session.exec(
        select(StaffRow)
        .where(col(StaffRow.deputy) == deputy)
        .order_by(col(StaffRow.id))
        .with_for_update()
    ).all()


def _matching(uow: UnitOfWork, where: ColumnElement[bool]) -> tuple[Staff, ...]:
    rows = uow.session.exec(select(StaffRow).where(where).order_by(col(StaffRow.id))).all()
    uow.vault.load(ref_of(Kind.STAFF, row.id) for row in rows)
    districts = _districts(uow, [row.id for row in rows])
    return tuple(_staff(uow, row, districts.get(row.id, frozenset())) for row in rows)


def _districts(uow: UnitOfWork, ids: list[str]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for chunk in chunks(ids):
        rows = uow.session.exec(
            select(StaffDistrictRow).where(col(StaffDistrictRow.staff_id).in_(chunk))
        )
        for row in rows:
            found[row.staff_id] = found.get(row.staff_id, frozenset()) | {row.district}
    return found


def _staff(uow: UnitOfWork, row: StaffRow, districts: frozenset[str]) -> Staff:
    ref = ref_of(Kind.STAFF, row.id)
    personal = open_sealed(uow, ref, row.sealed)
    return Staff(
        id=row.id,
        ref=ref,
        name=personal.name,
        role=StaffRole(row.role),
        districts=districts,
        phone=personal.numbers[0],
        telegram_chat=personal.telegram_chat,
        deputy=row.deputy,
        duty=row.duty,
        active=row.active,
        away_from=row.away_from,
        away_until=row.away_until,
    )
