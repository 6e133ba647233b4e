"""An installation with plugs in its homes, and its service as a process."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from foundation.clock import ManualClock, RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.keyring import KeyRing
from plugs import service
from plugs.model import Appliance, Device, Family, Kind, NewDevice, Oddness, Room
from plugs.tables import ReadingRow, SlotRow
from signals.model import Ref
from tests.residents.people import grandmother
from tests.runtime_process.child import Child, anbu, free_port

SEOUL = ZoneInfo("Asia/Seoul")
DIES_WITHIN = 30.0

Key = tuple[str, datetime, Kind]
"""Of which device, of which moment, what."""


class City:
    """A city that was set up an hour before `now`, when the test began."""

    def __init__(
        self, folder: Path, schema: bytes, broker_url: str, more: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.now = RealClock().now().replace(microsecond=0)
        file, ring_file = folder / "anbu.db", folder / "keyring.json"
        file.write_bytes(schema)
        ring = KeyRing.generate()
        ring.save(ring_file)
        self._variables = {
            "DATABASE_URL": f"sqlite:///{file}",
            "KEY_RING_FILE": str(ring_file),
            "SPOOL_DIR": str(folder / "spool"),
            "PORT": str(free_port()),
            "MQTT_URL": broker_url,
            **(more or {}),
        }
        clock = ManualClock(self.now - timedelta(hours=1))
        self.database = Database(
            self._variables["DATABASE_URL"], clock=clock, ids=Ids(clock), keyring=ring
        )

    def set(self, **variables: str) -> None:
        """Change settings for what is started from now on."""
        self._variables |= variables

    @contextmanager
    def service(self, until: str = "broker_connected") -> Iterator[Child]:
        """Run `anbu serve`; it hears the plugs from here on, or has said something else."""
        with anbu("serve", self._variables, self.folder) as child:
            child.until(until)
            yield child

    def anbu(self, *words: str) -> str:
        """Run a command to its end; returns what it prints."""
        with anbu(words, self._variables, self.folder) as child:
            said, _ = child.process.communicate(timeout=DIES_WITHIN)
        assert child.process.returncode == 0, said
        return said

    def home(self) -> Ref:
        """A household of one who agreed to plugs."""
        with self.database.write() as uow:
            return f"household:{grandmother(uow).household_id}"

    def install(self, family: Family, topic: str) -> Device:
        """A plug in a home of its own."""
        with self.database.write() as uow:
            household = f"household:{grandmother(uow).household_id}"
            new = NewDevice(family, topic, household, Appliance.KETTLE, Room.KITCHEN)
            return service.add_device(uow, new)

    def readings(self) -> Mapping[Key, float]:
        with self.database.read() as uow:
            rows = uow.session.exec(select(ReadingRow)).all()
        return {(row.device_id, row.at, Kind(row.kind)): row.value for row in rows}

    def slots(self) -> list[tuple[datetime, float, bool]]:
        """When each began, its mean power, and whether it shows that somebody is alive."""
        with self.database.read() as uow:
            rows = uow.session.exec(select(SlotRow).order_by(col(SlotRow.at))).all()
        return [(row.at, row.watts, row.life) for row in rows]

    def oddities(self) -> Mapping[Oddness, int]:
        with self.database.read() as uow:
            return service.oddities(uow)


def freeze(child: Child) -> None:
    """It does nothing any more, and does not know it."""
    child.process.send_signal(signal.SIGSTOP)


def thaw(child: Child) -> None:
    child.process.send_signal(signal.SIGCONT)


def kill(child: Child) -> None:
    """As when the power fails."""
    child.process.kill()
    child.process.wait(DIES_WITHIN)
