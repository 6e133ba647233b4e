"""Every error is a problem that says what to do; every answer has its headers."""

from http import HTTPStatus
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError

from admin_api import guard, problems, sessions
from admin_api.api import api
from admin_api.problems import MEDIA_TYPE, Kind
from foundation.clock import ManualClock
from foundation.database import Database
from tests.admin_api.conftest import PASSWORD, make_admin
from tests.admin_api.office import SERVICES

pytestmark = pytest.mark.anyio


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """No engine changes who is let in or how an error is told."""
    return sqlite_database


def assert_is(answer: httpx.Response, kind: Kind) -> None:
    assert answer.headers["content-type"] == MEDIA_TYPE
    found = answer.json()
    assert answer.status_code == found["status"] == kind.value.status
    assert found["code"] == kind.code
    assert found["title"]
    assert found["detail"].endswith(".")
    for name in guard.HEADERS:
        assert answer.headers[name] == guard.HEADERS[name]


async def test_what_is_not_there(officer: httpx.AsyncClient) -> None:
    for path in ("/nothing", "/residents/x", "/cases/x", "/tasks/x"):
        assert_is(await officer.get(path), Kind.NOT_FOUND)


async def test_a_method_that_is_not_taken(officer: httpx.AsyncClient) -> None:
    answer = await officer.put("/residents")
    assert_is(answer, Kind.WRONG_METHOD)
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "after=../../etc",
        "tier=purple",
        "state=dead",
        "names=perhaps",
    ],
)
async def test_a_query_that_is_not_as_described(query: str, officer: httpx.AsyncClient) -> None:
    answer = await officer.get(f"/residents?{query}")
    assert_is(answer, Kind.INVALID)
    assert answer.json()["errors"][0]["where"] == ["query", query.partition("=")[0]]


async def test_a_moment_needs_its_zone(officer: httpx.AsyncClient) -> None:
    assert_is(await officer.get("/tasks?since=2026-03-01T09:00:00"), Kind.INVALID)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"login": "jijwa"}',
        b'{"login": "jijwa", "password": "secret-word", "more": 1}',
        b'{"login": ["jijwa"], "password": {"secret-word": 1}}',
        b"\xff\xfe",
    ],
)
async def test_a_login_that_is_not_as_described_is_not_repeated(
    body: bytes, stranger: httpx.AsyncClient
) -> None:
    answer = await stranger.post(
        "/session", content=body, headers={"content-type": "application/json"}
    )
    assert_is(answer, Kind.INVALID)
    assert "secret-word" not in answer.text


async def test_a_form_of_another_site_is_no_json(
    stranger: httpx.AsyncClient, database: Database
) -> None:
    make_admin(database, "jijwa")
    body = f'{{"login": "jijwa", "password": "{PASSWORD}"}}'.encode()
    answer = await stranger.post("/session", content=body, headers={"content-type": "text/plain"})
    assert_is(answer, Kind.INVALID)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_command_from_another_site_is_refused(
    site: str, officer: httpx.AsyncClient
) -> None:
    headers = {"sec-fetch-site": site, "idempotency-key": "12345678"}
    assert_is(await officer.post("/tasks/x/accept", headers=headers), Kind.OTHER_SITE)
    assert_is(await officer.delete("/session", headers=headers), Kind.OTHER_SITE)
    assert (await officer.get("/me", headers=headers)).status_code == HTTPStatus.OK


async def test_too_much_is_not_taken(
    officer: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    large = b"x" * (guard.BODY_BYTES + 1)
    assert_is(await officer.post("/tasks/x/result", content=large), Kind.TOO_LARGE)
    assert_is(await stranger.post("/session", content=large), Kind.TOO_LARGE)
    assert_is(await stranger.post("/tasks/x/result", content=large), Kind.NOT_SIGNED_IN)


async def test_a_body_without_a_length_is_counted_too(stranger: httpx.AsyncClient) -> None:
    async def endless() -> Any:
        for _ in range(1_000):
            yield b"x" * 1_024

    assert_is(await stranger.post("/session", content=endless()), Kind.TOO_LARGE)


def away(*_: object, **__: object) -> None:
    raise OperationalError("select", {}, Exception("locked"))


async def test_the_database_being_away_is_told_with_the_phone(
    officer: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("residents.service.outlines_in", away)
    answer = await officer.get("/residents")
    assert_is(answer, Kind.UNAVAILABLE)
    assert int(answer.headers["retry-after"]) > 0
    assert "119" in answer.json()["detail"]


async def test_it_is_also_told_when_not_even_the_session_can_be_read(
    officer: httpx.AsyncClient, stranger: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "who_is", away)
    assert_is(await officer.get("/me"), Kind.UNAVAILABLE)
    monkeypatch.setattr(sessions, "sign_in", away)
    answer = await stranger.post("/session", json={"login": "jijwa", "password": PASSWORD})
    assert_is(answer, Kind.UNAVAILABLE)


async def test_a_fault_of_ours_shows_nothing_of_itself(
    officer: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        message = "김순자 010-1234-5678"
        raise RuntimeError(message)

    monkeypatch.setattr("residents.service.outlines_in", broken)
    answer = await officer.get("/residents")
    assert_is(answer, Kind.FAILED)
    assert "김순자" not in answer.text


async def test_good_answers_have_the_headers_too(officer: httpx.AsyncClient) -> None:
    answer = await officer.get("/me")
    for name in guard.HEADERS:
        assert answer.headers[name] == guard.HEADERS[name]
    assert answer.headers["strict-transport-security"] == guard.HTTPS_ONLY


async def test_without_https_it_works_for_trying_out(
    database: Database, clock: ManualClock
) -> None:
    make_admin(database, "jijwa")
    app = api(database, SERVICES, "http://localhost:8000", clock)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        body = {"login": "jijwa", "password": PASSWORD}
        answer = await client.post("/session", json=body)
        assert "Secure" not in answer.headers["set-cookie"]
        assert "strict-transport-security" not in answer.headers
        assert (await client.get("/me")).status_code == HTTPStatus.OK


async def test_the_description_has_an_example_for_every_shape(
    officer: httpx.AsyncClient,
) -> None:
    described = (await officer.get("/openapi.json")).json()
    assert described["info"]["title"] == "Anbu"
    for path, methods in described["paths"].items():
        for method, what in methods.items():
            assert what["summary"], (method, path)
            assert {"4XX", "5XX"} <= what["responses"].keys()
    for name, shape in described["components"]["schemas"].items():
        if name.startswith(("Page_", "HTTPValidation", "Validation")) or "enum" in shape:
            continue
        assert "examples" in str(shape["properties"]), name


async def test_lifespan_and_other_protocols_pass_the_guard(
    app: FastAPI, database: Database
) -> None:
    seen: list[str] = []

    async def inner(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["type"])

    guarded = guard.Guard(inner, database, "anbu_session", secure=True)

    async def nothing(*_: Any) -> Any:
        return {}

    await guarded({"type": "lifespan"}, nothing, nothing)
    assert seen == ["lifespan"]


def test_every_problem_says_what_to_do_in_a_sentence() -> None:
    for kind in Kind:
        assert kind.value.advice.endswith(".")
        assert kind.value.status >= HTTPStatus.BAD_REQUEST
    assert problems.answer(Kind.FAILED).status_code == HTTPStatus.INTERNAL_SERVER_ERROR
