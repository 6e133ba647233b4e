"""Devices that run ESPHome. Pure.

`<node>/<component>/<name>/state` carries one bare value, `<node>/status` the last will. Their owner
chooses the names, so what a value is must follow from how its name ends: `tv_power` in watts,
`tv_total_daily_energy` in kilowatt-hours unless it ends in another unit, `illuminance` in lux. What
stands before that is the appliance: it goes by `<node>/tv`, or by `<node>` alone where there is
nothing. Where names say less, the device's discovery message does: see `plugs.decoders.discovery`.
"""

import re
from collections.abc import Iterator, Mapping

from plugs.decoders.fields import measured, on_off, scaled, text_of, worded
from plugs.model import Family, Kind, Record

_STATE, _STATUS = "state", "status"
_COMPONENTS = frozenset({"sensor", "switch", "binary_sensor", "text_sensor", "light", "button"})
_SENSOR = re.compile(
    r"(?:(?P<name>.+?)_)??(?:"
    r"(?P<power>power)|(?P<energy>(?:total_daily_|total_|daily_)?energy)|"
    r"(?P<lux>illuminance|lux|ambient_light)|(?P<battery>battery(?:_level)?))"
    r"(?:_(?P<unit>w|kw|wh|kwh|lx))?",
    re.ASCII,
)
_SWITCH = re.compile(r"(?:(?P<name>.+?)_)??(?:relay|switch|socket|outlet|plug)", re.ASCII)
_KINDS: Mapping[str, tuple[Kind, Mapping[str | None, float]]] = {
    "power": (Kind.POWER, {None: 1.0, "w": 1.0, "kw": 1000.0}),
    "energy": (Kind.ENERGY, {None: 1000.0, "kwh": 1000.0, "wh": 1.0}),
    "lux": (Kind.LUX, {None: 1.0, "lx": 1.0}),
    "battery": (Kind.BATTERY, {None: 1.0}),
}


def claims(topic: str) -> bool:
    """Whether a topic is such a device's, of use or not."""
    match topic.rsplit("/", 3):
        case [node, component, _, last] if node and component in _COMPONENTS and last == _STATE:
            return True
    return topic.endswith(f"/{_STATUS}") and topic != f"/{_STATUS}"


def filters(key: str) -> tuple[str, ...]:
    """What to subscribe to for a device."""
    general = ("+/sensor/+/state", "+/switch/+/state", "+/status")
    node = key if key.count("/") == 1 else key.rpartition("/")[0]
    return (*general, f"{node}/#") if node else general


def decode(topic: str, payload: bytes) -> tuple[Record, ...]:
    """The records of one message; empty for topics and values of no use. Raises UnreadableError."""
    if not payload:
        return ()
    if topic.endswith(f"/{_STATUS}"):
        return tuple(_presence(topic.removesuffix(f"/{_STATUS}"), payload))
    node, component, name, _ = topic.rsplit("/", 3)
    if component == "sensor":
        return tuple(_sensor(node, name, payload))
    if component == "switch":
        named = _SWITCH.fullmatch(name)
        key = _key(node, name if named is None else named["name"])
        return tuple(_record(key, Kind.RELAY, on_off(text_of(payload).strip())))
    return ()


def _presence(node: str, payload: bytes) -> Iterator[Record]:
    """The node is there or gone, and with it everything that is measured by it."""
    online = worded(payload, "online", "offline")
    yield from _record(node, Kind.PRESENCE, online)
    yield from _record(node, Kind.BRIDGE, online)


def _sensor(node: str, name: str, payload: bytes) -> Iterator[Record]:
    named = _SENSOR.fullmatch(name)
    if named is None:
        return
    what = next(what for what in _KINDS if named[what] is not None)
    kind, factors = _KINDS[what]
    factor = factors.get(named["unit"])
    if factor is not None:
        yield from _record(_key(node, named["name"]), kind, scaled(measured(payload), factor))


def _key(node: str, name: str | None) -> str:
    return node if name is None else f"{node}/{name}"


def _record(key: str, kind: Kind, value: float | None) -> Iterator[Record]:
    if value is not None:
        yield Record(Family.ESPHOME, key, kind, value)
