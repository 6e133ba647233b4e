"""How work ends, and who may say so."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from messaging.render.buttons import Verb
from tasks.model.kinds import APPOINTMENTS, TaskKind, is_staff

if TYPE_CHECKING:
    from signals.model import Ref


class Result(StrEnum):
    """How a task ended, in the words of the ladder at the door (docs/care.md 7)."""

    SEEN_WELL = "seen_well"
    SPOKEN_WELL = "spoken_well"
    SEEN_ELSEWHERE = "seen_elsewhere"
    AWAY = "away"
    NO_ANSWER = "no_answer"
    NEEDS_HELP = "needs_help"
    DANGER = "danger"
    HELPED = "helped"
    """What she needed she has; nobody else has to do anything."""
    HANDED_OVER = "handed_over"
    """119 or 112 is with her."""
    DIED = "died"
    VISIT_TODAY = "visit_today"
    """She decides to go there herself before the evening."""
    ON_DUTY = "on_duty"
    """She decides that whoever is on duty has it from the evening on."""
    PLAN_MADE = "plan_made"
    """A number, an hour or a device was found with which she can be asked."""
    PERSON_CALLS = "person_calls"
    """Whoever says so calls or visits her from now on."""
    CARE_ENDED = "care_ended"
    """She does not wish to be asked after any more."""
    TURNED_BACK = "turned_back"
    """She did not go in, because it was dangerous for her."""
    UNREACHED = "unreached"
    """A contact does not reach her either."""
    WORRIED = "worried"
    """A contact wants somebody to go there."""


RESULT_OF = {
    Verb.SEEN_WELL: Result.SEEN_WELL,
    Verb.SPOKEN_WELL: Result.SPOKEN_WELL,
    Verb.SEEN_ELSEWHERE: Result.SEEN_ELSEWHERE,
    Verb.AWAY: Result.AWAY,
    Verb.NO_ANSWER: Result.NO_ANSWER,
    Verb.NEEDS_HELP: Result.NEEDS_HELP,
    Verb.DANGER: Result.DANGER,
    Verb.HELPED: Result.HELPED,
    Verb.HANDED_OVER: Result.HANDED_OVER,
    Verb.DIED: Result.DIED,
    Verb.VISIT_TODAY: Result.VISIT_TODAY,
    Verb.ON_DUTY: Result.ON_DUTY,
    Verb.PLAN_MADE: Result.PLAN_MADE,
    Verb.PERSON_CALLS: Result.PERSON_CALLS,
    Verb.CARE_ENDED: Result.CARE_ENDED,
    Verb.TURNED_BACK: Result.TURNED_BACK,
}

SAID_BY_CONTACTS = {
    Verb.CONTACT_WELL: Result.SPOKEN_WELL,
    Verb.CONTACT_UNREACHED: Result.UNREACHED,
    Verb.CONTACT_WORRIED: Result.WORRIED,
}

BACK_IN = {
    Verb.BACK_IN_30: timedelta(minutes=30),
    Verb.BACK_IN_60: timedelta(minutes=60),
    Verb.BACK_IN_120: timedelta(minutes=120),
}
BACK_WITHIN = timedelta(hours=2)
"""Whoever is out for longer is away."""

REACHED = frozenset({Result.SEEN_WELL, Result.SPOKEN_WELL, Result.SEEN_ELSEWHERE})
"""Results in which somebody saw or heard the resident well."""

DECISIONS = frozenset({Result.VISIT_TODAY, Result.ON_DUTY})
"""Results of a decision alone."""

OF_A_WAY = frozenset({Result.PLAN_MADE, Result.PERSON_CALLS, Result.CARE_ENDED})
"""Results of finding a way to hear from somebody alone."""

ENDS_ALONE = {
    **dict.fromkeys(DECISIONS, TaskKind.DECISION),
    **dict.fromkeys(OF_A_WAY, TaskKind.NOT_WATCHED),
}
"""Results that one kind of work alone can have; that care ended is asked once more (OF_AN_END)."""

OFFICIAL = frozenset({Result.HELPED, Result.HANDED_OVER, Result.DIED, *ENDS_ALONE})
"""Results with which somebody answers for what happens next: for staff only."""

GRAVE = frozenset({Result.NEEDS_HELP, Result.DANGER, Result.HANDED_OVER, Result.DIED})
"""Results that count whenever they are given."""


OF_A_DEATH = REACHED | {Result.DIED, Result.NO_ANSWER, Result.NEEDS_HELP}
"""Whether news of a death is true, not known yet, or wrong."""


OF_AN_END = frozenset(
    {
        Result.CARE_ENDED,
        Result.SPOKEN_WELL,
        Result.SEEN_WELL,
        Result.NO_ANSWER,
        Result.NEEDS_HELP,
        Result.DANGER,
        Result.DIED,
    }
)
"""Whether she wishes it to end, is not sure yet, or goes on with us."""


OF_AN_APPOINTMENT = frozenset(
    {Result.HELPED, Result.NO_ANSWER, Result.NEEDS_HELP, Result.DANGER, Result.DIED}
)
"""Done, not done, or something was seen that matters more."""


ONLY_DONE = frozenset({TaskKind.HELPERS_WORDS, TaskKind.HAZARD_CHECK, TaskKind.POWER_CUT})
"""Work of the office alone, of which it can be said that it is done, and nothing else."""


def may_report(kind: TaskKind, by: Ref, result: Result) -> bool:
    """Whether work of a kind that this person did may end so."""
    if kind is TaskKind.CONTACT_CHECK or result in {Result.UNREACHED, Result.WORRIED}:
        return False
    if kind in ONLY_DONE:
        return result is Result.HELPED and is_staff(by)
    if kind is TaskKind.DECEASED_CHECK:
        return result in OF_A_DEATH and is_staff(by)
    if kind is TaskKind.END_CHECK:
        return result in OF_AN_END and is_staff(by)
    if kind is TaskKind.DEBRIEF:
        return result not in OFFICIAL | {Result.TURNED_BACK}
    if kind in APPOINTMENTS:
        return result in OF_AN_APPOINTMENT and is_staff(by)
    if ENDS_ALONE.get(result, kind) is not kind:
        return False
    return result not in OFFICIAL or is_staff(by)
