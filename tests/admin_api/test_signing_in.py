"""Accounts, sessions, and being locked out."""

from datetime import timedelta
from http import HTTPStatus

import anyio
import httpx
import pytest
from fastapi import FastAPI

from admin_api import accounts, passwords, sessions
from admin_api.accounts import (
    LoginTakenError,
    NewAdmin,
    UnknownAccountError,
    WrongLoginError,
    create_admin,
)
from admin_api.passwords import WeakPasswordError
from admin_api.routes import session as session_routes
from admin_api.tables import SessionRow
from foundation.clock import ManualClock
from foundation.database import Database
from residents import service as residents
from residents.model import StaffRole
from tests.admin_api.conftest import PASSWORD, SignIn, browser, make_admin
from tests.admin_api.office import add_staff, mobile

pytestmark = pytest.mark.anyio
WRONG = "not the password"


async def attempt(client: httpx.AsyncClient, login: str, password: str) -> httpx.Response:
    return await client.post("/session", json={"login": login, "password": password})


async def test_the_right_password_starts_a_session(
    database: Database, stranger: httpx.AsyncClient
) -> None:
    ref = make_admin(database, "kim.minji", StaffRole.OFFICER, "jijwa-dong")
    answer = await attempt(stranger, " Kim.Minji ", PASSWORD)
    assert answer.status_code == HTTPStatus.OK
    me = answer.json()
    assert me["ref"] == ref
    assert (me["name"], me["role"], me["districts"]) == ("김민지", "officer", ["jijwa-dong"])
    assert "do_tasks" in me["permissions"]
    assert (await stranger.get("/me")).json() == me


async def test_the_cookie_is_out_of_scripts_and_other_sites_reach(
    database: Database, stranger: httpx.AsyncClient
) -> None:
    make_admin(database, "jijwa")
    cookie = (await attempt(stranger, "jijwa", PASSWORD)).headers["set-cookie"]
    assert cookie.startswith("__Host-anbu_session=")
    for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/", "Max-Age=43200"):
        assert part in cookie
    token = cookie.partition("=")[2].partition(";")[0]
    with database.read() as uow:
        assert uow.session.get(SessionRow, token) is None
        assert uow.session.get(SessionRow, sessions._hash(token)) is not None


async def test_signing_in_is_in_the_access_log(database: Database, sign_in: SignIn) -> None:
    ref = make_admin(database, "jijwa")
    await sign_in("jijwa")
    with database.read() as uow:
        lines = residents.accesses_to(uow, ref, uow.now)
    assert [(line.who, line.what, line.where) for line in lines] == [
        (ref, sessions.SIGNED_IN, "127.0.0.1")
    ]


async def test_a_wrong_login_is_not_told_from_a_wrong_password(
    database: Database, stranger: httpx.AsyncClient
) -> None:
    make_admin(database, "jijwa")
    for _ in range(5):
        known = await attempt(stranger, "jijwa", WRONG)
        unknown = await attempt(stranger, "nobody", WRONG)
        assert known.status_code == unknown.status_code == HTTPStatus.UNAUTHORIZED
        assert known.json() == unknown.json()
        assert "set-cookie" not in known.headers
    known, unknown = (
        await attempt(stranger, "jijwa", PASSWORD),
        await attempt(stranger, "nobody", PASSWORD),
    )
    assert known.status_code == unknown.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert known.json() == unknown.json()


async def test_five_wrong_tries_lock_for_a_quarter_of_an_hour(
    database: Database, stranger: httpx.AsyncClient, clock: ManualClock
) -> None:
    make_admin(database, "jijwa")
    for _ in range(5):
        await attempt(stranger, "jijwa", WRONG)
    locked = await attempt(stranger, "jijwa", PASSWORD)
    assert locked.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert locked.json()["code"] == "locked-out"
    assert int(locked.headers["retry-after"]) == 15 * 60 + 1
    clock.advance(timedelta(minutes=15) - timedelta(seconds=1))
    assert (await attempt(stranger, "jijwa", PASSWORD)).status_code == 429
    clock.advance(timedelta(seconds=1))
    assert (await attempt(stranger, "jijwa", PASSWORD)).status_code == HTTPStatus.OK


