"""`python -m benchmarks.detection DIR`: the routine beside fixed rules on a folder of recordings.

The protocol: every day is judged by the days before it alone; 21 days to learn; 400 falls a case at
random moments less than a day after the last sign of life, after which nobody touches anything.
False alarms are silences of the untouched recording that reach the bar. Thresholds are fitted on
the other homes. No home here is known to be somebody's who lives alone.
"""

from __future__ import annotations

import argparse
import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.detection.homes import HOURS, ONE, SCORE, SEVERAL, WHOLE, cases_of
from benchmarks.detection.measuring import bar_for, measure
from foundation.settings import Settings
from plugs.recording import WrongRecordingError
from plugs.routine.course import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.detection.homes import Case
    from benchmarks.detection.measuring import Found

BUDGETS = {ONE: (4.5, 1.9, 0.9), SEVERAL: (4.3, 1.0), WHOLE: (4.3, 1.0)}
"""False alarms a home-month that are compared: those of the fixed rules, and a soft question's."""


def main() -> None:
    """Read the recordings and print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detection", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of .csv or .csv.gz, one home each")
    folder = parser.parse_args().folder
    files = sorted(one for one in folder.glob("*.csv*") if one.suffix in {".csv", ".gz"})
    if not files:
        sys.exit(f"{folder} has no recordings: name a folder of .csv or .csv.gz, one home each.")
    city = Settings.load().city()
    cases: list[Case] = []
    for file in files:
        try:
            cases += cases_of(file, city)
        except WrongRecordingError as error:
            print(f"{file.name}: {error}", file=sys.stderr)
    for kind in (ONE, SEVERAL, WHOLE):
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
    for limits in LIMITS.values():
        _line(f"fixed {limits.hours:.0f} h", measure(cases, {HOURS: limits.hours}))
    for budget, (what, name) in product(BUDGETS[kind], ((HOURS, "fixed"), (SCORE, "routine"))):
        bar = bar_for(cases, what, budget)
        _line(f"{name} at {budget} a month (>= {bar:.2f})", measure(cases, {what: bar}))
        if len(homes) > 1:
            _line(f"{name} at {budget}, fitted on other homes", _elsewhere(cases, what, budget))
    for tier, stage in product(LIMITS, ("soft", "hard")):
        _line(f"as shipped, {stage}, {tier}", measure(cases, {f"{stage} {tier}": 1.0}))
    print("(b) as shipped, with the tier's limit", heading, sep="\n")
    for tier, limits in LIMITS.items():
        shipped = {f"hard {tier}": 1.0, HOURS: limits.hours}
        _line(f"{tier}: fixed {limits.hours:.0f} h", measure(cases, {HOURS: limits.hours}))
        _line(f"{tier}: routine, {limits.hours:.0f} h at the latest", measure(cases, shipped))


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
