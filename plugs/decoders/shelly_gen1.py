"""Shelly devices of the first generation. Pure.

`shellies/<device>/relay/<n>` and what lies under it, `shellies/<device>/sensor/…`, `…/online`, and
`…/info` with everything at once. The counter is in watt-minutes. The first relay goes by the
device's name, the others by `<device>/relay/1` and so on. Only `info` tells who switched a relay.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import zip_longest
from typing import Any

from plugs.decoders import shelly
from plugs.decoders.fields import (
    measured,
    moment,
    number,
    object_in,
    object_of,
    objects_of,
    on_off,
    scaled,
    text_of,
    true_false,
)
from plugs.model import Family, Kind, Record

ROOT = "shellies"
FILTERS = (f"{ROOT}/#",)
_WATT_MINUTE = 1 / 60
_SENSORS = {"lux": Kind.LUX, "battery": Kind.BATTERY}
_RELAYS = frozenset("0123456789")
_NOTHING: Mapping[str, Any] = {}


def claims(topic: str) -> bool:
    """Whether a topic is such a device's, of use or not."""
    return topic.startswith(f"{ROOT}/") and not shelly.is_report(topic)


def filters(_key: str) -> tuple[str, ...]:
    """What to subscribe to for a device."""
    return FILTERS


def decode(topic: str, payload: bytes) -> tuple[Record, ...]:
    """The records of one message; empty for topics and values of no use. Raises UnreadableError."""
    _, device, *path = topic.split("/")
    if not device or not payload:
        return ()
    match path:
        case ["online"]:
            return tuple(shelly.presence(Family.SHELLY_GEN1, device, payload))
        case ["info"]:
            return tuple(_everything(device, object_of(payload)))
        case ["sensor", sensor] if sensor in _SENSORS:
            return tuple(_record(device, _SENSORS[sensor], measured(payload)))
        case ["relay", relay, *rest] if relay in _RELAYS:
            return tuple(_of_relay(_key(device, int(relay)), rest, payload))
    return ()


def _key(device: str, relay: int) -> str:
    return device if relay == 0 else f"{device}/relay/{relay}"


def _of_relay(key: str, rest: list[str], payload: bytes) -> Iterator[Record]:
    if not rest:
        yield from _record(key, Kind.RELAY, on_off(text_of(payload)))
    elif rest == ["power"]:
        yield from _record(key, Kind.POWER, measured(payload))
    elif rest == ["energy"]:
        yield from _record(key, Kind.ENERGY, scaled(measured(payload), _WATT_MINUTE))


def _everything(device: str, told: Mapping[str, Any]) -> Iterator[Record]:
    at = moment(told.get("unixtime") or None)
    both = zip_longest(objects_of(told, "meters"), objects_of(told, "relays"), fillvalue=_NOTHING)
    for relay, (meter, switch) in enumerate(both):
        key = _key(device, relay)
        counted = scaled(number(meter.get("total")), _WATT_MINUTE)
        yield from _record(key, Kind.ENERGY, counted, at)
        yield from _record(key, Kind.POWER, number(meter.get("power")), at)
        by_hand = shelly.is_hand(switch.get("source"))
        yield from _record(key, Kind.RELAY, true_false(switch.get("ison")), at, by_hand=by_hand)
    yield from _record(device, Kind.LUX, number(object_in(told, "lux").get("value")), at)
    yield from _record(device, Kind.BATTERY, number(object_in(told, "bat").get("value")), at)


def _record(
    key: str,
    kind: Kind,
    value: float | None,
    at: datetime | None = None,
    *,
    by_hand: bool | None = None,
) -> Iterator[Record]:
    if value is not None:
        yield Record(Family.SHELLY_GEN1, key, kind, value, at, by_hand)
