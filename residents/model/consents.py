"""What a person agreed to, and the lawful basis of each use of her data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChannelName(StrEnum):
    """Ways to ask somebody. A person at the door or on the phone is one like the others."""

    TELEGRAM = "telegram"
    SMS = "sms"
    CALL = "call"
    PERSON = "person"


class Purpose(StrEnum):
    """A use of personal data that is agreed to, or refused, on its own."""

    COLLECTION = "collection"
    SENSITIVE = "sensitive"
    HELPERS = "helpers"
    CONTACTS = "contacts"
    """Her family or neighbours are asked how she is when nothing is heard of her."""
    PLUG = "plug"
    CALLS = "calls"
    NIGHT = "night"
    OVERSEAS_TELEGRAM = "overseas_telegram"
    OVERSEAS_TWILIO = "overseas_twilio"
    SPEECH = "speech"


class Basis(StrEnum):
    """Why a use is lawful. With `VITAL`, `taken_by` is who decided."""

    CONSENT = "consent"
    STATUTE = "statute"
    VITAL = "vital"


@dataclass(frozen=True, slots=True)
class Consent:
    """One basis for one purpose, from `given_at` until `withdrawn_at`.

    `text_version` names the words that were read or read out; `channel` is how they were
    answered (None for a statute); `taken_by` is the ref of who recorded it.
    """

    purpose: Purpose
    basis: Basis
    given_at: datetime
    withdrawn_at: datetime | None
    text_version: str
    channel: ChannelName | None
    taken_by: str


class DeniedReason(StrEnum):
    """Why a use is not lawful at that moment."""

    NEVER_GIVEN = "never_given"
    NOT_YET = "not_yet"
    WITHDRAWN = "withdrawn"
    WRONG_BASIS = "wrong_basis"
    """There is a basis, but this purpose needs the person's own consent."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The use is lawful on the strength of `consent`."""

    consent: Consent


@dataclass(frozen=True, slots=True)
class Denied:
    """The use is not lawful."""

    purpose: Purpose
    reason: DeniedReason
