"""Devices, what they report, and what that says about a home.

Every power is in watts, every counter in watt-hours, every instant UTC-aware.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from signals.model import Ref

SLOT = timedelta(minutes=10)
"""Energy and signs of life are told apart by slots of this length."""
LEARNING_TIME = timedelta(days=7)
"""A new plug is not relied on before; one without a sign of life by then is blind."""


class Family(StrEnum):
    """Makes of devices that are understood: see `plugs.decoders`."""

    TASMOTA = "tasmota"
    ZIGBEE2MQTT = "zigbee2mqtt"


class Appliance(StrEnum):
    """What is plugged in."""

    RICE_COOKER = "rice_cooker"
    KETTLE = "kettle"
    MICROWAVE = "microwave"
    TV = "tv"
    LAMP = "lamp"
    FAN = "fan"
    ELECTRIC_BLANKET = "electric_blanket"
    WASHING_MACHINE = "washing_machine"
    REFRIGERATOR = "refrigerator"
    SEVERAL = "several"
    """A power strip with more than one of them."""
    OTHER = "other"


class Room(StrEnum):
    """Where it stands."""

    LIVING_ROOM = "living_room"
    BEDROOM = "bedroom"
    KITCHEN = "kitchen"
    BATHROOM = "bathroom"
    OTHER = "other"


class DeviceState(StrEnum):
    """What can be expected of a device now."""

    LEARNING = "learning"
    """In its first days, or blind: without a sign of life for as long."""
    WORKING = "working"
    SILENT = "silent"
    """Nothing came from it for far longer than it usually keeps quiet."""
    UNPLUGGED = "unplugged"
    """The broker or the bridge says that it is gone."""


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device about to be installed.

    `topic` is its key as `plugs.decoders` reads it: it names a device, never a person. Without
    `residents` it stands for everybody registered in the household. `interval` is how far apart
    its messages usually are, where that is known.
    """

    family: Family
    topic: str
    household: Ref
    appliance: Appliance
    room: Room
    residents: tuple[Ref, ...] = ()
    installed_at: datetime | None = None
    interval: timedelta | None = None


# What comes in


@dataclass(frozen=True, slots=True)
class Message:
    """One MQTT publication as it was heard at `at`.

    `retained`: the broker's memory of an old one. `late`: it may have waited at the broker while
    nobody listened, or come before.
    """

    topic: str
    payload: bytes
    at: datetime
    retained: bool = False
    late: bool = False


class Kind(StrEnum):
    """What a record measures."""

    POWER = "power"
    """W at that moment."""
    ENERGY = "energy"
    """Wh counted since whenever the counter began."""
    LUX = "lux"
    RELAY = "relay"
    """1 switched on, 0 off."""
    PRESENCE = "presence"
    """1 the device came to the broker, 0 it went."""
    BRIDGE = "bridge"
    """The same for everything whose topic begins with the record's."""


@dataclass(frozen=True, slots=True)
class Record:
    """One value out of a message. `told_at` is the device's own time, naive or with its zone."""

    family: Family
    topic: str
    kind: Kind
    value: float
    told_at: datetime | None = None


class Oddness(StrEnum):
    """Why a message counts as nothing."""

    TOO_LARGE = "too_large"
    BAD_TOPIC = "bad_topic"
    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    WRONG_SHAPE = "wrong_shape"
    UNKNOWN_DEVICE = "unknown_device"
    NOT_AGREED = "not_agreed"
    """The device is known, but nobody it stands for lives there and agreed to be read."""
    JUMP = "jump"
    """A counter ran ahead of what a household can draw."""
    FAILED = "failed"
    """Recording it raised an error: an engineer must look."""


@dataclass(frozen=True, slots=True)
class Oddity:
    """A message that was set aside. `digest` tells repetitions apart without keeping words."""

    reason: Oddness
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that was understood, with its records."""

    message: Message
    records: tuple[Record, ...]


# What is kept of a device between messages


@dataclass(frozen=True, slots=True)
class Level:
    """The mean power that held from `at` on. `coarse`: a mean over more than half an hour."""

    watts: float
    at: datetime
    coarse: bool = False

    def as_json(self) -> dict[str, Any]:
        """The level as it is stored."""
        return {"watts": self.watts, "at": self.at.isoformat(), "coarse": self.coarse}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The level that `as_json` wrote."""
        return cls(value["watts"], datetime.fromisoformat(value["at"]), value["coarse"])


