"""Rows of a list as people about to be registered or changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from residents import checks
from residents.consent import lawful_bases
from residents.importing import columns as known
from residents.importing.cells import RowReader, parse_day
from residents.importing.columns import BY_STATUTE, CONSENT_COLUMNS, CONTACTS, YES_NO, bare
from residents.importing.sheet import SheetKind
from residents.model import (
    Basis,
    ChannelName,
    Device,
    HelperRole,
    Kind,
    Language,
    LifeState,
    NewContact,
    NewHelper,
    NewResident,
    NewStaff,
    Paper,
    Phone,
    Purpose,
    StaffRole,
    Tier,
)

UNSTATED = "unstated"
"""The version of the consent's words when a list does not give it."""
MAX_OTHERS, MAX_LOAD = 20, 58
_YES_NO = {bare(word): value for word, value in YES_NO.items()}
NewPerson = NewResident | NewHelper | NewStaff


@dataclass(frozen=True, slots=True)
class ConsentMark:
    """What a row says of one purpose: a basis since a day (None: today), or a refusal (None)."""

    purpose: Purpose
    basis: Basis | None
    on: date | None
    text_version: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One good row.

    `keys` are what the person may be known by; `given` the columns that hold something, since an
    empty cell changes nothing; `content` the row itself, for telling whether it changed.
    """

    row: int
    person: NewPerson
    keys: tuple[str, ...] = field(repr=False)
    given: frozenset[str]
    content: str = field(repr=False)
    contacts: tuple[NewContact, ...] = ()
    consents: tuple[ConsentMark, ...] = ()
    household: str | None = None
    deputy: str | None = None

    @property
    def resident(self) -> NewResident:
        """The person of a list of residents."""
        assert isinstance(self.person, NewResident)  # noqa: S101 - narrows by the list's kind
        return self.person


@dataclass(frozen=True, slots=True)
class Today:
    """When and where a list is read."""

    day: date
    zone: ZoneInfo


def entry(reader: RowReader, kind: SheetKind, today: Today) -> Entry | None:
    """The person of a row; None, with problems noted, when it is not good."""
    for column in known.COLUMNS[kind]:
        if column.required:
            reader.need(column.key)
    made = _made(reader, kind, today)
    return None if reader.problems else made


def _made(reader: RowReader, kind: SheetKind, today: Today) -> Entry | None:
    match kind:
        case SheetKind.RESIDENTS:
            return _resident_entry(reader, today)
        case SheetKind.HELPERS:
            return _worker_entry(reader, _helper(reader), Kind.HELPER)
        case SheetKind.STAFF:
            return _worker_entry(reader, _staff(reader), Kind.STAFF)


def _resident_entry(reader: RowReader, today: Today) -> Entry:
    person = _resident(reader, today)
    keys = checks.resident_keys(person.name, person.birth_year, person.phones, person.address)
    keys += _external(Kind.RESIDENT, person.external_key)
    consents = _consents(reader, today)
    _check_state(reader, consents)
    if not keys and not reader.problems:
        reader.note("key", "keyless")
    return Entry(
        row=reader.row.number,
        person=person,
        keys=keys,
        given=reader.given(),
        content=_content(reader),
        contacts=_contacts(reader),
        consents=consents,
        household=reader.name("household") or None,
    )


def _resident(reader: RowReader, today: Today) -> NewResident:
    phones = tuple(
        phone for phone in (reader.phone("phone"), reader.phone("phone2")) if phone is not None
    )
    return NewResident(
        name=reader.name("name"),
        birth_year=reader.birth_year("birth_year", today.day.year),
        tier=reader.pick("tier", known.TIERS, Tier.LOW),
        district=reader.district("district"),
        address=reader.line("address"),
        phones=phones,
        language=reader.pick("language", known.LANGUAGES, Language.ko),
        speaking_rate=reader.speaking_rate("speaking_rate"),
        devices=reader.pick_several("devices", known.DEVICES) or _devices(phones),
        others=reader.number("others", 0, 0, MAX_OTHERS),
        state=reader.pick("state", known.STATES, LifeState.PROPOSED),
        notes=reader.notes("notes"),
        external_key=reader.name("key") or None,
    )


def _devices(phones: tuple[Phone, ...]) -> frozenset[Device]:
    """What somebody whose row names no device must have, going by her numbers."""
    if not phones:
        return frozenset({Device.NONE})
    return frozenset(Device.MOBILE if phone.is_mobile else Device.LANDLINE for phone in phones)


def _consents(reader: RowReader, today: Today) -> tuple[ConsentMark, ...]:
    on = reader.day("consent_day")
    if on is not None and on > today.day:
        reader.note("consent_day", "day_ahead")
    text = reader.name("consent_text") or UNSTATED
    marks = [
        _consent(reader, purpose, on, text, today)
        for purpose, column in CONSENT_COLUMNS.items()
        if reader.raw(column.key)
    ]
    return tuple(mark for mark in marks if mark is not None)


def _consent(
    reader: RowReader, purpose: Purpose, on: date | None, text: str, today: Today
) -> ConsentMark | None:
    """O, X, a day, or the word for a statute."""
    key = CONSENT_COLUMNS[purpose].key
    cell = reader.raw(key)
    if bare(cell) in _YES_NO:
        basis = Basis.CONSENT if _YES_NO[bare(cell)] else None
        return ConsentMark(purpose, basis, on, text)
    if bare(cell) == BY_STATUTE:
        if Basis.STATUTE not in lawful_bases(purpose):
            reader.note(key, "consent_statute")
        return ConsentMark(purpose, Basis.STATUTE, on, text)
    given_on = parse_day(cell)
    if given_on is None:
        reader.note(key, "consent", statute=BY_STATUTE)
        return None
    if given_on > today.day:
        reader.note(key, "day_ahead")
    return ConsentMark(purpose, Basis.CONSENT, given_on, text)


def _check_state(reader: RowReader, consents: tuple[ConsentMark, ...]) -> None:
    state = reader.pick("state", known.STATES, LifeState.PROPOSED)
    collected = any(
        mark.purpose is Purpose.COLLECTION and mark.basis is not None for mark in consents
    )
    if state is not LifeState.PROPOSED and not collected:
        header = CONSENT_COLUMNS[Purpose.COLLECTION].header
        reader.note("state", "state_consent", column=header)


def _contacts(reader: RowReader) -> tuple[NewContact, ...]:
    return tuple(
        contact
        for contact in (_contact(reader, f"contact{n}") for n in range(1, CONTACTS + 1))
        if contact is not None
    )


def _contact(reader: RowReader, prefix: str) -> NewContact | None:
    if not any(key.startswith(prefix) for key in reader.given()):
        return None
    named = reader.need(f"{prefix}_name")
    phone = reader.phone(f"{prefix}_phone") if reader.need(f"{prefix}_phone") else None
    if not named or phone is None:
        return None
    return NewContact(
        name=reader.name(f"{prefix}_name"),
        relation=reader.name(f"{prefix}_relation"),
        phone=phone,
        keyholder=reader.flag(f"{prefix}_key"),
    )


def _helper(reader: RowReader) -> NewHelper | None:
    phone = reader.phone("phone")
    if phone is None:
        return None
    return NewHelper(
        name=reader.name("name"),
        role=reader.pick("role", known.HELPER_ROLES, HelperRole.VILLAGE_HEAD),
        district=reader.district("district"),
        phone=phone,
        language=reader.pick("language", known.LANGUAGES, Language.ko),
        nights=reader.flag("nights"),
        max_load=reader.number("max_load", 3, 1, MAX_LOAD),
        prefers=reader.pick("prefers", known.CHANNELS, ChannelName.CALL),
        appointed_from=reader.day("appointed_from"),
        appointed_until=reader.day("appointed_until"),
        organisation=reader.line("organisation"),
        papers=frozenset(paper for paper in Paper if reader.flag(paper.value)),
        external_key=reader.name("key") or None,
    )


def _staff(reader: RowReader) -> NewStaff | None:
    phone = reader.phone("phone")
    if phone is None:
        return None
    return NewStaff(
        name=reader.name("name"),
        role=reader.pick("role", known.STAFF_ROLES, StaffRole.OFFICER),
        phone=phone,
        districts=frozenset(reader.districts("district")),
        duty=reader.flag("duty"),
        external_key=reader.name("key") or None,
    )


def _worker_entry(
    reader: RowReader, person: NewHelper | NewStaff | None, kind: Kind
) -> Entry | None:
    if person is None:
        return None
    deputy = reader.name("deputy")
    return Entry(
        row=reader.row.number,
        person=person,
        keys=(
            checks.worker_key(kind, person.name, person.phone),
            *_external(kind, person.external_key),
        ),
        given=reader.given(),
        content=_content(reader),
        deputy=checks.external_key(Kind.STAFF, deputy) if deputy else None,
    )


def _external(kind: Kind, key: str | None) -> tuple[str, ...]:
    return () if key is None else (checks.external_key(kind, key),)


def _content(reader: RowReader) -> str:
    cells: Mapping[str, str] = {key: reader.raw(key) for key in sorted(reader.given())}
    return json.dumps(cells, ensure_ascii=False, sort_keys=True)
