"""When homes that went dark are one matter, and what becomes of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugs.decide.outages import (
    GRACE,
    LONGEST,
    PATIENCE,
    SETTLES,
    WILL_TAKES,
    WINDOW,
    Power,
    Wait,
    fits,
    follow,
    judge,
    power_of,
    span_of,
    with_home,
)
from plugs.model import Area, Contact, Group, Home, Left, Line, Outage, Span, Tracked
from signals.model import Ref

NOON = datetime(2026, 1, 20, 3, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OPEN = Line(None, None)
FIVE = 5 * MINUTE
BUILDING, DISTRICT = Area.BUILDING, Area.DISTRICT


def device(
    heard: float = 0, *, will: float | None = None, every: float = 10, told: bool = False
) -> Contact:
    """Minutes around noon: when it was heard last, and when its last will came."""
    heard_at = NOON + heard * MINUTE
    tracked = Tracked(
        device_id="plug",
        heard_at=heard_at,
        interval=every * MINUTE,
        offline_at=None if will is None else NOON + will * MINUTE,
    )
    return Contact(tracked, heard_at if told else None)


def home(name: str, *devices: Contact, building: str = "") -> Home:
    return Home(f"household:{name}", devices, building)


def judged(mine: Home, *others: Home, after: float = 15, line: Line = OPEN) -> Group | Wait | None:
    span = span_of(mine.contacts)
    assert span is not None
    return judge(span, mine.household, [mine, *others], line, NOON + after * MINUTE)


def group_of(found: Group | Wait | None) -> tuple[Area, list[Ref]] | None:
    return (found.area, sorted(found.homes)) if isinstance(found, Group) else None


LIT = device(12)
GONE = device(-3, will=0)
FLATS = [home(name, GONE, building="가동") for name in "abcd"]
HOUSES = [home(name, GONE, building=name) for name in "abcdefgh"]
LIT_FLATS = [home(f"lit-{name}", LIT, building="가동") for name in "abcd"]
LIT_HOUSES = [home(f"lit-{number}", LIT, building=f"lit-{number}") for number in range(40)]


@pytest.mark.parametrize(
    ("homes", "is_part_of"),
    [
        (FLATS[:1], None),
        (FLATS[:2], (BUILDING, "ab")),
        ([*FLATS[:2], *LIT_FLATS[:2]], (BUILDING, "ab")),
        ([*FLATS[:2], *LIT_FLATS[:3]], (DISTRICT, "ab")),  # two of five: no share of the building
        ([*FLATS[:2], *LIT_FLATS[:3], *LIT_HOUSES], None),
        ([*FLATS[:3], *LIT_HOUSES], (BUILDING, "abc")),
        (HOUSES[:2], (DISTRICT, "ab")),
        ([*HOUSES[:2], *LIT_HOUSES[:6]], (DISTRICT, "ab")),
        ([*HOUSES[:2], *LIT_HOUSES[:7]], None),
        ([*HOUSES[:4], *LIT_HOUSES], None),
        ([*HOUSES[:5], *LIT_HOUSES], (DISTRICT, "abcde")),
        ([*FLATS[:2], HOUSES[3], *LIT_HOUSES[:2]], (DISTRICT, "abd")),
        ([*FLATS[:2], HOUSES[3], *LIT_HOUSES], (BUILDING, "ab")),
    ],
)
def test_how_many_of_how_many(homes: list[Home], is_part_of: tuple[Area, str] | None) -> None:
    wanted = is_part_of and (is_part_of[0], [f"household:{name}" for name in is_part_of[1]])
    assert group_of(judged(*homes)) == wanted


@pytest.mark.parametrize(
    ("mine", "other", "together"),
    [
        (GONE, device(-3, will=0), True),
        (GONE, device(-3, will=7), True),  # a will takes up to two minutes
        (GONE, device(-3, will=8), False),
        (GONE, device(-4), True),  # silent since, which half an hour later means something
        (GONE, device(-30, every=10), False),
        (GONE, device(-50, every=60), True),  # it tells changes only
        (GONE, device(-3, will=0, told=True), True),
        (GONE, device(-90, will=-85, told=True), False),
    ],
)
def test_at_one_moment(mine: Contact, other: Contact, *, together: bool) -> None:
    found = judged(home("a", mine), home("b", other), after=200)
    assert isinstance(found, Group) is together


def test_a_home_whose_devices_had_been_lost_before_is_not_counted() -> None:
    old = home("old", device(-900, told=True))
    lit = [home(f"lit-{number}", LIT) for number in range(6)]
    assert group_of(judged(*HOUSES[:2], *lit, old)) is not None
    assert group_of(judged(*HOUSES[:2], *lit, home("another", LIT))) is None


def test_one_device_that_still_speaks_keeps_a_home_out_of_it() -> None:
    partly = home("partly", GONE, LIT)
    assert judged(home("a", GONE), partly) is None


def test_whoever_may_have_gone_with_it_is_waited_for() -> None:
    mine, slow = home("a", GONE), home("slow", device(-8, every=10))
    assert judged(mine, slow, after=15) == Wait(NOON + PATIENCE)
    assert group_of(judged(mine, slow, after=30)) == (DISTRICT, ["household:a", "household:slow"])
    slower = home("slower", device(-50, every=60))
    assert isinstance(judged(mine, slower, after=39), Wait)
    assert judged(mine, slower, after=40) is None  # not for ever
    lit = [home(f"lit-{number}", LIT) for number in range(9)]
    assert judged(mine, slow, *lit, after=15) is None  # they would be too few


def test_while_nobody_is_heard_silence_is_ours() -> None:
    mine, silent = home("a", GONE), home("b", device(-4))
    assert judged(mine, silent, after=60, line=Line(None, NOON)) is None
    assert judged(mine, silent, after=60, line=Line(None, NOON + 60 * MINUTE)) is not None


def test_when_a_home_went() -> None:
    assert span_of([]) is None
    assert span_of([device(-3, will=0)]) == Span(NOON - WILL_TAKES, NOON)
    assert span_of([device(-4)]) == Span(NOON - 4 * MINUTE, NOON + 6 * MINUTE)
    assert span_of([device(-4), device(-3, will=0)]) == Span(NOON - WILL_TAKES, NOON)
    assert span_of([device(-60), device(-3, will=0)]) is None


# What becomes of it


def outage(*homes: str, area: Area = DISTRICT) -> Outage:
    begun = Outage(
        id="1",
        area=area,
        district="jijwa-dong",
        span=Span(NOON - WILL_TAKES, NOON),
        opened_at=NOON,
        due_at=NOON,
        homes=(),
    )
    for name in homes:
        begun = with_home(begun, name, [f"{name}-plug"], NOON)
    return begun


def after(begun: Outage, minutes: float, **power: Power) -> Outage:
    return follow(begun, lambda one: power.get(one, Power.NONE), NOON + minutes * MINUTE)


def left(known: Outage) -> dict[Ref, Left | None]:
    return {one.household: one.left for one in known.homes}


def test_it_is_over_when_all_are_back() -> None:
    begun = after(outage("a", "b", "c"), 30)
    assert (begun.is_open, begun.returned_at, len(begun.dark)) == (True, None, 3)
    one = after(begun, 60, a=Power.ALL)
    assert (one.returned_at, left(one)["a"]) == (None, Left.BACK)
    two = after(one, 70, a=Power.ALL, b=Power.ALL)
    assert two.returned_at == NOON + 70 * MINUTE
    assert two.is_open
    three = after(two, 80, a=Power.ALL, b=Power.ALL, c=Power.ALL)
    assert three.closed_at == NOON + 80 * MINUTE


def test_what_stays_away_when_power_is_back_is_a_fault() -> None:
    back = after(outage("a", "b"), 60, a=Power.ALL)
    assert left(after(back, 119, a=Power.ALL)) == {"a": Left.BACK, "b": None}
    over = after(back, 120, a=Power.ALL)
    assert left(over) == {"a": Left.BACK, "b": Left.FAULT}
    assert not over.is_open


def test_one_plug_of_two_that_stays_away_is_a_fault_before_the_others_are_back() -> None:
    some = after(outage("a", "b", "c"), 60, a=Power.SOME)
    assert left(some) == {"a": None, "b": None, "c": None}
    assert left(after(some, 120, a=Power.SOME)) == {"a": Left.FAULT, "b": None, "c": None}


def test_power_that_flickers_has_not_returned() -> None:
    back = after(outage("a", "b"), 60, a=Power.SOME)
    assert back.returned_at is not None
    again = after(back, 70)
    assert again.returned_at is None
    assert left(after(again, 120)) == {"a": None, "b": None}


def test_a_home_that_was_back_may_go_again() -> None:
    back = after(outage("a", "b", "c"), 60, a=Power.ALL)
    again = with_home(back, "a", ["a-lamp"], NOON + 70 * MINUTE)
    assert left(again) == {"a": None, "b": None, "c": None}
    assert again.homes[-1].devices == {"a-plug", "a-lamp"}


def test_after_a_day_every_home_is_seen_to_by_itself() -> None:
    over = after(outage("a", "b"), LONGEST / MINUTE)
    assert left(over) == {"a": Left.FAULT, "b": Left.FAULT}
    assert (over.is_open, over.returned_at) == (False, None)


def test_it_is_looked_at_soon_for_how_many_went_and_then_now_and_then() -> None:
    assert after(outage("a"), 1).due_at == NOON + SETTLES
    assert after(outage("a"), 2).due_at == NOON + 12 * MINUTE


def test_who_joins_later() -> None:
    known = outage("a")
    assert fits(known, Span(NOON + FIVE, NOON + 2 * FIVE))
    assert not fits(known, Span(NOON + FIVE + MINUTE, NOON + 2 * FIVE))


def test_what_is_heard_of_a_home() -> None:
    assert power_of([device(0, told=True), device(0)]) is Power.SOME
    assert power_of([device(0, told=True)]) is Power.NONE
    assert power_of([]) is Power.ALL


# Properties

spans = st.builds(
    lambda begins, lasts: device(begins, every=lasts),
    st.integers(-30, 0),
    st.integers(1, 60),
) | st.builds(lambda will: device(-31, will=will), st.integers(-30, 10))
towns = st.lists(
    st.builds(
        lambda devices, building: (devices, building),
        st.lists(spans, min_size=1, max_size=2),
        st.sampled_from(["", "가동", "나동"]),
    ),
    min_size=1,
    max_size=12,
)


@given(towns, st.integers(0, 300))
def test_a_group_holds_whoever_asks_and_only_homes_that_can_have_gone_then(
    town: list[tuple[list[Contact], str]], minutes: int
) -> None:
    homes = [home(str(n), *devices, building=b) for n, (devices, b) in enumerate(town)]
    mine = span_of(homes[0].contacts)
    if mine is None:
        return
    now = NOON + minutes * MINUTE
    found = judge(mine, homes[0].household, homes, OPEN, now)
    if isinstance(found, Wait):
        assert now < found.until <= mine.ends + PATIENCE
    if not isinstance(found, Group):
        return
    assert homes[0].household in found.homes
    assert len(found.homes) >= 2
    by_name = {one.household: one for one in homes}
    for one in found.homes:
        span = span_of(by_name[one].contacts)
        assert span is not None
        assert span.begins <= mine.ends + WINDOW
        assert mine.begins <= span.ends + WINDOW
        if found.area is BUILDING:
            assert by_name[one].building == homes[0].building != ""


@given(st.data())
def test_no_home_is_ever_hidden(data: st.DataObject) -> None:
    """Dark means in an open outage; who left it is back, or has a fault that was told."""
    names = ["a", "b", "c", "d"]
    known, told = outage(*names), set[Ref]()
    for step in range(1, 200):
        power = {name: data.draw(st.sampled_from(Power)) for name in names}
        before = left(known)
        known = follow(known, power.__getitem__, NOON + step * 10 * MINUTE)
        for one in known.homes:
            if before[one.household] is None and one.left is Left.FAULT:
                told.add(one.household)
            if one.left is Left.BACK and before[one.household] is None:
                assert power[one.household] is Power.ALL
            if power[one.household] is Power.NONE and before[one.household] is None:
                assert one.left is not Left.BACK
                assert known.is_open or one.household in told
        if not known.is_open:
            break
    assert not known.is_open  # it ends, whatever comes
    assert known.closed_at is not None
    assert known.closed_at <= NOON + LONGEST
    assert all(one.left is not None for one in known.homes)
    assert replace(known, closed_at=None).still_in == ()
    assert GRACE < LONGEST
