"""What came of the week: the service's figures beside the town's truth."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from reports.figures import Figures, figures
from residents import service as residents
from runtime.auditor import audit
from runtime.demo.comparing import Compared, compare
from runtime.demo.heard import Hearing, hearings
from runtime.demo.outages import InTheDark, in_the_dark

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from runtime.demo.stage import Stage
    from town.people.model import Accident

LINK = re.compile(r"https?:|www\.|t\.me")


@dataclass(frozen=True, slots=True)
class Rescue:
    """One accident, and whether a person came in time.

    `found_at` is when somebody stood at her door and saw it, None when nobody has yet.
    """

    tier: str
    onset: datetime
    promised_at: datetime
    found_at: datetime | None

    @property
    def waited(self) -> timedelta | None:
        """From the onset to a person at the door."""
        return None if self.found_at is None else self.found_at - self.onset

    def is_broken(self, now: datetime) -> bool:
        """Whether the promised moment has passed without anybody."""
        return self.promised_at <= now and (
            self.found_at is None or self.found_at > self.promised_at
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """The week in figures. `late` counts what the auditor found open beyond its time.

    `helped` is how long each who asked for help waited for a person, None when nobody came yet.
    """

    figures: Figures
    hearings: tuple[Hearing, ...]
    texts: int
    texts_with_link: int
    rescues: tuple[Rescue, ...]
    helped: tuple[timedelta | None, ...]
    false_alarms: int
    pages_opened: int
    compared: Compared
    in_the_dark: InTheDark
    late: dict[str, int]
    until: datetime

    @property
    def broken(self) -> tuple[Rescue, ...]:
        """Accidents whose promised moment passed without a person."""
        return tuple(one for one in self.rescues if one.is_broken(self.until))

    @property
    def due(self) -> tuple[Rescue, ...]:
        """Accidents whose promised moment lies inside the run."""
        return tuple(one for one in self.rescues if one.promised_at <= self.until)

    @property
    def waits(self) -> list[timedelta]:
        """How long each of those who were found had waited, the shortest first."""
        return sorted(one.waited for one in self.rescues if one.waited is not None)

    @property
    def unheard(self) -> tuple[Hearing, ...]:
        """Calls for help that were taken for something else."""
        return tuple(one for one in self.hearings if one.is_dangerous)

    @property
    def median_wait(self) -> timedelta | None:
        """Half of those who were found waited no longer."""
        seconds = [wait.total_seconds() for wait in self.waits]
        return timedelta(seconds=median(seconds)) if seconds else None

    @property
    def is_good(self) -> bool:
        """Whether promises were kept, calls for help heard, and nothing lies open too long."""
        return not self.broken and not self.unheard and not any(self.late.values())

    def as_json(self) -> dict[str, Any]:
        """Simulated times, counts and words: the same seed gives the same bytes."""
        return {
            "figures": asdict(self.figures),
            "written": _by_intent(self.hearings),
            "misunderstood": [asdict(one) for one in self.hearings if not one.as_meant],
            "calls_for_help_unheard": len(self.unheard),
            "texts": self.texts,
            "texts_with_link": self.texts_with_link,
            "helped_after_seconds": [
                None if waited is None else int(waited.total_seconds()) for waited in self.helped
            ],
            "rescues": [
                {
                    "tier": one.tier,
                    "onset": one.onset.isoformat(),
                    "promised_at": one.promised_at.isoformat(),
                    "found_at": None if one.found_at is None else one.found_at.isoformat(),
                }
                for one in self.rescues
            ],
            "false_alarms": self.false_alarms,
            "pages_opened": self.pages_opened,
            "promises_due": len(self.due),
            "promises_broken": len(self.broken),
            "homes_with_plugs": self.compared.as_json(),
            "power_cut": asdict(self.in_the_dark),
            "late": self.late,
        }


def tally(stage: Stage, since: datetime) -> Tally:
    """Count the run so far."""
    now = stage.clock.now()
    with stage.service.database.read() as uow:
        return Tally(
            figures=figures(uow, since),
            hearings=hearings(uow, stage.town.chats.written, stage.enrolled.refs, since),
            texts=len(stage.telephones.texts),
            texts_with_link=sum(bool(LINK.search(one.body)) for one in stage.telephones.texts),
            helped=tuple(one.waited for one in stage.town.truth.calls_for_help),
            rescues=tuple(
                _rescue(uow, stage, accident)
                for accident in stage.town.cast.accidents
                if accident.resident in stage.town.truth.helpless
            ),
            false_alarms=len(stage.town.truth.false_alarms),
            pages_opened=stage.town.pages_opened,
            compared=compare(uow, stage),
            in_the_dark=in_the_dark(uow, stage),
            late=audit(stage.service.database, now),
            until=now,
        )


def _by_intent(heard: tuple[Hearing, ...]) -> dict[str, dict[str, int]]:
    """By what was meant: how often it was written, and understood."""
    written = Counter(str(one.meant) for one in heard)
    understood = Counter(str(one.meant) for one in heard if one.as_meant)
    return {
        meant: {"written": count, "understood": understood[meant]}
        for meant, count in written.items()
    }


def _rescue(uow: UnitOfWork, stage: Stage, accident: Accident) -> Rescue:
    zone = stage.service.calendar.zone
    found_at = stage.town.truth.found.get(accident.resident)
    return Rescue(
        tier=residents.outline(uow, stage.enrolled.refs[accident.resident]).tier,
        onset=accident.onset.astimezone(zone),
        promised_at=stage.promises[accident.resident],
        found_at=None if found_at is None else found_at.astimezone(zone).replace(microsecond=0),
    )
