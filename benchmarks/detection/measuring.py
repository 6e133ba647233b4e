"""False alarms a home-month and hours until a fall is found, for one rule over many cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from plugs.routine.habit import PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.detection.homes import Case
    from plugs.routine.arrays import Floats

RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Found:
    """False alarms a home-month; hours from a fall until it is found, half and nine tenths of them.

    Each with the interval in which it lies for 95 of 100 choices of homes.
    """

    alarms: tuple[float, float, float]
    half: tuple[float, float, float]
    most: tuple[float, float, float]


def measure(cases: Sequence[Case], rule: Mapping[str, float]) -> Found:
    """A rule over all cases together: it is reached when any of its values, by name, is."""
    homes = sorted({case.home for case in cases})
    counted = [(case.home, _alarms(case, rule), case.months, _delays(case, rule)) for case in cases]
    draw = np.random.default_rng(2)
    times = RESAMPLES if len(homes) > 1 else 0
    drawn = (list(draw.choice(homes, len(homes))) for _ in range(times))
    spread = np.array([_figures(counted, chosen) for chosen in (homes, *drawn)])
    low, high = np.quantile(spread, (0.025, 0.975), axis=0, method="nearest")
    alarms, half, most = (
        (float(spread[0, one]), float(low[one]), float(high[one])) for one in range(3)
    )
    return Found(alarms, half, most)


def bar_for(cases: Sequence[Case], what: str, alarms: float) -> float:
    """The lowest bar at which the cases give no more false alarms a home-month than this."""
    peaks = np.sort(np.concatenate([case.silences[what] for case in cases]))[::-1]
    allowed = int(alarms * sum(case.months for case in cases))
    return float(np.nextafter(peaks[allowed], np.inf)) if allowed < len(peaks) else 0.0


def _figures(
    counted: Sequence[tuple[str, int, float, Floats]], homes: Sequence[str]
) -> tuple[float, float, float]:
    chosen = [one for home in homes for one in counted if one[0] == home]
    months = sum(one[2] for one in chosen)
    delays = np.concatenate([one[3] for one in chosen])
    half, most = np.quantile(delays, (0.5, 0.9), method="higher")
    return sum(one[1] for one in chosen) / months, half, most


def _alarms(case: Case, rule: Mapping[str, float]) -> int:
    reached = [case.silences[what] >= bar for what, bar in rule.items()]
    return int(np.any(reached, axis=0).sum())


def _delays(case: Case, rule: Mapping[str, float]) -> Floats:
    """Hours from each fall on; infinite when it was not found while it was followed."""
    if not case.onsets:
        return np.empty(0)
    reached = np.any([case.onsets[what] >= bar for what, bar in rule.items()], axis=0)
    return np.where(reached.any(axis=1), reached.argmax(axis=1) / PER_HOUR, np.inf)
