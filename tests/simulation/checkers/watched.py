"""Rule 11: nobody is active whose silence nothing would tell, unless somebody looks for a way.

Read from the rows: what reaches her, whom her plan names, whether a plug of hers gives signs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from plugs.decide.silence import LIMITS
from plugs.tables import DeviceRow, StandsForRow, StateRow
from residents.model import Tier
from residents.tables import (
    AbsenceRow,
    AddressRow,
    ClosedChannelRow,
    ConsentRow,
    HelperRow,
    ResidentRow,
    StaffRow,
)
from tasks.tables import TaskRow
from tests.simulation.lawful import NEEDED
from tests.simulation.world import World

KIND_OF = {"telegram": "telegram", "call": "phone"}
"""What she can answer on, and the kind of address that it needs."""
SIGNS_WITHIN = timedelta(days=7)
ASKED_WITHIN = timedelta(minutes=30)


@dataclass
class Seen:
    """By resident, since when she has been without any source at every look."""

    since: dict[str, datetime] = field(default_factory=dict)


def check(world: World, now: datetime) -> Iterator[str]:
    """Whoever has been without one for as long as her tier may be silent has somebody's task."""
    seen = world.seen(Seen)
    with world.database.read() as uow:
        session = uow.session
        active = session.exec(
            select(ResidentRow.id, ResidentRow.tier, ResidentRow.named_checker).where(
                col(ResidentRow.state) == "active", col(ResidentRow.deceased_at).is_(None)
            )
        ).all()
        heard = _reached(session) | _with_plug(session, now) | _away(session, now)
        serving = _serving(session)
        looked_for = set(
            session.exec(
                select(TaskRow.resident).where(
                    TaskRow.kind == "not_watched", col(TaskRow.state).in_(["offered", "accepted"])
                )
            )
        )
    without = {
        f"resident:{name}": LIMITS[Tier(tier)]
        for name, tier, checker in active
        if f"resident:{name}" not in heard and checker not in serving
    }
    seen.since = {one: seen.since.get(one, now) for one in without}
    for one, limit in without.items():
        since = seen.since[one]
        if now - since >= limit and one not in looked_for:
            yield f"nothing would tell of {one} since {since} and nobody looks for a way"


@dataclass
class Reported:
    """By resident, since when nobody was asked at any look whether she has died, as was told."""

    since: dict[str, datetime] = field(default_factory=dict)


def check_deaths(world: World, now: datetime) -> Iterator[str]:
    """Of a death that was told somebody is asked whether it is true, until an official says so."""
    seen = world.seen(Reported)
    with world.database.read() as uow:
        told = uow.session.exec(
            select(ResidentRow.id).where(
                col(ResidentRow.deceased_at).is_not(None),
                col(ResidentRow.death_confirmed_at).is_(None),
            )
        ).all()
        asked = set(
            uow.session.exec(
                select(TaskRow.resident).where(
                    col(TaskRow.kind) == "deceased_check",
                    col(TaskRow.state).in_(["offered", "accepted"]),
                )
            )
        )
    left = [f"resident:{name}" for name in told if f"resident:{name}" not in asked]
    seen.since = {one: seen.since.get(one, now) for one in left}
    for one, since in seen.since.items():
        if now - since >= ASKED_WITHIN:
            yield f"the death of {one} was told, and since {since} nobody is asked whether it is so"


def _reached(session: Session) -> set[str]:
    """Who has something to answer on that is open to us."""
    usable = select(AddressRow.ref, AddressRow.kind).where(AddressRow.usable)
    addresses = set(session.exec(usable).all())
    closed = set(session.exec(select(ClosedChannelRow.ref, ClosedChannelRow.channel)).all())
    standing = select(ConsentRow.ref, ConsentRow.purpose).where(
        col(ConsentRow.withdrawn_at).is_(None)
    )
    agreed = set(session.exec(standing).all())
    return {
        ref
        for ref, kind in addresses
        for channel, needs in KIND_OF.items()
        if kind == needs
        and (ref, channel) not in closed
        and all((ref, purpose) in agreed for purpose in NEEDED[channel])
    }


def _with_plug(session: Session, now: datetime) -> set[str]:
    return set(
        session.exec(
            select(StandsForRow.resident)
            .join(DeviceRow, col(DeviceRow.id) == col(StandsForRow.device_id))
            .join(StateRow, col(StateRow.device_id) == col(DeviceRow.id))
            .where(col(DeviceRow.removed_at).is_(None), col(StateRow.life_at) >= now - SIGNS_WITHIN)
        )
    )


def _away(session: Session, now: datetime) -> set[str]:
    away = select(AbsenceRow.resident_id).where(
        col(AbsenceRow.ended_at).is_(None), AbsenceRow.since <= now, AbsenceRow.holds_until > now
    )
    return {f"resident:{name}" for name in session.exec(away)}


def _serving(session: Session) -> set[str | None]:
    helpers = session.exec(select(HelperRow.id).where(HelperRow.active))
    staff = session.exec(select(StaffRow.id).where(StaffRow.active))
    return {*(f"helper:{one}" for one in helpers), *(f"staff:{one}" for one in staff)}
