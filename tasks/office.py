"""Work for the 읍면동 office: not urgent, never forgotten. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tasks.model import Audience, NewTask, Round

if TYPE_CHECKING:
    from residents.model import Outline, Resident
    from tasks.model import TaskKind

OFFICE_ROUNDS = (
    Round(Audience.OFFICERS, 2, timedelta(hours=4)),
    Round(Audience.LEADS, 2, timedelta(hours=4)),
)


def for_the_office(resident: Resident | Outline, kind: TaskKind, because: str) -> NewTask:
    """Work for the district's officers after the signal with the id `because`."""
    return NewTask(
        kind=kind,
        resident=resident.ref,
        origin=f"signal:{because}",
        district=resident.district,
        rounds=OFFICE_ROUNDS,
        do_within=timedelta(days=1),
    )
