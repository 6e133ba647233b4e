"""The front door of a vendor's API (ASGI) and its way out to the service's webhooks (httpx)."""

from collections.abc import Mapping

import httpx
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from typing_extensions import override

HANG_UP = "town.hang_up"
"""Key in `scope["extensions"]`: a callable that closes the client's connection."""

_PAGE = (
    "<html>\r\n<head><title>{status}</title></head>\r\n"
    "<body>\r\n<center><h1>{status}</h1></center>\r\n<hr><center>nginx</center>\r\n"
    "</body>\r\n</html>\r\n"
)


class FrontDoor:
    """Wraps an ASGI app and counts the requests inside it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.open = 0
        self.total = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self.open += 1
        self.total += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self.open -= 1


class HangUp(Response):
    """Closes the connection before a byte of the answer.

    Behind `town.servers.http` the socket is closed. Where there is no socket (httpx's
    ASGITransport) the client gets the very exception that httpx raises for a closed one.

    Raises:
        httpx.RemoteProtocolError: there is no socket to close.
    """

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        close = scope.get("extensions", {}).get(HANG_UP)
        if close is None:
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        close()
        while (await receive())["type"] != "http.disconnect":
            continue


def error_page(status: int) -> Response:
    """The HTML that a proxy in front of a vendor answers with."""
    return Response(_PAGE.format(status=status), status_code=status, media_type="text/html")


class BackDoor:
    """Carries webhooks to the service and counts them.

    A transport error is an answer too ("none"); what the service's own code raises through an
    ASGITransport is not caught here.
    """

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.open = 0
        self.sent = 0
        self.broken = 0

    async def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response | None:
        """The service's answer, or None when the connection broke."""
        self.open += 1
        self.sent += 1
        try:
            return await self._client.request(method, url, content=content, headers=headers)
        except httpx.HTTPError:
            self.broken += 1
            return None
        finally:
            self.open -= 1
