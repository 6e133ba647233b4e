"""`anbu guide`: sheets for first lessons, for one resident or a whole 읍면동."""

from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner, Result

from residents.model import Device, LifeState
from runtime import guides
from runtime.cli import app
from tests.residents.people import grandmother
from tests.runtime.neighbourhood import Neighbourhood


def anbu(*words: str) -> Result:
    return CliRunner().invoke(app, ["guide", *words])


@pytest.fixture
def town(city: Neighbourhood, monkeypatch: pytest.MonkeyPatch) -> Neighbourhood:
    monkeypatch.setattr(guides, "RealClock", lambda: city.clock)
    monkeypatch.setenv("ANBU_CITY_PHONE", "054-420-6114")
    return city


def texts_of(file: Path) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_one_residents_sheet(town: Neighbourhood, tmp_path: Path) -> None:
    with town.database.write() as uow:
        her = grandmother(uow).ref
    out = tmp_path / "안내자료.pdf"
    ran = anbu(her, "--out", str(out))
    assert (ran.exit_code, ran.stderr) == (0, "")
    front, back = texts_of(out)
    assert "김순자 님께 드리는 안부 인사 안내" in front
    assert "054-420-6114" in back


def test_a_whole_district_in_one_document_or_in_a_folder(
    town: Neighbourhood, tmp_path: Path
) -> None:
    with town.database.write() as uow:
        first = grandmother(uow, name="김순자")
        second = grandmother(uow, name="박말순", devices=frozenset({Device.NONE}), phones=())
        grandmother(uow, name="이끝순", state=LifeState.ENDED)
        grandmother(uow, name="최먼데", district="daegok-dong")
    one = tmp_path / "지좌동.pdf"
    assert anbu("--district", "지좌동", "--out", str(one)).exit_code == 0
    texts = texts_of(one)
    assert len(texts) == 4
    assert {
        name for name in ("김순자", "박말순", "이끝순", "최먼데") if name in "".join(texts)
    } == {
        "김순자",
        "박말순",
    }
    folder = tmp_path / "sheets"
    assert anbu("--district", "jijwa-dong", "--out", str(folder)).exit_code == 0
    assert {file.name for file in folder.iterdir()} == {
        f"resident-{each.id}.pdf" for each in (first, second)
    }


def test_a_number_that_nobody_answers_is_said(
    town: Neighbourhood, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ANBU_CITY_PHONE")
    with town.database.write() as uow:
        her = grandmother(uow).ref
    ran = anbu(her, "--out", str(tmp_path / "one.pdf"))
    assert ran.exit_code == 0
    assert "ANBU_CITY_PHONE" in ran.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "Name one resident"),
        (("resident:x", "--district", "지좌동"), "Name one resident"),
        (("resident:nobody",), "resident:nobody"),
        (("--district", "지자동"), "did you mean 지좌동?"),
        (("--district", "대곡동"), "Nobody in 대곡동"),
    ],
)
def test_what_cannot_be_printed_says_why(
    town: Neighbourhood, tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    out = tmp_path / "none.pdf"
    ran = anbu(*words, "--out", str(out))
    assert ran.exit_code == 2
    assert why in ran.stderr
    assert not out.exists()
