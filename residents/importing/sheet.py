"""A list as it was read: a header, rows with their numbers, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class SheetKind(StrEnum):
    """What a list is about."""

    RESIDENTS = "residents"
    HELPERS = "helpers"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a list from being imported, and where.

    `key` names the text in `locales`, `values` fill it; they never hold anything personal. `row`
    counts as a spreadsheet does, the first row being 1; 0 is the file itself.
    """

    key: str
    row: int = 0
    column: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list; `cells` are trimmed, in the order of the header."""

    number: int
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A list. `header_row` is the number of the row that names the columns."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1
