"""One suite for every family: whatever befalls its messages, what follows is right."""

from itertools import pairwise
from random import Random

import pytest

from plugs import service
from plugs.model import Family, Message
from tests.plugs.every_family import (
    EACH,
    EVERY,
    IDLE,
    KETTLE,
    MINUTE,
    OF_THE_KETTLE,
    hear,
    installed,
    lives,
    recorded,
)
from tests.plugs.plug_world import Home, World, message, relay
from tests.plugs.wordings import COUNTING, WORDINGS
from tests.support.database import MONDAY_MORNING as NINE

# What is recorded


@EACH
def test_a_kettle_is_heard(sqlite_world: World, family: Family) -> None:
    home = installed(sqlite_world, family)
    hear(sqlite_world, recorded(home))
    assert lives(sqlite_world) == OF_THE_KETTLE


@EACH
def test_an_appliance_that_stays_as_it_is_says_nothing(sqlite_world: World, family: Family) -> None:
    home = installed(sqlite_world, family)
    hear(sqlite_world, recorded(home, (90.0,) * 12))
    assert lives(sqlite_world) == []
    assert sqlite_world.device(home.device).contact.tracked.heard_at == NINE + 120 * MINUTE


@EACH
def test_a_button_that_is_pressed_is_heard_at_once(sqlite_world: World, family: Family) -> None:
    home = installed(sqlite_world, family)
    for on in (True, True, False, False):
        sqlite_world.hear(relay(home.device, sqlite_world.now, on=on))
        sqlite_world.clock.advance(11 * MINUTE)
    assert lives(sqlite_world) == [NINE + 22 * MINUTE]


@EACH
def test_a_stranger_is_counted_and_nothing_else(sqlite_world: World, family: Family) -> None:
    sqlite_world.home()
    wording = WORDINGS[family]
    key = wording.key("stranger")
    for worded in (*wording.announced(key), wording.power(key, 900.0), wording.switched(key, True)):
        sqlite_world.hear(message(worded, sqlite_world.now))
    with sqlite_world.database.read() as uow:
        assert sum(service.oddities(uow).values()) >= 1
    assert sqlite_world.told() == []


# What is broken or hostile


HOSTILE = (
    b"",
    b"\xff\xfe\x00",
    b"null",
    b"[]",
    b"{}",
    b'"',
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"-1",
    b"[" * 20_000,
    b'{"a":' * 20_000,
    b"9" * 5_000,
    b'{"ENERGY":{"Total":[[]],"Power":{}},"Time":[]}',
    b'{"energy":"12","power":true,"state":{},"last_seen":[]}',
    b'{"energy":NaN,"power":Infinity,"state":"on?"}',
    b'{"method":"NotifyStatus","params":{"ts":"x","switch:0":{"aenergy":{"total":"1"}}}}',
    b'{"id":{},"data":{"1":"true","19":[1]}}',
    b'{"relays":[{"ison":"yes"}],"meters":{"total":1}}',
    b'{"kwh":{"a":1},"w":null}',
    b"true\x00",
    "켜짐".encode(),
)


def topics(home: Home) -> set[str]:
    """Wherever this device may publish."""
    wording, key = WORDINGS[home.device.family], home.device.topic
    worded = [
        wording.counted(key, NINE, 1.0),
        wording.power(key, 1.0),
        wording.switched(key, True),
        wording.presence(key, True),
    ]
    return {topic for topic, _ in worded}


@EACH
def test_hostile_messages_between_others_change_nothing(
    sqlite_world: World, family: Family
) -> None:
    home = installed(sqlite_world, family)
    for one in recorded(home):
        hear(sqlite_world, [one])
        for topic in topics(home):
            sqlite_world.hear(*(Message(topic, told, sqlite_world.now) for told in HOSTILE))
    assert lives(sqlite_world) == OF_THE_KETTLE


@EACH
def test_a_message_that_is_cut_off_anywhere_is_no_life(sqlite_world: World, family: Family) -> None:
    home = installed(sqlite_world, family)
    idle = recorded(home, (IDLE,) * 4)
    for number, one in enumerate(idle):
        cut = one.payload[: number % (len(one.payload) + 1)]
        hear(sqlite_world, [one, Message(one.topic, cut, one.at)])
    assert lives(sqlite_world) == []


# What comes again, late or in another order


