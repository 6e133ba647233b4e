"""Signing in and out."""

import asyncio
from datetime import timedelta
from http import HTTPStatus

import structlog
from fastapi import APIRouter, Request, Response

from admin_api import sessions
from admin_api.accounts import LockedOut
from admin_api.callers import caller_of, cookie_of, place_of
from admin_api.permissions import ROLES, Official
from admin_api.problems import Kind, ProblemError
from admin_api.routes.office import AnyOfficial, Office
from admin_api.sessions import ABSOLUTE, SignedIn
from admin_api.shapes import Login, Me
from admin_api.throttle import Throttle

log = structlog.get_logger()

FAILURES, WITHIN = 20, timedelta(minutes=5)
AT_ONCE = 2
"""Each check of a password takes 64 MiB for a moment."""


def router(office: Office) -> APIRouter:
    """POST and DELETE /session, GET /me."""
    handlers = _Sessions(office)
    routes = APIRouter(tags=["session"])
    routes.post("/session", summary="Sign in")(handlers.sign_in)
    routes.delete("/session", summary="Sign out", status_code=HTTPStatus.NO_CONTENT)(
        handlers.sign_out
    )
    routes.get("/me", summary="Who is signed in")(handlers.me)
    return routes


class _Sessions:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._throttle = Throttle(office.clock, FAILURES, WITHIN)
        self._turnstile = asyncio.Semaphore(AT_ONCE)

    async def sign_in(self, request: Request, response: Response, given: Login) -> Me:
        """Start a session: the answer sets its cookie."""
        caller, place = caller_of(request), place_of(request)
        wait = self._throttle.wait(caller)
        if wait is not None:
            raise ProblemError(Kind.TOO_MANY_TRIES, retry_after=wait)
        database = self._office.database
        async with self._turnstile:
            found = await database.aio(
                lambda: sessions.sign_in(database, given.login, given.password, place)
            )
        if not isinstance(found, SignedIn):
            self._throttle.failed(caller)
            log.warning("login_refused", reason="wrong" if found is None else "locked")
        if isinstance(found, LockedOut):
            raise ProblemError(Kind.LOCKED_OUT, retry_after=found.wait)
        if found is None:
            raise ProblemError(Kind.WRONG_LOGIN)
        response.set_cookie(
            self._office.cookie,
            found.token,
            max_age=int(ABSOLUTE.total_seconds()),
            path="/",
            secure=self._office.secure,
            httponly=True,
            samesite="strict",
        )
        return _me(found.who)

    async def sign_out(self, request: Request, response: Response, _by: AnyOfficial) -> None:
        """End this session here and on the server."""
        token = cookie_of(request, self._office.cookie) or ""
        database = self._office.database
        await database.aio(lambda: sessions.end(database, token))
        response.delete_cookie(
            self._office.cookie,
            path="/",
            secure=self._office.secure,
            httponly=True,
            samesite="strict",
        )

    async def me(self, by: AnyOfficial) -> Me:
        """Your name, role, districts and permissions."""
        return _me(by)


def _me(who: Official) -> Me:
    return Me(
        ref=who.ref,
        name=who.name,
        role=who.role,
        districts=sorted(who.districts),
        standing_in=sorted(who.standing_in),
        permissions=sorted(ROLES[who.role]),
    )
