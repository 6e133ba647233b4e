"""Dangers of homes: recorded, lifted, asked for.

Each is also a fact about everybody who lives there, by which her work goes to others.
"""

from foundation.unit_of_work import UnitOfWork
from residents.model import (
    Hazard,
    HazardKind,
    Kind,
    NewHazard,
    Ref,
    checked_notes,
    id_of,
    ref_of,
)
from residents.service import lookup
from residents.store import hazards as store
from signals import service as signals
from signals.model import Draft, SignalKind, Source


class UnknownHazardError(LookupError):
    """No such danger was recorded of this home, or it was lifted."""

    def __init__(self, hazard_id: str) -> None:
        super().__init__(f"Danger {hazard_id} does not stand for this home: list them again.")
        self.hazard_id = hazard_id


def record_hazard(uow: UnitOfWork, resident: str, new: NewHazard) -> Hazard:
    """Record what endangers whoever comes to this resident's home.

    What a helper reported is settled by what an official records after it. Raises
    UnknownPersonError, WrongTextError; ValueError for a time that has not begun or is over.
    """
    if new.since > uow.now or (new.until is not None and new.until <= uow.now):
        message = "A danger is there by now and still is: check since when and until when."
        raise ValueError(message)
    words = checked_notes(new.words, "words")
    her = lookup.outline(uow, resident)
    for known in store.of_household(uow, her.household_id):
        if known.kind is HazardKind.REPORTED and known.stands(uow.now):
            store.lift(uow, known, new.recorded_by, words)
    made = NewHazard(new.kind, words, new.since, new.until, new.recorded_by)
    found = store.by_id(uow, store.insert(uow, her.ref, her.household_id, made))
    assert found is not None  # noqa: S101 - it was just inserted
    _tell(uow, found, SignalKind.HAZARD_RECORDED, new.recorded_by)
    return found


def lift_hazard(uow: UnitOfWork, resident: str, hazard_id: str, by: Ref, why: str) -> Hazard:
    """The home is not dangerous in this way any more, or never was; `why` is kept with it.

    Raises UnknownPersonError, UnknownHazardError, WrongTextError.
    """
    her, said = lookup.outline(uow, resident), checked_notes(why, "why")
    known = store.by_id(uow, hazard_id)
    of_hers = known is not None and known.household_id == her.household_id
    if known is None or not of_hers or not store.lift(uow, known, by, said):
        raise UnknownHazardError(hazard_id)
    _tell(uow, known, SignalKind.HAZARD_LIFTED, by)
    lifted = store.by_id(uow, hazard_id)
    assert lifted is not None  # noqa: S101 - it was just changed
    return lifted


def hazards_of(uow: UnitOfWork, resident: str) -> tuple[Hazard, ...]:
    """All that were ever recorded of her home, the newest first. Raises UnknownPersonError."""
    return store.of_household(uow, lookup.outline(uow, resident).household_id)


def standing_hazards(uow: UnitOfWork, resident: Ref) -> tuple[HazardKind, ...]:
    """What endangers whoever comes to her home now, each kind once; nothing sealed is opened."""
    her = id_of(Kind.RESIDENT, resident)
    rows = store.not_lifted(uow, [her]).get(her, ())
    standing = (one.kind for one in rows if one.until is None or one.until > uow.now)
    return tuple(HazardKind(kind) for kind in dict.fromkeys(standing))


def _tell(uow: UnitOfWork, hazard: Hazard, kind: SignalKind, by: Ref) -> None:
    home = lookup.household(uow, hazard.household_id)
    members = () if home is None else home.members
    for person in lookup.outlines(uow, members).values():
        signals.record(
            uow,
            Draft(
                kind=kind,
                source=Source.RESIDENTS,
                source_id=f"{hazard.id}:{kind}:{person.id}",
                subject=ref_of(Kind.RESIDENT, person.id),
                occurred_at=uow.now,
                data={
                    "hazard": hazard.id,
                    "kind": hazard.kind.value,
                    "by": by,
                    "about": hazard.about,
                },
            ),
        )
