"""Contacts of residents."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select

from foundation.unit_of_work import UnitOfWork
from residents.model import Contact, Kind, NewContact, UnknownPersonError, ref_of
from residents.store.sealing import Personal, chunks, e164s, open_sealed, seal
from residents.tables import ContactRow


def insert(uow: UnitOfWork, resident_id: str, new: NewContact) -> str:
    """A new contact after the others; returns her id."""
    contact_id = uow.ids.new()
    personal = Personal(name=new.name, phones=e164s([new.phone]), relation=new.relation)
    last = uow.session.exec(
        select(func.max(col(ContactRow.position))).where(col(ContactRow.resident_id) == resident_id)
    ).one()
    uow.session.add(
        ContactRow(
            id=contact_id,
            resident_id=resident_id,
            position=(last or 0) + 1,
            keyholder=new.keyholder,
            added_at=uow.now,
            sealed=seal(uow, ref_of(Kind.CONTACT, contact_id), personal),
        )
    )
    uow.session.flush()
    return contact_id


def by_id(uow: UnitOfWork, contact_id: str) -> Contact:
    """One contact, also one who refused. Raises UnknownPersonError."""
    row = uow.session.get(ContactRow, contact_id)
    found = () if row is None else _opened(uow, [row])
    if not found:
        raise UnknownPersonError(ref_of(Kind.CONTACT, contact_id))
    return found[0]


def of_residents(
    uow: UnitOfWork, resident_ids: Iterable[str], *, refused: bool
) -> dict[str, tuple[Contact, ...]]:
    """By resident id, in the order in which they are rung."""
    found: dict[str, tuple[Contact, ...]] = {}
    for chunk in chunks(resident_ids):
        statement = select(ContactRow).where(col(ContactRow.resident_id).in_(chunk))
        if not refused:
            statement = statement.where(col(ContactRow.refused_at).is_(None))
        rows = uow.session.exec(statement.order_by(col(ContactRow.position))).all()
        for contact in _opened(uow, rows):
            resident_id = contact.resident.rpartition(":")[2]
            found[resident_id] = (*found.get(resident_id, ()), contact)
    return found


def untold(uow: UnitOfWork, added_before: datetime, limit: int) -> tuple[Contact, ...]:
    """Contacts added before a moment who have not yet learnt who gave their number."""
    rows = uow.session.exec(
        select(ContactRow)
        .where(
            col(ContactRow.told_at).is_(None),
            col(ContactRow.refused_at).is_(None),
            col(ContactRow.added_at) < added_before,
        )
        .order_by(col(ContactRow.added_at), col(ContactRow.id))
        .limit(limit)
    ).all()
    return _opened(uow, rows)


def locked_row(uow: UnitOfWork, contact_id: str) -> ContactRow:
    """The row, held for this transaction. Raises UnknownPersonError."""
    row = uow.session.get(ContactRow, contact_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise UnknownPersonError(ref_of(Kind.CONTACT, contact_id))
    return row


def ids_of(uow: UnitOfWork, resident_id: str) -> tuple[str, ...]:
    """Ids of all contacts of a resident."""
    return tuple(
        uow.session.exec(
            select(ContactRow.id)
            .where(col(ContactRow.resident_id) == resident_id)
            .order_by(col(ContactRow.id))
        )
    )


def _opened(uow: UnitOfWork, rows: Sequence[ContactRow]) -> tuple[Contact, ...]:
    uow.vault.load(ref_of(Kind.CONTACT, row.id) for row in rows)
    there = [row for row in rows if not uow.vault.destroyed(ref_of(Kind.CONTACT, row.id))]
    return tuple(_contact(uow, row) for row in there)


def _contact(uow: UnitOfWork, row: ContactRow) -> Contact:
    ref = ref_of(Kind.CONTACT, row.id)
    personal = open_sealed(uow, ref, row.sealed)
    return Contact(
        id=row.id,
        ref=ref,
        resident=ref_of(Kind.RESIDENT, row.resident_id),
        order=row.position,
        name=personal.name,
        relation=personal.relation,
        phone=personal.numbers[0],
        keyholder=row.keyholder,
        added_at=row.added_at,
        told_at=row.told_at,
        refused_at=row.refused_at,
        telegram_chat=personal.telegram_chat,
    )
