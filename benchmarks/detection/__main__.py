"""`python -m benchmarks.detection DIR`: the routine beside fixed rules on a folder of recordings.

The protocol: every day is judged by the days before it alone; 21 days to learn; 400 falls a case at
random moments less than a day after the last sign of life, after which nobody touches anything
(what runs goes off by itself, a whole home goes on as on its nights). False alarms are silences of
the untouched recording that reach the bar, a month that was measured and watched. Thresholds are
fitted on the other homes. No home here is known to be somebody's who lives alone.

What was not measured is no silence in (a); in (b) it is: the limit of a tier is one of the clock.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from benchmarks.detection.homes import (
    CLOCK,
    HOURS,
    KINDS,
    LIGHT,
    ONE,
    ROOMS,
    SCORE,
    SELDOM,
    SEVERAL,
    WHOLE,
    cases_of,
)
from benchmarks.detection.measuring import bar_for, measure
from benchmarks.recordings import read_all
from plugs.routine.course import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.detection.homes import Case
    from benchmarks.detection.measuring import Found

BUDGETS = dict.fromkeys((ONE, SELDOM, LIGHT), (4.5, 1.9, 0.9)) | dict.fromkeys(
    (SEVERAL, ROOMS, WHOLE), (4.3, 1.0)
)
"""False alarms a home-month that are compared: those of the fixed rules, and a soft question's."""
PLAIN_HOURS = 16.0
"""With several channels what is longer is mostly an absence: the rule that a routine must beat."""


def main() -> None:
    """Read the recordings and print both tables."""
    cases = read_all("python -m benchmarks.detection", __doc__, cases_of)
    for kind in KINDS:
        of_kind = [case for case in cases if case.kind == kind]
        if of_kind:
            _report(kind, of_kind)


def _report(kind: str, cases: Sequence[Case]) -> None:
    homes = {case.home for case in cases}
    months = sum(case.months for case in cases)
    print(f"\n{kind}: {len(cases)} cases of {len(homes)} homes, {months:.1f} home-months")
    for case in cases:
        print(f"    {case.name} ({case.months:.1f})")
    heading = f"  {'rule':44} {'false alarms a month':>22} {'hours p50':>22} {'hours p90':>22}"
    print("(a) the routine alone", heading, sep="\n")
    for hours in (PLAIN_HOURS, *(limits.hours for limits in LIMITS.values())):
        _line(f"fixed {hours:.0f} h", measure(cases, {HOURS: hours}))
    for budget, (what, name) in product(BUDGETS[kind], ((HOURS, "fixed"), (SCORE, "routine"))):
        bar = bar_for(cases, what, budget)
        _line(f"{name} at {budget} a month (>= {bar:.2f})", measure(cases, {what: bar}))
        if len(homes) > 1:
            _line(f"{name} at {budget}, fitted on other homes", _elsewhere(cases, what, budget))
    for tier, stage in product(LIMITS, ("soft", "hard")):
        _line(f"as shipped, {stage}, {tier}", measure(cases, {f"{stage} {tier}": 1.0}))
    print("(b) as shipped, with the tier's limit", heading, sep="\n")
    for tier, limits in LIMITS.items():
        fixed = measure(cases, {CLOCK: limits.hours})
        shipped = measure(cases, {f"hard {tier}": 1.0, CLOCK: limits.hours})
        _line(f"{tier}: fixed {limits.hours:.0f} h", fixed)
        _line(f"{tier}: routine, {limits.hours:.0f} h at the latest", shipped)
        more = shipped.alarms[0] / fixed.alarms[0] if fixed.alarms[0] else 1.0
        earlier = fixed.half[0] - shipped.half[0]
        print(f"    {more:.2f} x as many false alarms, half of the falls {earlier:.1f} h earlier")


def _elsewhere(cases: Sequence[Case], what: str, alarms: float) -> Found:
    """Each home with the bar that the other homes would have chosen."""
    scaled = []
    for case in cases:
        others = [one for one in cases if one.home != case.home]
        scaled.append(case.in_shares_of(what, bar_for(others, what, alarms)))
    return measure(scaled, {what: 1.0})


def _line(name: str, found: Found) -> None:
    figures = (f"{one:7.2f} [{low:5.1f} {high:6.1f}]" for one, low, high in _told(found))
    print(f"  {name:44} " + " ".join(f"{one:>22}" for one in figures))


def _told(found: Found) -> tuple[tuple[float, float, float], ...]:
    return found.alarms, found.half, found.most


if __name__ == "__main__":
    main()
