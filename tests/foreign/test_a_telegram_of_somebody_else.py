"""The whole service as a process, against Telemelya, somebody else's Telegram.

A resident joins by her link, is asked, and presses the button. Telemelya signs no webhook: a
small proxy before ours adds the header, as Telegram sends it.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.webhook import PATH, SECRET_HEADER
from checkins import service as checkins
from checkins import store as checkins_store
from checkins.model import CheckinState
from foundation.clock import RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.migrations import migrate
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import (
    Basis,
    ChannelName,
    Consent,
    Device,
    LifeState,
    NewResident,
    Purpose,
    Resident,
    Tier,
)
from signals import agenda
from tests.foreign.others import PYTHON, running
from tests.runtime_process.child import Child, anbu, free_port
from town.servers.http import serve

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(240)]

CHAT = 77_000_001
SECRET = "webhook-secret-0001"
TOKEN = "123456:made-up"
WITHIN = 30
LEAVES_WITHIN = 20.0
AGREED = (
    *(Purpose.COLLECTION, Purpose.SENSITIVE, Purpose.HELPERS, Purpose.CALLS),
    *(Purpose.OVERSEAS_TELEGRAM, Purpose.OVERSEAS_TWILIO),
)
REDIS = """
from fakeredis import TcpFakeServer
server = TcpFakeServer(("127.0.0.1", 0))
print("port", server.server_address[1])
server.serve_forever()
"""
S3 = """
from threading import Event
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
server.start()
print("port", server.get_host_and_port()[1])
Event().wait()
"""


@pytest.fixture(scope="module")
def telemelya() -> Iterator[str]:
    """Its address."""
    port = str(free_port())
    with ExitStack() as stack:
        redis = stack.enter_context(running(PYTHON, "-c", REDIS)).until("port ").split()[1]
        s3 = stack.enter_context(running(PYTHON, "-c", S3)).until("port ").split()[1]
        variables = {
            "REDIS_URL": f"redis://127.0.0.1:{redis}/0",
            "MINIO_ENDPOINT": f"127.0.0.1:{s3}",
            "MOCK_SERVER_HOST": "127.0.0.1",
            "MOCK_SERVER_PORT": port,
        }
        module = ("-m", "telemelya.server.app")
        server = stack.enter_context(running(PYTHON, *module, variables=variables))
        server.until("Uvicorn running on")
        yield f"http://127.0.0.1:{port}"


@dataclass(frozen=True)
class Phone:
    """Her Telegram."""

    client: httpx.AsyncClient

    async def does(self, **what: object) -> None:
        """Bring an update to the webhook; our answer is passed on to us."""
        answer = await self.client.post(
            "/api/v1/test/send_update",
            params={"bot_token": TOKEN},
            json={"chat_id": CHAT, **what},
        )
        assert answer.json()["delivery"]["status_code"] == 200, answer.text

    async def next(self, method: str) -> dict[str, Any]:
        """The next call of this method of the Bot API; others before it are left out."""
        while True:
            path, query = "/api/v1/test/responses/wait", {"timeout": WITHIN}
            told = (await self.client.get(path, params=query)).json()
            assert told["response"] is not None, f"no {method} came"
            if told["response"]["method"] == method:
                call: dict[str, Any] = told["response"]
                return call


@pytest.fixture
async def phone(telemelya: str) -> AsyncIterator[Phone]:
    headers = {"Authorization": "Bearer x", "X-Test-Session": "hers"}
    async with httpx.AsyncClient(base_url=telemelya, headers=headers, timeout=2 * WITHIN) as client:
        yield Phone(client)


def proxy(client: httpx.AsyncClient, service: str) -> Starlette:
    """Passes updates on with Telegram's header."""

    async def passed_on(request: Request) -> Response:
        headers = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}
        answer = await client.post(
            f"{service}{PATH}", content=await request.body(), headers=headers
        )
        return Response(answer.content, answer.status_code)

    return Starlette(routes=[Route(PATH, passed_on, methods=["POST"])])


