"""What devices say: messages, the values in them, and those that are set aside."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Family(StrEnum):
    """Makes of devices that are understood: see `plugs.decoders`."""

    TASMOTA = "tasmota"
    ZIGBEE2MQTT = "zigbee2mqtt"
    SHELLY = "shelly"
    """Shelly from the second generation on: Plus, Pro, Gen3, Gen4."""
    SHELLY_GEN1 = "shelly_gen1"
    ESPHOME = "esphome"
    TUYA2MQTT = "tuya2mqtt"
    """Tuya, as Hejhome and many others sell it, behind tuya2mqtt or tuya-mqtt."""


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
    """The light in the room."""
    BATTERY = "battery"
    """Percent that is left."""
    RELAY = "relay"
    """1 switched on, 0 off."""
    PRESENCE = "presence"
    """1 the device came to the broker, 0 it went."""
    BRIDGE = "bridge"
    """The same for everything whose topic begins with the record's."""


@dataclass(frozen=True, slots=True)
class Record:
    """One value out of a message. `told_at` is the device's own time, naive or with its zone.

    `by_hand`: whether the relay was switched at the device itself; None where nobody tells.
    """

    family: Family
    topic: str
    kind: Kind
    value: float
    told_at: datetime | None = None
    by_hand: bool | None = None


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
