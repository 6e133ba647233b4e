"""Rule 1: what was acknowledged is recorded exactly once, and nothing is lost on the way."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import col, select

from plugs.decoders import digest_of
from plugs.tables import DeviceRow, OddityRow, StateRow
from signals.model import Source
from signals.tables import SignalRow
from tests.simulation.checkers.reading import rows_after
from tests.simulation.world import World

BESIDES = ":alive"
"""What the edge adds to an update's number for the sign of life in it."""
SPEAKS_OF_ITSELF = ("LWT", "/availability", "/online", "/status")
"""Ends of topics that say that a plug came or went, which measures nothing."""


@dataclass
class Seen:
    """What was read so far: Telegram's updates in the inbox, and how many were brought by then."""

    row: int = 0
    posts: int = 0
    readings: int = 0
    recorded: Counter[str] = field(default_factory=Counter)
    brought: set[str] = field(default_factory=set)
    heard: dict[str, datetime] = field(default_factory=dict)


def check(world: World, _now: datetime) -> Iterator[str]:
    """Compare what Telegram was told with what the inbox holds. For settled moments."""
    if world.fleet.service.intake.spooled():
        return
    seen = world.seen(Seen)
    added = _new_updates(world, seen)
    posts = world.journal.posts[seen.posts :]
    seen.posts += len(posts)
    seen.brought |= {str(post.update_id) for post in posts}
    acknowledged = {str(post.update_id) for post in posts if post.acknowledged}
    for update in sorted(acknowledged | (added & seen.brought)):
        if seen.recorded[update] != 1:
            times = seen.recorded[update]
            yield f"update {update} was acknowledged and is recorded {times} times"
    for source_id in sorted(added):
        if source_id.removesuffix(BESIDES) not in seen.brought:
            yield f"signal {source_id} stems from no update"
    yield from _heard(world, seen)


def _new_updates(world: World, seen: Seen) -> set[str]:
    """Numbers of the updates that came into the inbox since; they are counted."""
    told = col(SignalRow.source) == Source.TELEGRAM.value
    with world.database.read() as uow:
        rows, seen.row = rows_after(uow, SignalRow, seen.row, told)
    seen.recorded.update(row.source_id for row in rows)
    return {row.source_id for row in rows}


def _heard(world: World, seen: Seen) -> Iterator[str]:
    """Each plug was heard when its last acknowledged message was."""
    told = world.journal.readings[seen.readings :]
    seen.readings += len(told)
    for one in told:
        if not one.topic.endswith(SPEAKS_OF_ITSELF):
            seen.heard[one.topic] = one.at
    if not told:
        return
    known = select(DeviceRow.id, DeviceRow.topic, StateRow.heard_at).join(
        StateRow, col(StateRow.device_id) == col(DeviceRow.id)
    )
    counted = select(OddityRow.digest, OddityRow.last_at)
    with world.database.read() as uow:
        states = {topic: (name, at) for name, topic, at in uow.session.exec(known)}
        unread = dict(uow.session.exec(counted).all())
    for topic, at in seen.heard.items():
        name, heard_at = next(states[key] for key in states if key in topic)
        if heard_at < at and unread.get(digest_of(name.encode()), heard_at) < at:
            yield f"what {topic} told at {at} was acknowledged and is not recorded"


def check_end(world: World, _now: datetime) -> Iterator[str]:
    """After everything has come to rest no update is under way any more."""
    counts = world.telegram.counts
    if counts.updates_pending:
        yield f"{counts.updates_pending} updates were never taken"
    if counts.updates_lost:
        yield f"{counts.updates_lost} updates were given up"
    if world.broker.kept:
        yield f"{world.broker.kept} messages of plugs were never taken"
