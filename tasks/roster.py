"""Who can be offered a task now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from residents import service as residents
from tasks import store
from tasks.decide import Candidate, best
from tasks.model import Audience

if TYPE_CHECKING:
    from collections.abc import Collection

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref
    from tasks.model import NewTask, Round

DECLINES_COUNT_FOR = timedelta(days=7)


def people_for(
    uow: UnitOfWork,
    new: NewTask,
    one: Round,
    calendar: Calendar,
    declined: Collection[Ref] = (),
) -> list[Ref]:
    """Return those whom this round is offered to; nobody is a possible answer.

    Helpers among those who `declined` this very task are not asked for it again.
    """
    match one.audience:
        case Audience.NAMED:
            return _named(uow, new, calendar)
        case Audience.HELPERS:
            return _helpers(uow, new, one.count, calendar, declined)
        case Audience.OFFICERS:
            return _officers(uow, new, calendar)[: one.count]
        case Audience.DEPUTIES:
            deputies = residents.deputies_of(uow, new.district, uow.now)
            return [one.ref for one in deputies][: one.count]
        case Audience.LEADS:
            return [lead.ref for lead in residents.leads(uow, uow.now)]


def _named(uow: UnitOfWork, new: NewTask, calendar: Calendar) -> list[Ref]:
    if new.named is None:
        return []
    if new.named.startswith("helper:"):
        serves = residents.may_be_asked(uow, new.named, calendar.local(uow.now))
        if not serves or not _may_ask_helpers(uow, new, calendar):
            return []
    return [new.named] if residents.is_reachable(uow, new.named) else []


def _helpers(
    uow: UnitOfWork, new: NewTask, count: int, calendar: Calendar, declined: Collection[Ref]
) -> list[Ref]:
    if not _may_ask_helpers(uow, new, calendar):
        return []
    resident = residents.resident(uow, new.resident.partition(":")[2])
    there = residents.helpers_in(uow, new.district, calendar.local(uow.now))
    helpers = [one for one in there if one.ref not in declined]
    load = store.load_of(uow, [one.ref for one in helpers], uow.now - DECLINES_COUNT_FOR)
    return best(
        (
            Candidate(
                ref=one.ref,
                open_tasks=load[one.ref][0],
                recent_declines=load[one.ref][1],
                same_language=one.language == resident.language,
                is_named=one.ref in {new.named, resident.named_checker},
            )
            for one in helpers
            if residents.is_reachable(uow, one.ref) and load[one.ref][0] < one.max_load
        ),
        count,
    )


def _may_ask_helpers(uow: UnitOfWork, new: NewTask, calendar: Calendar) -> bool:
    """Helpers are left in peace at night; what they may see needs the resident's consent."""
    return calendar.in_helper_hours(uow.now) and residents.helpers_may_know(
        uow, new.resident, uow.now
    )


def _officers(uow: UnitOfWork, new: NewTask, calendar: Calendar) -> list[Ref]:
    if calendar.in_office_hours(uow.now):
        return [one.ref for one in residents.officers_of(uow, new.district, uow.now)]
    return [one.ref for one in residents.on_duty(uow, uow.now)]
