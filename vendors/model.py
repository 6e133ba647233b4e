"""What another service tells, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signals.model import Ref

NUMBER_CHARS = 64
"""A device's or contract's number at a vendor."""


class What(StrEnum):
    """What a vendor's message says. The values are the words of a map file."""

    ALARM = "alarm"
    """It hears nothing of her, or sees too little life in her home."""
    EMERGENCY = "emergency"
    """It was called for help: a button was pressed, there is smoke."""
    BACK = "back"
    """There is life in her home again."""
    FAULT = "fault"
    """Its device does not report."""
    CONTACT = "contact"
    """Somebody of it, or its call, has spoken with her."""
    TEST = "test"
    NOTED = "noted"
    """Anything else that it tells and that asks for nothing."""


ALARMS = frozenset({What.ALARM, What.EMERGENCY})
ASKS_NOTHING = frozenset({What.TEST, What.NOTED})


class How(StrEnum):
    """By which door a message came."""

    WEBHOOK = "webhook"
    FILE = "file"
    ENTRY = "entry"
    """An official wrote it down."""


class State(StrEnum):
    """What became of a message."""

    TOLD = "told"
    """Whoever is concerned heard of it."""
    QUIET = "quiet"
    """It asks for nothing."""
    OLD = "old"
    """A row of a file that tells of days ago: kept, and nothing follows."""
    KNOWN = "known"
    """It was told before."""
    UNKNOWN = "unknown"
    """Nobody we look after has this number: an official says whose it is."""
    UNREADABLE = "unreadable"
    """Not what the map describes: an official reads it."""
    SETTLED = "settled"
    """An official has seen to it."""
    NOT_OURS = "not_ours"
    """An official has said that this number belongs to nobody whom we look after."""


WAITING = frozenset({State.UNKNOWN, State.UNREADABLE})


class Fault(StrEnum):
    """Why a message could not be read or given to anybody."""

    NOT_TEXT = "not_text"
    NOT_JSON = "not_json"
    NOT_A_LIST = "not_a_list"
    """A file in the folder that cannot be read at all."""
    NO_EVENTS = "no_events"
    TOO_MANY = "too_many"
    NO_NUMBER = "no_number"
    RESIDENT_NUMBER = "resident_number"
    """Where the number should be there is a 주민등록번호."""
    NO_WHAT = "no_what"
    STRANGE_WHAT = "strange_what"
    NO_TIME = "no_time"
    STRANGE_TIME = "strange_time"
    NOBODY = "nobody"
    """Nobody has this number."""
    NOT_SERVED = "not_served"
    """Whoever has it is not looked after by us any more."""
    SEVERAL = "several"
    """Several people have it, and only one of them was spoken with."""
    OLD_SECRET = "old_secret"  # noqa: S105 - a reason
    """Signed with a secret that was replaced."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """Another service. `key` is the number of its secret, which began at `key_since`."""

    name: str
    title: str
    key: int
    key_since: datetime
    added_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """One message as it was understood. `words` are the vendor's own."""

    key: str
    """The same when the same is told again."""
    number: str = field(repr=False)
    what: What
    at: datetime
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unread:
    """One message that does not fit the map."""

    key: str
    fault: Fault
    raw: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Served:
    """A resident is also served by a vendor, which knows her by `number`, if by any."""

    id: str
    resident: Ref
    vendor: str
    number: str | None = field(repr=False)
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """A message that was taken in; `words` are there as long as nobody knows whose it is."""

    id: str
    vendor: str
    how: How
    state: State
    fault: Fault | None
    what: What | None
    at: datetime | None
    received_at: datetime
    line: int | None
    number: str | None = field(default=None, repr=False)
    words: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of one row of a file."""

    line: int
    state: State
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of a file. `problem` is the key of a text when it could not be read at all."""

    rows: tuple[RowOutcome, ...] = ()
    problem: str | None = None
    repeated: bool = False
    """The very same file was imported before: nothing was done."""

    @property
    def refused(self) -> tuple[RowOutcome, ...]:
        """The rows that wait for an official."""
        return tuple(row for row in self.rows if row.state in WAITING)
