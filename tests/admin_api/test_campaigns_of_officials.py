"""An official has residents asked about heat, cold or a typhoon, and sees what they answer."""

from datetime import timedelta
from http import HTTPStatus
from itertools import count
from typing import Any

import httpx
import pytest

from admin_api.permissions import ALL_DISTRICTS
from checkins import store
from checkins.decide import ladders
from checkins.model import CheckinState
from checkins.service import Campaigns, Checkins, campaigns, campaigns_since
from foundation.clock import ManualClock
from foundation.database import Database
from residents import service as residents
from residents.model import AbsenceKind, AbsenceSource, ChannelName, NewAbsence, StaffRole, Tier
from runtime.dispatch import Dispatch
from signals import agenda
from tests.admin_api.conftest import SignIn, make_admin
from tests.admin_api.office import MEANS, TASKS, add_resident

pytestmark = pytest.mark.anyio
_keys = count(1)
HOUR = timedelta(hours=1)
CAMPAIGNS = Campaigns(MEANS.calendar, MEANS.policy)


async def start(client: httpx.AsyncClient, key: str | None = None, **wanted: Any) -> httpx.Response:
    headers = {"idempotency-key": key or f"key-{next(_keys):08d}"}
    return await client.post("/campaigns", headers=headers, json={"kind": "heat"} | wanted)


async def started(client: httpx.AsyncClient, **wanted: Any) -> dict[str, Any]:
    answer = await start(client, **wanted)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
async def lead(database: Database, sign_in: SignIn) -> httpx.AsyncClient:
    make_admin(database, "team.lead", StaffRole.LEAD, name="최팀장")
    return await sign_in("team.lead")


def enter(database: Database, *homes: tuple[str, Tier]) -> list[str]:
    """Residents of these districts and tiers, each with a plan; their ids."""
    found = []
    with database.write() as uow:
        for number, (district, tier) in enumerate(homes):
            one = add_resident(uow, district, f"김{number}")
            residents.change_resident(uow, one.ref, tier=tier)
            agenda.bring_forward(uow, one.ref, uow.now)
            found.append(one.id)
    work(database)
    return found


def work(database: Database) -> None:
    """The worker does what is due."""
    checkins = Checkins(MEANS)
    dispatch = Dispatch(database, (checkins,), (checkins, TASKS, CAMPAIGNS))
    while dispatch.run():
        pass


def become(database: Database, resident: str, state: CheckinState) -> None:
    """Her open check-in ends like this."""
    with database.write() as uow:
        running = store.open_of(uow, resident)
        assert running is not None
        if state in {CheckinState.FINE, CheckinState.HELP}:
            ended = ladders.answered(running, state, ChannelName.CALL, uow.now)
        else:
            ended = ladders.closed(running, state, uow.now)
        store.save(uow, ended)


def told(counts: dict[str, Any]) -> dict[str, int]:
    """What is not zero."""
    numbers = {name: number for name, number in counts.items() if name != "spared" and number}
    return numbers | {one["why"]: one["residents"] for one in counts["spared"]}


def known(database: Database) -> int:
    with database.read() as uow:
        return len(campaigns_since(uow, uow.now - HOUR))


async def test_she_is_told_how_many_will_be_asked_and_from_when(
    officer: httpx.AsyncClient, database: Database, clock: ManualClock, pokes: list[str]
) -> None:
    enter(database, ("jijwa-dong", Tier.HIGH), ("jijwa-dong", Tier.LOW), ("daegok-dong", Tier.LOW))
    found = await started(officer, tiers=["high", "medium"])
    assert found["kind_words"]["ko"] == "폭염 안부"
    assert (found["districts"], found["tiers"]) == (["jijwa-dong"], ["high", "medium"])
    assert found["residents"] == 1
    assert found["started_by"] == (await officer.get("/me")).json()["ref"]
    assert (
        found["begins_at"] == found["started_at"] == clock.now().isoformat().replace("+00:00", "Z")
    )
    assert (told(found["counts"]), found["parts"]) == ({}, [])
    assert pokes == ["poke"]


async def test_at_night_she_is_told_that_it_begins_in_the_morning(
    database: Database, clock: ManualClock, sign_in: SignIn
) -> None:
    make_admin(database, "jijwa", StaffRole.OFFICER, "jijwa-dong")
    clock.advance(11 * HOUR)
    found = await started(await sign_in("jijwa"), kind="cold")
    assert found["begins_at"] == "2026-03-03T00:00:00Z"  # nine in Seoul


