"""Devices that announce themselves as Home Assistant expects it. Pure.

`homeassistant/<component>/[<node>/]<object>/config` is retained and says where a value is published
and how it is written; `homeassistant/device/<id>/config` says it of everything in a device. What it
says is learnt once and kept; a message is then read by what is known of its topic. A device goes by
the first of its identifiers. Only plain templates are followed: `{{ value_json.power }}`, a path
into the JSON, or the value itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from plugs.decoders.fields import (
    UnreadableError,
    json_of,
    measured,
    name,
    number,
    object_in,
    object_of,
    objects_of,
    scaled,
    text_of,
)
from plugs.model import Announced, Family, Kind, Oddness, Record

ROOT = "homeassistant"
FILTERS = (f"{ROOT}/+/+/config", f"{ROOT}/+/+/+/config")
_CONFIG, _WHOLE_DEVICE = "config", "device"
_BRIDGE_STATE = "/bridge/state"
"""It speaks for all devices of a home, and Zigbee2MQTT's own are told by it."""
_LEVELS = range(4, 6)
_LONG = {
    "stat_t": "state_topic",
    "val_tpl": "value_template",
    "unit_of_meas": "unit_of_measurement",
    "dev_cla": "device_class",
    "stat_cla": "state_class",
    "avty_t": "availability_topic",
    "avty_tpl": "availability_template",
    "avty": "availability",
    "pl_avail": "payload_available",
    "pl_not_avail": "payload_not_available",
    "pl_on": "payload_on",
    "pl_off": "payload_off",
    "stat_on": "state_on",
    "stat_off": "state_off",
    "t": "topic",
    "dev": "device",
    "ids": "identifiers",
    "uniq_id": "unique_id",
    "cmps": "components",
    "p": "platform",
}
_KINDS: Mapping[str, tuple[Kind, Mapping[object, float]]] = {
    "power": (Kind.POWER, {"W": 1.0, "kW": 1000.0}),
    "energy": (Kind.ENERGY, {"Wh": 1.0, "kWh": 1000.0, "MWh": 1_000_000.0}),
    "illuminance": (Kind.LUX, {"lx": 1.0, None: 1.0}),
    "battery": (Kind.BATTERY, {"%": 1.0, None: 1.0}),
}
_STEP = r"\.[A-Za-z_]\w*|\['[^'\]]+'\]|\[\"[^\"\]]+\"\]"
_PLAIN = re.compile(
    rf"\{{\{{-?\s*(?:value|value_json(?P<path>(?:{_STEP})+))"
    r"\s*(?:\|\s*(?:float|round)(?:\(\s*\d?\s*\))?\s*)*-?\}\}",
    re.ASCII,
)
_STEPS = re.compile(_STEP, re.ASCII)
_LONGEST_TEMPLATE = 200
_MOST = 40
"""A device announces a handful of values at once."""


def claims(topic: str) -> bool:
    """Whether a topic is Home Assistant's own."""
    return topic.startswith(f"{ROOT}/")


def filters(_key: str) -> tuple[str, ...]:
    """What to subscribe to for a device; where it reports follows from what comes."""
    return FILTERS


def is_announcement(topic: str) -> bool:
    """Whether a topic carries what a device says of itself."""
    if not claims(topic):
        return False
    levels = topic.split("/")
    return levels[-1] == _CONFIG and len(levels) in _LEVELS


def learn(topic: str, payload: bytes) -> tuple[Announced, ...]:
    """What is announced there now: nothing, when it was withdrawn or is of no use to us.

    Raises UnreadableError, also when a value can be found by more than a plain template only.
    """
    if not payload:
        return ()
    told = _written_out(object_of(payload))
    component = topic.split("/")[1]
    parts = (
        [_of(told, dict(part)) for part in _components(told)]
        if component == _WHOLE_DEVICE
        else [{**told, "platform": component}]
    )
    if len(parts) > _MOST:
        raise UnreadableError(Oddness.WRONG_SHAPE)
    found = dict.fromkeys(one for part in parts for one in _announced(part))
    return tuple(found)


def readable(announced: Iterable[Announced]) -> tuple[Announced, ...]:
    """What may be read: where a device announces several of a kind, nobody knows which to follow.

    Of several counters the one that never begins anew is taken.
    """
    by_kind: dict[tuple[str, Kind], list[Announced]] = defaultdict(list)
    for one in announced:
        by_kind[one.device, one.kind].append(one)
    kept: list[Announced] = []
    for (_, kind), several in by_kind.items():
        growing = [one for one in several if one.growing]
        if kind is Kind.PRESENCE or len(several) == 1:
            kept += several
        elif kind is Kind.ENERGY and len(growing) == 1:
            kept += growing
    return tuple(kept)


