"""What happened in a period, in numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from care import service as contacts
from care.model import ContactKind
from checkins import service as checkins
from checkins.model import CheckinState
from escalation import service as escalation
from escalation.model import FactKind, Outcome, Urgency
from plugs import service as plugs
from plugs.model import DeviceState
from plugs.model.alarms import Grade
from reports import alarms
from reports.rungs import counted_by_rung, rung_answered, rungs_left
from residents import service as residents
from signals import service as signals
from signals.model import SignalKind
from tasks import service as tasks
from tasks.model import TaskKind, TaskState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from checkins.model import Checkin
    from escalation.model import Case
    from foundation.unit_of_work import UnitOfWork
    from residents.model import ChannelName
    from tasks.model import Task

ANSWERED = frozenset({CheckinState.FINE, CheckinState.HELP, CheckinState.ABSENT})


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of a period.

    `asked` are all check-ins but those withdrawn; `answered` is by the channel she answered on,
    `asked_on` by each on which a step left. `asked_by_rung` and `answered_by_rung` are by what
    left, and by the last of it before her answer, as `reports.rungs` names it. `unclear` are the
    check-ins with an answer that was not clear, by the state they are in now; `cases` are by
    urgency. `visits` are results given by somebody who went or rang, `worst_visit_seconds` is the
    longest from a task's opening to its result; `unwatched` are residents with neither a plan nor
    an open task, and those for whom the office looks for a way to hear from them. Overdue contacts
    and visits and plugs are counted as they are now; warnings (at 75 % of what a tier allows),
    alarms and faults as they came, alarms also by what they turned out to be. The questions of
    `campaigns` are among those asked.
    """

    asked: int
    withdrawn: int
    answered: Mapping[str, int]
    asked_on: Mapping[str, int]
    asked_by_rung: Mapping[str, int]
    answered_by_rung: Mapping[str, int]
    unclear: Mapping[str, int]
    alive_only: int
    not_asked: int
    missed: int
    asking: int
    cases: Mapping[str, int]
    open_cases: int
    tasks_opened: int
    tasks_accepted: int
    tasks_late: int
    visits: int
    worst_visit_seconds: int
    handed_over: int
    unwatched: int
    contacts_overdue: int
    visits_overdue: int
    plugs_working: int
    plugs_faulty: int
    plug_warnings: int
    plug_alarms: int
    plug_turned: Mapping[str, int]
    plug_notes: int
    device_faults: int
    vendor_alarms: int
    campaigns: int


def figures(uow: UnitOfWork, since: datetime) -> Figures:
    """Count everything since `since` (UTC-aware) up to now."""
    every = checkins.since(uow, since)
    asked = [one for one in every if one.state is not CheckinState.WITHDRAWN]
    answered = [one for one in asked if one.state in ANSWERED]
    states = Counter(one.state for one in every)
    cases = escalation.opened_since(uow, since)
    opened = [one for one in tasks.opened_since(uow, since) if one.was_offered]
    work = [one for one in opened if one.new.kind is not TaskKind.CONTACT_CHECK]
    devices = plugs.by_state(uow)
    overdue = contacts.overdue(uow)
    return Figures(
        asked=len(asked),
        withdrawn=states[CheckinState.WITHDRAWN],
        answered=_counted(one.answered_on for one in answered if one.answered_on is not None),
        asked_on=_counted(channel for one in asked for channel in _channels(one)),
        asked_by_rung=counted_by_rung(rung for one in asked for rung in rungs_left(one)),
        answered_by_rung=counted_by_rung(rung_answered(one) for one in answered),
        unclear=_counted(one.state for one in _unclear(uow, asked, since)),
        alive_only=states[CheckinState.UNCLEAR],
        not_asked=states[CheckinState.NOT_ASKED],
        missed=states[CheckinState.MISSED],
        asking=states[CheckinState.ASKING] + states[CheckinState.CLARIFYING],
        cases=_by_urgency(uow, cases),
        open_cases=sum(case.is_open for case in cases),
        tasks_opened=len(work),
        tasks_accepted=sum(_was_accepted(one) for one in work),
        tasks_late=tasks.taken_back_since(uow, since),
        visits=sum(one.result is not None for one in work),
        worst_visit_seconds=max((_lasted(one) for one in work), default=0),
        handed_over=sum(case.outcome is Outcome.HANDED_OVER for case in cases),
        unwatched=len(unwatched(uow)) + tasks.count_open(uow, TaskKind.NOT_WATCHED),
        contacts_overdue=overdue[ContactKind.QUARTERLY_CONTACT],
        visits_overdue=overdue[ContactKind.REGULAR_VISIT],
        plugs_working=devices[DeviceState.WORKING] + devices[DeviceState.LEARNING],
        plugs_faulty=devices[DeviceState.SILENT] + devices[DeviceState.UNPLUGGED],
        plug_warnings=signals.counted(uow, SignalKind.PLUG_UNUSUAL, since),
        plug_alarms=signals.counted(uow, SignalKind.PLUG_QUIET, since),
        plug_turned=_turned(uow, since),
        plug_notes=signals.counted(uow, SignalKind.PLUG_NOTED, since),
        device_faults=signals.counted(uow, SignalKind.DEVICE_FAULT, since),
        vendor_alarms=signals.counted(uow, SignalKind.VENDOR_ALARM, since),
        campaigns=len(checkins.campaigns_since(uow, since)),
    )


