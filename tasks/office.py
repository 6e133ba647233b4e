"""Work for the 읍면동 office: not urgent, never forgotten. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tasks.model import Audience, NewTask, Round, TaskKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from residents.model import Outline, Resident
    from signals.model import Ref

OFFICE_ROUNDS = (
    Round(Audience.OFFICERS, 2, timedelta(hours=4)),
    Round(Audience.LEADS, 2, timedelta(hours=4)),
)


DONE_WITHIN: Mapping[TaskKind, timedelta] = {
    TaskKind.WELFARE_VISIT: timedelta(hours=3),
    TaskKind.CALL_BACK: timedelta(hours=3),
    TaskKind.DATA_QUALITY: timedelta(days=3),
    TaskKind.TALK_AFTER_STOP: timedelta(days=3),
    TaskKind.DEVICE_REPAIR: timedelta(days=7),
    TaskKind.PLUG_PLACE: timedelta(days=7),
    TaskKind.QUARTERLY_CONTACT: timedelta(days=7),
    TaskKind.REGULAR_VISIT: timedelta(days=7),
    TaskKind.LESSON: timedelta(days=7),
    TaskKind.SURVEY: timedelta(days=14),
    TaskKind.REFERRAL_FOLLOW_UP: timedelta(days=14),
}
"""What an official may ask for, and by when it is done unless she says otherwise."""
LATEST = timedelta(days=92)


def asked_by(
    official: Ref, resident: Resident | Outline, kind: TaskKind, do_by: datetime, *, herself: bool
) -> NewTask:
    """Work that an official asks for; `herself`: she does it, and nobody else is asked first."""
    hers = (Round(Audience.NAMED, 1, timedelta(minutes=15)),) if herself else ()
    return NewTask(
        kind=kind,
        resident=resident.ref,
        origin=official,
        district=resident.district,
        rounds=(*hers, *OFFICE_ROUNDS),
        do_within=timedelta(hours=3),
        do_by=do_by,
        named=official if herself else None,
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
