import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.town.timeline import START, Timeline
from town.servers.mqtt import (
    EspHomePlug,
    Message,
    PlugFleet,
    Reading,
    ShellyPlug,
    TasmotaPlug,
    Usage,
    ZigbeePlug,
    bridge_state,
)

pytestmark = pytest.mark.anyio

SEOUL = ZoneInfo("Asia/Seoul")
SLOT = 600.0


def body(message: Message) -> Any:
    return json.loads(message.payload)


def tasmota() -> TasmotaPlug:
    return TasmotaPlug("plug-01", SEOUL, START)


def sensor(plug: TasmotaPlug, at: datetime, reading: Reading) -> Any:
    (message,) = (each for each in plug.report(at, reading) if each.topic.endswith("SENSOR"))
    return body(message)


def test_tasmota_words_a_report() -> None:
    plug = tasmota()
    state, telemetry = plug.report(START + timedelta(minutes=10), Reading(1302, SLOT))
    assert (state.topic, telemetry.topic) == ("tele/plug-01/STATE", "tele/plug-01/SENSOR")
    assert not telemetry.retain
    assert body(telemetry) == {
        "Time": "2026-03-02T09:10:00",
        "ENERGY": {
            "TotalStartTime": "2026-03-02T09:00:00",
            "Total": 0.217,
            "Yesterday": 0.0,
            "Today": 0.217,
            "Period": 217,
            "Power": 1302,
            "ApparentPower": 1329,
            "ReactivePower": 264,
            "Factor": 0.98,
            "Voltage": 220,
            "Current": 6.039,
        },
    }
    told = body(state)
    assert (told["Time"], told["Uptime"], told["UptimeSec"], told["POWER"]) == (
        "2026-03-02T09:10:00",
        "0T00:10:00",
        600,
        "ON",
    )


def test_a_kettle_that_is_off_again_shows_in_the_counter_only() -> None:
    told = sensor(tasmota(), START, Reading(300, SLOT, watts_now=0, lux=79))
    assert (told["ENERGY"]["Power"], told["ENERGY"]["Current"], told["ENERGY"]["Period"]) == (
        0,
        0.0,
        50,
    )
    assert told["BH1750"] == {"Illuminance": 79}


def test_tasmota_counts_days_in_local_time() -> None:
    plug = tasmota()
    last_slot = datetime(2026, 3, 2, 14, 50, tzinfo=UTC)  # 23:50 in Gimcheon
    assert sensor(plug, last_slot, Reading(600, SLOT))["ENERGY"]["Today"] == 0.1
    midnight = last_slot + timedelta(minutes=10)
    energy = sensor(plug, midnight, Reading(1200, SLOT))["ENERGY"]
    assert (energy["Yesterday"], energy["Today"], energy["Total"]) == (0.1, 0.2, 0.3)
    energy = sensor(plug, midnight + timedelta(days=3), Reading(0, SLOT))["ENERGY"]
    assert (energy["Yesterday"], energy["Today"], energy["Total"]) == (0.0, 0.0, 0.3)


def test_tasmota_after_a_power_cut() -> None:
    plug = tasmota()
    plug.report(START, Reading(600, SLOT))
    back = START + timedelta(hours=2)
    plug.reboot(back)
    plug.clock_lost = True
    state, telemetry = plug.report(back + timedelta(minutes=10), Reading(600, SLOT))
    assert body(state)["UptimeSec"] == 600
    told = body(telemetry)
    assert told["Time"] == "1970-01-01T00:10:00"
    assert (told["ENERGY"]["Total"], told["ENERGY"]["Today"]) == (0.2, 0.2)
    plug.reset_counter()
    assert sensor(plug, back, Reading(0, SLOT))["ENERGY"]["Total"] == 0.0


def test_tasmota_button_and_presence() -> None:
    plug = tasmota()
    result, power = plug.switch(on=False)
    assert (result.topic, body(result)) == ("stat/plug-01/RESULT", {"POWER": "OFF"})
    assert (power.topic, power.payload) == ("stat/plug-01/POWER", b"OFF")
    assert plug.connect(online=True) == [Message("tele/plug-01/LWT", b"Online", retain=True)]
    assert plug.connect(online=False) == [Message("tele/plug-01/LWT", b"Offline", retain=True)]


