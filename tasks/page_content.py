"""What stands on the page of whoever has some work: whom it is about, and how it may end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from residents import service as residents
from residents.model import HazardKind, UnknownPersonError
from signals import service as signals
from signals.model import SignalKind
from tasks.doors import also_hers
from tasks.model import LOOKS_FOR_HER, ONE_VISIT, Result, TaskKind, is_helper
from tasks.told import Shown, Visited, Whom
from tasks.wishes import wish_of

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from residents.model import Hazard
    from signals.model import Ref
    from tasks.model import Task
    from tasks.tables import PageLinkRow


LADDER = (
    "page.task.ladder.heard",
    "page.task.ladder.traces",
    "page.task.ladder.phone",
    "page.task.ladder.neighbours",
    "page.task.ladder.contacts",
    "page.task.ladder.door",
)
"""The steps at the door, as text keys (docs/care.md 7)."""
AT_THE_DOOR = frozenset(
    {
        TaskKind.WELFARE_VISIT,
        TaskKind.PERSON_CHECK,
        TaskKind.CALL_BACK,
        TaskKind.AFTER_UNCLEAR,
        TaskKind.QUARTERLY_CONTACT,
        TaskKind.REGULAR_VISIT,
    }
)
"""Kinds of work that may end at somebody's door."""
FORM = (
    Result.SEEN_WELL,
    Result.SPOKEN_WELL,
    Result.SEEN_ELSEWHERE,
    Result.AWAY,
    Result.NO_ANSWER,
    Result.NEEDS_HELP,
    Result.DANGER,
)
HELPER_FORM = (*FORM, Result.TURNED_BACK)
STAFF_FORM = (*FORM, Result.HELPED, Result.HANDED_OVER, Result.DIED)
"""What may be said on the page; other work has its form in the messenger alone."""
WITH_A_HELPER = frozenset({TaskKind.DEBRIEF, TaskKind.HELPERS_WORDS})
"""Kinds of work that are done with the helper of their origin."""
WRITTEN_BEFORE = timedelta(days=1)
"""How long before the work was opened something may have been written that it is about."""
_PRESSING = frozenset({"danger", "emergency"})


def content(uow: UnitOfWork, row: PageLinkRow, task: Task, whom: Whom, cookie: str) -> Shown:
    on_it = on_the_page(uow, task, row.person)
    by_phone = is_by_phone(uow, row.person, task)
    return Shown(
        by=row.person,
        people=tuple(_visited(uow, one, row.person) for one in on_it),
        address="" if by_phone else whom.address,
        district=task.new.district,
        kind=task.new.kind,
        at=uow.now,
        due_at=min(one.do_by or one.due_at for one in on_it),
        ladder=LADDER if task.new.kind in AT_THE_DOOR and not by_phone else (),
        said=_said(uow, task) if task.new.kind is TaskKind.HELPERS_WORDS else (),
        hazards=_hazards(uow, row.person, task),
        by_phone=by_phone,
        cookie=cookie,
        cookie_until=row.expires_at,
    )


def on_the_page(uow: UnitOfWork, task: Task, person: Ref) -> list[Task]:
    """The task and those of others behind the same door that she has, as far as she may know."""
    others = also_hers(uow, task, person)
    return [task, *(one for one in others if may_know(uow, person, one) and whom_of(uow, one))]


def _visited(uow: UnitOfWork, task: Task, person: Ref) -> Visited:
    whom = whom_of(uow, task)
    assert whom is not None  # noqa: S101 - those who are not known are not on the page
    form = form_of(task, person)
    may_wait = bool(form) and task.new.kind in LOOKS_FOR_HER and task.back_at is None
    return Visited(
        task_id=task.id,
        resident=task.new.resident,
        origin=task.new.origin,
        code=task.code,
        name=whom.name,
        phones=whom.phones,
        form=form,
        may_wait=may_wait,
        waits=task.back_at,
    )


def form_of(task: Task, person: Ref) -> tuple[Result, ...]:
    if task.new.kind not in AT_THE_DOOR | ONE_VISIT:
        return ()
    return HELPER_FORM if is_helper(person) else STAFF_FORM


def is_by_phone(uow: UnitOfWork, person: Ref, task: Task) -> bool:
    """Whether a helper may ring and not go: a danger is recorded of that home."""
    rings = is_helper(person) and task.new.kind not in WITH_A_HELPER
    return rings and bool(residents.standing_hazards(uow, task.new.resident))


def _hazards(uow: UnitOfWork, person: Ref, task: Task) -> tuple[Hazard, ...]:
    """What officials read of the danger that is recorded of a home."""
    if is_helper(person) or task.new.kind in WITH_A_HELPER:
        return ()
    known = residents.hazards_of(uow, task.new.resident)
    return tuple(_to_be_read(uow, one) for one in known if one.stands(uow.now))


def _to_be_read(uow: UnitOfWork, hazard: Hazard) -> Hazard:
    """Of what was only reported: by whom, and where she is rung."""
    if hazard.kind is not HazardKind.REPORTED:
        return hazard
    find = residents.helper if is_helper(hazard.recorded_by) else residents.staff
    by = find(uow, hazard.recorded_by)
    return replace(hazard, words=f"{by.name} {by.phone.shown}")


def whom_for(uow: UnitOfWork, person: Ref, task: Task) -> Whom | None:
    """The same for the ear of `person`: what endangers her there, or no address to go to."""
    whom = whom_of(uow, task)
    if whom is None or task.new.kind in WITH_A_HELPER:
        return whom
    if is_by_phone(uow, person, task):
        return replace(whom, address="")
    hazards = () if is_helper(person) else residents.standing_hazards(uow, task.new.resident)
    return replace(whom, hazards=hazards)


def _said(uow: UnitOfWork, task: Task) -> tuple[str, ...]:
    """What the helper wrote that nobody but a person understands."""
    since = task.opened_at - WRITTEN_BEFORE
    wrote = signals.since(uow, task.new.resident, [SignalKind.WORKER_WROTE], since)
    words = (one.words for one in wrote)
    return tuple(each for each in words if each and wish_of(each) is None)


def may_know(uow: UnitOfWork, person: Ref, task: Task) -> bool:
    """Whether she still serves, and a helper, or the night desk, may know whom it is about.

    In a pressing task a withdrawal takes effect when it closes (docs/care.md 9).
    """
    since = task.opened_at if task.new.urgency in _PRESSING else None
    if not is_helper(person):
        return residents.staff(uow, person).active and residents.staff_may_know(
            uow, person, task.new.resident, acting_since=since
        )
    return residents.helper(uow, person).active and residents.helpers_may_know(
        uow, task.new.resident, uow.now, acting_since=since
    )


def whom_of(uow: UnitOfWork, task: Task) -> Whom | None:
    """The resident, or the helper to talk with; None for many, or when what was known is gone."""
    try:
        if task.new.kind in WITH_A_HELPER:
            helper = residents.helper(uow, task.new.origin)
            return Whom(helper.ref, helper.name, "", (helper.phone,))
        if not task.is_about_resident:
            return None
        resident = residents.resident(uow, task.new.resident)
    except UnknownPersonError:
        return None
    return Whom(resident.ref, resident.name, resident.address, resident.phones)
