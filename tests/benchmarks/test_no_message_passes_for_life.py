"""The fuzzer of the plugs, a fixed number of streams a family; and that it finds what is planted.

`python -m benchmarks.fuzz --minutes 10` goes on for longer.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from benchmarks import fuzz
from benchmarks.fuzz import Tally, report, run_family
from plugs.decide.following import Followed
from plugs.decide.following import follow as followed
from plugs.decoders import read
from plugs.model import Family, Heard, Message, Oddity, Oddness
from tests.support.database import MONDAY_MORNING

STREAMS = 400


@pytest.mark.parametrize("family", Family)
def test_whatever_comes_nothing_crashes_and_no_life_is_invented(family: Family) -> None:
    tally = Tally()
    run_family(family, 1, STREAMS, tally)
    assert tally.finding is None
    assert tally.examples >= STREAMS


def crash(*_args: object) -> Heard:
    raise KeyError("power")


def absurd(message: Message, *_more: object) -> Heard | Oddity:
    heard = read(message)
    if not isinstance(heard, Heard):
        return Oddity(Oddness.NOT_JSON, "", message.at)
    return replace(heard, records=tuple(replace(one, value=-1.0) for one in heard.records))


def believes_the_brokers_memory(*args: object) -> Followed:
    tracked, told, *rest = args
    fresh = [(replace(message, retained=False), record) for message, record in told]  # type: ignore[attr-defined]
    return followed(tracked, fresh, *rest)  # type: ignore[arg-type]


def forgets_what_it_knows(*args: object) -> Followed:
    done = followed(*args)  # type: ignore[arg-type]
    return replace(done, tracked=replace(done.tracked, meters={}, relay_at=None, last_at=None))


def is_ahead_of_time(*args: object) -> Followed:
    done = followed(*args)  # type: ignore[arg-type]
    return replace(done, lives=tuple(MONDAY_MORNING.replace(year=2030) for _ in done.lives))


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("read", crash),
        ("read", absurd),
        ("follow", crash),
        ("follow", believes_the_brokers_memory),
        ("follow", forgets_what_it_knows),
        ("follow", is_ahead_of_time),
    ],
)
def test_a_planted_fault_is_found_and_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, planted: Callable[..., object]
) -> None:
    monkeypatch.setattr(fuzz, name, planted)
    tally = Tally()
    run_family(Family.SHELLY, 1, STREAMS, tally)
    assert tally.finding is not None
    console = Console(width=120, record=True, quiet=False)
    assert report({Family.SHELLY: tally}, console) == 1
    assert "Message(topic='shellyplusplugs-fuzz" in console.export_text()


def test_without_findings_it_says_so() -> None:
    console = Console(width=120, record=True, quiet=False)
    assert report({Family.ESPHOME: Tally(examples=1200)}, console) == 0
    assert "1,200" in console.export_text()
