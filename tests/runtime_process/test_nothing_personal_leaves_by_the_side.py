"""Names, numbers, addresses and words are in no log line, no address and no metric of a town."""

import json
from urllib.parse import quote

import httpx
import pytest
import structlog
from prometheus_client import Counter

from bot.webhook import PATH, SECRET_HEADER
from checkins import words
from checkins.model import Checkin, Step
from foundation import logs
from foundation.unit_of_work import UnitOfWork
from residents.model import Resident
from runtime.demo import stage as demo
from runtime.demo.stage import SECRET, Stage, set_stage
from tests.runtime_process.watching import Watch, leaks
from town.servers.faults import Fault

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(600)]

DAYS, RESIDENTS, SEED = 2, 24, 5
LEAK = Counter("leak", "Where a metric would carry something personal.", ["pin"])


class Stumble:
    """Asks as the service does, but for the first few times, with an error that tells all."""

    def __init__(self, times: int) -> None:
        self._ask = words.ask
        self.left = times

    def __call__(
        self, uow: UnitOfWork, resident: Resident, checkin: Checkin, number: int, step: Step
    ) -> None:
        if self.left:
            self.left -= 1
            message = f"{resident.name}, {resident.address}, {resident.phones}"
            raise ValueError(message)
        self._ask(uow, resident, checkin, number, step)


def go_wrong(stage: Stage) -> None:
    """Errors quote what they were about: each kind of them happens on the way."""
    faults = stage.telegram.faults
    faults.push("sendMessage", Fault.server_error(), times=3)
    faults.push("sendMessage", Fault.too_many(), times=2)
    faults.push("sendMessage", Fault.forbidden(), times=1)
    faults.push("answerCallbackQuery", Fault.cut(), times=2)


async def knock(stage: Stage, client: httpx.AsyncClient) -> None:
    """Somebody who is not Telegram, and an update that is none, about a resident."""
    name = stage.town.cast.residents[0].name
    for secret in (SECRET, "guessed"):
        await client.post(
            f"{stage.base_url}{PATH}",
            json={"update_id": -1, "message": {"text": name, "from": name}},
            headers={SECRET_HEADER: secret},
        )


async def play(stage: Stage, watch: Watch, client: httpx.AsyncClient) -> None:
    go_wrong(stage)
    await knock(stage, client)
    await stage.conductor.run(stage.service.worker, stage.until)
    for path in ("/health", "/metrics"):
        watch.answers.append((await client.get(f"{stage.base_url}{path}")).text)


async def plant(
    stage: Stage, watch: Watch, client: httpx.AsyncClient, patch: pytest.MonkeyPatch
) -> set[str]:
    """Let something personal out by each side; returns what a search must find."""
    one, helper = stage.town.cast.residents[0], stage.town.cast.helpers[0]
    phone = "82" + helper.phone.removeprefix("0")
    patch.setattr(logs, "keep_ids_only", lambda _logger, _method, event: event)
    logs.configure("info", watch.logs)
    structlog.get_logger().info("leak", name=one.name)
    await client.get(f"{stage.base_url}/health?to=%2B{phone}")
    await client.get(f"{stage.service.settings.telegram_api_base}/{quote(one.address)}")
    await client.get(f"{stage.service.settings.twilio_api_base}/{helper.chat_id}")
    LEAK.labels(helper.pin).inc()
    return {one.name, phone, one.address, str(helper.chat_id), helper.pin}


async def test_a_town_leaves_nothing_personal_behind(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    watch, stumble = Watch(), Stumble(3)
    logs.configure("debug", watch.logs)
    monkeypatch.setattr(demo, "serve", watch.serve)
    monkeypatch.setattr(words, "ask", stumble)
    async with set_stage(SEED, RESIDENTS, DAYS) as stage, httpx.AsyncClient() as client:
        await play(stage, watch, client)
        assert capfd.readouterr() == ("", "")
        assert leaks(watch.seen(), stage) == set()
        assert not stumble.left
        events = {json.loads(line)["event"] for line in watch.logs.getvalue().splitlines()}
        assert len(watch.addresses) > 100, "nothing was watched"
        assert "actor_failed" in events, "no error came by"
        planted = await plant(stage, watch, client, monkeypatch)
        assert leaks(watch.seen(), stage) == planted
