"""How helpers and officials are told of work."""

from collections.abc import Sequence

from foundation.ahead import Key, Reading
from foundation.unit_of_work import UnitOfWork
from foundation.vault import SubjectKey
from residents.model import ChannelName, Kind, Ref
from residents.service.reaching import Card, cards_of, is_kind, live
from residents.store import addresses
from residents.tables import (
    AddressRow,
    ClosedChannelRow,
    ContactRow,
    HelperRow,
    ResidentRow,
    StaffRow,
)

_BY = (ChannelName.TELEGRAM, ChannelName.CALL, ChannelName.SMS)
"""In the order in which it is tried."""


def ways_of_telling(uow: UnitOfWork, ref: Ref) -> tuple[ChannelName, ...]:
    """How a helper or an official can be told of work: as she wishes first, then what she has.

    A text wakes nobody and is read when it is read: only a helper is told by one.
    """
    return uow.ahead.one(uow, _WAYS, ref) or ()


def ways_of_telling_all(uow: UnitOfWork, refs: Sequence[Ref]) -> dict[Ref, tuple[ChannelName, ...]]:
    """The same for many by ref, with a few statements; the unknown are left out."""
    return uow.ahead.of(uow, _WAYS, refs)


def _read_ways(uow: UnitOfWork, refs: Sequence[Ref]) -> dict[Ref, tuple[ChannelName, ...]]:
    cards = cards_of(uow, refs)
    closed = addresses.closed_channels(uow, refs)
    dead = addresses.dead_blinds(uow, refs)
    return {
        ref: tuple(
            one
            for one in _tried(ref, card)
            if one not in closed.get(ref, {}) and live(uow, card, one, dead.get(ref, frozenset()))
        )
        for ref, card in cards.items()
        if card.barred is None
    }


def _tried(ref: Ref, card: Card) -> Sequence[ChannelName]:
    by = _BY if is_kind(Kind.HELPER, ref) else _BY[:-1]
    return sorted(by, key=lambda one: one is not card.wish)


_WAYS = Reading(
    _read_ways,
    *(HelperRow, StaffRow, ContactRow, ResidentRow, AddressRow, ClosedChannelRow, SubjectKey),
    key=Key.COMMON,
)
