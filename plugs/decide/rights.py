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
    """One part more and no deeper: below it may lie another device."""
    match family:
        case Family.TASMOTA:
            for prefix in ("tele", "stat"):
                yield from (f"{_TELLS} {prefix}/{topic}/+", f"{_TELLS} {topic}/{prefix}/+")
            yield from (f"{_READS} cmnd/{topic}/+", f"{_READS} {topic}/cmnd/+")
        case Family.ZIGBEE2MQTT:
            yield from (f"{_TELLS} {topic}", f"{_TELLS} {topic}/availability")
            yield from (f"{_READS} {topic}/{asked}" for asked in ("set", "get"))
            parts = topic.split("/")
            for count in range(_WHOLE_CITYS + 1, len(parts)):
                yield f"{_TELLS} {'/'.join(parts[:count])}/bridge/#"
        case Family.SHELLY:
            device = topic.partition("/switch:")[0]
            told = ("events/rpc", "status/+", "online")
            yield from (f"{_TELLS} {device}/{one}" for one in told)
            yield from (f"{_READS} {device}/{asked}" for asked in ("rpc", "command/+"))
        case Family.SHELLY_GEN1:
            device = f"shellies/{topic.partition('/relay/')[0]}"
            yield from (f"{_TELLS} {device}/{one}" for one in ("+", "relay/+", "relay/+/+"))
            yield from (f"{_READS} {device}/{asked}" for asked in ("command", "relay/+/command"))
        case Family.ESPHOME:
            for node in {topic, topic.rpartition("/")[0]} - {""}:
                told = ("sensor/+/state", "switch/+/state", "binary_sensor/+/state", "status")
                yield from (f"{_TELLS} {node}/{one}" for one in told)
                yield f"{_READS} {node}/switch/+/command"
        case Family.HOMEASSISTANT:
            yield from (f"{_TELLS} {topic}/#", f"{_READS} {topic}/#")
            yield f"{_TELLS} homeassistant/+/{topic}/config"
            yield f"{_TELLS} homeassistant/+/{topic}/+/config"
        case Family.TUYA2MQTT:
            yield from (f"{_TELLS} tuya/{topic}/#", f"{_READS} tuya/{topic}/command")
