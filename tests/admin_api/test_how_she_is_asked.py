"""Officials say when and how a resident is asked, and when she is away."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from checkins import store
from checkins.model import AS_USUAL, Occasion, Rhythm
from checkins.service import Checkins
from foundation.clock import ManualClock
from foundation.database import Database
from residents.model import Resident, StaffRole
from tests.admin_api.conftest import SignIn, make_admin
from tests.admin_api.office import MEANS, add_resident

pytestmark = pytest.mark.anyio


@pytest.fixture
def her(database: Database) -> Resident:
    with database.write() as uow:
        return add_resident(uow)


def turn(database: Database, her: Resident) -> None:
    """What the worker does for her, poked."""
    with database.write() as uow:
        Checkins(MEANS).act(uow, her.ref)


async def plan(client: httpx.AsyncClient, her: Resident) -> dict[str, Any]:
    answer = await client.get(f"/residents/{her.id}/plan")
    assert answer.status_code == HTTPStatus.OK, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_whoever_is_new_has_no_plan_yet(officer: httpx.AsyncClient, her: Resident) -> None:
    found = await plan(officer, her)
    assert (found["rhythm"], found["occasion"], found["next"]) == (None, None, [])
    assert found["wishes"] == {"rhythm": None, "weekday": None, "times": [], "channels": []}


async def test_her_own_time_day_and_telephone(
    officer: httpx.AsyncClient, her: Resident, database: Database, pokes: list[str]
) -> None:
    turn(database, her)
    before = await plan(officer, her)
    assert (before["rhythm"], before["channels"]) == ("weekly", ["call", "sms"])
    wanted = {"rhythm": "daily", "times": ["11:00"], "channels": ["call"]}
    answer = await officer.put(f"/residents/{her.id}/plan", json=wanted)
    assert answer.status_code == HTTPStatus.OK, answer.text
    assert pokes == ["poke"]
    turn(database, her)
    after = await plan(officer, her)
    assert (after["rhythm"], after["channels"]) == ("daily", ["call"])
    assert after["wishes"] == {**wanted, "weekday": None, "times": ["11:00:00"]}
    assert len(after["next"]) == 5
    hours = {moment[11:13] for moment in after["next"] if moment.endswith("+09:00")}
    assert hours <= {"09", "11"}
    assert "11" in hours


async def test_as_usual_again(
    officer: httpx.AsyncClient, her: Resident, database: Database
) -> None:
    path = f"/residents/{her.id}/plan"
    assert (await officer.put(path, json={"rhythm": "daily"})).status_code == HTTPStatus.OK
    assert (await officer.put(path, json={})).status_code == HTTPStatus.OK
    turn(database, her)
    with database.read() as uow:
        planned = store.plan_of(uow, her.id)
        assert store.wishes_of(uow, her.id) == AS_USUAL
    assert planned is not None
    assert planned.plan.rhythm is Rhythm.WEEKLY


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"times": ["13:00"]}, "Choose a first time from 08:00 to 12:30."),
        ({"times": ["09:00", "10:00"]}, "Leave more than 150 minutes"),
        ({"weekday": 6}, "less than or equal to 4"),
        ({"times": ["09:30Z"]}, "without a zone"),
        ({"channels": ["pigeon"]}, "Input should be"),
        ({"hour": 9}, "Extra inputs"),
    ],
)
async def test_a_wish_that_cannot_be_kept_says_what_to_change(
    officer: httpx.AsyncClient, her: Resident, wanted: dict[str, Any], says: str
) -> None:
    answer = await officer.put(f"/residents/{her.id}/plan", json=wanted)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert says in answer.json()["errors"][0]["why"]


async def test_hospital_until_friday(
    officer: httpx.AsyncClient, her: Resident, database: Database, clock: ManualClock
) -> None:
    path = f"/residents/{her.id}/absences"
    until = clock.now() + timedelta(days=4)
    said = {"kind": "hospital", "until": until.isoformat()}
    answer = await officer.post(path, json=said)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    away = answer.json()
    assert (away["kind"], away["said_by"], away["ended_at"]) == ("hospital", "officer", None)
    turn(database, her)
    found = await plan(officer, her)
    assert found["occasion"] == Occasion.RETURN
    longer = (clock.now() + timedelta(days=30)).isoformat()
    renewed = await officer.patch(f"{path}/{away['id']}", json={"until": longer})
    assert renewed.json()["holds_until"][:10] == str((clock.now() + timedelta(days=14)).date())
    back = await officer.post(f"{path}/{away['id']}/end")
    assert back.json()["ended_at"] is not None
    assert [one["id"] for one in (await officer.get(path)).json()] == [away["id"]]
    turn(database, her)
    assert (await plan(officer, her))["rhythm"] == "daily"


async def test_an_absence_that_ends_before_it_begins(
    officer: httpx.AsyncClient, her: Resident, clock: ManualClock
) -> None:
    said = {"kind": "travel", "until": (clock.now() - timedelta(days=1)).isoformat()}
    answer = await officer.post(f"/residents/{her.id}/absences", json=said)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "ends after it begins" in answer.json()["errors"][0]["why"]


async def test_only_her_own_districts_officer(
    database: Database, sign_in: SignIn, her: Resident
) -> None:
    make_admin(database, "daegok", StaffRole.OFFICER, "daegok-dong")
    other = await sign_in("daegok")
    for method, path, body in (
        ("GET", "plan", None),
        ("PUT", "plan", {}),
        ("GET", "absences", None),
        ("POST", "absences", {"kind": "travel"}),
        ("PATCH", "absences/x", {}),
        ("POST", "absences/x/end", None),
    ):
        answer = await other.request(method, f"/residents/{her.id}/{path}", json=body)
        assert answer.status_code == HTTPStatus.NOT_FOUND, path


async def test_another_residents_absence_is_not_hers(
    officer: httpx.AsyncClient, her: Resident, database: Database
) -> None:
    with database.write() as uow:
        other = add_resident(uow, name="이영수")
    answer = await officer.post(f"/residents/{other.id}/absences", json={"kind": "travel"})
    away = answer.json()["id"]
    for path in (f"absences/{away}/end", "absences/nothing/end"):
        found = await officer.post(f"/residents/{her.id}/{path}")
        assert found.status_code == HTTPStatus.NOT_FOUND
