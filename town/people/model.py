"""Who lives in a simulated town and works there, and what happens to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

HIGH, MEDIUM, LOW = "high", "medium", "low"
TURNED_LATER, TURNED_BEFORE = timedelta(hours=7), timedelta(days=7)
"""Somebody's days lie so much later, since a week before the first day."""


class Owns(StrEnum):
    """What rings or buzzes in her home."""

    SMARTPHONE = "smartphone"
    MOBILE = "mobile"
    """A mobile phone without the messenger."""
    LANDLINE = "landline"
    NOTHING = "nothing"


class Answers(StrEnum):
    """How she answers a message."""

    PRESSES = "presses"
    WRITES = "writes"
    SWITCHES = "switches"


@dataclass(frozen=True, slots=True)
class TownResident:
    """Somebody the service looks after. `chat_id` is None without a smartphone.

    `diligence` in [0, 1] is how readily she answers; `language` is named as in her record.
    """

    key: str
    name: str
    birth_year: int
    tier: str
    district: str
    address: str
    phone: str
    chat_id: int | None
    owns: Owns
    language: str
    answers: Answers
    diligence: float


@dataclass(frozen=True, slots=True)
class TownHelper:
    """A village head or volunteer. `reliability` in [0, 1]: how often she takes a task."""

    key: str
    name: str
    role: str
    district: str
    phone: str
    chat_id: int
    pin: str
    reliability: float


@dataclass(frozen=True, slots=True)
class TownStaff:
    """An officer of a 읍면동, or a team lead; `duty`: reachable outside office hours."""

    key: str
    name: str
    role: str
    districts: tuple[str, ...]
    phone: str
    chat_id: int
    duty: bool


@dataclass(frozen=True, slots=True)
class Accident:
    """From `onset` on she can do nothing any more until somebody finds her."""

    resident: str
    onset: datetime


@dataclass(frozen=True, slots=True)
class Trip:
    """She is with her children or on a journey, and well. At `returns` she is at home again."""

    resident: str
    leaves: datetime
    returns: datetime


@dataclass(frozen=True, slots=True)
class TownPlug:
    """A plug on the appliance somebody uses most. `make` is one of MAKES."""

    plug_id: str
    resident: str
    make: str
    appliance: str


@dataclass(frozen=True, slots=True)
class PulledOut:
    """Somebody needs the socket for something else."""

    plug_id: str
    resident: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Turned:
    """Her days lie later by `TURNED_LATER` since a local midnight without zone; she is well."""

    resident: str
    since: datetime

    def as_before(self, resident: str, slot: datetime) -> datetime:
        """When she would have done, of old, what she does at `slot`; others do it as ever."""
        is_later = resident == self.resident and slot >= self.since
        return slot - TURNED_LATER if is_later else slot


@dataclass(frozen=True, slots=True)
class PowerCut:
    """All plugs of these residents, who live in one district, are without power for a while."""

    residents: tuple[str, ...]
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody in the town, and what befalls them."""

    residents: tuple[TownResident, ...]
    helpers: tuple[TownHelper, ...]
    staff: tuple[TownStaff, ...]
    accidents: tuple[Accident, ...]
    trips: tuple[Trip, ...] = ()
    plugs: tuple[TownPlug, ...] = ()
    pulled_out: tuple[PulledOut, ...] = ()
    turned: Turned | None = None
    power_cuts: tuple[PowerCut, ...] = ()
