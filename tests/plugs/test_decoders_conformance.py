"""One suite for every family: what the devices' documents show, and whatever a stranger sends."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import limits
from plugs.decoders import (
    UnreadableError,
    decode,
    family_of,
    read,
    tasmota,
    zigbee2mqtt,
)
from plugs.decoders.fields import LARGEST
from plugs.model import Family, Heard, Kind, Message, Oddity, Oddness, Record
from tests.plugs.documented import BROKEN, DOCUMENTED, ENERGY, NOTHING, STATE, Values
from tests.plugs.plug_world import SEOUL
from tests.support.database import MONDAY_MORNING
from town.servers.mqtt import (
    EspHomePlug,
    Reading,
    ShellyPlug,
    TasmotaPlug,
    ZigbeePlug,
    bridge_state,
)


def payload(told: object) -> bytes:
    return told.encode() if isinstance(told, str) else json.dumps(told).encode()


def values(records: tuple[Record, ...]) -> Values:
    assert len({record.kind for record in records}) == len(records)
    return {record.kind: record.value for record in records}


@pytest.mark.parametrize(("family", "topic", "told", "key", "expected"), DOCUMENTED)
def test_documented_messages_are_understood(
    family: Family, topic: str, told: object, key: str, expected: Values
) -> None:
    records = decode(topic, payload(told))
    assert values(records) == expected
    assert {record.family for record in records} == {family}
    assert {record.topic for record in records} == {key}


def test_a_topic_belongs_to_one_family_only() -> None:
    for family, topic, *_ in DOCUMENTED:
        assert family_of(topic) is family
    announced = {Family.HOMEASSISTANT}
    assert {family for family, *_ in DOCUMENTED} == set(Family) - announced
    assert family_of("homeassistant/status") is Family.HOMEASSISTANT
    assert decode("homeassistant/status", b"online") == ()


@pytest.mark.parametrize(("topic", "told"), NOTHING)
def test_what_holds_nothing_for_us_is_no_record(topic: str, told: object) -> None:
    assert decode(topic, payload(told)) == ()


@pytest.mark.parametrize(("topic", "told", "reason"), BROKEN)
def test_a_broken_payload_is_named_and_its_words_are_not_kept(
    topic: str, told: bytes, reason: Oddness
) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode(topic, told)
    assert caught.value.reason is reason
    odd = read(Message(topic, told, MONDAY_MORNING))
    assert isinstance(odd, Oddity)
    assert odd.reason is reason
    assert len(odd.digest) == 16


MOMENTS: list[tuple[object, str | None]] = [
    ("2026-03-02T09:10:00", "2026-03-02T09:10:00"),
    ("1970-01-01T00:10:00", "1970-01-01T00:10:00"),
    ("2026-03-02T09:10:00+09:00", "2026-03-02T09:10:00+09:00"),
    (1_772_410_200, "2026-03-02T00:10:00+00:00"),
    (1_772_410_200_000, "2026-03-02T00:10:00+00:00"),
    ("0001-01-01T00:00:00", None),
    ("yesterday", None),
    (1e300, None),
    (-1e300, None),
    (True, None),
    (None, None),
    ({}, None),
]


@pytest.mark.parametrize(("told", "expected"), MOMENTS)
def test_the_devices_own_time(told: object, expected: str | None) -> None:
    (sensor,) = tasmota.decode("tele/p/SENSOR", payload({"Time": told, "A": {"Illuminance": 1}}))
    (state,) = zigbee2mqtt.decode("z/p", payload({"last_seen": told, "power": 1}))
    for record in (sensor, state):
        assert (record.told_at.isoformat() if record.told_at else None) == expected


def test_the_towns_plugs_are_understood() -> None:
    plug = TasmotaPlug("plug-01", SEOUL, MONDAY_MORNING)
    told = [*plug.report(MONDAY_MORNING, Reading(600, 600, lux=79)), *plug.switch(on=False)]
    told += plug.connect(online=True)
    zigbee = ZigbeePlug("거실/tv")
    told += [*zigbee.report(MONDAY_MORNING, Reading(43, 600)), *zigbee.connect(online=False)]
    told.append(bridge_state(online=True))
    for wifi in (ShellyPlug("plug-02"), EspHomePlug("plug-03")):
        told += [*wifi.report(MONDAY_MORNING, Reading(43, 600, lux=9)), *wifi.switch(on=True)]
        told += wifi.connect(online=False)
    kinds = [{r.kind for r in decode(one.topic, one.payload)} for one in told]
    assert kinds == [
        {Kind.RELAY},
        {Kind.ENERGY, Kind.POWER, Kind.LUX},
        {Kind.RELAY},
        {Kind.RELAY},
        {Kind.PRESENCE},
        {Kind.ENERGY, Kind.POWER, Kind.RELAY},
        {Kind.PRESENCE},
        {Kind.BRIDGE},
        {Kind.ENERGY, Kind.POWER, Kind.LUX},
        {Kind.RELAY},
        {Kind.PRESENCE, Kind.BRIDGE},
        {Kind.POWER},
        {Kind.ENERGY},
        {Kind.LUX},
        {Kind.RELAY},
        {Kind.PRESENCE, Kind.BRIDGE},
    ]


# ------------------------------------------------------------------------- whatever comes

TOPICS = [topic for _, topic, _, _, _ in DOCUMENTED]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
FIELDS = st.sampled_from(
    [*ENERGY, *STATE, "ENERGY", "StatusSNS", "BH1750", "Illuminance", "state", "power", "energy"]
)
HOSTILE: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=5),
    max_leaves=12,
)


def is_believable(record: Record) -> bool:
    return 0 <= record.value <= LARGEST and (
        record.told_at is None or 1970 <= record.told_at.year < 2200
    )


@given(topic=st.sampled_from(TOPICS), told=HOSTILE)
def test_any_json_gives_believable_records_or_a_reason(topic: str, told: object) -> None:
    heard = read(Message(topic, json.dumps(told).encode(), MONDAY_MORNING))
    if isinstance(heard, Heard):
        assert all(is_believable(record) for record in heard.records)


@given(topic=st.sampled_from(TOPICS), told=st.binary(max_size=200))
def test_any_bytes_give_believable_records_or_a_reason(topic: str, told: bytes) -> None:
    heard = read(Message(topic, told, MONDAY_MORNING))
    if isinstance(heard, Heard):
        assert all(is_believable(record) for record in heard.records)


NOT_BARE = [case for case in DOCUMENTED if not str(case[2]).replace(".", "").isdigit()]
"""A bare number that was cut off is a number: what follows from it is `test_every_family`'s."""


@given(case=st.sampled_from(NOT_BARE), keep=st.integers(min_value=0, max_value=400))
def test_a_message_that_was_cut_off_invents_nothing(
    case: tuple[Family, str, object, str, Values], keep: int
) -> None:
    _, topic, told, _, expected = case
    heard = read(Message(topic, payload(told)[:keep], MONDAY_MORNING))
    if isinstance(heard, Heard):
        assert values(heard.records).items() <= expected.items()


@given(topic=st.text(max_size=40))
def test_any_topic_is_taken(topic: str) -> None:
    read(Message(topic, b'{"power": 3, "ENERGY": {"Total": 1}}', MONDAY_MORNING))


def test_the_largest_payload_is_decoded() -> None:
    filler = "x" * (limits.MQTT_PAYLOAD_BYTES - 100)
    heard = read(Message("z/p", payload({"power": 4, "filler": filler}), MONDAY_MORNING))
    assert isinstance(heard, Heard)
    assert values(heard.records) == {Kind.POWER: 4.0}
