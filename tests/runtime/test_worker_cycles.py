"""The worker: spool, turns, outbox; one after the other, none in another's way."""

import asyncio
import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from structlog.typing import EventDict

from foundation.clock import ManualClock
from foundation.keyring import KeyRing
from foundation.spool import Spool
from foundation.unit_of_work import UnitOfWork
from messaging import service as messaging
from messaging.sender import Ran
from runtime.auditor import GRACE, audit
from runtime.worker import AFTER_ERROR_SECONDS, POLL_SECONDS, Poke, Worker
from signals import service as signals
from signals.intake import Inbound, Intake
from signals.model import Draft, SignalKind, Source
from tests.messaging.post import post, row
from tests.runtime.faulty import note
from tests.runtime.neighbourhood import Neighbourhood


@pytest.fixture
def spool(tmp_path: Path, keyring: KeyRing, clock: ManualClock) -> Spool:
    return Spool(tmp_path / "spool", keyring, "test", clock=clock)


@pytest.fixture
def worker(here: Neighbourhood, spool: Spool) -> Worker:
    def edge(uow: UnitOfWork, inbound: Inbound) -> None:
        subject, _, words = inbound.body.decode().partition("|")
        data = {"channel": "telegram", "form": "words"}
        draft = Draft(
            SignalKind.REPLY, inbound.source, inbound.source_id, subject, inbound.received_at,
            data, words,
        )  # fmt: skip
        signals.record(uow, draft)

    poke = Poke()
    intake = Intake(here.database, spool, {Source.TELEGRAM: edge}, poke)
    return Worker(here.database, here.clock, intake, here.dispatch, here.sender, poke)


def inbound(here: Neighbourhood, subject: str, words: str) -> Inbound:
    body = f"{subject}|{words}".encode()
    return Inbound(Source.TELEGRAM, words, body, here.now())


