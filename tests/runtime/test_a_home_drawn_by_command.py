"""`anbu plugs show`: a home of the city as a picture."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from plugs import service
from plugs.model import SLOT, Appliance, Family, Kind, NewDevice, Room, SlotPower
from plugs.store import states
from residents import service as residents
from residents.model import Tier
from runtime.cli import app
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from tests.plugs.plug_world import SEOUL
from tests.plugs.recorded import kettle
from tests.residents.people import grandmother
from tests.runtime.neighbourhood import Neighbourhood

DAYS = 42


def show(home: str, png: Path) -> Result:
    words = ["plugs", "show", home, "--png", str(png), "--language", "en"]
    return CliRunner().invoke(app, words)


@pytest.fixture
def household(city: Neighbourhood) -> str:
    """Its kettle has been on a plug for six weeks."""
    with city.database.write() as uow:
        household = f"household:{grandmother(uow, tier=Tier.HIGH).household_id}"
        new = NewDevice(Family.TASMOTA, "kettle_1", household, Appliance.KETTLE, Room.KITCHEN)
        device = service.add_device(uow, new)
        today = uow.now.astimezone(SEOUL).replace(hour=0, minute=0, second=0, microsecond=0)
        begun = today - timedelta(days=DAYS)
        watts = enumerate(kettle(DAYS).tolist())
        states.add_slots(
            uow,
            [SlotPower(device.id, begun + n * SLOT, Kind.ENERGY, one, 600.0) for n, one in watts],
        )
    return household


def test_it_is_drawn_from_what_its_plug_told(household: str, tmp_path: Path) -> None:
    png = tmp_path / "home.png"
    drawn = show(household, png)
    assert drawn.exit_code == 0, drawn.output
    assert "shows 28 days" in drawn.output
    assert png.read_bytes().startswith(b"\x89PNG")


def test_what_is_noted_of_it_is_said(household: str, city: Neighbourhood, tmp_path: Path) -> None:
    with city.database.write() as uow:
        known = residents.household(uow, household)
        assert known is not None
        told = {"note": "cold", "device": "1", "appliance": "heater", "days": 2}
        what = {**told, "before": 20, "before_days": 28}
        kind, [her] = SignalKind.PLUG_NOTED, known.members
        signals.record(uow, Draft(kind, Source.PLUGS, "noted:1", her, uow.now, what))
    assert (
        "electric heater: not on in the 2 days of the cold wave. "
        "In the four weeks before on 20 of 28 known days.\n"
    ) in show(household, tmp_path / "home.png").output


def test_of_a_home_without_a_plug_it_says_so(city: Neighbourhood, tmp_path: Path) -> None:
    told = show("household:nobody", tmp_path / "home.png")
    assert told.exit_code == 2
    assert "No plug of household:nobody has told anything lately." in told.output
