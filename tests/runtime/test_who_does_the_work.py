"""`anbu staff transfer`, `anbu helper back`: who does the work from now on."""

from datetime import timedelta

import pytest
from typer.testing import CliRunner, Result

from residents import service as residents
from residents.model import StaffRole
from runtime.cli import app
from signals.model import SignalKind
from tests.runtime.neighbourhood import DISTRICT, TUESDAY, Neighbourhood


def transfer(old: str, new: str) -> Result:
    return CliRunner().invoke(app, ["staff", "transfer", old, new])


def test_districts_duty_and_open_work_go_over_in_one_act(city: Neighbourhood) -> None:
    city.clock.set(TUESDAY.replace(hour=10))
    her, old = city.resident(), city.staff(duty=True)
    city.staff(StaffRole.LEAD)
    city.settle()
    city.record(her, SignalKind.PLUG_QUIET)
    city.settle()
    new = city.staff(StaffRole.LEAD)
    told = transfer(old, new)
    assert told.exit_code == 0, told.output
    assert "0 accepted tasks and 1 open offers" in told.output
    city.settle()
    with city.database.read() as uow:
        before, after = residents.staff(uow, old), residents.staff(uow, new)
    assert (before.districts, before.duty) == (frozenset(), False)
    assert (after.districts, after.duty) == (frozenset({DISTRICT}), True)
    assert city.templates(new) == ["staff.offer"]


@pytest.mark.parametrize("to", ["herself", "nobody", "somebody who left"])
def test_it_is_refused_to_hand_over_to(city: Neighbourhood, to: str) -> None:
    old, gone = city.staff(), city.staff()
    with city.database.write() as uow:
        residents.change_staff(uow, gone, active=False)
    told = transfer(old, {"herself": old, "nobody": "staff:nobody"}.get(to, gone))
    assert told.exit_code == 2
    assert any(word in told.output for word in ("herself", "not registered", "any more"))
    with city.database.read() as uow:
        assert residents.staff(uow, old).districts == {DISTRICT}


def test_a_helper_who_asks_for_it_is_offered_work_again(city: Neighbourhood) -> None:
    neighbour = city.helper()
    with city.database.write() as uow:
        until = uow.now + timedelta(days=7)
        residents.change_helper(uow, neighbour, away_from=uow.now, away_until=until)
    told = [CliRunner().invoke(app, ["helper", "back", neighbour]) for _ in range(2)]
    assert [one.output.strip() for one in told] == [
        f"{neighbour} is offered work again.",
        f"{neighbour} was not away.",
    ]
    with city.database.read() as uow:
        assert not residents.helper(uow, neighbour).is_away(city.now())
    assert CliRunner().invoke(app, ["helper", "back", "helper:nobody"]).exit_code == 2
