"""Shelly devices from the second generation on. Pure.

`<device>/events/rpc` carries notifications, `<device>/status/<component>` what a component tells of
itself, `<device>/online` the last will. A notification holds what has changed and nothing else, so
each value stands for itself. The first socket goes by the device's name, the others by
`<device>/switch:1` and so on. `source` tells who switched a relay.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from plugs.decoders.fields import (
    moment,
    number,
    object_in,
    object_of,
    scaled,
    true_false,
    worded,
)
from plugs.model import Family, Kind, Record

_HANDS = frozenset({"button", "switch", "input"})
"""Sources that are somebody's hand: the button of a plug, a switch on the wall.

Timers, schedules, scripts, apps and other machines are none.
"""
_NOTIFICATIONS = ("NotifyStatus", "NotifyFullStatus")
_COMPONENT = re.compile(r"(switch|pm1|illuminance|devicepower):(\d{1,3})", re.ASCII)
_STATUS = re.compile(r"[a-z0-9_]+:\d{1,3}", re.ASCII)
_EVENTS, _ONLINE = ["events", "rpc"], "online"


def claims(topic: str) -> bool:
    """Whether a topic is such a device's, of use or not."""
    device, _, last = topic.rpartition("/")
    return is_report(topic) or (last == _ONLINE and bool(device))


def is_report(topic: str) -> bool:
    """Whether only these devices report under such a topic; any prefix may stand before it."""
    *device, before, last = ("", "", *topic.split("/"))
    reports = [before, last] == _EVENTS or (before == "status" and _STATUS.fullmatch(last))
    return bool(reports) and any(device)


def filters(key: str) -> tuple[str, ...]:
    """What to subscribe to for a device."""
    device = key.split("/switch:", maxsplit=1)[0] if "/switch:" in key else key
    if "/" in device:
        return (f"{device}/#",)
    return ("+/events/rpc", "+/status/+", "+/online")


def decode(topic: str, payload: bytes) -> tuple[Record, ...]:
    """The records of one message; empty for topics and values of no use. Raises UnreadableError."""
    if not payload:
        return ()
    if topic.endswith(f"/{_ONLINE}"):
        return tuple(presence(Family.SHELLY, topic.removesuffix(f"/{_ONLINE}"), payload))
    device, before, last = topic.rsplit("/", 2)
    if before == "status":
        return tuple(_component(device, last, object_of(payload), None))
    told = object_of(payload)
    if told.get("method") not in _NOTIFICATIONS:
        return ()
    params = object_in(told, "params")
    at = moment(params.get("ts"))
    return tuple(
        record
        for name in params
        for record in _component(device, name, object_in(params, name), at)
    )


def is_hand(source: object) -> bool:
    """Whether a relay was switched at the device itself."""
    return isinstance(source, str) and source in _HANDS


def presence(family: Family, device: str, payload: bytes) -> Iterator[Record]:
    """A last will speaks for the device, and for the other sockets of a strip."""
    online = worded(payload, "true", "false")
    if online is not None:
        yield Record(family, device, Kind.PRESENCE, online)
        yield Record(family, device, Kind.BRIDGE, online)


def _component(
    device: str, name: str, told: Mapping[str, Any], at: datetime | None
) -> Iterator[Record]:
    known = _COMPONENT.fullmatch(name)
    if known is None:
        return
    key = device if int(known[2]) == 0 else f"{device}/{name}"
    watt_hours = scaled(number(object_in(told, "aenergy").get("total")), 1)
    values = {
        Kind.ENERGY: watt_hours,
        Kind.POWER: number(told.get("apower")),
        Kind.LUX: number(told.get("lux")),
        Kind.BATTERY: number(object_in(told, "battery").get("percent")),
        Kind.RELAY: true_false(told.get("output")),
    }
    for kind, value in values.items():
        if value is not None:
            by_hand = is_hand(told.get("source")) if kind is Kind.RELAY else None
            yield Record(Family.SHELLY, key, kind, value, at, by_hand)
