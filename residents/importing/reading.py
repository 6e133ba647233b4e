"""Bytes of a CSV or XLSX file to a table. Never raises for what somebody made of a file."""

import csv
import io
import itertools
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import PurePath

from openpyxl import load_workbook

from foundation import limits
from residents.importing.sheet import Problem, Row, Table

ROWS = 20_000
COLUMNS = 100
UNPACKED_BYTES = 4 * limits.FILE_BYTES
COMMENT = "#"
"""A row that begins with it is for people, like the example in the template."""

_SUFFIXES = frozenset({"", ".csv", ".txt", ".tsv", ".xlsx"})
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", "\t", ";")


class _Refused(Exception):  # noqa: N818 - carries a problem, not an error
    """The file cannot be read, for this reason."""

    def __init__(self, key: str) -> None:
        self.problem = Problem(f"import.problem.{key}")


def read(data: bytes, filename: str) -> Table | Problem:
    """Read a list. CSV in UTF-8, UTF-16 or CP949 with comma, tab or semicolon; or XLSX."""
    try:
        return _table(_cells(data, filename))
    except _Refused as refused:
        return refused.problem


def _cells(data: bytes, filename: str) -> Iterable[Sequence[str]]:
    if len(data) > limits.FILE_BYTES:
        raise _Refused("file_big")
    if data.startswith(_OLD_OFFICE) or PurePath(filename).suffix.lower() not in _SUFFIXES:
        raise _Refused("file_kind")
    return _from_xlsx(data) if data.startswith(_ZIP) else _from_csv(data)


def _from_csv(data: bytes) -> Iterator[Sequence[str]]:
    text = _decoded(data)
    delimiter = max(_DELIMITERS, key=_first_line(text).count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        raise _Refused("file_broken") from None


def _decoded(data: bytes) -> str:
    codecs = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "cp949")
    for codec in codecs:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.lstrip("\ufeff")
    raise _Refused("file_encoding")


def _first_line(text: str) -> str:
    lines = (line for line in text.splitlines() if line.strip())
    return next((line for line in lines if not line.startswith(COMMENT)), "")


def _from_xlsx(data: bytes) -> Sequence[Sequence[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
        lines: Sequence[Sequence[str]] = [] if unpacked > UNPACKED_BYTES else _first_sheet(data)
    except Exception:  # noqa: BLE001 - the library raises whatever a broken file makes it meet
        raise _Refused("file_broken") from None
    if unpacked > UNPACKED_BYTES:
        raise _Refused("file_big")
    return lines


def _first_sheet(data: bytes) -> Sequence[Sequence[str]]:
    with warnings.catch_warnings():
        # The library warns of drop-down lists it leaves out.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        # More than is taken, so that a longer list is noticed; blank rows are many.
        rows = itertools.islice(book.worksheets[0].iter_rows(values_only=True), 2 * ROWS)
        lines = [[_shown(cell) for cell in cells[: COLUMNS + 1]] for cells in rows]
        book.close()
    return lines


def _shown(cell: object) -> str:
    """A cell as somebody would have typed it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "O" if cell else "X"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _table(lines: Iterable[Sequence[str]]) -> Table:
    header: tuple[str, ...] = ()
    header_row = 0
    rows: list[Row] = []
    for number, line in enumerate(lines, start=1):
        cells = _trimmed(line)
        if not cells or next(filter(None, cells)).startswith(COMMENT):
            continue
        if len(cells) > COLUMNS or len(rows) >= ROWS:
            raise _Refused("file_long")
        if header:
            rows.append(Row(number, cells))
        else:
            header, header_row = cells, number
    if not rows:
        raise _Refused("file_empty")
    return Table(header, tuple(rows), header_row)


def _trimmed(line: Sequence[str]) -> tuple[str, ...]:
    cells = [unicodedata.normalize("NFC", cell).strip() for cell in line]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
