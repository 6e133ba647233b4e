"""Batches of messages in the database: once, whatever they hold and however often they come."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, insert
from sqlmodel import col, select
from typing_extensions import override

from foundation import limits
from foundation.seams import AFTER_COMMIT, BEFORE_COMMIT, Crash, Seams
from plugs import service
from plugs.model import Family, Kind, Message, Oddness, Reading
from plugs.store import oddities, states
from plugs.tables import OddityRow, ReadingRow, SlotRow, StateRow
from residents import service as residents
from residents.model import ChannelName, Purpose
from signals.model import SignalKind
from tests.plugs.plug_world import (
    Counter,
    Home,
    World,
    message,
    only,
    presence,
    relay,
)
from tests.plugs.wordings import COUNTING
from tests.residents.people import grandmother

ACTIVE = SignalKind.PLUG_ACTIVE
EACH = pytest.mark.parametrize("family", COUNTING)


def usage(world: World, home: Home, watts: Sequence[float]) -> list[Message]:
    """The messages of a plug, one for each slot; the clock stands after the last."""
    meter = Counter(home.device)
    heard = [meter.reading(world.now)]
    for mean in watts:
        world.clock.advance(timedelta(minutes=10))
        heard.append(meter.report(world.now, mean))
    return heard


def rows(world: World, table: type[ReadingRow | SlotRow]) -> list[tuple[object, ...]]:
    with world.database.read() as uow:
        return sorted(
            tuple(row.model_dump(exclude={"heard_at"}).values())
            for row in uow.session.exec(select(table))
        )


def odd(world: World) -> dict[Oddness, int]:
    with world.database.read() as uow:
        return dict(service.oddities(uow))


@EACH
def test_readings_slots_and_life_of_a_kettle(world: World, family: Family) -> None:
    home = world.home(family)
    heard = usage(world, home, [0, 0, 600, 0, 0])
    tally = world.hear(*heard)
    assert tally.readings >= len(heard)
    assert tally.signals == 2
    assert world.pokes == 1
    first, second = world.told(ACTIVE)
    assert first.data == {
        "household": home.household,
        "device": home.device.id,
        "slot": first.at.isoformat(),
        "alone": True,
        "learning": False,
    }
    assert (first.subject, second.at - first.at) == (home.resident.ref, timedelta(minutes=10))
    assert world.device(home.device).contact.tracked.life_at == second.at


@EACH
def test_a_batch_that_comes_again_changes_nothing(world: World, family: Family) -> None:
    home = world.home(family)
    heard = usage(world, home, [0, 0, 600, 0, 0])
    world.hear(*heard)
    before = (rows(world, ReadingRow), rows(world, SlotRow), world.told())
    again = world.hear(*heard)
    assert (again.readings, again.slots, again.signals) == (0, 0, 0)
    world.hear(*reversed(heard))
    assert (rows(world, ReadingRow), rows(world, SlotRow), world.told()) == before


@EACH
def test_one_by_one_or_together_is_the_same(world: World, family: Family) -> None:
    homes = [world.home(family), world.home(family)]
    first = usage(world, homes[0], [0, 0, 600, 0, 40, 40])
    second = [
        Message(
            one.topic.replace(homes[0].device.topic, homes[1].device.topic), one.payload, one.at
        )
        for one in first
    ]
    world.hear(*first)
    for one in second:
        world.hear(one)
    devices = [home.device.id for home in homes]
    together, apart = (
        [row[1:] for row in rows(world, SlotRow) if row[0] == device] for device in devices
    )
    assert together == apart


def test_at_most_one_sign_of_life_for_each_home_and_slot(world: World) -> None:
    home = world.home(Family.TASMOTA, Family.TASMOTA)
    first, second = home.devices
    world.hear(relay(first, world.now, on=True), relay(second, world.now, on=True))
    world.clock.advance(timedelta(minutes=1))
    world.hear(relay(first, world.now, on=False))
    world.clock.advance(timedelta(minutes=1))
    world.hear(relay(second, world.now, on=False), relay(first, world.now, on=True))
    assert len(world.told(ACTIVE)) == 1
    world.clock.advance(timedelta(minutes=10))
    world.hear(relay(second, world.now, on=True))
    assert len(world.told(ACTIVE)) == 2


def test_what_an_unknown_device_says_is_counted_and_nothing_else(world: World) -> None:
    world.home()
    stranger = message(("tele/stranger/SENSOR", {"ENERGY": {"Total": 1, "Power": 3}}), world.now)
    world.hear(stranger, message(("z/tv", {"power": 3}), world.now))
    world.hear(stranger)
    assert odd(world) == {Oddness.UNKNOWN_DEVICE: 3}
    assert rows(world, ReadingRow) == []
    assert world.told() == []


def test_topic_and_family_must_agree(world: World) -> None:
    """A Zigbee device cannot speak under the name of a Tasmota plug."""
    home = world.home()
    world.hear(message((f"zigbee2mqtt/{home.device.topic}", {"state": "ON"}), world.now))
    assert odd(world) == {Oddness.UNKNOWN_DEVICE: 1}


def test_broken_payloads_are_kept_aside_by_digest(world: World) -> None:
    home = world.home()
    broken = message((f"tele/{home.device.topic}/SENSOR", '{"ENERGY":'), world.now)
    kettle = usage(world, home, [0, 0, 600, 0])
    tally = world.hear(*kettle[:2], broken, broken, *kettle[2:])
    assert tally.signals == 2
    assert odd(world) == {Oddness.NOT_JSON: 2}
    with world.database.read() as uow:
        (row,) = uow.session.exec(select(OddityRow)).all()
    assert (row.times, len(row.digest)) == (2, 16)
    assert "ENERGY" not in str(row.model_dump())


def test_a_flood_of_nonsense_does_not_fill_the_disk(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oddities, "KEPT", 20)
    for number in range(60):
        world.hear(message(("z/p", f"nonsense {number}"), world.now))
    assert odd(world) == {Oddness.NOT_JSON: 60}
    with world.database.read() as uow:
        kept = uow.session.exec(select(func.count()).select_from(OddityRow)).one()
    assert kept == 21


def test_what_the_broker_remembers_is_stored_nowhere(world: World) -> None:
    home = world.home()
    meter = Counter(home.device)
    world.hear(
        meter.reading(world.now, retained=True),
        relay(home.device, world.now, on=True, retained=True),
        presence(home.device, world.now, online=True, retained=True),
    )
    assert rows(world, ReadingRow) == []
    with world.database.read() as uow:
        assert service.last_heard(uow) is None
    world.clock.advance(timedelta(minutes=5))
    world.hear(relay(home.device, world.now, on=False))
    assert len(world.told(ACTIVE)) == 1


def test_after_she_withdrew_nothing_is_read(world: World) -> None:
    home = world.home()
    with world.database.write() as uow:
        residents.withdraw_consent(
            uow, home.resident.ref, Purpose.PLUG, "staff:kim", ChannelName.PERSON
        )
    world.hear(*usage(world, home, [0, 0, 600, 0]))
    assert rows(world, ReadingRow) == []
    assert odd(world) == {Oddness.NOT_AGREED: 10}
    assert world.told() == []


def test_after_she_moved_the_old_home_does_not_speak_of_her(world: World) -> None:
    home = world.home()
    with world.database.write() as uow:
        residents.move_resident(uow, home.resident.ref, "jijwa-dong", "김천시 지좌동 감천로 99")
    world.hear(*usage(world, home, [0, 0, 600, 0]))
    assert rows(world, ReadingRow) == []
    assert world.told() == []
    assert not world.is_informative(home)


def test_a_removed_device_is_a_stranger(world: World) -> None:
    home = world.home()
    with world.database.write() as uow:
        service.remove_device(uow, home.device.id)
    world.hear(*usage(world, home, [0, 600]))
    assert rows(world, ReadingRow) == []
    assert set(odd(world)) == {Oddness.UNKNOWN_DEVICE}


def test_a_jump_of_the_counter_is_counted(world: World) -> None:
    home = world.home()
    meter = Counter(home.device)
    for total in (1000, 9_000_000, 1000):
        world.clock.advance(timedelta(minutes=5))
        meter.total_wh = total
        world.hear(meter.reading(world.now))
    assert odd(world) == {Oddness.JUMP: 1}


def test_seven_nights_with_a_refrigerator_teach_it_to_be_silent(world: World) -> None:
    home = world.home()
    device = home.device.id
    start = world.now.replace(hour=17) - timedelta(days=8)  # 02:00 in Seoul
    slots = [
        {
            "device_id": device,
            "at": start + timedelta(days=day, minutes=10 * number),
            "kind": "energy",
            "watts": 80.0 * (number % 2),
            "seconds": 600.0,
            "coarse": False,
            "life": True,
        }
        for day in range(8)
        for number in range(18)
    ]
    with world.database.write() as uow:
        uow.session.connection().execute(insert(SlotRow), slots)
    tally = world.hear(*usage(world, home, [80, 0, 80, 0, 80]))
    assert tally.signals == 0
    tracked = world.device(home.device).contact.tracked
    assert tracked.jitter == {Kind.ENERGY: 100.0}
    assert tracked.learned_on == "2026-03-02"


# --------------------------------------------------------------------- faults of our own


class CrashAt(Seams):
    def __init__(self, point: str) -> None:
        self.point: str | None = point

    @override
    def reach(self, point: str) -> None:
        if point == self.point:
            self.point = None
            raise Crash(point)


@EACH
@pytest.mark.parametrize("point", [BEFORE_COMMIT, AFTER_COMMIT])
def test_a_crash_around_the_commit_loses_and_doubles_nothing(
    world: World, family: Family, point: str
) -> None:
    home = world.home(family)
    heard = usage(world, home, [0, 0, 600, 0, 0])
    world.database._seams = CrashAt(point)
    with pytest.raises(Crash):
        world.hear(*heard)
    world.hear(*heard)
    assert len(world.told(ACTIVE)) == 2
    assert len(rows(world, SlotRow)) >= 5
    assert world.hear(*heard).readings == 0


def test_a_message_that_cannot_be_recorded_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = world.home(), world.home()
    heard = usage(world, good, [0, 0, 600, 0])
    poison = message((f"stat/{bad.device.topic}/POWER", "ON"), world.now)
    add = states.add_readings

    def fails(uow: object, readings: Sequence[Reading]) -> int:
        if any(reading.device_id == bad.device.id for reading in readings):
            raise ArithmeticError
        return add(uow, readings)  # type: ignore[arg-type]

    monkeypatch.setattr(states, "add_readings", fails)
    tally = world.hear(*heard[:2], poison, *heard[2:])
    assert (tally.signals, tally.odd) == (2, 1)
    assert odd(world) == {Oddness.FAILED: 1}


def test_a_full_batch_of_a_whole_city_is_one_transaction(sqlite_world: World) -> None:
    world = sqlite_world
    with world.database.write() as uow:
        people = [grandmother(uow, birth_year=1930 + number) for number in range(25)]
    devices = [world.install(f"household:{person.household_id}") for person in people]
    meters = [Counter(device) for device in devices]
    batch = []
    for _ in range(limits.WRITE_TRANSACTION_ITEMS // len(meters)):
        world.clock.advance(timedelta(minutes=10))
        batch += [meter.report(world.now, 100) for meter in meters]
    assert len(batch) == limits.WRITE_TRANSACTION_ITEMS
    tally = world.hear(*batch)
    assert tally.readings == 2 * len(batch)
    assert tally.slots == len(batch) - len(meters)
    with world.database.read() as uow:
        known = uow.session.exec(select(func.count()).select_from(StateRow)).one()
        heard = uow.session.exec(select(func.min(col(StateRow.heard_at)))).one()
    assert (known, heard) == (25, world.now)


def test_an_empty_batch_is_nothing(world: World) -> None:
    assert world.hear() == service.Tally()


def test_the_clock_of_life_follows_the_first_sign_in_a_slot(world: World) -> None:
    home = world.home()
    world.hear(relay(home.device, world.now, on=True))
    world.clock.advance(timedelta(minutes=3))
    at = world.now
    world.hear(relay(home.device, world.now, on=False))
    world.work()
    assert only(world.told(ACTIVE)).at == at
    with world.database.read() as uow:
        assert not service.has_informative_plug(uow, "resident:nobody")
        assert service.has_informative_plug(uow, home.resident.ref)
