"""The work that a case asks people for. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from escalation.model import Outcome, Urgency
from residents.calendar import OFFICE_CLOSES, OFFICE_OPENS
from tasks.model import Audience, NewTask, Round, TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from escalation.model import Case, Policy
    from residents.calendar import Calendar
    from residents.model import Outline, Resident
    from signals.model import Ref

DECIDE_WITHIN = timedelta(minutes=30)
OFFICER_DECIDES = timedelta(minutes=10)
"""What is put to an officer close to 17:30, or later, she has so long at least."""
DECISION_ROUNDS = (
    Round(Audience.DEPUTIES, 3, timedelta(minutes=15)),
    Round(Audience.LEADS, 3, timedelta(minutes=15)),
)
"""Undecided at 17:30 the deputies are asked, then the leads (docs/care.md 4)."""
NIGHT_ROUNDS = (
    Round(Audience.OFFICERS, 3, timedelta(minutes=30)),
    Round(Audience.LEADS, 3, timedelta(minutes=30)),
)
"""Off hours officers are those on duty."""
ENTRY_ROUNDS = (
    Round(Audience.OFFICERS, 2, timedelta(minutes=30)),
    Round(Audience.LEADS, 2, timedelta(minutes=30)),
)
SECURED_WITHIN = timedelta(hours=3)
REVIEWED_AFTER, REVIEW_TAKES = timedelta(days=7), timedelta(days=3)
THANKS = {
    Outcome.ANSWERED: "task.withdrawn.well",
    Outcome.WELL: "task.withdrawn.well",
    Outcome.HELPED: "task.withdrawn.well",
    Outcome.HANDED_OVER: "task.withdrawn.handed_over",
    Outcome.AWAY: "task.withdrawn",
    Outcome.DECEASED: "task.withdrawn",
}
"""What those who were asked read at the end. Of a death a person tells them (docs/care.md 8)."""


def help_for(case: Case, resident: Resident, policy: Policy, rounds: tuple[Round, ...]) -> NewTask:
    """Somebody looks after her, as urgently as the case is."""
    return NewTask(
        kind=_kind(case),
        resident=case.resident,
        origin=f"case:{case.id}",
        district=resident.district,
        rounds=rounds or (policy.repeat,),
        do_within=policy.do_within,
        when=policy.when,
        urgency=case.urgency.word,
        named=resident.named_checker,
        emergency=case.urgency is Urgency.EMERGENCY,
    )


def ask_contacts(case: Case, her: Outline, policy: Policy) -> NewTask:
    """Her contacts are asked whether they have met her or spoken with her."""
    return NewTask(
        kind=TaskKind.CONTACT_CHECK,
        resident=case.resident,
        origin=f"case:{case.id}",
        district=her.district,
        rounds=policy.contacts,
        do_within=policy.do_within,
        when=policy.when,
        urgency=case.urgency.word,
    )


def decision(case: Case, her: Outline, now: datetime, calendar: Calendar) -> NewTask:
    """An officer decides before the evening what happens with an open case."""
    asked_until = calendar.decided_by(now)
    alone = max(asked_until - now, OFFICER_DECIDES)
    return NewTask(
        kind=TaskKind.DECISION,
        resident=case.resident,
        origin=f"case:{case.id}",
        district=her.district,
        rounds=(Round(Audience.OFFICERS, 3, alone), *DECISION_ROUNDS),
        do_within=DECIDE_WITHIN,
        do_by=max(asked_until, now + DECIDE_WITHIN),
        urgency=case.urgency.word,
    )


def visit_by(case: Case, her: Outline, policy: Policy, officer: Ref, until: datetime) -> NewTask:
    """An officer goes there herself before the day is over."""
    return NewTask(
        kind=TaskKind.WELFARE_VISIT,
        resident=case.resident,
        origin=f"case:{case.id}",
        district=her.district,
        rounds=(Round(Audience.NAMED, 1, policy.repeat.wait), policy.repeat),
        do_within=policy.do_within,
        do_by=until,
        urgency=case.urgency.word,
        named=officer,
    )


def night_watch(case: Case, her: Outline, policy: Policy) -> NewTask:
    """Whoever is on duty has it from the evening on."""
    return NewTask(
        kind=TaskKind.WELFARE_VISIT,
        resident=case.resident,
        origin=f"case:{case.id}",
        district=her.district,
        rounds=NIGHT_ROUNDS,
        do_within=policy.do_within,
        urgency=case.urgency.word,
        emergency=case.urgency is Urgency.EMERGENCY,
    )


def after_entry(
    case: Case, her: Outline, now: datetime, calendar: Calendar
) -> Iterator[tuple[NewTask, datetime]]:
    """What follows an opened door, each with the moment before which nobody is asked."""
    tomorrow = calendar.local(now).date() + timedelta(days=1)
    reviewed = calendar.at(calendar.local(now + REVIEWED_AFTER).date(), OFFICE_CLOSES)
    for kind, not_before, do_by in (
        (TaskKind.SECURE_THE_DOOR, now, now + SECURED_WITHIN),
        (
            TaskKind.VISIT_AFTER_ENTRY,
            calendar.at(tomorrow, OFFICE_OPENS),
            calendar.at(tomorrow, OFFICE_CLOSES),
        ),
        (TaskKind.REVIEW_AFTER_ENTRY, reviewed - REVIEW_TAKES, reviewed),
    ):
        again = ENTRY_ROUNDS[-1:] * 6 if kind is TaskKind.SECURE_THE_DOOR else ()
        new = NewTask(
            kind=kind,
            resident=case.resident,
            origin=f"entry:{case.id}",
            district=her.district,
            rounds=(*ENTRY_ROUNDS, *again),
            do_within=SECURED_WITHIN,
            do_by=do_by,
        )
        yield new, not_before


def _kind(case: Case) -> TaskKind:
    known = case.known
    if known.danger_seen or known.silent_visits:
        return TaskKind.WELFARE_VISIT
    needs = known.asked_for_help or known.needs_help_seen or known.vendor_emergency
    if needs or known.cause is not None:
        return TaskKind.CALL_BACK
    if known.unclear or known.office_task_unanswered:
        return TaskKind.AFTER_UNCLEAR
    return TaskKind.WELFARE_VISIT
