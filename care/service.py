"""Human contact: the promises are kept up with, and the office is asked in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import TYPE_CHECKING

from care import decide, store
from care.model import Contact, ContactKind, Promise
from residents import service as residents
from residents.calendar import OFFICE_OPENS
from signals import agenda
from signals import service as signals
from signals.model import SignalKind, resident_id
from tasks import service as tasks_service
from tasks.model import NewTask, Result, TaskKind

if TYPE_CHECKING:
    from collections import Counter

    from care.model import ContactPolicy, ContactState
    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from residents.model import Outline
    from signals.model import Ref, Signal
    from tasks.model import Task
    from tasks.service import Tasks

SUBJECT = "city:contacts"
"""Whose agenda the round stands on that finds whoever has no schedule yet."""
EVERY = timedelta(days=1)
TELLS = frozenset({SignalKind.TASK_DONE})
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


class HumanContacts:
    """Consumer of results, and actor when the office has to be asked."""

    name = "contacts"
    kinds = TELLS

    def __init__(self, calendar: Calendar, policy: ContactPolicy, tasks: Tasks) -> None:
        self._calendar = calendar
        self._policy = policy
        self._tasks = tasks

    # Consumer

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """Note that a person has met her; what follows from it is done when the actor acts."""
        known = store.of(uow, resident_id(signal.subject))
        if known is not None:
            promise = _told(known.promise, signal)
            store.save(uow, Contact(promise, known.schedule, known.look_at))

    # Actor

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Keep a resident's schedule fitting, and ask the office when its time has come."""
        if subject == SUBJECT:
            self._make_the_round(uow)
        if not subject.startswith("resident:"):
            return
        identity = resident_id(subject)
        resident = residents.outlines(uow, [subject]).get(identity)
        known = store.of(uow, identity)
        kind = None if resident is None else _promised(resident)
        if known is not None and known.promise.kind is not kind:
            self._withdraw(uow, subject)
            store.drop(uow, identity)
            known = None
        if resident is not None and kind is not None:
            promise = known.promise if known is not None else self._begun(uow, resident, kind)
            self._keep(uow, resident, promise, known)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When this resident's schedule wants attention next."""
        if subject == SUBJECT:
            return uow.now + EVERY
        is_resident = subject.startswith("resident:")
        return store.look_at(uow, resident_id(subject)) if is_resident else None

    # Steps

    @staticmethod
    def _make_the_round(uow: UnitOfWork) -> None:
        """Whoever is promised something and has no schedule is looked at, whatever made it so."""
        after: str | None = None
        while page := residents.active_ids(uow, after):
            known = store.known_among(uow, page)
            without = residents.outlines(uow, [one for one in page if one not in known])
            refs = [one.ref for one in without.values() if _promised(one) is not None]
            agenda.bring_all_forward(uow, refs, uow.now)
            after = page[-1]

    @staticmethod
    def _begun(uow: UnitOfWork, resident: Outline, kind: ContactKind) -> Promise:
        """A promise as from now; whoever met her before has met her all the same."""
        told = signals.since(uow, resident.ref, TELLS, _EVER)
        return reduce(_told, told, Promise(resident.id, kind, uow.now, None))

    def _keep(
        self, uow: UnitOfWork, resident: Outline, promise: Promise, known: Contact | None
    ) -> None:
        absences = residents.absences(uow, resident.id)
        plan = decide.schedule(promise, absences, uow.now, self._policy, self._calendar)
        contact = Contact(promise, plan, plan.asks_at)
        if plan.asks_at <= uow.now:
            contact = self._asked(uow, resident, contact)
        elif known is not None and known.schedule.asks_at <= uow.now:
            self._withdraw(uow, resident.ref)
        if contact != known:
            store.save(uow, contact)

    def _asked(self, uow: UnitOfWork, resident: Outline, contact: Contact) -> Contact:
        """The contact once the office was asked, unless it is at it or has just tried."""
        tasks = tasks_service.of_origin(uow, _origin(resident.ref))
        pace = self._policy.paces[contact.promise.kind]
        if not any(task.is_open for task in tasks):
            last = tasks[-1] if tasks else None
            again = decide.ask_at(contact.schedule, last, pace, self._calendar)
            if again > uow.now:
                return Contact(contact.promise, contact.schedule, again)
            opens = self._calendar.next_office_moment(uow.now)
            self._tasks.open(uow, self._task(resident, contact, opens), opens)
        return Contact(contact.promise, contact.schedule, self._next_morning(uow))

    def _task(self, resident: Outline, contact: Contact, opens: datetime) -> NewTask:
        pace = self._policy.paces[contact.promise.kind]
        plan = contact.schedule
        return NewTask(
            kind=TaskKind(contact.promise.kind),
            resident=resident.ref,
            origin=_origin(resident.ref),
            district=resident.district,
            rounds=decide.rounds(plan, opens, pace, self._calendar),
            do_within=timedelta(days=pace.again_after_days),
            do_by=plan.due_at,
        )

    def _withdraw(self, uow: UnitOfWork, resident: Ref) -> None:
        """It is not needed any more: somebody else met her, or she is away or not served."""
        for task in tasks_service.of_origin(uow, _origin(resident)):
            self._tasks.withdraw(uow, task)

    def _next_morning(self, uow: UnitOfWork) -> datetime:
        """A task may end without anybody being told: it is looked at each working day."""
        day = self._calendar.next_working_day(self._calendar.local(uow.now).date())
        return self._calendar.at(day, OFFICE_OPENS)

    # What officials see

    def in_state(
        self,
        uow: UnitOfWork,
        state: ContactState,
        after: tuple[datetime, str] | None,
        limit: int,
    ) -> list[Contact]:
        """A page of those who stand so now, by due moment and id, after the last one seen."""
        tomorrow = self._calendar.local(uow.now).date() + EVERY
        midnight = self._calendar.at(tomorrow, datetime.min.time())
        return store.in_state(uow, state, midnight, after, limit)


def open_tasks(uow: UnitOfWork, resident_refs: list[Ref]) -> dict[Ref, Task]:
    """By resident, the task that is open to keep what is promised to her."""
    origins = [_origin(ref) for ref in resident_refs]
    return {task.new.resident: task for task in tasks_service.open_of_origins(uow, origins)}


def overdue(uow: UnitOfWork) -> Counter[ContactKind]:
    """How many promises of each kind are overdue now."""
    return store.overdue(uow)


def late(uow: UnitOfWork, now: datetime, grace: timedelta) -> int:
    """How many schedules should have been looked at before `now - grace`."""
    return store.looked_at_before(uow, now - grace)


def _promised(resident: Outline) -> ContactKind | None:
    """What is promised to a resident as she is now; nothing to whoever is not served."""
    return decide.KIND_OF.get(resident.tier) if residents.is_watched(resident) else None


def _told(promise: Promise, signal: Signal) -> Promise:
    work, result = TaskKind(signal.data["kind"]), Result(signal.data["result"])
    reached = decide.counts(promise.kind, work, result)
    return decide.met(promise, signal.occurred_at) if reached else promise


def _origin(resident: Ref) -> str:
    return f"contact:{resident_id(resident)}"
