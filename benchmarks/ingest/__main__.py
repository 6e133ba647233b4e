"""How many readings a second go from Mosquitto into the database, acknowledged after the commit?

`python -m benchmarks.ingest [--messages 60000] [--plugs 500] [--smoke]`: as many Tasmota plugs
speak in turn, QoS 1, as fast as the broker acknowledges. The same messages are received three
times in one run: by paho alone (JSON parsed, acknowledged, thrown away), and by the listener as
the service makes it, into SQLite and into PostgreSQL (the tests' wheel), durable both: every
commit waits for the disk. It prints messages and readings a second, what publisher, broker,
receiver and database spent of the processors, and the receiver's memory. Whatever was published
must be in the database, once.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, make_url
from sqlmodel import select
from typing_extensions import override

from benchmarks.ingest.processes import Child, Gauge
from benchmarks.ingest.publisher import packed
from foundation.clock import RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.keyring import KeyRing
from plugs import service
from plugs.model import Appliance, Family, NewDevice, Room
from plugs.tables import ReadingRow
from tests.residents.people import grandmother
from tests.servers.mosquitto import Mosquitto
from tests.support.database import fresh_url
from tests.support.postgres import start_postgres
from town.servers.mqtt import Message, Reading, TasmotaPlug

SEOUL = ZoneInfo("Asia/Seoul")
AT_ONCE = 50
READINGS_EACH = 2
"""Of a SENSOR message: the counter and the power."""
WATTS = 1800
BELIEVED = timedelta(minutes=9)
"""How far behind ours a plug's clock may be."""


class Broker(Mosquitto):
    """As docs/examples has it, without TLS: that costs every receiver the same."""

    @override
    def _settings(self) -> str:
        text = super()._settings()
        return text.replace("autosave_interval 1\n", "autosave_interval 10\n").replace(
            "autosave_on_changes true", "autosave_on_changes false"
        )


@dataclass(frozen=True)
class Measured:
    """One column."""

    seconds: float
    gauge: Gauge
    count: int

    @property
    def spent(self) -> float:
        """Processor seconds of the receiver for each message."""
        return self.gauge.cpu_seconds["receiver"] / self.count


def messages(plugs: int, count: int, now: datetime) -> Iterator[Message]:
    """The plugs report in turn, each report a little later by their own clocks."""
    rounds = -(-count // plugs)
    step = BELIEVED / (rounds + 1)
    began = now - BELIEVED
    all_plugs = [TasmotaPlug(f"plug-{number}", SEOUL, began) for number in range(plugs)]
    said = 0
    for number in range(rounds):
        at = began + (number + 1) * step
        for plug in all_plugs[: count - said]:
            reading = Reading(WATTS, step.total_seconds())
            yield next(one for one in plug.report(at, reading) if one.topic.endswith("SENSOR"))
            said += 1


def installed(database: Database, plugs: int) -> None:
    """A home for each plug."""
    for begin in range(0, plugs, AT_ONCE):
        with database.write() as uow:
            for number in range(begin, min(plugs, begin + AT_ONCE)):
                home = f"household:{grandmother(uow).household_id}"
                new = NewDevice(
                    Family.TASMOTA, f"plug-{number}", home, Appliance.KETTLE, Room.KITCHEN
                )
                service.add_device(uow, new)


def run(
    broker: Broker, file: Path, count: int, kind: str, url: str = "", server: int | None = None
) -> Measured:
    """Let one receiver take all messages."""
    more = (url,) if url else ()
    receiver = Child("benchmarks.ingest.receivers", kind, broker.url, str(count), *more)
    publisher = Child("benchmarks.ingest.publisher", str(broker.port), str(file))
    try:
        assert receiver.says() == publisher.says() == "ready"
        gauge = Gauge(
            publisher=publisher.process.pid,
            broker=broker.pid,
            receiver=receiver.process.pid,
            database=server,
        )
        with gauge.open():
            publisher.go()
            seconds = float(receiver.says().removeprefix("took "))
            assert publisher.says() == "done"
    finally:
        receiver.end()
        publisher.end()
    return Measured(seconds, gauge, count)


def into(url: str, plugs: int, count: int, folder: Path, server: int | None = None) -> Measured:
    """The listener into one database, and everything is there."""
    clock = RealClock()
    database = Database(url, clock=clock, ids=Ids(clock), keyring=KeyRing.demo_ring())
    installed(database, plugs)
    file = folder / "packets"
    said = messages(plugs, count, clock.now())
    file.write_bytes(packed((one.topic, one.payload) for one in said))
    with _broker(folder) as broker:
        measured = run(broker, file, count, "listener", url, server)
    with database.read() as uow:
        found = uow.session.exec(select(func.count()).select_from(ReadingRow)).one()
        assert found == READINGS_EACH * count, f"{found} readings of {count} messages"
        assert service.oddities(uow) == {}
    database.close()
    return measured


def alone(plugs: int, count: int, folder: Path) -> Measured:
    """Paho alone."""
    file = folder / "packets"
    said = messages(plugs, count, RealClock().now())
    file.write_bytes(packed((one.topic, one.payload) for one in said))
    with _broker(folder) as broker:
        return run(broker, file, count, "bare")


@contextmanager
def _broker(folder: Path) -> Iterator[Broker]:
    """A broker that knows nothing."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        broker = Broker(Path(name))
        broker.start()
        try:
            yield broker
        finally:
            broker.kill()


def postmaster(url: str) -> int:
    """The pid of the server of a database on this machine."""
    folder = Path(str(make_url(url).query["host"]))
    return int((folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])


def lines(one: Measured, bare: Measured) -> dict[str, str]:
    """A column of the table. What the processor spent is the same on a machine that is busy."""
    rate = one.count / one.seconds
    spent = {
        f"processor of the {name}, s": f"{seconds:.1f}"
        for name, seconds in one.gauge.cpu_seconds.items()
    }
    return {
        "messages/s": f"{rate:,.0f}",
        "readings/s": f"{READINGS_EACH * rate:,.0f}",
        "of what paho takes alone": f"{bare.seconds / one.seconds:.0%}",
        "seconds": f"{one.seconds:.1f}",
        "processor for a message, µs": f"{1e6 * one.spent:.0f}",
        "of which paho alone needs": f"{bare.spent / one.spent:.0%}",
        **spent,
        "memory of the receiver, MiB": one.gauge.memory("receiver"),
    }


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__)
    parser.add_argument("--messages", type=int, default=60_000)
    parser.add_argument("--plugs", type=int, default=500)
    parser.add_argument("--smoke", action="store_true", help="a small run of less than 20 s")
    chosen = parser.parse_args()
    count, plugs = (2_000, 50) if chosen.smoke else (chosen.messages, chosen.plugs)
    loads = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory(prefix="anbu-ingest-") as name:
        folder = Path(name)
        bare = alone(plugs, count, folder)
        columns = {"paho alone": bare, "SQLite": into(fresh_url(folder), plugs, count, folder)}
        server = start_postgres(durable=True)
        try:
            url = server.create_database()
            columns["PostgreSQL"] = into(url, plugs, count, folder, postmaster(url))
        finally:
            server.stop()
    loads.append(os.getloadavg()[0])
    title = f"{count:,} messages of {plugs} plugs; load {loads[0]:.1f} before, {loads[1]:.1f} after"
    table = Table(title, *columns)
    told = {name: lines(one, bare) for name, one in columns.items()}
    for line in told["PostgreSQL"]:
        table.add_row(line, *(told[name].get(line, "-") for name in columns))
    Console(width=110, highlight=False).print(table)


if __name__ == "__main__":
    main()
