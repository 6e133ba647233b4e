"""Opening, weighing and closing cases, and keeping people on them until somebody has acted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from escalation import decide, store, work
from escalation.fold import apply, fold
from escalation.model import Case, Fact, FactKind, Outcome, Policy, Urgency
from escalation.service import answering, asked, home
from escalation.service.recording import said
from residents import service as residents
from signals import agenda
from signals.model import SignalKind, resident_id
from tasks import service as tasks_service
from tasks.model import Audience, Result, TaskKind, TaskState, is_staff

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref, Signal
    from tasks.model import NewTask, Round, Task
    from tasks.service import Tasks

OF_HAZARDS = {
    SignalKind.HAZARD_RECORDED: FactKind.HAZARD_RECORDED,
    SignalKind.HAZARD_LIFTED: FactKind.HAZARD_LIFTED,
}
LOOK_AGAIN = timedelta(hours=1)
"""An open case is looked at at least this often: it can never be left with nobody asked."""


class CaseClosedError(Exception):
    """The case is over: nothing about it can be decided any more."""

    def __init__(self, case_id: str) -> None:
        super().__init__(f"Case {case_id} is closed: open another by raising it.")
        self.case_id = case_id


@dataclass(frozen=True, slots=True)
class _Open:
    """An open case with the policy copied onto it."""

    case: Case
    policy: Policy


class Escalation:
    """The one engine in which all that is known about a resident comes together."""

    name = "escalation"
    kinds = frozenset(
        {
            SignalKind.SAID,
            SignalKind.CHECKIN_MISSED,
            SignalKind.CHECKIN_NOT_ASKED,
            SignalKind.CHECKIN_UNCLEAR,
            SignalKind.PLUG_ACTIVE,
            SignalKind.PLUG_QUIET,
            SignalKind.PLUG_BACK,
            SignalKind.VENDOR_ALARM,
            SignalKind.VENDOR_BACK,
            SignalKind.VENDOR_CONTACT,
            SignalKind.TASK_ACCEPTED,
            SignalKind.TASK_DONE,
            SignalKind.TASK_WAITS,
            SignalKind.TASK_UNANSWERED,
            *OF_HAZARDS,
        }
    )

    def __init__(
        self,
        calendar: Calendar,
        policies: Mapping[Urgency, Policy],
        tasks: Tasks,
    ) -> None:
        self._calendar = calendar
        self._policies = policies
        self._tasks = tasks

    # Consumer

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """Weigh one signal with everything known, and act on what that changes."""
        if not signal.subject.startswith("resident:"):
            return
        answering.answer_words(uow, signal, self._calendar)
        current = self._current(uow, signal.subject)
        where = decide.whereabouts(signal, None if current is None else current.case)
        if where is not None:
            home.note_absence(uow, signal.subject, where, signal.data["by"])
        if current is not None:
            self._hear(uow, current, signal)
        elif (news := decide.news_of(signal, None)) and not home.was_answered(uow, signal):
            self._open(uow, news, signal)

    def _hear(self, uow: UnitOfWork, current: _Open, signal: Signal) -> None:
        """One more fact about an open case."""
        if signal.kind in OF_HAZARDS:
            told = {**decide.told_by(signal), "hazard": signal.data["kind"]}
            self._write(uow, current.case, Fact(uow.now, OF_HAZARDS[signal.kind], data=told))
            return
        if signal.kind in decide.OF_HER_HOME and home.may_be_a_visitor(uow, signal.subject):
            return
        current = self._note(uow, current, signal)
        outcome = decide.ending(current.case, signal)
        if outcome is not None:
            self._close(uow, current, outcome, signal)
            return
        if decide.is_decision(signal):
            current = self._as_decided(uow, current, signal)
        news = decide.news_of(signal, current.case)
        if news:
            self._weigh_in(uow, current, news, signal)

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Look at an open case whose moment has come: somebody must be asked."""
        if not subject.startswith("resident:"):
            return
        due_at = store.due_of(uow, subject)
        is_due = due_at is not None and due_at <= uow.now
        current = self._current(uow, subject) if is_due else None
        if current is None:
            return
        if decide.is_to_be_decided(current.case, uow.now, self._calendar):
            current = self._ask_for_decision(uow, current)
        unanswered = asked.unanswered(uow, current.case)
        if unanswered:
            self._repeat(uow, current, unanswered)
        elif not asked.open_work(uow, current.case):
            self._ask_people(uow, current)
        else:
            self._save(uow, current, uow.now + LOOK_AGAIN)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When an open case about `subject` is looked at next."""
        return None if not subject.startswith("resident:") else store.due_of(uow, subject)

    # Commands of officials, who hold the subject

    def raise_to(
        self, uow: UnitOfWork, resident: Ref, urgency: Urgency, by: Ref, note: str | None
    ) -> Case:
        """An official wants somebody to be looked after so urgently: opens a case or raises it."""
        current = self._current(uow, resident)
        told = said(uow, resident, note, by=by, act="raise", urgency=int(urgency))
        if current is None:
            self._open(uow, decide.raised(None, urgency), told)
        else:
            self._weigh_in(uow, current, decide.raised(current.case, urgency), told)
        raised = self._current(uow, resident)
        assert raised is not None  # noqa: S101 - an official's word always opens a case
        return raised.case

    def close(self, uow: UnitOfWork, case: Case, outcome: Outcome, by: Ref, note: str) -> Case:
        """An official answers for the end of an open case. Raises CaseClosedError."""
        current = self._current(uow, case.resident)
        if current is None or current.case.id != case.id:
            raise CaseClosedError(case.id)
        told = said(uow, case.resident, note, by=by, act="close", outcome=outcome.value)
        where = decide.where_after(outcome, current.case)
        if where is not None:
            home.note_absence(uow, case.resident, where, by)
        residents.take_back_report(uow, case.resident)
        return self._close(uow, current, outcome, told)

    # Steps

    def _open(self, uow: UnitOfWork, news: dict[str, Any], signal: Signal) -> None:
        resident = signal.subject
        she = residents.outline(uow, resident_id(resident))
        first = decide.opening(she.tier, news, uow.now, signal)
        if first is None or (she.deceased and not decide.matters_after_death(news)):
            return
        ended, policy = store.lately_ended(uow, resident) or (None, None)
        if ended is not None and decide.reopens(first, ended, policy, uow.now):
            self._open_again(uow, ended, first)
            return
        case = fold(uow.ids.new(), resident, [first])
        current = _Open(case, self._policies[case.urgency])
        store.insert(uow, case, current.policy, uow.now + LOOK_AGAIN)
        store.append(uow, case, first)
        tasks_service.none_of_origin(uow, f"case:{case.id}")
        self._ask_people(uow, current)

    def _open_again(self, uow: UnitOfWork, ended: Case, first: Fact) -> None:
        """The same is amiss that ended well a short while ago: people see what was done then."""
        case = self._write(uow, ended, replace(first, kind=FactKind.REOPENED))
        self._ask_people(uow, _Open(case, self._policies[case.urgency]))

    def _weigh_in(
        self, uow: UnitOfWork, current: _Open, news: dict[str, Any], signal: Signal
    ) -> None:
        """One more piece of evidence; a case that rises is offered anew, more urgently."""
        before = current.case
        case = self._write(uow, before, decide.further(before, news, uow.now, signal))
        rises = case.urgency > before.urgency or case.is_discreet > before.is_discreet
        dies = case.known.death_told > before.known.death_told
        current = _Open(case, self._policies[case.urgency] if rises else current.policy)
        if rises or dies:
            self._call_back_offers(uow, case)
        still = asked.open_work(uow, case)
        nobody_else = dies and not any(map(asked.asks_officials, still))
        if rises:
            self._ask_people(uow, current)
        elif nobody_else or decide.calls_anew(before, case):
            self._ask_people(uow, current, officials=True)
        elif asked.unanswered(uow, case):
            self._save(uow, current, self._when_to_repeat(uow, current))
        elif still:
            self._save(uow, current, uow.now + LOOK_AGAIN)
        else:
            self._ask_people(uow, current)

    def _call_back_offers(self, uow: UnitOfWork, case: Case) -> None:
        """Others will be asked, more urgently. Whoever is on her way goes on, if she may know."""
        if not decide.may_ask_contacts(case):
            for task in asked.work_of_contacts(uow, case):
                self._tasks.withdraw(uow, task)
        for task in asked.open_work(uow, case):
            may_know = not case.is_discreet or is_staff(task.accepted_by or "")
            if task.state is TaskState.OFFERED or not may_know:
                self._tasks.withdraw(uow, task)

    def _ask_people(self, uow: UnitOfWork, current: _Open, *, officials: bool = False) -> None:
        """Open the task of this urgency; in a medical emergency the nearest helper besides.

        `officials`: them alone, beside whoever is asked or on her way already.
        """
        case = current.case
        rounds = current.policy.rounds
        dead = residents.outline(uow, resident_id(case.resident)).deceased
        if officials or dead or decide.is_for_officials(case):
            rounds = tuple(one for one in rounds if one.audience is not Audience.HELPERS)
        case = self._open_task(uow, current, rounds)
        dangerous = bool(residents.standing_hazards(uow, case.resident))
        if not officials and not dead and not dangerous and decide.needs_the_nearest(case):
            by_night = not self._calendar.in_helper_hours(uow.now)
            beside = decide.for_the_nearest(current.policy, by_night=by_night)
            case = self._open_task(uow, _Open(case, beside), beside.rounds)
        if not officials and not dead:
            case = self._ask_contacts(uow, _Open(case, current.policy))
        self._save(uow, _Open(case, current.policy), uow.now + LOOK_AGAIN)

    def _ask_contacts(self, uow: UnitOfWork, current: _Open) -> Case:
        """Once for each opening, by day."""
        case, policy = current.case, current.policy
        known = asked.work_of_contacts(uow, case)
        if known or not policy.contacts or not decide.may_ask_contacts(case):
            return case
        agreed = residents.contacts_may_be_asked(uow, case.resident)
        if not agreed or not residents.contacts_of(uow, case.resident):
            return case
        her = residents.outline(uow, resident_id(case.resident))
        begins, _ = self._calendar.helper_hours(uow.now)
        new = work.ask_contacts(case, her, policy)
        return self._ask_for(uow, case, new, begins if begins > uow.now else None)[1]

    def _open_task(self, uow: UnitOfWork, current: _Open, rounds: tuple[Round, ...]) -> Case:
        case, policy = current.case, current.policy
        resident = residents.resident(uow, resident_id(case.resident))
        return self._ask_for(uow, case, work.help_for(case, resident, policy, rounds))[1]

    def _ask_for(
        self, uow: UnitOfWork, case: Case, new: NewTask, not_before: datetime | None = None
    ) -> tuple[Task, Case]:
        task = self._tasks.open(uow, new, not_before)
        opened = Fact(uow.now, FactKind.TASK_OPENED, data={"task": task.id})
        return task, self._write(uow, case, opened)

    def _ask_for_decision(self, uow: UnitOfWork, current: _Open) -> _Open:
        """Before the evening an officer says what happens, unless one has it in hand already."""
        case = self._write(uow, current.case, Fact(uow.now, FactKind.DECISION_ASKED))
        if not any(map(asked.is_in_an_officers_hand, asked.open_work(uow, case))):
            her = residents.outline(uow, resident_id(case.resident))
            asks = work.decision(case, her, uow.now, self._calendar)
            _, case = self._ask_for(uow, case, asks)
        return _Open(case, current.policy)

    def _as_decided(self, uow: UnitOfWork, current: _Open, signal: Signal) -> _Open:
        """She goes there today, or whoever is on duty has it; other decisions end the case."""
        her = residents.outline(uow, resident_id(signal.subject))
        case, policy = current.case, current.policy
        evening = self._calendar.evening(uow.now)
        match Result(signal.data["result"]):
            case Result.VISIT_TODAY:
                by = signal.data["by"]
                visit = work.visit_by(case, her, policy, by, evening)
                task, case = self._ask_for(uow, case, visit)
                self._tasks.accept(uow, task, by)
            case Result.ON_DUTY:
                begins = evening if self._calendar.in_office_hours(uow.now) else None
                _, case = self._ask_for(uow, case, work.night_watch(case, her, policy), begins)
            case _:
                pass
        return _Open(case, policy)

    def _repeat(self, uow: UnitOfWork, current: _Open, unanswered: Sequence[Task]) -> None:
        """Nobody came: the last round again, and again, until somebody acts."""
        case = current.case
        for task in unanswered:
            self._tasks.go_on(uow, task, [current.policy.repeat])
            again = Fact(uow.now, FactKind.ROUNDS_REPEATED, data={"task": task.id})
            case = self._write(uow, case, again)
        self._save(uow, _Open(case, current.policy), uow.now + current.policy.repeat.wait)

    def _note(self, uow: UnitOfWork, current: _Open, signal: Signal) -> _Open:
        """Write on the timeline what people do about the case."""
        if signal.data.get("origin") != f"case:{current.case.id}":
            return current
        kinds = {
            SignalKind.TASK_ACCEPTED: FactKind.ACCEPTED,
            SignalKind.TASK_DONE: FactKind.VISITED,
            SignalKind.TASK_WAITS: FactKind.WAITS,
            SignalKind.TASK_UNANSWERED: FactKind.NOBODY_CAME,
        }
        kind = kinds.get(signal.kind)
        if signal.data.get("kind") == TaskKind.CONTACT_CHECK:
            kind = FactKind.CONTACT_SAID if signal.kind is SignalKind.TASK_DONE else None
        if kind is None:
            return current
        said = ("task", "by", "entered_by", "result", "back_at")
        data = {key: signal.data[key] for key in said if key in signal.data}
        told = {**data, **decide.told_by(signal)}
        case = self._write(uow, current.case, Fact(uow.now, kind, data=told))
        noted = _Open(case, current.policy)
        if kind is FactKind.NOBODY_CAME:
            self._save(uow, noted, self._when_to_repeat(uow, noted))
        return noted

    def _when_to_repeat(self, uow: UnitOfWork, current: _Open) -> datetime:
        """At once the first time; afterwards the round's own wait apart."""
        last = current.case.repeated_at
        return uow.now if last is None else max(uow.now, last + current.policy.repeat.wait)

    def _close(self, uow: UnitOfWork, current: _Open, outcome: Outcome, signal: Signal) -> Case:
        data = {"outcome": outcome, **decide.told_by(signal)}
        case = self._write(uow, current.case, Fact(uow.now, FactKind.CLOSED, data=data))
        self._save(uow, _Open(case, current.policy), uow.now)
        for task in asked.work_of(uow, case):
            self._tasks.withdraw(uow, task, work.THANKS[outcome])
        if outcome in decide.ENDED_WELL:
            self._tasks.give_the_all_clear(uow, asked.work_of_contacts(uow, case))
        return case

    def call_back_at(self, uow: UnitOfWork, resident: Ref) -> datetime:
        """When a person rings her: soon while somebody is there, else when the office opens."""
        return answering.call_back(uow, resident, self._calendar).at

    # Small helps

    @staticmethod
    def _current(uow: UnitOfWork, resident: Ref) -> _Open | None:
        found = store.open_of(uow, resident)
        return None if found is None else _Open(found[0], found[1])

    def _write(self, uow: UnitOfWork, case: Case, fact: Fact) -> Case:
        after = apply(case, fact)
        store.append(uow, after, fact)
        return after

    def _save(self, uow: UnitOfWork, current: _Open, due_at: datetime) -> None:
        due_at = decide.looked_at(current.case, due_at, uow.now, self._calendar)
        store.update_row(uow, current.case, current.policy, due_at)
        agenda.bring_forward(uow, current.case.resident, due_at)
