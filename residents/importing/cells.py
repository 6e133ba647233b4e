"""One row of a list, read cell by cell; whatever is wrong is noted and reading goes on."""

import difflib
import re
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from residents import districts
from residents.importing.columns import SPEAKING_RATES, YES_NO, Column, bare
from residents.importing.sheet import Problem, Row
from residents.model import (
    Phone,
    WrongPhoneError,
    WrongTextError,
    checked_line,
    checked_notes,
    holds_resident_number,
    parse_phone,
    speaking,
)
from residents.model.wording import LINE_CHARS, NAME_CHARS

T = TypeVar("T")

EARLIEST_BIRTH_YEAR = 1900
_YEAR = re.compile(r"(\d{4})\s*년?(생)?")
_DAY = re.compile(r"(\d{4})\s*[-./년]?\s*(\d{1,2})\s*[-./월]?\s*(\d{1,2})\s*[.일]?")
_DIGITS = re.compile("[0-9]{1,9}")
_SEVERAL = re.compile(r"[,;/·\n]")


class RowReader:
    """Reads the cells of one row by column key; `problems` collects what is wrong."""

    def __init__(self, row: Row, columns: Mapping[str, tuple[int, Column]]) -> None:
        self.row = row
        self.problems: list[Problem] = []
        self._columns = columns
        for place, column in columns.values():
            if place < len(row.cells) and holds_resident_number(row.cells[place]):
                self.note(column.key, "text.resident_number")

    def given(self) -> frozenset[str]:
        """Keys of the columns that hold something in this row."""
        return frozenset(key for key in self._columns if self.raw(key))

    def raw(self, key: str) -> str:
        """The cell as it stands; empty when the list has no such column."""
        place = self._columns[key][0] if key in self._columns else len(self.row.cells)
        return self.row.cells[place] if place < len(self.row.cells) else ""

    def note(self, key: str, problem: str, **values: str) -> None:
        """Remember what is wrong in a column; the first thing that is wrong is enough."""
        header = self._columns[key][1].header if key in self._columns else ""
        if all(known.column != header for known in self.problems):
            noted = Problem(f"import.problem.{problem}", self.row.number, header, values)
            self.problems.append(noted)

    def need(self, key: str) -> bool:
        """Whether a cell that must not be empty holds something."""
        if self.raw(key):
            return True
        self.note(key, "required")
        return False

    def line(self, key: str, limit: int = LINE_CHARS) -> str:
        """One line of text."""
        try:
            return checked_line(self.raw(key), key, limit=limit)
        except WrongTextError as error:
            self.note(key, f"text.{error.fault}")
            return ""

    def name(self, key: str) -> str:
        """A name, or a word as short as one."""
        return self.line(key, NAME_CHARS)

    def notes(self, key: str) -> str:
        """Several lines."""
        try:
            return checked_notes(self.raw(key), key)
        except WrongTextError as error:
            self.note(key, f"text.{error.fault}")
            return ""

    def pick(self, key: str, words: Mapping[str, T], default: T) -> T:
        """One of some words; `default` for an empty cell."""
        if not self.raw(key):
            return default
        known = {bare(word): value for word, value in words.items()}
        found = known.get(bare(self.raw(key)))
        if found is None:
            self.note(key, "choice", allowed=_allowed(words))
            return default
        return found

    def pick_several(self, key: str, words: Mapping[str, T]) -> frozenset[T]:
        """Some of the words, with a comma between them."""
        known = {bare(word): value for word, value in words.items()}
        parts = [part for part in map(bare, _SEVERAL.split(self.raw(key))) if part]
        if any(part not in known for part in parts):
            self.note(key, "choice", allowed=_allowed(words))
            return frozenset()
        return frozenset(known[part] for part in parts)

    def flag(self, key: str) -> bool:
        """O or X; empty is X."""
        return self.pick(key, YES_NO, default=False)

    def number(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""
        plain = self.raw(key)
        return self._within(key, plain, low, high, default) if plain else default

    def speaking_rate(self, key: str) -> int:
        """How fast somebody is spoken to: a word for it, or a percentage."""
        plain = self.raw(key).removesuffix("%").rstrip()
        if not _DIGITS.fullmatch(plain):
            return self.pick(key, SPEAKING_RATES, speaking.NORMAL)
        return self._within(key, plain, speaking.SLOWEST, speaking.FASTEST, speaking.NORMAL)

    def _within(self, key: str, plain: str, low: int, high: int, default: int) -> int:
        if _DIGITS.fullmatch(plain) and low <= int(plain) <= high:
            return int(plain)
        self.note(key, "number", low=str(low), high=str(high))
        return default

    def birth_year(self, key: str, latest: int) -> int:
        """A year of four digits; not a birthday, which nobody here needs."""
        found = _YEAR.fullmatch(self.raw(key))
        if found and EARLIEST_BIRTH_YEAR <= int(found[1]) <= latest:
            return int(found[1])
        if self.raw(key):
            self.note(key, "birth_year")
        return 0

    def day(self, key: str) -> date | None:
        """A day, as 2026-03-02, 2026.3.2 or 2026년 3월 2일."""
        return self.as_day(key) if self.raw(key) else None

    def as_day(self, key: str) -> date | None:
        """The day in a cell; None, and a problem, when there is none."""
        day = parse_day(self.raw(key))
        if day is None:
            self.note(key, "day")
        return day

    def phone(self, key: str) -> Phone | None:
        """A phone number."""
        if not self.raw(key):
            return None
        try:
            return parse_phone(self.raw(key))
        except WrongPhoneError as error:
            self.note(key, f"phone.{error.fault}")
            return None

    def district(self, key: str) -> str:
        """A district's code."""
        return next(iter(self.districts(key, several=False)), "")

    def districts(self, key: str, *, several: bool = True) -> tuple[str, ...]:
        """Codes of districts, with a comma between their names."""
        parts = _SEVERAL.split(self.raw(key)) if several else [self.raw(key)]
        found = [(words, districts.find(words)) for words in parts if words.strip()]
        for words, district in found:
            if district is None:
                self._unknown_district(key, words)
        return tuple(district.code for _, district in found if district is not None)

    def _unknown_district(self, key: str, words: str) -> None:
        names = [district.ko for district in districts.DISTRICTS]
        close = difflib.get_close_matches("".join(words.split()), names, n=1, cutoff=0.5)
        if close:
            self.note(key, "district_close", meant=close[0])
        else:
            self.note(key, "district")


def parse_day(written: str) -> date | None:
    """A day as offices write it; None when it is not one."""
    found = _DAY.fullmatch(written)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _allowed(words: Mapping[str, object]) -> str:
    """The first word for each meaning: the others are understood, not taught."""
    taught: dict[object, str] = {}
    for word, meaning in words.items():
        taught.setdefault(meaning, word)
    return ", ".join(taught.values())
