"""Devices of any make, mapped by what they announce as Home Assistant expects it."""

import json
from typing import Any

import pytest

from plugs import service
from plugs.decoders import UnreadableError, discovery, read
from plugs.model import Announced, Family, Heard, Kind, Message, Oddness
from plugs.store import announcements
from signals.model import SignalKind
from tests.plugs.plug_world import Counter, World, message, relay
from tests.plugs.wordings import announced
from tests.support.database import MONDAY_MORNING as NINE

CONFIG = "homeassistant/sensor/tv_plug_power/config"
TV_PLUG = {
    "name": "TV power",
    "uniq_id": "tvplug_pwr",
    "stat_t": "hall/tv_plug",
    "val_tpl": "{{ value_json.power }}",
    "dev_cla": "power",
    "unit_of_meas": "W",
    "stat_cla": "measurement",
    "avty_t": "zigbee2mqtt/bridge/state",
    "exp_aft": 900,
    "dev": {"ids": ["0x00158d"], "mdl": "PM-B530-ZB"},
}


def learnt(told: object, topic: str = CONFIG) -> tuple[Announced, ...]:
    return discovery.readable(discovery.learn(topic, json.dumps(told).encode()))


def values(told: object, topic: str, payload: object, config: str = CONFIG) -> dict[Kind, float]:
    said = payload if isinstance(payload, str) else json.dumps(payload)
    heard = read(Message(topic, said.encode(), NINE), learnt(told, config))
    assert isinstance(heard, Heard)
    assert {record.family for record in heard.records} <= {Family.HOMEASSISTANT}
    return {record.kind: record.value for record in heard.records}


def test_the_documented_announcement() -> None:
    assert values(TV_PLUG, "hall/tv_plug", {"power": 41.2, "energy": 3}) == {Kind.POWER: 41.2}
    (one,) = learnt(TV_PLUG)
    assert one.device == "0x00158d"


PLAIN: list[tuple[object, object, float | None]] = [
    ("{{ value_json.power }}", {"power": 4}, 4),
    ("{{value_json.power}}", {"power": "4.5"}, 4.5),
    ("{{ value_json.ENERGY.Power }}", {"ENERGY": {"Power": 7}}, 7),
    ("{{ value_json['switch:0'].apower }}", {"switch:0": {"apower": 9}}, 9),
    ('{{ value_json["a b"] }}', {"a b": 3}, 3),
    ("{{ value_json.power | float }}", {"power": 4}, 4),
    ("{{ value_json.power|float(0)|round(1) }}", {"power": 4}, 4),
    ("{{ value }}", "41.2", 41.2),
    (None, "41.2", 41.2),
    ("{{ value_json.power }}", {"power": {"a": 1}}, None),
    ("{{ value_json.a.b }}", {"a": [1]}, None),
    ("{{ value_json.power }}", {"power": -4}, None),
]


@pytest.mark.parametrize(("template", "said", "expected"), PLAIN)
def test_plain_templates_are_followed(template: object, said: object, expected: object) -> None:
    told = {**TV_PLUG, "val_tpl": template}
    assert values(told, "hall/tv_plug", said).get(Kind.POWER) == expected


@pytest.mark.parametrize(
    "template",
    [
        "{{ value_json.power * 10 }}",
        "{{ value_json.power if value_json.on else 0 }}",
        "{% if value_json.on %}{{ value_json.power }}{% endif %}",
        "{{ value_json }}",
        "{{ states('sensor.tv') }}",
        "{{ value_json.power | multiply(2) }}",
        "{{ value_json.power }} W",
        "{{ value_json" + ".a" * 500 + " }}",
        "",
        7,
        ["{{ value }}"],
    ],
)
def test_others_are_refused(template: object) -> None:
    with pytest.raises(UnreadableError) as caught:
        learnt({**TV_PLUG, "val_tpl": template})
    assert caught.value.reason is Oddness.NOT_PLAIN


@pytest.mark.parametrize(
    ("kind", "unit", "said", "expected"),
    [
        ("power", "kW", "0.04", {Kind.POWER: 40.0}),
        ("energy", "kWh", "1.234", {Kind.ENERGY: 1234.0}),
        ("energy", "Wh", "1234", {Kind.ENERGY: 1234.0}),
        ("illuminance", "lx", "37", {Kind.LUX: 37.0}),
        ("battery", "%", "12", {Kind.BATTERY: 12.0}),
    ],
)
def test_units_are_those_announced(
    kind: str, unit: str, said: str, expected: dict[Kind, float]
) -> None:
    told = {**TV_PLUG, "dev_cla": kind, "unit_of_meas": unit, "val_tpl": "{{ value }}"}
    assert values(told, "hall/tv_plug", said) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"unit_of_meas": None},
        {"unit_of_meas": "BTU/h"},
        {"unit_of_meas": ["W"]},
        {"dev_cla": "voltage", "unit_of_meas": "V"},
        {"dev_cla": ["power"]},
        {"stat_t": "hall/#"},
        {"stat_t": 7},
        {"stat_t": None},
        {"dev": {}, "uniq_id": None},
        {"dev": {"ids": [[1]]}},
    ],
)
def test_what_is_of_no_use_is_not_learnt(change: dict[str, Any]) -> None:
    assert learnt({**TV_PLUG, **change}) == ()


