"""A recording of one home as arrays: CSV, gzipped when its name ends in .gz.

`ts,plug,watts,watts_inst,lux`: local time without zone, a row for each plug and ten minutes; an
empty value is a gap. Finer rows of one slot are averaged, rows may come in any order.
"""

from __future__ import annotations

import csv
import gzip
import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, TextIO

import numpy as np

from plugs.routine import SLOTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from plugs.routine.arrays import Bools, Floats, Ints

NEEDED = ("ts", "plug", "watts")
LUX = "lux"
ROWS_AT_ONCE = 50_000
PROBLEMS_KEPT = 20
_MINUTES = 10
_EPOCH = date(1970, 1, 1)


class WrongRecordingError(Exception):
    """The file is no recording of a home."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This is no recording of a home: {why}.")


@dataclass(frozen=True, slots=True)
class Recording:
    """Whole days from `first` on. `watts` and `lux` by plug, over slots; NaN for gaps.

    The rows of the file lie between the slots `begins` and `ends`, which is not included.
    `problems` names rows that were left out, the first of them.
    """

    first: date
    days: int
    begins: int
    ends: int
    watts: Mapping[str, Floats]
    lux: Mapping[str, Floats]
    problems: tuple[str, ...]

    @property
    def moments(self) -> list[str]:
        """The beginning of each slot of the file, as local ISO time."""
        begun = np.datetime64(self.first, "m")
        slots = np.arange(self.begins, self.ends)
        told = np.datetime_as_string(begun + slots * np.timedelta64(_MINUTES, "m"), "s")
        return [str(one) for one in told]

    @property
    def weekend(self) -> Bools:
        """By day, whether it is a Saturday or Sunday."""
        weekday = (np.arange(self.days) + self.first.weekday()) % 7
        return np.asarray(weekday >= 5)  # noqa: PLR2004 - Saturday


def spans(path: Path, recording: Recording) -> Bools:
    """Over slots, those within the spans of a file `start,end` (local time, the end not included).

    Raises WrongRecordingError, OSError.
    """
    inside = np.zeros(recording.days * SLOTS, dtype=np.bool_)
    midnight = np.datetime64(recording.first, "m")
    with _opened(path) as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                start, end = (np.datetime64(row[name] or "none", "m") for name in ("start", "end"))
            except (KeyError, TypeError, ValueError):
                why = f"row {number} of {path.name} has no start and end in local time"
                raise WrongRecordingError(why) from None
            first, last = ((one - midnight) / np.timedelta64(_MINUTES, "m") for one in (start, end))
            inside[max(int(first), 0) : max(math.ceil(last), 0)] = True
    return inside


def read(path: Path, channels: Collection[str] | None = None) -> Recording:
    """Read a file, all its plugs or those named. Raises WrongRecordingError, OSError."""
    table = _Table()
    with _opened(path) as lines:
        try:
            rows = csv.reader(lines)
            columns = _columns(next(rows, []))
            for number, batch in _batches(rows):
                table.take(number, batch, columns)
        except (UnicodeDecodeError, csv.Error, EOFError, gzip.BadGzipFile) as error:
            raise WrongRecordingError(f"{type(error).__name__} while reading it") from error
    return table.recording(channels)


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")


def _columns(heading: list[str]) -> dict[str, int]:
    found = {name.strip().lstrip("\ufeff"): place for place, name in enumerate(heading)}
    if missing := [name for name in NEEDED if name not in found]:
        raise WrongRecordingError(f"its first line lacks {', '.join(missing)}")
    return found


def _batches(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[list[str]]]]:
    """Rows with the number of the first of them in the file."""
    number = 2
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield number, batch
        number += len(batch)


class _Table:
    """Collects rows, and lays them out over slots."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, str], list[tuple[Ints, Floats]]] = defaultdict(list)
        self._plugs: dict[str, None] = {}
        self._problems: list[str] = []
        self._first: int | None = None
        self._last = 0

    def take(self, number: int, rows: list[list[str]], columns: Mapping[str, int]) -> None:
        widest = max(columns.values())
        whole = [row for row in rows if len(row) > widest]
        is_whole = np.array([len(row) > widest for row in rows])
        written = np.array([bool(row) for row in rows])
        numbers = number + np.flatnonzero(is_whole)
        self._left_out("too few columns", number + np.flatnonzero(written & ~is_whole))
        if not whole:
            return
        by_column = list(zip(*whole, strict=False))
        slots = self._slots(numbers, by_column[columns["ts"]])
        plugs = np.array(by_column[columns["plug"]])
        for kind in ("watts", LUX):
            if kind in columns:
                values = self._values(numbers, kind, by_column[columns[kind]])
                self._keep(kind, plugs, slots, values)

    def recording(self, channels: Collection[str] | None) -> Recording:
        if self._first is None:
            raise WrongRecordingError("it has no row with a time")
        if unknown := sorted(set(channels or ()) - set(self._plugs)):
            known = ", ".join(self._plugs)
            raise WrongRecordingError(f"it has no {', '.join(unknown)}, only {known}")
        midnight = self._first - self._first % SLOTS
        days = (self._last - midnight) // SLOTS + 1
        wanted = [plug for plug in self._plugs if channels is None or plug in channels]
        laid = {
            kind: {
                plug: _laid_out(self._parts[kind, plug], midnight, days * SLOTS)
                for plug in wanted
                if (kind, plug) in self._parts
            }
            for kind in ("watts", LUX)
        }
        first = date.fromordinal(_EPOCH.toordinal() + midnight // SLOTS)
        begins, ends = self._first - midnight, self._last + 1 - midnight
        return Recording(first, days, begins, ends, laid["watts"], laid[LUX], tuple(self._problems))

    def _slots(self, numbers: Ints, told: Sequence[str]) -> Ints:
        """The slots of times, counted from 1970 on; -1 for those that are none."""
        try:
            minutes = np.array(told, dtype="datetime64[m]").astype(np.int64)
        except ValueError:
            minutes = np.array([_minute(one) for one in told], dtype=np.int64)
        wrong = minutes < 0
        self._left_out("no local time such as 2026-09-08T07:40", numbers[wrong])
        slots = np.where(wrong, -1, minutes // _MINUTES)
        if not wrong.all():
            first = int(slots[~wrong].min())
            self._first = first if self._first is None else min(first, self._first)
            self._last = max(self._last, int(slots.max()))
        return slots

    def _values(self, numbers: Ints, kind: str, told: Sequence[str]) -> Floats:
        """Numbers; NaN for gaps and for what is no measured value."""
        try:
            values = np.array([one or "nan" for one in told], dtype=np.float64)
        except ValueError:
            values = np.array([_number(one) for one in told], dtype=np.float64)
        wrong = (values < 0) | np.isinf(values)
        self._left_out(f"{kind} is no measured value", numbers[wrong])
        return np.where(wrong, np.nan, values)

    def _keep(self, kind: str, plugs: np.ndarray, slots: Ints, values: Floats) -> None:
        for plug in dict.fromkeys(plugs.tolist()):
            self._plugs.setdefault(plug)
            good = (plugs == plug) & (slots >= 0) & np.isfinite(values)
            if good.any():
                self._parts[kind, plug].append((slots[good], values[good]))

    def _left_out(self, why: str, rows: Ints) -> None:
        room = PROBLEMS_KEPT - len(self._problems)
        self._problems += [f"Row {int(row)} was left out: {why}." for row in rows[:room]]


def _laid_out(parts: list[tuple[Ints, Floats]], midnight: int, count: int) -> Floats:
    """The mean of each slot's values."""
    total, times = np.zeros(count), np.zeros(count)
    for slots, values in parts:
        np.add.at(total, slots - midnight, values)
        np.add.at(times, slots - midnight, 1)
    with np.errstate(invalid="ignore"):
        return total / np.where(times > 0, times, np.nan)


def _minute(told: str) -> int:
    try:
        return int(np.datetime64(told, "m").astype(np.int64))
    except ValueError:
        return -1


def _number(told: str) -> float:
    """-1 for what is no number."""
    try:
        return float(told) if told else np.nan
    except ValueError:
        return -1.0
