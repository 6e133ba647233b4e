"""Tasks as other packages use them."""

from tasks.contacts import asked_last
from tasks.service.lookup import (
    accepted_by,
    count_open,
    ever_offered,
    left_behind,
    none_of_origin,
    of_origin,
    offered_to,
    open_about,
    open_of_origins,
    opened_since,
    overdue,
    residents_with_open_tasks,
    shown_from,
    standing,
    subject_of,
    taken_back_since,
    task,
    waits_for,
)
from tasks.service.moving import Moved, hand_over
from tasks.service.working import Tasks

__all__ = [
    "Moved",
    "Tasks",
    "accepted_by",
    "asked_last",
    "count_open",
    "ever_offered",
    "hand_over",
    "left_behind",
    "none_of_origin",
    "of_origin",
    "offered_to",
    "open_about",
    "open_of_origins",
    "opened_since",
    "overdue",
    "residents_with_open_tasks",
    "shown_from",
    "standing",
    "subject_of",
    "taken_back_since",
    "task",
    "waits_for",
]
