"""Who may say what at the broker."""

import base64

import pytest
from paho.mqtt.client import topic_matches_sub

from plugs.decide.rights import account_of, hashed, passwords, rights
from plugs.model import Appliance, Contact, Device, Family, Room
from tests.plugs.plug_records import new
from tests.plugs.wordings import WORDINGS
from tests.support.database import MONDAY_MORNING as NINE

HOME = "household:H1"


def device_of(name: str, family: Family, topic: str) -> Device:
    contact = Contact(new(), None)
    return Device(
        name, family, topic, HOME, Appliance.KETTLE, Room.KITCHEN, (), NINE, None, contact
    )


def test_a_password_is_kept_as_mosquitto_keeps_it() -> None:
    # what `mosquitto_passwd -b FILE plug secret` of Mosquitto 2.0.11 wrote
    assert hashed("secret", base64.b64decode("jOCpzssbcZ5r9+ob")) == (
        "$7$101$jOCpzssbcZ5r9+ob$Y+TIyS5jHvE5LMYboSLlIo2hTM8MUS2C0wb4NtDkjIWi2IAoW0GAoMA87xhMagM9"
        "woTleFrHLEYxW9mtwIYJ7A=="
    )


def test_a_plug_speaks_as_itself_one_part_deep() -> None:
    kettle = device_of("D1", Family.TASMOTA, "kettle")
    assert rights([kettle], None, ()) == (
        "user D1\ntopic read cmnd/kettle/+\ntopic read kettle/cmnd/+\n"
        "topic write kettle/stat/+\ntopic write kettle/tele/+\n"
        "topic write stat/kettle/+\ntopic write tele/kettle/+\n"
    )


def test_a_bridge_speaks_for_its_home_and_never_for_the_city() -> None:
    lamp = device_of("D1", Family.ZIGBEE2MQTT, "zigbee2mqtt/lamp")
    fan = device_of("D2", Family.ZIGBEE2MQTT, "zigbee2mqtt/h1/fan")
    lines = rights([lamp, fan], None, ()).splitlines()
    assert lines[0] == "user household-H1"
    assert {one for one in lines if "bridge" in one} == {"topic write zigbee2mqtt/h1/bridge/#"}
    assert len([one for one in lines if one.startswith("user ")]) == 1
    assert account_of(fan.family, fan.id, HOME) == "household-H1"


def test_the_listener_reads_and_writes_nothing() -> None:
    assert rights([], "anbu", ("tele/#", "stat/#")) == (
        "user anbu\ntopic read stat/#\ntopic read tele/#\n"
    )


def test_accounts_stand_in_order() -> None:
    assert passwords({"b": "$7$2", "a": "$7$1"}) == "a:$7$1\nb:$7$2\n"


def may_say(device: Device, topic: str) -> bool:
    lines = rights([device], None, ()).splitlines()
    allowed = [one.removeprefix("topic write ") for one in lines if one.startswith("topic write ")]
    return any(topic_matches_sub(one, topic) for one in allowed)


def said_by(family: Family, key: str) -> set[str]:
    """The topics of what the device may have to say, wherever its family fixes them."""
    wording = WORDINGS[family]
    told = [
        wording.counted(key, NINE, 1.0),
        wording.power(key, 1.0),
        wording.switched(key, True),
        wording.presence(key, True),
        *([] if wording.light is None else [wording.light(key, 1.0)]),
    ]
    free = family is Family.HOMEASSISTANT
    return {topic for topic, _ in (wording.announced(key) if free else told)}


@pytest.mark.parametrize("family", [one for one in Family if one is not Family.TUYA2MQTT])
def test_a_device_of_every_make_speaks_as_itself_and_as_no_other(family: Family) -> None:
    ours, theirs = WORDINGS[family].key("kettle"), WORDINGS[family].key("tv")
    device = device_of("D1", family, ours)
    assert all(may_say(device, topic) for topic in said_by(family, ours))
    assert not any(may_say(device, topic) for topic in said_by(family, theirs))


def test_a_tuya_device_speaks_under_its_own_name_alone() -> None:
    kettle = device_of("D1", Family.TUYA2MQTT, "kettle")
    assert may_say(kettle, "tuya/kettle/dps")
    assert not may_say(kettle, "tuya/tv/dps")
    assert not may_say(kettle, "tuya2mqtt/extra/device/active")
