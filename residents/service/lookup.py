"""Finding people by id, by district, by household."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel.sql.expression import SelectOfScalar

from foundation.unit_of_work import UnitOfWork
from residents import decide
from residents.model import (
    Contact,
    Helper,
    HelperOutline,
    Household,
    Kind,
    LifeState,
    Outline,
    Placed,
    Ref,
    Resident,
    Scope,
    Staff,
    UnknownPersonError,
    id_of,
    ref_of,
)
from residents.store import contacts as contact_store
from residents.store import helpers as helper_store
from residents.store import residents as resident_store
from residents.store import staff as staff_store


def resident(uow: UnitOfWork, id_or_ref: str) -> Resident:
    """One resident. Raises UnknownPersonError, also when she was erased."""
    found = residents(uow, [id_or_ref])
    if not found:
        raise UnknownPersonError(ref_of(Kind.RESIDENT, id_or_ref))
    return next(iter(found.values()))


def residents(uow: UnitOfWork, ids_or_refs: Iterable[str]) -> dict[str, Resident]:
    """By id, with few statements; unknown and erased people are left out."""
    return resident_store.residents(uow, _ids(Kind.RESIDENT, ids_or_refs))


def named_by(uow: UnitOfWork, checker: Ref) -> tuple[Resident, ...]:
    """The active residents whose plan names this helper or official, by id."""
    found = residents(uow, resident_store.with_checker(uow, checker)).values()
    return tuple(one for one in found if one.state is LifeState.ACTIVE and not one.deceased)


def outline(uow: UnitOfWork, id_or_ref: str) -> Outline:
    """One resident without her personal data. Raises UnknownPersonError."""
    found = outlines(uow, [id_or_ref])
    if not found:
        raise UnknownPersonError(ref_of(Kind.RESIDENT, id_or_ref))
    return next(iter(found.values()))


def outlines(uow: UnitOfWork, ids_or_refs: Iterable[str]) -> dict[str, Outline]:
    """By id, opening nothing that is sealed; unknown and erased people are left out."""
    return resident_store.outlines(uow, _ids(Kind.RESIDENT, ids_or_refs))


def homes(uow: UnitOfWork, refs: Iterable[Ref]) -> dict[Ref, Ref]:
    """By resident, the household she lives in, with one statement; the erased are left out."""
    found = resident_store.homes(uow, _ids(Kind.RESIDENT, refs))
    return {ref_of(Kind.RESIDENT, who): ref_of(Kind.HOUSEHOLD, home) for who, home in found.items()}


def residents_in(uow: UnitOfWork, districts: Iterable[str]) -> tuple[Resident, ...]:
    """Everybody registered in these districts, whatever her state, by id."""
    return resident_store.residents_in(uow, districts)


def outlines_in(uow: UnitOfWork, districts: Iterable[str]) -> tuple[Outline, ...]:
    """Everybody registered in these districts, opening nothing that is sealed."""
    return resident_store.outlines_in(uow, districts)


def active_ids(uow: UnitOfWork, after: str | None = None, limit: int = 500) -> tuple[str, ...]:
    """Ids of those who are active and not reported dead, a page at a time, in order of id."""
    return resident_store.active_ids(uow, after, limit)


def active_of(
    uow: UnitOfWork, scope: Scope, after: str | None = None, limit: int = 500
) -> tuple[Placed, ...]:
    """Those of a scope who are active and not reported dead, a page at a time, by id."""
    return resident_store.active_of(uow, scope, after, limit)


def count_active_of(uow: UnitOfWork, scope: Scope) -> int:
    """How many of a scope are active and not reported dead."""
    return resident_store.count_active_of(uow, scope)


def active_outside(uow: UnitOfWork, others: SelectOfScalar[str]) -> tuple[str, ...]:
    """Ids of those who are active, not reported dead and not among the ids that `others` selects.

    The caller gives a SELECT over rows of its own, so that one statement compares all of both.
    """
    return resident_store.active_outside(uow, others)


def unconfirmed_deaths(
    uow: UnitOfWork, ids_or_refs: Iterable[str] | None = None
) -> tuple[str, ...]:
    """Ids of those, among these or all, whose death was reported and is not confirmed, by id."""
    ids = None if ids_or_refs is None else _ids(Kind.RESIDENT, ids_or_refs)
    return resident_store.unconfirmed_deaths(uow, ids)


def without_their_checker(uow: UnitOfWork, day: date) -> tuple[str, ...]:
    """Ids of the active and living whose named checker serves no more on a day, by id."""
    return resident_store.without_their_checker(uow, day)


def checker_serves(uow: UnitOfWork, whose: Outline | Resident, day: date) -> bool:
    """Whether somebody is named to look after her who serves on a day; on leave others stand in."""
    named = whose.named_checker
    if named is None:
        return False
    helpers_, staff_ = ([named], []) if named.startswith(f"{Kind.HELPER}:") else ([], [named])
    serving = [one.active for one in staff_by_id(uow, staff_).values()]
    serving += [not decide.lacks(one, day) for one in helpers(uow, helpers_).values()]
    return any(serving)


def household(uow: UnitOfWork, id_or_ref: str) -> Household | None:
    """A household, also one whose members were erased."""
    return resident_store.household(uow, id_of(Kind.HOUSEHOLD, id_or_ref))


def household_of(uow: UnitOfWork, id_or_ref: str) -> Household:
    """The household a resident lives in. Raises UnknownPersonError."""
    found = household(uow, outline(uow, id_or_ref).household_id)
    if found is None:
        raise UnknownPersonError(ref_of(Kind.RESIDENT, id_or_ref))
    return found


def members(uow: UnitOfWork, household_id_or_ref: str) -> tuple[Resident, ...]:
    """The registered people of a household, by id."""
    return resident_store.members(uow, id_of(Kind.HOUSEHOLD, household_id_or_ref))


def contact(uow: UnitOfWork, id_or_ref: str) -> Contact:
    """One contact, also one who refused. Raises UnknownPersonError."""
    return contact_store.by_id(uow, id_of(Kind.CONTACT, id_or_ref))


def contacts_of(uow: UnitOfWork, id_or_ref: str, *, refused: bool = False) -> tuple[Contact, ...]:
    """A resident's contacts in the order they are rung; `refused`: also those who said no."""
    resident_id = id_of(Kind.RESIDENT, id_or_ref)
    found = contact_store.of_residents(uow, [resident_id], refused=refused)
    return found.get(resident_id, ())


