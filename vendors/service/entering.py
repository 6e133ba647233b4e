"""What officials do: write down what a vendor told, and say whose a waiting message is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from residents.model.wording import checked_line
from vendors import store
from vendors.decide import WORDS_CHARS, digest
from vendors.model import WAITING, How, State, Told, What
from vendors.service import registry, taking

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.model import Outline
    from signals.model import Ref
    from vendors.model import Event, Served


def enter(  # noqa: PLR0913 - an entry has so many parts
    uow: UnitOfWork,
    her: Outline,
    name: str,
    what: What,
    words: str,
    *,
    by: Ref,
    once: str,
    at: datetime | None = None,
) -> bool:
    """An official heard it from the vendor. `once` is the same when it is sent again.

    False when it was known. Raises UnknownVendorError, WrongTextError; ValueError for a moment
    that is still to come.
    """
    registry.vendor(uow, name)
    moment = uow.now if at is None else at
    if moment > uow.now:
        message = "it has not come yet: write when it happened"
        raise ValueError(message)
    said = checked_line(words, "words", limit=WORDS_CHARS, required=True)
    told = Told(digest(f"{by}|{once}"), "", what, moment, said)
    arrival = taking.Arrival(name, How.ENTRY, uow.now, entered_by=by)
    return taking.enter(uow, arrival, told, her)


def waiting(uow: UnitOfWork) -> list[Event]:
    """The messages of which nobody knows whose they are, or what they say; the oldest first."""
    return store.waiting(uow)


def give(uow: UnitOfWork, event_id: str, her: Outline, by: Ref) -> Served | None:
    """A message that waits is about this resident: she is told of, now and from now on.

    Returns her number at the vendor if it is noted now. None also where it was noted before. Raises
    LookupError when nothing waits under this id, or when it can only be read by a person.
    """
    event = _waits(uow, event_id)
    if event.what is None or event.at is None:
        raise LookupError(event_id)
    taking.give(uow, event, her, by)
    served = [one for one in store.served(uow, her.ref) if one.until is None]
    if not event.number or any(
        (one.vendor, one.number) == (event.vendor, event.number) for one in served
    ):
        return None
    return registry.serve(uow, her.ref, event.vendor, event.number, by)[0]


def settle(uow: UnitOfWork, event_id: str, by: Ref, *, ours: bool = True) -> None:
    """An official has read it and seen to it. Raises LookupError like `give`.

    Not `ours`: its number belongs to nobody whom we look after, and waits for nobody any more,
    unless it is noted for somebody later.
    """
    event = _waits(uow, event_id)
    if ours or not event.number:
        store.conclude(uow, event.id, State.SETTLED, by)
        return
    for one in store.waiting(uow, event.vendor, store.blind(uow, event.vendor, event.number)):
        store.conclude(uow, one.id, State.NOT_OURS, by)


def _waits(uow: UnitOfWork, event_id: str) -> Event:
    found = store.event(uow, event_id)
    if found is None or found.state not in WAITING:
        raise LookupError(event_id)
    return found
