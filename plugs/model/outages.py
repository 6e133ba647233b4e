"""Homes whose plugs all went at one moment: a power cut or a network's outage, and no N faults."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from plugs.model.devices import Contact
from signals.model import Ref


class Area(StrEnum):
    """How far it reaches."""

    BUILDING = "building"
    DISTRICT = "district"
    """Somewhere in a 읍면동."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something happened not before `begins` and not after `ends`."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Home:
    """A home with its devices. `building` is empty where its address names none."""

    household: Ref
    contacts: tuple[Contact, ...]
    building: str


@dataclass(frozen=True, slots=True)
class Group:
    """Homes that went at one moment."""

    area: Area
    homes: frozenset[Ref]
    span: Span


class Left(StrEnum):
    """How a home came out of an outage."""

    BACK = "back"
    FAULT = "fault"
    """Power came back, and its devices did not: from now on that is a fault of its own."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A home in an outage, with the devices that went, by id.

    `back_at`: something of it was heard again, be it not everything.
    """

    household: Ref
    devices: frozenset[str]
    joined_at: datetime
    back_at: datetime | None = None
    left: Left | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """One technical event. `returned_at`: since when half of its homes or more are back."""

    id: str
    area: Area
    district: str
    span: Span
    opened_at: datetime
    due_at: datetime
    homes: tuple[Affected, ...]
    returned_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def ref(self) -> Ref:
        """`outage:<id>`."""
        return f"outage:{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether any of its homes is still looked after by it."""
        return self.closed_at is None

    @property
    def still_in(self) -> tuple[Affected, ...]:
        """The homes that have not come out of it."""
        return tuple(one for one in self.homes if one.left is None)

    @property
    def dark(self) -> tuple[Affected, ...]:
        """The homes of which nothing is heard."""
        return tuple(one for one in self.still_in if one.back_at is None)
