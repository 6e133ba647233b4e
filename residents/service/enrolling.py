"""One-time links by which a person's chat becomes known."""

from datetime import timedelta

from foundation.unit_of_work import UnitOfWork
from residents.model import (
    ChannelName,
    Expired,
    Kind,
    Redeemed,
    Redemption,
    Ref,
    Taken,
    Unknown,
    Used,
)
from residents.service import lookup, reaching
from residents.store import addresses, identities
from residents.store.addresses import AddressKind

LINK_DAYS = 7


def issue_link(uow: UnitOfWork, ref: Ref, days: int = LINK_DAYS) -> str:
    """Return the token of a new link for a resident, contact, helper or employee.

    Only its hash is kept. A link she was given before and did not use ends now. Raises
    UnknownPersonError; ValueError for other kinds of ref.
    """
    _known(uow, ref)
    token = uow.ids.token()
    identities.issue_link(uow, ref, token, uow.now + timedelta(days=days))
    return token


def redeem_link(uow: UnitOfWork, token: str, chat: str) -> Redemption:
    """Bind a chat to the person whose link this is, once."""
    link = identities.link(uow, token)
    if link is None:
        return Unknown()
    blind = addresses.blind(uow, AddressKind.TELEGRAM, chat)
    if link.used_at is not None:
        return Used(link.ref, same_chat=link.chat == blind)
    if link.expires_at <= uow.now:
        return Expired(link.ref)
    owner = reaching.person_at(uow, ChannelName.TELEGRAM, chat)
    if owner not in {None, link.ref}:
        return Taken(link.ref, str(owner))
    identities.use_link(uow, token, blind)
    reaching.set_telegram_chat(uow, link.ref, chat)
    return Redeemed(link.ref)


def _known(uow: UnitOfWork, ref: Ref) -> None:
    kind, _, identity = ref.partition(":")
    match kind:
        case Kind.RESIDENT:
            lookup.outline(uow, identity)
        case Kind.HELPER:
            lookup.helper(uow, identity)
        case Kind.STAFF:
            lookup.staff(uow, identity)
        case Kind.CONTACT:
            lookup.contact(uow, identity)
        case _:
            message = f"A {kind} cannot enrol: give a resident, contact, helper or employee."
            raise ValueError(message)
