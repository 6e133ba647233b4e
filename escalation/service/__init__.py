"""Cases as other packages use them."""

from escalation.service.engine import CaseClosedError, Escalation
from escalation.service.lookup import case_of, left_behind, opened_since, overdue, timeline
from escalation.service.recording import disclose, enter, note

__all__ = [
    "CaseClosedError",
    "Escalation",
    "case_of",
    "disclose",
    "enter",
    "left_behind",
    "note",
    "opened_since",
    "overdue",
    "timeline",
]