def decode(topic: str, payload: bytes, announced: Sequence[Announced] = ()) -> tuple[Record, ...]:
    """What a message says, by what its devices announced. Raises UnreadableError."""
    if not payload:
        return ()
    return tuple(
        record for one in announced if one.topic == topic for record in _read(one, payload)
    )


# What is announced


def _written_out(told: Mapping[str, Any]) -> dict[str, Any]:
    """The long names of everything, and whole topics."""
    long = {_LONG.get(short, short): value for short, value in told.items()}
    base = long.get("~")
    if isinstance(base, str):
        long = {
            field: re.sub(r"^~|~$", lambda _found: base, value)
            if field.endswith("topic") and isinstance(value, str)
            else value
            for field, value in long.items()
        }
    return long


def _components(told: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    components = object_in(told, "components")
    yield from (_written_out(part) for part in components.values() if isinstance(part, dict))


def _of(device: Mapping[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """A part of a device inherits what the device says once for all."""
    return {**device, **part, "device": device.get("device")}


def _announced(told: Mapping[str, Any]) -> Iterator[Announced]:
    device, topic = _device(told), _topic(told, "state_topic")
    what = _measured(told) or _switched(told)
    if device is None or topic is None or what is None:
        return
    kind, scale, words = what
    growing = told.get("state_class") == "total_increasing"
    path = _path(told.get("value_template"))
    yield Announced(device, topic, kind, path, scale, words, growing)
    yield from _presences(device, told)


def _measured(told: Mapping[str, Any]) -> tuple[Kind, float, tuple[str, str] | None] | None:
    what, unit = told.get("device_class"), told.get("unit_of_measurement")
    if told.get("platform") != "sensor" or not isinstance(what, str) or what not in _KINDS:
        return None
    kind, factors = _KINDS[what]
    scale = factors.get(unit) if unit is None or isinstance(unit, str) else None
    return None if scale is None else (kind, scale, None)


def _switched(told: Mapping[str, Any]) -> tuple[Kind, float, tuple[str, str] | None] | None:
    if told.get("platform") != "switch":
        return None
    on = told.get("state_on", told.get("payload_on", "ON"))
    off = told.get("state_off", told.get("payload_off", "OFF"))
    return Kind.RELAY, 1.0, (_word(on), _word(off))


def _presences(device: str, told: Mapping[str, Any]) -> Iterator[Announced]:
    several = [
        _written_out({**one, "~": told.get("~")}) for one in objects_of(told, "availability")
    ]
    for one in several:
        yield from _presence(device, one, _topic(one, "topic"), one.get("value_template"))
    topic, template = _topic(told, "availability_topic"), told.get("availability_template")
    yield from _presence(device, told, topic, template)


def _presence(
    device: str, told: Mapping[str, Any], topic: str | None, template: object
) -> Iterator[Announced]:
    if topic is not None and not topic.endswith(_BRIDGE_STATE):
        here = _word(told.get("payload_available", "online"))
        gone = _word(told.get("payload_not_available", "offline"))
        yield Announced(device, topic, Kind.PRESENCE, _path(template), words=(here, gone))


def _device(told: Mapping[str, Any]) -> str | None:
    device = _written_out(object_in(told, "device"))
    named = device.get("identifiers", told.get("unique_id"))
    return name(named[0] if isinstance(named, list) and named else named)


def _topic(told: Mapping[str, Any], field: str) -> str | None:
    """Where something is published; never the broker's own topics."""
    topic = name(told.get(field))
    return None if topic is None or topic.startswith("$") else topic


def _path(template: object) -> tuple[str, ...]:
    """Where in the JSON a value stands; nowhere for a bare one. Raises UnreadableError."""
    if template is None:
        return ()
    text = template.strip() if isinstance(template, str) else ""
    plain = _PLAIN.fullmatch(text) if len(text) <= _LONGEST_TEMPLATE else None
    if plain is None:
        raise UnreadableError(Oddness.NOT_PLAIN)
    steps = _STEPS.findall(plain["path"] or "")
    return tuple(step[1:] if step.startswith(".") else step[2:-2] for step in steps)


# What is read


def _read(one: Announced, payload: bytes) -> Iterator[Record]:
    value = _words(one, payload) if one.words else scaled(_number(one, payload), one.scale)
    if value is not None:
        yield Record(Family.HOMEASSISTANT, one.device, one.kind, value)


def _number(one: Announced, payload: bytes) -> float | None:
    if not one.path:
        return measured(payload)
    found = _at(one.path, payload)
    return measured(found.encode()) if isinstance(found, str) else number(found)


def _words(one: Announced, payload: bytes) -> float | None:
    said = _word(_at(one.path, payload) if one.path else text_of(payload).strip())
    yes, no = one.words or ("", "")
    return {no: 0.0, yes: 1.0}.get(said)


def _at(path: Sequence[str], payload: bytes) -> object:
    found = json_of(payload)
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _word(value: object) -> str:
    return str(value).lower()
