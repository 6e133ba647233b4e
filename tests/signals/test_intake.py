"""The door for facts: recorded, else spooled, else refused aloud. Never lost."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from foundation import limits
from foundation.clock import ManualClock
from foundation.database import Database
from foundation.keyring import KeyRing
from foundation.spool import Spool, SpoolFullError, SpoolNotDrainedError
from foundation.unit_of_work import UnitOfWork
from signals import service as signals
from signals.intake import Inbound, Intake, IntakeUnavailableError
from signals.model import Source
from tests.signals.facts import HER, draft
from tests.support.database import MONDAY_MORNING


class Door:
    """An intake whose edge may be told to fail."""

    def __init__(self, database: Database, spool: Spool) -> None:
        self.fails: Callable[[], None] = lambda: None
        self.pokes = 0
        self.database = database
        self.intake = Intake(database, spool, {Source.TELEGRAM: self._edge}, self._poke)

    def _poke(self) -> None:
        self.pokes += 1

    def _edge(self, uow: UnitOfWork, inbound: Inbound) -> None:
        self.fails()
        signals.record(uow, draft(inbound.source_id, words=inbound.body.decode()))

    def take(self, source_id: str = "1", body: bytes = "네 괜찮아요".encode()) -> None:
        inbound = Inbound(Source.TELEGRAM, source_id, body, MONDAY_MORNING)
        asyncio.run(self.intake.take(inbound))

    def known(self) -> list[str]:
        with self.database.read() as uow:
            return [one.words or "" for one in signals.pending(uow, HER)]


@pytest.fixture
def spool(tmp_path: Path, keyring: KeyRing, clock: ManualClock) -> Spool:
    return Spool(tmp_path / "spool", keyring, "test", clock=clock)


@pytest.fixture
def door(sqlite_database: Database, spool: Spool) -> Door:
    return Door(sqlite_database, spool)


def away() -> None:
    raise OperationalError("", {}, Exception())


def broken() -> None:
    raise KeyError


def test_a_fact_is_recorded_and_the_worker_poked(door: Door) -> None:
    door.take()
    door.take()
    assert door.known() == ["네 괜찮아요"]
    assert door.pokes == 2
    assert door.intake.spooled() == 0


@pytest.mark.parametrize("fails", [away, broken])
def test_what_the_database_does_not_take_waits_in_the_spool(
    door: Door, fails: Callable[[], None]
) -> None:
    door.fails = fails
    door.take("1", b"one")
    door.take("2", b"two")
    assert (door.known(), door.intake.spooled(), door.pokes) == ([], 2, 2)
    with pytest.raises(SpoolNotDrainedError):
        door.intake.drain()
    door.fails = lambda: None
    assert door.intake.drain() == 2
    assert door.known() == ["one", "two"]
    assert door.intake.spooled() == 0


def test_recorded_after_all_and_spooled_is_one_fact(door: Door, spool: Spool) -> None:
    door.take()
    door.fails = away
    door.take()
    door.fails = lambda: None
    assert door.intake.drain() == 1
    assert door.known() == ["네 괜찮아요"]


def test_a_poisoned_record_keeps_no_other_in_the_spool(door: Door) -> None:
    door.fails = away
    for number in range(5):
        door.take(str(number), b"poison" if number == 2 else b"good")

    def poisoned(uow: UnitOfWork, inbound: Inbound) -> None:
        if inbound.body == b"poison":
            raise ValueError
        signals.record(uow, draft(inbound.source_id, words="good"))

    door.intake._edges = {Source.TELEGRAM: poisoned}
    with pytest.raises(SpoolNotDrainedError):
        door.intake.drain()
    assert len(door.known()) == 4
    assert door.intake.spooled() == 1


@pytest.mark.parametrize("error", [OSError(28, "full"), SpoolFullError()])
def test_only_when_both_fail_is_the_sender_told(
    door: Door, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def full(_body: bytes) -> None:
        raise error

    door.fails = away
    monkeypatch.setattr(door.intake._spool, "append", full)
    with pytest.raises(IntakeUnavailableError):
        door.take()
    assert door.pokes == 0


def test_threads_that_all_wait_for_the_database_do_not_keep_a_fact_from_the_spool(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "INTAKE_DATABASE_SECONDS", 0.01)
    release = threading.Event()

    async def with_every_thread_busy() -> None:
        waiting = [
            asyncio.ensure_future(door.database.aio(release.wait))
            for _ in range(limits.DATABASE_THREADS)
        ]
        inbound = Inbound(Source.TELEGRAM, "1", b"one", MONDAY_MORNING)
        await door.intake.take(inbound)
        release.set()
        await asyncio.gather(*waiting)

    asyncio.run(with_every_thread_busy())
    assert door.intake.spooled() == 1
    door.intake.drain()
    assert door.known() == ["one"]
