"""What an appliance does by itself is learned at night. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from plugs.decide import nights
from plugs.model import Kind, SlotPower, Tracked
from plugs.routine.edges import NIGHTS_KEPT
from tests.plugs.plug_records import (
    SLOT,
    new,
)
from tests.plugs.plug_world import SEOUL
from tests.support.database import MONDAY_MORNING as NINE


def night(day: int, changes: Sequence[float], kind: Kind = Kind.ENERGY) -> list[SlotPower]:
    start = datetime(2026, 2, day, 2, 0, tzinfo=SEOUL)
    return [
        SlotPower("device", start + SLOT * n, kind, power, 600.0) for n, power in enumerate(changes)
    ]


def test_seven_nights_teach_what_changes_by_itself() -> None:
    cycle = [0, 80] * 9
    slots = [slot for day in range(1, 8) for slot in night(day, cycle)]
    assert nights.learn(slots, SEOUL) == {Kind.ENERGY: 100.0}
    assert nights.learn(slots[:-18], SEOUL) == {}
    assert nights.learn([], SEOUL) == {}


def test_a_rare_kettle_at_night_teaches_nothing() -> None:
    quiet = [night(day, [0] * 18) for day in range(1, 29)]
    quiet[3] = night(4, [0] * 8 + [600] + [0] * 9)
    assert nights.learn([slot for each in quiet for slot in each], SEOUL) == {Kind.ENERGY: 0.0}


def test_a_night_is_learned_from_once_when_it_is_over() -> None:
    early = datetime(2026, 3, 2, 4, 50, tzinfo=SEOUL)
    late = datetime(2026, 3, 2, 5, 0, tzinfo=SEOUL)
    assert not nights.lesson_due(new(), early, SEOUL)
    assert nights.lesson_due(new(), late, SEOUL)
    learned = Tracked("device", NINE, SLOT, learned_on="2026-03-02")
    assert not nights.lesson_due(learned, late, SEOUL)
    assert nights.lesson_due(learned, late + timedelta(days=1), SEOUL)
    spans = nights.nights_before(late, SEOUL)
    assert len(spans) == NIGHTS_KEPT
    assert spans[0] == (late - timedelta(hours=3), late)
