"""A relay switched by hand is a sign of life; by a timer it is none, and neither is its edge."""

from collections.abc import Sequence

import pytest

from plugs.decide.following import Followed, follow
from plugs.decoders import decode
from plugs.model import Family, Kind, Message, Record
from tests.plugs.plug_records import SLOT, Told, at, lives, new
from tests.plugs.plug_world import SEOUL


def switched(minutes: float, *, on: bool, by_hand: bool | None) -> Told:
    record = Record(Family.SHELLY, "topic", Kind.RELAY, float(on), None, by_hand)
    return Message("topic", b"", at(minutes)), record


def counted(minutes: float, watt_hours: float) -> Told:
    return Message("topic", b"", at(minutes)), Record(
        Family.SHELLY, "topic", Kind.ENERGY, watt_hours
    )


def every(minutes: Sequence[int], watts: float, start: float) -> list[Told]:
    """A counter that is read so often, while so many watts flow."""
    first = minutes[0]
    return [counted(each, round(start + watts * (each - first) / 60, 3)) for each in minutes]


def a_lamp(*, by_hand: bool | None, every_minutes: int = 1) -> Followed:
    """It is dark for half an hour, then the lamp of 60 W goes on."""
    told = [
        switched(0, on=False, by_hand=by_hand),
        *every(range(0, 34, every_minutes), 0, 100.0),
        switched(33.5, on=True, by_hand=by_hand),
        *every(range(34, 120, every_minutes), 60, 100.0),
    ]
    return follow(new(SLOT / 10), told, SEOUL)


def test_by_hand_the_switch_and_its_edges_are_life() -> None:
    assert lives(a_lamp(by_hand=True)) == [30, 33.5, 40]


@pytest.mark.parametrize("every_minutes", [1, 5, 17, 33])
def test_by_a_timer_neither_is(every_minutes: int) -> None:
    assert lives(a_lamp(by_hand=False, every_minutes=every_minutes)) == []


def test_where_nobody_tells_a_switch_is_a_hand() -> None:
    assert 33.5 in lives(a_lamp(by_hand=None))


def test_what_a_person_does_after_a_timer_is_life() -> None:
    told = [
        switched(0, on=False, by_hand=False),
        *every(range(60), 0, 100.0),
        switched(60, on=True, by_hand=False),
        *every(range(60, 90), 60, 100.0),
        *every(range(90, 130), 900, 130.0),
    ]
    assert lives(follow(new(SLOT / 10), told, SEOUL)) == [90]


def test_a_timer_that_sets_what_was_set_changes_nothing() -> None:
    told = [
        switched(0, on=True, by_hand=False),
        *every(range(30), 0, 100.0),
        switched(30, on=True, by_hand=False),
        *every(range(30, 60), 600, 100.0),
    ]
    assert lives(follow(new(SLOT / 10), told, SEOUL)) == [30]


@pytest.mark.parametrize(
    ("source", "by_hand"),
    [
        ('"button"', True),
        ('"switch"', True),
        ('"timer"', False),
        ('"schedule"', False),
        ('"HTTP_in"', False),
        ('"SHC"', False),
        ("null", False),
        ("[]", False),
    ],
)
def test_shelly_tells_who(source: str, by_hand: bool) -> None:
    told = f'{{"id":0,"output":true,"source":{source}}}'
    (record,) = decode("plug/status/switch:0", told.encode())
    assert record.by_hand is by_hand
