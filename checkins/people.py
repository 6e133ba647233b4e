"""What people are asked to do in the course of a check-in. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tasks.model import Audience, NewTask, Round, TaskKind
from tasks.office import for_the_office

if TYPE_CHECKING:
    from datetime import datetime

    from checkins.model import Checkin
    from residents.model import Absence, Outline, Resident

PERSON_ROUNDS = (
    Round(Audience.NAMED, 1, timedelta(minutes=30)),
    Round(Audience.HELPERS, 3, timedelta(minutes=45)),
    Round(Audience.OFFICERS, 2, timedelta(minutes=60)),
)


def to_ask_her(resident: Resident | Outline, checkin: Checkin, now: datetime) -> NewTask:
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


def to_see_after_discharge(resident: Outline, discharge: Absence) -> NewTask:
    """Somebody sees her once she is back from hospital (docs/care.md 5)."""
    office = for_the_office(resident, TaskKind.AFTER_DISCHARGE, discharge.id)
    return replace(office, origin=f"absence:{discharge.id}")


def to_ask_her_contact(resident: Outline, absence: Absence, weeks: int) -> NewTask:
    """Nobody knows when she comes back: her contact may have heard (docs/care.md 5)."""
    office = for_the_office(resident, TaskKind.ASK_CONTACT, absence.id)
    return replace(office, origin=f"absence:{absence.id}:{weeks}")
