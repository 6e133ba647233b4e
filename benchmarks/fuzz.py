"""Does anything that a stranger may publish crash the plugs' decoders, or pass for a sign of life?

`python -m benchmarks.fuzz [--minutes 10] [--seed 1]` makes up streams of messages for a device of
each family with Hypothesis: readings, switches, last wills and announcements as its documents word
them, the same spoilt, cut, hostile or repeated, remembered by the broker, late, with clocks of any
year. Each stream goes through the decoder and from records to signs of life. It prints how many
streams each family had, and every finding with the smallest stream that shows it; with a finding it
ends with 1. `FAMILIES` and `check` are what the tests run a fixed number of times.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain, cycle
from time import perf_counter
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.table import Table

from plugs.daylight import is_dark
from plugs.decide.following import Followed, follow, slots_of_life
from plugs.decoders import discovery, read
from plugs.decoders.fields import LARGEST
from plugs.model import Announced, Family, Heard, Kind, Learnt, Message, Record, Tracked
from plugs.store.states import tracked_of, values_of
from plugs.tables import StateRow
from tests.plugs.documented import BROKEN, DOCUMENTED, NOTHING
from tests.plugs.wordings import WORDINGS, Worded, Wording
from tests.support.gimcheon import GIMCHEON

FAMILIES = tuple(Family)
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""Six in the evening in Gimcheon: it gets dark on the way."""
EXAMPLES_AT_ONCE = 200
MOST_MESSAGES = 25
_ABOUT_LIFE = frozenset({Kind.ENERGY, Kind.POWER, Kind.LUX, Kind.RELAY})

Told = tuple[Message, Record]


class FoundError(AssertionError):
    """Something that must never follow from any message."""


# What strangers publish

_NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(min_value=0, max_value=5000),
    st.integers(min_value=-(10**12), max_value=10**12),
)
_SCALARS = st.none() | st.booleans() | _NUMBERS | st.text(max_size=12)
_NAMES = st.sampled_from(
    sorted(
        {
            name
            for told in [*(case[2] for case in DOCUMENTED), *(case[1] for case in NOTHING)]
            if isinstance(told, dict)
            for name in told
        }
    )
)
_JSON: st.SearchStrategy[Any] = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=10,
)
_TIMES: st.SearchStrategy[object] = st.one_of(
    st.sampled_from([0, "1970-01-01T00:03:20", "2026-03-02T18:00:00", 1e300, 4_294_967_295, None]),
    st.integers(min_value=-600, max_value=90_000).map(lambda s: START.timestamp() + s),
    st.integers(min_value=-600, max_value=90_000).map(
        lambda s: (START + timedelta(seconds=s)).isoformat()
    ),
)
_BYTES = st.one_of(
    st.binary(max_size=60),
    _JSON.map(lambda told: json.dumps(told).encode()),
    st.sampled_from([payload for _, payload, _ in BROKEN]),
)
_STEPS = st.sampled_from([0.0, 0.0, 1.0, 30.0, 60.0, 300.0, 600.0, 1900.0, 11_000.0])


def worded(wording: Wording, key: str) -> st.SearchStrategy[Worded]:
    """Something that a device of this family may say."""
    counters = st.floats(min_value=0, max_value=20_000)
    watts, onoff = st.floats(min_value=0, max_value=4000), st.booleans()
    ways: list[st.SearchStrategy[Worded]] = [
        counters.map(lambda wh: wording.counted(key, START, wh)),
        watts.map(lambda power: wording.power(key, power)),
        onoff.map(lambda on: wording.switched(key, on)),
        onoff.map(lambda online: wording.presence(key, online)),
    ]
    light, stamped = wording.light, wording.stamped
    if light is not None:
        ways.append(st.floats(min_value=0, max_value=1000).map(lambda lux: light(key, lux)))
    if stamped is not None:
        ways.append(st.tuples(_TIMES, counters).map(lambda two: stamped(key, *two)))
    return st.one_of(ways)


