"""All checkers together: what a run is judged by."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeAlias

from tests.simulation.checkers import (
    accepted,
    audited,
    closed,
    copied,
    dark,
    deadlines,
    decided,
    discreet,
    emergencies,
    found,
    recorded,
    sent,
    shown,
    silences,
    watched,
)
from tests.simulation.world import World

Checker: TypeAlias = Callable[[World, datetime], Iterable[str]]

AT_REST: tuple[Checker, ...] = (
    recorded.check,
    deadlines.check,
    decided.check,
    accepted.check,
    sent.check,
    silences.check,
    emergencies.check,
    discreet.check,
    copied.check,
    closed.check,
    audited.check,
    watched.check,
    watched.check_deaths,
    dark.check,
)
AT_THE_END: tuple[Checker, ...] = (*AT_REST, recorded.check_end, shown.check, found.check)


class BrokenRuleError(AssertionError):
    """A run broke a rule; the text says which, when, and how to play it again."""

    def __init__(self, world: World, now: datetime, findings: list[str]) -> None:
        lines = "\n".join(f"  {finding}" for finding in findings[:20])
        super().__init__(
            f"Seed {world.plan.seed} at {now.isoformat()}:\n{lines}\n"
            f"Play it again: {world.plan.replay}"
        )
        self.findings = findings


def judge(world: World, now: datetime, checkers: Iterable[Checker] = AT_REST) -> None:
    """Raise BrokenRuleError when any checker finds anything."""
    findings = [finding for checker in checkers for finding in checker(world, now)]
    if findings:
        raise BrokenRuleError(world, now, findings)
