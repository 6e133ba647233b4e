"""What an appliance changes by at night, when nobody does: learned once a day. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from plugs.model import SLOT, Kind, SlotPower, Tracked
from plugs.routine.edges import MARGIN, NIGHT_FROM, NIGHT_UNTIL, NIGHTS_KEPT, QUANTILE

ENOUGH_NIGHTS = 7


def lesson_due(tracked: Tracked, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a night has ended from which nothing was learned yet."""
    local = now.astimezone(zone)
    return local.time() >= NIGHT_UNTIL and tracked.learned_on != local.date().isoformat()


def nights_before(now: datetime, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The nights to learn from, each from its beginning until its end."""
    today = now.astimezone(zone).date()
    days = (today - timedelta(days=ago) for ago in range(NIGHTS_KEPT))
    return [
        (
            datetime.combine(day, NIGHT_FROM, zone).astimezone(UTC),
            datetime.combine(day, NIGHT_UNTIL, zone).astimezone(UTC),
        )
        for day in days
    ]


def learn(slots: Iterable[SlotPower], zone: ZoneInfo) -> Mapping[Kind, float]:
    """By series, the change between two slots of a night that is not exceeded but rarely.

    `slots` are those of nights. A refrigerator's cycles are in it, so that they count as nothing.
    Series with too few nights are left out.
    """
    series: dict[Kind, list[SlotPower]] = defaultdict(list)
    for slot in slots:
        if not slot.coarse and slot.kind is not Kind.LUX:
            series[slot.kind].append(slot)
    return {
        kind: MARGIN * _quantile(_changes(known))
        for kind, known in series.items()
        if len(_nights(known, zone)) >= ENOUGH_NIGHTS
    }


def _nights(slots: Iterable[SlotPower], zone: ZoneInfo) -> set[date]:
    return {slot.at.astimezone(zone).date() for slot in slots}


def _changes(slots: Iterable[SlotPower]) -> list[float]:
    inorder = sorted(slots, key=lambda slot: slot.at)
    return sorted(
        abs(after.watts - before.watts)
        for before, after in pairwise(inorder)
        if after.at - before.at == SLOT
    )


def _quantile(changes: Sequence[float]) -> float:
    if not changes:
        return 0.0
    return changes[min(len(changes) - 1, int(QUANTILE * len(changes)))]
