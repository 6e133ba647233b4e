"""One run from its first process to what the checks found."""

from __future__ import annotations

import asyncio
import platform
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from random import Random
from time import perf_counter

from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from benchmarks import crowd
from benchmarks.chaos import city, people, providers, reading, server
from benchmarks.chaos.checks import Finding, findings
from benchmarks.chaos.city import City
from benchmarks.chaos.people import People, Town
from benchmarks.chaos.processes import Kept
from benchmarks.chaos.providers import Providers
from benchmarks.chaos.seen import Seen
from foundation.clock import RealClock
from tests.runtime_process.child import free_port

SHARED = ("web", "worker", "worker", "worker")
ALONE = ("serve",)
IN_THE_ACT_SECONDS = 2.0
"""So long a kill waits for a provider to be at work on a message."""
WEB_ODDS = 0.1
OUTAGES = ((0.35, "immediate"), (0.7, "fast"))
"""When the database is stopped, as a share of the load, and how."""
AWAY_SECONDS = 20.0
LOOK_SECONDS = 3.0
CALM_WITHIN_SECONDS = 60.0
UP_WITHIN_SECONDS = 300.0
VERSIONS = ("sqlalchemy", "python-telegram-bot", "twilio", "uvicorn")


@dataclass(frozen=True)
class Plan:
    """What is to happen. The load ends after so many seconds, or once so many were killed.

    `lives_on`: seconds, at least and at most, that a process has left once it is chosen.
    """

    seed: int
    residents: int
    each_second: float
    seconds: float | None
    kills: int | None
    lives_on: tuple[float, float]
    rest_seconds: float


@dataclass
class Told:
    """What came of a run."""

    versions: str
    plan: Plan
    found: list[Finding]
    lives: dict[str, str]
    logged: Counter[str]
    happened: dict[str, int] = field(default_factory=dict)
    raised: list[str] = field(default_factory=list)

    @property
    def broken(self) -> list[str]:
        return [one for finding in self.found for one in finding.broken]

    def show(self) -> None:
        """Print it."""
        console = Console(width=110, highlight=False)
        console.print(f"seed {self.plan.seed}; {self.versions}")
        console.print("; ".join(f"{name}: {told}" for name, told in self.lives.items()))
        console.print("; ".join(f"{what}: {n:,}" for what, n in self.happened.items()))
        table = Table("", "", "count", title="what was found once the service was at rest")
        for finding in self.found:
            for number, (what, n) in enumerate(finding.counts.items()):
                table.add_row("" if number else finding.title, what, f"{n:,}")
            table.add_section()
        console.print(table)
        noted = Table("warnings and errors of the service", "count")
        for words, n in self.logged.most_common(25):
            noted.add_row(words, f"{n:,}")
        console.print(noted)
        for one in self.raised[:10]:
            console.print(f"In the town: {one}", markup=False)
        for one in self.broken[:100]:
            console.print(f"BROKEN {one}", markup=False)
        console.print(f"{len(self.broken)} promises broken" if self.broken else "Nothing broken.")


