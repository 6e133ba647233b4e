"""Check-ins as other packages use them."""

from checkins.service.answers import Checkins
from checkins.service.lookup import checkin, latest_of, overdue, planned_among, since
from checkins.service.practising import CannotPractiseError, Obstacle

__all__ = [
    "CannotPractiseError",
    "Checkins",
    "Obstacle",
    "checkin",
    "latest_of",
    "overdue",
    "planned_among",
    "since",
]
