"""Check-ins as other packages use them."""

from checkins.service.answers import Checkins
from checkins.service.asking import Means
from checkins.service.lookup import checkin, latest_of, overdue, planned, planned_among, since
from checkins.service.wishing import HowAsked, how_asked, wish

__all__ = [
    "Checkins",
    "HowAsked",
    "Means",
    "checkin",
    "how_asked",
    "latest_of",
    "overdue",
    "planned",
    "planned_among",
    "since",
    "wish",
]
