"""`anbu campaign`: an official's campaign, started on the city's own machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from checkins.model import Campaign, CampaignKind
from checkins.service import campaigns_since
from foundation.database import Database
from foundation.keyring import KeyRing
from residents import service as residents
from residents.districts import BY_CODE
from residents.model import NewStaff, Ref, Scope, StaffRole, Tier
from runtime.cli import app
from runtime.commands import city_database
from tests.residents.people import grandmother, mobile
from tests.support.database import MONDAY_MORNING, fresh_url


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The installation that the command finds by its variables."""
    ring = tmp_path / "ring"
    KeyRing.generate().save(ring)
    for name, value in {"DATABASE_URL": fresh_url(tmp_path), "KEY_RING_FILE": str(ring)}.items():
        monkeypatch.setenv(f"ANBU_{name}", value)
    with city_database() as database:
        yield database


def official(city: Database, role: StaffRole = StaffRole.OFFICER, *, active: bool = True) -> Ref:
    districts = frozenset({"jijwa-dong"}) if role is StaffRole.OFFICER else frozenset[str]()
    with city.write() as uow:
        ref = residents.add_staff(uow, NewStaff("박주무", role, mobile(), districts=districts)).ref
        if not active:
            residents.change_staff(uow, ref, active=False)
    return ref


def anbu(*words: str) -> str:
    """What `anbu campaign` says, and to refuse is to end with 2."""
    ran = CliRunner().invoke(app, ["campaign", *words])
    assert ran.exit_code in {0, 2}, ran.output
    assert bool(ran.stderr) is (ran.exit_code == 2)
    return ran.output


def started(city: Database) -> list[Campaign]:
    with city.read() as uow:
        return campaigns_since(uow, MONDAY_MORNING)


def test_an_officer_has_her_district_asked(city: Database) -> None:
    officer = official(city)
    with city.write() as uow:
        for tier in (Tier.MEDIUM, Tier.MEDIUM, Tier.HIGH):
            grandmother(uow, tier=tier)
        grandmother(uow, district="daegok-dong")
    said = anbu("heat", "--district", "지좌동", "--tier", "medium", "--by", officer)
    (campaign,) = started(city)
    assert campaign.kind is CampaignKind.HEAT
    assert campaign.scope == Scope(frozenset({"jijwa-dong"}), frozenset({Tier.MEDIUM}))
    assert (campaign.residents, campaign.started_by) == (2, officer)
    assert f"Campaign {campaign.id}: up to 2 residents are asked from " in said


def test_without_more_it_is_everybody_she_may_ask(city: Database) -> None:
    anbu("cold", "--by", official(city))
    anbu("typhoon", "--by", official(city, StaffRole.LEAD))
    mine, everywhere = (one.scope for one in started(city))
    assert mine.districts == {"jijwa-dong"}
    assert everywhere.districts == BY_CODE.keys()
    assert mine.tiers == everywhere.tiers == frozenset(Tier)


def test_several_districts_and_tiers(city: Database) -> None:
    lead = official(city, StaffRole.LEAD)
    anbu(
        "heat", "--district", "지좌동", "--district", "daegok-dong",
        "--tier", "high", "--tier", "low", "--by", lead,
    )  # fmt: skip
    (campaign,) = started(city)
    assert campaign.scope.districts == {"jijwa-dong", "daegok-dong"}
    assert campaign.scope.tiers == {Tier.HIGH, Tier.LOW}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("flood",), "'flood' is not one of: heat, cold, typhoon."),
        (("heat", "--tier", "mid"), "'mid' is not one of: high, medium, low."),
        (
            ("heat", "--district", "지자동"),
            "'지자동' is no district of the city: did you mean 지좌동",
        ),
        (("heat", "--district", "Seoul"), "'Seoul' is no district of the city: name one of its"),
        (("heat", "--district", "대곡동"), "daegok-dong is not of staff:"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(
    city: Database, words: tuple[str, ...], says: str
) -> None:
    assert says in anbu(*words, "--by", official(city))
    assert started(city) == []


def test_only_who_may_start_one_is_a_reason_for_it(city: Database) -> None:
    assert "an officer or a lead starts a campaign" in anbu(
        "heat", "--by", official(city, StaffRole.CITY)
    )
    assert "does not work here any more" in anbu("heat", "--by", official(city, active=False))
    assert "is not registered" in anbu("heat", "--by", "staff:nobody")
    assert "is no staff" in anbu("heat", "--by", "resident:1")
    assert started(city) == []
