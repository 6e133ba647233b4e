"""Readings are kept 30 days, slots 400, and dropped by the worker's cycle a batch at a time."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from plugs import service
from plugs.model import Kind, Oddity, Oddness, Reading, SlotPower
from plugs.service import forgetting
from plugs.service.forgetting import AT_ONCE, GO_ON_AFTER, SUBJECT, Forgetting, Keeping
from plugs.store import oddities, states
from plugs.tables import OddityRow, ReadingRow, SlotRow
from residents.calendar import Calendar
from tests.plugs.plug_world import SEOUL, Home, World
from tests.support.database import MONDAY_MORNING as NINE

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FORGETTING = Forgetting(Calendar(SEOUL), Keeping())
TONIGHT = NINE + timedelta(hours=18)


def tell(world: World, home: Home, *ages: timedelta) -> None:
    """A reading and a slot of each age."""
    device = home.device.id
    with world.database.write() as uow:
        moments = [world.now - age for age in ages]
        states.add_readings(uow, [Reading(device, at, Kind.POWER, 1, at) for at in moments])
        states.add_slots(uow, [SlotPower(device, at, Kind.POWER, 1, 600) for at in moments])


def acts(world: World, times: int = 1) -> datetime | None:
    for _ in range(times):
        with world.database.write() as uow:
            FORGETTING.act(uow, SUBJECT)
    with world.database.read() as uow:
        return FORGETTING.next_due(uow, SUBJECT)


def ages(world: World, table: type[ReadingRow | SlotRow]) -> list[timedelta]:
    with world.database.read() as uow:
        kept = uow.session.exec(select(table.at).order_by(col(table.at).desc())).all()
    return [world.now - at for at in kept]


def test_each_is_kept_for_its_time_and_no_longer(world: World) -> None:
    first, second = world.home(), world.home()
    young, month, years = DAY, 30 * DAY, 400 * DAY
    for home, more in ((first, timedelta()), (second, MINUTE)):
        tell(world, home, *(age + more for age in (young, month, month + DAY, years, years + DAY)))
    assert acts(world) == world.now + GO_ON_AFTER
    assert acts(world, times=3) == TONIGHT
    assert ages(world, ReadingRow) == [young, young + MINUTE, month]
    kept = [young, month, month + DAY, years]
    assert ages(world, SlotRow) == sorted([*kept, *(age + MINUTE for age in kept[:3])])


def test_little_is_dropped_at_once_and_the_rest_soon(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 10)
    home = world.home()
    tell(world, home, *(40 * DAY + number * MINUTE for number in range(25)))
    for left in (15, 5):
        assert acts(world) == world.now + GO_ON_AFTER
        assert len(ages(world, ReadingRow)) == left
    assert acts(world) == TONIGHT
    assert ages(world, ReadingRow) == []
    assert len(ages(world, SlotRow)) == 25
    assert AT_ONCE > 10


def test_what_a_removed_plug_told_is_forgotten_too(world: World) -> None:
    home = world.home()
    tell(world, home, 31 * DAY)
    with world.database.write() as uow:
        service.remove_device(uow, home.device.id)
    assert acts(world) == TONIGHT
    assert ages(world, ReadingRow) == []


def test_old_counts_of_messages_that_were_nothing_go(world: World) -> None:
    with world.database.write() as uow:
        for age in (29 * DAY, 31 * DAY):
            oddities.add(uow, [Oddity(Oddness.NOT_JSON, str(age.days), world.now - age)])
    acts(world)
    with world.database.read() as uow:
        assert uow.session.exec(select(OddityRow.digest)).all() == ["29"]


def test_it_is_nobody_elses_business(world: World) -> None:
    home = world.home()
    tell(world, home, 31 * DAY)
    with world.database.write() as uow:
        FORGETTING.act(uow, home.household)
        assert FORGETTING.next_due(uow, home.household) is None
    assert len(ages(world, ReadingRow)) == 1