async def test_four_wrong_tries_and_the_right_one_start_anew(
    database: Database, stranger: httpx.AsyncClient
) -> None:
    make_admin(database, "jijwa")
    for _ in range(2):
        for _ in range(4):
            assert (await attempt(stranger, "jijwa", WRONG)).status_code == 401
        assert (await attempt(stranger, "jijwa", PASSWORD)).status_code == 200


async def test_tries_at_once_are_counted_one_by_one(app: FastAPI, database: Database) -> None:
    make_admin(database, "jijwa")
    codes: list[int] = []

    async def guess() -> None:
        async with browser(app) as client:
            codes.append((await attempt(client, "jijwa", WRONG)).status_code)

    async with anyio.create_task_group() as group:
        for _ in range(9):
            group.start_soon(guess)
    assert sorted(codes) == [401] * 5 + [429] * 4


async def test_old_tries_are_forgotten(
    database: Database, stranger: httpx.AsyncClient, clock: ManualClock
) -> None:
    make_admin(database, "jijwa")
    for _ in range(4):
        await attempt(stranger, "jijwa", WRONG)
    clock.advance(accounts.TRIES_KEPT + timedelta(seconds=1))
    for _ in range(4):
        await attempt(stranger, "jijwa", WRONG)
    assert (await attempt(stranger, "jijwa", PASSWORD)).status_code == HTTPStatus.OK


async def test_guessing_many_logins_is_slowed_down(
    database: Database, stranger: httpx.AsyncClient, clock: ManualClock
) -> None:
    make_admin(database, "jijwa")
    for number in range(session_routes.FAILURES):
        await attempt(stranger, f"guess{number}", WRONG)
    slowed = await attempt(stranger, "jijwa", PASSWORD)
    assert slowed.json()["code"] == "too-many-tries"
    clock.advance(session_routes.WITHIN)
    assert (await attempt(stranger, "jijwa", PASSWORD)).status_code == HTTPStatus.OK


async def test_a_session_ends_after_thirty_idle_minutes(
    database: Database, sign_in: SignIn, clock: ManualClock
) -> None:
    make_admin(database, "jijwa")
    client = await sign_in("jijwa")
    for _ in range(3):
        clock.advance(timedelta(minutes=29))
        assert (await client.get("/me")).status_code == HTTPStatus.OK
    clock.advance(timedelta(minutes=30))
    assert (await client.get("/me")).status_code == HTTPStatus.UNAUTHORIZED


async def test_a_session_ends_after_twelve_hours_however_busy(
    database: Database, sign_in: SignIn, clock: ManualClock
) -> None:
    make_admin(database, "jijwa")
    client = await sign_in("jijwa")
    for _ in range(12 * 3 - 1):
        clock.advance(timedelta(minutes=20))
        assert (await client.get("/me")).status_code == HTTPStatus.OK
    clock.advance(timedelta(minutes=20))
    assert (await client.get("/me")).status_code == HTTPStatus.UNAUTHORIZED


async def test_signing_out_ends_it_on_the_server_too(
    database: Database, sign_in: SignIn, app: FastAPI
) -> None:
    make_admin(database, "jijwa")
    client = await sign_in("jijwa")
    kept = dict(client.cookies)
    answer = await client.delete("/session")
    assert answer.status_code == HTTPStatus.NO_CONTENT
    assert "__Host-anbu_session=" in answer.headers["set-cookie"]
    async with browser(app) as thief:
        thief.cookies.update(kept)
        assert (await thief.get("/me")).status_code == HTTPStatus.UNAUTHORIZED


async def test_ended_sessions_are_cleared_away(
    database: Database, sign_in: SignIn, clock: ManualClock
) -> None:
    from sqlmodel import select

    make_admin(database, "jijwa")
    await sign_in("jijwa")
    clock.advance(sessions.ABSOLUTE)
    await sign_in("jijwa")
    with database.read() as uow:
        assert len(uow.session.exec(select(SessionRow)).all()) == 1


async def test_a_made_up_cookie_is_no_session(stranger: httpx.AsyncClient) -> None:
    for cookie in ("", "x", "A" * 22, "A" * 5_000, "한글", "a=b; __Host-anbu_session"):
        header = f"__Host-anbu_session={cookie}".encode()
        answer = await stranger.get("/me", headers={b"cookie": header})
        assert answer.status_code == HTTPStatus.UNAUTHORIZED


