"""Requests over the network: sent once, and an error says whether they may have arrived."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from gzip import compress

import httpx
import pytest

from bot.outcomes import _NEVER_LEFT
from bot.wire import Wire

pytestmark = pytest.mark.anyio
SOON = httpx.Timeout(0.2)


class Server:
    """Counts requests and answers each with the same bytes; with none it hangs up or waits."""

    def __init__(self, answer: bytes | None, *, hangs_up: bool = True) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self._answer = answer
        self._hangs_up = hangs_up

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                if self._answer is not None:
                    writer.write(self._answer)
                elif self._hangs_up:
                    break
        except asyncio.IncompleteReadError:
            pass  # the client hung up
        writer.close()


@asynccontextmanager
async def served(server: Server) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    listening = await asyncio.start_server(server.talk, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        async with httpx.AsyncClient(transport=Wire(4), timeout=SOON) as client:
            yield client, f"http://127.0.0.1:{port}/bot1:a/send"
    finally:
        listening.close()
        await listening.wait_closed()


def answer(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def test_answers_come_as_from_httpx_over_one_connection() -> None:
    server = Server(answer("429 Too Many", compress("안녕".encode()), "Content-Encoding: gzip"))
    async with served(server) as (client, url):
        for _ in range(3):
            said = await client.post(url, data={"text": "순자님"})
            assert (said.status_code, said.text) == (429, "안녕")
    assert server.connections == 1
    assert server.requests[0].startswith(b"POST /bot1:a/send HTTP/1.1\r\n")
    assert server.requests[0].endswith(b"\r\n\r\ntext=%EC%88%9C%EC%9E%90%EB%8B%98")


async def test_no_redirect_is_followed() -> None:
    server = Server(answer("302 Found", b"", "Location: /elsewhere"))
    async with served(server) as (client, url):
        assert (await client.post(url, data={"a": "b"})).status_code == 302
    assert len(server.requests) == 1


async def test_a_server_that_hangs_up_may_have_it_and_does_not_get_it_again() -> None:
    server = Server(None)
    async with served(server) as (client, url):
        with pytest.raises(httpx.TransportError) as raised:
            await client.post(url, data={"a": "b"})
    assert not isinstance(raised.value, _NEVER_LEFT)
    assert len(server.requests) == 1


async def test_a_server_that_is_silent_may_have_it() -> None:
    server = Server(None, hangs_up=False)
    async with served(server) as (client, url):
        with pytest.raises(httpx.ReadTimeout):
            await client.post(url, data={"a": "b"})
    assert len(server.requests) == 1


async def test_where_nobody_listens_nothing_left() -> None:
    async with served(Server(None)) as (_, url):
        pass
    async with httpx.AsyncClient(transport=Wire(4), timeout=SOON) as client:
        with pytest.raises(httpx.ConnectError) as raised:
            await client.post(url, data={"a": "b"})
    assert "bot1" not in str(raised.value)


async def test_a_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(answer("200 OK", b"{}"))
    async with served(server) as (client, url):
        monkeypatch.setenv("http_proxy", url)
        monkeypatch.setenv("no_proxy", "")
        await client.post("http://api.telegram.example/bot1:a/send", data={"a": "b"})
    assert server.requests[0].startswith(b"POST http://api.telegram.example/bot1:a/send HTTP")