def test_a_base_topic_a_switch_and_availability() -> None:
    told = {
        "~": "hall/lamp",
        "stat_t": "~/status",
        "val_tpl": "{{ value_json.output }}",
        "stat_on": "true",
        "stat_off": "false",
        "avty": [{"t": "~/online", "pl_avail": "true", "pl_not_avail": "false"}],
        "dev": {"ids": "lamp"},
    }
    config = "homeassistant/switch/lamp/config"
    assert values(told, "hall/lamp/status", {"output": True}, config) == {Kind.RELAY: 1.0}
    assert values(told, "hall/lamp/online", "false", config) == {Kind.PRESENCE: 0.0}
    assert values(told, "hall/lamp/online", "what", config) == {}


def test_a_whole_device_at_once() -> None:
    parts = {
        "w": {
            "p": "sensor",
            "dev_cla": "power",
            "unit_of_meas": "W",
            "val_tpl": "{{ value_json.w }}",
        },
        "x": {"p": "update", "dev_cla": "firmware"},
        "s": {"p": "switch", "stat_t": "hall/tv/relay"},
    }
    told = {"dev": {"ids": ["tv"]}, "cmps": parts, "stat_t": "hall/tv"}
    config = "homeassistant/device/tv/config"
    assert values(told, "hall/tv", {"w": 3}, config) == {Kind.POWER: 3.0}
    assert values(told, "hall/tv/relay", "ON", config) == {Kind.RELAY: 1.0}


def test_of_several_counters_the_one_that_grows_is_read_and_of_several_powers_none() -> None:
    def part(name: str, kind: str, unit: str, more: str) -> dict[str, Any]:
        told = {**TV_PLUG, "val_tpl": f"{{{{ value_json.{name} }}}}", "dev_cla": kind}
        return {**told, "unit_of_meas": unit, "stat_cla": more}

    several = [
        part("today", "energy", "kWh", "total"),
        part("total", "energy", "kWh", "total_increasing"),
        part("left", "power", "W", "measurement"),
        part("right", "power", "W", "measurement"),
    ]
    known = discovery.readable(
        one
        for number, each in enumerate(several)
        for one in discovery.learn(
            f"homeassistant/sensor/{number}/config", json.dumps(each).encode()
        )
    )
    assert [(one.kind, one.path) for one in known] == [(Kind.ENERGY, ("total",))]


# In the service


def test_what_it_announced_is_kept_and_may_be_withdrawn(world: World) -> None:
    home = world.home(Family.HOMEASSISTANT)
    world.hear(relay(home.device, world.now, on=True))
    world.wait(minutes=1)
    world.hear(relay(home.device, world.now, on=False))
    assert len(world.told(SignalKind.PLUG_ACTIVE)) == 1
    topic, _ = announced(home.device.topic, "relay", {}, component="switch")
    world.hear(Message(topic, b"", world.now))
    world.wait(minutes=20)
    world.hear(relay(home.device, world.now, on=True))
    assert len(world.told(SignalKind.PLUG_ACTIVE)) == 1


def test_what_nobody_installed_is_nobodys(world: World) -> None:
    home = world.home()
    told = announced("stranger", "power", {"val_tpl": "{{ value_json.w }}", "unit_of_meas": "W"})
    world.hear(message(told, world.now, retained=True))
    world.hear(message(("made-up/stranger", {"w": 3}), world.now))
    with world.database.read() as uow:
        assert service.announced_by(uow, {"made-up/stranger"}) == ()
        wanted = service.topics_wanted(uow)
        assert not any(topic.startswith("made-up") for topic in wanted)
    assert world.state(home.device)


def test_announcing_again_changes_nothing(world: World) -> None:
    home = world.home(Family.HOMEASSISTANT)
    told = announced(
        home.device.topic, "power", {"val_tpl": "{{ value_json.w }}", "unit_of_meas": "W"}
    )
    with world.database.read() as uow:
        before = announcements.of_installed(uow)
    world.hear(message(told, world.now), message(told, world.now))
    with world.database.read() as uow:
        assert announcements.of_installed(uow) == before
        assert {f"made-up/{home.device.topic}", f"made-up/{home.device.topic}/here"} <= (
            service.topics_wanted(uow)
        )
    world.boil(home.device, Counter(home.device))
    assert world.told(SignalKind.PLUG_ACTIVE)


def test_a_flood_of_announcements_is_set_aside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcements, "KEPT", 4)
    for number in range(10):
        told = announced(f"d{number}", "power", {"unit_of_meas": "W"})
        world.hear(message(told, world.now))
    with world.database.read() as uow:
        assert service.oddities(uow) == {Oddness.TOO_MANY: 8}


NAMES = ["\ud800", "a\0b", "x" * 70_000, "a/+/b", "#", ""]


@pytest.mark.parametrize("name", NAMES)
def test_names_that_no_device_can_have_break_nothing(sqlite_world: World, name: str) -> None:
    """Neither the database nor the broker would take them."""
    world = sqlite_world
    home = world.home(Family.HOMEASSISTANT)
    for change in ({"stat_t": name}, {"dev": {"ids": [name]}}, {"avty_t": name}):
        world.hear(
            message((CONFIG, {**TV_PLUG, "dev": {"ids": [home.device.topic]}, **change}), NINE)
        )
    world.hear(message(("tuya2mqtt/extra/device/active", {"id": name, "data": {"1": True}}), NINE))
    with world.database.read() as uow:
        assert Oddness.FAILED not in service.oddities(uow)
        assert name not in service.topics_wanted(uow)


def test_the_brokers_own_topics_are_nobodys() -> None:
    assert learnt({**TV_PLUG, "stat_t": "$SYS/broker/uptime"}) == ()