class Office:
    """The city's database, beside the running service."""

    def __init__(self, folder: Path) -> None:
        self.url = f"sqlite:///{folder / 'anbu.db'}"
        self.ring_file = folder / "keyring.json"
        ring, clock = KeyRing.generate(), RealClock()
        ring.save(self.ring_file)
        migrate(self.url)
        self.database = Database(self.url, clock=clock, ids=Ids(clock), keyring=ring)

    def close(self) -> None:
        self.database.close()

    def enters(self) -> tuple[Resident, str]:
        """A resident who agreed to everything, and the link that she gets on paper."""
        with self.database.write() as uow:
            her = residents.add_resident(
                uow,
                NewResident(
                    name="김순자",
                    birth_year=1941,
                    tier=Tier.HIGH,
                    district="jijwa-dong",
                    devices=frozenset({Device.SMARTPHONE_TELEGRAM}),
                ),
            )
            for purpose in AGREED:
                residents.give_consent(uow, her.ref, _agreed(uow, purpose))
            residents.set_state(uow, her.ref, LifeState.CONSENTED)
            residents.set_state(uow, her.ref, LifeState.ACTIVE)
            return her, residents.issue_link(uow, her.ref)

    def makes_it_her_time(self, her: Resident) -> None:
        with self.database.write() as uow:
            planned = checkins.planned(uow, her.id)
            assert planned is not None
            checkins_store.put_plan(uow, planned.plan, uow.now)
            agenda.bring_forward(uow, her.ref, uow.now)


def _agreed(uow: UnitOfWork, purpose: Purpose) -> Consent:
    return Consent(
        purpose=purpose,
        basis=Basis.CONSENT,
        given_at=uow.now,
        withdrawn_at=None,
        text_version="test-1",
        channel=ChannelName.PERSON,
        taken_by="staff:test",
    )


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with closing(Office(tmp_path)) as one:
        yield one


@pytest.fixture
async def service(office: Office, telemelya: str, tmp_path: Path) -> AsyncIterator[Child]:
    """`anbu serve`, with its webhook set at Telemelya and the proxy before it."""
    port = free_port()
    async with (
        httpx.AsyncClient(timeout=WITHIN) as client,
        serve(proxy(client, f"http://127.0.0.1:{port}")) as front,
    ):
        variables = {
            "DATABASE_URL": office.url,
            "KEY_RING_FILE": str(office.ring_file),
            "SPOOL_DIR": str(tmp_path / "spool"),
            "PORT": str(port),
            "PUBLIC_BASE_URL": front.url,
            "TELEGRAM_MODE": "webhook",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "TELEGRAM_API_BASE": telemelya,
        }
        with anbu("serve", variables, tmp_path) as child:
            for event in ("listening", "telegram_up"):
                await anyio.to_thread.run_sync(child.until, event)
            yield child


async def test_she_joins_is_asked_and_answers(office: Office, phone: Phone, service: Child) -> None:
    her, token = office.enters()

    await phone.does(command=f"/start {token}")
    assert her.name in (await phone.next("sendMessage"))["text"]
    with office.database.read() as uow:
        assert residents.person_at(uow, ChannelName.TELEGRAM, str(CHAT)) == her.ref

    office.makes_it_her_time(her)
    question = await phone.next("sendMessage")
    fine = question["reply_markup"]["inline_keyboard"][0][0]
    await phone.does(
        callback_data=fine["callback_data"], callback_message_id=question["message_id"]
    )
    await phone.next("answerCallbackQuery")
    answered = await phone.next("editMessageText")
    assert answered["message_id"] == question["message_id"]
    assert "reply_markup" not in answered["raw"], "to Telegram that means: no buttons any more"

    with office.database.read() as uow:
        checkin = checkins.latest_of(uow, her.id)
    assert checkin is not None
    assert (checkin.state, checkin.answered_on) == (CheckinState.FINE, ChannelName.TELEGRAM)
    left = await anyio.to_thread.run_sync(service.told_to_stop, LEAVES_WITHIN)
    assert left == 0, service.told
