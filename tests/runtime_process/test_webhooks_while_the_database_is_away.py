"""A fact from outside is acknowledged and kept while the database is away, and comes in once."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import make_url
from sqlmodel import col, select

from bot.webhook import PATH, SECRET_HEADER
from foundation import limits
from foundation.clock import ManualClock
from foundation.engines import make_engine
from foundation.ids import seeded
from foundation.keyring import KeyRing
from runtime.web import web_app
from runtime.wiring import Service, Surroundings, build
from signals.model import Source
from signals.tables import SignalRow
from tests.support.database import MONDAY_MORNING
from tests.support.inprocess import SECRET, SERVICE, Network, settings_for
from town.servers.telegram import BotApi

pytestmark = pytest.mark.anyio

MORE_THAN_THREADS = 2 * limits.DATABASE_THREADS + 1
LONG = 3_600


@contextmanager
def away(url: str) -> Iterator[None]:
    """Another connection holds what a fact needs."""
    engine = make_engine(url, pooled=False)
    if make_url(url).get_backend_name() == "sqlite":
        with engine.begin():  # BEGIN IMMEDIATE: nobody else writes
            yield
        return
    with engine.begin() as connection:
        connection.exec_driver_sql("LOCK TABLE signal IN ACCESS EXCLUSIVE MODE")
        yield


def nothing_later(*_args: object) -> None:
    """The town has nothing to do here."""


@pytest.fixture
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """What takes two seconds in the city takes a moment here."""
    monkeypatch.setattr(limits, "INTAKE_DATABASE_SECONDS", 0.1)
    return monkeypatch


@pytest.fixture
def gives_up(in_no_time: pytest.MonkeyPatch) -> None:
    """The database refuses at once what it cannot do."""
    in_no_time.setattr(limits, "SQLITE_BUSY_SECONDS", 0)
    in_no_time.setattr(limits, "LOCK_WAIT_SECONDS", 0.01)


@pytest.fixture
def hangs(in_no_time: pytest.MonkeyPatch) -> None:
    """Whoever asks the database waits until it is back."""
    in_no_time.setattr(limits, "SQLITE_BUSY_SECONDS", LONG)
    in_no_time.setattr(limits, "LOCK_WAIT_SECONDS", LONG)


@dataclass(frozen=True)
class City:
    """A service that stands, and a way to its door."""

    service: Service
    client: httpx.AsyncClient

    async def knock(self, *updates: int) -> list[int]:
        """Bring these updates as Telegram does, all at a time; returns the answers' statuses."""
        answers = await asyncio.gather(
            *(
                self.client.post(PATH, json=update(number), headers={SECRET_HEADER: SECRET})
                for number in updates
            )
        )
        return [answer.status_code for answer in answers]

    async def health(self) -> tuple[int, dict[str, Any]]:
        answer = await self.client.get("/health")
        return answer.status_code, json.loads(answer.content)

    def spooled(self) -> int:
        return self.service.intake.spooled()

    def inbox(self) -> list[str]:
        with self.service.database.read() as uow:
            return sorted(
                uow.session.exec(
                    select(SignalRow.source_id).where(col(SignalRow.source) == Source.TELEGRAM)
                )
            )


@pytest.fixture
async def city(database_url: str, tmp_path: Path) -> AsyncIterator[City]:
    clock = ManualClock(MONDAY_MORNING)
    async with httpx.AsyncClient() as nobody:
        telegram = BotApi(clock.now, nothing_later, nobody)
        around = Surroundings(
            clock=clock,
            ids=seeded(clock, 1),
            keyring=KeyRing.demo_ring(),
            durable=False,
            transport=Network(),
        )
        service = build(settings_for(tmp_path, database_url, telegram), around)
        door = httpx.ASGITransport(web_app(service))
        async with httpx.AsyncClient(transport=door, base_url=f"http://{SERVICE}") as client:
            yield City(service, client)
        await service.close()


def update(number: int) -> dict[str, Any]:
    person = {"id": 7, "is_bot": False, "first_name": "순자"}
    message = {
        "message_id": number,
        "from": person,
        "chat": {"id": 7, "type": "private", "first_name": "순자"},
        "date": int(MONDAY_MORNING.timestamp()),
        "text": "잘 있습니다",
    }
    return {"update_id": number, "message": message}


async def test_what_the_database_refuses_waits_in_the_spool(
    gives_up: None, city: City, database_url: str
) -> None:
    with away(database_url):
        assert await city.knock(1) == [200]
        assert city.spooled() == 1
    assert city.inbox() == []
    await city.service.worker.cycle()
    assert (city.inbox(), city.spooled()) == (["1"], 0)


async def test_a_fact_that_the_database_took_after_all_is_there_once(
    hangs: None, city: City, database_url: str
) -> None:
    with away(database_url):
        assert await city.knock(1) == [200]
        assert city.spooled() == 1
    await city.service.worker.cycle()
    await city.service.close()  # the thread that waited has written by now
    assert (city.inbox(), city.spooled()) == (["1"], 0)


async def test_repeated_by_telegram_it_is_still_there_once(
    gives_up: None, city: City, database_url: str
) -> None:
    with away(database_url):
        assert await city.knock(1) == [200]
        assert await city.knock(1) == [200]
    assert await city.knock(1) == [200]
    await city.service.worker.cycle()
    assert city.inbox() == ["1"]


async def test_more_facts_than_threads_are_acknowledged_while_the_database_hangs(
    hangs: None, city: City, database_url: str
) -> None:
    numbers = range(1, MORE_THAN_THREADS + 1)
    with away(database_url):
        assert set(await city.knock(*numbers)) == {200}
        assert city.spooled() == MORE_THAN_THREADS
    await city.service.worker.cycle()
    await city.service.close()
    assert city.inbox() == sorted(str(number) for number in numbers)


async def test_health_answers_while_every_thread_waits_for_the_database(
    hangs: None, city: City, database_url: str
) -> None:
    with away(database_url):
        await city.knock(*range(1, MORE_THAN_THREADS + 1))
        status, told = await city.health()
    # the auditor reads by itself; SQLite lets it beside whoever holds the lock for writing
    seen = "up" if database_url.startswith("sqlite") else "away"
    assert (status, told["database"], told["healthy"]) == (503, seen, False)
    assert told["spooled"] == MORE_THAN_THREADS


async def test_a_full_disk_besides_is_told_to_the_sender(
    gives_up: None, city: City, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(_body: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(city.service.intake._spool, "append", no_space)
    with away(database_url):
        assert await city.knock(1) == [503]
