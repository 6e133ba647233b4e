"""Rule 5: whoever is not heard of in time is told of, whether by her answers or by her home."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, or_, select

from checkins.tables import CheckinRow
from plugs.decide.silence import LIMITS
from plugs.tables import WatchRow
from residents.model import Tier
from residents.tables import AbsenceRow, ResidentRow
from signals.model import Source
from signals.tables import SignalRow
from tests.simulation.world import World

GRACE = timedelta(seconds=60)
TOLD = ("missed", "not_asked", "unclear")
"""Ends of a check-in that say that something is amiss."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
ANSWERED = ("fine", "help", "absent")


@dataclass
class Seen:
    """Until when closed check-ins were read."""

    until: datetime = LONG_AGO


def check(world: World, now: datetime) -> Iterator[str]:
    """Look at check-ins and homes past their time. For settled moments."""
    seen = world.seen(Seen)
    since, seen.until = seen.until, now - GRACE
    with world.database.read() as uow:
        yield from _open_too_long(uow.session, now)
        yield from _not_told(uow.session, since)
        yield from _quiet_homes(uow.session, now)


def _open_too_long(session: Session, now: datetime) -> Iterator[str]:
    late = select(CheckinRow.id, CheckinRow.deadline).where(
        col(CheckinRow.state).in_(["asking", "clarifying"]),
        col(CheckinRow.deadline) < now - GRACE,
    )
    for name, deadline in session.exec(late):
        yield f"checkin {name} was to be answered by {deadline} and nobody drew a conclusion"


def _not_told(session: Session, since: datetime) -> Iterator[str]:
    """Every miss is a fact; every answer has its moment."""
    closed = select(CheckinRow.id, CheckinRow.state, CheckinRow.answered_at).where(
        col(CheckinRow.closed_at) >= since, col(CheckinRow.occasion) != "practice"
    )
    rows = session.exec(closed).all()
    ends = [f"{name}:{state}" for name, state, _ in rows if state in TOLD]
    told = set(
        session.exec(
            select(SignalRow.source_id).where(
                SignalRow.source == Source.CHECKINS.value, col(SignalRow.source_id).in_(ends)
            )
        )
    )
    for end in ends:
        if end not in told:
            yield f"checkin {end} and nobody was told"
    for name, state, answered_at in rows:
        if state in ANSWERED and answered_at is None:
            yield f"checkin {name} is {state} without an answer"


def _quiet_homes(session: Session, now: datetime) -> Iterator[str]:
    """No home is silent beyond its limit without being told, but while she is known to be away."""
    untold = select(WatchRow, ResidentRow).where(
        col(WatchRow.quiet_at).is_(None),
        col(WatchRow.resident) == "resident:" + col(ResidentRow.id),
        col(ResidentRow.state) == "active",
        col(ResidentRow.deceased_at).is_(None),
    )
    for watch, resident in session.exec(untold):
        since = max(watch.life_at, watch.proof_at or watch.life_at)
        until = since + LIMITS[Tier(resident.tier)]
        if until < now - GRACE and not _was_away(session, resident.id, since):
            yield f"the home of {watch.resident} is silent since {since} and nobody was told"


def _was_away(session: Session, resident_id: str, since: datetime) -> bool:
    ends = or_(col(AbsenceRow.ended_at).is_(None), col(AbsenceRow.ended_at) >= since)
    away = select(AbsenceRow.id).where(
        AbsenceRow.resident_id == resident_id, ends, col(AbsenceRow.holds_until) >= since
    )
    return session.exec(away).first() is not None
