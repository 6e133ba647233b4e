"""Check-ins as other packages use them."""

from checkins.service.answers import Checkins
from checkins.service.asking import Means
from checkins.service.lookup import (
    asked_once_more,
    checkin,
    latest_of,
    overdue,
    planned,
    planned_among,
    since,
)

__all__ = [
    "Checkins",
    "Means",
    "asked_once_more",
    "checkin",
    "latest_of",
    "overdue",
    "planned",
    "planned_among",
    "since",
]
