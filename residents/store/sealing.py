"""One sealed value per person: everything that identifies her, as JSON under her own key."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from sqlalchemy import insert
from sqlmodel import SQLModel

from foundation.sql import table_of
from foundation.unit_of_work import UnitOfWork
from residents.model import Phone, Ref

FIELD = "person"
CHUNK = 1_000
"""Values in one IN list: below what either database takes."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Personal:
    """What is sealed. Which fields are used depends on the kind of person."""

    name: str = field(repr=False)
    phones: tuple[str, ...] = field(default=(), repr=False)
    telegram_chat: str | None = field(default=None, repr=False)
    birth_year: int = field(default=0, repr=False)
    address: str = field(default="", repr=False)
    notes: str = field(default="", repr=False)
    relation: str = field(default="", repr=False)
    organisation: str = field(default="", repr=False)

    @property
    def numbers(self) -> tuple[Phone, ...]:
        """The phones as values."""
        return tuple(Phone(e164) for e164 in self.phones)


def seal(uow: UnitOfWork, ref: Ref, personal: Personal) -> bytes:
    """Encrypt under the person's key. Raises KeyDestroyed."""
    told = {name: value for name, value in asdict(personal).items() if value}
    return uow.vault.seal(ref, FIELD, json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def open_sealed(uow: UnitOfWork, ref: Ref, sealed: bytes) -> Personal:
    """Decrypt. Raises KeyDestroyed and Tampered."""
    told = json.loads(uow.vault.open(ref, FIELD, sealed))
    return Personal(**told | {"phones": tuple(told.get("phones", ()))})


def e164s(phones: Iterable[Phone]) -> tuple[str, ...]:
    """The numbers as they are sealed, each once."""
    return tuple(dict.fromkeys(phone.e164 for phone in phones))


def chunks(values: Iterable[T]) -> Iterable[Sequence[T]]:
    """Each value once, in pieces that fit one statement."""
    known = list(dict.fromkeys(values))
    for start in range(0, len(known), CHUNK):
        yield known[start : start + CHUNK]


def insert_rows(uow: UnitOfWork, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows of the same columns at once; a broken constraint is an error."""
    if rows:
        uow.session.connection().execute(insert(table_of(table)), [dict(row) for row in rows])
