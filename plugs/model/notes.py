"""What is worth a word on the next visit to a home, and no alarm."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from signals.model import Ref


class NoteKind(StrEnum):
    """Why a home is noted. The first three are `plugs.routine.rhythm.Change`."""

    TURNED = "turned"
    AWAKE = "awake"
    MEALS = "meals"
    COLD = "cold"
    """What warms her stays off in a cold wave."""
    LEFT_ON = "left_on"
    """What gets hot is on for far longer than it ever was."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note. `data` holds its figures; `over_at`: when all was as before."""

    resident: Ref
    kind: NoteKind
    at: datetime
    data: Mapping[str, Any]
    over_at: datetime | None
