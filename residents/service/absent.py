"""Absences: recorded, renewed, ended."""

from collections.abc import Iterable
from datetime import datetime

from foundation.unit_of_work import UnitOfWork
from residents import decide
from residents.model import Absence, AbsenceSource, Kind, NewAbsence, Ref, id_of
from residents.service.attention import look_again
from residents.store import consents as store
from residents.store import residents as resident_store


class UnknownAbsenceError(LookupError):
    """There is no such absence."""

    def __init__(self, absence_id: str) -> None:
        super().__init__(f"Absence {absence_id} is not on record: list them again.")
        self.absence_id = absence_id


def add_absence(uow: UnitOfWork, resident: str, new: NewAbsence) -> Absence:
    """Record that a resident is, or will be, away; it stands no longer than its cap.

    Raises UnknownPersonError; ValueError when it would end before it begins.
    """
    if new.until is not None and new.until <= new.since:
        message = "An absence ends after it begins: check the two moments."
        raise ValueError(message)
    row = resident_store.locked_row(uow, id_of(Kind.RESIDENT, resident))
    cap = decide.until_cap(new.kind, new.source, new.since)
    holds = decide.holds_until(new.until, cap)
    look_again(uow, f"{Kind.RESIDENT}:{row.id}")
    return absence(uow, store.insert_absence(uow, row.id, new, holds))


def renew_absence(
    uow: UnitOfWork, absence_id: str, source: AbsenceSource, until: datetime | None
) -> Absence:
    """Somebody said again that she is away, until `until` or nobody knows when.

    Counted from now; words alone never lengthen an absence beyond three days from its start,
    nor shorten what somebody better informed said. Raises UnknownAbsenceError; ValueError for one
    that is over.
    """
    known = absence(uow, absence_id)
    if known.ended_at is not None:
        message = "This absence is over: note a new one."
        raise ValueError(message)
    look_again(uow, known.resident)
    cap = decide.until_cap(known.kind, source, known.since, renewed_at=uow.now)
    holds = decide.holds_until(until, cap)
    if source is AbsenceSource.WORDS and holds <= known.holds_until:
        return known
    store.extend_absence(uow, absence_id, source, until, holds)
    return absence(uow, absence_id)


def end_absence(uow: UnitOfWork, absence_id: str, by: Ref) -> bool:
    """She is back, or never left. False when that was known already."""
    look_again(uow, absence(uow, absence_id).resident)
    return store.end_absence(uow, absence_id, by)


def absence(uow: UnitOfWork, absence_id: str) -> Absence:
    """One absence. Raises UnknownAbsenceError."""
    found = store.absence(uow, absence_id)
    if found is None:
        raise UnknownAbsenceError(absence_id)
    return found


def absences(uow: UnitOfWork, resident: str) -> tuple[Absence, ...]:
    """A resident's absences, past and coming ones too, the earliest first."""
    resident_id = id_of(Kind.RESIDENT, resident)
    return store.absences(uow, [resident_id])[resident_id]


def absence_of(uow: UnitOfWork, resident: str, at: datetime | None = None) -> Absence | None:
    """The absence that holds at a moment; None when she should be at home."""
    return decide.absence_at(absences(uow, resident), at or uow.now)


def is_away(uow: UnitOfWork, resident: str, at: datetime | None = None) -> bool:
    """Whether an absence holds at a moment."""
    return absence_of(uow, resident, at) is not None


def away(
    uow: UnitOfWork, residents: Iterable[str], at: datetime | None = None
) -> dict[str, Absence]:
    """By resident id, the absence that holds at a moment; those at home are left out."""
    found = store.absences(uow, [id_of(Kind.RESIDENT, each) for each in residents])
    holding = {one: decide.absence_at(known, at or uow.now) for one, known in found.items()}
    return {one: absent for one, absent in holding.items() if absent is not None}


def absences_running_out(
    uow: UnitOfWork, before: datetime, limit: int = 100
) -> tuple[Absence, ...]:
    """Absences not ended that stop holding before a moment: each ends in a question."""
    return store.running_out(uow, before, limit)