def test_zigbee_words_everything_at_once() -> None:
    plug = ZigbeePlug("거실/tv_plug")
    (told,) = plug.report(START, Reading(43.12, SLOT, lux=37.4))
    assert told.topic == "zigbee2mqtt/거실/tv_plug"
    assert body(told) == {
        "current": 0.2,
        "energy": 0.01,
        "illuminance": 37,
        "linkquality": 120,
        "power": 43.1,
        "state": "ON",
        "voltage": 220,
    }
    plug.frozen = True
    (frozen,) = plug.report(START, Reading(1000, SLOT))
    assert (body(frozen)["power"], body(frozen)["energy"]) == (43.1, 0.17)
    (off,) = plug.switch(on=False)
    assert body(off)["state"] == "OFF"
    plug.reset_counter()
    assert body(plug.switch(on=True)[0])["energy"] == 0.0


def test_zigbee_presence() -> None:
    assert ZigbeePlug("tv", base="home7").connect(online=True) == [
        Message("home7/tv/availability", b'{"state":"online"}', retain=True)
    ]
    assert bridge_state(online=False) == Message(
        "zigbee2mqtt/bridge/state", b'{"state":"offline"}', retain=True
    )


def test_shelly_notifies_what_changed() -> None:
    plug = ShellyPlug("plug-01")
    (told,) = plug.report(START, Reading(900, SLOT, watts_now=0, lux=12))
    assert told.topic == "shellyplusplugs-plug-01/events/rpc"
    said = body(told)
    assert said["method"] == "NotifyStatus"
    params = said["params"]
    assert params["ts"] == START.timestamp()
    assert (params["switch:0"]["apower"], params["switch:0"]["aenergy"]["total"]) == (0, 150.0)
    assert params["illuminance:0"] == {"id": 0, "lux": 12}
    (off,) = plug.switch(on=False)
    assert off.topic == "shellyplusplugs-plug-01/status/switch:0"
    assert body(off) == {"id": 0, "output": False, "source": "button"}
    assert plug.connect(online=False) == [
        Message("shellyplusplugs-plug-01/online", b"false", retain=True)
    ]


def test_esphome_says_bare_values_that_the_broker_keeps() -> None:
    plug = EspHomePlug("plug-01")
    told = plug.report(START, Reading(900, SLOT, watts_now=0, lux=12))
    assert told == [
        Message("esp-plug-01/sensor/power/state", b"0.0", retain=True),
        Message("esp-plug-01/sensor/total_energy/state", b"0.150", retain=True),
        Message("esp-plug-01/sensor/illuminance/state", b"12.0", retain=True),
    ]
    assert plug.switch(on=True) == [Message("esp-plug-01/switch/relay/state", b"ON", retain=True)]
    assert plug.connect(online=True) == [Message("esp-plug-01/status", b"online", retain=True)]


async def test_a_fleet_follows_what_was_used(timeline: Timeline) -> None:
    spoken: list[Message] = []
    fleet = PlugFleet(timeline.now, timeline.schedule, spoken.append)
    fleet.add(ZigbeePlug("kettle"))
    started = START - timedelta(minutes=30)
    fleet.follow("kettle", Usage(started, (9000, 9000, 0, 600, 0, 1200)))
    await timeline.run(60 * 60)
    told = [body(message) for message in spoken[1:]]
    assert [each["power"] for each in told] == [0, 600, 0, 1200]
    assert [each["energy"] for each in told] == [0, 0.1, 0.1, 0.3]
    assert fleet.spoken == 5
    fleet.repeat("kettle")
    assert spoken[-1] == spoken[-2]


async def test_a_plug_that_is_pulled_out_is_silent_and_missed_a_little_later(
    timeline: Timeline,
) -> None:
    spoken: list[Message] = []
    fleet = PlugFleet(timeline.now, timeline.schedule, spoken.append)
    fleet.add(tasmota())
    fleet.pull_out("plug-01")
    fleet.report("plug-01", Reading(5, SLOT))
    fleet.switch("plug-01", on=False)
    assert [message.payload for message in spoken] == [b"Online"]
    await timeline.run(45)
    assert [message.payload for message in spoken] == [b"Online", b"Offline"]
    fleet.put_back("plug-01")
    fleet.switch("plug-01", on=True)
    assert [message.payload for message in spoken[2:]] == [b"Online", b'{"POWER":"ON"}', b"ON"]
    fleet.pull_out("plug-01")
    fleet.put_back("plug-01")
    await timeline.run(60)
    assert spoken[-1].payload == b"Online"
    fleet.say(Message("tele/plug-01/SENSOR", b"{garbage"))
    assert fleet.spoken == len(spoken)


async def test_a_plug_is_added_once(timeline: Timeline) -> None:
    fleet = PlugFleet(timeline.now, timeline.schedule, lambda _message: None)
    fleet.add(tasmota())
    with pytest.raises(ValueError, match="already"):
        fleet.add(tasmota())
    with pytest.raises(KeyError):
        fleet.report("plug-02", Reading(0, SLOT))
    assert fleet.plug("plug-01").plug_id == "plug-01"
