"""Officials see a resident's plugs, and give a page to whoever installs one."""

from datetime import timedelta
from http import HTTPStatus

import httpx
import pytest

from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from plugs.model import (
    Affected,
    Area,
    Device,
    Outage,
    Span,
)
from plugs.service import installing
from plugs.store import outages
from residents import service as residents
from residents.model import Resident, Tier
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from tests.admin_api.office import BASE, add_resident

pytestmark = pytest.mark.anyio


@pytest.fixture
def her(database: Database) -> Resident:
    with database.write() as uow:
        return add_resident(uow)


async def test_her_plugs_are_listed(
    officer: httpx.AsyncClient, her: Resident, kettle: Device
) -> None:
    [one] = (await officer.get(f"/residents/{her.id}/plugs")).json()
    assert (one["id"], one["appliance"], one["room"]) == (kettle.id, "kettle", "kitchen")
    assert one["state"] == "learning"


async def test_what_is_noted_of_her_home_is_read_in_words(
    officer: httpx.AsyncClient, her: Resident, database: Database
) -> None:
    figures = {"now": 10, "now_days": 14, "before": 2, "before_days": 50, "hours": 0, "meals": []}
    with database.write() as uow:
        for kind, data in (
            (SignalKind.PLUG_NOTED, {"note": "awake", **figures}),
            (SignalKind.PLUG_AS_BEFORE, {"note": "awake"}),
        ):
            at = uow.now - timedelta(days=9 if kind is SignalKind.PLUG_NOTED else 1)
            new = Draft(kind, Source.PLUGS, f"{kind}:1", her.ref, at, data)
            assert signals.record(uow, new) is not None
    [one] = (await officer.get(f"/residents/{her.id}/plugs/notes")).json()
    assert one["kind"] == "awake"
    assert one["words"]["ko"].startswith(
        "지난 2주 가운데 10일 새벽 1~5시에 쓰심(아는 날 14일). 그 전 8주에는 2일(아는 날 50일). "
    )
    assert one["words"]["ko"].endswith("부터 전과 같음.")
    assert one["at"] < one["over_at"]


async def test_a_page_is_given_and_the_one_before_is_closed(
    officer: httpx.AsyncClient, her: Resident, kettle: Device, database: Database
) -> None:
    path = f"/residents/{her.id}/plugs/{kettle.id}/page"
    first, second = [(await officer.post(path)).json()["url"] for _ in range(2)]
    assert first.startswith(f"{BASE}{installing.PATH}/")
    tokens = [url.rpartition("/")[2] for url in (first, second)]
    with database.write() as uow:
        taken = [installing.take_page(uow, token) for token in tokens]
    assert taken[0] is installing.Closed.GONE
    assert not isinstance(taken[1], installing.Closed)


async def test_of_others_there_is_nothing(
    officer: httpx.AsyncClient, her: Resident, kettle: Device, database: Database
) -> None:
    with database.write() as uow:
        neighbour = add_resident(uow, name="박영자")
        elsewhere = add_resident(uow, "daegok-dong", "이영수")
    for whose in (neighbour, elsewhere):
        answer = await officer.post(f"/residents/{whose.id}/plugs/{kettle.id}/page")
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert (await officer.get(f"/residents/{elsewhere.id}/plugs")).status_code == (
        HTTPStatus.NOT_FOUND
    )


async def test_power_cuts_are_listed_with_their_homes_those_at_risk_first(
    officer: httpx.AsyncClient, database: Database
) -> None:
    with database.write() as uow:
        two = [add_resident(uow, name=name) for name in ("박영자", "이영수")]
        far = add_resident(uow, "daegok-dong")
        residents.change_resident(uow, two[1].ref, tier=Tier.HIGH)
        for one in (two, [far]):
            outages.save(uow, power_cut(uow, one))
    [shown] = (await officer.get("/outages")).json()
    assert (shown["area"], shown["district"]) == ("building", "jijwa-dong")
    assert [(home["residents"], home["tier"]) for home in shown["homes"]] == [
        ([two[1].id], "high"),
        ([two[0].id], "medium"),
    ]
    assert (await officer.get("/outages?district=daegok-dong")).status_code == HTTPStatus.NOT_FOUND


def power_cut(uow: UnitOfWork, people: list[Resident]) -> Outage:
    return Outage(
        id=uow.ids.new(),
        area=Area.BUILDING,
        district=people[0].district,
        span=Span(uow.now, uow.now),
        opened_at=uow.now,
        due_at=uow.now,
        homes=tuple(
            Affected(f"household:{one.household_id}", frozenset({"1"}), uow.now) for one in people
        ),
    )
