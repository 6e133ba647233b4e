"""Which household a list means by its numbers, also when the people of one have moved."""

from collections.abc import Mapping

from foundation.unit_of_work import UnitOfWork
from residents import checks, decide, service
from residents.importing.checking import ImportPlan
from residents.importing.entries import Entry
from residents.model import Kind, NewResident, Resident, id_of, ref_of
from residents.store import identities
from residents.store import residents as resident_store


def homes_of(uow: UnitOfWork, plan: ImportPlan) -> Mapping[str, str]:
    """The household's id of each number that a list of residents uses, made where it is new.

    Where everybody whom the list knows there has moved, the number is from now on that of their
    new home: the old one keeps its plugs, and they speak of nobody who lives elsewhere.
    """
    first: dict[str, Entry] = {}
    for entry in (*plan.new, *(entry for _, entry in plan.changed)):
        if entry.household is not None:
            first.setdefault(entry.household, entry)
    keys = {number: checks.external_key(Kind.HOUSEHOLD, number) for number in first}
    owners = identities.find(uow, keys.values())
    known = {
        number: id_of(Kind.HOUSEHOLD, owners[key]) for number, key in keys.items() if key in owners
    }
    left = _left_by_all(uow, plan, known)
    wanted = [number for number in first if number not in known or number in left]
    people = [first[number].resident for number in wanted]
    made = resident_store.insert_households(uow, [(one.district, one.others) for one in people])
    fresh = dict(zip(wanted, made, strict=True))
    for number, household_id in fresh.items():
        identities.reassign(uow, keys[number], ref_of(Kind.HOUSEHOLD, household_id))
    return known | fresh


def moves(before: Resident, listed: NewResident) -> bool:
    """Whether a list says that she lives somewhere else now."""
    address = listed.address or before.address
    elsewhere = decide.is_another_place(before.address, address)
    return listed.district != before.district or elsewhere


def _left_by_all(uow: UnitOfWork, plan: ImportPlan, known: Mapping[str, str]) -> frozenset[str]:
    """Numbers of households that everybody moves out of who is in the list and lives there."""
    goes = {entry.household or "": [False] for entry in plan.unchanged}
    before = service.residents(uow, (ref for ref, _ in plan.changed))
    for ref, entry in plan.changed:
        her = before[id_of(Kind.RESIDENT, ref)]
        if known.get(entry.household or "") == her.household_id:
            goes.setdefault(entry.household or "", []).append(moves(her, entry.resident))
    return frozenset(number for number, each in goes.items() if all(each))
