"""What every request passes before any route sees it: size, origin, session. Deny by default."""

from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from admin_api import problems, sessions
from admin_api.callers import cookie_of
from admin_api.permissions import Official, Permission
from admin_api.problems import Kind, ProblemError
from foundation.bodies import body_of
from foundation.database import Database

log = structlog.get_logger()

BODY_BYTES = 64 * 1024
OPEN = frozenset({("POST", "/session")})
"""What needs no session: signing in."""
_ONLY_READ = frozenset({"GET", "HEAD"})
_OWN_SITE = frozenset({"same-origin", "none"})
_OFFICIAL = "official"

HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
HTTPS_ONLY = "max-age=31536000"


class Guard:
    """ASGI middleware around the whole API."""

    def __init__(self, app: ASGIApp, database: Database, cookie: str, *, secure: bool) -> None:
        self._app = app
        self._database = database
        self._cookie = cookie
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through to the routes, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        begun = False

        async def send_guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._add_headers(MutableHeaders(scope=message))
            await send(message)

        try:
            await self._answer(scope, receive, send_guarded)
        except Exception:
            log.exception("api_failed")
            if begun:
                raise
            await problems.answer(Kind.FAILED)(scope, receive, send_guarded)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        refusal = await self._refusal(request)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        body = await body_of(request, BODY_BYTES)
        if body is None:
            await problems.answer(Kind.TOO_LARGE)(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)

    async def _refusal(self, request: Request) -> Response | None:
        """Why this request goes no further; None when it may. Nothing was read of its body."""
        if request.method not in _ONLY_READ and not _from_own_site(request):
            return problems.answer(Kind.OTHER_SITE)
        if (request.method, path_of(request)) in OPEN:
            return None
        token = cookie_of(request, self._cookie)
        if token is None:
            return problems.answer(Kind.NOT_SIGNED_IN)
        try:
            found = await self._database.aio(lambda: sessions.who_is(self._database, token))
        except SQLAlchemyError:
            return problems.answer(Kind.UNAVAILABLE, retry_after=problems.SOON)
        if found is None:
            return problems.answer(Kind.NOT_SIGNED_IN)
        request.scope.setdefault("state", {})[_OFFICIAL] = found
        return None

    def _add_headers(self, headers: MutableHeaders) -> None:
        headers.update(HEADERS)
        if self._secure:
            headers["Strict-Transport-Security"] = HTTPS_ONLY


class Needs:
    """Dependency of a route: the official who is signed in, if her role has the permission."""

    def __init__(self, permission: Permission | None) -> None:
        self.permission = permission

    def __call__(self, request: Request) -> Official:
        """Return the official. Raises ProblemError."""
        found: Any = request.scope.get("state", {}).get(_OFFICIAL)
        if not isinstance(found, Official):
            raise ProblemError(Kind.NOT_SIGNED_IN)
        if self.permission is not None and not found.may(self.permission):
            raise ProblemError(Kind.NOT_ALLOWED)
        return found


def path_of(request: Request) -> str:
    """The path inside the API, wherever it is mounted."""
    path: str = request.scope["path"]
    return path.removeprefix(request.scope.get("root_path", ""))


def _from_own_site(request: Request) -> bool:
    """Browsers say where a command comes from; programs say nothing and carry no cookies."""
    return request.headers.get("sec-fetch-site", "none") in _OWN_SITE


def _again(body: bytes, receive: Receive) -> Receive:
    """Give the body that was read to the routes, then whatever comes after it."""
    sent = False

    async def receive_again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again
