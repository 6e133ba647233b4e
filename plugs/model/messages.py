"""What devices say: messages, the values in them, and those that are set aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class Family(StrEnum):
    """Makes of devices that are understood: see `plugs.decoders`."""

    __hash__ = str.__hash__  # Enum's own is slow, and they are looked up for every message

    TASMOTA = "tasmota"
    ZIGBEE2MQTT = "zigbee2mqtt"
    SHELLY = "shelly"
    """Shelly from the second generation on: Plus, Pro, Gen3, Gen4."""
    SHELLY_GEN1 = "shelly_gen1"
    ESPHOME = "esphome"
    HOMEASSISTANT = "homeassistant"
    """Whatever announces itself as Home Assistant expects it."""
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

    __hash__ = str.__hash__  # as above

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
    NOT_PLAIN = "not_plain"
    """A device announced a value that more than a plain template is needed for."""
    TOO_MANY = "too_many"
    """More announcements than a city has devices: this one is not kept."""
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
class Announced:
    """What a device said of one of its values: on which `topic`, and how it is written.

    `device` is what it is installed by; `path` leads into the JSON, an empty one means the bare
    value. `scale` makes W, Wh or lux of a number; `words` are those for 1 and 0 of anything else.
    `growing`: a counter that begins anew at no midnight.
    """

    device: str
    topic: str
    kind: Kind
    path: tuple[str, ...] = ()
    scale: float = 1.0
    words: tuple[str, str] | None = None
    growing: bool = False

    def as_json(self) -> dict[str, Any]:
        """How the value is written, as it is stored."""
        return {
            "path": list(self.path),
            "scale": self.scale,
            "words": None if self.words is None else list(self.words),
            "growing": self.growing,
        }

    @classmethod
    def from_json(cls, device: str, topic: str, kind: Kind, value: Mapping[str, Any]) -> Self:
        """What was announced, with what `as_json` wrote."""
        words = None if value["words"] is None else (value["words"][0], value["words"][1])
        path = tuple(value["path"])
        return cls(device, topic, kind, path, value["scale"], words, value["growing"])


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that was understood, with its records."""

    message: Message
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Learnt:
    """A device announced itself: these values in place of whatever it announced there before."""

    message: Message
    announced: tuple[Announced, ...]
