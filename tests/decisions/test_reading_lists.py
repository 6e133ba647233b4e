"""Files that offices keep, read into tables whatever wrote them."""

import csv
import io
import unicodedata
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from foundation import limits
from residents.importing import reading
from residents.importing.columns import template
from residents.importing.reading import read
from residents.importing.sheet import Problem, Row, SheetKind, Table

HEADER = ("이름", "전화", "메모")
ROWS = (("김순자", "010-1234-5678", "오후"), ("이복남", "", "큰 소리로, 천천히"))
TABLE = Table(HEADER, (Row(2, ROWS[0]), Row(3, ROWS[1])))


def as_csv(lines: list[tuple[str, ...]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue()


def as_xlsx(lines: list[tuple[object, ...]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_as_spreadsheets_write_it(codec: str, delimiter: str) -> None:
    data = as_csv([HEADER, *ROWS], delimiter).encode(codec)
    assert read(data, "명단.csv") == TABLE


def test_xlsx_is_read_as_if_typed() -> None:
    lines: list[tuple[object, ...]] = [
        HEADER,
        ("김순자", 1012345678, datetime(2026, 3, 2, 9, 30)),  # noqa: DTZ001 - cells have no zone
        ("이복남", 1941.0, date(2026, 3, 2)),
        ("최말순", None, True),
        ("박영자", 1.5, False),
    ]
    assert read(as_xlsx(lines), "명단.xlsx") == Table(
        HEADER,
        (
            Row(2, ("김순자", "1012345678", "2026-03-02")),
            Row(3, ("이복남", "1941", "2026-03-02")),
            Row(4, ("최말순", "", "O")),
            Row(5, ("박영자", "1.5", "X")),
        ),
    )


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    lines = [(), ("# 2026년 3월 명단",), HEADER, (), ROWS[0], ("", "", ""), ("#", "예시"), ROWS[1]]
    expected = Table(HEADER, (Row(5, ROWS[0]), Row(8, ROWS[1])), header_row=3)
    assert read(as_csv(list(lines)).encode(), "a.csv") == expected
    assert read(as_xlsx(list(lines)), "a.xlsx") == expected


def test_decomposed_hangul_of_a_mac_is_composed() -> None:
    data = "\u110b\u1175\u1105\u1173\u11b7\n\u1100\u1175\u11b7\n".encode()
    assert read(data, "a.csv") == Table(("이름",), (Row(2, ("김",)),))


ZIP_OF_NOTHING = io.BytesIO()
with zipfile.ZipFile(ZIP_OF_NOTHING, "w") as parts:
    parts.writestr("hello.txt", "안녕")


@pytest.mark.parametrize(
    ("data", "filename", "key"),
    [
        (b"", "a.csv", "file_empty"),
        ("이름,전화\n".encode(), "a.csv", "file_empty"),
        (b"\xd0\xcf\x11\xe0 old", "a.xls", "file_kind"),
        (b"%PDF-1.7", "a.pdf", "file_kind"),
        (b"\xff\x00\x81", "a.csv", "file_encoding"),
        ("이름\x00\n김\n".encode(), "a.csv", "file_encoding"),
        (b'a,b\n"never closed,1\n', "a.csv", "file_broken"),
        (b"PK\x03\x04 cut off", "a.xlsx", "file_broken"),
        (ZIP_OF_NOTHING.getvalue(), "a.xlsx", "file_broken"),
        (as_xlsx([]), "a.xlsx", "file_empty"),
        (as_csv([HEADER, *(ROWS[0],) * 20_001]).encode(), "a.csv", "file_long"),
        (as_csv([HEADER, ("x",) * 101]).encode(), "a.csv", "file_long"),
        (as_xlsx([HEADER, ("x",) * 101]), "a.xlsx", "file_long"),
    ],
)
def test_a_file_that_is_no_list_says_what_to_do(data: bytes, filename: str, key: str) -> None:
    assert read(data, filename) == Problem(f"import.problem.{key}")


def test_a_file_too_big_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    data = as_xlsx([HEADER, ROWS[0]])
    monkeypatch.setattr(reading, "UNPACKED_BYTES", 100)
    assert read(data, "a.xlsx") == Problem("import.problem.file_big")
    monkeypatch.setattr(limits, "FILE_BYTES", len(data) - 1)
    assert read(data, "a.xlsx") == Problem("import.problem.file_big")


@pytest.mark.parametrize("kind", list(SheetKind))
def test_a_template_holds_no_people_but_an_example_to_delete(kind: SheetKind) -> None:
    text = template(kind)
    assert text.startswith("\ufeff")
    assert read(text.encode(), "a.csv") == Problem("import.problem.file_empty")
    filled = text + text.splitlines()[1].removeprefix("# ") + "\r\n"
    table = read(filled.encode(), "a.csv")
    assert isinstance(table, Table)
    assert [row.number for row in table.rows] == [3]
    assert "," not in table.header


# A cell with a line break is quoted; whatever it holds, one record is one row.
cells = st.text(st.characters(codec="cp949", exclude_characters="\x00\ufeff"), max_size=12)
words = cells.map(str.strip).filter(lambda cell: not cell.startswith("#"))
lines = st.lists(st.tuples(words.filter(bool), words, words.filter(bool)), min_size=1, max_size=6)


@given(lines, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from("\t,;"))
def test_what_a_spreadsheet_writes_is_read_back(
    people: list[tuple[str, ...]], codec: str, delimiter: str
) -> None:
    data = as_csv([("이름", "읍면동", "메모"), *people], delimiter).encode(codec)
    table = read(data, "a.csv")
    assert isinstance(table, Table)
    assert table.header == ("이름", "읍면동", "메모")
    expected = read_cells(people)
    assert [row.cells for row in table.rows] == expected
    assert [row.number for row in table.rows] == list(range(2, len(people) + 2))


def read_cells(people: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The same cells, composed; a delimiter, quote or line break inside them changes nothing."""
    return [tuple(unicodedata.normalize("NFC", cell).strip() for cell in line) for line in people]


@given(lines)
def test_an_old_korean_codepage_is_read_too(people: list[tuple[str, ...]]) -> None:
    data = as_csv([("이름", "읍면동", "메모"), *people]).encode("cp949")
    table = read(data, "a.csv")
    assert isinstance(table, Table)
    assert table.header == ("이름", "읍면동", "메모")
    assert [row.cells for row in table.rows] == read_cells(people)


@given(st.binary(max_size=300), st.sampled_from(["", "PK\x03\x04", "\ufeff이름\n"]))
def test_any_bytes_are_a_table_or_a_problem(data: bytes, start: str) -> None:
    answer = read(start.encode() + data, "a.csv")
    assert isinstance(answer, Table | Problem)
