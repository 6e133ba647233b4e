"""Plugs and light sensors behind Zigbee2MQTT. Pure.

`<base>/<friendly name>` carries the whole state as JSON on any change; the friendly name may
contain slashes, so the key is the whole topic. A value that is merely repeated is no news, and
`power` may freeze while `energy` (kWh) goes on.
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
    text_of,
)
from plugs.model import Family, Kind, Oddness, Record

_AVAILABILITY = "/availability"
_BRIDGE = "/bridge/"
_BRIDGE_STATE = "/bridge/state"
_COMMANDS = ("/set", "/get")
_PRESENCE = {"online": 1.0, "offline": 0.0}


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
    kilowatt_hours = number(told.get("energy"))
    counted = None if kilowatt_hours is None else number(round(kilowatt_hours * 1000, 3))
    yield from _record(key, Kind.ENERGY, counted, at)
    yield from _record(key, Kind.POWER, number(told.get("power")), at)
    yield from _record(key, Kind.RELAY, on_off(told.get("state")), at)
    # Before version 2 `illuminance` was a raw value, and this one was lux.
    light = told.get("illuminance_lux", told.get("illuminance"))
    yield from _record(key, Kind.LUX, number(light), at)


def _record(key: str, kind: Kind, value: float | None, at: datetime | None) -> tuple[Record, ...]:
    return () if value is None else (Record(Family.ZIGBEE2MQTT, key, kind, value, at),)
