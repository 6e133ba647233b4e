"""Decisions about registered people that need nothing but what is passed in."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise

from residents.consent import lawful_channels
from residents.model import (
    Absence,
    AbsenceKind,
    AbsenceSource,
    ChannelName,
    Consent,
    Device,
    HelperOutline,
    LifeState,
    Outline,
    Paper,
    Phone,
    Ref,
    Resident,
    Staff,
    StaffRole,
)

_NUMBERS = re.compile(r"\d+")
_STREET = re.compile(r"[가-힣A-Za-z0-9]*[가-힣](?:로|길)(?=[\s\d]|$)")

WORDS_CAP = timedelta(days=3)
"""How long an absence read from somebody's words alone is believed."""

KIND_CAPS: Mapping[AbsenceKind, timedelta] = {
    AbsenceKind.TRAVEL: timedelta(days=14),
    AbsenceKind.HOSPITAL: timedelta(days=14),
    AbsenceKind.FACILITY: timedelta(days=90),
}
"""How long an absence stands without being renewed."""

_NEXT_STATES: Mapping[LifeState, frozenset[LifeState]] = {
    LifeState.PROPOSED: frozenset({LifeState.CONSENTED, LifeState.ACTIVE, LifeState.ENDED}),
    LifeState.CONSENTED: frozenset({LifeState.ACTIVE, LifeState.ENDED}),
    LifeState.ACTIVE: frozenset({LifeState.PAUSED, LifeState.ENDED}),
    LifeState.PAUSED: frozenset({LifeState.ACTIVE, LifeState.ENDED}),
    LifeState.ENDED: frozenset({LifeState.PROPOSED}),
}

NEEDS_COLLECTION = frozenset({LifeState.CONSENTED, LifeState.ACTIVE, LifeState.PAUSED})
"""States in which a person's data is used: they rest on a basis for collection."""

PIN_TRIES = 5
PIN_MIN_DIGITS = 4
PIN_MAX_DIGITS = 8


def channels_of(
    resident: Resident,
    consents: Iterable[Consent],
    unusable: Collection[ChannelName],
    at: datetime,
) -> tuple[ChannelName, ...]:
    """How she can be asked at `at`, in the order in which it is tried.

    A channel counts when she has the device and the address for it, agreed to it, and it was
    neither stopped by her nor found dead. Nobody who is reported dead can be asked.
    """
    if resident.deceased:
        return ()
    possible = [channel for channel in ChannelName if _reaches(resident, channel)]
    lawful = lawful_channels(consents, at)
    return tuple(c for c in possible if c in lawful and c not in unusable)


def _reaches(resident: Resident, channel: ChannelName) -> bool:
    if channel is ChannelName.TELEGRAM:
        return resident.telegram_chat is not None
    if channel is ChannelName.PERSON:
        return True
    if Device.NONE in resident.devices:
        return False
    return bool(phones_for(resident.phones, channel))


def phones_for(
    phones: Iterable[Phone], channel: ChannelName, attempt: int = 0
) -> tuple[Phone, ...]:
    """The numbers that `channel` can use, in the order in which they are tried.

    A text goes to the first mobile. Each further `attempt` to ring somebody, counted from 0,
    begins with her next number: where she did not hear the one, she may hear the other.
    """
    if channel is ChannelName.SMS:
        return tuple(phone for phone in phones if phone.is_mobile)
    if channel is not ChannelName.CALL:
        return ()
    numbers = tuple(phones)
    first = attempt % len(numbers) if numbers else 0
    return numbers[first:] + numbers[:first]


def until_cap(
    kind: AbsenceKind,
    source: AbsenceSource,
    since: datetime,
    *,
    renewed_at: datetime | None = None,
) -> datetime:
    """The latest moment until which an absence may stand.

    Counted from `since`, or from `renewed_at` when somebody renewed it; words alone never
    renew, so three days after `since` they always end.
    """
    if source is AbsenceSource.WORDS:
        return since + min(WORDS_CAP, KIND_CAPS[kind])
    return (renewed_at or since) + KIND_CAPS[kind]


