"""Helpers."""

from collections.abc import Iterable, Sequence

from sqlmodel import col, select

from foundation.ahead import Key, Reading
from foundation.unit_of_work import UnitOfWork
from foundation.vault import SubjectKey
from locales.model import Language
from residents.model import (
    ChannelName,
    Helper,
    HelperRole,
    Kind,
    NewHelper,
    Paper,
    UnknownPersonError,
    ref_of,
)
from residents.store.sealing import Personal, chunks, e164s, open_sealed, seal
from residents.tables import HelperRow


def insert(uow: UnitOfWork, new: NewHelper) -> str:
    """A new helper; returns her id."""
    helper_id = uow.ids.new()
    personal = Personal(name=new.name, phones=e164s([new.phone]), organisation=new.organisation)
    uow.session.add(
        HelperRow(
            id=helper_id,
            role=new.role.value,
            district=new.district,
            language=new.language.value,
            prefers=new.prefers.value,
            nights=new.nights,
            max_load=new.max_load,
            appointed_from=new.appointed_from,
            appointed_until=new.appointed_until,
            papers=sorted(paper.value for paper in new.papers),
            sealed=seal(uow, ref_of(Kind.HELPER, helper_id), personal),
            created_at=uow.now,
        )
    )
    uow.session.flush()
    return helper_id


def by_ids(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Helper]:
    """By id, the inactive included."""
    found: dict[str, Helper] = {}
    for chunk in chunks(ids):
        rows = uow.session.exec(select(HelperRow).where(col(HelperRow.id).in_(chunk))).all()
        found |= {helper.id: helper for helper in _opened(uow, rows)}
    return found


def active_in(uow: UnitOfWork, districts: Iterable[str]) -> tuple[Helper, ...]:
    """The active helpers of these districts, by id."""
    found = uow.ahead.of(uow, _ACTIVE_IN, list(districts))
    return tuple(sorted((one for some in found.values() for one in some), key=lambda one: one.id))


def _read_active(uow: UnitOfWork, districts: Sequence[str]) -> dict[str, list[Helper]]:
    rows = uow.session.exec(
        select(HelperRow).where(col(HelperRow.district).in_(districts), col(HelperRow.active))
    ).all()
    found: dict[str, list[Helper]] = {district: [] for district in districts}
    for helper in _opened(uow, rows):
        found[helper.district].append(helper)
    return found


_ACTIVE_IN = Reading(_read_active, HelperRow, SubjectKey, key=Key.COMMON)


def locked_row(uow: UnitOfWork, helper_id: str) -> HelperRow:
    """The row, held for this transaction. Raises UnknownPersonError."""
    row = uow.session.get(HelperRow, helper_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise UnknownPersonError(ref_of(Kind.HELPER, helper_id))
    return row


def _opened(uow: UnitOfWork, rows: Sequence[HelperRow]) -> tuple[Helper, ...]:
    uow.vault.load(ref_of(Kind.HELPER, row.id) for row in rows)
    return tuple(_helper(uow, row) for row in rows)


def _helper(uow: UnitOfWork, row: HelperRow) -> Helper:
    ref = ref_of(Kind.HELPER, row.id)
    personal = open_sealed(uow, ref, row.sealed)
    return Helper(
        id=row.id,
        ref=ref,
        name=personal.name,
        role=HelperRole(row.role),
        district=row.district,
        phone=personal.numbers[0],
        telegram_chat=personal.telegram_chat,
        language=Language(row.language),
        pin_hash=row.pin_hash,
        active=row.active,
        appointed_until=row.appointed_until,
        nights=row.nights,
        max_load=row.max_load,
        prefers=ChannelName(row.prefers),
        appointed_from=row.appointed_from,
        organisation=personal.organisation,
        papers=frozenset(Paper(paper) for paper in row.papers),
        away_from=row.away_from,
        away_until=row.away_until,
    )
