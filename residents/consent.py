"""What may be done with a person's data. Asked when a plan is made and again before each send."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from residents.model import (
    Allowed,
    Basis,
    ChannelName,
    Consent,
    Denied,
    DeniedReason,
    Purpose,
)

_ANY_BASIS = frozenset(Basis)
_OWN_CONSENT = frozenset({Basis.CONSENT})
_BASES: Mapping[Purpose, frozenset[Basis]] = {
    Purpose.NIGHT: _OWN_CONSENT,
    Purpose.OVERSEAS_TELEGRAM: _OWN_CONSENT,
    Purpose.OVERSEAS_TWILIO: _OWN_CONSENT,
}

_NEEDED: Mapping[ChannelName, tuple[Purpose, ...]] = {
    ChannelName.TELEGRAM: (Purpose.COLLECTION, Purpose.OVERSEAS_TELEGRAM),
    ChannelName.SMS: (Purpose.COLLECTION, Purpose.OVERSEAS_TWILIO),
    ChannelName.CALL: (Purpose.COLLECTION, Purpose.CALLS, Purpose.OVERSEAS_TWILIO),
    ChannelName.PERSON: (Purpose.COLLECTION,),
}

DETAILS_TO_HELPERS: tuple[Purpose, ...] = (Purpose.COLLECTION, Purpose.HELPERS)
"""Needed before a helper sees a name, an address or a phone number."""

ASKING_CONTACTS: tuple[Purpose, ...] = (Purpose.COLLECTION, Purpose.CONTACTS)
"""Needed before one of her contacts is asked how she is."""

HUMAN_CALL_PLAN: tuple[ChannelName, ...] = (ChannelName.PERSON,)
"""What remains without consent to any transfer abroad: a named person calls or visits."""


def lawful_bases(purpose: Purpose) -> frozenset[Basis]:
    """The bases on which this purpose can rest."""
    return _BASES.get(purpose, _ANY_BASIS)


def needed_purposes(channel: ChannelName) -> tuple[Purpose, ...]:
    """What must be allowed before somebody is asked by `channel`."""
    return _NEEDED[channel]


def allows(
    consents: Iterable[Consent],
    purpose: Purpose,
    at: datetime,
    *,
    acting_since: datetime | None = None,
) -> Allowed | Denied:
    """Whether `purpose` is lawful at `at`: given at or before it, withdrawn only after it.

    `acting_since` is for the people acting on an open case of 위험 or 긴급, and only for them:
    a withdrawal since the case opened takes effect when it closes.
    """
    given = sorted((c for c in consents if c.purpose is purpose), key=lambda c: c.given_at)
    begun = [consent for consent in given if consent.given_at <= at]
    standing = [consent for consent in begun if _stands(consent, at, acting_since)]
    bases = lawful_bases(purpose)
    good = [consent for consent in standing if consent.basis in bases]
    if good:
        return Allowed(good[-1])
    if standing:
        return Denied(purpose, DeniedReason.WRONG_BASIS)
    if begun:
        return Denied(purpose, DeniedReason.WITHDRAWN)
    return Denied(purpose, DeniedReason.NOT_YET if given else DeniedReason.NEVER_GIVEN)


def allows_all(
    consents: Iterable[Consent],
    purposes: Iterable[Purpose],
    at: datetime,
    *,
    acting_since: datetime | None = None,
) -> Denied | None:
    """None when every purpose is lawful at `at`, else the first that is not."""
    known = tuple(consents)
    for purpose in purposes:
        answer = allows(known, purpose, at, acting_since=acting_since)
        if isinstance(answer, Denied):
            return answer
    return None


def lawful_channels(consents: Iterable[Consent], at: datetime) -> frozenset[ChannelName]:
    """The channels somebody may be asked by, whatever devices she has."""
    known = tuple(consents)
    return frozenset(
        channel
        for channel in ChannelName
        if allows_all(known, needed_purposes(channel), at) is None
    )


def _stands(consent: Consent, at: datetime, acting_since: datetime | None) -> bool:
    ended = consent.withdrawn_at
    if ended is None or at < ended:
        return True
    return acting_since is not None and acting_since <= ended
