"""What people are asked to do in the course of a check-in. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tasks.model import Audience, NewTask, Round, TaskKind

if TYPE_CHECKING:
    from checkins.model import Checkin
    from residents.model import Resident

PERSON_ROUNDS = (
    Round(Audience.NAMED, 1, timedelta(minutes=30)),
    Round(Audience.HELPERS, 3, timedelta(minutes=45)),
    Round(Audience.OFFICERS, 2, timedelta(minutes=60)),
)
OFFICE_ROUNDS = (
    Round(Audience.OFFICERS, 2, timedelta(hours=4)),
    Round(Audience.LEADS, 2, timedelta(hours=4)),
)


def to_ask_her(resident: Resident, checkin: Checkin, now: datetime) -> NewTask:
    """A person asks in place of a message, with the same deadline."""
    return NewTask(
        kind=TaskKind.PERSON_CHECK,
        resident=resident.ref,
        origin=f"checkin:{checkin.id}",
        district=resident.district,
        rounds=PERSON_ROUNDS,
        do_within=checkin.deadline - now,
        named=resident.named_checker,
    )


def for_the_office(resident: Resident, kind: TaskKind, because: str) -> NewTask:
    """Work for the district's officers after the signal `because`: not urgent, never forgotten."""
    return NewTask(
        kind=kind,
        resident=resident.ref,
        origin=f"signal:{because}",
        district=resident.district,
        rounds=OFFICE_ROUNDS,
        do_within=timedelta(days=1),
    )
