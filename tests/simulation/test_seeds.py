"""A town against the production loop: crashes, stalls, spoilt answers, stray updates, two workers.

`make simulate SEEDS=200` plays many runs, `make simulate SEED=17` plays one again.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import structlog
from structlog.typing import EventDict

from tests.simulation.chance import Plan
from tests.simulation.judge import AT_THE_END, judge
from tests.simulation.life import LockedError
from tests.simulation.played import SECONDS
from tests.simulation.world import world

EXPECTED = {"provider_not_asked"}
"""Errors that the run provokes: a provider that does not tell what it has."""


class Unexpected:
    """Collects errors that no database failure of the run's own explains."""

    def __init__(self) -> None:
        self.events: set[str] = set()

    def __call__(self, _logger: object, level: str, line: EventDict) -> EventDict:
        if level == "error" and not isinstance(_raised(line), LockedError):
            self.events.add(line["event"])
        raise structlog.DropEvent


def _raised(line: EventDict) -> BaseException | None:
    told = line.get("exc_info")
    return told if isinstance(told, BaseException) else sys.exc_info()[1]


@contextmanager
def logged_to(processor: Unexpected) -> Iterator[None]:
    """Log to nowhere else meanwhile; loggers keep the very list that they know."""
    processors = structlog.get_config()["processors"]
    before = processors.copy()
    processors[:] = [processor]
    structlog.configure(processors=processors)
    try:
        yield
    finally:
        processors[:] = before
        structlog.configure(processors=processors)


@pytest.mark.anyio
@pytest.mark.timeout(SECONDS)
async def test_no_rule_is_ever_broken(plan: Plan, tmp_path: Path) -> None:
    unexpected = Unexpected()
    with logged_to(unexpected):
        async with world(plan, tmp_path) as played:
            await played.run(played.until, judge)
            await played.come_to_rest()
            played.read_all_anew()
            judge(played, played.clock.now(), AT_THE_END)
    assert unexpected.events <= EXPECTED, plan.replay
    assert played.journal.calls, "nobody was asked anything"
