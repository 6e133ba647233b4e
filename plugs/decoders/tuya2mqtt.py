"""Tuya plugs behind a local bridge: tuya2mqtt, or tuya-mqtt. Pure.

`tuya2mqtt/extra/device/active|passive` name the device inside, `tuya/<name>/dps|state|status` in
the topic. What they carry are numbered data points: of a plug 1 is the relay and 19 the power in
tenths of a watt; older ones have the power in 5, between current and voltage. The counter (17)
tells of the time since the last report and begins anew with each, so nothing can be concluded when
one is missed or comes twice: the power is followed instead. A light sensor's percentage is no lux.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from plugs.decoders.fields import (
    UnreadableError,
    name,
    number,
    object_in,
    object_of,
    on_off,
    scaled,
    text_of,
    true_false,
    worded,
)
from plugs.model import Family, Kind, Oddness, Record

_BRIDGE, _NAMED = "tuya2mqtt", "tuya"
_DEVICE = (f"{_BRIDGE}/extra/device/active", f"{_BRIDGE}/extra/device/passive")
_RELAY, _POWER, _OLD_POWER = "1", "19", "5"
_OLD_NEIGHBOURS = frozenset({"4", "6"})
_TENTH = 0.1


def claims(topic: str) -> bool:
    """Whether a topic is such a bridge's, of use or not."""
    return topic.split("/", 1)[0] in {_BRIDGE, _NAMED}


def filters(_key: str) -> tuple[str, ...]:
    """What to subscribe to for a device."""
    return (f"{_BRIDGE}/extra/device/+", f"{_NAMED}/#")


def decode(topic: str, payload: bytes) -> tuple[Record, ...]:
    """The records of one message; empty for topics and values of no use. Raises UnreadableError."""
    if not payload:
        return ()
    if topic in _DEVICE:
        told = object_of(payload)
        device = name(told.get("id"))
        if device is None:
            raise UnreadableError(Oddness.WRONG_SHAPE)
        return tuple(_points(device, object_in(told, "data")))
    match topic.split("/"):
        case [_, named, "dps"] if named and topic.startswith(f"{_NAMED}/"):
            return tuple(_points(named, object_of(payload)))
        case [_, named, "state"] if named and topic.startswith(f"{_NAMED}/"):
            return tuple(_record(named, Kind.RELAY, on_off(text_of(payload).strip())))
        case [_, named, "status"] if named and topic.startswith(f"{_NAMED}/"):
            return tuple(_record(named, Kind.PRESENCE, worded(payload, "online", "offline")))
    return ()


def _points(device: str, points: Mapping[str, Any]) -> Iterator[Record]:
    power = points.get(_POWER)
    if power is None and _OLD_NEIGHBOURS & points.keys():
        power = points.get(_OLD_POWER)
    yield from _record(device, Kind.POWER, scaled(number(power), _TENTH))
    yield from _record(device, Kind.RELAY, true_false(points.get(_RELAY)))


def _record(device: str, kind: Kind, value: float | None) -> Iterator[Record]:
    if value is not None:
        yield Record(Family.TUYA2MQTT, device, kind, value)
