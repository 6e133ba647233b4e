"""Times when a resident is not at home, and how long that may be believed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from signals.model import Ref


class AbsenceKind(StrEnum):
    """Where she is."""

    TRAVEL = "travel"
    HOSPITAL = "hospital"
    FACILITY = "facility"


class AbsenceSource(StrEnum):
    """Who said so. Words alone, understood from a reply, are believed the shortest."""

    WORDS = "words"
    RESIDENT = "resident"
    CONTACT = "contact"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class NewAbsence:
    """An absence about to be recorded. `until` None: nobody knows when she comes back."""

    kind: AbsenceKind
    source: AbsenceSource
    since: datetime
    until: datetime | None
    recorded_by: Ref


@dataclass(frozen=True, slots=True)
class Absence:
    """An absence on record.

    `until` is what was said; `holds_until` is how long it stands without being renewed, never
    longer than the cap of its kind and source. It ends in a question, not in silence.
    `ended_at` is set when she is known to be back, or when it was recorded by mistake.
    """

    id: str
    resident: Ref
    kind: AbsenceKind
    source: AbsenceSource
    since: datetime
    until: datetime | None
    holds_until: datetime
    recorded_at: datetime
    recorded_by: Ref
    ended_at: datetime | None

    @property
    def over_at(self) -> datetime:
        """When it ends: she is known to be back, or nobody has renewed it."""
        return self.holds_until if self.ended_at is None else min(self.ended_at, self.holds_until)

    def covers(self, at: datetime) -> bool:
        """Whether she is away at `at` as far as is known."""
        return self.since <= at < self.over_at
