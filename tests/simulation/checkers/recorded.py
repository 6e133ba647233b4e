"""Rule 1: what was acknowledged is recorded exactly once, and nothing is lost on the way."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from sqlmodel import select

from signals.model import Source
from signals.tables import SignalRow
from tests.simulation.world import World

BESIDES = ":alive"
"""What the edge adds to an update's number for the sign of life in it."""


def check(world: World, _now: datetime) -> Iterator[str]:
    """Compare what Telegram was told with what the inbox holds. For settled moments."""
    if world.fleet.service.intake.spooled():
        return
    with world.database.read() as uow:
        found = uow.session.exec(
            select(SignalRow.source_id).where(SignalRow.source == Source.TELEGRAM.value)
        )
        recorded = Counter(found)
    acknowledged = {str(post.update_id) for post in world.journal.posts if post.acknowledged}
    brought = {str(post.update_id) for post in world.journal.posts}
    for update in sorted(acknowledged):
        if recorded[update] != 1:
            yield f"update {update} was acknowledged and is recorded {recorded[update]} times"
    for source_id in sorted(recorded):
        if source_id.removesuffix(BESIDES) not in brought:
            yield f"signal {source_id} stems from no update"


def check_end(world: World, _now: datetime) -> Iterator[str]:
    """After everything has come to rest no update is under way any more."""
    counts = world.telegram.counts
    if counts.updates_pending:
        yield f"{counts.updates_pending} updates were never taken"
    if counts.updates_lost:
        yield f"{counts.updates_lost} updates were given up"
