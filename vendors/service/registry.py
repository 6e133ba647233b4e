"""Vendors, and whom they serve."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from residents import service as residents
from residents.model.wording import checked_line
from vendors import mapping, store
from vendors.decide import normal
from vendors.model import NUMBER_CHARS
from vendors.service import taking

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from vendors.model import Served, Vendor

OLD_SECRET_FOR = timedelta(days=7)
"""So long a vendor may go on with the secret before."""
MAP_CHANGED = "system:map"
NAME = re.compile(r"[a-z][a-z0-9-]{1,29}")


class UnknownVendorError(LookupError):
    """There is no such vendor, or it has ended."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No vendor is called {name!r}: `anbu vendor list` shows all.")
        self.name = name


class VendorExistsError(ValueError):
    """A vendor of this name was added before."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name!r} was added before: change its map with `anbu vendor map`.")


class WrongNameError(ValueError):
    """A name that cannot stand in an address."""

    def __init__(self) -> None:
        super().__init__("Name a vendor in 2 to 30 of a-z, 0-9 and -, a letter first.")


class ServedAlreadyError(ValueError):
    """She is served by this vendor already, under this number."""

    def __init__(self, resident: Ref, vendor: str) -> None:
        super().__init__(
            f"{resident} is served by {vendor} with this number already: end that first."
        )


class WrongNumberError(ValueError):
    """A number by which no vendor knows anybody."""

    def __init__(self) -> None:
        super().__init__(f"Give a device's or contract's number: 1 to {NUMBER_CHARS} characters.")


def add_vendor(uow: UnitOfWork, name: str, text: str, file: str) -> Vendor:
    """A new vendor with its map. Raises PolicyError, VendorExistsError, WrongNameError."""
    if not NAME.fullmatch(name):
        raise WrongNameError
    by = mapping.parse(text, file)
    if not store.add(uow, name, by.title, text):
        raise VendorExistsError(name)
    return vendor(uow, name)


def change_map(uow: UnitOfWork, name: str, text: str, file: str) -> int:
    """Another map for a vendor; what could not be read by the old one is read anew.

    Returns how many messages that were waiting could be read. Raises PolicyError,
    UnknownVendorError.
    """
    by = mapping.parse(text, file)
    vendor(uow, name)
    store.change(uow, name, map=text, title=by.title)
    return taking.read_anew(uow, name, by, MAP_CHANGED)


def change_secret(uow: UnitOfWork, name: str) -> Vendor:
    """A new secret; the one before is taken for seven days more. Raises UnknownVendorError."""
    known = vendor(uow, name)
    store.change(uow, name, key=known.key + 1, key_since=uow.now)
    return vendor(uow, name)


def end_vendor(uow: UnitOfWork, name: str) -> None:
    """Nothing of it is taken any more. Raises UnknownVendorError."""
    vendor(uow, name)
    store.change(uow, name, ended_at=uow.now)


def vendor(uow: UnitOfWork, name: str) -> Vendor:
    """A vendor that has not ended. Raises UnknownVendorError."""
    found = store.vendor(uow, name)
    if found is None or found.ended_at is not None:
        raise UnknownVendorError(name)
    return found


def map_of(uow: UnitOfWork, name: str) -> mapping.FieldMap:
    """How a vendor's messages are read. Raises UnknownVendorError."""
    vendor(uow, name)
    return parsed(store.map_of(uow, name))


def takes_key(known: Vendor | None, key: int, now: datetime) -> bool:
    """Whether what is signed with the secret of this number is let in."""
    if known is None or known.ended_at is not None:
        return False
    lately = key == known.key - 1 and now < known.key_since + OLD_SECRET_FOR
    return key == known.key or lately


@lru_cache(maxsize=64)
def parsed(text: str) -> mapping.FieldMap:
    """A map that was checked when it was stored."""
    return mapping.parse(text, "map")


def serve(
    uow: UnitOfWork, resident: Ref, name: str, number: str | None, by: Ref
) -> tuple[Served, int]:
    """A resident is also served by a vendor, which knows her by `number`, if by any.

    What came for this number and waits is hers now: returns how many messages that were. Raises
    UnknownVendorError, UnknownPersonError, ServedAlreadyError, WrongNumberError, WrongTextError.
    """
    vendor(uow, name)
    her = residents.outline(uow, resident)
    known_by = None if number is None else _checked(number)
    served_id = store.serve(uow, her.ref, name, known_by, by)
    if served_id is None:
        raise ServedAlreadyError(her.ref, name)
    told = 0 if known_by is None else taking.give_to_whom_it_concerns(uow, name, known_by, by)
    return next(one for one in store.served(uow, her.ref) if one.id == served_id), told


def end_serving(uow: UnitOfWork, served_id: str) -> None:
    """She is not served by that vendor any more."""
    store.end_serving(uow, served_id)


def served(uow: UnitOfWork, resident: Ref) -> list[Served]:
    """By whom she is and was served, the oldest first."""
    return store.served(uow, resident)


def _checked(number: str) -> str:
    plain = normal(checked_line(number, "number", required=True))
    if not 0 < len(plain) <= NUMBER_CHARS:
        raise WrongNumberError
    return plain
