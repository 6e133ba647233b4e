"""What plugs say through Mosquitto reaches the database of a running service."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from foundation import limits
from foundation.clock import RealClock
from plugs.decide.metering import slot_of
from plugs.ear import Ear
from plugs.listener import Line, Listener
from plugs.model import Family, Kind, Oddness
from plugs.model import Message as Heard
from tests.servers.city import DIES_WITHIN, SEOUL, City
from tests.servers.mosquitto import Mosquitto, eventually
from tests.support.database import fresh_database
from tests.support.gimcheon import GIMCHEON
from town.servers.mqtt import Message, Reading, TasmotaPlug, Usage, ZigbeePlug

pytestmark = pytest.mark.timeout(180)

TEN_MINUTES = timedelta(minutes=10)
NOTHING = Reading(mean_watts=0, seconds=600)


def sensor(plug: TasmotaPlug, at: datetime, reading: Reading) -> Message:
    (only,) = (one for one in plug.report(at, reading) if one.topic.endswith("/SENSOR"))
    return only


def test_counters_of_a_tasmota_plug_become_readings_slots_and_signs_of_life(
    broker: Mosquitto, city: City
) -> None:
    last = slot_of(city.now)
    first = last - 6 * TEN_MINUTES
    device = city.install(Family.TASMOTA, "kettle")
    plug = TasmotaPlug("kettle", SEOUL, first)
    begun = sensor(plug, first, NOTHING)
    # Heard live: a plug whose clock was right is believed about the hour that it tells next.
    Ear(city.database, GIMCHEON, lambda: None).handle([Heard(begun.topic, begun.payload, first)])
    with city.service():
        for at, reading in Usage(first, (0, 0, 600, 0, 0, 0)).readings():
            said = sensor(plug, at, reading)
            broker.say(said.topic, said.payload)
        eventually(lambda: len(city.readings()) >= 14)
    slots = [(first + number * TEN_MINUTES, 0.0, False) for number in range(6)]
    slots[2] = (first + 2 * TEN_MINUTES, 600.0, True)
    slots[3] = (first + 3 * TEN_MINUTES, 0.0, True)
    assert city.slots() == slots
    totals = {at: value for (_, at, kind), value in city.readings().items() if kind is Kind.ENERGY}
    assert totals == {first + n * TEN_MINUTES: 0.0 if n < 3 else 100.0 for n in range(7)}
    assert {of for of, _, _ in city.readings()} == {device.id}
    assert city.oddities() == {}


def test_a_zigbee_plug_is_read_at_the_moment_it_is_heard(broker: Mosquitto, city: City) -> None:
    device = city.install(Family.ZIGBEE2MQTT, "zigbee2mqtt/kitchen/kettle")
    plug = ZigbeePlug("kitchen/kettle")
    with city.service():
        for watts in (0, 1800):
            for said in plug.report(city.now, Reading(600, 600, watts_now=watts)):
                broker.say(said.topic, said.payload)
        eventually(lambda: len(city.readings()) >= 6)
    told = city.readings()
    assert {of for of, _, _ in told} == {device.id}
    assert all(at >= city.now for _, at, _ in told)
    values = sorted((at, kind.value, value) for (_, at, kind), value in told.items())
    assert [(kind, value) for _, kind, value in values] == [
        ("energy", 100.0),
        ("power", 0.0),
        ("relay", 1.0),
        ("energy", 200.0),
        ("power", 1800.0),
        ("relay", 1.0),
    ]


def test_strangers_and_garbage_are_counted_and_harm_nobody(broker: Mosquitto, city: City) -> None:
    device = city.install(Family.TASMOTA, "kettle")
    plug = TasmotaPlug("kettle", SEOUL, city.now)
    stranger = sensor(TasmotaPlug("neighbour", SEOUL, city.now), city.now, NOTHING)
    garbage = {
        Oddness.UNKNOWN_DEVICE: stranger,
        Oddness.NOT_JSON: Message("tele/kettle/SENSOR", b'{"Time":'),
        Oddness.NOT_UTF8: Message("tele/kettle/SENSOR", b"\xff\xfe"),
        Oddness.WRONG_SHAPE: Message("zigbee2mqtt/kettle", b"[1,2]"),
        Oddness.TOO_LARGE: Message("stat/kettle/RESULT", b"x" * (limits.MQTT_PAYLOAD_BYTES + 1)),
    }
    with city.service() as service:
        for odd in garbage.values():
            broker.say(odd.topic, odd.payload)
        said = sensor(plug, city.now, NOTHING)
        broker.say(said.topic, said.payload)
        eventually(lambda: len(city.readings()) >= 2)
        assert service.told_to_stop(DIES_WITHIN) == 0, service.told
    assert set(city.readings()) == {
        (device.id, city.now, kind) for kind in (Kind.ENERGY, Kind.POWER)
    }
    assert city.oddities() == dict.fromkeys(garbage, 1)


def test_health_says_whether_the_broker_is_there(broker: Mosquitto, tmp_path: Path) -> None:
    clock = RealClock()
    database = fresh_database(tmp_path, clock)
    listener = Listener(database, clock, GIMCHEON, Line(broker.url))
    broker.terminate()
    listener.start()
    try:
        assert not listener.health().connected
        for end in (broker.terminate, broker.kill):
            broker.start()
            eventually(lambda: listener.health().connected)
            end()
            eventually(lambda: not listener.health().connected)
            assert listener.health().alive
    finally:
        listener.stop()
        database.close()