async def test_who_left_is_signed_out_and_stays_out(
    database: Database, sign_in: SignIn, stranger: httpx.AsyncClient
) -> None:
    ref = make_admin(database, "jijwa")
    client = await sign_in("jijwa")
    with database.write() as uow:
        residents.change_staff(uow, ref, active=False)
    assert (await client.get("/me")).status_code == HTTPStatus.UNAUTHORIZED
    assert (await attempt(stranger, "jijwa", PASSWORD)).status_code == HTTPStatus.UNAUTHORIZED


async def test_a_closed_account_is_signed_out_and_stays_out(
    database: Database, sign_in: SignIn, stranger: httpx.AsyncClient
) -> None:
    make_admin(database, "jijwa")
    client = await sign_in("jijwa")
    accounts.close_account(database, "jijwa")
    assert (await client.get("/me")).status_code == HTTPStatus.UNAUTHORIZED
    assert (await attempt(stranger, "jijwa", PASSWORD)).status_code == HTTPStatus.UNAUTHORIZED


async def test_a_new_password_unlocks_and_ends_every_session(
    database: Database, sign_in: SignIn, stranger: httpx.AsyncClient
) -> None:
    make_admin(database, "jijwa")
    client = await sign_in("jijwa")
    for _ in range(5):
        await attempt(stranger, "jijwa", WRONG)
    accounts.set_password(database, "jijwa", "another long sentence")
    assert (await client.get("/me")).status_code == HTTPStatus.UNAUTHORIZED
    assert (await attempt(stranger, "jijwa", PASSWORD)).status_code == HTTPStatus.UNAUTHORIZED
    await sign_in("jijwa", "another long sentence")


async def test_hangul_typed_on_a_mac_is_the_same_password(
    database: Database, sign_in: SignIn
) -> None:
    import unicodedata

    make_admin(database, "jijwa")
    await sign_in("jijwa", unicodedata.normalize("NFD", PASSWORD))


def new_admin(**other: object) -> NewAdmin:
    given: dict[str, object] = {
        "name": "김민지",
        "login": "jijwa",
        "password": PASSWORD,
        "role": StaffRole.CITY,
        "phone": mobile(),
    }
    return NewAdmin(**given | other)  # type: ignore[arg-type]


def test_a_login_belongs_to_one_person(database: Database) -> None:
    create_admin(database, new_admin())
    with pytest.raises(LoginTakenError):
        create_admin(database, new_admin(name="다른이"))


def test_a_person_has_one_account(database: Database) -> None:
    phone = mobile()
    create_admin(database, new_admin(phone=phone))
    with pytest.raises(LoginTakenError):
        create_admin(database, new_admin(phone=phone, login="second"))


def test_somebody_registered_already_gets_the_account_only(database: Database) -> None:
    with database.write() as uow:
        staff = add_staff(uow, "김민지")
    ref = create_admin(database, new_admin(phone=staff.phone, role=StaffRole.OFFICER))
    assert ref == staff.ref


@pytest.mark.parametrize("login", ["", "ab", "a" * 41, "with space", "김민지", ".dot", "a/b"])
def test_a_login_can_be_typed_by_everybody(login: str, sqlite_database: Database) -> None:
    with pytest.raises(WrongLoginError):
        create_admin(sqlite_database, new_admin(login=login))


@pytest.mark.parametrize(
    "password", ["short", "aaaaaaaaaaaaaaaa", "x" * 129, "jijwa-is-the-login", ""]
)
def test_a_weak_password_is_refused_and_not_repeated(
    password: str, sqlite_database: Database
) -> None:
    with pytest.raises(WeakPasswordError) as refused:
        create_admin(sqlite_database, new_admin(password=password))
    assert not password or password not in str(refused.value)


def test_an_unknown_login_is_named_as_such(database: Database) -> None:
    with pytest.raises(UnknownAccountError):
        accounts.set_password(database, "nobody", PASSWORD)


def test_nothing_of_a_password_shows_in_a_repr() -> None:
    new = new_admin()
    assert PASSWORD not in repr(new)
    assert "jijwa" not in repr(new)


def test_real_passwords_are_hashed_with_argon2id_of_64_mib(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    assert passwords.hashed(PASSWORD).startswith("$argon2id$v=19$m=65536,")
