"""How fast do people learn of it when very many need help at once?

`python -m benchmarks.engine [--residents 5000] [--idle 100000] [--smoke]`: so many residents press
help in one instant of a Tuesday morning, in a city with forty helpers in each 읍면동, on SQLite and
on PostgreSQL (that of ANBU_TEST_DATABASE_URL or one started from the tests' wheel), wired as in
production and durable on both: every commit waits for the disk. It prints how many cases a second
are decided and committed, with their tasks and messages; how many messages a second then leave the
outbox over HTTP for a sink on this machine; with how many statements; and when the first message to
the one resident in mortal danger, recorded last of all, arrives while everything is still to do. At
the end it prints what a cycle of the worker costs in which nothing is due, beside a thousand
residents and beside `--idle`. Providers' limits are lifted, the one message a minute to one person
is not.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from sqlalchemy import event, func
from sqlmodel import col, select

from benchmarks import crowd, sink
from benchmarks.sink import Sink
from escalation.tables import CaseRow
from foundation.database import Database
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.settings import Settings
from messaging.sender import BATCH
from messaging.tables import OutboxRow
from residents.calendar import Calendar
from residents.districts import DISTRICTS
from residents.model import ChannelName
from runtime.wiring import Service, Surroundings, build
from signals import service as signals
from signals.model import Cause, Draft, Meaning, SignalKind, Source
from tests.support.database import fresh_url
from tests.support.postgres import start_postgres

CHUNK = 500
RUNS = 10
"""Of the sender between two looks at what still waits."""
CYCLES = 50
"""Idle ones; whatever else the machine does makes some of them slow: the fastest is shown."""
HELPERS = 40 * len(DISTRICTS)
NO_LIMIT = 1_000_000
FIRST_CHAT = 10_000_000
"""As `crowd` numbers them: every second resident has Telegram."""


@dataclass(frozen=True)
class Cost:
    """Of so many things of one kind."""

    count: int
    seconds: float
    cpu_seconds: float
    """Of this process: on SQLite all of the work, and the same beside busy neighbours."""
    statements: int


@dataclass(frozen=True)
class Measured:
    """One column of the table."""

    engine: str
    waits_for: str
    """What the server says of how a commit waits for the disk."""
    residents: int
    cases: Cost
    messages: Cost
    first_seconds: float
    unknown: int
    """How many sends one crash can leave unknown."""


class City:
    """A service on one database, whose Telegram is the sink."""

    def __init__(self, url: str, folder: Path, telegram: Sink) -> None:
        settings = Settings(
            database_url=url,
            spool_dir=folder / "spool",
            telegram_mode="polling",
            telegram_token=SecretStr("1:benchmark"),
            telegram_api_base=telegram.url,
        )
        clock = crowd.on_a_tuesday(settings.city().zone)
        around = Surroundings(clock, Ids(clock), KeyRing.demo_ring())
        self.service: Service = build(settings, around)
        self.service.worker._sender._per_second = dict.fromkeys(ChannelName, NO_LIMIT)
        self.telegram = telegram
        self._known = 0
        self._statements = 0
        event.listen(self.database._engine, "after_cursor_execute", self._count)
        crowd.appoint(self.database, HELPERS)

    def _count(self, *_: object) -> None:
        self._statements += 1

    @property
    def database(self) -> Database:
        return self.service.database

    @contextmanager
    def measured(self, count: Callable[[], int]) -> Iterator[Callable[[], Cost]]:
        """What is done inside costs; `count` says of how many it was."""
        self._statements = 0
        started, cpu = perf_counter(), process_time()
        spent: list[Cost] = []
        yield lambda: spent[0]
        seconds, cpu_seconds, statements = (
            perf_counter() - started,
            process_time() - cpu,
            self._statements,
        )
        spent.append(Cost(count(), seconds, cpu_seconds, statements))

    def waits_for(self) -> str:
        """How a commit waits for the disk, in the engine's own words."""
        sqlite = self.database.dialect == "sqlite"
        asked = ("PRAGMA synchronous",) if sqlite else ("SHOW fsync", "SHOW synchronous_commit")
        with self.database.read() as uow:
            connection = uow.session.connection()
            said = [str(connection.exec_driver_sql(one).scalar_one()) for one in asked]
        return f"synchronous {said[0]}" if sqlite else "fsync {}, commit {}".format(*said)

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

    def decide(self) -> None:
        """Until nothing is left to decide."""
        while self.service.worker._dispatch.run():
            pass

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

    async def send(self) -> None:
        """Until every resident is answered."""
        while self.waiting():
            for _ in range(RUNS):
                await self.service.worker._sender.run()

    async def idle(self) -> float:
        """Milliseconds of a cycle in which nothing is due."""
        worker = self.service.worker
        worker.last_cycle_at = worker._clock.now()  # the city's own rounds are no part of it
        took: list[float] = []
        for _ in range(CYCLES):
            started = perf_counter()
            assert (await worker.cycle()).handled == 0
            took.append(perf_counter() - started)
        return 1_000 * min(took)

    async def first(self, chat: str, recorded: float) -> float:
        """Seconds from the record of the gravest word to its answer's arrival, all else waiting."""
        while (at := self.telegram.at(chat)) is None:
            await self.service.worker.cycle()
        return at - recorded


