"""The alarms of a resident's home, and what they turned out to be."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from plugs.decide import outcomes
from residents import service as residents
from signals import service as signals

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from plugs.model.alarms import Alarm, Span
    from signals.model import Ref, Signal


def facts_since(uow: UnitOfWork, resident: Ref, since: datetime) -> list[Signal]:
    """What is on record of her alarms since a moment; nothing without an alarm."""
    told = signals.since(uow, resident, outcomes.GRADES, since)
    if not told:
        return []
    begun = min(datetime.fromisoformat(one.data["since"]) for one in told)
    found = signals.since(uow, resident, outcomes.TELLS, min(begun, since))
    # alarms before `since` are not asked for, though their silence may still have run then
    return [one for one in found if one.kind not in outcomes.GRADES or one.occurred_at >= since]


def alarms_since(uow: UnitOfWork, resident: Ref, since: datetime) -> tuple[Alarm, ...]:
    """The alarms of her home since a moment, the earliest first."""
    facts = facts_since(uow, resident, since)
    return outcomes.alarms(facts, residents.absences(uow, resident)) if facts else ()


def away_since(uow: UnitOfWork, resident: Ref, since: datetime) -> tuple[Span, ...]:
    """When she was away, as far as is known by now, though nobody may have known it then."""
    absences = [one for one in residents.absences(uow, resident) if one.over_at > since]
    return outcomes.away(alarms_since(uow, resident, since), absences)


def homes_alarmed_since(uow: UnitOfWork, since: datetime) -> list[Ref]:
    """Residents of whose homes there was an alarm since a moment."""
    return signals.subjects_of(uow, outcomes.GRADES, since)
