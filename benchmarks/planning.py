"""Does planning take time by what is due, not by how many residents there are?

`python -m benchmarks.planning [--residents 100000] [--due 10000] [--smoke]` grows one database on
SQLite and one on PostgreSQL and lets the worker's dispatch, wired as in production, start the
check-ins of those who are due. It prints milliseconds and statements a due resident, first for more
and more residents, then for more and more who are due; what the worker asks when nothing is due;
and the round that finds residents without a plan. PostgreSQL is that of ANBU_TEST_DATABASE_URL or
one started from the tests' wheel. Neither waits for a disk: compare figures within a run.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table
from sqlalchemy import event

from benchmarks import crowd
from checkins import watch
from foundation.clock import ManualClock
from foundation.database import Database
from foundation.ids import seeded
from foundation.keyring import KeyRing
from foundation.settings import Settings
from residents.calendar import Calendar
from runtime.auditor import audit
from runtime.wiring import Service, Surroundings, build
from signals import agenda
from tests.support.database import fresh_url
from tests.support.postgres import start_postgres

SEOUL = ZoneInfo("Asia/Seoul")
MORNING = datetime(2026, 3, 3, 9, 0, tzinfo=SEOUL)
"""A Tuesday: an ordinary working day."""
FIXED_DUE = 100
REPEATS = 5
"""Whatever else the machine does makes some of them slow: the fastest is shown."""


@dataclass
class Measured:
    """One line of a table."""

    residents: int
    due: int
    seconds: float
    cpu_seconds: float
    """Of this process: on SQLite all of the work, and the same beside busy neighbours."""
    statements: Counter[str] = field(default_factory=Counter)

    @property
    def each(self) -> float:
        """Milliseconds a due resident."""
        return self.seconds * 1000 / self.due

    @property
    def cpu_each(self) -> float:
        """Milliseconds of this process's CPU a due resident."""
        return self.cpu_seconds * 1000 / self.due

    @property
    def statements_each(self) -> float:
        return sum(self.statements.values()) / self.due


class City:
    """One database that grows, and a service that works on it."""

    def __init__(self, url: str, folder: Path) -> None:
        clock = ManualClock(MORNING)
        settings = Settings(
            database_url=url,
            spool_dir=folder / "spool",
            telegram_mode="polling",
            telegram_token=SecretStr("1:benchmark"),
            twilio_account_sid="AC" + "0" * 32,
            twilio_auth_token=SecretStr("benchmark"),
            twilio_voice_from="+8254000000",
        )
        around = Surroundings(
            clock, seeded(clock, 1), KeyRing.demo_ring(), inline=True, durable=False
        )
        self.service: Service = build(settings, around)
        self.calendar = Calendar(SEOUL)
        self.residents: list[str] = []
        self._unused = 0

    @property
    def database(self) -> Database:
        return self.service.database

    def grow(self, to: int) -> None:
        """Let residents move in until there are so many."""
        more = to - len(self.residents)
        if more > 0:
            first = len(self.residents)
            self.residents += crowd.move_in(self.database, self.calendar, more, first)
        if self.database.dialect == "postgresql":  # which does so by itself where it runs for long
            with self.database.write() as uow:
                uow.session.connection().exec_driver_sql("ANALYZE")

    def plan(self, due: int) -> Measured:
        """Let the worker start the check-ins of `due` residents who were not asked yet."""
        these = self.residents[self._unused : self._unused + due]
        assert len(these) == due
        self._unused += due
        crowd.make_due(self.database, these, MORNING)
        with self.counted() as statements:
            cpu = process_time()
            seconds = timed(self._work)
            cpu = process_time() - cpu
        assert crowd.count_due(self.database, MORNING) == 0
        return Measured(len(self.residents), due, seconds, cpu, statements)

    def _work(self) -> None:
        while self.service.worker._dispatch.run():
            pass

    def watch(self, without: int) -> float:
        """Seconds of a round over everybody, of whom so many lost their plan."""
        lost = self.residents[-without:]
        crowd.drop_plans(self.database, lost)
        with self.database.write() as uow:
            seconds = timed(lambda: watch.Watch().act(uow, watch.SUBJECT))
        assert crowd.count_due(self.database, MORNING) == without
        self._work()
        return seconds

    def idle(self) -> dict[str, float]:
        """Milliseconds of what the worker and `/health` ask again and again."""
        with self.database.write() as uow:
            claim = timed(lambda: agenda.claim(uow, 100), REPEATS)
        return {
            "next moment": timed(self.service.worker.next_moment, REPEATS) * 1000,
            "claim": claim * 1000,
            "audit": timed(lambda: audit(self.database, MORNING), REPEATS) * 1000,
        }

    @contextmanager
    def counted(self) -> Iterator[Counter[str]]:
        """Count the statements, by their text."""
        seen: Counter[str] = Counter()

        def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen[statement] += 1

        engine = self.database._engine
        event.listen(engine, "before_cursor_execute", count)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", count)


