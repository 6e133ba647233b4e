"""How vendors stand: what operators and officials look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vendors import store
from vendors.model import Vendor

if TYPE_CHECKING:
    from datetime import timedelta

    from foundation.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Standing:
    """One vendor: whom it serves, when it was last heard, what waits, what was not let in."""

    vendor: Vendor
    residents: int
    heard_at: datetime | None
    waiting: int
    refused: int


def standings(uow: UnitOfWork) -> list[Standing]:
    """All vendors by name."""
    residents, refused = store.count_served(uow), store.refused(uow)
    waiting = [one.vendor for one in store.waiting(uow)]
    return [
        Standing(
            vendor=one,
            residents=residents.get(one.name, 0),
            heard_at=store.last_heard(uow, one.name),
            waiting=waiting.count(one.name),
            refused=refused.get(one.name, 0),
        )
        for one in store.vendors(uow)
    ]


def overdue(uow: UnitOfWork, now: datetime, grace: timedelta) -> int:
    """How many messages wait of which officials should have been told."""
    return store.overdue(uow, now - grace)
