"""Accounts made by `anbu plugs add`, at the broker that docs/examples sets up, with TLS."""

import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.clock import RealClock
from plugs.model import Oddness
from tests.servers.authority import Authority
from tests.servers.city import DIES_WITHIN, City
from tests.servers.mosquitto import LOOPBACK, LockedMosquitto, RefusedError, eventually

pytestmark = pytest.mark.timeout(180)

LISTENER = ("anbu-listener", "a password that the city made up")
User = tuple[str, str]


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[LockedMosquitto]:
    folder = tmp_path / "locked"
    folder.mkdir()
    broker = LockedMosquitto(folder, Authority(folder, RealClock().now()))
    try:
        yield broker
    finally:
        broker.kill()


@pytest.fixture
def guarded(tmp_path: Path, schema: bytes, locked: LockedMosquitto) -> Iterator[City]:
    """A city whose broker runs, and has no account yet but the listener's."""
    variables = {
        "MQTT_USERNAME": LISTENER[0],
        "MQTT_PASSWORD": LISTENER[1],
        "MQTT_CA_FILE": str(locked.authority.file),
        "MQTT_ACCOUNTS_DIR": str(locked.accounts),
    }
    city = City(tmp_path, schema, locked.url, variables)
    assert "were written" in city.anbu("plugs", "accounts")
    locked.start()
    city.set(MQTT_BROKER_PID_FILE=str(locked.pid_file))
    yield city
    city.database.close()


def added(city: City, topic: str, family: str = "tasmota") -> tuple[str, User]:
    """The device's ref and its account, as an installer reads them off the screen."""
    said = city.anbu("plugs", "add", city.home(), topic, "--appliance=kettle", f"--family={family}")
    told = dict(line.split(maxsplit=1) for line in said.splitlines())
    (ref,) = (one for one in told if one.startswith("device:"))
    return ref, (told["user"], told["password"])


def watts(number: int) -> bytes:
    return b'{"ENERGY":{"Power":%d}}' % number


def told(city: City) -> list[tuple[str, float]]:
    return sorted((f"device:{of}", value) for (of, _, _), value in city.readings().items())


def test_no_plug_speaks_for_another(locked: LockedMosquitto, guarded: City) -> None:
    kettle, kettles = added(guarded, "kettle")
    lamp, lamps = added(guarded, "lamp")
    below, belows = added(guarded, "kettle/below")
    with guarded.service():
        locked.say_as(kettles, "tele/kettle/SENSOR", watts(1))
        for topic in (
            "tele/lamp/SENSOR",
            "stat/lamp/POWER",
            "lamp/tele/SENSOR",
            "tele/kettle/below/SENSOR",
            "zigbee2mqtt/lamp",
            "zigbee2mqtt/bridge/state",
            "cmnd/lamp/POWER",
            "anything",
        ):
            with pytest.raises(RefusedError, match=r"[Nn]ot authorized"):
                locked.say_as(kettles, topic, watts(666))
        locked.say_as(lamps, "tele/lamp/SENSOR", watts(2))
        locked.say_as(belows, "tele/kettle/below/SENSOR", watts(3))
        eventually(lambda: len(told(guarded)) >= 3)
    assert told(guarded) == sorted([(kettle, 1.0), (lamp, 2.0), (below, 3.0)])
    assert guarded.oddities() == {}


def test_a_bridge_speaks_for_its_home_alone(locked: LockedMosquitto, guarded: City) -> None:
    kettle, mine = added(guarded, "zigbee2mqtt/home1/kettle", "zigbee2mqtt")
    added(guarded, "zigbee2mqtt/home2/kettle", "zigbee2mqtt")
    with guarded.service():
        locked.say_as(mine, "zigbee2mqtt/home1/kettle", b'{"power":1}')
        locked.say_as(mine, "zigbee2mqtt/home1/kettle/availability", b"online")
        locked.say_as(mine, "zigbee2mqtt/home1/bridge/state", b"online")
        for topic in (
            "zigbee2mqtt/home2/kettle",
            "zigbee2mqtt/home2/bridge/state",
            "zigbee2mqtt/bridge/state",
        ):
            with pytest.raises(RefusedError, match=r"[Nn]ot authorized"):
                locked.say_as(mine, topic, b'{"power":666}')
        eventually(lambda: len(told(guarded)) >= 1)
    assert told(guarded) == [(kettle, 1.0)]


def test_whoever_was_removed_or_renewed_is_refused_and_the_others_are_not(
    locked: LockedMosquitto, guarded: City
) -> None:
    kettle, kettles = added(guarded, "kettle")
    lamp, lamps = added(guarded, "lamp")
    with guarded.service():
        locked.say_as(kettles, "tele/kettle/SENSOR", watts(1))
        assert "was removed" in guarded.anbu("plugs", "remove", kettle)
        eventually(lambda: refused(locked, kettles))
        renewed = guarded.anbu("plugs", "renew", lamp).split()
        eventually(lambda: refused(locked, lamps))
        name, password = renewed[1], renewed[3]
        assert (name, password != lamps[1]) == (lamps[0], True)
        locked.say_as((name, password), "tele/lamp/SENSOR", watts(2))
        eventually(lambda: len(told(guarded)) >= 2)
    assert told(guarded) == sorted([(kettle, 1.0), (lamp, 2.0)])


def refused(broker: LockedMosquitto, user: User) -> bool:
    try:
        broker.say_as(user, "tele/nobody/SENSOR", watts(666))
    except RefusedError as words:
        return "Connection error" in str(words)
    return False


def test_the_listener_hears_everything_and_says_nothing(
    locked: LockedMosquitto, guarded: City
) -> None:
    added(guarded, "kettle")
    with guarded.service():
        for topic in ("tele/kettle/SENSOR", "cmnd/kettle/POWER"):
            with pytest.raises(RefusedError, match=r"[Nn]ot authorized"):
                locked.say_as(LISTENER, topic, watts(666))
        locked.say_as(added(guarded, "lamp")[1], "tele/lamp/SENSOR", b"no JSON")
        eventually(lambda: guarded.oddities() == {Oddness.NOT_JSON: 1})
    assert guarded.readings() == {}


def test_without_tls_or_with_another_authority_nobody_gets_in(
    locked: LockedMosquitto, guarded: City, tmp_path: Path
) -> None:
    _, user = added(guarded, "kettle")
    plainly = ["-h", LOOPBACK, "-p", str(locked.port), "-u", user[0], "-P", user[1]]
    without = subprocess.run(
        ["mosquitto_pub", *plainly, "-q", "1", "-t", "tele/kettle/SENSOR", "-m", "{}"],
        capture_output=True,
        check=False,
        timeout=DIES_WITHIN,
    )
    assert without.returncode != 0
    strangers = tmp_path / "strangers"
    strangers.mkdir()
    wrong = ssl.create_default_context(cafile=Authority(strangers, guarded.now).file)
    right = ssl.create_default_context(cafile=locked.authority.file)
    for context, is_taken in ((wrong, False), (right, True)):
        assert shakes_hands(context, locked.port) is is_taken
    guarded.set(MQTT_CA_FILE=str(strangers / "ca.crt"))
    with guarded.service(until="broker_not_reached") as child:
        assert not any("broker_connected" in line for line in child.told)


def shakes_hands(context: ssl.SSLContext, port: int) -> bool:
    with socket.create_connection((LOOPBACK, port), timeout=DIES_WITHIN) as plain:
        try:
            context.wrap_socket(plain, server_hostname=LOOPBACK).close()
        except ssl.SSLCertVerificationError:
            return False
    return True
