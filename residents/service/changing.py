"""Changing what is known of people."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypedDict

from typing_extensions import Unpack

from foundation.unit_of_work import UnitOfWork
from locales.model import Language
from residents import checks, decide, districts
from residents.model import (
    ChannelName,
    Contact,
    Device,
    Helper,
    HelperRole,
    Household,
    Kind,
    LifeState,
    NotLawfulError,
    Paper,
    Phone,
    Ref,
    Resident,
    Staff,
    StaffRole,
    Tier,
    UnknownPersonError,
    WrongStateError,
    checked_line,
    checked_notes,
    checked_rate,
    id_of,
    ref_of,
)
from residents.service import agreeing, lookup, reaching
from residents.service.attention import look_again, look_at_all
from residents.store import contacts as contact_store
from residents.store import helpers as helper_store
from residents.store import identities, sealing
from residents.store import residents as resident_store
from residents.store import staff as staff_store
from residents.tables import HelperRow, ResidentRow, StaffRow
from signals import agenda


class ResidentChanges(TypedDict, total=False):
    """What `change_resident` takes; what is left out stays as it is."""

    name: str
    birth_year: int
    address: str
    phones: tuple[Phone, ...]
    notes: str
    tier: Tier
    language: Language
    devices: frozenset[Device]
    named_checker: Ref | None
    speaking_rate: int


class HelperChanges(TypedDict, total=False):
    """What `change_helper` takes; what is left out stays as it is."""

    name: str
    phone: Phone
    organisation: str
    role: HelperRole
    district: str
    language: Language
    prefers: ChannelName
    nights: bool
    active: bool
    max_load: int
    appointed_from: date | None
    appointed_until: date | None
    away_from: datetime | None
    away_until: datetime | None
    papers: frozenset[Paper]


class StaffChanges(TypedDict, total=False):
    """What `change_staff` takes; what is left out stays as it is."""

    name: str
    phone: Phone
    role: StaffRole
    districts: frozenset[str]
    deputy: Ref | None
    duty: bool
    active: bool
    away_from: datetime | None
    away_until: datetime | None


def change_resident(
    uow: UnitOfWork, id_or_ref: str, **changes: Unpack[ResidentChanges]
) -> Resident:
    """Correct or update a resident. For another address of hers see `move_resident`.

    Raises UnknownPersonError, also for a named checker whom nobody knows; WrongTextError,
    WrongBirthYearError, WrongRateError.
    """
    if "speaking_rate" in changes:
        checked_rate(changes["speaking_rate"])
    if (checker := changes.get("named_checker")) is not None:
        _known_checker(uow, checker)
    row = resident_store.locked_row(uow, id_of(Kind.RESIDENT, id_or_ref))
    ref = ref_of(Kind.RESIDENT, row.id)
    before = resident_store.personal_of(uow, row)
    after = _with_changes(before, dict(changes))
    _set_columns(row, {k: v for k, v in changes.items() if k in _RESIDENT_COLUMNS})
    resident_store.reseal(uow, row, after)
    if after.phones != before.phones:
        reaching.phones_changed(uow, ref, after.phones)
    if after != before:
        # What she was known by stays hers: last month's list must still find her.
        keys = checks.resident_keys(after.name, after.birth_year, after.numbers, after.address)
        identities.claim(uow, {ref: keys})
    look_again(uow, ref)
    return lookup.resident(uow, row.id)


def set_state(uow: UnitOfWork, id_or_ref: str, state: LifeState) -> Resident:
    """Take a resident on: consented, active, paused, ended.

    Raises WrongStateError when it does not follow from the present state, NotLawfulError when
    there is no basis for collection.
    """
    row = resident_store.locked_row(uow, id_of(Kind.RESIDENT, id_or_ref))
    now = LifeState(row.state)
    if now is not state and not decide.may_follow(now, state):
        message = f"{state} does not follow {now}: choose a state that does."
        raise WrongStateError(message)
    known = agreeing.consents_of(uow, ref_of(Kind.RESIDENT, row.id))
    if state in decide.NEEDS_COLLECTION and not agreeing.collection_is_lawful(known, uow.now):
        message = f"{state} needs a basis for collection: record her consent first."
        raise NotLawfulError(message)
    row.state, row.changed_at = state.value, uow.now
    uow.session.flush()
    look_again(uow, ref_of(Kind.RESIDENT, row.id))
    return lookup.resident(uow, row.id)


def move_resident(
    uow: UnitOfWork,
    id_or_ref: str,
    district: str,
    address: str,
    household_id: str | None = None,
    others: int = 0,
) -> Resident:
    """She lives elsewhere now: another household, so that no plug of the old one speaks of her.

    Raises UnknownPersonError, also for an unknown household; UnknownDistrictError;
    WrongTextError.
    """
    districts.district(district)
    row = resident_store.locked_row(uow, id_of(Kind.RESIDENT, id_or_ref))
    if household_id is None:
        (row.household_id,) = resident_store.insert_households(uow, [(district, others)])
    else:
        row.household_id = _known_household(uow, household_id).id
    row.district = district
    before = resident_store.personal_of(uow, row)
    moved = replace(before, address=checked_line(address, "address"))
    resident_store.reseal(uow, row, moved)
    return lookup.resident(uow, row.id)


def join_household(uow: UnitOfWork, id_or_ref: str, household_id: str) -> Resident:
    """She is of this household, at the same address as before. Raises UnknownPersonError."""
    row = resident_store.locked_row(uow, id_of(Kind.RESIDENT, id_or_ref))
    row.household_id = _known_household(uow, household_id).id
    uow.session.flush()
    return lookup.resident(uow, row.id)


def set_others(uow: UnitOfWork, household_id: str, others: int) -> Household:
    """How many people live in a household without being registered. Raises UnknownPersonError."""
    if others < 0:
        message = "The number of other people cannot be negative."
        raise ValueError(message)
    resident_store.set_others(uow, id_of(Kind.HOUSEHOLD, household_id), others)
    return _known_household(uow, household_id)


def change_helper(uow: UnitOfWork, id_or_ref: str, **changes: Unpack[HelperChanges]) -> Helper:
    """Update a helper. Raises UnknownPersonError, WrongTextError, UnknownDistrictError."""
    row = helper_store.locked_row(uow, id_of(Kind.HELPER, id_or_ref))
    if "district" in changes:
        districts.district(changes["district"])
    _set_columns(row, {k: v for k, v in changes.items() if k in _HELPER_COLUMNS})
    _change_worker(uow, Kind.HELPER, row, dict(changes))
    return lookup.helper(uow, row.id)


def change_staff(uow: UnitOfWork, id_or_ref: str, **changes: Unpack[StaffChanges]) -> Staff:
    """Update an employee. Raises UnknownPersonError, WrongTextError, UnknownDistrictError."""
    row = staff_store.locked_row(uow, id_of(Kind.STAFF, id_or_ref))
    if "districts" in changes:
        for code in changes["districts"]:
            districts.district(code)
        staff_store.set_districts(uow, row.id, changes["districts"])
    _set_columns(row, {k: v for k, v in changes.items() if k in _STAFF_COLUMNS})
    _change_worker(uow, Kind.STAFF, row, dict(changes))
    return lookup.staff(uow, row.id)


def take_leave(uow: UnitOfWork, id_or_ref: str, since: datetime, until: datetime | None) -> Staff:
    """An employee is away from `since` on: new and open work goes to her deputy.

    `until` None: until further notice. Raises UnknownPersonError, ValueError for an end that does
    not lie ahead and after the beginning.
    """
    if until is not None and (until <= since or until <= uow.now):
        message = "The leave ends before it begins, or is over: give a later end."
        raise ValueError(message)
    found = change_staff(uow, id_or_ref, away_from=since, away_until=until)
    agenda.bring_forward(uow, found.ref, max(since, uow.now))
    return found


def transfer_staff(uow: UnitOfWork, old: str, new: str) -> None:
    """Everything `old` is in charge of here goes to `new`, in one act.

    Districts, standing in for others, duty, and being somebody's named checker. Cases and tasks
    are moved by their own packages. Raises UnknownPersonError.
    """
    giver = staff_store.locked_row(uow, id_of(Kind.STAFF, old))
    taker = staff_store.locked_row(uow, id_of(Kind.STAFF, new))
    giver_ref, taker_ref = ref_of(Kind.STAFF, giver.id), ref_of(Kind.STAFF, taker.id)
    charges = {ref: lookup.staff(uow, ref).districts for ref in (giver_ref, taker_ref)}
    staff_store.set_districts(uow, giver.id, ())
    staff_store.set_districts(uow, taker.id, charges[giver_ref] | charges[taker_ref])
    for row in staff_store.rows_with_deputy(uow, giver_ref):
        row.deputy = None if row.id == taker.id else taker_ref
    taker.duty, giver.duty = taker.duty or giver.duty, False
    uow.session.flush()
    for resident_id in resident_store.with_checker(uow, giver_ref):
        resident_store.locked_row(uow, resident_id).named_checker = taker_ref
    uow.session.flush()


def mark_told(uow: UnitOfWork, contact: str) -> Contact:
    """A contact has learnt who gave her number. Raises UnknownPersonError."""
    row = contact_store.locked_row(uow, id_of(Kind.CONTACT, contact))
    row.told_at = row.told_at or uow.now
    uow.session.flush()
    return contact_store.by_id(uow, row.id)


def mark_refused(uow: UnitOfWork, contact: str) -> Contact:
    """A contact does not want to be rung; it needs no reason. Raises UnknownPersonError."""
    row = contact_store.locked_row(uow, id_of(Kind.CONTACT, contact))
    row.refused_at, row.keyholder = row.refused_at or uow.now, False
    uow.session.flush()
    return contact_store.by_id(uow, row.id)


def contacts_to_tell(
    uow: UnitOfWork, added_before: datetime, limit: int = 100
) -> tuple[Contact, ...]:
    """Contacts added before a moment who do not yet know who gave their number."""
    return contact_store.untold(uow, added_before, limit)


_RESIDENT_COLUMNS = frozenset({"tier", "language", "devices", "named_checker", "speaking_rate"})
_HELPER_COLUMNS = frozenset(HelperChanges.__annotations__) - {"name", "phone", "organisation"}
_STAFF_COLUMNS = frozenset(StaffChanges.__annotations__) - {"name", "phone", "districts"}


def _known_checker(uow: UnitOfWork, checker: Ref) -> Helper | Staff:
    """Raises UnknownPersonError for whoever is neither a helper nor an employee."""
    if checker.startswith(f"{Kind.HELPER}:"):
        return lookup.helper(uow, checker)
    if checker.startswith(f"{Kind.STAFF}:"):
        return lookup.staff(uow, checker)
    raise UnknownPersonError(checker)


def _with_changes(before: sealing.Personal, changes: Mapping[str, Any]) -> sealing.Personal:
    after = before
    if "name" in changes:
        after = replace(after, name=checks.checked_name(changes["name"]))
    if "birth_year" in changes:
        after = replace(after, birth_year=checks.checked_birth_year(changes["birth_year"]))
    if "address" in changes:
        after = replace(after, address=checked_line(changes["address"], "address"))
    if "notes" in changes:
        after = replace(after, notes=checked_notes(changes["notes"], "notes"))
    if "organisation" in changes:
        organisation = checked_line(changes["organisation"], "organisation")
        after = replace(after, organisation=organisation)
    if "phones" in changes:
        after = replace(after, phones=sealing.e164s(changes["phones"]))
    if "phone" in changes:
        after = replace(after, phones=sealing.e164s([changes["phone"]]))
    return after


def _change_worker(
    uow: UnitOfWork, kind: Kind, row: HelperRow | StaffRow, changes: Mapping[str, Any]
) -> None:
    ref = ref_of(kind, row.id)
    before = sealing.open_sealed(uow, ref, row.sealed)
    after = _with_changes(before, changes)
    row.sealed = sealing.seal(uow, ref, after)
    uow.session.flush()
    if after.phones != before.phones:
        reaching.phones_changed(uow, ref, after.phones)
    look_at_all(uow, [f"{Kind.RESIDENT}:{one}" for one in resident_store.with_checker(uow, ref)])
    if after != before:
        key = checks.worker_key(kind, after.name, after.numbers[0])
        identities.claim(uow, {ref: [key]})


def _set_columns(row: ResidentRow | HelperRow | StaffRow, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, _plain(value))


def _plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    return value


def _known_household(uow: UnitOfWork, household_id: str) -> Household:
    found = lookup.household(uow, household_id)
    if found is None:
        raise UnknownPersonError(ref_of(Kind.HOUSEHOLD, household_id))
    return found
