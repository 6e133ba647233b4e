"""The officials' API in process, and people who sign in to it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from admin_api import passwords
from admin_api.accounts import NewAdmin, create_admin
from admin_api.api import api
from admin_api.pages import task
from foundation.clock import ManualClock
from foundation.database import Database
from plugs import service as plugs
from plugs.model import Appliance, Device, Family, NewDevice, Room
from residents.model import Ref, Resident, StaffRole
from tests.admin_api.office import (
    BASE,
    CHANGES,
    CITY,
    SERVICES,
    TASKS,
    Errand,
    accept,
    add_helper,
    add_resident,
    mobile,
    open_task,
)

PASSWORD = "네 낱말로 된 긴 문장"
SignIn = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same Argon2, small enough for hundreds of sign-ins."""
    cheap = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    passwords._nobodys.cache_clear()
    monkeypatch.setattr(passwords, "hasher", lambda: cheap)


@pytest.fixture
def pokes() -> list[str]:
    """Grows by one each time a command pokes the worker."""
    return []


@pytest.fixture
def app(database: Database, clock: ManualClock, pokes: list[str]) -> FastAPI:
    return api(database, SERVICES, BASE, clock, poke=lambda: pokes.append("poke"))


def browser(app: FastAPI, **headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers)


@pytest.fixture
async def stranger(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(app) as client:
        yield client


def make_admin(
    database: Database,
    login: str,
    role: StaffRole = StaffRole.OFFICER,
    *districts: str,
    name: str = "김민지",
) -> Ref:
    new = NewAdmin(
        name=name,
        login=login,
        password=PASSWORD,
        role=role,
        phone=mobile(),
        districts=frozenset(districts),
    )
    return create_admin(database, new)


@pytest.fixture
async def sign_in(app: FastAPI) -> AsyncIterator[SignIn]:
    """`await sign_in("login")` gives a browser with that official's session."""
    async with AsyncExitStack() as stack:

        async def signed_in(login: str, password: str = PASSWORD) -> httpx.AsyncClient:
            client = await stack.enter_async_context(browser(app))
            answer = await client.post("/session", json={"login": login, "password": password})
            assert answer.status_code == 200, answer.text
            return client

        yield signed_in


@pytest.fixture
async def officer(database: Database, sign_in: SignIn) -> httpx.AsyncClient:
    """The officer of Jijwa-dong."""
    make_admin(database, "jijwa", StaffRole.OFFICER, "jijwa-dong")
    return await sign_in("jijwa")


@pytest.fixture
def page_app(database: Database, clock: ManualClock) -> FastAPI:
    """The task pages alone."""
    served = FastAPI()
    served.include_router(task.router(database, TASKS, CHANGES, CITY, BASE, clock))
    return served


@pytest.fixture
async def phone(page_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that opens task pages."""
    async with browser(page_app) as client:
        yield client


@pytest.fixture
def errand(database: Database) -> Errand:
    """A helper has accepted a visit."""
    with database.write() as uow:
        resident, helper = add_resident(uow), add_helper(uow)
        return accept(uow, resident, open_task(uow, resident), helper.ref)


@pytest.fixture
def kettle(database: Database, her: Resident) -> Device:
    """A plug in the home of whom the test calls `her`."""
    home = f"household:{her.household_id}"
    with database.write() as uow:
        return plugs.add_device(
            uow, NewDevice(Family.TASMOTA, "kettle", home, Appliance.KETTLE, Room.KITCHEN)
        )
