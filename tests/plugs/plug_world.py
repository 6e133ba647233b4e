"""Homes with plugs, a worker that gives them their turn, and messages as devices word them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from foundation.clock import ManualClock
from foundation.database import Database
from plugs import service
from plugs.ear import Ear
from plugs.model import Appliance, Device, DeviceState, Family, Message, NewDevice, Room
from plugs.service import Plugs, Tally
from residents.calendar import Calendar
from residents.model import ChannelName, Resident, Tier
from runtime.dispatch import Dispatch
from signals import agenda
from signals.model import Ref, SignalKind
from signals.tables import SignalRow
from tasks.service import Tasks
from tests.plugs.wordings import WORDINGS, Worded
from tests.residents.people import grandmother
from tests.support.gimcheon import GIMCHEON

SEOUL = ZoneInfo("Asia/Seoul")
SLOT = timedelta(minutes=10)
LONG_AGO = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Told:
    """A signal, as far as tests look at it."""

    kind: SignalKind
    subject: Ref
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Home:
    resident: Resident
    household: Ref
    devices: tuple[Device, ...]

    @property
    def device(self) -> Device:
        (only,) = self.devices
        return only


class World:
    """One database, its clock, and everything that works on plugs."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.database = database
        self.clock = clock
        self.pokes = 0
        self.tasks = Tasks(Calendar(SEOUL), frozenset(ChannelName))
        self.plugs = Plugs(self.tasks, GIMCHEON)
        self.ear = Ear(database, GIMCHEON, self._poke)
        self.dispatch = Dispatch(database, consumers=(self.plugs,), actors=(self.plugs,))
        self._names = (f"plug-{number:02}" for number in count(1))

    def _poke(self) -> None:
        self.pokes += 1

    @property
    def now(self) -> datetime:
        return self.clock.now()

    # Homes

    def home(
        self,
        *families: Family,
        tier: Tier = Tier.MEDIUM,
        age: timedelta = LONG_AGO,
        interval: timedelta | None = None,
        **resident: object,
    ) -> Home:
        """A resident with a device of each family, one Tasmota plug unless told otherwise."""
        with self.database.write() as uow:
            person = grandmother(uow, tier=tier, **resident)
        household = f"household:{person.household_id}"
        devices = [
            self.install(household, family, age=age, interval=interval)
            for family in families or (Family.TASMOTA,)
        ]
        return Home(person, household, tuple(devices))

    def install(
        self,
        household: Ref,
        family: Family = Family.TASMOTA,
        *,
        age: timedelta = LONG_AGO,
        **new: Any,
    ) -> Device:
        name = next(self._names)
        given = {
            "family": family,
            "topic": WORDINGS[family].key(name),
            "household": household,
            "appliance": Appliance.KETTLE,
            "room": Room.KITCHEN,
            "installed_at": self.now - age,
        }
        with self.database.write() as uow:
            device = service.add_device(uow, NewDevice(**{**given, **new}))
        for told in WORDINGS[family].announced(device.topic):
            self.ear.handle([message(told, self.now, retained=True)])
        return device

    def device(self, device: Device) -> Device:
        with self.database.read() as uow:
            return service.device(uow, device.id)

    def state(self, device: Device) -> DeviceState:
        return self.device(device).state(self.now)

    def is_informative(self, home: Home) -> bool:
        with self.database.read() as uow:
            return service.has_informative_plug(uow, home.resident.ref)

    # Messages and time

    def hear(self, *messages: Message) -> Tally:
        return self.ear.handle(messages)

    def wait(self, hours: float = 0, minutes: float = 0) -> None:
        """Let the worker do what falls due until then, at the moment it falls due."""
        until = self.now + timedelta(hours=hours, minutes=minutes)
        while (due := self.next_due()) is not None and due <= until:
            self.clock.set(max(due, self.now))
            self.work()
        self.clock.set(until)
        self.work()

    def work(self) -> None:
        for _ in range(50):
            if not self.dispatch.run():
                return
        raise AssertionError("the worker comes to no end")

    def next_due(self) -> datetime | None:
        with self.database.read() as uow:
            return agenda.next_moment(uow)

    def boil(self, device: Device, meter: "Counter") -> None:
        """Somebody boils water: three quiet slots, one with a kettle, two quiet ones."""
        for watts in (0, 0, 0, 600, 0, 0):
            self.wait(minutes=10)
            self.hear(meter.report(self.now, watts))
        self.work()

    # What was told

    def told(self, *kinds: SignalKind) -> list[Told]:
        with self.database.read() as uow:
            rows = uow.session.exec(
                select(SignalRow).order_by(col(SignalRow.occurred_at), col(SignalRow.source_id))
            ).all()
        return [
            Told(SignalKind(row.kind), row.subject, row.occurred_at, row.data)
            for row in rows
            if not kinds or row.kind in kinds
        ]

    def kinds(self) -> list[SignalKind]:
        return [one.kind for one in self.told()]


class Counter:
    """Words what a plug's counter says."""

    def __init__(self, device: Device, *, total_wh: float = 1000.0) -> None:
        self.device = device
        self.total_wh = total_wh

    def report(self, at: datetime, watts: float, *, minutes: float = 10, **flags: bool) -> Message:
        """`watts` were drawn for `minutes` until `at`; now nothing flows."""
        self.total_wh += watts * minutes / 60
        return self.reading(at, **flags)

    def reading(self, at: datetime, **flags: bool) -> Message:
        worded = WORDINGS[self.device.family].counted(self.device.topic, at, self.total_wh)
        return message(worded, at, **flags)


def message(worded: Worded, at: datetime, **flags: bool) -> Message:
    topic, told = worded
    payload = told if isinstance(told, str) else json.dumps(told)
    return Message(topic, payload.encode(), at, **flags)


def presence(device: Device, at: datetime, *, online: bool, **flags: bool) -> Message:
    return message(WORDINGS[device.family].presence(device.topic, online), at, **flags)


def relay(device: Device, at: datetime, *, on: bool, **flags: bool) -> Message:
    """Somebody presses its button."""
    return message(WORDINGS[device.family].switched(device.topic, on), at, **flags)


def days(start: datetime, number: int) -> Iterator[datetime]:
    """The ends of all slots of some days."""
    return (start + SLOT * (each + 1) for each in range(number * 144))


def only(values: Iterable[Told]) -> Told:
    (value,) = values
    return value