@st.composite
def spoilt(draw: st.DrawFn, said: st.SearchStrategy[Worded]) -> tuple[str, bytes]:
    """A message as it should be; or cut off, with a byte changed, or with something else in it."""
    topic, told = draw(said)
    payload = told.encode() if isinstance(told, str) else json.dumps(told).encode()
    match draw(st.sampled_from(["whole", "whole", "whole", "cut", "changed", "other"])):
        case "cut":
            payload = payload[: draw(st.integers(min_value=0, max_value=len(payload)))]
        case "changed":
            place = draw(st.integers(min_value=0, max_value=max(len(payload) - 1, 0)))
            byte = draw(st.binary(min_size=1, max_size=1))
            payload = payload[:place] + byte + payload[place + 1 :]
        case "other":
            payload = draw(_BYTES)
        case _:
            pass
    return topic, payload


@st.composite
def streams(draw: st.DrawFn, family: Family) -> tuple[Message, ...]:
    """What is heard on the topics of one device, in the order in which it is heard."""
    wording = WORDINGS[family]
    key = wording.key("fuzz")
    said = draw(st.lists(spoilt(worded(wording, key)), min_size=1, max_size=MOST_MESSAGES))
    now, heard = START, []
    for topic, payload in said:
        now += timedelta(seconds=draw(_STEPS))
        flags = draw(st.sampled_from([(False, False)] * 4 + [(True, False), (False, True)]))
        heard.append(Message(topic, payload, now, *flags))
    return tuple(heard)


@st.composite
def announcements(draw: st.DrawFn) -> tuple[str, bytes]:
    """What a device says of itself, right or wrong."""
    wording = WORDINGS[Family.HOMEASSISTANT]
    topic, told = draw(st.sampled_from(wording.announced(wording.key("fuzz"))))
    assert isinstance(told, dict)
    changed = draw(st.dictionaries(st.sampled_from(sorted(told)), _JSON, max_size=2))
    payload = json.dumps({**told, **changed}).encode()
    return topic, draw(st.just(payload) | _BYTES)


# What must never follow


def check(family: Family, stream: Sequence[Message]) -> None:
    """Take a stream from its bytes to signs of life. Raises FoundError, or whatever crashed."""
    wording = WORDINGS[family]
    key = wording.key("fuzz")
    told = list(_records(stream, _announced(wording, key), family, key))
    once = _follow(_new(), told)
    _is_sound(once, stream)
    _says_nothing_from_memory(told, once)
    _is_the_same_in_parts(told, once)
    _is_nothing_new_again(told, once)


def check_announcement(told: tuple[str, bytes]) -> None:
    """Learn whatever is announced, and read something by it."""
    topic, payload = told
    learnt = read(Message(topic, payload, START))
    if isinstance(learnt, Learnt):
        for one in discovery.readable(learnt.announced):
            if Announced.from_json(one.device, one.topic, one.kind, one.as_json()) != one:
                raise FoundError(f"{one} is another once it was stored")
            _believable(read(Message(one.topic, payload, START), learnt.announced))


def _announced(wording: Wording, key: str) -> tuple[Announced, ...]:
    learnt = (
        discovery.learn(topic, json.dumps(told).encode()) for topic, told in wording.announced(key)
    )
    return discovery.readable(chain.from_iterable(learnt))


def _records(
    stream: Sequence[Message], announced: Sequence[Announced], family: Family, key: str
) -> list[Told]:
    told: list[Told] = []
    for message in stream:
        heard = read(message, announced)
        _believable(heard)
        if isinstance(heard, Heard):
            told += [
                (message, one)
                for one in heard.records
                if one.family is family and (one.topic == key or one.kind is Kind.BRIDGE)
            ]
    return told


def _believable(heard: object) -> None:
    if not isinstance(heard, Heard):
        return
    for one in heard.records:
        if not 0 <= one.value <= LARGEST:
            raise FoundError(f"{one.value} is no measured value")
        if one.told_at is not None and not 1970 <= one.told_at.year < 2200:
            raise FoundError(f"{one.told_at} is no time")


def _new() -> Tracked:
    return Tracked("fuzz", START, timedelta(minutes=5))


