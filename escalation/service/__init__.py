"""Cases as other packages use them."""

from escalation.service.engine import CaseClosedError, Escalation
from escalation.service.lookup import case_of, left_behind, opened_since, overdue, timeline

__all__ = [
    "CaseClosedError",
    "Escalation",
    "case_of",
    "left_behind",
    "opened_since",
    "overdue",
    "timeline",
]
