"""Channels, absences, states, deputies, papers and PINs: decisions without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents import decide
from residents.districts import BY_CODE, DISTRICTS, DistrictKind, find
from residents.model import (
    Absence,
    AbsenceKind,
    AbsenceSource,
    Basis,
    ChannelName,
    Consent,
    Device,
    Helper,
    HelperRole,
    Kind,
    Language,
    LifeState,
    Paper,
    Phone,
    Purpose,
    Resident,
    Staff,
    StaffRole,
    Tier,
    id_of,
    parse_phone,
    ref_of,
)

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY = timedelta(days=1)
MOBILE, LANDLINE = parse_phone("010-7000-0001"), parse_phone("054-420-6114")
TELEGRAM, SMS, CALL, PERSON = ChannelName
EVERYTHING = tuple(
    Consent(
        purpose=purpose,
        basis=Basis.CONSENT,
        given_at=NOW,
        withdrawn_at=None,
        text_version="1",
        channel=ChannelName.PERSON,
        taken_by="staff:kim",
    )
    for purpose in Purpose
)
SHE = Resident(
    id="1",
    ref="resident:1",
    name="김순자",
    birth_year=1941,
    tier=Tier.MEDIUM,
    language=Language.ko,
    district="jijwa-dong",
    address="",
    phones=(MOBILE,),
    telegram_chat="77",
    devices=frozenset({Device.SMARTPHONE_TELEGRAM}),
    household_id="h",
    lives_alone=True,
    named_checker=None,
    state=LifeState.ACTIVE,
    deceased=False,
)


@pytest.mark.parametrize(
    ("she", "unusable", "channels"),
    [
        (SHE, set(), (TELEGRAM, SMS, CALL, PERSON)),
        (replace(SHE, telegram_chat=None), set(), (SMS, CALL, PERSON)),
        (replace(SHE, telegram_chat=None, phones=(LANDLINE,)), set(), (CALL, PERSON)),
        (replace(SHE, phones=()), set(), (TELEGRAM, PERSON)),
        (
            replace(SHE, telegram_chat=None, devices=frozenset({Device.NONE})),
            set(),
            (PERSON,),
        ),
        (SHE, {TELEGRAM, SMS}, (CALL, PERSON)),
        (SHE, set(ChannelName), ()),
        (replace(SHE, deceased=True), set(), ()),
    ],
)
def test_she_is_asked_by_what_she_has_and_has_not_closed(
    she: Resident, unusable: set[ChannelName], channels: tuple[ChannelName, ...]
) -> None:
    assert decide.channels_of(she, EVERYTHING, unusable, NOW) == channels


def test_without_consent_abroad_a_person_is_the_only_channel() -> None:
    at_home = [c for c in EVERYTHING if not c.purpose.startswith("overseas")]
    assert decide.channels_of(SHE, at_home, (), NOW) == (PERSON,)
    assert decide.channels_of(SHE, (), (), NOW) == ()


@pytest.mark.parametrize(
    ("kind", "source", "days"),
    [
        (AbsenceKind.TRAVEL, AbsenceSource.WORDS, 3),
        (AbsenceKind.HOSPITAL, AbsenceSource.WORDS, 3),
        (AbsenceKind.FACILITY, AbsenceSource.WORDS, 3),
        (AbsenceKind.TRAVEL, AbsenceSource.RESIDENT, 14),
        (AbsenceKind.HOSPITAL, AbsenceSource.CONTACT, 14),
        (AbsenceKind.FACILITY, AbsenceSource.OFFICER, 90),
    ],
)
def test_an_absence_stands_no_longer_than_its_cap(
    kind: AbsenceKind, source: AbsenceSource, days: int
) -> None:
    assert decide.until_cap(kind, source, NOW) == NOW + days * DAY


@given(
    st.sampled_from(AbsenceKind), st.sampled_from(AbsenceSource), st.none() | st.integers(1, 400)
)
def test_no_absence_outlasts_its_cap(
    kind: AbsenceKind, source: AbsenceSource, days: int | None
) -> None:
    cap = decide.until_cap(kind, source, NOW)
    until = None if days is None else NOW + days * DAY
    assert decide.holds_until(until, cap) <= cap <= NOW + 90 * DAY
    if source is AbsenceSource.WORDS:
        assert cap <= NOW + 3 * DAY


@given(st.sampled_from(AbsenceKind), st.integers(0, 100))
def test_words_alone_never_renew(kind: AbsenceKind, days_later: int) -> None:
    later = NOW + days_later * DAY
    cap = decide.until_cap(kind, AbsenceSource.WORDS, NOW, renewed_at=later)
    assert cap == NOW + 3 * DAY
    renewed = decide.until_cap(kind, AbsenceSource.CONTACT, NOW, renewed_at=later)
    assert renewed == later + decide.KIND_CAPS[kind]


def absence(since: datetime, holds: datetime, ended: datetime | None = None) -> Absence:
    return Absence(
        id=f"{since}{holds}",
        resident="resident:1",
        kind=AbsenceKind.TRAVEL,
        source=AbsenceSource.RESIDENT,
        since=since,
        until=None,
        holds_until=holds,
        recorded_at=NOW,
        recorded_by="resident:1",
        ended_at=ended,
    )


def test_the_absence_that_holds_longest_counts() -> None:
    short, long = absence(NOW, NOW + DAY), absence(NOW, NOW + 2 * DAY)
    over = absence(NOW, NOW + 9 * DAY, ended=NOW + DAY)
    known = [long, over, short]
    assert decide.absence_at(known, NOW - DAY) is None
    assert decide.absence_at(known, NOW) is over
    assert decide.absence_at(known, NOW + DAY) is long
    assert decide.absence_at(known, NOW + 2 * DAY) is None


@pytest.mark.parametrize("now", list(LifeState))
def test_everybody_can_end_and_nobody_skips_back(now: LifeState) -> None:
    assert decide.may_follow(now, LifeState.ENDED) == (now is not LifeState.ENDED)
    assert decide.may_follow(now, LifeState.PROPOSED) == (now is LifeState.ENDED)


def employee(
    name: str,
    role: StaffRole = StaffRole.OFFICER,
    districts: frozenset[str] = frozenset({"jijwa-dong"}),
    deputy: str | None = None,
    *,
    active: bool = True,
) -> Staff:
    return Staff(
        id=name,
        ref=f"staff:{name}",
        name=name,
        role=role,
        districts=districts,
        phone=MOBILE,
        telegram_chat=None,
        deputy=deputy,
        active=active,
    )


LEAD = employee("lead", StaffRole.LEAD)


def away(one: Staff) -> Staff:
    return replace(one, away_from=NOW - DAY, away_until=NOW + DAY)


def acting(*staff: Staff, at: datetime = NOW) -> list[str]:
    return [
        one.name
        for one in decide.acting_officers(
            [one for one in staff if one.role is StaffRole.OFFICER and one.name.startswith("o")],
            {one.ref: one for one in staff},
            [one for one in staff if one.role is StaffRole.LEAD],
            at,
        )
    ]


def test_the_officer_acts_and_her_deputy_while_she_is_away() -> None:
    officer, deputy = away(employee("o1", deputy="staff:d1")), employee("d1")
    assert acting(officer, deputy, LEAD) == ["d1"]
    assert acting(officer, deputy, LEAD, at=NOW - 2 * DAY) == ["o1"]
    assert acting(officer, deputy, LEAD, at=NOW + DAY) == ["o1"]
    assert acting(replace(officer, away_until=None), deputy, LEAD, at=NOW + 99 * DAY) == ["d1"]


def test_an_absent_deputy_hands_on_and_at_last_the_lead_acts() -> None:
    officer = away(employee("o1", deputy="staff:d1"))
    first = away(employee("d1", deputy="staff:d2"))
    second = employee("d2")
    assert acting(officer, first, second, LEAD) == ["d2"]
    assert acting(officer, first, replace(second, active=False), LEAD) == ["lead"]
    in_a_circle = replace(first, deputy="staff:o1")
    assert acting(officer, in_a_circle, LEAD) == ["lead"]
    assert acting(officer, in_a_circle, away(LEAD)) == ["lead"]
    assert acting() == []


def test_two_officers_with_one_deputy_give_one_person() -> None:
    both_away = [away(employee(name, deputy="staff:d1")) for name in ("o1", "o2")]
    assert acting(*both_away, employee("d1")) == ["d1"]
    assert acting(both_away[0], replace(both_away[1], away_from=None), employee("d1")) == [
        "d1",
        "o2",
    ]


def test_a_district_without_officer_or_deputy_is_shown() -> None:
    covered = employee("o1", deputy="staff:d1")
    alone = employee("o2", districts=frozenset({"nam-myeon"}))
    left = employee("o3", districts=frozenset({"apo-eup"}), deputy="staff:d1", active=False)
    assert decide.coverage_gaps(
        [covered, alone, left, LEAD], ["jijwa-dong", "nam-myeon", "apo-eup"]
    ) == {
        "nam-myeon": {"deputy"},
        "apo-eup": {"officer", "deputy"},
    }


HELPER = Helper(
    id="1",
    ref="helper:1",
    name="박이장",
    role=HelperRole.VILLAGE_HEAD,
    district="jijwa-dong",
    phone=MOBILE,
    telegram_chat=None,
    language=Language.ko,
    pin_hash=None,
    active=True,
    appointed_until=date(2026, 3, 2),
    nights=False,
    appointed_from=date(2025, 3, 3),
    papers=frozenset(Paper),
)


@pytest.mark.parametrize(
    ("helper", "on", "missing"),
    [
        (HELPER, date(2026, 3, 2), set()),
        (HELPER, date(2026, 3, 3), {"appointment"}),
        (HELPER, date(2025, 3, 3), set()),
        (HELPER, date(2025, 3, 2), {"appointment"}),
        (replace(HELPER, appointed_until=None), date(2026, 3, 2), {"appointment"}),
        (replace(HELPER, active=False), date(2026, 3, 2), {"inactive"}),
        (
            replace(HELPER, papers=frozenset({Paper.OATH})),
            date(2026, 3, 2),
            {"training", "insurance"},
        ),
    ],
)
def test_a_helper_needs_an_appointment_and_her_papers(
    helper: Helper, on: date, missing: set[str]
) -> None:
    assert decide.lacks(helper, on) == missing


@pytest.mark.parametrize(
    ("before", "after", "elsewhere"),
    [
        ("감천로 12", "감천로 14", True),
        ("감천로 12", "감천로 12, 101호", False),
        ("감천로 12 101호", "감천로12", False),
        ("감천로 12, 101호", "감천로 12, 102호", True),
        ("감천로 12-3", "감천로 12", False),
        ("김천시 자산로 12", "김천시 황산로 12", True),
        ("지좌동 감천로 12", "감천로12", False),
        ("마을회관 옆", "감천로 12", False),
        ("감천로 12", "감천로 12 (뒷집)", False),
        ("", "감천로 12", False),
    ],
)
def test_another_house_number_is_another_home(
    before: str,
    after: str,
    elsewhere: bool,
) -> None:
    assert decide.is_another_place(before, after) is elsewhere
    assert decide.is_another_place(after, before) is elsewhere


@pytest.mark.parametrize(
    "pin", ["", "123", "1234", "4321", "0000", "777777", "12a4", "123456789", "１３５７"]
)
def test_a_weak_pin_is_refused(pin: str) -> None:
    assert decide.pin_is_weak(pin)


@pytest.mark.parametrize("pin", ["1357", "2580", "90210", "12340", "13579135"])
def test_a_pin_that_is_not_a_pattern_is_taken(pin: str) -> None:
    assert not decide.pin_is_weak(pin)


def test_the_city_has_its_22_districts() -> None:
    kinds = [district.kind for district in DISTRICTS]
    counts = [kinds.count(kind) for kind in DistrictKind]
    assert (len(DISTRICTS), counts) == (22, [1, 14, 7])
    assert len(BY_CODE) == len({district.ko for district in DISTRICTS}) == 22
    for district in DISTRICTS:
        assert district.ko[-1] == {"eup": "읍", "myeon": "면", "dong": "동"}[district.kind]
        assert district.code.isascii()


@pytest.mark.parametrize(
    "words",
    [
        "지좌동",
        "김천시 지좌동",
        " 경상북도 김천시 지좌동 ",
        "jijwa-dong",
        "Jijwa-dong",
        "JIJWADONG",
    ],
)
def test_a_district_is_found_by_any_of_its_names(words: str) -> None:
    assert find(words) is BY_CODE["jijwa-dong"]


@pytest.mark.parametrize("words", ["", "지좌", "김천시", "서울시 지좌동"])
def test_no_district_is_guessed(words: str) -> None:
    assert find(words) is None


def test_refs_and_ids_turn_into_each_other() -> None:
    assert ref_of(Kind.HELPER, "1") == ref_of(Kind.HELPER, "helper:1") == "helper:1"
    assert id_of(Kind.HELPER, "1") == id_of(Kind.HELPER, "helper:1") == "1"
    with pytest.raises(ValueError, match="'resident' is no helper"):
        ref_of(Kind.HELPER, "resident:1")


def test_a_person_stays_out_of_logs_and_tracebacks() -> None:
    shown = f"{SHE!r} {HELPER!r} {employee('o1')!r}"
    for personal in ("김순자", "박이장", "1941", "77", "7000", "o1'"):
        assert f"name='{personal}" not in shown
        assert f"={personal!r}" not in shown.replace("id='o1'", "")


# ------------------------------------------------------------------- which number is rung


@pytest.mark.parametrize(
    ("attempt", "first"), [(0, MOBILE), (1, LANDLINE), (2, MOBILE), (3, LANDLINE)]
)
def test_each_try_begins_with_her_next_number(attempt: int, first: Phone) -> None:
    assert decide.phones_for([MOBILE, LANDLINE], CALL, attempt)[0] == first


@given(st.lists(st.sampled_from([MOBILE, LANDLINE]), unique=True), st.integers(0, 9))
def test_every_number_is_left_to_try(numbers: list[Phone], attempt: int) -> None:
    assert set(decide.phones_for(numbers, CALL, attempt)) == set(numbers)


@pytest.mark.parametrize("attempt", range(3))
def test_a_text_goes_to_the_first_mobile_whatever_was_tried(attempt: int) -> None:
    other = parse_phone("010-7000-0002")
    assert decide.phones_for([LANDLINE, MOBILE, other], SMS, attempt) == (MOBILE, other)
