"""The week in the homes with plugs, by the rules that cities use and by what is usual there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from plugs import service as plugs
from plugs.routine import SLOTS, course
from plugs.routine.course import LIMITS
from plugs.routine.worth import Worth
from plugs.scoring import signs_of, worths_of
from plugs.service import recording_of
from residents import service as residents
from signals import service as signals
from signals.model import SignalKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foundation.city import City
    from foundation.unit_of_work import UnitOfWork
    from plugs.recording import Recording
    from runtime.demo.stage import Stage
    from signals.model import Ref

FIXED_HOURS = (24, 36, 50)
"""After so long without a change cities alert (docs/decisions/0017)."""
_SLOT = timedelta(days=1) / SLOTS


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule did in the week. `hours` None: by what is usual in each home.

    `needless` alarms came of homes where nobody lay helpless; `waits` are from an accident to the
    first alarm, of those that were followed by one. Of the others `not_due` had ended before the
    rule's time was up: she was found by other means, or the run was over.
    """

    hours: int | None
    needless: int
    waits: tuple[timedelta, ...]
    not_due: int

    @property
    def median_wait(self) -> timedelta | None:
        """Half of the alarms after an accident came no later."""
        if not self.waits:
            return None
        return timedelta(seconds=median(one.total_seconds() for one in self.waits))


@dataclass(frozen=True, slots=True)
class Compared:
    """`homes` had a plug that tells of people, `useless` one that does not.

    `accidents` are those of the former.
    """

    homes: int
    useless: int
    accidents: int
    rules: tuple[Rule, ...]

    def as_json(self) -> dict[str, Any]:
        """Hours and counts."""
        return {
            "homes": self.homes,
            "useless": self.useless,
            "accidents": self.accidents,
            "rules": [
                {
                    "hours": one.hours,
                    "needless": one.needless,
                    "waited_seconds": [int(wait.total_seconds()) for wait in one.waits],
                    "not_due": one.not_due,
                }
                for one in self.rules
            ],
        }


@dataclass(frozen=True, slots=True)
class _Home:
    resident: Ref
    recording: Recording
    onset: datetime | None
    ended: datetime
    """When she was found, or the run was over."""
    limit_hours: float
    """Of her tier."""


def compare(uow: UnitOfWork, stage: Stage) -> Compared:
    """The service's own alarms beside those that fixed hours would have raised."""
    found = list(_homes(uow, stage))
    city = stage.service.settings.city()
    told = [one for one in found if _tells_of_people(one.recording, city)]
    fixed = [
        _rule(hours, [(one, _fixed(one.recording, city, stage.start, hours)) for one in told])
        for hours in FIXED_HOURS
    ]
    ours = _rule(None, [(one, _ours(uow, one.resident, stage.start)) for one in told])
    accidents = sum(one.onset is not None for one in told)
    return Compared(len(told), len(found) - len(told), accidents, (*fixed, ours))


def _homes(uow: UnitOfWork, stage: Stage) -> list[_Home]:
    zone, town = stage.service.calendar.zone, stage.town
    homes: list[_Home] = []
    for key in sorted({one.resident for one in town.cast.plugs}):
        her = residents.outline(uow, stage.enrolled.refs[key])
        household = f"household:{her.household_id}"
        recording = recording_of(uow, plugs.household_devices(uow, household), zone)
        if recording is not None:
            onset, ended = town.truth.helpless.get(key), town.truth.found.get(key, uow.now)
            homes.append(_Home(her.ref, recording, onset, ended, LIMITS[her.tier].hours))
    return homes


def _ours(uow: UnitOfWork, resident: Ref, since: datetime) -> list[datetime]:
    told = signals.since(uow, resident, [SignalKind.PLUG_QUIET], since)
    return [one.occurred_at for one in told]


def _tells_of_people(recording: Recording, city: City) -> bool:
    return any(one.worth is Worth.INFORMATIVE for one in worths_of(recording, city).values())


def _fixed(recording: Recording, city: City, since: datetime, hours: int) -> list[datetime]:
    """When a silence had lasted so long, once in each."""
    view = course.look(list(signs_of(recording, city).values()), recording.weekend)
    waits = course.judge(view, LIMITS["high"]).silence_hours[: recording.ends]
    reached = waits >= hours
    begins = np.flatnonzero(reached & ~np.concatenate(([False], reached[:-1])))
    midnight = datetime.combine(recording.first, datetime.min.time(), city.zone)
    moments = [midnight + (int(one) + 1) * _SLOT for one in begins]
    return [one for one in moments if one >= since]


def _rule(hours: int | None, alarms: Sequence[tuple[_Home, list[datetime]]]) -> Rule:
    needless, not_due, waits = 0, 0, []
    for home, told in alarms:
        after = [] if home.onset is None else [one for one in told if one >= home.onset]
        needless += len(told) - len(after)
        if home.onset is None:
            continue
        waits += [min(after) - home.onset] if after else []
        limit = timedelta(hours=home.limit_hours if hours is None else hours)
        not_due += not after and home.ended < home.onset + limit
    return Rule(hours, needless, tuple(sorted(waits)), not_due)
