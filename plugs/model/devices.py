"""Installed devices, their contact with us, and what follows from their silence."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from plugs.model.measuring import Tracked
from plugs.model.messages import Family
from signals.model import Ref

LEARNING_TIME = timedelta(days=7)
"""A new plug is not relied on before; one without a sign of life by then is blind."""


class Appliance(StrEnum):
    """What is plugged in."""

    RICE_COOKER = "rice_cooker"
    KETTLE = "kettle"
    MICROWAVE = "microwave"
    TV = "tv"
    LAMP = "lamp"
    FAN = "fan"
    ELECTRIC_BLANKET = "electric_blanket"
    HEATER = "heater"
    IRON = "iron"
    WASHING_MACHINE = "washing_machine"
    REFRIGERATOR = "refrigerator"
    SEVERAL = "several"
    """A power strip with more than one of them."""
    OTHER = "other"


COOKS = frozenset({Appliance.RICE_COOKER, Appliance.KETTLE, Appliance.MICROWAVE})
WARMS = frozenset({Appliance.ELECTRIC_BLANKET, Appliance.HEATER})
"""What keeps somebody warm in winter."""
BURNS = frozenset({Appliance.HEATER, Appliance.IRON, Appliance.KETTLE})
"""What is dangerous when it is forgotten."""


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
