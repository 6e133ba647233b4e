"""`anbu plugs add` and `renew`: what is typed into a plug is shown, whatever the broker says."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from runtime.cli import app
from tests.residents.people import grandmother
from tests.runtime.neighbourhood import Neighbourhood


def anbu(*words: str) -> Result:
    return CliRunner().invoke(app, ["plugs", *words])


@pytest.fixture
def household(city: Neighbourhood, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The broker reads its accounts here; nobody has written down which process it is."""
    (tmp_path / "broker").mkdir()
    monkeypatch.setenv("ANBU_MQTT_ACCOUNTS_DIR", str(tmp_path / "broker"))
    monkeypatch.setenv("ANBU_MQTT_BROKER_PID_FILE", str(tmp_path / "no-such.pid"))
    with city.database.write() as uow:
        return f"household:{grandmother(uow).household_id}"


def test_a_broker_that_cannot_be_told_hides_no_password(household: str, tmp_path: Path) -> None:
    added = anbu("add", household, "kettle")
    assert added.exit_code == 2
    assert "password  " in added.stdout
    assert "reload it by hand" in added.stderr
    device = added.stdout.split(maxsplit=1)[0]
    before = (tmp_path / "broker" / "passwords").read_text(encoding="utf-8")
    renewed = anbu("renew", device)
    assert (renewed.exit_code, "password  " in renewed.stdout) == (2, True)
    assert (tmp_path / "broker" / "passwords").read_text(encoding="utf-8") != before
