"""Where people are reached, and by whom an address is used."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from foundation.unit_of_work import UnitOfWork
from locales.model import Language
from residents import decide
from residents.consent import allows_all, needed_purposes
from residents.model import (
    Asked,
    BarReason,
    Barred,
    ChannelName,
    Consent,
    Contact,
    Helper,
    Kind,
    Phone,
    Reach,
    Ref,
    Resident,
    Staff,
    UnknownPersonError,
    WrongPhoneError,
    parse_phone,
    speaking,
)
from residents.service import agreeing, lookup
from residents.service.attention import look_again
from residents.store import addresses, sealing
from residents.store import contacts as contact_store
from residents.store import helpers as helper_store
from residents.store import residents as resident_store
from residents.store import staff as staff_store
from residents.store.addresses import KIND_OF, AddressKind
from residents.tables import ContactRow, HelperRow, ResidentRow, StaffRow

STOP = "stop"
"""The person does not want to be asked by this channel; a new number does not lift it."""
DECEASED = "deceased"
"""The number is that of somebody whose death was reported."""
_REASON = re.compile(r"[a-z0-9_.:-]{1,64}")
_ASKED_BY_PHONE = (ChannelName.SMS, ChannelName.CALL)


@dataclass(frozen=True, slots=True)
class Card:
    """What reaching somebody needs, whatever kind of person she is."""

    name: str
    language: Language
    phones: tuple[Phone, ...]
    chat: str | None
    barred: BarReason | None = None
    speaking_rate: int = speaking.NORMAL
    wish: ChannelName | None = None


def channels_of(
    uow: UnitOfWork, resident: Resident, at: datetime | None = None
) -> tuple[ChannelName, ...]:
    """How a resident can be asked, in the order in which it is tried."""
    return channels_of_all(uow, [resident], at)[resident.id]


def channels_of_all(
    uow: UnitOfWork, residents: Iterable[Resident], at: datetime | None = None
) -> dict[str, tuple[ChannelName, ...]]:
    """By resident id, how each can be asked; a few statements for all."""
    people = list(residents)
    refs = [resident.ref for resident in people]
    consents = agreeing.consents_of_all(uow, refs)
    closed = addresses.closed_channels(uow, refs)
    dead = addresses.dead_blinds(uow, refs)
    found: dict[str, tuple[ChannelName, ...]] = {}
    for one in people:
        unusable = set(closed.get(one.ref, {}))
        if one.ref in dead:
            card = Card(one.name, one.language, one.phones, one.telegram_chat)
            unusable |= {c for c in KIND_OF if not live(uow, card, c, dead[one.ref])}
        found[one.id] = decide.channels_of(one, consents[one.ref], unusable, at or uow.now)
    return found


def reach(
    uow: UnitOfWork,
    ref: Ref,
    channel: ChannelName,
    at: datetime | None = None,
    *,
    last_word: bool = False,
    attempt: int = 0,
) -> Reach | Barred:
    """The last look before something is sent: whether it may be, and where to; see `Asked`."""
    return reach_all(uow, [Asked(ref, channel, last_word, attempt)], at)[0]


def reach_all(
    uow: UnitOfWork, asked: Sequence[Asked], at: datetime | None = None
) -> list[Reach | Barred]:
    """The same for many, in their order, with a few statements for all."""
    refs = list(dict.fromkeys(one.ref for one in asked))
    cards = cards_of(uow, refs)
    closed = addresses.closed_channels(uow, refs)
    dead = addresses.dead_blinds(uow, refs)
    purposes = {each for one in asked for each in needed_purposes(one.channel)}
    hers = [ref for ref in refs if is_kind(Kind.RESIDENT, ref)]
    consents = agreeing.consents_of_all(uow, hers, sorted(purposes))
    found: list[Reach | Barred] = []
    for one in asked:
        card, ref = cards.get(one.ref), one.ref
        shut = not one.last_word and one.channel in closed.get(ref, {})
        unusable = frozenset() if one.last_word else dead.get(ref, frozenset())
        denied = _denied(consents.get(ref), one.channel, at or uow.now)
        found.append(_reach(uow, card, one, denied, closed=shut, dead=unusable))
    return found


def _reach(
    uow: UnitOfWork,
    card: Card | None,
    asked: Asked,
    denied: Barred | None,
    *,
    closed: bool,
    dead: frozenset[str],
) -> Reach | Barred:
    if card is None:
        return Barred(BarReason.UNKNOWN)
    ended = card.barred is BarReason.DECEASED and asked.last_word
    if card.barred is not None and not ended:
        return Barred(card.barred)
    if closed:
        return Barred(BarReason.CLOSED)
    hers = live(uow, card, asked.channel, dead, asked.attempt)
    if not hers:
        return Barred(BarReason.CLOSED if dead else BarReason.NO_ADDRESS)
    return denied or Reach(hers[0], card.name, card.language, card.speaking_rate)


def address_of(uow: UnitOfWork, ref: Ref, channel: ChannelName, attempt: int = 0) -> str | None:
    """The chat or number (E.164) a channel uses for somebody; None when it cannot be used.

    `attempt` counts the calls before, as in `reach`, which whoever sends uses: this does not ask
    for consent. None also for the unknown and the dead.
    """
    card = cards_of(uow, [ref]).get(ref)
    if card is None or card.barred is not None:
        return None
    if channel in addresses.closed_channels(uow, [ref]).get(ref, {}):
        return None
    dead = addresses.dead_blinds(uow, [ref]).get(ref, frozenset())
    return next(iter(live(uow, card, channel, dead, attempt)), None)


def is_reachable(uow: UnitOfWork, ref: Ref, channel: ChannelName = ChannelName.TELEGRAM) -> bool:
    """Whether somebody has an address on a channel that she has not closed."""
    return address_of(uow, ref, channel) is not None


def people_at(uow: UnitOfWork, channel: ChannelName, address: str) -> tuple[Ref, ...]:
    """Everybody who answers at an address, the dead included; a phone may serve a household."""
    kind = KIND_OF.get(channel)
    plain = _normal(kind, address)
    if kind is None or plain is None:
        return ()
    return addresses.people_at(uow, kind, plain)


def person_at(uow: UnitOfWork, channel: ChannelName, address: str) -> Ref | None:
    """The one person who answers at an address; None when there is nobody, or several."""
    found = people_at(uow, channel, address)
    return found[0] if len(found) == 1 else None


def set_telegram_chat(uow: UnitOfWork, ref: Ref, chat: str | None) -> None:
    """Give a resident, contact, helper or employee a chat, or take it away.

    A new one opens the channel.

    Raises ChatTakenError, UnknownPersonError; ValueError for other kinds of ref.
    """
    row = _locked_row(uow, ref)
    if row.sealed is None:
        raise UnknownPersonError(ref)
    addresses.reindex_chat(uow, ref, chat)
    before = sealing.open_sealed(uow, ref, row.sealed)
    row.sealed = sealing.seal(uow, ref, replace(before, telegram_chat=chat))
    if chat is not None and isinstance(row, HelperRow):
        row.prefers = ChannelName.TELEGRAM.value  # whoever opens the bot wants to be told there
    uow.session.flush()
    if chat is not None:
        addresses.open_channel(uow, ref, ChannelName.TELEGRAM)
    look_again(uow, ref)


def mark_channel(
    uow: UnitOfWork,
    ref: Ref,
    channel: ChannelName,
    *,
    usable: bool,
    reason: str = "",
    address: str | None = None,
) -> None:
    """Close a channel for somebody, or open it again.

    With `address` only that chat or number is marked, so that her other number is still tried.
    `reason` is a word such as `stop`, `blocked`, `bad_address` or a provider's code. Raises
    ValueError when a channel is closed without one.
    """
    if not usable and not _REASON.fullmatch(reason):
        message = "Closing a channel needs a reason of a-z, 0-9 and _.:- (64 at most)."
        raise ValueError(message)
    look_again(uow, ref)
    if address is not None:
        _mark_address(uow, ref, channel, address, None if usable else reason)
    elif usable:
        addresses.open_channel(uow, ref, channel)
        if channel in KIND_OF:
            addresses.reopen(uow, KIND_OF[channel], ref, unless=[DECEASED])
    else:
        addresses.close_channel(uow, ref, channel, reason)


def closed_channels(uow: UnitOfWork, ref: Ref) -> dict[ChannelName, str]:
    """Channels somebody is not to be asked by, with the reason of each."""
    return addresses.closed_channels(uow, [ref]).get(ref, {})


def phones_changed(uow: UnitOfWork, ref: Ref, e164s: Iterable[str]) -> None:
    """Index new numbers; what was closed because the old one was dead is open again."""
    if not addresses.reindex_phones(uow, ref, e164s):
        return
    for channel in _ASKED_BY_PHONE:
        addresses.open_channel(uow, ref, channel, unless=[STOP])


def live(
    uow: UnitOfWork, card: Card, channel: ChannelName, dead: frozenset[str], attempt: int = 0
) -> tuple[str, ...]:
    """Her addresses on a channel that are not known to be dead, the next one to try first."""
    kind = KIND_OF.get(channel)
    if kind is None:
        return ()
    if kind is AddressKind.TELEGRAM:
        known: tuple[str, ...] = () if card.chat is None else (card.chat,)
    else:
        numbers = decide.phones_for(card.phones, channel, attempt)
        known = tuple(phone.e164 for phone in numbers)
    if not dead:
        return known
    return tuple(each for each in known if addresses.blind(uow, kind, each) not in dead)


def _denied(known: tuple[Consent, ...] | None, channel: ChannelName, at: datetime) -> Barred | None:
    """Only residents are asked for consent here: the others gave their address for being rung."""
    if known is None:
        return None
    denied = allows_all(known, needed_purposes(channel), at)
    return None if denied is None else Barred(BarReason.NO_CONSENT, denied)


def _mark_address(
    uow: UnitOfWork, ref: Ref, channel: ChannelName, address: str, reason: str | None
) -> None:
    kind = KIND_OF.get(channel)
    plain = _normal(kind, address)
    if kind is None or plain is None:
        message = f"{channel} has no such address: give a chat, or a phone number."
        raise ValueError(message)
    addresses.mark(uow, kind, [addresses.blind(uow, kind, plain)], [ref], reason)


def _normal(kind: AddressKind | None, address: str) -> str | None:
    if kind is AddressKind.TELEGRAM:
        return address.strip()
    try:
        return None if kind is None else parse_phone(address).e164
    except WrongPhoneError:
        return None


def is_kind(kind: Kind, ref: Ref) -> bool:
    return ref.startswith(f"{kind}:")


def cards_of(uow: UnitOfWork, refs: Sequence[Ref]) -> dict[Ref, Card]:
    """By ref, with a few statements; the unknown and the erased are left out."""
    of = {kind: [ref for ref in refs if is_kind(kind, ref)] for kind in Kind}
    residents = lookup.residents(uow, of[Kind.RESIDENT]).values()
    helpers = lookup.helpers(uow, of[Kind.HELPER]).values()
    staff = lookup.staff_by_id(uow, of[Kind.STAFF]).values()
    return {
        **{one.ref: _residents_card(one) for one in residents},
        **{one.ref: _helpers_card(one) for one in helpers},
        **{one.ref: _staffs_card(one) for one in staff},
        **{ref: card for ref in of[Kind.CONTACT] if (card := _contacts_card(uow, ref))},
    }


def _residents_card(one: Resident) -> Card:
    gone = BarReason.DECEASED if one.deceased else None
    return Card(one.name, one.language, one.phones, one.telegram_chat, gone, one.speaking_rate)


def _staffs_card(staff: Staff) -> Card:
    left = None if staff.active else BarReason.UNKNOWN
    return Card(staff.name, Language.ko, (staff.phone,), staff.telegram_chat, left)


def _contacts_card(uow: UnitOfWork, ref: Ref) -> Card | None:
    try:
        contact = lookup.contact(uow, ref)
    except UnknownPersonError:
        return None
    barred = _contact_barred(uow, contact)
    return Card(contact.name, Language.ko, (contact.phone,), contact.telegram_chat, barred)


def _helpers_card(helper: Helper) -> Card:
    left = None if helper.active else BarReason.UNKNOWN
    phones, chat = (helper.phone,), helper.telegram_chat
    return Card(helper.name, helper.language, phones, chat, left, wish=helper.prefers)


def _contact_barred(uow: UnitOfWork, contact: Contact) -> BarReason | None:
    """Family learns of a death from a person, never from a message."""
    if contact.refused_at is not None:
        return BarReason.CLOSED
    found = lookup.outlines(uow, [contact.resident])
    return None if found and not any(o.deceased for o in found.values()) else BarReason.DECEASED


def _locked_row(uow: UnitOfWork, ref: Ref) -> ResidentRow | HelperRow | StaffRow | ContactRow:
    kind, _, identity = ref.partition(":")
    match kind:
        case Kind.RESIDENT:
            return resident_store.locked_row(uow, identity)
        case Kind.HELPER:
            return helper_store.locked_row(uow, identity)
        case Kind.STAFF:
            return staff_store.locked_row(uow, identity)
        case Kind.CONTACT:
            return contact_store.locked_row(uow, identity)
        case _:
            message = f"A {kind} has no chat: give a resident, contact, helper or employee."
            raise ValueError(message)
