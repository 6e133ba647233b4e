"""Consents on record: given once, withdrawn for good, asked for with the time."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from residents import service
from residents.model import (
    Allowed,
    Basis,
    ChannelName,
    Denied,
    DeniedReason,
    LifeState,
    NotLawfulError,
    Purpose,
)
from residents.store import consents as store
from tests.residents.people import LAST_YEAR, consent, grandmother

CALL = ChannelName.CALL


def test_what_was_agreed_is_kept_with_who_when_and_which_words(database: Database) -> None:
    given = replace(consent(Purpose.PLUG), given_at=LAST_YEAR + timedelta(hours=1))
    statute = replace(consent(Purpose.COLLECTION, Basis.STATUTE), channel=None)
    with database.write() as uow:
        one = grandmother(uow, consents=(statute,))
        service.give_consent(uow, one.ref, given)
        service.give_consent(uow, one.ref, given)
    with database.read() as uow:
        assert service.consents_of(uow, one.ref) == (statute, given)
        assert service.consents_of_all(uow, [one.ref, "resident:2"]) == {
            one.ref: (statute, given),
            "resident:2": (),
        }
        assert service.consent_allows(uow, one.ref, Purpose.PLUG) == Allowed(given)
        early = LAST_YEAR - timedelta(days=1)
        answer = service.consent_allows(uow, one.ref, Purpose.PLUG, early)
        assert answer == Denied(Purpose.PLUG, DeniedReason.NOT_YET)


def test_newer_words_are_a_consent_of_their_own(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow, consents=(), state=LifeState.PROPOSED)
        service.give_consent(uow, one.ref, consent(Purpose.PLUG))
        newer = replace(consent(Purpose.PLUG), text_version="2026-1", given_at=uow.now)
        service.give_consent(uow, one.ref, newer)
        assert service.consent_allows(uow, one.ref, Purpose.PLUG) == Allowed(newer)
        assert service.withdraw_consent(uow, one.ref, Purpose.PLUG, one.ref, CALL)
        assert all(known.withdrawn_at == uow.now for known in service.consents_of(uow, one.ref))


def test_withdrawal_counts_at_once_but_an_open_case_is_finished(
    database: Database, clock: ManualClock
) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        opened_at = uow.now
    clock.advance(timedelta(hours=1))
    with database.write() as uow:
        assert service.helpers_may_know(uow, one.ref)
        assert service.withdraw_consent(uow, one.ref, Purpose.HELPERS, one.ref, CALL)
        assert not service.withdraw_consent(uow, one.ref, Purpose.HELPERS, one.ref, CALL)
        assert not service.helpers_may_know(uow, one.ref)
        assert service.helpers_may_know(uow, one.ref, acting_since=opened_at)
        assert not service.helpers_may_know(
            uow, one.ref, acting_since=uow.now + timedelta(seconds=1)
        )


def test_withdrawing_consent_leaves_the_statute(database: Database) -> None:
    with database.write() as uow:
        both = (consent(Purpose.COLLECTION), consent(Purpose.COLLECTION, Basis.STATUTE))
        one = grandmother(uow, consents=both)
        service.withdraw_consent(uow, one.ref, Purpose.COLLECTION, one.ref, CALL)
        answer = service.consent_allows(uow, one.ref, Purpose.COLLECTION)
        assert answer == Allowed(both[1])
        service.withdraw_consent(
            uow, one.ref, Purpose.COLLECTION, "staff:kim", CALL, basis=Basis.STATUTE
        )
        answer = service.consent_allows(uow, one.ref, Purpose.COLLECTION)
        assert answer == Denied(Purpose.COLLECTION, DeniedReason.WITHDRAWN)


@pytest.mark.parametrize(
    "wrong",
    [
        consent(Purpose.OVERSEAS_TWILIO, Basis.STATUTE),
        consent(Purpose.NIGHT, Basis.VITAL),
        replace(consent(Purpose.HELPERS, Basis.VITAL), taken_by=" "),
    ],
)
def test_an_unlawful_basis_is_not_recorded(sqlite_database: Database, wrong: object) -> None:
    with sqlite_database.write() as uow:
        one = grandmother(uow, consents=(), state=LifeState.PROPOSED)
        with pytest.raises(NotLawfulError):
            service.give_consent(uow, one.ref, wrong)  # type: ignore[arg-type]
        with pytest.raises(NotLawfulError):
            grandmother(uow, name="이복남", consents=(consent(Purpose.COLLECTION), wrong))
        assert service.consents_of(uow, one.ref) == ()


@pytest.mark.parametrize("purpose", [Purpose.PLUG, Purpose.NIGHT])
def test_whoever_is_asked_for_among_many_agreed_exactly_when_it_is_allowed(
    database: Database, purpose: Purpose
) -> None:
    hours = [timedelta(hours=number) for number in (-1, 0, 1)]
    with database.write() as uow:
        moments = [uow.now + each for each in hours]
        kinds = product((Purpose.PLUG, Purpose.NIGHT), Basis, moments, (None, *moments))
        known = {
            f"resident:{number}": replace(
                consent(about, basis), given_at=given_at, withdrawn_at=withdrawn_at
            )
            for number, (about, basis, given_at, withdrawn_at) in enumerate(kinds)
        }
        store.insert_consents(uow, known.items())
        asked = [*known, "resident:nobody"]
        found = service.agreed(uow, asked, purpose)
        allowed = {
            ref for ref in asked if isinstance(service.consent_allows(uow, ref, purpose), Allowed)
        }
        assert found == allowed
        assert 0 < len(found) < len(known)
        assert service.agreed(uow, [], purpose) == frozenset()


def test_where_people_live_is_told_of_those_who_are_not_erased(database: Database) -> None:
    with database.write() as uow:
        one, gone = grandmother(uow), grandmother(uow, name="이복남")
        service.erase(uow, gone.ref)
    with database.read() as uow:
        home = f"household:{one.household_id}"
        assert service.homes(uow, [one.ref, gone.ref, "resident:nobody"]) == {one.ref: home}
        assert service.homes(uow, []) == {}
