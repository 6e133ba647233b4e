"""Who is at the other end of a telephone."""

from __future__ import annotations

from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import Allowed, ChannelName, Purpose, UnknownPersonError
from signals.model import Ref
from tasks import service as tasks
from tasks.model import Task

_RESIDENT = "resident:"
_CONTACT, _WORKERS = "contact:", ("helper:", "staff:")


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


def contact_at(uow: UnitOfWork, number: str) -> tuple[Ref, Task] | None:
    """The contact with this number who was asked about somebody lately, and what she was asked.

    Whoever is a contact of several residents is asked about the one of whom she was asked last.
    """
    if not number:
        return None
    people = residents.people_at(uow, ChannelName.CALL, number)
    contacts = [ref for ref in people if ref.startswith(_CONTACT)]
    return tasks.asked_last(uow, contacts)


def worker_at(uow: UnitOfWork, number: str) -> Ref | None:
    """The one helper or official with this number; None when there is nobody, or several."""
    if not number:
        return None
    people = residents.people_at(uow, ChannelName.CALL, number)
    found = [ref for ref in people if ref.startswith(_WORKERS)]
    return found[0] if len(found) == 1 else None


def may_be_recognised(uow: UnitOfWork, ref: Ref) -> bool:
    """Whether she agreed that a machine makes words of what she says."""
    return isinstance(residents.consent_allows(uow, ref, Purpose.SPEECH), Allowed)
