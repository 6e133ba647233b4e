"""`anbu hazard` records, lists and lifts dangers of homes."""

from pathlib import Path

import pytest

from residents import service as residents
from residents.model import HazardKind, NewStaff, StaffRole, parse_phone
from tests.runtime_process.test_practising_from_the_command_line import City


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    return City(tmp_path, monkeypatch)


def officer_of(city: City, *districts: str) -> str:
    phone = parse_phone(f"010-7100-{len(districts):04d}")
    new = NewStaff("박주무", StaffRole.OFFICER, phone, frozenset(districts))
    with city.database.write() as uow:
        return residents.add_staff(uow, new).ref


def test_an_officer_records_lists_and_lifts_one(
    city: City, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = officer_of(city, city.her.district)
    words = ("--words", "묶이지 않은 개", "--by", officer)
    assert city.anbu("hazard", "record", city.her.ref, "dog", *words) == 0
    with city.database.read() as uow:
        (known,) = residents.hazards_of(uow, city.her.ref)
    assert (known.kind, known.words, known.recorded_by) == (
        HazardKind.DOG,
        "묶이지 않은 개",
        officer,
    )
    capsys.readouterr()
    assert city.anbu("hazard", "list", city.her.ref, "--by", officer) == 0
    assert capsys.readouterr().out.startswith(f"{known.id} dog since ")
    why = "개를 친척 집에 보냄"
    assert city.anbu("hazard", "lift", city.her.ref, known.id, why, "--by", officer) == 0
    with city.database.read() as uow:
        assert residents.standing_hazards(uow, city.her.ref) == ()


@pytest.mark.parametrize(
    ("kind", "said"),
    [("ghost", "'ghost' is not one of"), ("reported", "Say what the danger is, or `other`.")],
)
def test_what_is_no_danger_is_refused(
    city: City, kind: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = officer_of(city, city.her.district)
    assert city.anbu("hazard", "record", city.her.ref, kind, "--by", officer) == 2
    assert said in capsys.readouterr().err


def test_only_who_looks_after_her_may(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = officer_of(city)
    assert city.anbu("hazard", "list", city.her.ref, "--by", elsewhere) == 2
    assert "does not look after" in capsys.readouterr().err