def timed(work: Callable[[], object], repeats: int = 1) -> float:
    """Seconds that it takes, the shortest of so many times."""
    best = float("inf")
    for _ in range(repeats):
        started = perf_counter()
        work()
        best = min(best, perf_counter() - started)
    return best


def measure(city: City, sizes: list[int], dues: list[int], console: Console) -> None:
    """Print the curves of one database."""
    engine = city.database.dialect
    columns = ("residents", "due", "ms each", "ms of CPU", "statements")
    growing = Table(*columns, title=f"{engine}: residents")
    asked = Table("residents", "next moment", "claim", "audit", title=f"{engine}: nothing due, ms")
    rounds = Table("residents", "without a plan", "seconds", title=f"{engine}: the watch")
    due_each = min(FIXED_DUE, sizes[0] // (2 * REPEATS))
    for size in sizes:
        city.grow(size)
        repeated = (city.plan(due_each) for _ in range(REPEATS))
        growing.add_row(*_row(min(repeated, key=lambda one: one.seconds)))
        asked.add_row(f"{size:,}", *(f"{one:.2f}" for one in city.idle().values()))
        rounds.add_row(f"{size:,}", "20", f"{city.watch(20):.3f}")
    more = Table(*columns, title=f"{engine}: due")
    for due in dues:
        more.add_row(*_row(city.plan(due)))
    for table in (growing, more, asked, rounds):
        console.print(table)


def _row(one: Measured) -> tuple[str, ...]:
    each = (f"{one.each:.2f}", f"{one.cpu_each:.2f}", f"{one.statements_each:.1f}")
    return (f"{one.residents:,}", f"{one.due:,}", *each)


def one_turn(city: City, console: Console) -> None:
    """What the turns of a hundred residents ask of the database."""
    measured = city.plan(100)
    table = Table("a turn", "statement", title=f"{city.database.dialect}: statements of a turn")
    for statement, count in measured.statements.most_common():
        words = " ".join(statement.split())
        table.add_row(f"{count / measured.due:.2f}", words[:110])
    console.print(table)


@contextmanager
def cities() -> Iterator[Iterator[City]]:
    """A city on each engine, one after the other."""
    server = start_postgres()
    with tempfile.TemporaryDirectory(prefix="anbu-planning-") as name:

        def each() -> Iterator[City]:
            for url in (fresh_url(Path(name)), server.create_database()):
                city = City(url, Path(name))
                yield city
                city.database.close()

        try:
            yield each()
        finally:
            server.stop()


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planning", description=__doc__)
    parser.add_argument("--residents", type=int, default=100_000)
    parser.add_argument("--due", type=int, default=10_000, help="the most who are due at once")
    parser.add_argument("--smoke", action="store_true", help="a small run of less than 20 s")
    parser.add_argument("--turn", action="store_true", help="the statements of one turn")
    chosen = parser.parse_args()
    most = 400 if chosen.smoke else chosen.residents
    sizes = [size for size in (1_000, 10_000) if size < most] + [most]
    sizes = [100, most] if chosen.smoke else sizes
    dues = [due for due in (100, 1_000, 10_000) if due <= min(chosen.due, most // 4)]
    console = Console(width=130, highlight=False)
    with cities() as each:
        for city in each:
            if chosen.turn:
                city.grow(1_000)
                one_turn(city, console)
            else:
                measure(city, sizes, dues, console)


if __name__ == "__main__":
    main()
