"""What is really the matter with the town's residents, and when a person got to see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from town.people.habits import Found, Plight

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from town.people.model import Accident, Cast, Trip
    from town.servers.timeline import Now


@dataclass(slots=True)
class CallForHelp:
    """She said that she needs somebody. `reached_at` is when one saw her, or spoke with her."""

    resident: str
    at: datetime
    urgent: bool
    reached_at: datetime | None = None

    @property
    def waited(self) -> timedelta | None:
        """How long until somebody was there."""
        return None if self.reached_at is None else self.reached_at - self.at


class Truth:
    """Who lies helpless, who is away, who asked for help. The service knows none of it."""

    def __init__(self, cast: Cast, now: Now) -> None:
        self._now = now
        self._trips: dict[str, Trip] = {one.resident: one for one in cast.trips}
        self._needs: dict[str, CallForHelp] = {}
        self._in_hospital: dict[str, datetime] = {}
        self.helpless: dict[str, datetime] = {}
        """Resident → since when she can do nothing any more."""
        self.found: dict[str, datetime] = {}
        """Resident who lay helpless → when a person stood at her door and saw it."""
        self.calls_for_help: list[CallForHelp] = []
        self.false_alarms: list[str] = []
        """Residents at whose door somebody stood although all was well."""

    def plight(self, resident: str) -> Plight:
        """How she is now."""
        if resident in self._in_hospital:
            return Plight.IN_HOSPITAL
        if resident in self.helpless:
            return Plight.HELPLESS
        if resident in self._needs:
            return Plight.IN_DANGER if self._needs[resident].urgent else Plight.NEEDS_HELP
        return Plight.AWAY if self.left_at(resident) is not None else Plight.WELL

    def befalls(self, accident: Accident) -> None:
        """From now on she lies helpless; in hospital nobody falls at home."""
        if self.plight(accident.resident) is not Plight.IN_HOSPITAL:
            self.helpless[accident.resident] = accident.onset

    def can_answer(self, resident: str) -> bool:
        """Whether she can press, write or pick up."""
        return self.plight(resident) not in {Plight.HELPLESS, Plight.IN_HOSPITAL}

    def left_at(self, resident: str) -> datetime | None:
        """Since when she is not at home; None when she is."""
        if resident in self._in_hospital:
            return self._in_hospital[resident]
        trip = self._trips.get(resident)
        on_it = trip is not None and trip.leaves <= self._now() < trip.returns
        return trip.leaves if trip is not None and on_it else None

    def needs_help(self, resident: str, *, urgent: bool) -> None:
        """She says so; what she said before and nobody saw to yet goes on."""
        known = self._needs.get(resident)
        if known is not None:
            known.urgent |= urgent
            return
        self._needs[resident] = CallForHelp(resident, self._now(), urgent)
        self.calls_for_help.append(self._needs[resident])

    def seen(self, resident: str, found: Found, *, by_office: bool) -> None:
        """Somebody was with her, or spoke with her. What is to be done then, the office does."""
        if found is Found.HANDED_OVER:
            self._in_hospital[resident] = self._now()
        if resident in self.helpless:
            if found in {Found.DANGER, Found.HANDED_OVER}:
                self.found.setdefault(resident, self._now())
            return
        call = self._needs.get(resident)
        if call is None:
            if not by_office and found is not Found.AWAY:
                self.false_alarms.append(resident)
            return
        call.reached_at = call.reached_at or self._now()
        if by_office:
            del self._needs[resident]
