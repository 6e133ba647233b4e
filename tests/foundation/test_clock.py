import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.clock import Clock, ManualClock, NaiveTimeError, RealClock, SteppedClock, as_utc

START = datetime(2026, 3, 2, tzinfo=UTC)
SEOUL = timezone(timedelta(hours=9))


async def settle() -> None:
    """Let everything that can run, run."""
    for _ in range(10):
        await asyncio.sleep(0)


def test_the_real_clock_reads_utc() -> None:
    assert RealClock().now().tzinfo is UTC


@pytest.mark.anyio
async def test_the_real_clock_does_not_wait_for_nothing() -> None:
    await RealClock().sleep(-1)


@pytest.mark.anyio
async def test_a_sleeper_wakes_when_the_time_reaches_it_and_not_before() -> None:
    clock = ManualClock(START)
    sleeper = asyncio.create_task(clock.sleep(60))
    await settle()
    clock.advance(timedelta(seconds=59.999))
    await settle()
    assert not sleeper.done()
    clock.advance(timedelta(seconds=0.001))
    await settle()
    assert sleeper.done()


@pytest.mark.anyio
async def test_sleepers_wake_in_the_order_of_their_instants() -> None:
    clock = ManualClock(START)
    woken: list[int] = []

    async def sleep(seconds: int) -> None:
        await clock.sleep(seconds)
        woken.append(seconds)

    sleepers = [asyncio.create_task(sleep(seconds)) for seconds in (30, 10, 20)]
    await settle()
    clock.advance(timedelta(minutes=1))
    await asyncio.gather(*sleepers)
    assert woken == [10, 20, 30]


@pytest.mark.anyio
async def test_sleeping_for_nothing_only_yields() -> None:
    clock = ManualClock(START)
    await clock.sleep(0)
    await clock.sleep(-5)
    assert clock.next_wake() is None


@pytest.mark.anyio
async def test_next_wake_is_the_earliest_sleeper_still_waiting() -> None:
    clock = ManualClock(START)
    soon = asyncio.create_task(clock.sleep(10))
    late = asyncio.create_task(clock.sleep(20))
    await settle()
    assert clock.next_wake() == START + timedelta(seconds=10)
    soon.cancel()
    await settle()
    assert clock.next_wake() == START + timedelta(seconds=20)
    clock.advance(timedelta(seconds=20))
    await late
    assert clock.next_wake() is None


@pytest.mark.anyio
async def test_a_cancelled_sleeper_does_not_disturb_the_others() -> None:
    clock = ManualClock(START)
    first, second = (asyncio.create_task(clock.sleep(10)) for _ in range(2))
    await settle()
    clock.advance(timedelta(seconds=10))
    first.cancel()
    await second
    assert first.cancelled() or first.done()


@pytest.mark.anyio
async def test_another_thread_may_move_the_clock() -> None:
    clock = ManualClock(START)
    sleeper = asyncio.create_task(clock.sleep(10))
    await settle()
    mover = threading.Thread(target=clock.advance, args=(timedelta(seconds=10),))
    mover.start()
    await sleeper
    mover.join()


def test_a_sleeper_of_a_closed_loop_is_forgotten() -> None:
    clock = ManualClock(START)

    async def give_up() -> None:
        task = asyncio.create_task(clock.sleep(10))
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(give_up())
    clock.advance(timedelta(seconds=10))
    assert clock.next_wake() is None


def test_a_manual_clock_refuses_to_go_back() -> None:
    clock = ManualClock(START)
    with pytest.raises(ValueError, match="SteppedClock"):
        clock.set(START - timedelta(microseconds=1))
    assert clock.now() == START


def test_a_clock_refuses_an_instant_without_a_zone() -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - what is refused
    with pytest.raises(NaiveTimeError, match="no time zone"):
        ManualClock(naive)
    with pytest.raises(NaiveTimeError):
        ManualClock(START).set(naive)


@given(st.datetimes(timezones=st.just(SEOUL), min_value=datetime(1950, 1, 1)))  # noqa: DTZ001
def test_as_utc_keeps_the_instant_and_changes_the_zone(value: datetime) -> None:
    assert as_utc(value) == value
    assert as_utc(value).tzinfo is UTC


@given(st.lists(st.timedeltas(timedelta(days=-9), timedelta(days=9)), max_size=5))
def test_steps_add_up_and_go_either_way(steps: list[timedelta]) -> None:
    clock = SteppedClock(ManualClock(START))
    for step in steps:
        clock.step(step)
    assert clock.now() == START + sum(steps, timedelta())


@pytest.mark.anyio
async def test_a_step_neither_shortens_nor_lengthens_a_wait() -> None:
    inner = ManualClock(START)
    clock: Clock = SteppedClock(inner)
    sleeper = asyncio.create_task(clock.sleep(60))
    await settle()
    assert isinstance(clock, SteppedClock)
    clock.step(timedelta(hours=5))
    await settle()
    assert not sleeper.done()
    inner.advance(timedelta(seconds=60))
    await sleeper
