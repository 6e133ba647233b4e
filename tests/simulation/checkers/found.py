"""What it is all for: whoever lies helpless is found by the moment that was promised."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import select

from residents.tables import ClosedChannelRow
from tests.simulation.world import World

DELAYS = timedelta(minutes=20)
"""What spoilt answers and stray updates may cost on the way to a person."""


def check(world: World, now: datetime) -> Iterator[str]:
    """Compare each accident's promise with what really happened at her door."""
    trouble = world.plan.faults or world.plan.crashes
    allowed = world.journal.down + DELAYS if trouble else timedelta()
    closed = _closed(world)
    for accident in world.cast.accidents:
        if accident.resident not in world.town.truth.helpless:
            continue  # it lies ahead, or she was in hospital
        if world.enrolled.refs[accident.resident] in closed:
            continue  # a provider's outage took away a channel that the promise counts on
        found_at = world.town.truth.found.get(accident.resident)
        promised = world.promises.made.get(accident.resident)
        if promised is None or promised + allowed > now:
            continue
        if found_at is None or found_at > promised + allowed:
            yield (
                f"{accident.resident} has been helpless since {accident.onset}, was to be found "
                f"by {promised} and was found at {found_at}"
            )


def _closed(world: World) -> set[str]:
    with world.database.read() as uow:
        return set(uow.session.exec(select(ClosedChannelRow.ref)))
