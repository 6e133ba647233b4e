"""Check-ins as other packages use them."""

from checkins.service.answers import Checkins
from checkins.service.asking import Means
from checkins.service.campaigns import Campaigns
from checkins.service.lookup import (
    asked_once_more,
    campaign,
    campaigns_since,
    checkin,
    latest_of,
    left_behind,
    overdue,
    planned,
    planned_among,
    since,
    tallies,
)
from checkins.service.practising import CannotPractiseError, Obstacle, practise
from checkins.service.sources import Sources
from checkins.service.wishing import HowAsked, how_asked, let_be, wish

__all__ = [
    "Campaigns",
    "CannotPractiseError",
    "Checkins",
    "HowAsked",
    "Means",
    "Obstacle",
    "Sources",
    "asked_once_more",
    "campaign",
    "campaigns_since",
    "checkin",
    "how_asked",
    "latest_of",
    "left_behind",
    "let_be",
    "overdue",
    "planned",
    "planned_among",
    "practise",
    "since",
    "tallies",
    "wish",
]
