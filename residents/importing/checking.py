"""A table to a plan: who is new, who changed, and every row that cannot be imported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from residents.importing.cells import RowReader
from residents.importing.columns import COLUMNS, Column, bare, by_header
from residents.importing.entries import Entry, Today, entry
from residents.importing.sheet import Problem, SheetKind, Table
from residents.model import Ref, holds_resident_number


class Registry(Protocol):
    """Who is registered already, as far as a list can tell."""

    def find(self, keys: Iterable[str]) -> Mapping[str, Ref]:
        """By key, whose it is; unknown keys are left out."""
        ...

    def unchanged(self, contents: Mapping[Ref, str]) -> frozenset[Ref]:
        """Those whose row had this very content when it was last imported."""
        ...


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing a list would do. With problems it does nothing at all."""

    kind: SheetKind
    new: tuple[Entry, ...] = ()
    unchanged: tuple[Entry, ...] = ()
    changed: tuple[tuple[Ref, Entry], ...] = ()
    problems: tuple[Problem, ...] = ()


def check(table: Table, kind: SheetKind, registry: Registry, today: Today) -> ImportPlan:
    """Decide row by row; all problems are found in one go, in the order of the rows."""
    columns, problems = _columns(table, kind)
    if problems:
        return ImportPlan(kind, problems=problems)
    entries: list[Entry] = []
    wrong: list[Problem] = []
    for row in table.rows:
        reader = RowReader(row, columns)
        if len(row.cells) > len(table.header):
            reader.note("", "cells_extra")
        good = entry(reader, kind, today)
        wrong += reader.problems
        if good is not None:
            entries.append(good)
    return _plan(kind, entries, wrong, registry)


def _columns(
    table: Table, kind: SheetKind
) -> tuple[dict[str, tuple[int, Column]], tuple[Problem, ...]]:
    """Place and column by key, and what is wrong with the header."""
    known = by_header(kind)
    columns: dict[str, tuple[int, Column]] = {}
    problems: list[Problem] = []
    for place, header in enumerate(table.header):
        column = known.get(bare(header))
        if column is None:
            problems.append(_header_problem("unknown", table, place, header))
        elif column.key in columns:
            problems.append(_header_problem("twice", table, place, header))
        else:
            columns[column.key] = (place, column)
    problems += [
        Problem("import.problem.header.missing", table.header_row, column.header)
        for column in COLUMNS[kind]
        if column.required and column.key not in columns
    ]
    return columns, tuple(problems)


def _header_problem(what: str, table: Table, place: int, header: str) -> Problem:
    # Without a header row the first person stands here: her cells are not repeated.
    shown = header if _is_a_header(table) else ""
    values = {"number": str(place + 1)}
    return Problem(f"import.problem.header.{what}", table.header_row, shown, values)


def _is_a_header(table: Table) -> bool:
    known = {word for kind in SheetKind for word in by_header(kind)}
    return any(bare(header) in known for header in table.header) and not any(
        holds_resident_number(header) for header in table.header
    )


def _plan(
    kind: SheetKind, entries: Sequence[Entry], wrong: list[Problem], registry: Registry
) -> ImportPlan:
    wrong += _repeated(entries)
    known = registry.find(key for each in entries for key in each.keys)
    owners = {each.row: {known[key] for key in each.keys if key in known} for each in entries}
    wrong += _conflicts(entries, owners)
    wrong += _unknown_deputies(entries, registry)
    if wrong:
        once = [problem for place, problem in enumerate(wrong) if problem not in wrong[:place]]
        once.sort(key=lambda problem: problem.row)
        return ImportPlan(kind, problems=tuple(once))
    matched = [(min(owners[each.row]), each) for each in entries if owners[each.row]]
    same = registry.unchanged({ref: each.content for ref, each in matched})
    return ImportPlan(
        kind,
        new=tuple(each for each in entries if not owners[each.row]),
        unchanged=tuple(each for ref, each in matched if ref in same),
        changed=tuple((ref, each) for ref, each in matched if ref not in same),
    )


def _repeated(entries: Sequence[Entry]) -> list[Problem]:
    first: dict[str, int] = {}
    problems: list[Problem] = []
    for each in entries:
        before = min((first[key] for key in each.keys if key in first), default=None)
        if before is not None:
            problems.append(_repeats(each.row, before))
        for key in each.keys:
            first.setdefault(key, each.row)
    return problems


def _conflicts(entries: Sequence[Entry], owners: Mapping[int, set[Ref]]) -> list[Problem]:
    """Rows that are several registered people at once, and people who are several rows."""
    problems = [
        Problem("import.problem.conflict", each.row)
        for each in entries
        if len(owners[each.row]) > 1
    ]
    seen: dict[Ref, int] = {}
    for each in entries:
        for ref in owners[each.row]:
            before = seen.setdefault(ref, each.row)
            if before != each.row:
                problems.append(_repeats(each.row, before))
    return problems


def _unknown_deputies(entries: Sequence[Entry], registry: Registry) -> list[Problem]:
    here = {key for each in entries for key in each.keys}
    named = {each.deputy for each in entries if each.deputy is not None}
    there = set(registry.find(named - here))
    problems: list[Problem] = []
    for each in entries:
        if each.deputy is None:
            continue
        if each.deputy in each.keys:
            problems.append(_deputy_problem("deputy_self", each.row))
        elif each.deputy not in here | there:
            problems.append(_deputy_problem("deputy", each.row))
    return problems


def _deputy_problem(key: str, row: int) -> Problem:
    header = next(one.header for one in COLUMNS[SheetKind.STAFF] if one.key == "deputy")
    return Problem(f"import.problem.{key}", row, header)


def _repeats(row: int, before: int) -> Problem:
    return Problem("import.problem.repeated", row, values={"row": str(before)})
