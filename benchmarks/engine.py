"""How fast do people learn of it when very many need help at once?

`python -m benchmarks.engine [--residents 5000] [--smoke]`: so many residents press help in one
instant, on SQLite and on PostgreSQL (that of ANBU_TEST_DATABASE_URL or one started from the
tests' wheel, which waits for no disk), wired as in production; SQLite is durable. It prints how
many cases a second are decided and committed, with their tasks and messages; how many messages a
second then leave the outbox over HTTP for a sink on this machine; and when the first message to
the one resident in mortal danger, recorded last of all, arrives while everything is still to do.
Providers' limits are lifted, the one message a second to one person is not: everybody answered is
somebody else.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from sqlalchemy import func
from sqlmodel import col, select

from benchmarks import crowd, sink
from benchmarks.sink import Sink
from escalation.tables import CaseRow
from foundation.clock import RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.settings import Settings
from messaging.sender import BATCH
from messaging.tables import OutboxRow
from residents import service as residents
from residents.calendar import Calendar
from residents.districts import DISTRICTS
from residents.model import ChannelName, NewStaff, StaffRole, parse_phone
from runtime.wiring import Service, Surroundings, build
from signals import service as signals
from signals.model import Cause, Draft, Meaning, SignalKind, Source
from tests.support.database import fresh_url
from tests.support.postgres import start_postgres

CHUNK = 500
RUNS = 10
"""Of the sender between two looks at what still waits."""
NO_LIMIT = 1_000_000
FIRST_CHAT = 10_000_000
"""As `crowd` numbers them: every second resident has Telegram."""


@dataclass(frozen=True)
class Measured:
    """One line of the table."""

    engine: str
    residents: int
    cases_a_second: float
    messages: int
    messages_a_second: float
    first_seconds: float
    unknown: int
    """How many sends one crash can leave unknown."""


class City:
    """A service on one database, whose Telegram is the sink."""

    def __init__(self, url: str, folder: Path, telegram: Sink) -> None:
        clock = RealClock()
        settings = Settings(
            database_url=url,
            spool_dir=folder / "spool",
            telegram_mode="polling",
            telegram_token=SecretStr("1:benchmark"),
            telegram_api_base=telegram.url,
        )
        around = Surroundings(clock, Ids(clock), KeyRing.demo_ring())
        self.service: Service = build(settings, around)
        self.service.worker._sender._per_second = dict.fromkeys(ChannelName, NO_LIMIT)
        self.telegram = telegram
        self._known = 0
        self._officers()

    @property
    def database(self) -> Database:
        return self.service.database

    def _officers(self) -> None:
        with self.database.write() as uow:
            for number, one in enumerate(DISTRICTS):
                phone = parse_phone(f"010-3000-{number:04d}")
                role = StaffRole.OFFICER if number else StaffRole.LEAD
                new = NewStaff(f"공무원 {number}", role, phone, districts=frozenset({one.code}))
                ref = residents.add_staff(uow, new).ref
                residents.set_telegram_chat(uow, ref, str(number + 1))

    def move_in(self, count: int) -> list[tuple[str, str]]:
        """So many residents more who have Telegram: ref and chat."""
        calendar = Calendar(self.service.settings.city().zone)
        ids = crowd.move_in(self.database, calendar, 2 * count, self._known)
        numbers = range(self._known, self._known + 2 * count)
        self._known += 2 * count
        return [
            (f"resident:{one}", str(FIRST_CHAT + number))
            for one, number in zip(ids, numbers, strict=True)
            if number % 2
        ]

    def press_help(self, people: list[tuple[str, str]], *, dying: bool = False) -> None:
        """All of them press the button; the last one, if so, writes that she cannot breathe."""
        for begin in range(0, len(people), CHUNK):
            with self.database.write() as uow:
                for resident, _ in people[begin : begin + CHUNK]:
                    last = dying and resident == people[-1][0]
                    data = {"channel": ChannelName.TELEGRAM.value}
                    data |= (
                        {"meaning": Meaning.URGENT.value, "cause": Cause.MEDICAL.value}
                        if last
                        else {"meaning": Meaning.HELP.value}
                    )
                    signals.record(
                        uow,
                        Draft(
                            kind=SignalKind.SAID,
                            source=Source.TELEGRAM,
                            source_id=resident,
                            subject=resident,
                            occurred_at=uow.now,
                            data=data,
                        ),
                    )

    def decide(self) -> float:
        """Seconds until nothing is left to decide."""
        started = perf_counter()
        while self.service.worker._dispatch.run():
            pass
        return perf_counter() - started

    def cases(self) -> int:
        with self.database.read() as uow:
            return uow.session.exec(
                select(func.count()).select_from(CaseRow).where(col(CaseRow.closed_at).is_(None))
            ).one()

    def waiting(self) -> int:
        """Answers to residents that have not left yet."""
        with self.database.read() as uow:
            return uow.session.exec(
                select(func.count())
                .select_from(OutboxRow)
                .where(col(OutboxRow.to_ref).startswith("resident:"))
                .where(col(OutboxRow.sent_at).is_(None))
            ).one()

    async def send(self) -> tuple[int, float]:
        """How many messages left, and in how many seconds, until every resident is answered."""
        before, started = self.telegram.count(), perf_counter()
        while True:
            for _ in range(RUNS):
                await self.service.worker._sender.run()
            seconds = perf_counter() - started
            if not self.waiting():
                return self.telegram.count() - before, seconds

    async def first(self, chat: str, recorded: float) -> float:
        """Seconds from the record of the gravest word to its answer's arrival, all else waiting."""
        while (at := self.telegram.at(chat)) is None:
            await self.service.worker.cycle()
        return at - recorded


