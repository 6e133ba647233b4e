"""Whether devices still report, and whether a whole home went at once. Pure.

A fault is about a device. It says nothing about the resident and stops no clock of hers.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugs.model import Contact, Family, Fault, FaultCause, Line

FIRST_INTERVAL: Mapping[Family, timedelta] = {
    Family.TASMOTA: timedelta(minutes=5),
    Family.SHELLY_GEN1: timedelta(minutes=5),
    Family.ESPHOME: timedelta(minutes=5),
    # They report changes; an idle plug may say nothing for an hour.
    Family.ZIGBEE2MQTT: timedelta(hours=1),
    Family.SHELLY: timedelta(hours=1),
    Family.HOMEASSISTANT: timedelta(hours=1),
    Family.TUYA2MQTT: timedelta(hours=1),
}
MISSED_MESSAGES = 3
SHORTEST_SILENCE = timedelta(minutes=30)
OFFLINE_GRACE = timedelta(minutes=15)
"""A plug that lost its Wi-Fi for a moment is gone, and back."""
GROUP_WAIT = timedelta(minutes=30)
"""How long a first fault waits to see whether the home's other devices went with it."""
LOOK_AGAIN = timedelta(minutes=10)
AT_LATEST = timedelta(hours=6)
"""Whatever is known of a home's devices, it is looked at again after this."""
_FORGET = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The faults to tell now, and when to look next."""

    faults: tuple[Fault, ...]
    look_at: datetime


def learned_interval(interval: timedelta, pause: timedelta) -> timedelta:
    """How long the device usually keeps quiet: the longest pause of late, slowly forgotten.

    A pause that was a fault teaches nothing.
    """
    if not timedelta() < pause <= _longest_silence(interval):
        return interval
    return max(pause, interval * math.exp(-(pause / _FORGET)))


def judge(home: Sequence[Contact], line: Line, now: datetime) -> Verdict:
    """What is wrong with the devices of one home.

    The first to fall silent waits until it is clear whether the others went with it.
    """
    expected = [contact for contact in home if not contact.is_lost]
    gone = [contact for contact in expected if is_gone(contact, line, now)]
    if not gone:
        return Verdict((), _look_at(expected, line, now))
    doubtful = [
        contact
        for contact in expected
        if contact not in gone and contact.tracked.heard_at <= max(one.lost_at for one in gone)
    ]
    decided_by = min(_gone_at(contact, line) for contact in gone) + GROUP_WAIT
    if doubtful and now < decided_by:
        return Verdict((), min(decided_by, _look_at(doubtful, line, now)))
    left = [contact for contact in expected if contact not in gone]
    if len(gone) > 1 and len(doubtful) == len(left):
        # The others are slow to speak: nothing says that they are still there.
        return Verdict((_home(expected),), now + AT_LATEST)
    return Verdict(tuple(_alone(contact) for contact in gone), _look_at(left, line, now))


def _home(gone: Sequence[Contact]) -> Fault:
    devices = tuple(sorted(contact.tracked.device_id for contact in gone))
    return Fault(FaultCause.HOME, devices, min(contact.lost_at for contact in gone))


def _alone(gone: Contact) -> Fault:
    offline = gone.tracked.offline_at is not None
    cause = FaultCause.UNPLUGGED if offline else FaultCause.SILENT
    return Fault(cause, (gone.tracked.device_id,), gone.lost_at)


def _longest_silence(interval: timedelta) -> timedelta:
    return max(MISSED_MESSAGES * interval, SHORTEST_SILENCE)


def _silent_at(contact: Contact, line: Line) -> datetime:
    heard = contact.tracked.heard_at
    begins = heard if line.open_since is None else max(heard, line.open_since)
    return begins + _longest_silence(contact.tracked.interval)


def _gone_at(contact: Contact, line: Line) -> datetime:
    silent = _silent_at(contact, line)
    offline = contact.tracked.offline_at
    return silent if offline is None else min(silent, offline + OFFLINE_GRACE)


def is_gone(contact: Contact, line: Line, now: datetime) -> bool:
    """Whether a device has been away for longer than it may."""
    offline = contact.tracked.offline_at
    if offline is not None and offline + OFFLINE_GRACE <= now:
        return True
    # While nobody at all is heard, it is our line that is silent, not the home.
    proven = now if line.heard_until is None else min(now, line.heard_until)
    return _silent_at(contact, line) <= proven


def _look_at(contacts: Sequence[Contact], line: Line, now: datetime) -> datetime:
    moments = [_gone_at(contact, line) for contact in contacts]
    ahead = [moment if moment > now else now + LOOK_AGAIN for moment in moments]
    return min((*ahead, now + AT_LATEST))
