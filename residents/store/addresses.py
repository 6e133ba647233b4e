"""Who answers where, by blind index, and which addresses and channels are closed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import bindparam, delete, update
from sqlmodel import col, select

from foundation.ahead import Key, Reading
from foundation.sql import insert_new, rows_of, table_of
from foundation.unit_of_work import UnitOfWork
from residents.model import ChannelName, ChatTakenError, Kind, Ref
from residents.store.helpers import refs_of_batch
from residents.store.sealing import chunks
from residents.tables import AddressRow, ClosedChannelRow

T = TypeVar("T")


class AddressKind(StrEnum):
    """What an address is; SMS and calls go to the same phone."""

    TELEGRAM = "telegram"
    PHONE = "phone"


KIND_OF: dict[ChannelName, AddressKind] = {
    ChannelName.TELEGRAM: AddressKind.TELEGRAM,
    ChannelName.SMS: AddressKind.PHONE,
    ChannelName.CALL: AddressKind.PHONE,
}


_ADDRESS, _CHANNEL = table_of(AddressRow), table_of(ClosedChannelRow)
_DEAD = rows_of(AddressRow).where(
    _ADDRESS.c.ref.in_(bindparam("refs", expanding=True)), _ADDRESS.c.usable.is_(False)
)
_CLOSED = rows_of(ClosedChannelRow).where(_CHANNEL.c.ref.in_(bindparam("refs", expanding=True)))


def blind(uow: UnitOfWork, kind: AddressKind, address: str) -> str:
    """What stands for an address in the index."""
    return uow.vault.blind(kind.value, address)


def people_at(uow: UnitOfWork, kind: AddressKind, address: str) -> tuple[Ref, ...]:
    """Everybody who answers there, in a stable order."""
    return refs_at(uow, kind, [blind(uow, kind, address)])


def refs_at(uow: UnitOfWork, kind: AddressKind, blinds: Iterable[str]) -> tuple[Ref, ...]:
    """Everybody behind these blinds, each once, in a stable order."""
    rows = uow.session.exec(
        select(AddressRow.ref)
        .where(col(AddressRow.kind) == kind.value, col(AddressRow.blind).in_(list(blinds)))
        .order_by(col(AddressRow.ref))
        .distinct()
    )
    return tuple(rows)


def reindex_phones(uow: UnitOfWork, ref: Ref, e164s: Iterable[str]) -> bool:
    """Make these the person's numbers; marks on numbers that stay are kept. True: a new one."""
    blinds = [blind(uow, AddressKind.PHONE, e164) for e164 in e164s]
    uow.session.exec(
        delete(AddressRow).where(
            col(AddressRow.kind) == AddressKind.PHONE.value,
            col(AddressRow.ref) == ref,
            col(AddressRow.blind).not_in(blinds),
        )
    )
    rows = [_row(AddressKind.PHONE, each, ref) for each in blinds]
    return insert_new(uow.session, AddressRow, rows) > 0


def index_phones(uow: UnitOfWork, numbers: Mapping[Ref, Iterable[str]]) -> None:
    """Enter the numbers of people who had none before, by ref."""
    rows = [
        _row(AddressKind.PHONE, blind(uow, AddressKind.PHONE, e164), ref)
        for ref, e164s in numbers.items()
        for e164 in e164s
    ]
    insert_new(uow.session, AddressRow, rows)


def reindex_chat(uow: UnitOfWork, ref: Ref, chat: str | None) -> None:
    """Make this the person's chat, or none. Raises ChatTakenError."""
    kind = AddressKind.TELEGRAM
    theirs = None if chat is None else blind(uow, kind, chat)
    forget(uow, ref, kind)
    if theirs is None or insert_new(uow.session, AddressRow, [_row(kind, theirs, ref)]):
        return
    raise ChatTakenError(refs_at(uow, kind, [theirs])[0])


def mark(
    uow: UnitOfWork,
    kind: AddressKind,
    blinds: Iterable[str],
    refs: Iterable[Ref],
    reason: str | None,
) -> None:
    """Close these addresses of these people with a reason, or open them again with None."""
    uow.session.exec(
        update(AddressRow)
        .where(
            col(AddressRow.kind) == kind.value,
            col(AddressRow.blind).in_(list(blinds)),
            col(AddressRow.ref).in_(list(refs)),
        )
        .values(usable=reason is None, reason=reason)
    )


