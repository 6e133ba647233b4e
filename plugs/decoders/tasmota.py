"""Tasmota plugs. Pure.

`tele/<device>/SENSOR|STATE|LWT` and `stat/<device>/POWER|RESULT|STATUS8|STATUS10|STATUS11`; an
owner may order the parts of the topic differently, so the key is what is left of it. The counter
`Total` is read (kWh), not `Power` alone: one reading every few minutes misses most kettles. Of a
strip the sum is measured and the first relay read.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from plugs.decoders.fields import (
    TOPICS_KEPT,
    UnreadableError,
    moment,
    number,
    object_of,
    objects_in,
    on_off,
    scaled,
    text_of,
    total,
)
from plugs.model import Family, Kind, Oddness, Record

_PREFIXES = frozenset({"tele", "stat", "cmnd"})
_REPORTS = _PREFIXES - {"cmnd"}
_ANSWERS = {"STATUS8": "StatusSNS", "STATUS10": "StatusSNS", "STATUS11": "StatusSTS"}
_OBJECTS = frozenset({"SENSOR", "STATE", "RESULT", *_ANSWERS})
_RELAYS = ("POWER", "POWER1")
_ENDS = _OBJECTS | {"LWT", *_RELAYS}
_PRESENCE = {"Online": 1.0, "Offline": 0.0}


def claims(topic: str) -> bool:
    """Whether a topic is Tasmota's, of use or not."""
    return bool(_PREFIXES & {*topic.split("/")[:-1]})


def filters(key: str) -> tuple[str, ...]:
    """What to subscribe to for a device."""
    reports = (*(f"{prefix}/#" for prefix in sorted(_REPORTS)), "+/stat/#", "+/tele/#")
    return (*reports, f"{key.split('/', 1)[0]}/#") if "/" in key else reports


def decode(topic: str, payload: bytes) -> tuple[Record, ...]:
    """The records of one message; empty for topics and values of no use. Raises UnreadableError."""
    key, last = _key_and_end(topic)
    if not key or not payload:
        return ()
    if last == "LWT":
        return _record(key, Kind.PRESENCE, _PRESENCE.get(text_of(payload)), None)
    if last in _RELAYS:
        return _record(key, Kind.RELAY, on_off(text_of(payload)), None)
    return tuple(_records(key, _inside(last, object_of(payload))))


@lru_cache(maxsize=TOPICS_KEPT)
def _key_and_end(topic: str) -> tuple[str, str]:
    """What is left of a report's topic without its prefix and its end; nothing of any other."""
    *parts, last = topic.split("/")
    prefix = next((part for part in parts if part in _REPORTS), None)
    if prefix is None or last not in _ENDS:
        return "", last
    parts.remove(prefix)
    return "/".join(parts), last


def _inside(last: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
    """An answer to a question is wrapped once more."""
    wrapped = told if last not in _ANSWERS else told.get(_ANSWERS[last])
    if not isinstance(wrapped, dict):
        raise UnreadableError(Oddness.WRONG_SHAPE)
    return wrapped


def _records(key: str, told: Mapping[str, Any]) -> Iterator[Record]:
    at = moment(told.get("Time"))
    energy = told.get("ENERGY")
    if isinstance(energy, dict):
        counted = scaled(total(energy.get("Total")), 1000)
        yield from _record(key, Kind.ENERGY, counted, at)
        yield from _record(key, Kind.POWER, total(energy.get("Power")), at)
    for relay in _RELAYS:
        yield from _record(key, Kind.RELAY, on_off(told.get(relay)), at)
    lit = (number(sensor.get("Illuminance")) for sensor in objects_in(told))
    light = next((lux for lux in lit if lux is not None), None)
    yield from _record(key, Kind.LUX, light, at)


def _record(key: str, kind: Kind, value: float | None, at: datetime | None) -> tuple[Record, ...]:
    return () if value is None else (Record(Family.TASMOTA, key, kind, value, at),)
