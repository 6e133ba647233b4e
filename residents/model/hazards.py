"""What endangers whoever comes to a home, as far as it is known."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from signals.model import Ref


class HazardKind(StrEnum):
    """What it is. Each has a text `hazard.<kind>`."""

    DOG = "dog"
    """An animal that attacks."""
    VIOLENCE = "violence"
    """Somebody there was violent."""
    HOARDING = "hoarding"
    """Things piled up that may fall."""
    INFECTION = "infection"
    OTHER = "other"
    REPORTED = "reported"
    """A helper did not go in; what it is an official has yet to say."""


@dataclass(frozen=True, slots=True)
class NewHazard:
    """A danger about to be recorded. `until` None: until somebody lifts it."""

    kind: HazardKind
    words: str = field(repr=False)
    since: datetime
    until: datetime | None
    recorded_by: Ref


@dataclass(frozen=True, slots=True)
class Hazard:
    """A danger of a home on record.

    `about` is the resident of whom it was recorded: `words` are sealed under her key, and empty
    once she is erased. It endangers whoever comes to anybody of the household.
    """

    id: str
    about: Ref
    household_id: str
    kind: HazardKind
    words: str = field(repr=False)
    since: datetime
    until: datetime | None
    recorded_at: datetime
    recorded_by: Ref
    lifted_at: datetime | None = None
    lifted_by: Ref | None = None
    why_lifted: str = field(default="", repr=False)

    def stands(self, at: datetime) -> bool:
        """Whether nobody is to go there alone at `at`."""
        ended = self.until is not None and self.until <= at
        return self.lifted_at is None and not ended
