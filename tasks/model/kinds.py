"""What people are asked to do, and who they are."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signals.model import Ref


class TaskKind(StrEnum):
    """What is to be done. Each has a text `task.kind.<kind>`."""

    WELFARE_VISIT = "welfare_visit"
    PERSON_CHECK = "person_check"
    CALL_BACK = "call_back"
    AFTER_UNCLEAR = "after_unclear"
    AFTER_DISCHARGE = "after_discharge"
    DATA_QUALITY = "data_quality"
    TALK_AFTER_STOP = "talk_after_stop"
    DECEASED_CHECK = "deceased_check"
    END_CHECK = "end_check"
    """Whether she really does not wish to be asked after any more."""
    DEVICE_REPAIR = "device_repair"
    PLUG_PLACE = "plug_place"
    """A plug goes to another appliance, or a second one is added: a home tells too little."""
    POWER_CUT = "power_cut"
    """Nothing is heard of several homes at once: the task is about their 읍면동."""
    NOT_WATCHED = "not_watched"
    """Nothing would tell us of her silence: a way to hear from her is to be found today."""
    ASK_CONTACT = "ask_contact"
    CONTACT_CHECK = "contact_check"
    """Her contacts are asked whether they have met her or spoken with her."""
    QUARTERLY_CONTACT = "quarterly_contact"
    REGULAR_VISIT = "regular_visit"
    SURVEY = "survey"
    """Questions of the city's, asked in person."""
    LESSON = "lesson"
    """How to answer, and how to use what she was given: one person with one person."""
    REFERRAL_FOLLOW_UP = "referral_follow_up"
    """Whether help that she was put in touch with has come."""
    SECURE_THE_DOOR = "secure_the_door"
    VISIT_AFTER_ENTRY = "visit_after_entry"
    REVIEW_AFTER_ENTRY = "review_after_entry"
    """Rule, key and plan after an opened door."""
    DECISION = "decision"
    """What happens with an open case before the evening."""
    DEBRIEF = "debrief"
    """A talk with the helper who found her; the task's origin says who that is."""
    HAZARD_CHECK = "hazard_check"
    """What kept a helper from going in, so that it is recorded for whoever comes next."""
    HELPERS_WORDS = "helpers_words"
    """What a helper wrote is read, and she is rung: the task is about herself."""


HOW_SHE_IS = frozenset(
    {
        TaskKind.WELFARE_VISIT,
        TaskKind.PERSON_CHECK,
        TaskKind.CALL_BACK,
        TaskKind.AFTER_UNCLEAR,
        TaskKind.AFTER_DISCHARGE,
        TaskKind.VISIT_AFTER_ENTRY,
    }
)
"""Work that is there to find out how she is. The rest is the office's own."""

WITH_HER = HOW_SHE_IS | {
    TaskKind.QUARTERLY_CONTACT,
    TaskKind.REGULAR_VISIT,
    TaskKind.TALK_AFTER_STOP,
    TaskKind.DECEASED_CHECK,
    TaskKind.END_CHECK,
    TaskKind.DECISION,
}
"""Work that is done with her. Other work (a plug, a number) may be done with somebody else."""

LOOKS_FOR_HER = HOW_SHE_IS | {TaskKind.REGULAR_VISIT, TaskKind.DECISION}
"""Work in which somebody who finds no sign of her has found silence."""


APPOINTMENTS = frozenset({TaskKind.SURVEY, TaskKind.LESSON, TaskKind.REFERRAL_FOLLOW_UP})
"""Work that is done or not. What was seen of her meanwhile counts, and nothing else."""

ALSO_MEETS_HER = frozenset({TaskKind.CONTACT_CHECK, TaskKind.SURVEY, TaskKind.LESSON})
"""Work by which somebody hears or sees her besides: it shows that she lives, and ends nothing."""


ONE_VISIT = frozenset(
    {
        TaskKind.WELFARE_VISIT,
        TaskKind.PERSON_CHECK,
        TaskKind.REGULAR_VISIT,
        TaskKind.AFTER_DISCHARGE,
        TaskKind.VISIT_AFTER_ENTRY,
    }
)
"""Work that leads to her door, where others may live of whom the same is wanted."""


AT_HER_HOME = ONE_VISIT | {
    TaskKind.DEVICE_REPAIR,
    TaskKind.PLUG_PLACE,
    TaskKind.SURVEY,
    TaskKind.LESSON,
    TaskKind.SECURE_THE_DOOR,
}
"""Work for which somebody goes to her home: no helper does where a danger is recorded."""


def is_staff(person: Ref) -> bool:
    """Whether she is an officer or a lead, not a helper."""
    return person.startswith("staff:")


def is_helper(person: Ref) -> bool:
    """Whether she is a neighbour who helps, and no official."""
    return person.startswith("helper:")


def is_contact(person: Ref) -> bool:
    """Whether she is family or a neighbour whom the resident named, and no helper."""
    return person.startswith("contact:")
