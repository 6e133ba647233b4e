"""How long after somebody asked for help does anybody learn of it?

`python -m benchmarks.latency [--postgresql URL] [--rate 50] [--seconds 30] [--smoke]`: so many
residents a second press help, each once, whatever becomes of the others. This process records what
they press, as the web process does; a worker in a process of its own decides and sends, to a
Telegram on this machine. It prints, from the record of a press on, when its answer has reached the
resident, when the first card has reached a helper, and when the other cards have: at that rate
without providers' limits, at a tenth of it and at all of it with those of a new installation.
Where more is to be sent than may be, it goes on until all are answered and their first cards have
come, and says how long the wait was that officers were shown, and how many were rung or told.

PostgreSQL is the one at the URL, or one started from the tests' wheel, its fsync on.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import Select, func, select

from benchmarks import crowd, sink
from benchmarks.chaos.city import zone_toward_noon
from benchmarks.chaos.processes import environment
from benchmarks.sink import Sink
from foundation.clock import RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.settings import Settings
from foundation.sql import table_of
from messaging import service as messaging
from messaging.tables import OutboxRow
from residents.calendar import Calendar
from residents.districts import DISTRICTS
from residents.model import (
    ChannelName,
)
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from signals.tables import SignalRow
from tasks.tables import TaskRow
from tests.support.postgres import PostgresServer, start_postgres

HELPERS_A_PRESS = 4
"""Nobody's telephone shows more than one new message a minute, and three are asked for a call."""
AT_MOST = timedelta(minutes=10)
"""For all to be answered once the last has pressed."""
LOOK_SECONDS = 0.5
TOLD = ("call.late", "audit.waiting")
"""What officers are told with while words of help wait."""
_SIGNALS, _OUTBOX, _TASKS = table_of(SignalRow), table_of(OutboxRow), table_of(TaskRow)


@dataclass(frozen=True)
class Load:
    """So many press a second, for so long."""

    rate: float
    seconds: float
    unlimited: bool

    @property
    def presses(self) -> int:
        return max(1, round(self.rate * self.seconds))


@dataclass(frozen=True)
class Measured:
    """Seconds from each press on, sorted."""

    load: Load
    answers: list[float]
    first_cards: list[float]
    other_cards: list[float]
    longest_wait: float
    rung: int


