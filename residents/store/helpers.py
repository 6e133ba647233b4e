"""Helpers."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam

from foundation.ahead import Key, Reading
from foundation.sql import Found, rows_of, table_of
from foundation.unit_of_work import UnitOfWork
from locales.model import Language
from residents.model import (
    ChannelName,
    Helper,
    HelperOutline,
    HelperRole,
    Kind,
    NewHelper,
    Paper,
    Ref,
    UnknownPersonError,
    ref_of,
)
from residents.store.residents import districts_of_batch
from residents.store.sealing import Personal, chunks, e164s, open_sealed, seal
from residents.tables import HelperRow

_HELPER = table_of(HelperRow)
_BY_IDS = rows_of(HelperRow).where(_HELPER.c.id.in_(bindparam("ids", expanding=True)))
_ACTIVE = (
    rows_of(HelperRow)
    .where(_HELPER.c.district.in_(bindparam("districts", expanding=True)), _HELPER.c.active)
    .order_by(_HELPER.c.id)
)


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
    rows = uow.ahead.of(uow, _ROWS, list(ids))
    return {one.id: one for one in _opened(uow, list(rows.values()))}


def _read_rows(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Found]:
    return {row.id: row for chunk in chunks(ids) for row in uow.rows(_BY_IDS, {"ids": chunk})}


_ROWS = Reading(_read_rows, HelperRow, key=Key.COMMON)


def active_in(uow: UnitOfWork, districts: Iterable[str]) -> tuple[Helper, ...]:
    """The active helpers of these districts, by id."""
    return _opened(uow, uow.rows(_ACTIVE, {"districts": list(districts)}))


def outlines_in(uow: UnitOfWork, district: str) -> tuple[HelperOutline, ...]:
    """The active helpers of a district, by id, opening nothing that is sealed."""
    return uow.ahead.one(uow, _OUTLINES, district) or ()


def _read_outlines(
    uow: UnitOfWork, districts: Sequence[str]
) -> dict[str, tuple[HelperOutline, ...]]:
    found: dict[str, list[HelperOutline]] = {one: [] for one in districts}
    for row in uow.rows(_ACTIVE, {"districts": list(districts)}):
        uow.ahead.put(_ROWS, row.id, row)
        found[row.district].append(HelperOutline(**_open(row)))
    if uow.ahead.in_batch:  # the keys of whoever of them is asked, with one statement
        uow.vault.load(one.ref for helpers in found.values() for one in helpers)
    return {district: tuple(helpers) for district, helpers in found.items()}


_OUTLINES = Reading(_read_outlines, HelperRow, key=Key.COMMON, expected=districts_of_batch)


def refs_of_batch(uow: UnitOfWork) -> list[Ref]:
    """Who helps where those live who are worked on together."""
    return [one.ref for place in districts_of_batch(uow) for one in outlines_in(uow, place)]


def locked_row(uow: UnitOfWork, helper_id: str) -> HelperRow:
    """The row, held for this transaction. Raises UnknownPersonError."""
    row = uow.session.get(HelperRow, helper_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise UnknownPersonError(ref_of(Kind.HELPER, helper_id))
    return row


def _opened(uow: UnitOfWork, rows: Sequence[Found]) -> tuple[Helper, ...]:
    uow.vault.load(ref_of(Kind.HELPER, row.id) for row in rows)
    return tuple(_helper(uow, row) for row in rows)


def _helper(uow: UnitOfWork, row: Found) -> Helper:
    personal = open_sealed(uow, ref_of(Kind.HELPER, row.id), row.sealed)
    return Helper(
        **_open(row),
        name=personal.name,
        phone=personal.numbers[0],
        telegram_chat=personal.telegram_chat,
        pin_hash=row.pin_hash,
        organisation=personal.organisation,
    )


def _open(row: Found) -> dict[str, Any]:
    """What is not sealed."""
    return {
        "id": row.id,
        "ref": ref_of(Kind.HELPER, row.id),
        "role": HelperRole(row.role),
        "district": row.district,
        "language": Language(row.language),
        "active": row.active,
        "nights": row.nights,
        "max_load": row.max_load,
        "prefers": ChannelName(row.prefers),
        "appointed_from": row.appointed_from,
        "appointed_until": row.appointed_until,
        "papers": frozenset(Paper(paper) for paper in row.papers),
        "away_from": row.away_from,
        "away_until": row.away_until,
    }
