"""Phone numbers: kept as E.164, shown as people in Korea write them."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

HOME = "KR"
_HOME_CODE = 82
_HOME_PREFIX = f"+{_HOME_CODE}"
_MOBILE_PREFIX = "10"
_MOBILE_DIGITS = 10
_CLOSED_PREFIXES = ("11", "16", "17", "18", "19")
_CLOSED_DIGITS = (9, 10)
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u00ad\u30fc\uff0d~]")
_WRITTEN = re.compile(r"\+?[\d\s().\-/·]+")
_NO_PERSON = frozenset(
    {
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.UAN,
        PhoneNumberType.PAGER,
        PhoneNumberType.VOICEMAIL,
    }
)


class PhoneFault(StrEnum):
    """What is wrong with a number, by what the person who typed it has to do."""

    EMPTY = "empty"
    LETTERS = "letters"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    NOT_IN_USE = "not_in_use"
    CLOSED = "closed"
    """An 011, 016, 017, 018 or 019 number: those prefixes are out of service."""
    NO_PERSON = "no_person"
    """A business, toll-free or premium number: nobody in particular answers it."""


_SAID: dict[PhoneFault, str] = {
    PhoneFault.EMPTY: "There is no phone number: leave the field out or fill it in.",
    PhoneFault.LETTERS: "A phone number is digits, spaces and hyphens; put one number per field.",
    PhoneFault.TOO_SHORT: "The phone number is too short: give it with its area code.",
    PhoneFault.TOO_LONG: "The phone number is too long: put one number per field.",
    PhoneFault.NOT_IN_USE: "No such phone number exists: check prefix and digits.",
    PhoneFault.CLOSED: "011 and 016 to 019 are out of service: ask for the 010 number.",
    PhoneFault.NO_PERSON: "This is a company's or a service's number: give a person's own.",
}


class WrongPhoneError(ValueError):
    """The text is no phone number that reaches a person. The message never repeats it."""

    def __init__(self, fault: PhoneFault) -> None:
        super().__init__(_SAID[fault])
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that can exist. Make one with `parse_phone`. Its repr hides it from logs."""

    e164: str = field(repr=False)

    @property
    def is_mobile(self) -> bool:
        """Whether it takes SMS."""
        if self.e164.startswith(_HOME_PREFIX):
            return _is_mobile_at_home(self.e164.removeprefix(_HOME_PREFIX))
        return _is_mobile(phonenumbers.parse(self.e164))

    @property
    def shown(self) -> str:
        """As people write it: `054-420-6114`; a number abroad with its country code."""
        number = phonenumbers.parse(self.e164)
        at_home = number.country_code == _HOME_CODE
        style = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
        return phonenumbers.format_number(number, style)


def parse_phone(written: str) -> Phone:
    """Read a number as people in Korea write it. Raises WrongPhoneError."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", written)).strip()
    if not plain:
        raise WrongPhoneError(PhoneFault.EMPTY)
    if not _WRITTEN.fullmatch(plain):
        raise WrongPhoneError(PhoneFault.LETTERS)
    number = _parsed(plain.replace("·", "-"))
    fault = _fault(number)
    if fault is not None:
        raise WrongPhoneError(fault)
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _parsed(plain: str) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(plain, HOME)
    except phonenumbers.NumberParseException as error:
        too_long = error.error_type == phonenumbers.NumberParseException.TOO_LONG
        too_short = error.error_type in {
            phonenumbers.NumberParseException.TOO_SHORT_NSN,
            phonenumbers.NumberParseException.TOO_SHORT_AFTER_IDD,
        }
        if too_long:
            raise WrongPhoneError(PhoneFault.TOO_LONG) from None
        raise WrongPhoneError(
            PhoneFault.TOO_SHORT if too_short else PhoneFault.NOT_IN_USE
        ) from None


def _fault(number: phonenumbers.PhoneNumber) -> PhoneFault | None:
    if number.country_code == _HOME_CODE and _is_mobile(number):
        return _mobile_fault(str(number.national_number))
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible in {
        phonenumbers.ValidationResult.TOO_SHORT,
        phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY,
    }:
        return PhoneFault.TOO_SHORT
    if possible == phonenumbers.ValidationResult.TOO_LONG:
        return PhoneFault.TOO_LONG
    if not phonenumbers.is_valid_number(number):
        return PhoneFault.NOT_IN_USE
    return PhoneFault.NO_PERSON if phonenumbers.number_type(number) in _NO_PERSON else None


def _mobile_fault(digits: str) -> PhoneFault | None:
    """Korea's plan, not the library's: that lets 010 have nine digits and lacks new blocks."""
    if not digits.startswith(_MOBILE_PREFIX):
        return PhoneFault.CLOSED
    if len(digits) == _MOBILE_DIGITS:
        return None
    return PhoneFault.TOO_SHORT if len(digits) < _MOBILE_DIGITS else PhoneFault.TOO_LONG


def _is_mobile(number: phonenumbers.PhoneNumber) -> bool:
    if number.country_code == _HOME_CODE:
        return _is_mobile_at_home(str(number.national_number))
    return phonenumbers.number_type(number) in {
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }


def _is_mobile_at_home(digits: str) -> bool:
    closed = digits.startswith(_CLOSED_PREFIXES) and len(digits) in _CLOSED_DIGITS
    return closed or digits.startswith(_MOBILE_PREFIX)
