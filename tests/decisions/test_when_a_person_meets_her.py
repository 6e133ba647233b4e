"""By when a person has to meet her: every quarter, every month, on working days, away or not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care import decide
from care.model import ContactKind, ContactPolicy, ContactState, Pace, Promise, Schedule
from care.policy import shipped
from residents.calendar import Calendar
from residents.model import Absence, AbsenceKind, AbsenceSource, Tier
from tasks.model import WITH_HER, Result, TaskKind

CALENDAR = Calendar(ZoneInfo("Asia/Seoul"))
POLICY = shipped()
DAY = timedelta(days=1)
QUARTERLY, VISIT = ContactKind.QUARTERLY_CONTACT, ContactKind.REGULAR_VISIT
SHE = "01JD3WYFK7Q2M8R5T9V1X4ZB6C"


def noon(day: date) -> datetime:
    return CALENDAR.at(day, time(12)).astimezone(UTC)


def promise(kind: ContactKind, since: date, met: date | None = None, who: str = SHE) -> Promise:
    return Promise(who, kind, noon(since), None if met is None else noon(met))


def due(one: Promise, policy: ContactPolicy = POLICY) -> date:
    return decide.due_day(one, policy, CALENDAR)


def away(since: date, until: date, ended: date | None = None) -> Absence:
    return Absence(
        id="a",
        resident=f"resident:{SHE}",
        kind=AbsenceKind.HOSPITAL,
        source=AbsenceSource.OFFICER,
        since=noon(since),
        until=noon(until),
        holds_until=noon(until),
        recorded_at=noon(since),
        recorded_by="staff:1",
        ended_at=None if ended is None else noon(ended),
    )


def planned(one: Promise, now: date, *absences: Absence) -> Schedule:
    return decide.schedule(one, absences, noon(now), POLICY, CALENDAR)


def working_days(first: date, last: date) -> list[date]:
    days = (first + n * DAY for n in range((last - first).days + 1))
    return [day for day in days if CALENDAR.is_working_day(day)]


# Whom, and what counts


@pytest.mark.parametrize(
    ("tier", "kind"), [(Tier.HIGH, VISIT), (Tier.MEDIUM, QUARTERLY), (Tier.LOW, None)]
)
def test_the_tier_says_what_is_promised(tier: Tier, kind: ContactKind | None) -> None:
    assert decide.KIND_OF.get(tier) is kind


@pytest.mark.parametrize(
    ("result", "contact", "visit"),
    [
        (Result.SEEN_WELL, True, True),
        (Result.SPOKEN_WELL, True, False),
        (Result.SEEN_ELSEWHERE, True, False),
        (Result.NEEDS_HELP, True, False),
        (Result.AWAY, False, False),
        (Result.NO_ANSWER, False, False),
        (Result.DANGER, False, False),
    ],
)
def test_what_counts_as_having_met_her(result: Result, contact: bool, visit: bool) -> None:
    for work in WITH_HER:
        assert decide.counts(QUARTERLY, work, result) is contact
        assert decide.counts(VISIT, work, result) is visit
    for work in set(TaskKind) - WITH_HER:
        assert not decide.counts(QUARTERLY, work, result)
        assert not decide.counts(VISIT, work, result)


@given(st.permutations([date(2026, 5, 1), date(2026, 2, 3), date(2026, 4, 30)]))
def test_results_may_come_late_and_twice(order: list[date]) -> None:
    one = promise(QUARTERLY, date(2026, 1, 1))
    for day in (*order, *order):
        one = decide.met(one, noon(day))
    assert one.met_at == noon(date(2026, 5, 1))


# By when, as tables


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 9, 8), date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_quarters_are_those_of_the_calendar(day: date, first: date, last: date) -> None:
    quarter = decide.quarter_of(day)
    assert (quarter.first, quarter.last) == (first, last)
    assert decide.quarter_after(quarter).first == last + DAY


@pytest.mark.parametrize(
    ("since", "met", "earliest", "latest"),
    [
        # On board from the first day of a quarter: in it, two weeks after its start at the soonest.
        (date(2026, 1, 1), None, date(2026, 1, 15), date(2026, 3, 17)),
        # Too late in a quarter for a task in time: in the next one, or a hundred days on.
        (date(2026, 3, 10), None, date(2026, 4, 15), date(2026, 6, 16)),
        # Met in this quarter: the next one, and never more than a hundred days later.
        (date(2025, 1, 1), date(2026, 1, 2), date(2026, 4, 10), date(2026, 4, 10)),
        (date(2025, 1, 1), date(2026, 3, 30), date(2026, 4, 15), date(2026, 6, 16)),
        # Not met in the quarter before: that one's day stays, however long ago it was.
        (date(2025, 1, 1), date(2025, 8, 1), date(2025, 10, 15), date(2025, 11, 7)),
        # Met before she was on board, in an earlier quarter: nobody is late for what was before.
        (date(2026, 1, 1), date(2025, 3, 1), date(2026, 1, 15), date(2026, 3, 17)),
        # Met in the quarter in which she came, before that: it has seen her.
        (date(2026, 2, 2), date(2026, 1, 20), date(2026, 4, 15), date(2026, 4, 30)),
    ],
)
def test_a_quarter_is_kept_by_a_day_inside_it(
    since: date, met: date | None, earliest: date, latest: date
) -> None:
    found = {due(promise(QUARTERLY, since, met, who)) for who in map(str, range(200))}
    assert earliest <= min(found)
    assert max(found) <= latest
    assert (len(found) == 1) is (earliest == latest)


@pytest.mark.parametrize(
    ("since", "met", "on"),
    [
        (date(2026, 3, 2), date(2026, 3, 3), date(2026, 4, 2)),
        (date(2026, 3, 2), date(2026, 3, 12), date(2026, 4, 10)),  # a Saturday is too late
        (date(2026, 3, 2), date(2026, 8, 29), date(2026, 9, 28)),  # after Chuseok, on the day
        (date(2026, 3, 2), date(2026, 8, 27), date(2026, 9, 23)),  # Chuseok and a weekend before it
    ],
)
def test_a_visit_is_due_thirty_days_after_the_last_or_the_working_day_before(
    since: date, met: date, on: date
) -> None:
    assert due(promise(VISIT, since, met)) == on


def test_who_was_never_visited_has_her_own_day_in_the_second_half_of_the_month() -> None:
    since = date(2026, 4, 1)
    found = Counter(due(promise(VISIT, since, None, str(who))) for who in range(400))
    assert since + 14 * DAY <= min(found)
    assert max(found) <= since + 30 * DAY
    assert len(found) >= 9
    assert max(found.values()) < 400 / 3


def test_a_visit_while_she_was_in_another_tier_does_not_put_off_the_first() -> None:
    since = date(2026, 4, 1)
    assert due(promise(VISIT, since, date(2026, 3, 31))) == due(promise(VISIT, since))


def test_not_everybody_is_due_on_the_last_day_of_a_quarter() -> None:
    found = Counter(due(promise(QUARTERLY, date(2026, 1, 1), None, str(n))) for n in range(1_000))
    days = working_days(date(2026, 1, 15), date(2026, 3, 17))
    assert set(found) == set(days)
    assert max(found.values()) < 3 * 1_000 / len(days)


# By when, for everybody


policies = st.builds(
    lambda apart, ask, margin: ContactPolicy(
        {kind: Pace(apart, min(ask, apart // 2), 3, 7) for kind in ContactKind}, margin
    ),
    apart=st.integers(28, 92),
    ask=st.integers(3, 28),
    margin=st.integers(0, 28),
)
people = st.text("0123456789ABCDEF", min_size=8, max_size=8)
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def full_quarters(since: date, until: date) -> Iterator[tuple[date, date]]:
    quarter = decide.quarter_of(since)
    if quarter.first < since:
        quarter = decide.quarter_after(quarter)
    while quarter.last <= until:
        yield quarter.first, quarter.last
        quarter = decide.quarter_after(quarter)


@given(people, days, policies, st.lists(st.integers(0, 40), min_size=16, max_size=16))
def test_every_whole_quarter_sees_her_when_nobody_is_late(
    who: str, since: date, policy: ContactPolicy, early: list[int]
) -> None:
    one = promise(QUARTERLY, since, None, who)
    met: list[date] = []
    for days_early in early:
        on = due(one, policy)
        assert CALENDAR.is_working_day(on)
        before = met[-1] if met else since
        assert (on - before).days <= policy.paces[QUARTERLY].days_apart or not met
        met.append(max(on - days_early * DAY, before + DAY))
        one = replace(one, met_at=noon(met[-1]))
    for first, last in full_quarters(since, met[-1]):
        assert any(first <= day <= last for day in met)


@given(people, days, st.lists(st.integers(-40, 120), min_size=12, max_size=12))
def test_every_whole_quarter_has_a_due_day_or_was_owed_before_or_saw_her(
    who: str, since: date, shifts: list[int]
) -> None:
    one, dues, met = promise(QUARTERLY, since, None, who), [], [since]
    for shift in shifts:
        dues.append(due(one))
        met.append(max(dues[-1] + shift * DAY, met[-1]))
        one = replace(one, met_at=noon(met[-1]))
    for first, last in full_quarters(since, met[-1]):
        has_due = any(first <= day <= last for day in dues)
        owed = any(on < first <= done for on, done in zip(dues, met[1:], strict=True))
        saw_her = any(first <= day <= last for day in met[1:])
        assert has_due or owed or saw_her


@given(people, days, st.one_of(st.none(), days), st.sampled_from(ContactKind))
def test_nobody_is_due_on_a_day_off_or_before_the_office_could_be_asked(
    who: str, since: date, met: date | None, kind: ContactKind
) -> None:
    one = promise(kind, since, met, who)
    plan = planned(one, since)
    on = CALENDAR.local(plan.due_at)
    assert CALENDAR.is_working_day(on.date())
    assert on.time() == time(18)
    assert on.date() >= since + POLICY.paces[kind].ask_days_before * DAY
    assert CALENDAR.in_office_hours(plan.asks_at)
    assert plan.asks_at < plan.due_at
    assert planned(one, since) == plan


# Absences


VISITED = promise(VISIT, date(2026, 3, 2), date(2026, 4, 3))
"""Due on Friday, 1 May, were it no holiday: on Thursday, 30 April; asked from 23 April."""


@pytest.mark.parametrize(
    ("now", "absence", "on", "until"),
    [
        # Over before anybody is asked: nothing moves.
        (date(2026, 4, 12), away(date(2026, 4, 10), date(2026, 4, 20)), date(2026, 4, 30), None),
        # Asked during it: asked when she is back, and still in time.
        (
            date(2026, 4, 21),
            away(date(2026, 4, 20), date(2026, 4, 24)),
            date(2026, 4, 30),
            date(2026, 4, 24),
        ),
        # Back after the day: some days more, beginning then.
        (
            date(2026, 4, 25),
            away(date(2026, 4, 20), date(2026, 5, 11)),
            date(2026, 5, 14),
            date(2026, 5, 11),
        ),
        # Back earlier than she thought.
        (
            date(2026, 5, 8),
            away(date(2026, 4, 20), date(2026, 5, 11), date(2026, 5, 7)),
            date(2026, 5, 11),
            None,
        ),
        # Known, and not begun.
        (date(2026, 4, 22), away(date(2026, 4, 25), date(2026, 5, 20)), date(2026, 4, 30), None),
        # Gone when it was overdue: it stays so, and is not asked for meanwhile.
        (
            date(2026, 5, 6),
            away(date(2026, 5, 5), date(2026, 5, 20)),
            date(2026, 4, 30),
            date(2026, 5, 20),
        ),
        # Noted by mistake and taken back at once.
        (
            date(2026, 4, 28),
            away(date(2026, 4, 27), date(2026, 5, 20), date(2026, 4, 27)),
            date(2026, 4, 30),
            None,
        ),
    ],
)
def test_an_absence_moves_it_and_says_until_when(
    now: date, absence: Absence, on: date, until: date | None
) -> None:
    plan = planned(VISITED, now, absence)
    assert CALENDAR.local(plan.due_at).date() == on
    assert plan.away_until == (None if until is None else noon(until))
    state = decide.state_of(plan, noon(now), CALENDAR)
    assert (state is ContactState.AWAY) is (until is not None)
    if until is not None:
        assert plan.asks_at >= noon(until)


def test_one_absence_after_the_other() -> None:
    stays = (away(date(2026, 4, 20), date(2026, 5, 4)), away(date(2026, 5, 6), date(2026, 6, 1)))
    plan = planned(VISITED, date(2026, 5, 10), *stays)
    assert CALENDAR.local(plan.due_at).date() == date(2026, 6, 4)
    assert plan.away_until == noon(date(2026, 6, 1))


@given(people, days, st.integers(0, 120), st.integers(1, 90), st.sampled_from(ContactKind))
def test_who_is_away_is_never_overdue_but_shown_as_away(
    who: str, since: date, begins: int, lasts: int, kind: ContactKind
) -> None:
    one = promise(kind, since, None, who)
    gone = since + begins * DAY
    stay = away(gone, gone + lasts * DAY)
    plain = planned(one, gone)
    for day in range(0, lasts, 3):
        now = noon(gone + day * DAY) + timedelta(seconds=1)
        plan = decide.schedule(one, [stay], now, POLICY, CALENDAR)
        state = decide.state_of(plan, now, CALENDAR)
        asked_meanwhile = plain.asks_at < stay.holds_until
        assert state is (ContactState.AWAY if asked_meanwhile else ContactState.NOT_DUE)
        assert plan.due_at >= plain.due_at
