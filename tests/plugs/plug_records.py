"""Records as decoders give them, and what follows from them, in minutes after nine."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from plugs.decide.following import Followed
from plugs.model import Family, Kind, Message, Record, Tracked
from tests.support.database import MONDAY_MORNING as NINE

SLOT = timedelta(minutes=10)
Told = tuple[Message, Record]


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def said(
    when: datetime,
    kind: Kind,
    value: float,
    *,
    family: Family = Family.TASMOTA,
    told_at: datetime | None = None,
    retained: bool = False,
    late: bool = False,
) -> Told:
    heard = Message("topic", b"", when, retained=retained, late=late)
    return heard, Record(family, "topic", kind, value, told_at)


def new(interval: timedelta = timedelta(minutes=5)) -> Tracked:
    return Tracked("device", NINE, interval)


def counters(watts: Sequence[float], *, minutes: float = 10, start: float = 0) -> list[Told]:
    """A counter's readings: the first, then one after each interval with this mean power."""
    told, total = [said(at(start), Kind.ENERGY, 5000.0)], 5000.0
    for number, mean in enumerate(watts, start=1):
        total += mean * minutes / 60
        told.append(said(at(start + number * minutes), Kind.ENERGY, float(int(total))))
    return told


def lives(followed: Followed) -> list[float]:
    """Minutes after nine of the signs of life."""
    return [(life - NINE).total_seconds() / 60 for life in followed.lives]


def watts(followed: Followed) -> list[tuple[float, float]]:
    return [
        ((slot.at - NINE).total_seconds() / 60, round(slot.watts, 1)) for slot in followed.slots
    ]


def zigbee(minutes: float, power: float) -> Told:
    return said(at(minutes), Kind.POWER, power, family=Family.ZIGBEE2MQTT)


def switched(minutes: float, on: bool, *, retained: bool = False) -> Told:
    return said(at(minutes), Kind.RELAY, float(on), retained=retained)


def presence(minutes: float, online: bool, kind: Kind = Kind.PRESENCE) -> Told:
    return said(at(minutes), kind, float(online))
