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


def staff(*words: str) -> Result:
    return CliRunner().invoke(app, ["staff", *words])


def test_her_deputy_is_named_when_she_goes_on_leave(city: Neighbourhood) -> None:
    officer, lead = city.staff(), city.staff(StaffRole.LEAD)
    told = staff("away", officer, "--until", "2099-12-31")
    assert (told.exit_code, told.output.strip()) == (0, f"{lead} stands in for {officer}.")
    with city.database.read() as uow:
        until = residents.staff(uow, officer).away_until
    assert until is not None
    assert until.isoformat() == "2099-12-31T15:00:00+00:00"  # the end of that day in Seoul
    assert staff("back", officer).output.strip() == f"{officer} is back."
    assert staff("back", officer).output.strip() == f"{officer} was not away."


def test_a_leave_for_which_nobody_stands_in_says_so(city: Neighbourhood) -> None:
    officer = city.staff()
    told = staff("away", officer)
    assert told.exit_code == 1
    assert "name a deputy" in told.output
    assert staff("away", officer, "--until", "2020-01-01").exit_code == 2
    assert staff("away", "staff:nobody").exit_code == 2
    assert staff("back", "staff:nobody").exit_code == 2
