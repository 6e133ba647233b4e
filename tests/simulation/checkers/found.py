"""What it is all for: whoever lies helpless is found by the moment that was promised."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import select

from checkins import policy as checkin_policy
from checkins import service as checkins
from escalation import policy
from residents import service as residents
from residents.tables import ClosedChannelRow
from runtime.demo.promise import Known, Rules, promised_moment
from tests.simulation.world import World
from town.people.cast import Accident

DELAYS = timedelta(minutes=20)
"""What spoilt answers and stray updates may cost on the way to a person."""


def check(world: World, now: datetime) -> Iterator[str]:
    """Compare each accident's promise with what really happened at her door."""
    trouble = world.plan.faults or world.plan.crashes
    allowed = world.journal.down + DELAYS if trouble else timedelta()
    for accident in world.cast.accidents:
        if accident.resident not in world.town.truth.helpless:
            continue  # it lies ahead, or she was in hospital
        promised = _promised(world, accident)
        found_at = world.town.truth.found.get(accident.resident)
        if promised is None or promised + allowed > now:
            continue
        if found_at is None or found_at > promised + allowed:
            yield (
                f"{accident.resident} has been helpless since {accident.onset}, was to be found "
                f"by {promised} and was found at {found_at}"
            )


def _promised(world: World, accident: Accident) -> datetime | None:
    """None when a provider's outage took away a channel that the promise counts on."""
    service = world.fleet.service
    rules = Rules(service.calendar, checkin_policy.shipped(), policy.shipped())
    ref = world.enrolled.refs[accident.resident]
    with world.database.read() as uow:
        resident = residents.outline(uow, ref)
        closed = uow.session.exec(
            select(ClosedChannelRow.closed_at).where(ClosedChannelRow.ref == ref)
        ).first()
        planned = checkins.planned(uow, resident.id)
        if closed is not None or planned is None:
            return None
        ways = service.checkins.ways_of(uow, resident)
    known = Known(planned.plan, resident.tier, ways, watched_by_plug=False)
    return promised_moment(rules, known, accident.onset)
