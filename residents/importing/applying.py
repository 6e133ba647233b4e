"""Doing what a plan says: everything, in the caller's transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from foundation.unit_of_work import UnitOfWork
from residents import decide, service
from residents.importing.checking import ImportPlan
from residents.importing.entries import ConsentMark, Entry
from residents.importing.homes import homes_of, moves
from residents.importing.sheet import SheetKind
from residents.model import (
    AlreadyRegisteredError,
    Basis,
    ChannelName,
    Consent,
    Kind,
    LifeState,
    NewHelper,
    NewResident,
    NewStaff,
    Phone,
    Purpose,
    Ref,
    Resident,
    ref_of,
)
from residents.service import HelperChanges, ResidentChanges, StaffChanges
from residents.store import identities

LOGGED_NEW, LOGGED_CHANGED = "import_new", "import_changed"


class PlanHasProblemsError(ValueError):
    """A plan with problems is not carried out, not even in part."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} problems must be mended before anything is imported.")
        self.count = count


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a list came from: the file's SHA-256, who imports it, the city's zone."""

    file_hash: str
    by: Ref
    zone: ZoneInfo


def apply(uow: UnitOfWork, plan: ImportPlan, origin: Origin) -> None:
    """Carry out a plan that was made in this transaction. Raises PlanHasProblemsError."""
    if plan.problems:
        raise PlanHasProblemsError(len(plan.problems))
    new = _apply_kind(uow, plan, origin)
    changed = dict(plan.changed)
    for ref, entry in changed.items():
        _claim(uow, ref, entry.keys)
    lines = {ref: (entry.row, entry.content) for ref, entry in (new | changed).items()}
    identities.record_imports(uow, origin.file_hash, lines)
    where = origin.file_hash[:16]
    service.log_accesses(uow, origin.by, new, LOGGED_NEW, where)
    service.log_accesses(uow, origin.by, changed, LOGGED_CHANGED, where)


def _apply_kind(uow: UnitOfWork, plan: ImportPlan, origin: Origin) -> dict[Ref, Entry]:
    """Register and change; returns the new people by ref."""
    match plan.kind:
        case SheetKind.RESIDENTS:
            return _apply_residents(uow, plan, origin)
        case SheetKind.HELPERS:
            return _apply_helpers(uow, plan)
        case SheetKind.STAFF:
            return _apply_staff(uow, plan)


def _apply_residents(uow: UnitOfWork, plan: ImportPlan, origin: Origin) -> dict[Ref, Entry]:
    homes = homes_of(uow, plan)
    people = [_new_resident(uow, entry, homes, origin) for entry in plan.new]
    ids = service.add_residents(uow, people)
    new = {ref_of(Kind.RESIDENT, each): entry for each, entry in zip(ids, plan.new, strict=True)}
    for ref, entry in new.items():
        for contact in entry.contacts:
            service.add_contact(uow, ref, contact)
    for ref, entry in plan.changed:
        _change_resident(uow, ref, entry, homes, origin)
    return new


def _new_resident(
    uow: UnitOfWork, entry: Entry, homes: Mapping[str, str], origin: Origin
) -> NewResident:
    person = entry.resident
    consents = tuple(
        _consent(uow, mark, mark.basis, origin) for mark in entry.consents if mark.basis is not None
    )
    collected = any(consent.purpose is Purpose.COLLECTION for consent in consents)
    unstated = LifeState.CONSENTED if collected else LifeState.PROPOSED
    return replace(
        person,
        household_id=homes.get(entry.household or ""),
        consents=consents,
        state=person.state if "state" in entry.given else unstated,
    )


def _change_resident(
    uow: UnitOfWork, ref: Ref, entry: Entry, homes: Mapping[str, str], origin: Origin
) -> None:
    person = entry.resident
    before = service.resident(uow, ref)
    home = homes.get(entry.household or "")
    if moves(before, person):
        # nobody takes a household along that others still live in
        elsewhere = None if home == before.household_id else home
        address = person.address or before.address
        service.move_resident(uow, ref, person.district, address, elsewhere, person.others)
    elif home is not None and home != before.household_id:
        service.join_household(uow, ref, home)
    if "others" in entry.given:
        service.set_others(uow, service.outline(uow, ref).household_id, person.others)
    service.change_resident(uow, ref, **_resident_changes(before, person, entry))
    for mark in entry.consents:
        _agree(uow, ref, mark, origin)
    _advance(uow, ref, person, entry)
    known = {contact.phone for contact in service.contacts_of(uow, ref, refused=True)}
    for contact in entry.contacts:
        if contact.phone not in known:
            service.add_contact(uow, ref, contact)


def _resident_changes(before: Resident, person: NewResident, entry: Entry) -> ResidentChanges:
    changes: ResidentChanges = {
        "name": person.name,
        "birth_year": person.birth_year,
        "tier": person.tier,
        "phones": _phones(before.phones, person.phones, entry.given),
    }
    if "address" in entry.given:
        changes["address"] = person.address
    if "language" in entry.given:
        changes["language"] = person.language
    if "speaking_rate" in entry.given:
        changes["speaking_rate"] = person.speaking_rate
    if "devices" in entry.given:
        changes["devices"] = person.devices
    if "notes" in entry.given:
        changes["notes"] = person.notes
    return changes


def _phones(
    before: tuple[Phone, ...], listed: tuple[Phone, ...], given: frozenset[str]
) -> tuple[Phone, ...]:
    """Each cell that holds a number replaces the one in its place."""
    numbers = iter(listed)
    kept = list(before)
    for place, key in enumerate(("phone", "phone2")):
        if key in given:
            kept[place : place + 1] = [next(numbers)]
    return tuple(dict.fromkeys(kept))


def _agree(uow: UnitOfWork, ref: Ref, mark: ConsentMark, origin: Origin) -> None:
    if mark.basis is None:
        service.withdraw_consent(uow, ref, mark.purpose, origin.by, ChannelName.PERSON)
    else:
        service.give_consent(uow, ref, _consent(uow, mark, mark.basis, origin))


def _consent(uow: UnitOfWork, mark: ConsentMark, basis: Basis, origin: Origin) -> Consent:
    given_at = uow.now
    if mark.on is not None:
        given_at = datetime.combine(mark.on, time(), tzinfo=origin.zone).astimezone(UTC)
    return Consent(
        purpose=mark.purpose,
        basis=basis,
        given_at=given_at,
        withdrawn_at=None,
        text_version=mark.text_version,
        channel=ChannelName.PERSON if basis is Basis.CONSENT else None,
        taken_by=origin.by,
    )


def _advance(uow: UnitOfWork, ref: Ref, person: NewResident, entry: Entry) -> None:
    """A list may take a resident further, never back; without a word, her consent does."""
    state = service.outline(uow, ref).state
    agreed = {mark.purpose for mark in entry.consents if mark.basis is not None}
    if "state" in entry.given:
        wanted = person.state
    elif state is LifeState.PROPOSED and Purpose.COLLECTION in agreed:
        wanted = LifeState.CONSENTED
    else:
        return
    if decide.may_follow(state, wanted):
        service.set_state(uow, ref, wanted)


def _apply_helpers(uow: UnitOfWork, plan: ImportPlan) -> dict[Ref, Entry]:
    new = {service.add_helper(uow, _helper(entry)).ref: entry for entry in plan.new}
    for ref, entry in plan.changed:
        service.change_helper(uow, ref, **_helper_changes(uow, ref, entry))
    return new


def _helper_changes(uow: UnitOfWork, ref: Ref, entry: Entry) -> HelperChanges:
    person, given = _helper(entry), entry.given
    changes: HelperChanges = {
        "name": person.name,
        "role": person.role,
        "district": person.district,
        "phone": person.phone,
    }
    if "language" in given:
        changes["language"] = person.language
    if "prefers" in given:
        changes["prefers"] = person.prefers
    if "nights" in given:
        changes["nights"] = person.nights
    if "max_load" in given:
        changes["max_load"] = person.max_load
    if "organisation" in given:
        changes["organisation"] = person.organisation
    return changes | _appointment(uow, ref, person, given)


def _appointment(
    uow: UnitOfWork, ref: Ref, person: NewHelper, given: frozenset[str]
) -> HelperChanges:
    changes: HelperChanges = {}
    if "appointed_from" in given:
        changes["appointed_from"] = person.appointed_from
    if "appointed_until" in given:
        changes["appointed_until"] = person.appointed_until
    unmentioned = {paper for paper in service.helper(uow, ref).papers if paper not in given}
    changes["papers"] = person.papers | unmentioned
    return changes


def _apply_staff(uow: UnitOfWork, plan: ImportPlan) -> dict[Ref, Entry]:
    new = {service.add_staff(uow, _staff(entry)).ref: entry for entry in plan.new}
    for ref, entry in plan.changed:
        person = _staff(entry)
        changes: StaffChanges = {"name": person.name, "role": person.role, "phone": person.phone}
        if "district" in entry.given:
            changes["districts"] = person.districts
        if "duty" in entry.given:
            changes["duty"] = person.duty
        service.change_staff(uow, ref, **changes)
        _claim(uow, ref, entry.keys)
    # Only now is everybody there who is named as a deputy.
    everybody = {**new, **dict(plan.changed)}
    deputies = identities.find(uow, {each.deputy for each in everybody.values() if each.deputy})
    for ref, entry in everybody.items():
        if entry.deputy is not None:
            service.change_staff(uow, ref, deputy=deputies[entry.deputy])
    return new


def _claim(uow: UnitOfWork, ref: Ref, keys: Iterable[str]) -> None:
    owner = identities.claim(uow, {ref: tuple(keys)})
    if owner is not None:
        raise AlreadyRegisteredError(owner)


def _helper(entry: Entry) -> NewHelper:
    assert isinstance(entry.person, NewHelper)  # noqa: S101 - narrows by the list's kind
    return entry.person


def _staff(entry: Entry) -> NewStaff:
    assert isinstance(entry.person, NewStaff)  # noqa: S101 - narrows by the list's kind
    return entry.person
