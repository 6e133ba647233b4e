"""`anbu vendor`: other services, set up on the city's own machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foundation.database import Database
from foundation.keyring import KeyRing
from residents.model import Resident
from runtime.cli import app
from runtime.commands import city_database
from tests.residents.people import grandmother
from tests.support.database import fresh_url
from tests.vendors.maps import DEUNDEUN, NAME
from vendors import service as vendors
from vendors import signing

LIST = """계약번호,구분,발생일시
0312345678,심각,{now}
0399999999,심각,{now}
0312345678,매우 심각,{now}
"""


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The installation that the command finds by its variables."""
    ring = tmp_path / "ring"
    KeyRing.generate().save(ring)
    for name, value in {
        "DATABASE_URL": fresh_url(tmp_path),
        "KEY_RING_FILE": str(ring),
        "PUBLIC_BASE_URL": "https://anbu.example",
    }.items():
        monkeypatch.setenv(f"ANBU_{name}", value)
    with city_database() as database:
        yield database


@pytest.fixture
def map_file(tmp_path: Path) -> str:
    file = tmp_path / "deundeun.toml"
    file.write_text(DEUNDEUN, encoding="utf-8")
    return str(file)


@pytest.fixture
def her(city: Database, map_file: str) -> Resident:
    anbu("add", NAME, map_file)
    with city.write() as uow:
        return grandmother(uow)


def anbu(*words: str, ends_with: int = 0) -> str:
    ran = CliRunner().invoke(app, ["vendor", *words])
    assert ran.exit_code == ends_with, ran.output
    return ran.output


def test_a_vendor_gets_an_address_and_a_secret_that_lets_its_posts_in(
    city: Database, map_file: str, tmp_path: Path
) -> None:
    told = anbu("add", NAME, map_file)
    assert "https://anbu.example/vendors/deundeun\n" in told
    secret = told.split()[-1]
    assert anbu("secret", NAME) == told
    body = tmp_path / "body.json"
    body.write_bytes(b'{"level": "test"}')
    name, _, header = anbu("sign", NAME, str(body)).strip().partition(": ")
    signature = signing.read(header)
    assert name == signing.HEADER
    assert signature is not None
    assert signing.is_genuine(signature, secret, body.read_bytes())
    assert signature.is_fresh(city.now())
    assert anbu("secret", NAME, "--new").split()[-1] != secret


def test_a_bad_map_and_a_bad_name_are_refused_with_the_reason(
    city: Database, map_file: str, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(DEUNDEUN.replace('"심각" = "alarm"', '"심각" = "alarms"'), encoding="utf-8")
    told = anbu("add", NAME, str(bad), ends_with=2)
    assert "bad.toml, line 16: what.심각" in told
    bad.write_bytes(DEUNDEUN.encode("cp949"))
    assert "utf-8" in anbu("add", NAME, str(bad), ends_with=2)
    assert "a-z" in anbu("add", "든든", map_file, ends_with=2)
    anbu("add", NAME, map_file)
    assert "added before" in anbu("add", NAME, map_file, ends_with=2)
    for words in (("map", "nobody", map_file), ("secret", "nobody"), ("end", "nobody")):
        assert "nobody" in anbu(*words, ends_with=2)


def test_a_list_says_what_became_of_each_row(city: Database, her: Resident, tmp_path: Path) -> None:
    assert "0 waiting messages" in anbu("serves", NAME, her.ref, "031-2345-678")
    assert "already" in anbu("serves", NAME, her.ref, "0312345678", ends_with=2)
    file, results = tmp_path / "list.csv", tmp_path / "results.csv"
    file.write_bytes(LIST.format(now=f"{city.now():%Y-%m-%dT%H:%M:%SZ}").encode("cp949"))
    arguments = ("import", str(file), "--vendor", NAME, "--results", str(results))
    told = anbu(*arguments, ends_with=1)
    assert "3\t어느 분의 것인지 확인 필요\t이 번호로 등록된 분이 없음" in told
    assert "4\t읽어 보아야 함\t대응표에 없는 말" in told
    assert "전해 드림: 1" in told
    assert results.read_text(encoding="utf-8-sig").startswith("2,전해 드림,\n")
    assert "똑같은 파일" in anbu(*arguments)
    waiting = anbu("waiting")
    assert waiting.count(NAME) == 2
    assert "0399999999" not in waiting
    (line,) = (line for line in anbu("list").splitlines() if line.startswith(NAME))
    assert line.split("\t")[1:3] + line.split("\t")[4:6] == ["든든e살핌", "1", "2", "0"]


def test_a_better_map_reads_what_waited(
    city: Database, her: Resident, map_file: str, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST.format(now=f"{city.now():%Y-%m-%dT%H:%M:%SZ}"), encoding="utf-8")
    anbu("import", str(file), "--vendor", NAME, ends_with=1)
    better = DEUNDEUN.replace('"SOS" =', '"매우 심각" = "alarm"\n"SOS" =')
    Path(map_file).write_text(better, encoding="utf-8")
    assert "1 waiting messages could be read" in anbu("map", NAME, map_file)
    assert "3 waiting messages were hers" not in anbu("serves", NAME, her.ref, "0312345678")
    with city.read() as uow:
        assert [one.number for one in vendors.waiting(uow)] == ["0399999999"]


def test_nothing_is_taken_of_a_vendor_that_has_ended(
    city: Database, her: Resident, tmp_path: Path
) -> None:
    anbu("end", NAME)
    file = tmp_path / "list.csv"
    file.write_text(LIST.format(now="2026-03-02 08:10"), encoding="utf-8")
    assert "No vendor" in anbu("import", str(file), "--vendor", NAME, ends_with=2)
    assert anbu("waiting") == ""
