"""Each night homes are looked at; what goes otherwise becomes a note, once, until it is over."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from locales.model import Language
from plugs import service
from plugs.model import Appliance, Kind, NoteKind, SlotPower
from plugs.routine import SLOTS
from plugs.routine.arrays import Floats
from plugs.service import left_on, noting
from plugs.service.left_on import LeftOn
from plugs.service.noting import Noting
from plugs.store import diaries, states
from residents import service as residents
from residents.calendar import Calendar
from residents.model import AbsenceKind, AbsenceSource, NewAbsence
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from tests.plugs.plug_world import SEOUL, SLOT, Home, World

NIGHT = datetime(2026, 4, 13, 4, tzinfo=SEOUL)
DAYS = 70
USES = (7.3, 9.5, 12.2, 17.0, 20.0)


def kettle(hours: tuple[float, ...] = USES, days: int = DAYS, seed: int = 7) -> Floats:
    draw = np.random.default_rng(seed)
    watts = np.zeros(days * SLOTS)
    for day in range(days):
        for hour in hours:
            watts[day * SLOTS + round(6 * (hour + draw.normal(0, 0.3)))] = 600.0
    return watts


def measured(world: World, home: Home, watts: Floats, until: datetime = NIGHT) -> None:
    """Its plug told this of the days before; a step is a sign of life."""
    begun = until.replace(hour=0, minute=0) - timedelta(days=len(watts) // SLOTS)
    steps = np.abs(np.diff(watts, prepend=0.0)) > 8
    slots = [
        SlotPower(home.device.id, begun + n * SLOT, Kind.ENERGY, one, 600.0, False, bool(step))
        for n, (one, step) in enumerate(zip(watts.tolist(), steps, strict=True))
    ]
    with world.database.write() as uow:
        states.add_slots(uow, slots)


def known_home(
    world: World, watts: Floats, appliance: Appliance = Appliance.KETTLE, **resident: Any
) -> Home:
    world.clock.set(NIGHT)
    home = world.home(age=timedelta(days=DAYS), **resident)
    if appliance is not Appliance.KETTLE:
        with world.database.write() as uow:
            service.remove_device(uow, home.device.id)
        other = world.install(home.household, age=timedelta(days=DAYS), appliance=appliance)
        home = Home(home.resident, home.household, (other,))
    measured(world, home, watts)
    return home


def night(world: World, at: datetime | None = None) -> None:
    """The worker's nightly look, until there is nothing more to look at."""
    if at is not None:
        world.clock.set(at)
    nightly = Noting(Calendar(SEOUL))
    for _ in range(100):
        with world.database.write() as uow:
            nightly.act(uow, noting.SUBJECT)
            due = nightly.next_due(uow, noting.SUBJECT)
        if due is None or due > world.now + timedelta(hours=1):
            return
    raise AssertionError("the night comes to no end")


def words(world: World, home: Home) -> list[str]:
    with world.database.read() as uow:
        known = service.notes_of(uow, home.resident.ref)
        return [service.note_in_words(one, uow.now, SEOUL, Language.ko) for one in known]


def standing(world: World, home: Home) -> list[NoteKind]:
    with world.database.read() as uow:
        return [one.kind for one in service.standing_notes(uow, home.resident.ref)]


def awake_for(nights: int, days: int = DAYS) -> Floats:
    watts = kettle(days=days)
    watts[-nights * SLOTS :] = kettle((*USES, 3.0), nights)
    return watts


def test_nights_awake_are_noted_in_words_and_figures(world: World) -> None:
    home = known_home(world, awake_for(14))
    night(world)
    assert words(world, home) == [
        "지난 2주 가운데 14일 새벽 1~5시에 쓰심(아는 날 14일). 그 전 8주에는 0일(아는 날 56일)."
    ]
    [told] = world.told(SignalKind.PLUG_NOTED)
    assert told.subject == home.resident.ref


