"""Plugs and light sensors behind Zigbee2MQTT. Pure.

`<base>/<friendly name>` carries the whole state as JSON on any change; the friendly name may
contain slashes, so the key is the whole topic. A value that is merely repeated is no news, and
`power` may freeze while `energy` (kWh) goes on. Dawon's (다원DNS) PM-B430-ZB and PM-B530-ZB say
`state`, `power` and `energy`. A light sensor says how much is left in its
`battery`, in percent, or that it is `battery_low`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from plugs.decoders.fields import (
    UnreadableError,
    json_of,
    moment,
    number,
    object_of,
    on_off,
    scaled,
    text_of,
)
from plugs.model import Family, Kind, Oddness, Record

_AVAILABILITY = "/availability"
_BRIDGE = "/bridge/"
_BRIDGE_STATE = "/bridge/state"
_COMMANDS = ("/set", "/get")
BASE = "zigbee2mqtt"
_NEARLY_EMPTY, _FULL = 1.0, 100.0
_PRESENCE = {"online": 1.0, "offline": 0.0}


def claims(topic: str) -> bool:
    """Whether a topic is Zigbee2MQTT's beyond doubt; its base may have any other name, too."""
    return topic.startswith(f"{BASE}/")


def filters(key: str) -> tuple[str, ...]:
    """What to subscribe to for a device."""
    return (f"{key.split('/', 1)[0]}/#",)


def decode(topic: str, payload: bytes) -> tuple[Record, ...]:
    """The records of one message; empty for topics and values of no use. Raises UnreadableError."""
    if not payload or "/" not in topic:
        return ()
    if topic.endswith(_BRIDGE_STATE):
        base = topic.removesuffix(_BRIDGE_STATE)
        return _record(base, Kind.BRIDGE, _presence(payload), None)
    if topic.endswith(_AVAILABILITY):
        device = topic.removesuffix(_AVAILABILITY)
        return _record(device, Kind.PRESENCE, _presence(payload), None)
    if _BRIDGE in topic or topic.endswith(_COMMANDS):
        return ()
    return tuple(_records(topic, object_of(payload)))


def _presence(payload: bytes) -> float:
    """Bare words before version 2, an object since. Raises UnreadableError."""
    words = text_of(payload)
    if words not in _PRESENCE:
        told = json_of(payload)
        words = str(told.get("state")) if isinstance(told, dict) else ""
    if words not in _PRESENCE:
        raise UnreadableError(Oddness.WRONG_SHAPE)
    return _PRESENCE[words]


def _records(key: str, told: Mapping[str, Any]) -> Iterator[Record]:
    at = moment(told.get("last_seen"))
    yield from _record(key, Kind.ENERGY, scaled(number(told.get("energy")), 1000), at)
    yield from _record(key, Kind.POWER, number(told.get("power")), at)
    yield from _record(key, Kind.RELAY, on_off(told.get("state")), at)
    # Before version 2 `illuminance` was a raw value, and this one was lux.
    light = told.get("illuminance_lux", told.get("illuminance"))
    yield from _record(key, Kind.LUX, number(light), at)
    yield from _record(key, Kind.BATTERY, _battery(told), at)


def _battery(told: Mapping[str, Any]) -> float | None:
    """Percent; a device that only warns is nearly empty, or full."""
    left = number(told.get("battery"))
    low = told.get("battery_low")
    if left is not None or not isinstance(low, bool):
        return left
    return _NEARLY_EMPTY if low else _FULL


def _record(key: str, kind: Kind, value: float | None, at: datetime | None) -> tuple[Record, ...]:
    return () if value is None else (Record(Family.ZIGBEE2MQTT, key, kind, value, at),)