def contacts_of_all(uow: UnitOfWork, ids_or_refs: Iterable[str]) -> dict[str, tuple[Contact, ...]]:
    """By resident id, those who did not refuse, in the order they are rung."""
    return contact_store.of_residents(uow, _ids(Kind.RESIDENT, ids_or_refs), refused=False)


def helper(uow: UnitOfWork, id_or_ref: str) -> Helper:
    """One helper. Raises UnknownPersonError."""
    found = helpers(uow, [id_or_ref])
    if not found:
        raise UnknownPersonError(ref_of(Kind.HELPER, id_or_ref))
    return next(iter(found.values()))


def helpers(uow: UnitOfWork, ids_or_refs: Iterable[str]) -> dict[str, Helper]:
    """By id, the inactive included; unknown ones are left out."""
    return helper_store.by_ids(uow, _ids(Kind.HELPER, ids_or_refs))


def active_helpers(uow: UnitOfWork, districts: Iterable[str]) -> tuple[Helper, ...]:
    """The active helpers of these districts, whatever papers they lack, by id."""
    return helper_store.active_in(uow, districts)


def helpers_in(
    uow: UnitOfWork, district: str, at: datetime | None = None
) -> tuple[HelperOutline, ...]:
    """Helpers of a district who may be given tasks: active, appointed, all papers, not away.

    The day that counts for the appointment is that of `at` in its own zone.
    """
    there, moment = helper_store.outlines_in(uow, district), at or uow.now
    return tuple(one for one in there if decide.serves(one, moment))


def helpers_of_batch(uow: UnitOfWork) -> list[Ref]:
    """Who helps where those live who are worked on together."""
    return helper_store.refs_of_batch(uow)


def may_be_asked(uow: UnitOfWork, id_or_ref: str, at: datetime | None = None) -> bool:
    """Whether one helper may be given tasks, as in `helpers_in`. Raises UnknownPersonError."""
    return decide.serves(helper(uow, id_or_ref), at or uow.now)


def staff(uow: UnitOfWork, id_or_ref: str) -> Staff:
    """One employee. Raises UnknownPersonError."""
    found = staff_by_id(uow, [id_or_ref])
    if not found:
        raise UnknownPersonError(ref_of(Kind.STAFF, id_or_ref))
    return next(iter(found.values()))


def staff_by_id(uow: UnitOfWork, ids_or_refs: Iterable[str]) -> dict[str, Staff]:
    """By id, the inactive included; unknown ones are left out."""
    return staff_store.by_ids(uow, _ids(Kind.STAFF, ids_or_refs))


def name_of(uow: UnitOfWork, worker: Ref) -> str:
    """What a helper or an employee is called. Raises UnknownPersonError."""
    if worker.startswith(f"{Kind.HELPER}:"):
        return helper(uow, worker).name
    return staff(uow, worker).name


def all_staff(uow: UnitOfWork) -> tuple[Staff, ...]:
    """Every employee, the inactive included, by id."""
    return staff_store.everybody(uow)


def _ids(kind: Kind, ids_or_refs: Iterable[str]) -> list[str]:
    return [id_of(kind, each) for each in ids_or_refs]
