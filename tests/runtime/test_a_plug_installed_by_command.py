"""`anbu plugs add` and `renew`: what is typed into a plug is shown, whatever the broker says."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from plugs.model import Affected, Area, Left, Outage, Span
from plugs.store import outages
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


def test_power_cuts_that_go_on_are_listed(city: Neighbourhood) -> None:
    assert anbu("outages").stdout == "Nothing is known of a power cut.\n"
    with city.database.write() as uow:
        homes = [f"household:{grandmother(uow).household_id}" for _ in range(2)]
        begun = Outage(
            id=uow.ids.new(),
            area=Area.DISTRICT,
            district="jijwa-dong",
            span=Span(uow.now, uow.now),
            opened_at=uow.now,
            due_at=uow.now,
            homes=(
                Affected(homes[0], frozenset({"1"}), uow.now),
                Affected(homes[1], frozenset({"2"}), uow.now, uow.now, Left.BACK),
            ),
        )
        outages.save(uow, begun)
    first, *rest = anbu("outages").stdout.splitlines()
    assert first.startswith(f"{begun.ref} district jijwa-dong since 20")
    assert sorted(rest) == sorted([f"  {homes[0]} dark", f"  {homes[1]} back"])
