"""Consents: given, withdrawn, asked for."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from foundation.unit_of_work import UnitOfWork
from residents import checks, consent
from residents.model import Allowed, Basis, ChannelName, Consent, Denied, Purpose, Ref
from residents.service.attention import look_again
from residents.store import consents as consent_store


def give_consent(uow: UnitOfWork, ref: Ref, given: Consent) -> None:
    """Put a basis on record; one just like it that stands already is not repeated.

    Raises NotLawfulError when the purpose cannot rest on that basis or nobody is named.
    """
    checked = checked_consent(given)
    for known in consents_of(uow, ref):
        same = (known.purpose, known.basis, known.text_version) == (
            checked.purpose,
            checked.basis,
            checked.text_version,
        )
        if same and known.withdrawn_at is None and known.given_at <= checked.given_at:
            return
    consent_store.insert_consents(uow, [(ref, checked)])
    look_again(uow, ref)


def checked_consent(given: Consent) -> Consent:
    """Raises NotLawfulError when the purpose cannot rest on that basis or nobody is named."""
    return checks.checked_consent(given, consent.lawful_bases(given.purpose))


def withdraw_consent(
    uow: UnitOfWork,
    ref: Ref,
    purpose: Purpose,
    by: Ref,
    channel: ChannelName,
    basis: Basis = Basis.CONSENT,
) -> bool:
    """End what was agreed to, from now on; another basis for the same purpose stays.

    `by` recorded it, told by `channel`. False when there was nothing to withdraw.
    """
    look_again(uow, ref)
    return consent_store.withdraw(uow, ref, (purpose, basis), by, channel) > 0


def consents_of(uow: UnitOfWork, ref: Ref) -> tuple[Consent, ...]:
    """Everything a person agreed to, withdrawn or not, the oldest first."""
    return consents_of_all(uow, [ref])[ref]


def consents_of_all(
    uow: UnitOfWork, refs: Iterable[Ref], purposes: Iterable[Purpose] | None = None
) -> Mapping[Ref, tuple[Consent, ...]]:
    """By ref those to these purposes or all, with few statements; everybody asked for is in it."""
    if purposes is None:
        return consent_store.all_consents(uow, refs)
    return consent_store.consents(uow, refs, purposes)


def agreed(uow: UnitOfWork, refs: Iterable[Ref], purpose: Purpose) -> frozenset[Ref]:
    """Those of many of whom `residents.consent.allows` it now, with one statement."""
    return consent_store.agreed(uow, refs, purpose, consent.lawful_bases(purpose))


def consent_allows(
    uow: UnitOfWork,
    ref: Ref,
    purpose: Purpose,
    at: datetime | None = None,
    *,
    acting_since: datetime | None = None,
) -> Allowed | Denied:
    """Whether a use of her data is lawful; see `residents.consent.allows`."""
    known = consents_of(uow, ref)
    return consent.allows(known, purpose, at or uow.now, acting_since=acting_since)


def helpers_may_know(
    uow: UnitOfWork, ref: Ref, at: datetime | None = None, *, acting_since: datetime | None = None
) -> bool:
    """Whether a helper may see her name, address and phone."""
    denied = consent.allows_all(
        consents_of(uow, ref),
        consent.DETAILS_TO_HELPERS,
        at or uow.now,
        acting_since=acting_since,
    )
    return denied is None


def contacts_may_be_asked(uow: UnitOfWork, ref: Ref, at: datetime | None = None) -> bool:
    """Whether her contacts may be asked how she is."""
    known = consents_of(uow, ref)
    return consent.allows_all(known, consent.ASKING_CONTACTS, at or uow.now) is None


def collection_is_lawful(known: Iterable[Consent], at: datetime) -> bool:
    """Whether her data may be used at all."""
    return isinstance(consent.allows(known, Purpose.COLLECTION, at), Allowed)
