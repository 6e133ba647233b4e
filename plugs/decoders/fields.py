"""Taking fields out of payloads that strangers may have written. Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from plugs.model import Oddness

LARGEST = 1e10
"""No watt, watt-hour or lux of a household is larger."""
NAME_CHARS = 256
TOPICS_KEPT = 8_192
"""What a topic means is found once, for so many: a device says everything on a few."""
_WILDCARDS = frozenset("+#")
_MILLISECONDS_FROM = 1e11
"""An epoch above this counts milliseconds: in seconds it would be the year 5138."""
_YEARS = range(1970, 2200)
"""A device that lost its clock counts from 1970; other years would overflow in arithmetic."""


_DECIMAL = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?([eE][+-]?\d{1,2})?", re.ASCII)
_NOT_MEASURED = frozenset({"", "nan", "none", "null", "unavailable", "unknown"})


class UnreadableError(Exception):
    """A payload on a known topic that cannot be read."""

    def __init__(self, reason: Oddness) -> None:
        super().__init__(f"The payload is {reason}: look at the device's settings.")
        self.reason = reason


def text_of(payload: bytes) -> str:
    """The payload as text. Raises UnreadableError."""
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise UnreadableError(Oddness.NOT_UTF8) from None


def json_of(payload: bytes) -> Any:
    """Any JSON value. Raises UnreadableError."""
    text = text_of(payload)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableError(Oddness.NOT_JSON) from None


def object_of(payload: bytes) -> Mapping[str, Any]:
    """A JSON object. Raises UnreadableError."""
    value = json_of(payload)
    if not isinstance(value, dict):
        raise UnreadableError(Oddness.WRONG_SHAPE)
    return value


def number(value: object) -> float | None:
    """A measured number that can be true: not negative, not absurd, not NaN. Else None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= LARGEST else None


def measured(payload: bytes) -> float | None:
    """A bare number that can be true; None while the device has none. Raises UnreadableError."""
    text = text_of(payload).strip()
    if text.lower() in _NOT_MEASURED:
        return None
    if _DECIMAL.fullmatch(text) is None:
        raise UnreadableError(Oddness.WRONG_SHAPE)
    return number(float(text))


def scaled(value: float | None, factor: float) -> float | None:
    """A number in other units, without the dust of binary fractions."""
    return None if value is None else number(round(value * factor, 3))


def total(value: object) -> float | None:
    """A number, or the sum of a list of them: one for each phase or socket of a strip."""
    if not isinstance(value, list):
        return number(value)
    parts = [number(part) for part in value]
    known = [part for part in parts if part is not None]
    return sum(known) if known and len(known) == len(parts) else None


def name(value: object) -> str | None:
    """What a device or a topic may be called: text without control characters or wildcards."""
    if not isinstance(value, str) or not 0 < len(value) <= NAME_CHARS or not value.isprintable():
        return None
    return None if _WILDCARDS & set(value) else value


def on_off(value: object) -> float | None:
    """1 for ON, 0 for OFF, None for anything else."""
    return {"ON": 1.0, "OFF": 0.0}.get(value.upper()) if isinstance(value, str) else None


def true_false(value: object) -> float | None:
    """1 for true, 0 for false, None for anything else."""
    return float(value) if isinstance(value, bool) else None


def worded(payload: bytes, yes: str, no: str) -> float | None:
    """1 for one word, 0 for the other, None for anything else. Raises UnreadableError."""
    return {yes: 1.0, no: 0.0}.get(text_of(payload).strip().lower())


def moment(value: object) -> datetime | None:
    """ISO 8601 text, or an epoch in seconds or milliseconds; None when it is neither."""
    try:
        told = datetime.fromisoformat(value) if isinstance(value, str) else _of_epoch(value)
    except (ValueError, OverflowError, OSError):
        return None
    return told if told is not None and told.year in _YEARS else None


def _of_epoch(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS_FROM else value, UTC)


def object_in(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object of that name; an empty one where there is none."""
    inner = value.get(name)
    return inner if isinstance(inner, dict) else {}


def objects_of(value: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects of the list of that name, in their places; none where there is no list."""
    inner = value.get(name)
    known = inner if isinstance(inner, list) else []
    return [each if isinstance(each, dict) else {} for each in known]


def objects_in(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The objects directly inside an object."""
    yield from (inner for inner in value.values() if isinstance(inner, dict))
