"""`anbu policy explain`: who would be told of a case about her, step by step."""

from datetime import timedelta

import pytest
from typer.testing import CliRunner, Result

from residents import service as residents
from residents.model import StaffRole
from runtime.cli import app
from signals.model import Ref, SignalKind
from tests.runtime.neighbourhood import TUESDAY, Neighbourhood

NOON, NIGHT = "2026-03-03T12:00", "2026-03-03T23:00"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def has_a_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    """The people of this city are told by Telegram."""
    monkeypatch.setenv("ANBU_TELEGRAM_MODE", "polling")
    monkeypatch.setenv("ANBU_TELEGRAM_TOKEN", "1:demo")


def called(city: Neighbourhood, person: Ref) -> str:
    with city.database.read() as uow:
        return residents.name_of(uow, person)


def explained(resident: str, *options: str) -> Result:
    return CliRunner().invoke(app, ["policy", "explain", "--resident", resident, *options])


def of_urgency(told: str, word: str, following: str | None) -> list[str]:
    """The lines of one urgency's table."""
    part = told.split(f"\n{word}", 1)[1]
    return (part if following is None else part.split(f"\n{following}", 1)[0]).splitlines()


def somebody_of_each_kind(city: Neighbourhood) -> tuple[Ref, Ref, Ref, Ref]:
    """A resident, a helper, an officer and a lead."""
    return city.resident(), city.helper(), city.staff(), city.staff(StaffRole.LEAD)


def test_by_day_helpers_then_officers_then_leads_are_told(city: Neighbourhood) -> None:
    her, helper, officer, lead = somebody_of_each_kind(city)
    told = explained(her, "--at", NOON, "--hours", "3")
    assert told.exit_code == 0, told.output
    danger = "\n".join(of_urgency(told.output, "위험", "주의"))
    names = [called(city, one) for one in (helper, officer, lead)]
    assert all(name in danger for name in names)
    assert danger.index(names[0]) < danger.index(names[1]) < danger.index(names[2])
    assert "15분마다 다시" in danger


def test_by_night_without_duty_it_is_the_leads_at_once(city: Neighbourhood) -> None:
    her, helper, officer, lead = somebody_of_each_kind(city)
    told = explained(her, "--at", NIGHT, "--hours", "2")
    assert told.exit_code == 0, told.output
    assert called(city, lead) in told.output
    assert called(city, helper) not in told.output
    assert called(city, officer) not in told.output


def test_where_nobody_can_be_told_it_says_so_and_fails(city: Neighbourhood) -> None:
    told = explained(city.resident(), "--at", NIGHT)
    assert told.exit_code == 1
    assert "알릴 사람이 아무도 없습니다" in told.output


def test_whom_no_device_tells_is_not_told(
    city: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    her, *_ = somebody_of_each_kind(city)
    monkeypatch.setenv("ANBU_TELEGRAM_MODE", "off")
    told = explained(her, "--at", NOON)
    assert told.exit_code == 1
    assert "알릴 사람이 아무도 없습니다" in told.output


def test_somebody_unknown_is_refused(city: Neighbourhood) -> None:
    told = explained("resident:nobody", "--at", NOON)
    assert told.exit_code == 2
    assert "not registered" in told.output


def test_what_is_foreseen_is_what_comes(city: Neighbourhood) -> None:
    """The engine, left alone, asks the people who were foreseen, in that order."""
    city.clock.set(TUESDAY + 2 * HOUR)
    her = city.resident()
    people = {called(city, one): one for one in (city.helper(), city.staff())}
    lead = city.staff(StaffRole.LEAD)
    people[called(city, lead)] = lead
    told = explained(her, "--hours", "1")
    danger = "\n".join(of_urgency(told.output, "위험", "주의"))
    foreseen = sorted(people, key=danger.index)
    city.settle()
    city.record(her, SignalKind.PLUG_QUIET)
    city.wait(by=HOUR)
    first = {name: city.outbox(ref)[0].due_at for name, ref in people.items()}
    assert sorted(first, key=first.__getitem__) == foreseen
