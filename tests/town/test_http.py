import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.town.bot_under_test import HOOK, SECRET, Service, bot_for
from tests.town.timeline import Timeline
from town.servers.doors import HangUp
from town.servers.http import serve
from town.servers.telegram import BotApi

pytestmark = pytest.mark.anyio


async def hello(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("안녕")


async def hang_up(_request: Request) -> HangUp:
    return HangUp()


APP = Starlette(routes=[Route("/", hello), Route("/cut", hang_up, methods=["GET", "POST"])])


async def test_an_app_is_served_on_loopback_and_then_gone() -> None:
    handler = signal.getsignal(signal.SIGINT)
    async with httpx.AsyncClient() as client:
        async with serve(APP) as served, serve(APP) as other:
            assert served.port != other.port
            assert (await client.get(served.url)).text == "안녕"
            assert (await client.get(other.url)).text == "안녕"
            assert signal.getsignal(signal.SIGINT) is handler
        with pytest.raises(httpx.ConnectError):
            await client.get(served.url)


async def test_a_port_can_be_asked_for() -> None:
    async with serve(APP) as served:
        port = served.port
        with pytest.raises(OSError, match="in use"):
            async with serve(APP, port=port):
                pass
    async with serve(APP, port=port) as again:
        assert again.port == port


async def test_a_connection_can_be_closed_before_the_answer() -> None:
    async with serve(APP) as served, httpx.AsyncClient() as client:
        await client.get(served.url)
        for method in ("GET", "POST"):
            with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
                await client.request(method, f"{served.url}/cut", content=b"x" * 100_000)
        assert (await client.get(served.url)).status_code == 200


async def test_the_lifespan_runs_when_it_is_asked_for() -> None:
    happened: list[str] = []

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        happened.append("start")
        yield
        happened.append("stop")

    app = Starlette(lifespan=lifespan)
    async with serve(app):
        assert happened == []
    async with serve(app, lifespan=True):
        assert happened == ["start"]
    assert happened == ["start", "stop"]


async def test_an_app_that_does_not_start_is_an_error() -> None:
    async def broken(_scope: object, _receive: object, _send: object) -> None:
        raise OSError

    with pytest.raises(RuntimeError, match="did not start"):
        async with serve(broken, lifespan=True):
            pass


async def test_both_directions_over_sockets(timeline: Timeline) -> None:
    service = Service()
    async with serve(service.app) as public, httpx.AsyncClient() as client:
        api = BotApi(timeline.now, timeline.schedule, client)
        async with (
            serve(api.app, lifespan=True) as served,
            bot_for(api, base=served.url, real=True) as bot,
        ):
            path = HOOK.removeprefix("https://anbu.example")
            await bot.set_webhook(f"{public.url}{path}", secret_token=SECRET)
            await api.press_start(7)
            await bot.send_message(7, "안녕하세요")
            await asyncio.gather(*(api.say(7, str(number)) for number in range(20)))
    assert len(service.received) == 21
    assert len(set(service.update_ids)) == 21
    assert set(service.secrets) == {SECRET}
    assert api.screen(7)[0].text == "안녕하세요"
    assert api.open_requests == 0