def test_missing_meals_and_a_turned_day_are_noted(world: World) -> None:
    watts = kettle()
    watts[-14 * SLOTS :] = kettle(USES[2:], 14)
    home = known_home(world, watts)
    night(world)
    assert words(world, home) == [
        (
            "지난 2주 가운데 0일만 아침 때 부엌 가전을 쓰심(아는 날 14일). "
            "그 전 8주에는 56일(아는 날 56일)."
        )
    ]
    turned = kettle()
    turned[-14 * SLOTS :] = np.roll(turned[-14 * SLOTS :], 5 * 6)
    other = known_home(world, turned)
    night(world)
    assert words(world, other) == [
        "하루 쓰시는 때가 5시간쯤 늦어짐. 그 가운데가 전에는 12시쯤, 지난 2주는 17시쯤."
    ]


def test_an_ordinary_home_is_left_alone(world: World) -> None:
    home = known_home(world, kettle())
    night(world)
    assert words(world, home) == []


def test_it_is_not_repeated_and_ends_when_the_nights_are_as_before(world: World) -> None:
    home = known_home(world, awake_for(14))
    night(world)
    for day in range(1, 11):
        measured(world, home, kettle((*USES, 3.0), 1), NIGHT + timedelta(days=day))
        night(world, NIGHT + timedelta(days=day))
    assert standing(world, home) == [NoteKind.AWAKE]
    for day in range(11, 17):
        measured(world, home, kettle(USES, 1), NIGHT + timedelta(days=day))
        night(world, NIGHT + timedelta(days=day))
    assert standing(world, home) == []
    assert words(world, home)[0].endswith("4월 27일 (월)부터 전과 같음.")
    assert len(world.told(SignalKind.PLUG_NOTED)) == 1


def test_after_four_weeks_it_is_noted_again_where_it_goes_on(world: World) -> None:
    home = known_home(world, awake_for(14))
    night(world)
    for day in range(1, 29):
        measured(world, home, kettle((*USES, 3.0), 1), NIGHT + timedelta(days=day))
        night(world, NIGHT + timedelta(days=day))
    at = [one.at for one in world.told(SignalKind.PLUG_NOTED)]
    assert at == [NIGHT, NIGHT + timedelta(days=28)]
    assert standing(world, home) == [NoteKind.AWAKE, NoteKind.AWAKE]


def test_days_away_and_a_home_of_two_tell_of_nobodys_rhythm(world: World) -> None:
    home = known_home(world, awake_for(14))
    with world.database.write() as uow:
        away = NewAbsence(
            AbsenceKind.HOSPITAL,
            AbsenceSource.OFFICER,
            NIGHT - timedelta(days=10),
            NIGHT,
            "staff:1",
        )
        residents.add_absence(uow, home.resident.ref, away)
    other = known_home(world, awake_for(14), others=1)
    night(world)
    assert words(world, home) == words(world, other) == []


def test_what_was_recorded_later_is_read_too(world: World) -> None:
    home = known_home(world, np.zeros(0))
    night(world)
    measured(world, home, awake_for(14))
    with world.database.write() as uow:
        diaries.forget(uow, [home.device.id])
    night(world)
    assert standing(world, home) == [NoteKind.AWAKE]


def test_a_night_looks_at_every_home_and_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noting, "HOMES_AT_ONCE", 2)
    homes = [known_home(world, awake_for(14, 35)) for _ in range(5)]
    night(world)
    night(world, NIGHT + timedelta(hours=2))
    assert len(world.told(SignalKind.PLUG_NOTED)) == len(homes)
    with world.database.read() as uow:
        written = diaries.of_devices(uow, [one.device.id for one in homes])
    assert {one.until for one in written.values()} == {date(2026, 4, 13)}


# A cold wave


def cold_wave(world: World, home: Home, since: datetime, kind: str = "cold") -> None:
    with world.database.write() as uow:
        signals.record(
            uow,
            Draft(
                SignalKind.CAMPAIGN,
                Source.STAFF,
                f"{kind}:{since}",
                home.resident.ref,
                since,
                {"campaign": "1", "kind": kind},
            ),
        )