@EACH
def test_what_the_broker_remembers_is_never_life(sqlite_world: World, family: Family) -> None:
    home = installed(sqlite_world, family)
    told = recorded(home)
    told += [relay(home.device, told[-1].at, on=on) for on in (True, False, True)]
    hear(sqlite_world, [Message(one.topic, one.payload, one.at, retained=True) for one in told])
    assert lives(sqlite_world) == []
    heard_at = sqlite_world.device(home.device).contact.tracked.heard_at
    assert heard_at == NINE


@EACH
def test_duplicates_change_nothing(sqlite_world: World, family: Family) -> None:
    home = installed(sqlite_world, family)
    hear(sqlite_world, [one for one in recorded(home) for _ in range(3)])
    assert lives(sqlite_world) == OF_THE_KETTLE


@EACH
def test_everything_once_more_from_the_beginning_changes_nothing(
    sqlite_world: World, family: Family
) -> None:
    home = installed(sqlite_world, family)
    told = recorded(home)
    hear(sqlite_world, told)
    hear(sqlite_world, told)
    hear(sqlite_world, list(reversed(told)))
    assert lives(sqlite_world) == OF_THE_KETTLE


@EACH
@pytest.mark.parametrize("seed", range(5))
def test_out_of_order_nothing_is_invented(sqlite_world: World, family: Family, seed: int) -> None:
    """Neighbours change places on their way; what is heard stays within ten minutes of the use."""
    home = installed(sqlite_world, family)
    told, draw = recorded(home), Random(seed)
    places = [one.at for one in told]
    for before, after in pairwise(range(len(told))):
        if draw.random() < 0.3:
            told[before], told[after] = told[after], told[before]
    arrived = [Message(one.topic, one.payload, at) for one, at in zip(told, places, strict=True)]
    hear(sqlite_world, arrived)
    assert lives(sqlite_world)
    for life in lives(sqlite_world):
        assert OF_THE_KETTLE[0] - 10 * MINUTE <= life <= OF_THE_KETTLE[-1] + 10 * MINUTE


@EACH
def test_what_waited_at_the_broker_and_tells_no_time_is_no_life(
    sqlite_world: World, family: Family
) -> None:
    home = installed(sqlite_world, family)
    wording, now = WORDINGS[family], NINE + 300 * MINUTE
    sqlite_world.clock.set(now)
    for step in range(30):
        told = wording.power(home.device.topic, KETTLE * (step % 2))
        sqlite_world.hear(message(told, now + step * MINUTE, late=True))
    assert lives(sqlite_world) == []


# Counters and powers that lie


@pytest.mark.parametrize("family", COUNTING)
@pytest.mark.parametrize("after", [0.0, 17.0, 4990.0, 4999.9, 9_000_000.0])
def test_a_counter_that_begins_anew_or_leaps_is_no_life(
    sqlite_world: World, family: Family, after: float
) -> None:
    home = installed(sqlite_world, family)
    wording, key = WORDINGS[family], home.device.topic
    for number in range(40):
        at = NINE + number * EVERY * MINUTE
        watt_hours = 5000.0 if number < 15 else after
        hear(sqlite_world, [message(wording.counted(key, at, watt_hours), at)])
    assert lives(sqlite_world) == []


@pytest.mark.parametrize("family", COUNTING)
def test_a_counter_that_goes_back_and_forth_is_no_life(sqlite_world: World, family: Family) -> None:
    home = installed(sqlite_world, family)
    wording, key = WORDINGS[family], home.device.topic
    for number in range(60):
        at = NINE + number * EVERY * MINUTE
        watt_hours = 5000.0 if number % 7 else 120.0
        hear(sqlite_world, [message(wording.counted(key, at, watt_hours), at)])
    assert lives(sqlite_world) == []


@EACH
def test_a_power_that_freezes_hides_nothing_that_is_counted(
    sqlite_world: World, family: Family
) -> None:
    """Without a counter nobody can know: a frozen power is silence, never life."""
    home = installed(sqlite_world, family)
    wording, key = WORDINGS[family], home.device.topic
    for one in recorded(home, power=43.1):
        hear(sqlite_world, [one, message(wording.power(key, 43.1), one.at)])
    expected = OF_THE_KETTLE if family in COUNTING else []
    assert [life for life in lives(sqlite_world) if life >= OF_THE_KETTLE[0]] == expected
