"""Recorded days of plugs become readings and slots, as if they had been followed: no signals.

What was recorded up to now shows that somebody lived there now: where nothing live has been heard
yet, her clock of silence begins with it. Older recordings start no clock.

The file is CSV, gzipped when its name ends in .gz, a row for each plug and ten minutes:
`ts,plug,watts,watts_inst,lux`, local time without zone, an empty value is a gap. Which plug is
which device is told by a mapping, or by a column `device`.
"""

import csv
import gzip
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from foundation import limits
from foundation.city import City
from foundation.database import Database
from plugs.daylight import is_dark
from plugs.decide.metering import OF_LIGHT, Rule, finest, slot_of
from plugs.model import SLOT, Device, Kind, Reading, SlotPower, Watch
from plugs.service import UnknownDeviceError, device
from plugs.service.speaking import spoken_of
from plugs.store import diaries, states, watches
from signals import agenda

PROBLEMS_KEPT = 100
FRESH = timedelta(days=1)
"""What was recorded before says nothing of the silence that runs: the shortest limit has passed."""
_COLUMNS = frozenset({"ts", "plug", "watts", "watts_inst", "lux"})
_DEVICE = "device"

_Row = dict[str, str]


class WrongFileError(Exception):
    """The file cannot be read as recorded plug data."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This is no recorded plug data: {why}.")


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was left out. The first row after the heading has number 2."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What came of a file: new rows, rows left out, and rows of plugs that no device is named for.

    Of the problems the first `PROBLEMS_KEPT` are kept.
    """

    readings: int
    slots: int
    problems: tuple[Problem, ...]
    unmapped: Mapping[str, int]


@dataclass(slots=True)
class _Progress:
    readings: int = 0
    slots: int = 0
    problems: list[Problem] = field(default_factory=list)
    unmapped: Counter[str] = field(default_factory=Counter)
    last: dict[tuple[str, Kind], SlotPower] = field(default_factory=dict)
    lived: dict[str, datetime] = field(default_factory=dict)
    """By device, the end of the newest slot with a sign of life."""


def backfill(database: Database, file: Path, city: City, devices: Mapping[str, str]) -> Backfilled:
    """Store a file's readings and slots, batch by batch; repeating it changes nothing.

    `devices` names the device id of each plug of the file. Raises WrongFileError,
    UnknownDeviceError, OSError.
    """
    if file.stat().st_size > limits.FILE_BYTES:
        raise WrongFileError(f"it is larger than {limits.FILE_BYTES // 2**20} MiB")
    with database.read() as uow:
        known = {each: device(uow, each) for each in set(devices.values())}
    progress = _Progress()
    with _opened(file) as lines:
        rows = enumerate(_rows(lines), start=2)
        while batch := list(islice(rows, limits.WRITE_TRANSACTION_ITEMS)):
            _store(database, batch, city, (devices, known), progress)
    with database.write() as uow:
        diaries.forget(uow, list(known))
    _start_clocks(database, known, progress.lived)
    return Backfilled(
        progress.readings, progress.slots, tuple(progress.problems), dict(progress.unmapped)
    )


def _opened(file: Path) -> TextIO:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8", newline="")
    return file.open(encoding="utf-8", newline="")


def _rows(lines: TextIO) -> Iterator[_Row]:
    try:
        reader = csv.DictReader(lines)
        missing = _COLUMNS - set(reader.fieldnames or ())
        if missing:
            raise WrongFileError(f"the columns {', '.join(sorted(missing))} are missing")
        yield from reader
    except (UnicodeDecodeError, csv.Error, EOFError, gzip.BadGzipFile) as error:
        raise WrongFileError(f"{type(error).__name__} while reading it") from error


def _store(
    database: Database,
    batch: list[tuple[int, _Row]],
    city: City,
    mapping: tuple[Mapping[str, str], dict[str, Device]],
    progress: _Progress,
) -> None:
    """One transaction: what can be read of the batch."""
    with database.write() as uow:
        readings: list[Reading] = []
        slots: list[SlotPower] = []
        for number, row in batch:
            named, known = mapping
            plug = str(row["plug"])
            device_id = row.get(_DEVICE) or named.get(plug)
            if device_id is None:
                progress.unmapped[plug] += 1
                continue
            try:
                if device_id not in known:
                    known[device_id] = device(uow, device_id)
                told, measured = _read(row, known[device_id], city.zone, uow.now)
            except (ValueError, OverflowError, UnknownDeviceError) as error:
                if len(progress.problems) < PROBLEMS_KEPT:
                    progress.problems.append(Problem(number, str(error)))
                continue
            readings += told
            compared = [_compared(slot, progress.last, city) for slot in measured]
            progress.lived |= {one.device_id: one.at + SLOT for one in compared if one.life}
            slots += compared
        progress.readings += states.add_readings(uow, readings)
        progress.slots += states.add_slots(uow, slots)


def _start_clocks(
    database: Database, known: Mapping[str, Device], lived: Mapping[str, datetime]
) -> None:
    """Whoever was alive within the last day, and of whom no plug has told live, is watched."""
    with database.write() as uow:
        newest = sorted(lived, key=lambda one: lived[one], reverse=True)
        fresh = [known[one] for one in newest if uow.now - FRESH < lived[one] <= uow.now]
        people = spoken_of(uow, fresh)
        for source in fresh:
            for resident in (one.ref for one in people[source.id]):
                if watches.get(uow, resident) is None:
                    at = lived[source.id]
                    clock = Watch(resident, source.household, source.id, life_at=at, due_at=uow.now)
                    watches.save(uow, clock)
                    agenda.bring_forward(uow, resident, uow.now)


def _read(
    row: _Row, source: Device, zone: ZoneInfo, now: datetime
) -> tuple[list[Reading], list[SlotPower]]:
    """What a row says. Raises ValueError naming what is wrong."""
    local = datetime.fromisoformat(str(row["ts"]))
    if local.tzinfo is not None:
        raise ValueError("ts: write local time without a zone")
    began = slot_of(local.replace(tzinfo=zone).astimezone(UTC))
    values = {Kind.POWER: _number(row, "watts_inst"), Kind.LUX: _number(row, "lux")}
    readings = [
        Reading(source.id, began + SLOT, kind, value, now)
        for kind, value in values.items()
        if value is not None
    ]
    means = {finest(source.family): _number(row, "watts"), Kind.LUX: values[Kind.LUX]}
    seconds = SLOT.total_seconds()
    return readings, [
        SlotPower(source.id, began, kind, mean, seconds)
        for kind, mean in means.items()
        if mean is not None
    ]


def _number(row: _Row, column: str) -> float | None:
    text = row[column]
    if not text:
        return None
    value = float(text)
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"{column}: {text} is no measured value")
    return value


def _compared(slot: SlotPower, last: dict[tuple[str, Kind], SlotPower], city: City) -> SlotPower:
    """The slot, marked when it differs from the one before as only a person makes it."""
    series = slot.device_id, slot.kind
    before = last.get(series)
    if before is not None and slot.at - before.at == SLOT:
        of_light = slot.kind is Kind.LUX
        is_edge = (OF_LIGHT if of_light else Rule()).is_edge(before.watts, slot.watts)
        slot = replace(slot, life=is_edge and (not of_light or is_dark(slot.at, city)))
    last[series] = slot
    return slot
