"""How fast is a home's silence judged, and a recording followed?

`python -m benchmarks.scoring [--homes 1000] [--rows 1000000] [--smoke]`: prints how many
milliseconds of this process it takes to say of so many homes that are known when their running
silence asks for something, each from its stored routine as the service does; and with how many
rows a second `anbu plugs score` follows one recording of so many rows, from the file to the file,
the start of Python included.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.chaos.processes import environment
from plugs.routine import SLOTS, today
from plugs.routine.course import LIMITS
from plugs.routine.signs import of_power
from plugs.routine.today import Routine
from tests.plugs.recorded import kettle, refrigerator, router

if TYPE_CHECKING:
    from plugs.routine.arrays import Floats

DAYS = 60
CHANNELS = 7
RUNS = 5
"""The fastest is shown: whatever else the machine does makes others slow."""
FIRST = datetime(2020, 1, 6)  # noqa: DTZ001 - local, as recordings are


def homes(count: int) -> list[str]:
    """What is stored of so many homes, each with days of its own."""
    weekend = np.arange(DAYS) % 7 >= 5
    known = [
        today.learn([of_power(kettle(DAYS, seed)), of_power(refrigerator(DAYS, seed))], weekend)
        for seed in range(min(count, 50))
    ]
    return [json.dumps(known[number % len(known)].as_json()) for number in range(count)]


def judged(stored: list[str]) -> float:
    """Milliseconds of this process for all homes."""
    limits = LIMITS["high"]
    slots = int(limits.hours * SLOTS / 24)
    hours = (np.arange(slots) // 6 + 9) % 24
    weekend, told = np.zeros(slots, dtype=np.bool_), np.ones(slots, dtype=np.bool_)
    took: list[float] = []
    for _ in range(RUNS):
        began = process_time()
        for one in stored:
            today.run(Routine.from_json(json.loads(one)), limits, hours, weekend, told)
        took.append(1_000 * (process_time() - began))
    return min(took)


def record(path: Path, rows: int) -> int:
    """Write a recording of about so many rows; returns how many it has."""
    days = max(rows // (CHANNELS * SLOTS), 30)
    watts: list[Floats] = [kettle(days, seed) for seed in range(CHANNELS - 2)]
    watts += [refrigerator(days), router(days)]
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(("ts", "plug", "watts", "watts_inst", "lux"))
        for slot in range(days * SLOTS):
            at = (FIRST + slot * timedelta(minutes=10)).isoformat()
            for number, one in enumerate(watts):
                written.writerow((at, f"plug{number}", f"{one[slot]:.1f}", "", ""))
    return days * SLOTS * CHANNELS


def scored(path: Path, out: Path) -> float:
    """Seconds of the command."""
    began = perf_counter()
    words = ("-m", "runtime", "plugs", "score", str(path), "--out", str(out))
    subprocess.run(
        [sys.executable, *words], check=True, env=environment({}), stderr=subprocess.DEVNULL
    )
    return perf_counter() - began


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scoring", description=__doc__)
    parser.add_argument("--homes", type=int, default=1_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--smoke", action="store_true", help="a small run of a few seconds")
    chosen = parser.parse_args()
    many, rows = (20, 10_000) if chosen.smoke else (chosen.homes, chosen.rows)
    took = judged(homes(many))
    with tempfile.TemporaryDirectory(prefix="anbu-scoring-") as folder:
        path = Path(folder) / "home.csv"
        written = record(path, rows)
        seconds = scored(path, Path(folder) / "scores.csv")
    table = Table("", "")
    table.add_row(f"{many:,} homes judged, ms of one processor", f"{took:.0f}")
    table.add_row(f"{written:,} rows followed, s", f"{seconds:.2f}")
    table.add_row("rows a second", f"{written / seconds:,.0f}")
    Console(width=80, highlight=False).print(table)


if __name__ == "__main__":
    main()
