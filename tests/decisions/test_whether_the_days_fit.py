"""Sums of what plans ask, what is too much of it, and changes that really mend it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins import policy
from checkins.decide.capacity import (
    SENT,
    Examined,
    Limits,
    Scenario,
    Short,
    Staffing,
    examine,
    scenario_of,
    visits_a_day,
)
from checkins.decide.ladders import Ways, ladder
from checkins.decide.load import (
    ASSUMED,
    ENOUGH,
    Amount,
    Asked,
    Course,
    Kind,
    Load,
    Send,
    rates_of,
    slots_of,
)
from checkins.decide.plans import next_slot, person_until
from checkins.decide.queues import leave
from checkins.decide.remedies import Change, Remedy, applied, suggestions
from checkins.model import Ended, InFestivals, Plan, Rhythm, Rung
from checkins.people import PERSON_ROUNDS
from residents.calendar import Calendar
from residents.model import ChannelName, Tier
from tasks.model import Audience, Round

SEOUL = Calendar(ZoneInfo("Asia/Seoul"))
POLICY = policy.shipped()
MONDAY = date(2026, 3, 9)
"""The first of seven days with neither a holiday nor a festival."""
BEGINS = SEOUL.at(MONDAY, time(0))
PLACES = ("jijwa-dong", "jeungsan-myeon")
MINUTE = timedelta(minutes=1)
ROUNDS = (Round(Audience.HELPERS, 3, 20 * MINUTE), Round(Audience.OFFICERS, 2, 30 * MINUTE))
COURSE = Course(
    policy=POLICY,
    calendar=SEOUL,
    rates=rates_of([]),
    rounds=dict.fromkeys(Tier, ROUNDS),
    person_rounds=PERSON_ROUNDS,
    begins=BEGINS,
    until=BEGINS + timedelta(days=7),
)
DAYS = [MONDAY + timedelta(days=number) for number in range(7)]
WIDE = Limits(telegram_per_second=30, calls_per_second=100)
T, S, C = ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.CALL


def staffed(helpers: int = 10_000, officers: int = 100) -> Staffing:
    keys = [(day, place) for day in DAYS for place in PLACES]
    acting = frozenset(f"staff:{number}" for number in range(officers))
    return Staffing(dict.fromkeys(keys, helpers), dict.fromkeys(keys, acting))


def asked(
    plan: Plan,
    channels: Sequence[ChannelName] = (T, S, C),
    *,
    tier: Tier = Tier.MEDIUM,
    district: str = PLACES[0],
    helpers_may_know: bool = True,
) -> Asked:
    first = next_slot(plan, BEGINS, POLICY, SEOUL)
    ways = Ways(frozenset(channels))
    return Asked(plan, first, True, tier, district, ways, helpers_may_know)


def weekly(number: int, weekday: int = 4, position: float | None = None, **other: object) -> Plan:
    place = (number * 37 % 100) / 100 if position is None else position
    plan = Plan(str(number), Rhythm.WEEKLY, weekday, False, place)
    return replace(plan, **other)  # type: ignore[arg-type]


def scenario(
    people: Sequence[Asked], limits: Limits = WIDE, staffing: Staffing | None = None
) -> Scenario:
    return scenario_of(people, COURSE, limits, staffing or staffed())


plans = st.builds(
    Plan,
    resident_id=st.integers(0, 10**6).map(str),
    rhythm=st.sampled_from(Rhythm),
    weekday=st.integers(0, 4),
    odd_weeks=st.booleans(),
    position=st.floats(0, 1, exclude_max=True),
    times=st.sampled_from([(), (time(10),), (time(9), time(15))]),
    in_festivals=st.sampled_from(InFestivals),
)
somebody = st.builds(
    asked,
    plans,
    st.sampled_from([(T,), (T, S, C), (S, C), (C,), ()]),
    tier=st.sampled_from(Tier),
    district=st.sampled_from(PLACES),
    helpers_may_know=st.booleans(),
)
crowds = st.lists(somebody, max_size=25)


# ------------------------------------------------------------------------------- sums


@given(crowds)
@settings(deadline=None, max_examples=60)
def test_every_step_of_every_ladder_is_counted_once(people: list[Asked]) -> None:
    found = examine(scenario(people))
    begun = Counter[ChannelName]()
    taken = Counter[Kind]()
    for one in people:
        for slot in slots_of(one, COURSE):
            until = person_until(slot, POLICY, SEOUL)
            steps, _ = ladder(slot, one.ways, POLICY.ladder, until)
            begun[steps[0].channel] += 1
            taken.update(Kind.TEXT if s.rung is Rung.NOTICE else
                         Kind.QUESTION if s.rung is Rung.MESSAGE else
                         Kind.REMINDER if s.rung is Rung.REMINDER else Kind.CALL
                         for s in steps if s.rung is not Rung.PERSON)  # fmt: skip
    silent = Counter[Kind]()
    for send, amount in found.load.sends.items():
        silent[send.kind] += int(amount.silent)
    assert {k: n for k, n in silent.items() if k is not Kind.CARD and n} == dict(taken)
    hours = Counter[ChannelName]()
    for hour in found.hours:
        hours.update(hour.asked)
    assert hours == begun
    assert sum(one.visits.silent for one in found.days) == pytest.approx(sum(begun.values()))


@given(crowds)
@settings(deadline=None, max_examples=60)
def test_hours_and_days_hold_all_that_is_sent_and_visited(people: list[Asked]) -> None:
    found = examine(scenario(people))
    for channel in SENT:
        for which in (0, 1):
            of_hours = sum(h.sent[channel][which] for h in found.hours if channel in h.sent)
            sent = sum(a[which] for s, a in found.load.sends.items() if s.channel is channel)
            assert of_hours == pytest.approx(sent)
    visits = sum(amount.usual for amount in found.load.visits.values())
    assert sum(one.visits.usual for one in found.days) == pytest.approx(visits)


def test_whoever_answers_the_first_message_is_neither_reminded_nor_visited() -> None:
    answering = replace(COURSE, rates=replace(COURSE.rates, of={**ASSUMED, Rung.MESSAGE: 1.0}))
    found = examine(scenario_of([asked(weekly(1), [T])], answering, WIDE, staffed()))
    usual = {send.kind: amount.usual for send, amount in found.load.sends.items() if amount.usual}
    assert usual == {Kind.QUESTION: 1, Kind.CARD: 1}
    assert [one.visits for one in found.days if one.visits != Amount(0, 0)] == [Amount(0, 1)]


def test_rates_come_from_enough_steps_and_else_are_assumed() -> None:
    ladder_taken = (Rung.MESSAGE, Rung.REMINDER)
    few = [Ended((Rung.MESSAGE,), Rung.MESSAGE)] * (ENOUGH - 1)
    assert rates_of(few).of == ASSUMED
    many = [*few, Ended(ladder_taken, Rung.REMINDER), *[Ended(ladder_taken, None)] * 100]
    seen = rates_of(many)
    assert seen.of[Rung.MESSAGE] == pytest.approx(99 / 200)
    assert seen.of[Rung.REMINDER] == pytest.approx(1 / 101)
    assert seen.of[Rung.CALL] == ASSUMED[Rung.CALL]
    assert Rung.CALL in seen.assumed
    assert not {Rung.MESSAGE, Rung.REMINDER} & seen.assumed


def test_a_ladder_of_an_eve_is_squeezed_into_the_morning() -> None:
    found = examine(scenario([asked(weekly(number), [C]) for number in range(50)]))
    begins = {hour.begins for hour in found.hours if C in hour.sent}
    assert {(at.date(), at.hour) for at in begins} <= {
        (date(2026, 3, 13), hour) for hour in (9, 10, 11)
    }


# ------------------------------------------------------------------------------- queues


def send(at: int, by: int, *, first: bool = False) -> Send:
    return Send(Kind.CALL, C, BEGINS + at * MINUTE, BEGINS + by * MINUTE, first)


@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(1, 60), st.booleans(), st.integers(0, 500)),
        max_size=30,
    ),
    st.integers(1, 20),
)
def test_all_leaves_in_the_end_and_never_faster_than_the_limit(
    drawn: list[tuple[int, int, bool, int]], per_second: int
) -> None:
    counts = Counter[Send]()
    for at, slack, first, count in drawn:
        counts[send(at, at + slack, first=first)] += count
    left = leave([(one, float(count)) for one, count in counts.items()], per_second)
    assert sum(left.leaving.values()) == pytest.approx(counts.total(), abs=0.01)
    assert all(count <= 60 * per_second + 1e-6 for count in left.leaving.values())
    assert all(late <= counts[one] + 1e-6 for one, late in left.late.items())
    first_at = min((one.at for one, count in counts.items() if count), default=BEGINS)
    assert min(left.leaving, default=BEGINS) == first_at


def test_first_messages_overtake_and_the_others_are_late() -> None:
    waiting, new = send(0, 2), send(1, 2, first=True)
    left = leave([(waiting, 120.0), (new, 60.0)], 1)
    assert left.late == {waiting: 60.0}
    assert left.waited[waiting] == 3 * MINUTE


# ------------------------------------------------------------------------------- what lacks


@given(crowds)
@settings(deadline=None, max_examples=60)
def test_what_fits_never_lacks(people: list[Asked]) -> None:
    """25 residents are no burden for such limits, nor for so many people."""
    found = examine(scenario(people))
    assert found.lacks == ()
    assert suggestions(found) == ()


@given(crowds, st.integers(0, 8), st.integers(0, 2))
@settings(deadline=None, max_examples=60)
def test_people_lack_exactly_when_visits_exceed_what_they_can_do(
    people: list[Asked], helpers: int, officers: int
) -> None:
    found = examine(scenario(people, staffing=staffed(helpers, officers)))
    lacking = {(lack.at.date(), lack.district): lack.usual for lack in found.lacks}
    for one in found.days:
        to_all = one.visits.usual - one.for_officers
        left = one.for_officers + max(0.0, to_all - one.helpers) - one.officers
        if (one.day, one.district) in lacking:
            assert left <= lacking[one.day, one.district] < left + 1 + 1e-5
        else:
            assert left <= 1e-5
    for day in DAYS:
        hands = sum(one.officers for one in found.days if one.day == day)
        assert hands <= officers * visits_a_day(day, COURSE) + 1e-6


def test_an_officer_of_two_districts_goes_where_the_work_is() -> None:
    people = [
        asked(weekly(number), [], district=PLACES[number % 4 == 0], helpers_may_know=False)
        for number in range(8)
    ]
    found = examine(scenario(people, staffing=staffed(0, 1)))
    assert visits_a_day(date(2026, 3, 13), COURSE) == 8
    shares = {one.district: one.officers for one in found.days if one.visits.usual}
    assert shares == pytest.approx({PLACES[0]: 6, PLACES[1]: 2})
    assert found.lacks == ()


# ------------------------------------------------------------------------------- what mends


def lacking(people: list[Asked], **other: object) -> Examined:
    given_ = {"limits": WIDE, "staffing": staffed()} | other
    found = examine(scenario(people, **given_))  # type: ignore[arg-type]
    assert found.lacks
    return found


def remedies(found: Examined) -> dict[Change, Remedy]:
    """Each suggestion, after it was seen to remove what it was suggested for."""
    suggested = suggestions(found)
    for one in suggested:
        after = examine(applied(found.scenario, one.remedy))
        assert not {lack.group for lack in one.removes} & {lack.group for lack in after.lacks}
        assert len(after.lacks) < len(found.lacks)
    return {one.remedy.change: one.remedy for one in suggested}


def test_too_many_calls_of_a_friday_get_a_rate_or_other_days() -> None:
    people = [asked(weekly(n), [C], district=PLACES[n % 2]) for n in range(3000)]
    found = lacking(people, limits=Limits(20, 1))
    assert {(lack.of, lack.at.weekday()) for lack in found.lacks} == {(Short.CALL, 4)}
    mended = remedies(found)
    assert mended[Change.CALLS_PER_SECOND].amount > 1
    less = replace(mended[Change.CALLS_PER_SECOND], amount=1)
    assert examine(applied(found.scenario, less)).lacks == found.lacks
    move = mended[Change.MOVE_WEEKLY]
    assert (move.weekday, move.district) == (4, None)
    one_less = replace(move, amount=move.amount - 1)
    assert examine(applied(found.scenario, one_less)).lacks


def test_calls_at_one_wished_time_are_spread() -> None:
    together = replace(POLICY, hours=replace(POLICY.hours, spread=timedelta()))
    course = replace(COURSE, policy=together)
    wished = [
        asked(weekly(n, 2, n / 1150, times=(time(10),)), [C], district=PLACES[n % 2])
        for n in range(1150)
    ]
    at_once = [replace(one, first_slot=SEOUL.at(date(2026, 3, 11), time(10))) for one in wished]
    found = examine(scenario_of(at_once, course, Limits(20, 1), staffed()))
    mended = remedies(found)
    assert mended[Change.SPREAD].amount in {10, 20}
    assert Change.CALLS_PER_SECOND in mended


def test_an_opening_hour_earlier_is_suggested_where_it_is_enough() -> None:
    people = [asked(weekly(n, position=n / 1900), [C], district=PLACES[n % 2]) for n in range(1900)]
    mended = remedies(lacking(people, limits=Limits(20, 1)))
    assert mended[Change.OPENS].wall == time(8, 30)


def test_visits_without_people_get_helpers_officers_or_other_days() -> None:
    people = [asked(weekly(number), []) for number in range(20)]
    found = lacking(people, staffing=staffed(helpers=3, officers=1))
    assert [(lack.of, lack.district, lack.usual) for lack in found.lacks] == [
        (Short.PEOPLE, PLACES[0], 9)
    ]
    mended = remedies(found)
    assert mended[Change.HELPERS] == Remedy(Change.HELPERS, 3, district=PLACES[0])
    assert mended[Change.OFFICERS] == Remedy(Change.OFFICERS, 2, district=PLACES[0])
    assert mended[Change.MOVE_WEEKLY].amount == 9


def test_helpers_are_no_remedy_for_what_they_may_not_know() -> None:
    people = [asked(weekly(number), [], helpers_may_know=False) for number in range(20)]
    mended = remedies(lacking(people, staffing=staffed(helpers=3, officers=1)))
    assert set(mended) == {Change.OFFICERS, Change.MOVE_WEEKLY}


@given(
    st.integers(1, 3),
    st.lists(st.tuples(somebody, st.integers(1, 900)), min_size=1, max_size=4),
    st.integers(0, 40),
    st.integers(0, 3),
)
@settings(deadline=None, max_examples=10)
def test_whatever_is_suggested_removes_what_it_was_suggested_for(
    rate: int, kinds: list[tuple[Asked, int]], helpers: int, officers: int
) -> None:
    people = [
        replace(one, plan=replace(one.plan, resident_id=f"{kind}-{number}"))
        for kind, (one, count) in enumerate(kinds)
        for number in range(count)
    ]
    limits = Limits(telegram_per_second=rate, calls_per_second=rate)
    remedies(examine(scenario(people, limits, staffed(helpers, officers))))


def test_officers_get_a_card_a_second() -> None:
    people = [asked(weekly(n, position=0.5), [T]) for n in range(4000)]
    found = lacking(people)
    assert {(lack.of, lack.district) for lack in found.lacks} >= {(Short.CHAT, PLACES[0])}


def test_a_city_without_plans_fits() -> None:
    found = examine(scenario([]))
    assert (found.hours, found.lacks) == ((), ())
    assert {one.visits for one in found.days} == {Amount(0, 0)}
    assert found.load == Load({}, {}, {})


def test_a_question_that_is_not_planned_stays_where_it_is() -> None:
    back_at = datetime(2026, 3, 11, 10, 0, tzinfo=SEOUL.zone)
    one = replace(asked(weekly(1)), first_slot=back_at, planned=False)
    earlier = applied(scenario([one]), Remedy(Change.OPENS, wall=time(8)))
    assert earlier.slots[0][0] == back_at