@dataclass(frozen=True, slots=True)
class Meter:
    """One measured series up to its last record, and the slot that is being filled.

    `joules` were drawn in `seconds` of that slot; `coarse` when part of them is a guess from a
    long interval. `level` is what the next slot is compared with, None when it is not known.
    `ahead` is a counter too large to believe, with its time, until the next one confirms it.
    """

    value: float
    at: datetime
    joules: float = 0.0
    seconds: float = 0.0
    coarse: bool = False
    level: Level | None = None
    ahead: tuple[float, datetime] | None = None

    def as_json(self) -> dict[str, Any]:
        """The meter as it is stored."""
        ahead = self.ahead
        return {
            "value": self.value,
            "at": self.at.isoformat(),
            "joules": self.joules,
            "seconds": self.seconds,
            "coarse": self.coarse,
            "level": None if self.level is None else self.level.as_json(),
            "ahead": None if ahead is None else [ahead[0], ahead[1].isoformat()],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The meter that `as_json` wrote."""
        level, ahead = value["level"], value["ahead"]
        return cls(
            value=value["value"],
            at=datetime.fromisoformat(value["at"]),
            joules=value["joules"],
            seconds=value["seconds"],
            coarse=value["coarse"],
            level=None if level is None else Level.from_json(level),
            ahead=None if ahead is None else (ahead[0], datetime.fromisoformat(ahead[1])),
        )


@dataclass(frozen=True, slots=True)
class Tracked:
    """What a device's messages so far amount to.

    `heard_at` is when it last gave proof that it is there; `interval` how long it usually keeps
    quiet; `offline_at` since when the broker says it is gone. `last_at` is the latest moment any
    record was placed at. `clock_ok`: its own time was right when last seen. `jitter` is the
    change of power between two slots that needs nobody, by series, as learned on `learned_on`.
    """

    device_id: str
    heard_at: datetime
    interval: timedelta
    offline_at: datetime | None = None
    life_at: datetime | None = None
    last_at: datetime | None = None
    clock_ok: bool = False
    relay_on: bool | None = None
    meters: Mapping[Kind, Meter] = field(default_factory=dict)
    jitter: Mapping[Kind, float] = field(default_factory=dict)
    learned_on: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with the moment it is believed to be of."""

    device_id: str
    at: datetime
    kind: Kind
    value: float
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class SlotPower:
    """The mean power of a slot that began at `at`; `seconds` of it are known."""

    device_id: str
    at: datetime
    kind: Kind
    watts: float
    seconds: float
    coarse: bool = False
    life: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """A device's contact with us. `missed_since`: when it had been heard before its last fault."""

    tracked: Tracked
    missed_since: datetime | None

    @property
    def is_lost(self) -> bool:
        """Whether its fault was told and nothing came since."""
        return self.missed_since is not None and self.tracked.heard_at <= self.missed_since

    @property
    def lost_at(self) -> datetime:
        """When it was last known to be there."""
        return self.tracked.offline_at or self.tracked.heard_at


@dataclass(frozen=True, slots=True)
class Line:
    """How far our own ears can be trusted.

    `open_since`: when messages began to come again after we were deaf. `heard_until`: the latest
    moment at which another home was heard; None when no other home has devices that report.
    """

    open_since: datetime | None
    heard_until: datetime | None


@dataclass(frozen=True, slots=True)
class Device:
    """An installed device. `residents` are those it stands for."""

    id: str
    family: Family
    topic: str
    household: Ref
    appliance: Appliance
    room: Room
    residents: tuple[Ref, ...]
    installed_at: datetime
    removed_at: datetime | None
    contact: Contact

    @property
    def ref(self) -> Ref:
        """`device:<id>`."""
        return f"device:{self.id}"

    def state(self, now: datetime) -> DeviceState:
        """What can be expected of it."""
        if self.contact.is_lost:
            offline = self.contact.tracked.offline_at is not None
            return DeviceState.UNPLUGGED if offline else DeviceState.SILENT
        return DeviceState.WORKING if self.is_informative(now) else DeviceState.LEARNING

    def is_informative(self, now: datetime) -> bool:
        """Whether its silence would mean anything: it reports, and is neither new nor blind."""
        life = self.contact.tracked.life_at
        return (
            self.removed_at is None
            and not self.contact.is_lost
            and self.installed_at + LEARNING_TIME <= now
            and life is not None
            and now - life <= LEARNING_TIME
        )


# What follows


class FaultCause(StrEnum):
    """Why nothing comes from a device."""

    SILENT = "silent"
    UNPLUGGED = "unplugged"
    HOME = "home"
    """Every device of the home went at once: a power cut, or its network."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Devices that do not report any more, since `since`."""

    cause: FaultCause
    devices: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Watch:
    """The clock of a resident's silence, as her plugs see it.

    `life_at` is the last sign of life of any of them, at `device`; `proof_at` the last proof of
    life from elsewhere. `warned_at` and `quiet_at` belong to the silence that is running.
    """

    resident: Ref
    household: Ref
    device: str
    life_at: datetime
    proof_at: datetime | None = None
    warned_at: datetime | None = None
    quiet_at: datetime | None = None
    due_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """When she was last known to be alive."""
        return self.life_at if self.proof_at is None else max(self.life_at, self.proof_at)