def _turned(uow: UnitOfWork, since: datetime) -> dict[str, int]:
    """What the alarms of plugs turned out to be after which a person looked."""
    hard = alarms.outcomes(uow, since)[Grade.HARD]
    return {what.value: count for what, count in hard.items()}


def _channels(checkin: Checkin) -> set[ChannelName]:
    return {checkin.steps[number].channel for number in checkin.sent}


def _unclear(uow: UnitOfWork, asked: list[Checkin], since: datetime) -> list[Checkin]:
    """Those in which she was asked once more, or nobody could be sure what she said."""
    once_more = {one.id for one in checkins.asked_once_more(uow, since)}
    return [one for one in asked if one.state is CheckinState.UNCLEAR or one.id in once_more]


def _counted(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(map(str, words)).items()))


def unwatched(uow: UnitOfWork) -> list[str]:
    """Ids of active residents whom nobody asks and nobody has a task for."""
    found: list[str] = []
    after: str | None = None
    while page := residents.active_ids(uow, after):
        planned = checkins.planned_among(uow, page)
        busy = tasks.residents_with_open_tasks(uow, [f"resident:{one}" for one in page])
        found += [one for one in page if one not in planned and f"resident:{one}" not in busy]
        after = page[-1]
    return found


def unconfirmed(uow: UnitOfWork) -> list[str]:
    """Ids of those whose death was reported, is not confirmed, and whom nobody is asked about."""
    told = residents.unconfirmed_deaths(uow)
    busy = tasks.residents_with_open_tasks(uow, [f"resident:{one}" for one in told])
    return [one for one in told if f"resident:{one}" not in busy]


def _by_urgency(uow: UnitOfWork, cases: list[Case]) -> dict[str, int]:
    """The highest urgency each case reached."""
    highest = Counter(_highest(uow, case) for case in cases)
    return {urgency.word: highest[urgency] for urgency in Urgency}


def _highest(uow: UnitOfWork, case: Case) -> Urgency:
    weighed = {FactKind.OPENED, FactKind.EVIDENCE, FactKind.REOPENED}
    facts = escalation.timeline(uow, case.id)
    return max(Urgency(fact.data["urgency"]) for fact in facts if fact.kind in weighed)


def _lasted(task: Task) -> int:
    """Seconds from the opening to the result; 0 without one, and for work that had weeks."""
    if task.result is None or task.closed_at is None or task.new.do_by is not None:
        return 0
    return int((task.closed_at - task.opened_at).total_seconds())


def _was_accepted(task: Task) -> bool:
    return task.accepted_by is not None or task.state is TaskState.DONE
