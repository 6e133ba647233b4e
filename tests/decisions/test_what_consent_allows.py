"""What may be done with a person's data, by what she agreed to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.consent import (
    DETAILS_TO_HELPERS,
    HUMAN_CALL_PLAN,
    allows,
    allows_all,
    lawful_bases,
    lawful_channels,
    needed_purposes,
)
from residents.model import (
    Allowed,
    Basis,
    ChannelName,
    Consent,
    Denied,
    DeniedReason,
    Purpose,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def agreed(
    purpose: Purpose,
    given_at: datetime = NOON,
    withdrawn_at: datetime | None = None,
    basis: Basis = Basis.CONSENT,
) -> Consent:
    return Consent(
        purpose=purpose,
        basis=basis,
        given_at=given_at,
        withdrawn_at=withdrawn_at,
        text_version="1",
        channel=None,
        taken_by="staff:kim",
    )


NEVER = Denied(Purpose.PLUG, DeniedReason.NEVER_GIVEN)
NOT_YET = Denied(Purpose.PLUG, DeniedReason.NOT_YET)
WITHDRAWN = Denied(Purpose.PLUG, DeniedReason.WITHDRAWN)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (NOON - HOUR, NOT_YET),
        (NOON, None),
        (NOON + HOUR, None),
        (NOON + 2 * HOUR, WITHDRAWN),
        (NOON + 3 * HOUR, WITHDRAWN),
    ],
)
def test_a_consent_counts_from_when_it_is_given_until_it_is_withdrawn(
    at: datetime, expected: Denied | None
) -> None:
    consent = agreed(Purpose.PLUG, NOON, NOON + 2 * HOUR)
    assert allows([consent], Purpose.PLUG, at) == (expected or Allowed(consent))


def test_what_was_never_asked_is_denied() -> None:
    assert allows([], Purpose.PLUG, NOON) == NEVER
    assert allows([agreed(Purpose.COLLECTION)], Purpose.PLUG, NOON) == NEVER


def test_who_agrees_again_is_asked_again() -> None:
    first = agreed(Purpose.PLUG, NOON, NOON + HOUR)
    second = agreed(Purpose.PLUG, NOON + 2 * HOUR)
    both = [second, first]
    assert allows(both, Purpose.PLUG, NOON) == Allowed(first)
    assert allows(both, Purpose.PLUG, NOON + HOUR) == WITHDRAWN
    assert allows(both, Purpose.PLUG, NOON + 2 * HOUR) == Allowed(second)


@pytest.mark.parametrize(
    ("purpose", "basis", "lawful"),
    [
        (Purpose.COLLECTION, Basis.CONSENT, True),
        (Purpose.COLLECTION, Basis.STATUTE, True),
        (Purpose.HELPERS, Basis.VITAL, True),
        (Purpose.OVERSEAS_TELEGRAM, Basis.CONSENT, True),
        (Purpose.OVERSEAS_TELEGRAM, Basis.STATUTE, False),
        (Purpose.OVERSEAS_TWILIO, Basis.VITAL, False),
        (Purpose.OVERSEAS_TWILIO, Basis.STATUTE, False),
        (Purpose.NIGHT, Basis.STATUTE, False),
    ],
)
def test_data_goes_abroad_and_to_the_night_desk_by_her_own_consent_only(
    purpose: Purpose, basis: Basis, lawful: bool
) -> None:
    assert (basis in lawful_bases(purpose)) == lawful
    answer = allows([agreed(purpose, basis=basis)], purpose, NOON)
    assert isinstance(answer, Allowed) == lawful
    assert lawful or answer == Denied(purpose, DeniedReason.WRONG_BASIS)


def test_withdrawal_in_an_open_case_waits_for_its_end_for_those_acting_on_it() -> None:
    consent = agreed(Purpose.HELPERS, NOON, NOON + 2 * HOUR)
    late = NOON + 3 * HOUR
    opened_before = NOON + HOUR
    opened_after = NOON + 2 * HOUR + timedelta(seconds=1)
    assert allows([consent], Purpose.HELPERS, late, acting_since=opened_before) == Allowed(consent)
    for acting_since in (opened_after, None):
        answer = allows([consent], Purpose.HELPERS, late, acting_since=acting_since)
        assert answer == Denied(Purpose.HELPERS, DeniedReason.WITHDRAWN)


@pytest.mark.parametrize(
    ("channel", "purposes"),
    [
        (ChannelName.TELEGRAM, {Purpose.COLLECTION, Purpose.OVERSEAS_TELEGRAM}),
        (ChannelName.SMS, {Purpose.COLLECTION, Purpose.OVERSEAS_TWILIO}),
        (ChannelName.CALL, {Purpose.COLLECTION, Purpose.CALLS, Purpose.OVERSEAS_TWILIO}),
        (ChannelName.PERSON, {Purpose.COLLECTION}),
    ],
)
def test_each_channel_needs_its_purposes(channel: ChannelName, purposes: set[Purpose]) -> None:
    assert set(needed_purposes(channel)) == purposes


def test_without_consent_to_a_transfer_abroad_a_person_calls() -> None:
    at_home = [agreed(p) for p in Purpose if not p.startswith("overseas")]
    assert lawful_channels(at_home, NOON) == set(HUMAN_CALL_PLAN)
    assert lawful_channels([], NOON) == frozenset()
    by_statute = [agreed(Purpose.COLLECTION, basis=Basis.STATUTE)]
    assert lawful_channels(by_statute, NOON) == set(HUMAN_CALL_PLAN)


def test_helpers_need_more_than_collection() -> None:
    only = [agreed(Purpose.COLLECTION)]
    both = [*only, agreed(Purpose.HELPERS)]
    assert allows_all(only, DETAILS_TO_HELPERS, NOON) == Denied(
        Purpose.HELPERS, DeniedReason.NEVER_GIVEN
    )
    assert allows_all(both, DETAILS_TO_HELPERS, NOON) is None


moments = st.integers(0, 10).map(lambda hours: NOON + hours * HOUR)
consents = st.builds(
    agreed,
    st.sampled_from(Purpose),
    moments,
    st.none() | moments,
    st.sampled_from(Basis),
)


@given(st.lists(consents, max_size=8), st.sampled_from(Purpose), moments)
def test_an_allowed_use_always_rests_on_a_standing_consent_for_it(
    known: list[Consent], purpose: Purpose, at: datetime
) -> None:
    answer = allows(known, purpose, at)
    standing = [
        one
        for one in known
        if one.purpose is purpose
        and one.given_at <= at
        and (one.withdrawn_at is None or at < one.withdrawn_at)
        and one.basis in lawful_bases(purpose)
    ]
    if isinstance(answer, Allowed):
        assert answer.consent in standing
    else:
        assert not standing
        assert answer.purpose is purpose


@given(st.lists(consents, max_size=8), moments)
def test_more_consents_never_close_a_channel(known: list[Consent], at: datetime) -> None:
    for number in range(len(known)):
        assert lawful_channels(known[:number], at) <= lawful_channels(known, at)
