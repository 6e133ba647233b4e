"""Registering people."""

import itertools
from collections.abc import Iterable, Mapping, Sequence

from foundation.unit_of_work import UnitOfWork
from residents import checks, decide
from residents.model import (
    AlreadyRegisteredError,
    Contact,
    Helper,
    Kind,
    NewContact,
    NewHelper,
    NewResident,
    NewStaff,
    NotLawfulError,
    Phone,
    Ref,
    Resident,
    Staff,
    UnknownPersonError,
    id_of,
    ref_of,
)
from residents.service import agreeing, lookup
from residents.service.attention import look_at_all
from residents.store import addresses, identities, sealing
from residents.store import consents as consent_store
from residents.store import contacts as contact_store
from residents.store import helpers as helper_store
from residents.store import residents as resident_store
from residents.store import staff as staff_store


def add_resident(uow: UnitOfWork, new: NewResident) -> Resident:
    """Register somebody, in a household of her own unless one is named.

    Raises AlreadyRegisteredError; NotLawfulError when she would be past `proposed` without a
    basis for collection; WrongTextError, WrongBirthYearError, UnknownDistrictError;
    UnknownPersonError for an unknown household.
    """
    return lookup.resident(uow, add_residents(uow, [new])[0])


def add_residents(uow: UnitOfWork, people: Iterable[NewResident]) -> tuple[str, ...]:
    """Register many with few statements; returns their ids in order.

    Raises as `add_resident`, also when two of them are one person: then roll back.
    """
    checked = [checks.checked_resident(new) for new in people]
    for new in checked:
        _refuse_unlawful(uow, new)
    keys = [_resident_keys(new) for new in checked]
    _refuse_known(uow, itertools.chain.from_iterable(keys))
    homes = _households_for(uow, checked)
    ids = resident_store.insert_residents(uow, list(zip(checked, homes, strict=True)))
    refs = [ref_of(Kind.RESIDENT, each) for each in ids]
    look_at_all(uow, refs)
    _enter(
        uow,
        dict(zip(refs, keys, strict=True)),
        {ref: new.phones for ref, new in zip(refs, checked, strict=True)},
    )
    consent_store.insert_consents(
        uow,
        [
            (ref, agreeing.checked_consent(given))
            for ref, new in zip(refs, checked, strict=True)
            for given in new.consents
        ],
    )
    return ids


def add_helper(uow: UnitOfWork, new: NewHelper) -> Helper:
    """Register a helper. Raises AlreadyRegisteredError, WrongTextError, UnknownDistrictError."""
    checked = checks.checked_helper(new)
    keys = _worker_keys(Kind.HELPER, checked)
    _refuse_known(uow, keys)
    helper_id = helper_store.insert(uow, checked)
    ref = ref_of(Kind.HELPER, helper_id)
    _enter(uow, {ref: keys}, {ref: (checked.phone,)})
    return lookup.helper(uow, helper_id)


def add_staff(uow: UnitOfWork, new: NewStaff) -> Staff:
    """Register an employee. Raises AlreadyRegisteredError, WrongTextError, UnknownDistrictError."""
    checked = checks.checked_staff(new)
    keys = _worker_keys(Kind.STAFF, checked)
    _refuse_known(uow, keys)
    staff_id = staff_store.insert(uow, checked)
    ref = ref_of(Kind.STAFF, staff_id)
    _enter(uow, {ref: keys}, {ref: (checked.phone,)})
    return lookup.staff(uow, staff_id)


def add_contact(uow: UnitOfWork, resident: str, new: NewContact) -> Contact:
    """Add somebody to ring about a resident, after the others. Raises UnknownPersonError."""
    checked = checks.checked_contact(new)
    # Holding the resident's row makes two additions at once take two places in the order.
    row = resident_store.locked_row(uow, id_of(Kind.RESIDENT, resident))
    contact_id = contact_store.insert(uow, row.id, checked)
    ref = ref_of(Kind.CONTACT, contact_id)
    addresses.reindex_phones(uow, ref, sealing.e164s([checked.phone]))
    return contact_store.by_id(uow, contact_id)


def find_by_key(uow: UnitOfWork, kind: Kind, external_key: str) -> Ref | None:
    """Who has this number of the city's own."""
    key = checks.external_key(kind, external_key)
    return identities.find(uow, [key]).get(key)


def _resident_keys(new: NewResident) -> tuple[str, ...]:
    own = checks.resident_keys(new.name, new.birth_year, new.phones, new.address)
    return own + _external(Kind.RESIDENT, new.external_key)


def _worker_keys(kind: Kind, new: NewHelper | NewStaff) -> tuple[str, ...]:
    own = checks.worker_key(kind, new.name, new.phone)
    return (own, *_external(kind, new.external_key))


def _external(kind: Kind, key: str | None) -> tuple[str, ...]:
    return () if key is None else (checks.external_key(kind, key),)


def _refuse_unlawful(uow: UnitOfWork, new: NewResident) -> None:
    lawful = agreeing.collection_is_lawful(new.consents, uow.now)
    if new.state in decide.NEEDS_COLLECTION and not lawful:
        message = f"{new.state} needs a basis for collection: register her as proposed."
        raise NotLawfulError(message)


def _refuse_known(uow: UnitOfWork, keys: Iterable[str]) -> None:
    owner = min(identities.find(uow, keys).values(), default=None)
    if owner is not None:
        raise AlreadyRegisteredError(owner)


def _enter(
    uow: UnitOfWork,
    keys: Mapping[Ref, tuple[str, ...]],
    phones: Mapping[Ref, tuple[Phone, ...]],
) -> None:
    owner = identities.claim(uow, keys)
    if owner is not None:
        raise AlreadyRegisteredError(owner)
    addresses.index_phones(uow, {ref: sealing.e164s(hers) for ref, hers in phones.items()})


def _households_for(uow: UnitOfWork, people: Sequence[NewResident]) -> list[str]:
    """The household of each: the one she names, or a new one."""
    named = {
        id_of(Kind.HOUSEHOLD, new.household_id) for new in people if new.household_id is not None
    }
    unknown = named - resident_store.known_households(uow, named)
    if unknown:
        raise UnknownPersonError(ref_of(Kind.HOUSEHOLD, min(unknown)))
    homes = [(new.district, new.others) for new in people if new.household_id is None]
    fresh = iter(resident_store.insert_households(uow, homes))
    return [
        next(fresh) if new.household_id is None else id_of(Kind.HOUSEHOLD, new.household_id)
        for new in people
    ]