def measure(city: City, count: int) -> Measured:
    """One city, so many residents in need at once; then as many again with one in danger."""
    people = city.move_in(count)
    city.press_help(people)
    with city.measured(city.cases) as cases:
        city.decide()
    assert cases().count == count, f"{cases().count} cases of {count}"
    waits_for = city.waits_for()

    async def sending() -> tuple[Cost, float]:
        with city.measured(city.telegram.count) as messages:
            await city.send()
        others = city.move_in(count)
        city.press_help(others, dying=True)
        first = await city.first(others[-1][1], perf_counter())
        await city.service.close()
        return messages(), first

    messages, first = asyncio.run(sending())
    return Measured(
        engine=city.database.dialect,
        waits_for=waits_for,
        residents=count,
        cases=cases(),
        messages=messages,
        first_seconds=first,
        unknown=BATCH,
    )


def idle(city: City, counts: list[int]) -> dict[int, float]:
    """Milliseconds of a cycle without anything due, in a city that grows to these sizes."""

    async def measured() -> dict[int, float]:
        found: dict[int, float] = {}
        calendar = Calendar(city.service.settings.city().zone)
        known = 0
        for count in counts:
            crowd.move_in(city.database, calendar, count - known, known)
            known = count
            found[count] = await city.idle()
        await city.service.close()
        return found

    return asyncio.run(measured())


@contextmanager
def databases(folder: Path) -> Iterator[list[Callable[[], str]]]:
    """What makes a database on each engine, migrated and empty."""
    server = start_postgres(durable=True)
    try:
        yield [partial(fresh_url, folder), server.create_database]
    finally:
        server.stop()


def _lines(one: Measured, cycles: dict[int, float]) -> dict[str, str]:
    return {
        "a commit waits for the disk": one.waits_for,
        "residents": f"{one.residents:,}",
        **_costs(one.cases, "case"),
        "messages": f"{one.messages.count:,}",
        **_costs(one.messages, "message"),
        "first 긴급 after, s": f"{one.first_seconds:.2f}",
        "sends that one crash leaves unknown, at most": f"{one.unknown}",
        **{f"idle cycle beside {n:,}, ms": f"{took:.1f}" for n, took in cycles.items()},
    }


def _costs(cost: Cost, what: str) -> dict[str, str]:
    return {
        f"{what}s/s": f"{cost.count / cost.seconds:.0f}",
        f"processor of the service, ms a {what}": f"{1_000 * cost.cpu_seconds / cost.count:.2f}",
        f"statements a {what}": f"{cost.statements / cost.count:.2f}",
    }


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("--residents", type=int, default=5_000)
    parser.add_argument("--idle", type=int, default=100_000, help="residents beside an idle cycle")
    parser.add_argument("--smoke", action="store_true", help="a small run of less than 20 s")
    chosen = parser.parse_args()
    count = 100 if chosen.smoke else chosen.residents
    crowds = [100, 400] if chosen.smoke else [1_000, chosen.idle]
    found: list[tuple[str, dict[str, str]]] = []
    with tempfile.TemporaryDirectory(prefix="anbu-engine-") as name, databases(Path(name)) as each:
        for new_url in each:
            with sink.running() as telegram:
                one = measure(City(new_url(), Path(name), telegram), count)
                cycles = idle(City(new_url(), Path(name), telegram), crowds)
            found.append((one.engine, _lines(one, cycles)))
    table = Table("all press help at once", *(engine for engine, _ in found))
    for line in found[0][1]:
        table.add_row(line, *(lines[line] for _, lines in found))
    Console(width=110, highlight=False).print(table)


if __name__ == "__main__":
    main()