def measure(city: City, count: int) -> Measured:
    """One city, so many residents in need at once; then as many again with one in danger."""
    people = city.move_in(count)
    city.press_help(people)
    deciding = city.decide()
    decided = city.cases()
    assert decided == count, f"{decided} cases of {count}"

    async def sending() -> tuple[int, float, float]:
        left, seconds = await city.send()
        others = city.move_in(count)
        city.press_help(others, dying=True)
        first = await city.first(others[-1][1], perf_counter())
        await city.service.close()
        return left, seconds, first

    left, seconds, first = asyncio.run(sending())
    return Measured(
        engine=city.database.dialect,
        residents=count,
        cases_a_second=count / deciding,
        messages=left,
        messages_a_second=left / seconds,
        first_seconds=first,
        unknown=BATCH,
    )


@contextmanager
def urls(folder: Path) -> Iterator[Iterator[str]]:
    """A database on each engine, migrated and empty."""
    server = start_postgres()
    try:
        yield iter((fresh_url(folder), server.create_database()))
    finally:
        server.stop()


def _row(one: Measured) -> tuple[str, ...]:
    return (
        one.engine,
        f"{one.residents:,}",
        f"{one.cases_a_second:.0f}",
        f"{one.messages:,}",
        f"{one.messages_a_second:.0f}",
        f"{one.first_seconds:.2f}",
        f"{one.unknown}",
    )


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("--residents", type=int, default=5_000)
    parser.add_argument("--smoke", action="store_true", help="a small run of less than 20 s")
    chosen = parser.parse_args()
    count = 100 if chosen.smoke else chosen.residents
    table = Table(
        "engine",
        "residents",
        "cases/s",
        "messages",
        "messages/s",
        "first 긴급 after, s",
        "unknown after a crash, at most",
        title="all press help at once",
    )
    with tempfile.TemporaryDirectory(prefix="anbu-engine-") as name, urls(Path(name)) as each:
        for url in each:
            with sink.running() as telegram:
                one = measure(City(url, Path(name), telegram), count)
            table.add_row(*_row(one))
    Console(width=110, highlight=False).print(table)


if __name__ == "__main__":
    main()