def test_the_spool_is_drained_before_anything_is_decided(
    here: Neighbourhood, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    her = here.resident()
    asyncio.run(worker.settle())
    with monkeypatch.context() as away:

        def no_database(_inbound: Inbound) -> None:
            raise ConnectionError

        away.setattr(worker._intake, "_record", no_database)
        asyncio.run(worker._intake.take(inbound(here, her, "도와주세요")))
    assert worker._intake.spooled() == 1
    asyncio.run(worker.cycle())
    assert worker._intake.spooled() == 0
    assert here.case(her) is not None


@pytest.mark.parametrize("part", ["_dispatch", "_sender"])
def test_a_part_that_raises_does_not_keep_the_others_from_theirs(
    here: Neighbourhood, worker: Worker, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    her, neighbour = here.resident(), here.helper()
    asyncio.run(worker.settle())
    with here.database.write() as uow:
        note(uow, neighbour, "due")
    here.writes(her, "도와주세요")
    before = worker.last_cycle_at
    here.clock.advance(timedelta(seconds=1))

    def fails() -> int:
        raise PermissionError

    with monkeypatch.context() as broken:
        broken.setattr(getattr(worker, part), "run", fails)
        with pytest.raises(PermissionError):
            asyncio.run(worker.cycle())
    assert worker.last_cycle_at == before
    assert (here.case(her) is not None) is (part == "_sender")
    assert here.templates(neighbour)[0] == "reply.noted"
    assert (here.outbox(neighbour)[0].state == "queued") is (part == "_sender")
    asyncio.run(worker.settle())
    assert here.case(her) is not None


def test_what_the_sender_could_not_write_down_is_written_before_its_lease_ends(
    here: Neighbourhood, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    her = here.resident()
    asyncio.run(worker.settle())
    post(here, her)

    def locked(_uow: UnitOfWork, known: Sequence[object]) -> None:
        if known:
            raise OperationalError("", {}, sqlite3.OperationalError("database is locked"))

    with monkeypatch.context() as broken:
        broken.setattr(messaging, "settle_all", locked)
        with pytest.raises(OperationalError):
            asyncio.run(worker.cycle())
    assert row(here).state == "calling"
    here.clock.advance(timedelta(seconds=AFTER_ERROR_SECONDS))
    asyncio.run(worker.settle())
    assert row(here).state == "sent"


def test_a_spool_that_cannot_be_read_stops_nothing_else(
    here: Neighbourhood, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable() -> int:
        raise OSError(5, "input/output error")

    her = here.resident()
    asyncio.run(worker.settle())
    here.writes(her, "도와주세요")
    monkeypatch.setattr(worker._intake, "drain", unreadable)
    asyncio.run(worker.cycle())
    assert here.case(her) is not None


def test_it_goes_on_after_an_error_and_wakes_when_poked(
    here: Neighbourhood, worker: Worker, logged: list[EventDict], monkeypatch: pytest.MonkeyPatch
) -> None:
    cycles: list[str] = []

    async def cycle(*, beside: bool) -> None:
        assert beside
        cycles.append("cycle")
        if len(cycles) == 1:
            raise RuntimeError

    monkeypatch.setattr(worker, "settle", cycle)

    async def a_while() -> None:
        running = asyncio.ensure_future(worker.run())
        await _until(lambda: here.clock.next_wake() is not None)
        here.clock.advance(timedelta(seconds=AFTER_ERROR_SECONDS))
        await _until(lambda: here.clock.next_wake() is not None)
        worker._poke()
        await _until(lambda: len(cycles) == 2)
        await _until(lambda: here.clock.next_wake() is not None)
        here.clock.advance(timedelta(seconds=POLL_SECONDS))
        await _until(lambda: len(cycles) == 3)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(a_while())
    assert [one["event"] for one in logged] == ["cycle_failed"]


class Hangs:
    """A sender whose provider takes what it is given and does not answer before it is told to."""

    def __init__(self) -> None:
        self.begun = 0
        self.answers = asyncio.Event()
        self.owes = False

    async def run(self) -> Ran:
        self.begun += 1
        await self.answers.wait()
        return Ran(handled=0, held_back=None)


class Queue:
    """A sender with so many batches to send."""

    owes = False

    def __init__(self, batches: int) -> None:
        self.batches = batches

    async def run(self) -> Ran:
        if not self.batches:
            return Ran(handled=0, held_back=None)
        self.batches -= 1
        return Ran(handled=1, held_back=None)


def test_a_provider_that_hangs_keeps_nobody_from_being_heard(
    here: Neighbourhood, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = here.resident(), here.resident()
    asyncio.run(worker.settle())
    here.writes(first, "도와주세요")

    async def a_while() -> None:
        hangs = Hangs()
        monkeypatch.setattr(worker, "_sender", hangs)
        running = asyncio.ensure_future(worker.run())
        await _until(lambda: hangs.begun)
        here.writes(second, "도와주세요")
        await _until(lambda: here.clock.next_wake() is not None)
        here.clock.advance(timedelta(seconds=POLL_SECONDS))
        await _until(lambda: here.case(second) is not None)
        worker.stop()
        await _until(lambda: here.clock.next_wake() is None)
        assert (hangs.begun, running.done()) == (1, False)  # what is under way is waited for
        hangs.answers.set()
        await running

    asyncio.run(a_while())


def test_a_long_queue_leaves_beside_the_cycles(
    here: Neighbourhood, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.writes(here.resident(), "도와주세요")
    queue = Queue(batches=3)
    monkeypatch.setattr(worker, "_sender", queue)

    async def one_cycle() -> None:
        await worker.cycle(beside=True)
        await _until(lambda: queue.batches == 0)
        ended = await worker.cycle(beside=True)
        assert ended.handled >= 3  # and whoever waited for it goes on

    asyncio.run(one_cycle())


def test_whoever_ends_the_worker_ends_what_is_under_way(
    here: Neighbourhood, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    her = here.resident()
    asyncio.run(worker.settle())
    here.writes(her, "도와주세요")

    async def a_while() -> None:
        hangs = Hangs()
        monkeypatch.setattr(worker, "_sender", hangs)
        running = asyncio.ensure_future(worker.run())
        await _until(lambda: hangs.begun)
        sending = worker._sending
        assert sending is not None
        running.cancel()
        await asyncio.wait({running, sending})
        assert sending.cancelled()

    asyncio.run(a_while())


async def _until(holds: object) -> None:
    for _ in range(1000):
        if holds():  # type: ignore[operator]
            return
        await asyncio.sleep(0)
    message = "it never came to that"
    raise AssertionError(message)


def test_its_next_moment_is_the_earliest_of_agenda_and_outbox(
    here: Neighbourhood, worker: Worker
) -> None:
    assert worker.next_moment() is None
    her = here.resident()
    asyncio.run(worker.settle())
    moments = [worker.next_moment(), here.slot_of(her)]
    assert moments[0] is not None
    assert here.now() < moments[0] <= here.slot_of(her)


def test_nothing_lies_open_beyond_its_time_and_what_does_is_counted(
    here: Neighbourhood, worker: Worker
) -> None:
    her = here.resident()
    here.staff()
    asyncio.run(worker.settle())
    here.asked(her)
    here.record(her, SignalKind.PLUG_QUIET)
    asyncio.run(worker.settle())
    assert not any(audit(here.database, here.now()).values())
    here.record(her, SignalKind.UNREADABLE)
    assert not any(audit(here.database, here.now() + GRACE).values())
    late = audit(here.database, here.now() + timedelta(days=8))
    assert {what for what, count in late.items() if count} >= {
        "signals",
        "checkins",
        "tasks",
        "cases",
    }
