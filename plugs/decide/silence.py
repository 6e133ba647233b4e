"""How long a resident's home may be silent, by her tier and by what is usual there. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugs.model import Watch
from plugs.routine import course
from residents.model import Absence, Tier

LIMITS: Mapping[Tier, timedelta] = {
    tier: timedelta(hours=course.LIMITS[tier].hours) for tier in Tier
}
"""The latest moments, whatever is usual."""
WARN_SHARE = 0.75
LOOK_AGAIN = timedelta(hours=6)
"""Her tier may change meanwhile, or an absence end early."""


@dataclass(frozen=True, slots=True)
class Silence:
    """What a running silence amounts to now. `look_at`: when it may amount to more."""

    warn: bool
    quiet: bool
    limit: timedelta
    look_at: datetime | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a silence becomes unusual for this home, if nothing breaks it; None: not that soon."""

    soft_at: datetime | None = None
    hard_at: datetime | None = None


NO_ROUTINE = Forecast()


def weigh(
    watch: Watch,
    tier: Tier,
    absences: Iterable[Absence],
    now: datetime,
    forecast: Callable[[datetime], Forecast] = lambda _begins: NO_ROUTINE,
) -> Silence:
    """Whether a silence must be warned of, or told. Each happens at most once in a silence.

    Nothing is expected of a home while she is known to be away; when that ends, the clock begins
    again. No fault of a device stops it. `forecast`, given when the silence begins, says what is
    unusual for this home; her tier's limit is the latest moment all the same.
    """
    limit = LIMITS[tier]
    if watch.quiet_at is not None:
        return Silence(warn=False, quiet=False, limit=limit, look_at=None)
    known = tuple(absences)
    away = [one for one in known if one.covers(now)]
    if away:
        back = min(max(one.holds_until for one in away), now + LOOK_AGAIN)
        return Silence(warn=False, quiet=False, limit=limit, look_at=back)
    begins = max((watch.since, *(one.over_at for one in known if one.over_at <= now)))
    unusual = forecast(begins)
    quiet_at = min(begins + limit, unusual.hard_at or begins + limit)
    warn_at = min(begins + limit * WARN_SHARE, unusual.soft_at or quiet_at, quiet_at)
    if now >= quiet_at:
        return Silence(warn=False, quiet=True, limit=limit, look_at=None)
    warn = now >= warn_at and watch.warned_at is None
    following = quiet_at if now >= warn_at else warn_at
    return Silence(warn, quiet=False, limit=limit, look_at=min(following, now + LOOK_AGAIN))