class City:
    """Residents and helpers on one database, and what this process records."""

    def __init__(self, url: str, folder: Path, telegram: Sink) -> None:
        self._clock = RealClock()
        self._folder, self._telegram = folder, telegram
        self.settings = Settings(
            database_url=url,
            spool_dir=folder / "spool",
            city_zone=zone_toward_noon(self._clock.now()),
        )
        ring = KeyRing.demo_ring()
        self.database = Database(url, clock=self._clock, ids=Ids(self._clock), keyring=ring)

    def move_in(self, count: int) -> list[str]:
        """Refs of so many residents with Telegram, in a city of helpers and officers."""
        crowd.appoint(self.database, HELPERS_A_PRESS * max(count, len(DISTRICTS)))
        calendar = Calendar(self.settings.city().zone)
        ids = crowd.move_in(self.database, calendar, 2 * count)
        return [f"resident:{one}" for number, one in enumerate(ids) if number % 2]

    @contextmanager
    def worker(self, *, unlimited: bool) -> Iterator[None]:
        """A worker in a process of its own, ended by its pid."""
        variables = {
            "DATABASE_URL": self.settings.database_url,
            "SPOOL_DIR": str(self.settings.spool_dir),
            "CITY_ZONE": self.settings.city_zone,
            "TELEGRAM_MODE": "polling",
            "TELEGRAM_TOKEN": "1:benchmark",
            "TELEGRAM_API_BASE": self._telegram.url,
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": "0" * 32,
            "TWILIO_API_BASE": self._telegram.url,
            "TWILIO_VOICE_FROM": "+82544206114",
            "TWILIO_SMS_FROM": "+82544206114",
            "PUBLIC_BASE_URL": "http://127.0.0.1",
        }
        command = [sys.executable, "-m", "benchmarks.lone_worker"]
        command += ["--unlimited"] if unlimited else []
        with subprocess.Popen(
            command, env=environment(variables), stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            try:
                for line in process.stdout:
                    if '"working"' in line:
                        break
                else:
                    message = "the worker did not start"
                    raise RuntimeError(message)
                yield
            finally:
                process.send_signal(signal.SIGTERM)
                process.stdout.read()  # until it has ended; what it logs must not fill the pipe

    async def press(self, people: Sequence[str], rate: float) -> None:
        """All of them press help, one after the other, whether or not others are answered."""
        began = self._clock.now()
        pressed: list[asyncio.Task[None]] = []
        for number, resident in enumerate(people):
            due = began + timedelta(seconds=number / rate)
            await self._clock.sleep((due - self._clock.now()).total_seconds())
            pressed.append(asyncio.create_task(self._pressed(resident)))
        await asyncio.gather(*pressed)

    async def _pressed(self, resident: str) -> None:
        await self.database.aio(lambda: self._record(resident))

    def _record(self, resident: str) -> None:
        data = {"channel": "telegram", "form": "button", "verb": "h", "checkin": None, "version": 0}
        with self.database.write() as uow:
            press = Draft(
                kind=SignalKind.REPLY,
                source=Source.TELEGRAM,
                source_id=resident,
                subject=resident,
                occurred_at=uow.now,
                data=data,
            )
            assert signals.record(uow, press) is not None

    def pressed_at(self) -> dict[str, datetime]:
        """When each resident's press was recorded."""
        asked = select(_SIGNALS.c.subject, _SIGNALS.c.recorded_at).where(
            _SIGNALS.c.kind == SignalKind.REPLY.value
        )
        return dict(self._rows(asked))

    def answered_at(self) -> dict[str, datetime]:
        """When Telegram had each resident's answer."""
        answers = select(_OUTBOX.c.to_ref, _OUTBOX.c.sent_at).where(
            _OUTBOX.c.template.startswith("reply.help"), _OUTBOX.c.sent_at.is_not(None)
        )
        return dict(self._rows(answers))

    def cards_at(self) -> dict[str, list[datetime]]:
        """When Telegram had the cards of each resident's task, in this order."""
        task = func.substr(_OUTBOX.c.card, 1, 31)  # "task:" and its id
        cards = (
            select(_TASKS.c.resident, _OUTBOX.c.sent_at)
            .join(_OUTBOX, task == "task:" + _TASKS.c.id)
            .where(_OUTBOX.c.channel == ChannelName.TELEGRAM.value, _OUTBOX.c.sent_at.is_not(None))
            .order_by(_OUTBOX.c.sent_at)
        )
        found: dict[str, list[datetime]] = {}
        for resident, at in self._rows(cards):
            found.setdefault(resident, []).append(at)
        return found

    def reached(self) -> int:
        """How many residents were answered, and their first cards have arrived."""
        return len(self.answered_at().keys() & self.cards_at().keys())

    def rung(self) -> int:
        """How many officers were rung, or told, because words of help wait."""
        rings = select(func.count()).where(_OUTBOX.c.template.in_(TOLD))
        return int(self._rows(rings)[0][0])

    def waits(self) -> float:
        """Seconds since the oldest word of help that waits was to leave, as officers are shown."""
        with self.database.read() as uow:
            since = messaging.waiting(uow).help_since
            return 0.0 if since is None else (uow.now - since).total_seconds()

    def _rows(self, statement: Select[Any]) -> list[Any]:
        with self.database.read() as uow:
            return list(uow.session.connection().execute(statement).all())


async def measured(city: City, load: Load) -> Measured:
    """One load on one city, from its first press until everybody's first card has arrived."""
    people = city.move_in(load.presses)
    clock = RealClock()
    longest = 0.0
    with city.worker(unlimited=load.unlimited):
        pressing = asyncio.create_task(city.press(people, load.rate))
        until = clock.now() + timedelta(seconds=load.seconds) + AT_MOST
        while clock.now() < until:
            await clock.sleep(LOOK_SECONDS)
            longest = max(longest, await city.database.aio(city.waits))
            if pressing.done() and await city.database.aio(city.reached) == len(people):
                break
        await pressing
        rung = city.rung()
    return _seen(load, city, longest, rung)


def _seen(load: Load, city: City, longest: float, rung: int) -> Measured:
    pressed, answered, cards = city.pressed_at(), city.answered_at(), city.cards_at()
    missing = len(pressed) - min(len(answered), len(cards))
    assert missing == 0, f"{missing} of {len(pressed)} were not answered in time"
    others = [(who, at) for who, ats in cards.items() for at in ats[1:]]
    return Measured(
        load=load,
        answers=sorted(_since(pressed[who], at) for who, at in answered.items()),
        first_cards=sorted(_since(pressed[who], ats[0]) for who, ats in cards.items()),
        other_cards=sorted(_since(pressed[who], at) for who, at in others),
        longest_wait=longest,
        rung=rung,
    )


def _since(pressed: datetime, at: datetime) -> float:
    return (at - pressed).total_seconds()


def _lines(one: Measured) -> dict[str, str]:
    load = one.load
    limits = "none" if load.unlimited else "a new installation's"
    return {
        "pressed": f"{load.presses:,}, {load.rate:g} a second",
        "limits of providers": limits,
        "answer has arrived after, s": _shown(one.answers),
        "first card": _shown(one.first_cards),
        "other cards": _shown(one.other_cards),
        "longest wait that officers were shown, s": f"{one.longest_wait:.1f}",
        "officers rung or told because of it": f"{one.rung}",
    }


def _shown(sorted_seconds: list[float]) -> str:
    """Half, 95 and 99 of a hundred, and the last."""
    if not sorted_seconds:
        return "-"
    last = len(sorted_seconds) - 1
    at = (sorted_seconds[round(last * part)] for part in (0.5, 0.95, 0.99, 1.0))
    return " / ".join(f"{one:.2f}" for one in at)


@contextmanager
def databases(url: str | None) -> Iterator[Callable[[], str]]:
    """What makes an empty database on the server at the URL, or on one of our own."""
    server = PostgresServer(url) if url else start_postgres(durable=True)
    try:
        yield server.create_database
    finally:
        server.stop()


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.latency",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--postgresql", metavar="URL", help="a server on which to make databases")
    parser.add_argument("--rate", type=float, default=50.0, help="presses a second")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--smoke", action="store_true", help="a small run of less than 20 s")
    given = parser.parse_args()
    rate, seconds = (5.0, 2.0) if given.smoke else (given.rate, given.seconds)
    loads = [Load(rate, seconds, unlimited=True)]
    if not given.smoke:
        loads += [Load(rate / 10, seconds, unlimited=False), Load(rate, seconds, unlimited=False)]
    found: list[dict[str, str]] = []
    with (
        tempfile.TemporaryDirectory(prefix="anbu-latency-") as name,
        databases(given.postgresql) as new_url,
        sink.running() as telegram,
    ):
        for load in loads:
            city = City(new_url(), Path(name), telegram)
            found.append(_lines(asyncio.run(measured(city, load))))
            city.database.close()
    table = Table("half / 95 % / 99 % / last", *(one["pressed"] for one in found))
    for line in list(found[0])[1:]:
        table.add_row(line, *(one[line] for one in found))
    Console(width=120, highlight=False).print(table)


if __name__ == "__main__":
    main()
