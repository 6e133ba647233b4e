"""Carries httpx's requests over aiohttp, which takes a quarter of the time of httpx's own pool.

The errors are httpx's: `bot.outcomes` reads from them whether a request may have left.
"""

from __future__ import annotations

from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from typing_extensions import override

KEPT_ALIVE_SECONDS = 5.0
"""As httpx keeps them: longer, and more of them are closed by the other side when used again."""


class Wire(httpx.AsyncBaseTransport):
    """Up to `connections` at once; nothing is ever sent twice, no redirect followed."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send once. Raises httpx.TransportError."""
        try:
            return await self._exchange(request)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _httpx_error(error) from error

    @override
    async def aclose(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        if self._session is None:  # it belongs to the event loop that it is made in
            self._session = _session(self._connections, request.url)
        async with self._session.request(
            request.method,
            str(request.url),
            headers=[(name.decode(), value.decode()) for name, value in request.headers.raw],
            data=await request.aread(),
            allow_redirects=False,
            timeout=_time_outs(request.extensions["timeout"]),
        ) as answer:
            body = await answer.read()
            return httpx.Response(answer.status, headers=answer.raw_headers, content=body)


def _session(connections: int, url: httpx.URL) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        limit=connections,
        keepalive_timeout=KEPT_ALIVE_SECONDS,
        ssl=httpx.create_ssl_context(),
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,  # httpx does it
        proxy=_proxy_for(url),
    )


def _proxy_for(url: httpx.URL) -> str | None:
    """The environment's, as httpx takes it; aiohttp would look for it in a thread every time."""
    proxies = getproxies()
    if proxy_bypass(url.host):
        return None
    return proxies.get(url.scheme) or proxies.get("all")


def _time_outs(wanted: dict[str, float | None]) -> aiohttp.ClientTimeout:
    """Aiohttp times no write: what takes longer than all parts together is given up."""
    pool, connect = wanted["pool"], wanted["connect"]
    write, read = wanted["write"], wanted["read"]
    parts = [part for part in (pool, connect, write, read) if part is not None]
    return aiohttp.ClientTimeout(
        total=sum(parts) if len(parts) == len(wanted) else None,
        connect=None if pool is None or connect is None else pool + connect,
        sock_connect=connect,
        sock_read=read,
    )


def _httpx_error(error: aiohttp.ClientError | TimeoutError) -> httpx.TransportError:
    """The same in httpx's words. Connect errors alone say that no request was written."""
    why = type(error).__name__  # its text may hold the address, and that the bot's token
    match error:
        case aiohttp.ConnectionTimeoutError():
            return httpx.ConnectTimeout(why)
        case TimeoutError():
            return httpx.ReadTimeout(why)
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            return httpx.ProxyError(why)
        case aiohttp.ClientConnectorError() | aiohttp.ClientSSLError():
            return httpx.ConnectError(why)
        case aiohttp.InvalidURL():
            return httpx.UnsupportedProtocol(why)
        case aiohttp.ServerDisconnectedError():
            return httpx.RemoteProtocolError(why)
        case _:
            return httpx.ReadError(why)
