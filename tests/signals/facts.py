"""Facts as edges record them, and workers on connections of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from foundation.clock import ManualClock
from foundation.database import Database
from signals import agenda
from signals import service as signals
from signals.model import Draft, Ref, Signal, SignalKind, Source
from signals.tables import AgendaRow
from tests.support.database import MONDAY_MORNING, open_database

HER: Ref = "resident:01KJRCF9C060Z63KE4QE3C69RG"


def draft(
    source_id: str = "1", subject: Ref = HER, kind: SignalKind = SignalKind.REPLY, **other: Any
) -> Draft:
    given: dict[str, Any] = {
        "source": Source.TELEGRAM,
        "occurred_at": MONDAY_MORNING,
        "data": {"channel": "telegram", "form": "words"},
    }
    return Draft(kind=kind, source_id=source_id, subject=subject, **given | other)


def record(database: Database, *drafts: Draft) -> list[Signal | None]:
    with database.write() as uow:
        return [signals.record(uow, one) for one in drafts]


def claimed(database: Database, limit: int = 100) -> list[Ref]:
    with database.write() as uow:
        return agenda.claim(uow, limit)


def planned(database: Database, subject: Ref = HER) -> datetime | None:
    with database.read() as uow:
        row = uow.session.get(AgendaRow, subject)
    assert row is not None
    return row.next_at


@contextmanager
def second_connection(url: str, clock: ManualClock) -> Iterator[Database]:
    """Another worker's database: the same data, other connections."""
    other = open_database(url, clock, seed=2)
    yield other
    other.close()
