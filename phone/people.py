"""Who is at the other end of a telephone."""

from __future__ import annotations

from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import Allowed, ChannelName, Purpose, UnknownPersonError
from signals.model import Ref

_RESIDENT = "resident:"


def resident_at(uow: UnitOfWork, number: str) -> Ref | None:
    """The one resident with this number, who may be somebody's helper or contact besides.

    None when nobody has it, several residents share it, or hers was reported as a death.
    """
    if not number:
        return None
    people = residents.people_at(uow, ChannelName.CALL, number)
    found = [ref for ref in people if ref.startswith(_RESIDENT)]
    if len(found) != 1:
        return None
    try:
        return None if residents.outline(uow, found[0]).deceased else found[0]
    except UnknownPersonError:
        return None


def may_be_recognised(uow: UnitOfWork, ref: Ref) -> bool:
    """Whether she agreed that a machine makes words of what she says."""
    return isinstance(residents.consent_allows(uow, ref, Purpose.SPEECH), Allowed)
