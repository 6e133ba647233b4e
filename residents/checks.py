"""What is checked before somebody is registered, and by what she is recognised again. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from residents import districts
from residents.model import (
    Basis,
    Consent,
    Kind,
    NewContact,
    NewHelper,
    NewResident,
    NewStaff,
    NotLawfulError,
    Phone,
    checked_line,
    checked_notes,
    checked_rate,
)
from residents.model.wording import NAME_CHARS

BIRTH_YEARS = range(1900, 2101)


class WrongBirthYearError(ValueError):
    """A birth year that nobody alive can have."""

    def __init__(self) -> None:
        super().__init__("The birth year must have four digits, such as 1948.")


def checked_resident(new: NewResident) -> NewResident:
    """Trimmed and in order.

    Raises WrongTextError, WrongBirthYearError, WrongRateError, UnknownDistrictError.
    """
    districts.district(new.district)
    return replace(
        new,
        name=checked_name(new.name),
        birth_year=checked_birth_year(new.birth_year),
        address=checked_line(new.address, "address"),
        notes=checked_notes(new.notes, "notes"),
        external_key=_checked_key(new.external_key),
        speaking_rate=checked_rate(new.speaking_rate),
    )


def checked_helper(new: NewHelper) -> NewHelper:
    """Trimmed and in order. Raises WrongTextError and UnknownDistrictError."""
    districts.district(new.district)
    return replace(
        new,
        name=checked_name(new.name),
        organisation=checked_line(new.organisation, "organisation"),
        external_key=_checked_key(new.external_key),
    )


def checked_staff(new: NewStaff) -> NewStaff:
    """Trimmed and in order. Raises WrongTextError and UnknownDistrictError."""
    for code in new.districts:
        districts.district(code)
    return replace(new, name=checked_name(new.name), external_key=_checked_key(new.external_key))


def checked_contact(new: NewContact) -> NewContact:
    """Trimmed and in order. Raises WrongTextError."""
    return replace(
        new,
        name=checked_name(new.name),
        relation=checked_line(new.relation, "relation", limit=NAME_CHARS),
    )


def checked_consent(consent: Consent, bases: Iterable[Basis]) -> Consent:
    """Raises NotLawfulError when the purpose cannot rest on this basis, or nobody decided."""
    if consent.basis not in set(bases):
        message = f"{consent.purpose} cannot rest on {consent.basis}: ask for her consent."
        raise NotLawfulError(message)
    if not consent.taken_by.strip():
        message = f"{consent.basis} for {consent.purpose} needs who took or decided it."
        raise NotLawfulError(message)
    return replace(consent, text_version=checked_line(consent.text_version, "text_version"))


def checked_name(name: str) -> str:
    """Raises WrongTextError."""
    return checked_line(name, "name", limit=NAME_CHARS, required=True)


def checked_birth_year(year: int) -> int:
    """Raises WrongBirthYearError."""
    if year not in BIRTH_YEARS:
        raise WrongBirthYearError
    return year


def external_key(kind: Kind, key: str) -> str:
    """What stands for the city's own number of a person or household."""
    return f"{kind}|key|{key.strip()}"


def resident_keys(
    name: str, birth_year: int, phones: Iterable[Phone], address: str
) -> tuple[str, ...]:
    """Name, birth year and a phone are hers alone; without a phone the address has to do."""
    who = f"{Kind.RESIDENT}|{_bare(name)}|{birth_year}"
    numbers = tuple(f"{who}|{phone.e164}" for phone in phones)
    return numbers or ((f"{who}|{_bare(address)}",) if address else ())


def worker_key(kind: Kind, name: str, phone: Phone) -> str:
    """A helper or employee is known by name and phone."""
    return f"{kind}|{_bare(name)}|{phone.e164}"


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _checked_key(key: str | None) -> str | None:
    if key is None:
        return None
    return checked_line(key, "external_key", limit=NAME_CHARS) or None
