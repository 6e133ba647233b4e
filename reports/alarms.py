"""What the alarms of plugs turned out to be, so that the city sees whether it cries wolf."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from plugs.model.alarms import Grade, Turned
from plugs.service.outcomes import alarms_since, homes_alarmed_since
from residents import service as residents
from residents.model import Kind, ref_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import tzinfo

    from foundation.unit_of_work import UnitOfWork
    from plugs.model.alarms import Alarm

FOUR_WEEKS = timedelta(days=28)
Outcomes: TypeAlias = dict[Grade, dict[Turned, int]]
"""How many alarms, by how far they went and what they turned out to be."""


@dataclass(frozen=True, slots=True)
class Month:
    """The alarms of one month of the city's calendar; `first` is its first day."""

    first: date
    outcomes: Outcomes


def outcomes(
    uow: UnitOfWork, since: datetime, districts: Collection[str] | None = None
) -> Outcomes:
    """Those since a moment, of all homes or of some districts'."""
    return _counted(_alarms(uow, since, districts))


def by_month(
    uow: UnitOfWork, months: int, zone: tzinfo, districts: Collection[str]
) -> tuple[Month, ...]:
    """The months up to this one, the newest first."""
    firsts = _firsts(uow.now.astimezone(zone).date(), months)
    since = datetime(firsts[-1].year, firsts[-1].month, 1, tzinfo=zone)
    found: dict[date, list[Alarm]] = {first: [] for first in firsts}
    for one in _alarms(uow, since, districts):
        found[one.at.astimezone(zone).date().replace(day=1)].append(one)
    return tuple(Month(first, _counted(those)) for first, those in found.items())


def _firsts(today: date, months: int) -> list[date]:
    firsts = [today.replace(day=1)]
    while len(firsts) < months:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    return firsts


def _alarms(uow: UnitOfWork, since: datetime, districts: Collection[str] | None) -> Iterable[Alarm]:
    homes = homes_alarmed_since(uow, since)
    if districts is not None:
        known = residents.outlines(uow, homes).values()
        homes = [ref_of(Kind.RESIDENT, one.id) for one in known if one.district in districts]
    return (alarm for her in homes for alarm in alarms_since(uow, her, since))


def _counted(alarms: Iterable[Alarm]) -> Outcomes:
    counted = Counter((one.grade, one.turned) for one in alarms)
    return {grade: {what: counted[grade, what] for what in Turned} for grade in Grade}
