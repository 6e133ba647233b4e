"""A folder into which vendors' files are put, one folder for each vendor in it.

`FOLDER/<vendor>/list.csv` is taken once it has not grown between two looks. It goes to `done/`, or
to `refused/` when it cannot be read at all; beside it stands what became of each of its rows.
"""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

import structlog
from sqlalchemy.exc import SQLAlchemyError

from foundation import limits
from locales.model import Language
from vendors.service.files import import_file, keep_refused
from vendors.service.registry import NAME, UnknownVendorError
from vendors.words import outcome_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from foundation.clock import Clock
    from foundation.database import Database
    from vendors.model import FileReport

log = structlog.get_logger()

EVERY = timedelta(seconds=10)
DONE, REFUSED = "done", "refused"
SUFFIXES = frozenset({".csv", ".txt", ".tsv", ".xlsx"})

Looks: TypeAlias = tuple[int, int]
"""Size and time of the last change: a file that somebody still writes changes one of them."""


class Drop:
    """Looks into the folder every ten seconds at most. Never raises."""

    def __init__(
        self, folder: Path, database: Database, clock: Clock, poke: Callable[[], None]
    ) -> None:
        self._folder = folder
        self._database = database
        self._clock = clock
        self._poke = poke
        self._looked_at: datetime | None = None
        self._seen: dict[Path, Looks] = {}

    def take(self) -> int:
        """Import the files that have come; returns how many."""
        now = self._clock.now()
        if self._looked_at is not None and now - self._looked_at < EVERY:
            return 0
        self._looked_at = now
        try:
            there = dict(self._there())
            complete = [file for file in sorted(there) if self._seen.get(file) == there[file]]
            self._seen = there
            return sum(self._import(file) for file in complete)
        except OSError as error:
            log.error("vendor_folder_unreadable", error=type(error).__name__)
            return 0

    def _there(self) -> Iterator[tuple[Path, Looks]]:
        for folder in sorted(self._folder.iterdir()):
            if not folder.is_dir() or not NAME.fullmatch(folder.name):
                continue
            for file in sorted(folder.iterdir()):
                if file.suffix.lower() in SUFFIXES and file.is_file() and not file.is_symlink():
                    known = file.stat()
                    yield file, (known.st_size, known.st_mtime_ns)

    def _import(self, file: Path) -> bool:
        vendor = file.parent.name
        big = file.stat().st_size > limits.FILE_BYTES
        try:
            # More than may be taken is not read; that it is too large is what is said of it.
            data = b"\0" * (limits.FILE_BYTES + 1) if big else file.read_bytes()
            report = import_file(self._database, vendor, data, file.name)
            if report.problem is not None:
                keep_refused(self._database, vendor, data, file.name)
        except UnknownVendorError:
            log.warning("vendor_folder_of_nobody", provider=vendor)
            return False
        except SQLAlchemyError as error:
            log.warning("vendor_file_waits", provider=vendor, error=type(error).__name__)
            return False
        self._put_away(file, report)
        waiting = len(report.refused)
        log.info("vendor_file_imported", provider=vendor, handled=len(report.rows), kept=waiting)
        self._poke()
        return True

    def _put_away(self, file: Path, report: FileReport) -> None:
        kept = file.parent / (DONE if report.problem is None else REFUSED)
        kept.mkdir(exist_ok=True)
        stamp = f"{self._clock.now():%Y%m%dT%H%M%S}"
        write_report(kept / f"{stamp}-{file.name}.result.csv", report)
        file.replace(kept / f"{stamp}-{file.name}")


def write_report(path: Path, report: FileReport, language: Language = Language.ko) -> None:
    """What became of each row, as a list to open: line, outcome, reason. Nothing personal."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(outcome_words(report, language))