def reopen(uow: UnitOfWork, kind: AddressKind, ref: Ref, *, unless: Iterable[str]) -> None:
    """Open all of a person's addresses of a kind, but those closed for one of these reasons."""
    uow.session.exec(
        update(AddressRow)
        .where(
            col(AddressRow.kind) == kind.value,
            col(AddressRow.ref) == ref,
            col(AddressRow.reason).not_in(list(unless)),
        )
        .values(usable=True, reason=None)
    )


def dead_blinds(uow: UnitOfWork, refs: Iterable[Ref]) -> dict[Ref, frozenset[str]]:
    """By ref, the blinds of addresses that are closed; people without any are left out."""
    return _of(uow, _DEAD_OF, _DEAD_OF_OTHERS, refs)


def _read_dead(uow: UnitOfWork, refs: Iterable[Ref]) -> dict[Ref, frozenset[str]]:
    found: dict[Ref, frozenset[str]] = {}
    for chunk in chunks(refs):
        for row in uow.rows(_DEAD, {"refs": chunk}):
            found[row.ref] = found.get(row.ref, frozenset()) | {row.blind}
    return found


def forget(uow: UnitOfWork, ref: Ref, kind: AddressKind | None = None) -> None:
    """Take a person out of the index, for one kind of address or all."""
    statement = delete(AddressRow).where(col(AddressRow.ref) == ref)
    if kind is not None:
        statement = statement.where(col(AddressRow.kind) == kind.value)
    uow.session.exec(statement)


def close_channel(uow: UnitOfWork, ref: Ref, channel: ChannelName, reason: str) -> None:
    """Nobody asks her by it; a reason that stands already is replaced."""
    open_channel(uow, ref, channel)
    row = {"ref": ref, "channel": channel.value, "reason": reason, "closed_at": uow.now}
    insert_new(uow.session, ClosedChannelRow, [row])


def open_channel(
    uow: UnitOfWork, ref: Ref, channel: ChannelName, *, unless: Iterable[str] = ()
) -> None:
    """She may be asked by it again, unless it was closed for one of these reasons."""
    uow.session.exec(
        delete(ClosedChannelRow).where(
            col(ClosedChannelRow.ref) == ref,
            col(ClosedChannelRow.channel) == channel.value,
            col(ClosedChannelRow.reason).not_in(list(unless)),
        )
    )


def closed_channels(uow: UnitOfWork, refs: Iterable[Ref]) -> dict[Ref, dict[ChannelName, str]]:
    """By ref, the closed channels with their reasons; people without any are left out."""
    return _of(uow, _CLOSED_OF, _CLOSED_OF_OTHERS, refs)


def _read_closed(uow: UnitOfWork, refs: Iterable[Ref]) -> dict[Ref, dict[ChannelName, str]]:
    found: dict[Ref, dict[ChannelName, str]] = {}
    for chunk in chunks(refs):
        for row in uow.rows(_CLOSED, {"refs": chunk}):
            found.setdefault(row.ref, {})[ChannelName(row.channel)] = row.reason
    return found


_DEAD_OF = Reading(_read_dead, AddressRow, key=Key.REF)
_CLOSED_OF = Reading(_read_closed, ClosedChannelRow, key=Key.REF)
_DEAD_OF_OTHERS = Reading(_read_dead, AddressRow, key=Key.COMMON, expected=refs_of_batch)
_CLOSED_OF_OTHERS = Reading(_read_closed, ClosedChannelRow, key=Key.COMMON, expected=refs_of_batch)
"""Of helpers and employees, who are asked about many residents of one batch."""


def _of(
    uow: UnitOfWork, of_residents: Reading[T], of_others: Reading[T], refs: Iterable[Ref]
) -> dict[Ref, T]:
    asked = list(dict.fromkeys(refs))
    hers = residents_among(asked)
    found = uow.ahead.of(uow, of_residents, hers) if hers else {}
    others = [ref for ref in asked if ref not in hers]
    return found | (uow.ahead.of(uow, of_others, others) if others else {})


def residents_among(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    """Those of the refs that are residents."""
    return tuple(ref for ref in refs if ref.startswith(f"{Kind.RESIDENT}:"))


def _row(kind: AddressKind, blinded: str, ref: Ref) -> dict[str, object]:
    return {"kind": kind.value, "blind": blinded, "ref": ref, "usable": True, "reason": None}
