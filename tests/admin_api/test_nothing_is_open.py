"""Deny by default: every route, known or not, wants a session; and roles have their limits."""

from http import HTTPStatus

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import iter_route_contexts

from admin_api import api as api_module
from admin_api.api import UnguardedRouteError, api, unguarded
from admin_api.permissions import ROLES, Permission
from admin_api.problems import MEDIA_TYPE
from foundation.clock import ManualClock
from foundation.database import Database
from residents.model import StaffRole
from tests.admin_api.conftest import SignIn, make_admin
from tests.admin_api.office import BASE, SERVICES

pytestmark = pytest.mark.anyio


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """No engine changes who is let in or how an error is told."""
    return sqlite_database


def every_call(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of every route, whatever kind of route it is."""
    calls = [
        (method, (route.path or "").replace("{", "").replace("}", ""))
        for route in iter_route_contexts(app.routes)
        for method in sorted(route.methods or ())
    ]
    described = sum(len(methods) for methods in app.openapi()["paths"].values())
    assert len(calls) == described + 2  # the description itself takes GET and HEAD
    return calls


async def test_no_route_answers_without_a_session(
    app: FastAPI, stranger: httpx.AsyncClient
) -> None:
    calls = every_call(app)
    assert len(calls) > 10
    for method, path in calls:
        if (method, path) == ("POST", "/session"):
            continue
        answer = await stranger.request(method, path)
        assert answer.status_code == HTTPStatus.UNAUTHORIZED, (method, path)
        assert answer.headers["content-type"] == MEDIA_TYPE


@pytest.mark.parametrize("path", ["/", "/nothing", "/docs", "/redoc", "/session/", "/%2e%2e/me"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "POST"])
async def test_neither_does_anything_else(
    method: str, path: str, stranger: httpx.AsyncClient
) -> None:
    assert (await stranger.request(method, path)).status_code == HTTPStatus.UNAUTHORIZED


async def test_a_body_that_is_no_json_is_not_even_read(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.post("/tasks/x/accept", content=b"{" * 100)
    assert answer.status_code == HTTPStatus.UNAUTHORIZED


async def test_mounted_under_a_path_it_is_the_same(app: FastAPI, database: Database) -> None:
    make_admin(database, "jijwa")
    outer = FastAPI()
    outer.mount("/api/v1", app)
    transport = httpx.ASGITransport(app=outer)
    async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
        assert (await client.get("/api/v1/me")).status_code == HTTPStatus.UNAUTHORIZED
        body = {"login": "jijwa", "password": "네 낱말로 된 긴 문장"}
        assert (await client.post("/api/v1/session", json=body)).status_code == HTTPStatus.OK
        assert (await client.get("/api/v1/me")).status_code == HTTPStatus.OK
        assert (await client.get("/api/v1/openapi.json")).status_code == HTTPStatus.OK


async def test_a_route_that_forgets_to_ask_stops_the_start(
    database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Forgetful:
        @staticmethod
        def router(_office: object) -> APIRouter:
            routes = APIRouter()
            routes.get("/everybody")(everybody)
            return routes

    def everybody() -> None: ...

    monkeypatch.setattr(api_module, "checkins", Forgetful)
    with pytest.raises(UnguardedRouteError, match="/everybody"):
        api(database, SERVICES, BASE, clock)


async def test_every_route_says_who_may_use_it(app: FastAPI) -> None:
    assert list(unguarded(app)) == []


NEEDED = [
    ("GET", "/residents", Permission.SEE_RESIDENTS),
    ("GET", "/residents?names=true", Permission.OPEN_RESIDENTS),
    ("GET", "/residents/x", Permission.OPEN_RESIDENTS),
    ("PATCH", "/residents/x/phone", Permission.CHANGE_ASKING),
    ("GET", "/residents/x/hazards", Permission.DO_TASKS),
    ("POST", "/residents/x/hazards", Permission.DO_TASKS),
    ("POST", "/residents/x/hazards/y/lift", Permission.DO_TASKS),
    ("GET", "/residents/x/guide", Permission.CHANGE_ASKING),
    ("GET", "/cases", Permission.SEE_CASES),
    ("GET", "/cases/x", Permission.SEE_CASES),
    ("GET", "/cases/x/words", Permission.DECIDE_CASES),
    ("POST", "/cases/x/notes", Permission.DECIDE_CASES),
    ("POST", "/cases/x/close", Permission.DECIDE_CASES),
    ("POST", "/cases/x/disclosures", Permission.DECIDE_CASES),
    ("POST", "/cases/x/entries", Permission.DECIDE_CASES),
    ("POST", "/residents/x/case", Permission.DECIDE_CASES),
    ("GET", "/contacts", Permission.SEE_CONTACTS),
    ("GET", "/messages/waiting", Permission.SEE_CASES),
    ("GET", "/tasks", Permission.SEE_TASKS),
    ("GET", "/tasks/x", Permission.SEE_TASKS),
    ("POST", "/residents/x/tasks", Permission.DO_TASKS),
    ("POST", "/tasks/x/accept", Permission.DO_TASKS),
    ("POST", "/tasks/x/back", Permission.DO_TASKS),
    ("POST", "/tasks/x/decline", Permission.DO_TASKS),
    ("POST", "/tasks/x/result", Permission.DO_TASKS),
    ("GET", "/checkins", Permission.SEE_CHECKINS),
    ("GET", "/campaigns", Permission.SEE_CHECKINS),
    ("GET", "/campaigns/x", Permission.SEE_CHECKINS),
    ("POST", "/campaigns", Permission.START_CAMPAIGNS),
    ("GET", "/residents/x/plan", Permission.SEE_CHECKINS),
    ("PUT", "/residents/x/plan", Permission.CHANGE_ASKING),
    ("GET", "/residents/x/absences", Permission.SEE_CHECKINS),
    ("POST", "/residents/x/absences", Permission.CHANGE_ASKING),
    ("PATCH", "/residents/x/absences/y", Permission.CHANGE_ASKING),
    ("POST", "/residents/x/absences/y/end", Permission.CHANGE_ASKING),
    ("POST", "/residents/x/practice", Permission.CHANGE_ASKING),
    ("GET", "/outages", Permission.SEE_CHECKINS),
    ("GET", "/residents/x/plugs", Permission.SEE_CHECKINS),
    ("GET", "/residents/x/plugs/notes", Permission.SEE_CHECKINS),
    ("POST", "/residents/x/plugs/y/page", Permission.CHANGE_ASKING),
    ("GET", "/plug-alarms", Permission.SEE_CHECKINS),
    ("GET", "/residents/x/plug-alarms", Permission.SEE_CHECKINS),
    ("POST", "/residents/x/plug-changes/hour", Permission.CHANGE_ASKING),
    ("GET", "/festival", Permission.SEE_RESIDENTS),
    ("PUT", "/residents/x/checker", Permission.CHANGE_ASKING),
    ("GET", "/vendors", Permission.SEE_CASES),
    ("GET", "/vendors/messages", Permission.DECIDE_CASES),
    ("POST", "/vendors/messages/x", Permission.DECIDE_CASES),
    ("GET", "/residents/x/services", Permission.SEE_CHECKINS),
    ("POST", "/residents/x/services", Permission.CHANGE_ASKING),
    ("POST", "/residents/x/services/y/end", Permission.CHANGE_ASKING),
    ("POST", "/residents/x/services-said", Permission.DECIDE_CASES),
    ("GET", "/staff", Permission.SEE_STAFF),
    ("PUT", "/staff/x/leave", Permission.TAKE_LEAVE),
    ("DELETE", "/staff/x/leave", Permission.TAKE_LEAVE),
]


@pytest.mark.parametrize("role", [role for role in StaffRole if ROLES[role]])
async def test_a_role_gets_what_the_table_says(
    role: StaffRole, database: Database, sign_in: SignIn
) -> None:
    make_admin(database, "somebody", role, "jijwa-dong")
    client = await sign_in("somebody")
    for method, path, permission in NEEDED:
        answer = await client.request(
            method, path, json={"result": "danger"}, headers={"idempotency-key": "12345678"}
        )
        refused = answer.status_code == HTTPStatus.FORBIDDEN
        assert refused is (permission not in ROLES[role]), (path, answer.text)


async def test_a_role_without_anything_gets_nothing(
    database: Database, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_admin(database, "somebody", StaffRole.OFFICER, "jijwa-dong")
    client = await sign_in("somebody")
    bare = {role: frozenset[Permission]() for role in StaffRole}
    monkeypatch.setattr("admin_api.permissions.ROLES", bare)
    for method, path, _ in NEEDED:
        answer = await client.request(
            method, path, json={"result": "danger"}, headers={"idempotency-key": "12345678"}
        )
        assert answer.status_code == HTTPStatus.FORBIDDEN, path
        assert answer.json()["code"] == "not-allowed"