def _follow(tracked: Tracked, told: Sequence[Told]) -> Followed:
    return follow(tracked, told, GIMCHEON.zone, partial(is_dark, city=GIMCHEON))


def _is_sound(done: Followed, stream: Sequence[Message]) -> None:
    latest = max(message.at for message in stream)
    earliest = START - timedelta(hours=1)
    if any(not earliest <= life <= latest for life in done.lives):
        raise FoundError("a sign of life at a moment at which nobody spoke")
    for slot in done.slots:
        if slot.watts < 0 or not 0 < slot.seconds <= 600.001:
            raise FoundError(f"{slot} cannot be")
    if done.tracked.heard_at > latest:
        raise FoundError("heard in the future")


def _says_nothing_from_memory(told: Sequence[Told], once: Followed) -> None:
    remembered = [(replace(message, retained=True), record) for message, record in told]
    if _follow(_new(), remembered).lives:
        raise FoundError("what the broker remembers was taken for life")
    if _follow(once.tracked, remembered).lives:
        raise FoundError("a replay of what was said was taken for life")
    about_devices = [one for one in told if one[1].kind not in _ABOUT_LIFE]
    if _follow(_new(), about_devices).lives:
        raise FoundError("a device that came or went was taken for life")


def _is_the_same_in_parts(told: Sequence[Told], once: Followed) -> None:
    """Message by message, with what is known stored in between."""
    tracked, lives = _new(), set()
    groups: list[list[Told]] = []
    for one in told:
        if groups and groups[-1][-1][0] is one[0]:
            groups[-1].append(one)
        else:
            groups.append([one])
    for group in groups:
        part = _follow(_stored(tracked), group)
        tracked = part.tracked
        lives |= set(part.lives)
    if lives != set(once.lives):
        raise FoundError("message by message it is another life than at once")


def _stored(tracked: Tracked) -> Tracked:
    """As it comes back from the database."""
    row = values_of(tracked)
    detector = json.loads(json.dumps(row["detector"]))
    stored: Any = StateRow(**{**row, "detector": detector})
    return tracked_of(tracked.device_id, stored)


def _is_nothing_new_again(told: Sequence[Told], once: Followed) -> None:
    again = _follow(once.tracked, told)
    if not slots_of_life(again.lives).keys() <= slots_of_life(once.lives).keys():
        raise FoundError("the same messages once more were taken for more life")


# Running it


@dataclass
class Tally:
    """What one family had so far."""

    examples: int = 0
    finding: str | None = None


def run_family(family: Family, number: int, examples: int, tally: Tally) -> None:
    """So many streams, drawn by a seed; the smallest that shows a finding is kept."""
    _search(streams(family), partial(check, family), number, examples, tally)
    if family is Family.HOMEASSISTANT:
        _search(announcements(), check_announcement, number, examples, tally)


def _search(
    strategy: st.SearchStrategy[Any],
    look: Callable[[Any], None],
    number: int,
    examples: int,
    tally: Tally,
) -> None:
    shown: list[object] = []

    @seed(number)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def one(example: object) -> None:
        tally.examples += 1
        shown[:] = [example]
        look(example)

    try:
        one()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
        tally.finding = f"{type(error).__name__}: {error}\n{shown[0]}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    ends = perf_counter() + asked.minutes * 60
    tallies = {family: Tally() for family in FAMILIES}
    number = asked.seed
    for family in cycle(FAMILIES):
        if perf_counter() >= ends or all(one.finding for one in tallies.values()):
            break
        number += 1
        if tallies[family].finding is None:
            run_family(family, number, EXAMPLES_AT_ONCE, tallies[family])
    return report(tallies, Console(width=120))


def report(tallies: dict[Family, Tally], console: Console) -> int:
    """Print what was run and found; 1 when anything was."""
    table = Table("family", "streams", "findings")
    for family, tally in tallies.items():
        table.add_row(family, f"{tally.examples:,}", "none" if tally.finding is None else "1")
    console.print(table)
    found = {family: one.finding for family, one in tallies.items() if one.finding is not None}
    for family, finding in found.items():
        console.print(f"{family}: {finding}", markup=False)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