def blanket(days: int, off: int) -> Floats:
    watts = kettle((21.0, 21.2, 21.4), days)
    watts[(days - off) * SLOTS :] = 0.0
    return np.minimum(watts, 90.0)


def test_what_warms_her_and_stays_off_in_the_cold_is_noted(world: World) -> None:
    home = known_home(world, blanket(40, 3), Appliance.ELECTRIC_BLANKET)
    cold_wave(world, home, NIGHT - timedelta(days=2) + timedelta(hours=5))
    night(world)
    assert words(world, home) == [
        "전기장판: 한파인 지난 2일 동안 켜신 적 없음. 그 전 4주에는 27일 켜심(아는 날 28일)."
    ]
    measured(world, home, np.minimum(kettle((20.0,), 1), 90.0), NIGHT + timedelta(days=1))
    night(world, NIGHT + timedelta(days=1))
    assert standing(world, home) == []


@pytest.mark.parametrize(("off", "kind"), [(0, "cold"), (3, "heat")])
def test_where_it_was_on_or_it_is_not_cold_nothing_is_noted(
    world: World, off: int, kind: str
) -> None:
    home = known_home(world, blanket(40, off), Appliance.ELECTRIC_BLANKET)
    cold_wave(world, home, NIGHT - timedelta(days=2) + timedelta(hours=5), kind)
    night(world)
    assert words(world, home) == []


# What is left on


def looks(world: World) -> None:
    with world.database.write() as uow:
        actor = LeftOn()
        actor.act(uow, left_on.SUBJECT)
        assert actor.next_due(uow, left_on.SUBJECT) == uow.now + left_on.EVERY


def is_hot(world: World, home: Home, hours: float) -> None:
    """It gets hot from now on, and is looked at once it was for so long."""
    slots = [
        SlotPower(home.device.id, world.now + n * SLOT, Kind.ENERGY, 900.0, 600.0)
        for n in range(int(hours * 6))
    ]
    with world.database.write() as uow:
        states.add_slots(uow, slots)
    world.clock.set(world.now + timedelta(hours=hours))


def test_an_iron_left_on_for_hours_is_noted_once(world: World) -> None:
    home = known_home(world, kettle((10.0, 10.2), 30), Appliance.IRON)
    night(world)
    world.clock.set(NIGHT.replace(hour=9))
    looks(world)
    measured(world, home, np.zeros(SLOTS), NIGHT + timedelta(days=1))
    world.clock.set(NIGHT + timedelta(days=1))
    is_hot(world, home, 2.5)
    looks(world)
    assert words(world, home) == []
    is_hot(world, home, 1)
    looks(world)
    looks(world)
    assert words(world, home) == [
        "다리미: 오늘 오전 4시부터 4시간 동안 켜져 있었음. 그 전에는 길어야 20분."
    ]
    night(world, NIGHT + timedelta(days=2))
    assert standing(world, home) == []


def test_a_heater_that_is_on_every_day_is_left_alone(world: World) -> None:
    watts = np.zeros(30 * SLOTS)
    watts.reshape(30, SLOTS)[:, 6 * 8 : 6 * 14] = 900.0
    home = known_home(world, watts, Appliance.HEATER)
    night(world)
    is_hot(world, home, 8)
    looks(world)
    assert words(world, home) == []


def test_what_was_put_off_meanwhile_is_left_alone(world: World) -> None:
    home = known_home(world, kettle((10.0, 10.2), 30), Appliance.IRON)
    night(world)
    is_hot(world, home, 5)
    off = [SlotPower(home.device.id, world.now, Kind.ENERGY, 0.0, 600.0)]
    with world.database.write() as uow:
        states.add_slots(uow, off)
    world.clock.set(world.now + SLOT)
    looks(world)
    assert words(world, home) == []


def test_a_television_is_never_left_on(world: World) -> None:
    home = known_home(world, kettle(days=30), Appliance.TV)
    night(world)
    is_hot(world, home, 20)
    looks(world)
    assert words(world, home) == []
