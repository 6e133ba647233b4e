"""Importing a file: what the command line and the console call."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from foundation import limits
from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from locales.model import Language
from locales.texts import say
from residents.importing.applying import Origin
from residents.importing.applying import apply as carry_out
from residents.importing.checking import ImportPlan, check
from residents.importing.entries import Today
from residents.importing.reading import read
from residents.importing.sheet import Problem, SheetKind
from residents.model import Ref
from residents.store import identities

SEOUL = ZoneInfo("Asia/Seoul")
IMPORTER = "system:import"


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did or, when not `applied`, would do. With problems nothing is done."""

    kind: SheetKind
    applied: bool
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it."""

    filename: str = field(repr=False)
    data: bytes = field(repr=False)


class StoredRegistry:
    """The registry as a list is compared with it."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def find(self, keys: Iterable[str]) -> Mapping[str, Ref]:
        """By key, whose it is."""
        return identities.find(self._uow, keys)

    def unchanged(self, contents: Mapping[Ref, str]) -> frozenset[Ref]:
        """Those whose row had this very content when it was last imported."""
        before = identities.fingerprints(self._uow, contents)
        return frozenset(
            ref
            for ref, content in contents.items()
            if before.get(ref) == identities.fingerprint(self._uow, content)
        )


def import_file(
    database: Database,
    path: Path,
    kind: SheetKind,
    *,
    apply: bool,
    by: Ref = IMPORTER,
    zone: ZoneInfo = SEOUL,
) -> Report:
    """Check a file and, with `apply`, import it: all rows in one transaction, or none.

    Safe to run again: rows that were imported as they are change nothing. Raises OSError when
    the file cannot be opened.
    """
    if path.stat().st_size > limits.FILE_BYTES:
        return Report(kind, applied=False, problems=(Problem("import.problem.file_big"),))
    upload = Upload(path.name, path.read_bytes())
    return import_upload(database, upload, kind, apply=apply, by=by, zone=zone)


def import_upload(
    database: Database,
    upload: Upload,
    kind: SheetKind,
    *,
    apply: bool,
    by: Ref = IMPORTER,
    zone: ZoneInfo = SEOUL,
) -> Report:
    """Import what was uploaded; see `import_file`."""
    table = read(upload.data, upload.filename)
    if isinstance(table, Problem):
        return Report(kind, applied=False, problems=(table,))
    origin = Origin(hashlib.sha256(upload.data).hexdigest(), by, zone)
    with database.write() if apply else database.read() as uow:
        today = Today(uow.now.astimezone(zone).date(), zone)
        plan = check(table, kind, StoredRegistry(uow), today)
        applied = apply and not plan.problems
        if applied:
            carry_out(uow, plan, origin)
    return _report(plan, applied=applied)


def lines(report: Report, language: Language = Language.ko) -> tuple[str, ...]:
    """A report as people read it: each problem with its row and column, then the counts."""
    problems = [line(problem, language) for problem in report.problems]
    if report.problems:
        return (*problems, say("import.stopped", language, count=len(report.problems)))
    key = "import.done" if report.applied else "import.checked"
    counts = {"new": report.new, "changed": report.changed, "same": report.unchanged}
    return (say(key, language, **counts),)


def line(problem: Problem, language: Language = Language.ko) -> str:
    """One problem: where it is and what to do."""
    reason = say(problem.key, language, **problem.values)
    if not problem.row:
        return reason
    if not problem.column:
        return say("import.at.row", language, row=str(problem.row), reason=reason)
    return say(
        "import.at.cell", language, row=str(problem.row), column=problem.column, reason=reason
    )


def _report(plan: ImportPlan, *, applied: bool) -> Report:
    return Report(
        kind=plan.kind,
        applied=applied,
        new=len(plan.new),
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
        problems=plan.problems,
    )
