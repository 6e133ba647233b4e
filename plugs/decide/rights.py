"""Who may say what at the broker: Mosquitto's two files. Pure.

A device's account may speak as that device and nobody else, and read what is asked of it. The
listener's may read what devices say, and write nothing.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from plugs.model import Family

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from plugs.model import Device
    from signals.model import Ref

SALT_BYTES = 12
_HASH_BYTES = 64
_ROUNDS = 101
"""Mosquitto's own number; the passwords are 128 random bits, which nobody tries through."""
_TELLS, _READS = "topic write", "topic read"
_WHOLE_CITYS = 1
"""A bridge's base of one part would be the whole city's: whoever has it speaks for every home."""

_RIGHTS: Mapping[Family, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Family.TASMOTA: (
        ("tele/{}/+", "stat/{}/+", "{}/tele/+", "{}/stat/+"),
        ("cmnd/{}/+", "{}/cmnd/+"),
    ),
    Family.ZIGBEE2MQTT: (("{}", "{}/availability"), ("{}/set", "{}/get")),
    Family.SHELLY: (("{}/events/rpc", "{}/status/+", "{}/online"), ("{}/rpc", "{}/command/+")),
    Family.SHELLY_GEN1: (
        tuple(f"shellies/{{}}/{one}" for one in ("+", "relay/+", "relay/+/+", "sensor/+")),
        ("shellies/{}/command", "shellies/{}/relay/+/command"),
    ),
    Family.ESPHOME: (
        ("{}/sensor/+/state", "{}/switch/+/state", "{}/binary_sensor/+/state", "{}/status"),
        ("{}/switch/+/command",),
    ),
    Family.HOMEASSISTANT: (
        ("{}/#", "homeassistant/+/{}/config", "homeassistant/+/{}/+/config"),
        ("{}/#",),
    ),
    Family.TUYA2MQTT: (("tuya/{}/#",), ("tuya/{}/command",)),
}
"""What a device may tell and read. No deeper than it needs: below it may lie another device.

Whatever announces itself elsewhere than under its identifier, or Tuya devices behind one bridge for
several homes, cannot be told apart by topics: they need a broker of their own.
"""


def account_of(family: Family, device_id: str, household: Ref) -> str:
    """The user name a device has at the broker; a Zigbee bridge speaks for all of a home's."""
    return household.replace(":", "-") if family is Family.ZIGBEE2MQTT else device_id


def hashed(password: str, salt: bytes) -> str:
    """As `mosquitto_passwd` writes it: PBKDF2 of SHA-512."""
    key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, _ROUNDS, _HASH_BYTES)
    in_text = (base64.b64encode(part).decode() for part in (salt, key))
    return f"$7${_ROUNDS}${'$'.join(in_text)}"


def passwords(accounts: Mapping[str, str]) -> str:
    """The password file: a hash by user name."""
    return "".join(f"{name}:{accounts[name]}\n" for name in sorted(accounts))


def rights(devices: Iterable[Device], listener: str | None, heard: Sequence[str]) -> str:
    """The file of rights: of each device's account, and of the listener's to read `heard`."""
    lines: dict[str, set[str]] = {}
    for one in devices:
        name = account_of(one.family, one.id, one.household)
        lines.setdefault(name, set()).update(_rights_of(one.family, one.topic))
    if listener is not None:
        lines[listener] = {f"{_READS} {topic}" for topic in heard}
    return "\n".join(
        "".join(f"{line}\n" for line in (f"user {name}", *sorted(lines[name])))
        for name in sorted(lines)
    )


def _rights_of(family: Family, topic: str) -> Iterable[str]:
    tells, reads = _RIGHTS[family]
    for base in _bases(family, topic):
        yield from (f"{_TELLS} {one.format(base)}" for one in tells)
        yield from (f"{_READS} {one.format(base)}" for one in reads)
    if family is Family.ZIGBEE2MQTT:
        parts = topic.split("/")
        for count in range(_WHOLE_CITYS + 1, len(parts)):
            yield f"{_TELLS} {'/'.join(parts[:count])}/bridge/#"


def _bases(family: Family, topic: str) -> set[str]:
    """What a device's topics begin with; of an ESPHome node its appliance may be the last part."""
    match family:
        case Family.SHELLY:
            return {topic.partition("/switch:")[0]}
        case Family.SHELLY_GEN1:
            return {topic.partition("/relay/")[0]}
        case Family.ESPHOME:
            return {topic, topic.rpartition("/")[0]} - {""}
        case _:
            return {topic}