async def test_what_they_answer_is_counted_by_district_and_tier(
    lead: httpx.AsyncClient, database: Database
) -> None:
    jijwa, daegok = "jijwa-dong", "daegok-dong"
    fine, helpless, missed, asking, away = enter(
        database,
        (jijwa, Tier.HIGH), (jijwa, Tier.HIGH), (jijwa, Tier.LOW),
        (daegok, Tier.LOW), (daegok, Tier.LOW),
    )  # fmt: skip
    with database.write() as uow:
        new = NewAbsence(
            AbsenceKind.TRAVEL, AbsenceSource.OFFICER, uow.now, uow.now + 9 * HOUR, "staff:1"
        )
        residents.add_absence(uow, away, new)
    made = await started(lead)
    work(database)
    become(database, fine, CheckinState.FINE)
    become(database, helpless, CheckinState.HELP)
    become(database, missed, CheckinState.MISSED)
    found = (await lead.get(f"/campaigns/{made['id']}")).json()
    assert told(found["counts"]) == {
        "asked": 4, "fine": 1, "help": 1, "missed": 1, "open": 1, "away": 1
    }  # fmt: skip
    assert found["counts"]["spared"][0]["why_words"]["ko"] == "댁을 비우심"
    assert {(one["district"], one["tier"]): told(one["counts"]) for one in found["parts"]} == {
        (jijwa, "high"): {"asked": 2, "fine": 1, "help": 1},
        (jijwa, "low"): {"asked": 1, "missed": 1},
        (daegok, "low"): {"asked": 1, "open": 1, "away": 1},
    }
    become(database, asking, CheckinState.NOT_ASKED)
    (line,) = (await lead.get("/campaigns")).json()["items"]
    assert told(line["counts"])["not_asked"] == 1
    assert "parts" not in line


async def test_whom_it_has_yet_to_come_to_is_waiting(
    officer: httpx.AsyncClient, database: Database
) -> None:
    enter(database, ("jijwa-dong", Tier.LOW))
    made = await started(officer)
    with database.write() as uow:
        CAMPAIGNS.act(uow, campaigns.SUBJECT)
    found = (await officer.get(f"/campaigns/{made['id']}")).json()
    assert told(found["counts"]) == {"waiting": 1}


async def test_an_officer_sees_of_a_citys_campaign_what_concerns_her(
    officer: httpx.AsyncClient, lead: httpx.AsyncClient, database: Database, sign_in: SignIn
) -> None:
    enter(database, ("jijwa-dong", Tier.LOW), ("daegok-dong", Tier.LOW))
    everywhere = await started(lead, kind="typhoon")
    assert set(everywhere["districts"]) == ALL_DISTRICTS
    work(database)
    seen = (await officer.get(f"/campaigns/{everywhere['id']}")).json()
    assert seen["counts"]["asked"] == 1
    assert [one["district"] for one in seen["parts"]] == ["jijwa-dong"]
    (line,) = (await officer.get("/campaigns")).json()["items"]
    assert line["counts"]["asked"] == 1
    elsewhere = await started(lead, districts=["yulgok-dong"])
    assert len((await officer.get("/campaigns")).json()["items"]) == 1
    answer = await officer.get(f"/campaigns/{elsewhere['id']}")
    assert answer.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "districts", [["daegok-dong"], ["jijwa-dong", "daegok-dong"], ["atlantis"]]
)
async def test_another_district_cannot_be_asked(
    officer: httpx.AsyncClient, database: Database, districts: list[str]
) -> None:
    answer = await start(officer, districts=districts)
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert known(database) == 0


async def test_an_officer_without_a_district_asks_nobody(
    database: Database, sign_in: SignIn
) -> None:
    make_admin(database, "new.here", StaffRole.OFFICER)
    answer = await start(await sign_in("new.here"))
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert known(database) == 0


@pytest.mark.parametrize(
    "wanted",
    [
        {"kind": "flood"},
        {"tiers": ["mid"]},
        {"tiers": []},
        {"districts": []},
        {"districts": ["jijwa-dong"] * 23},
        {"residents": 3},
    ],
    ids=str,
)
async def test_what_is_no_campaign_is_refused(
    officer: httpx.AsyncClient, database: Database, wanted: dict[str, Any]
) -> None:
    assert (await start(officer, **wanted)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert known(database) == 0


async def test_the_city_looks_on(
    database: Database, sign_in: SignIn, lead: httpx.AsyncClient
) -> None:
    make_admin(database, "city.hall", StaffRole.CITY)
    client = await sign_in("city.hall")
    assert (await start(client)).status_code == HTTPStatus.FORBIDDEN
    made = await started(lead)
    assert (await client.get(f"/campaigns/{made['id']}")).status_code == HTTPStatus.OK


async def test_the_same_command_again_starts_nothing(
    officer: httpx.AsyncClient, database: Database
) -> None:
    enter(database, ("jijwa-dong", Tier.LOW))
    first = await start(officer, key="same-key")
    work(database)
    again = await start(officer, key="same-key")
    assert again.status_code == HTTPStatus.CREATED
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    other = await start(officer, key="same-key", kind="cold")
    assert other.json()["code"] == "key-reused"
    assert known(database) == 1


async def test_campaigns_are_listed_newest_first_page_by_page(
    officer: httpx.AsyncClient, clock: ManualClock, database: Database
) -> None:
    made = []
    for kind in ("heat", "cold", "typhoon"):
        made.append((await started(officer, kind=kind))["id"])
        clock.advance(timedelta(seconds=1))
    first = (await officer.get("/campaigns", params={"limit": 2})).json()
    assert [one["id"] for one in first["items"]] == [made[2], made[1]]
    rest = (await officer.get("/campaigns", params={"after": first["next"]})).json()
    assert ([one["id"] for one in rest["items"]], rest["next"]) == ([made[0]], None)
    later = (clock.now() + HOUR).isoformat()
    none = (await officer.get("/campaigns", params={"since": later})).json()
    assert none["items"] == []
