"""Check-ins as other packages use them."""

from checkins.service.answers import Checkins
from checkins.service.lookup import checkin, latest_of, overdue, planned_among, since

__all__ = ["Checkins", "checkin", "latest_of", "overdue", "planned_among", "since"]
