"""Opening, weighing and closing cases, and keeping people on them until somebody has acted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from escalation import decide, store
from escalation.fold import apply, fold
from escalation.model import Case, Fact, FactKind, Outcome, Policy, Urgency
from escalation.words import ANSWERS, answer_help
from residents import service as residents
from residents.model import AbsenceKind, AbsenceSource, ChannelName, NewAbsence
from signals import agenda
from signals import service as signals
from signals.model import Cause, Draft, Meaning, SignalKind, Source, resident_id
from tasks import service as tasks_service
from tasks.model import Audience, NewTask, Round, Task, TaskKind, TaskState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref, Signal
    from tasks.service import Tasks

LOOK_AGAIN = timedelta(hours=1)
"""An open case is looked at at least this often: it can never be left with nobody asked."""
NIGHT_CALL_WITHIN = timedelta(minutes=30)
DAY_CALL_WITHIN = timedelta(minutes=30)


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
            SignalKind.TASK_ACCEPTED,
            SignalKind.TASK_DONE,
            SignalKind.TASK_UNANSWERED,
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
        if signal.kind is SignalKind.SAID:
            self._answer_words(uow, signal)
        found = store.open_of(uow, signal.subject)
        current = None if found is None else _Open(found[0], found[1])
        where = decide.whereabouts(signal, None if current is None else current.case)
        if where is not None:
            self._note_absence(uow, signal.subject, where, signal.data["by"])
        if current is not None:
            if signal.kind in decide.OF_HER_HOME and self._may_be_a_visitor(uow, signal.subject):
                return
            current = self._note(uow, current, signal)
            outcome = decide.ending(current.case, signal)
            if outcome is not None:
                self._close(uow, current, outcome, signal)
                return
        news = decide.news_of(signal, None if current is None else current.case)
        if news:
            self._take(uow, current, news, signal)

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Look at an open case whose moment has come: somebody must be asked."""
        if not subject.startswith("resident:"):
            return
        due_at = store.due_of(uow, subject)
        found = None if due_at is None or due_at > uow.now else store.open_of(uow, subject)
        if found is None:
            return
        current = _Open(found[0], found[1])
        task = self._unanswered(uow, current.case)
        if task is not None:
            self._repeat(uow, current, task)
        elif not self._open_tasks(uow, current.case):
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
        found = store.open_of(uow, resident)
        current = None if found is None else _Open(found[0], found[1])
        said = _said(uow, resident, note, by=by, act="raise", urgency=int(urgency))
        news = decide.raised(None if current is None else current.case, urgency)
        self._take(uow, current, news, said)
        raised = store.open_of(uow, resident)
        assert raised is not None  # noqa: S101 - an official's word always opens a case
        return raised[0]

    def note(self, uow: UnitOfWork, case: Case, by: Ref, note: str) -> Case:
        """An official writes down what she knows; it changes nothing but the timeline."""
        said = _said(uow, case.resident, note, by=by, act="note")
        return self._write(uow, case, Fact(uow.now, FactKind.NOTED, data=decide.told_by(said)))

    def close(self, uow: UnitOfWork, case: Case, outcome: Outcome, by: Ref, note: str) -> Case:
        """An official answers for the end of an open case. Raises CaseClosedError."""
        found = store.open_of(uow, case.resident)
        if found is None or found[0].id != case.id:
            raise CaseClosedError(case.id)
        current = _Open(found[0], found[1])
        said = _said(uow, case.resident, note, by=by, act="close", outcome=outcome.value)
        where = decide.WHERE.get(outcome)
        if where is not None:
            self._note_absence(uow, case.resident, where, by)
        return self._close(uow, current, outcome, said)

    # Steps

    def _take(
        self, uow: UnitOfWork, current: _Open | None, news: dict[str, Any], signal: Signal
    ) -> None:
        if current is None:
            self._open(uow, news, signal)
        else:
            self._weigh_in(uow, current, news, signal)

    def _open(self, uow: UnitOfWork, news: dict[str, Any], signal: Signal) -> None:
        resident = signal.subject
        she = residents.outline(uow, resident_id(resident))
        first = decide.opening(she.tier, news, uow.now, signal)
        if first is None or (she.deceased and not decide.matters_after_death(news)):
            return
        case = fold(uow.ids.new(), resident, [first])
        current = _Open(case, self._policies[case.urgency])
        store.insert(uow, case, current.policy, uow.now + LOOK_AGAIN)
        store.append(uow, case.id, [first])
        self._ask_people(uow, current)

    def _weigh_in(
        self, uow: UnitOfWork, current: _Open, news: dict[str, Any], signal: Signal
    ) -> None:
        """One more piece of evidence; a case that rises is offered anew, more urgently."""
        before = current.case
        case = self._write(uow, before, decide.further(before, news, uow.now, signal))
        rises = case.urgency > before.urgency or case.is_discreet > before.is_discreet
        turns = case.known.death_told > before.known.death_told
        policy = self._policies[case.urgency] if rises else current.policy
        current = _Open(case, policy)
        if rises or turns:
            self._call_back_offers(uow, case)
        still = self._open_tasks(uow, case)
        if rises or (turns and not any(_asks_officials(task) for task in still)):
            self._ask_people(uow, current)
        elif self._unanswered(uow, case) is not None:
            self._save(uow, current, self._when_to_repeat(uow, current))
        elif still:
            self._save(uow, current, uow.now + LOOK_AGAIN)
        else:
            self._ask_people(uow, current)

    def _call_back_offers(self, uow: UnitOfWork, case: Case) -> None:
        """Others will be asked, more urgently. Whoever is on her way goes on, if she may know."""
        for task in self._open_tasks(uow, case):
            if case.is_discreet or task.state is TaskState.OFFERED:
                self._tasks.withdraw(uow, task)

    def _ask_people(self, uow: UnitOfWork, current: _Open) -> None:
        """Open the task of this urgency; in a medical emergency the nearest helper besides."""
        case = current.case
        rounds = current.policy.rounds
        dead = residents.outline(uow, resident_id(case.resident)).deceased
        if dead or decide.is_for_officials(case):
            rounds = tuple(one for one in rounds if one.audience is not Audience.HELPERS)
        case = self._open_task(uow, current, rounds)
        if not dead and decide.needs_the_nearest(case):
            beside = (decide.nearest(current.policy),)
            case = self._open_task(uow, _Open(case, current.policy), beside)
        self._save(uow, _Open(case, current.policy), uow.now + LOOK_AGAIN)

    def _open_task(self, uow: UnitOfWork, current: _Open, rounds: tuple[Round, ...]) -> Case:
        case = current.case
        resident = residents.resident(uow, resident_id(case.resident))
        task = self._tasks.open(
            uow,
            NewTask(
                kind=_kind_of_task(case),
                resident=case.resident,
                origin=f"case:{case.id}",
                district=resident.district,
                rounds=rounds or (current.policy.repeat,),
                do_within=current.policy.do_within,
                when=current.policy.when,
                urgency=case.urgency.word,
                named=resident.named_checker,
                emergency=case.urgency is Urgency.EMERGENCY,
            ),
        )
        return self._write(uow, case, Fact(uow.now, FactKind.TASK_OPENED, data={"task": task.id}))

    def _repeat(self, uow: UnitOfWork, current: _Open, task: Task) -> None:
        """Nobody came: the last round again, and again, until somebody acts."""
        self._tasks.go_on(uow, task, [current.policy.repeat])
        case = self._write(
            uow,
            current.case,
            Fact(uow.now, FactKind.ROUNDS_REPEATED, data={"task": task.id}),
        )
        self._save(uow, _Open(case, current.policy), uow.now + current.policy.repeat.wait)

    def _note(self, uow: UnitOfWork, current: _Open, signal: Signal) -> _Open:
        """Write on the timeline what people do about the case."""
        if signal.data.get("origin") != f"case:{current.case.id}":
            return current
        kinds = {
            SignalKind.TASK_ACCEPTED: FactKind.ACCEPTED,
            SignalKind.TASK_DONE: FactKind.VISITED,
            SignalKind.TASK_UNANSWERED: FactKind.NOBODY_CAME,
        }
        kind = kinds.get(signal.kind)
        if kind is None:
            return current
        data = {key: signal.data[key] for key in ("task", "by", "result") if key in signal.data}
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
        for task in self._open_tasks(uow, case):
            self._tasks.withdraw(uow, task)
        return case

    @staticmethod
    def _note_absence(uow: UnitOfWork, resident: Ref, kind: AbsenceKind, by: Ref) -> None:
        """Who is not at home is not asked there; every absence ends in a question.

        Of hospital an officer answers. That she is out, somebody heard at her door.
        """
        if residents.is_away(uow, resident, uow.now):
            return
        heard = kind is AbsenceKind.TRAVEL
        away = NewAbsence(
            kind=kind,
            source=AbsenceSource.WORDS if heard else AbsenceSource.OFFICER,
            since=uow.now,
            until=None,
            recorded_by=by,
        )
        residents.add_absence(uow, resident, away)

    @staticmethod
    def _may_be_a_visitor(uow: UnitOfWork, resident: Ref) -> bool:
        """Whether somebody is on the way to her, or there: it may be she who put the kettle on."""
        about = tasks_service.open_about(uow, resident)
        return any(
            task.state is TaskState.ACCEPTED and task.new.kind is not TaskKind.DEBRIEF
            for task in about
        )

    # What she hears

    def _answer_words(self, uow: UnitOfWork, signal: Signal) -> None:
        meaning = Meaning(signal.data["meaning"])
        on_telegram = signal.data["channel"] == ChannelName.TELEGRAM
        if meaning not in {Meaning.HELP, Meaning.URGENT} or not on_telegram:
            return
        cause = signal.data.get("cause")
        template = "reply.help" if cause is None else ANSWERS[Cause(cause)]
        resident = residents.resident(uow, resident_id(signal.subject))
        call_at = self.call_back_at(uow, signal.subject)
        answer_help(uow, resident, signal, template, call_at)

    def call_back_at(self, uow: UnitOfWork, _resident: Ref) -> datetime:
        """When a person rings her: soon while somebody is there, else when the office opens."""
        if self._calendar.in_office_hours(uow.now):
            return uow.now + DAY_CALL_WITHIN
        if residents.on_duty(uow, uow.now):
            return uow.now + NIGHT_CALL_WITHIN
        return self._calendar.next_office_moment(uow.now)

    # Small helps

    def _write(self, uow: UnitOfWork, case: Case, fact: Fact) -> Case:
        store.append(uow, case.id, [fact])
        return apply(case, fact)

    def _save(self, uow: UnitOfWork, current: _Open, due_at: datetime) -> None:
        store.update_row(uow, current.case, current.policy, due_at)
        agenda.bring_forward(uow, current.case.resident, due_at)

    def _open_tasks(self, uow: UnitOfWork, case: Case) -> list[Task]:
        return [task for task in self._all_tasks(uow, case) if task.is_open]

    def _unanswered(self, uow: UnitOfWork, case: Case) -> Task | None:
        """The case's newest task, when nobody took it.

        A task that only helpers were asked for goes beside it and does not stand in for it.
        """
        known = [t for t in self._all_tasks(uow, case) if t.state is not TaskState.WITHDRAWN]
        officials = [task for task in known if _asks_officials(task)] or known
        newest = [task for task in officials if task.opened_at == officials[-1].opened_at]
        return next((task for task in newest if task.state is TaskState.UNANSWERED), None)

    def _all_tasks(self, uow: UnitOfWork, case: Case) -> list[Task]:
        return tasks_service.of_origin(uow, f"case:{case.id}")


def _said(uow: UnitOfWork, resident: Ref, note: str | None, **data: str | int) -> Signal:
    """What an official says about her, as a fact like all others."""
    said = signals.record(
        uow,
        Draft(
            kind=SignalKind.OFFICER_SAID,
            source=Source.STAFF,
            source_id=uow.ids.new(),
            subject=resident,
            occurred_at=uow.now,
            data=data,
            words=note,
        ),
    )
    assert said is not None  # noqa: S101 - its id is new
    return said


def _asks_officials(task: Task) -> bool:
    return any(one.audience is not Audience.HELPERS for one in task.new.rounds)


def _kind_of_task(case: Case) -> TaskKind:
    known = case.known
    if known.danger_seen or known.silent_visits:
        return TaskKind.WELFARE_VISIT
    if known.asked_for_help or known.needs_help_seen or known.cause is not None:
        return TaskKind.CALL_BACK
    if known.unclear or known.office_task_unanswered:
        return TaskKind.AFTER_UNCLEAR
    return TaskKind.WELFARE_VISIT