@dataclass
class Run:
    """A run that goes on."""

    plan: Plan
    city: City
    providers: Providers
    people: People
    town: Town
    database: server.Server | None
    kept: list[Kept] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    away: bool = False
    outages: int = 0
    spooled: int = 0
    chance: Random = field(init=False)
    clock: RealClock = field(default_factory=RealClock)

    def __post_init__(self) -> None:
        """Draw kills apart from what people do."""
        self.chance = Random(f"kills {self.plan.seed}")

    async def load(self) -> None:
        """People act and processes die, until the plan says that it is enough."""
        living = asyncio.create_task(self.town.live(self.plan.each_second))
        killing = asyncio.create_task(self._kill())
        try:
            if self.plan.seconds is None:
                await killing
            else:
                await self._outages(self.plan.seconds)
        finally:
            for task in (living, killing):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(living, killing)

    async def _kill(self) -> None:
        while self.plan.kills is None or sum(one.kills for one in self.kept) < self.plan.kills:
            ready = [one for one in self.kept if one.up.is_set()]
            if self.away or not ready:
                await self.clock.sleep(0.1)
                continue
            odds = [WEB_ODDS if one.command == "web" else 1.0 for one in ready]
            victim = self.chance.choices(ready, odds)[0]
            await self.clock.sleep(self.chance.uniform(*self.plan.lives_on))
            await self._something_is_sent()
            if not self.away:
                victim.kill()

    async def _something_is_sent(self) -> None:
        """Wait a moment for it: then nobody will know whether it was."""
        until = perf_counter() + IN_THE_ACT_SECONDS
        apps = (self.providers.telegram.app, self.providers.twilio.app)
        while perf_counter() < until and not any(app.open for app in apps):
            await self.clock.sleep(0.01)

    async def _outages(self, seconds: float) -> None:
        assert self.database is not None
        passed = 0.0
        for share, mode in OUTAGES:
            await self.clock.sleep(share * seconds - passed)
            await self._outage(self.database, mode)
            passed = share * seconds + AWAY_SECONDS
        await self.clock.sleep(seconds - passed)

    async def _outage(self, database: server.Server, mode: str) -> None:
        """Stop the database; the web process, with facts in its spool, dies before it is back."""
        self.away = True
        self.outages += 1
        web = next(one for one in self.kept if one.command == "web")
        await web.up.wait()
        await database.stop(mode)
        await self.clock.sleep(AWAY_SECONDS)
        self.spooled += await asyncio.to_thread(self.city.service.intake.spooled)
        web.kill()
        await database.start()
        self.away = False

    async def watch(self) -> None:
        """Remember which messages had an outcome that nobody knew, and see how much is to do."""
        database = self.city.service.database
        while True:
            await self.clock.sleep(LOOK_SECONDS)
            with suppress(SQLAlchemyError):
                self.unknown |= await asyncio.to_thread(reading.in_doubt, database)
                self.town.backlog = await asyncio.to_thread(reading.pending, database)

    async def rest(self) -> tuple[Seen, float]:
        """What is seen once nothing is on its way any more; after how many seconds that was.

        When it takes longer than it may, the people fall silent, and what is due is waited for.
        """
        await self._all_up()
        tidying = asyncio.create_task(self.town.put_in_order())
        started = perf_counter()
        while (passed := perf_counter() - started) < self.plan.rest_seconds:
            left = await asyncio.to_thread(reading.unsettled, self.city.service, self.providers)
            if not any(left.values()):
                break
            await self.clock.sleep(1.0)
        tidying.cancel()
        await self.providers.timeline.close()
        return await self._seen_calm(), passed

    async def _seen_calm(self) -> Seen:
        """A look at a moment at which nothing is just being handled, if there is one."""
        unknown = frozenset(self.unknown)
        until = perf_counter() + CALM_WITHIN_SECONDS
        while True:
            look = partial(reading.read, self.city.service, self.providers, self.people, unknown)
            seen = await asyncio.to_thread(look)
            if seen.calm or perf_counter() > until:
                return seen
            await self.clock.sleep(1.0)

    async def _all_up(self) -> None:
        """Wait for every process. RuntimeError: one does not start, with what it said last."""
        waiting = asyncio.gather(*(one.up.wait() for one in self.kept))
        try:
            await asyncio.wait_for(waiting, UP_WITHIN_SECONDS)
        except TimeoutError:
            said = "\n".join(one.last_words for one in self.kept if not one.up.is_set())
            message = f"The service does not start:\n{said}"
            raise RuntimeError(message) from None


async def played(plan: Plan, folder: Path, url: str, database: server.Server | None) -> Told:
    """Play a run on the database at `url`, which `database` serves if it is a server's."""
    port = free_port()
    async with providers.running(plan.seed, f"http://127.0.0.1:{port}") as both:
        here = city.prepared(folder, url, port, both)
        known = people.register(here.service.database, here.service.calendar, plan.residents)
        town = Town(known, both, Random(f"town {plan.seed}"))
        this = Run(plan, here, both, known, town, database)
        _let_them_be_asked(this)
        town.begin()
        this.kept = [here.start(command) for command in (ALONE if database is None else SHARED)]
        watching = asyncio.create_task(this.watch())
        try:
            await this._all_up()
            await this.load()
            seen, rested = await this.rest()
        finally:
            watching.cancel()
            await asyncio.gather(*(one.let_go() for one in this.kept))
            await here.service.close()
        return Told(
            versions=_versions(url),
            plan=plan,
            found=findings(seen),
            lives=_lives(this.kept),
            logged=sum((one.logged for one in this.kept), Counter()),
            happened={
                "kills": sum(one.kills for one in this.kept),
                "database stopped": this.outages,
                "acts of residents": town.acts,
                "requests brought": both.journal.brought,
                "not acknowledged": both.journal.refused,
                "in the spool when the database came back": this.spooled,
                "seconds to rest": round(rested),
            },
            raised=both.timeline.raised,
        )


def _let_them_be_asked(this: Run) -> None:
    """Every second resident's question falls due in the course of the load."""
    span = this.plan.seconds or 10.0 * (this.plan.kills or 0)
    ids = this.people.resident_ids
    asked = [ids[begin : begin + 2] for begin in range(0, len(ids), 4)]
    now = this.clock.now()
    for number, two in enumerate(asked):
        at = now + timedelta(seconds=10 + 0.6 * span * number / len(asked))
        crowd.make_due(this.city.service.database, two, at)


def _lives(kept: Iterable[Kept]) -> dict[str, str]:
    told: dict[str, str] = {}
    for number, one in enumerate(kept):
        told[f"{one.command} {number}"] = f"killed {one.kills} times, started {one.lives} times"
    return told


def _versions(url: str) -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return f"Python {platform.python_version()}, {server.version(url)}, {libraries}"