def holds_until(until: datetime | None, cap: datetime) -> datetime:
    """How long an absence stands: until she is expected back, never beyond the cap."""
    return cap if until is None else min(until, cap)


def absence_at(absences: Iterable[Absence], at: datetime) -> Absence | None:
    """The absence that covers `at`; of several the one that holds longest."""
    covering = [absence for absence in absences if absence.covers(at)]
    return max(covering, key=lambda absence: absence.holds_until, default=None)


def is_watched(resident: Resident | Outline) -> bool:
    """Whether somebody has to hear from her: she is active, and nobody reported her death."""
    return resident.state is LifeState.ACTIVE and not resident.deceased


def may_follow(now: LifeState, then: LifeState) -> bool:
    """Whether a resident in one state can go to another."""
    return then in _NEXT_STATES[now]


def acting_officers(
    officers: Iterable[Staff],
    everybody: Mapping[Ref, Staff],
    leads: Iterable[Staff],
    at: datetime,
) -> tuple[Staff, ...]:
    """Who acts for a district at `at`: each officer or, while she is away, her deputy.

    A deputy who is away as well hands on to her own. When that leads to nobody, the leads who
    are there act: a district is never without a person.
    """
    found = [_acting(officer, everybody, at) for officer in officers]
    acting = dict.fromkeys(staff for staff in found if staff is not None)
    if acting:
        return tuple(acting)
    team = [lead for lead in leads if lead.active]
    return tuple(lead for lead in team if not lead.is_away(at)) or tuple(team)


def _acting(officer: Staff, everybody: Mapping[Ref, Staff], at: datetime) -> Staff | None:
    asked: set[Ref] = set()
    person: Staff | None = officer
    while person is not None and person.ref not in asked:
        if person.active and not person.is_away(at):
            return person
        asked.add(person.ref)
        person = everybody.get(person.deputy) if person.deputy else None
    return None


def coverage_gaps(staff: Iterable[Staff], codes: Iterable[str]) -> dict[str, frozenset[str]]:
    """Districts without an officer, or without an officer who has a deputy.

    By code: `officer`, `deputy` or both. A district that lacks nothing is left out.
    """
    officers = [one for one in staff if one.active and one.role is StaffRole.OFFICER]
    gaps: dict[str, frozenset[str]] = {}
    for code in codes:
        charged = [one for one in officers if code in one.districts]
        lacking = set() if charged else {"officer"}
        if not any(one.deputy for one in charged):
            lacking.add("deputy")
        if lacking:
            gaps[code] = frozenset(lacking)
    return gaps


def lacks(helper: HelperOutline, on: date) -> frozenset[str]:
    """What keeps a helper from being given tasks on a day; empty when nothing does.

    Words: `inactive`, `appointment`, and the values of `Paper`.
    """
    missing = {paper.value for paper in Paper if paper not in helper.papers}
    if not helper.active:
        missing.add("inactive")
    begun = helper.appointed_from is None or helper.appointed_from <= on
    if helper.appointed_until is None or on > helper.appointed_until or not begun:
        missing.add("appointment")
    return frozenset(missing)


def serves(helper: HelperOutline, at: datetime) -> bool:
    """Whether a helper may be given tasks at `at`, whose own zone says which day that is."""
    return not lacks(helper, at.date()) and not helper.is_away(at)


def is_another_place(before: str, after: str) -> bool:
    """Whether a changed address is that of another home, and not the same one in more words.

    Told by the name of its street, where both have one, and by the numbers of street, house and
    flat: those of one home go on where the other's end. An address without either says nothing.
    """
    streets = _STREET.findall(before)[-1:], _STREET.findall(after)[-1:]
    if all(streets) and streets[0] != streets[1]:
        return True
    old, new = _NUMBERS.findall(before), _NUMBERS.findall(after)
    shorter = min(len(old), len(new))
    return old[:shorter] != new[:shorter]


def pin_is_weak(pin: str) -> bool:
    """Whether a PIN has the wrong length, repeats one digit, or counts up or down."""
    if not (pin.isascii() and pin.isdigit() and PIN_MIN_DIGITS <= len(pin) <= PIN_MAX_DIGITS):
        return True
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return len(steps) == 1 and steps <= {-1, 0, 1}
