"""The officials' API, to be mounted at /api/v1."""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from admin_api import paths, problems
from admin_api.guard import OPEN, Guard, Needs
from admin_api.routes import (
    asking,
    campaigns,
    cases,
    checkins,
    contacts,
    festivals,
    guides,
    hazards,
    messages,
    plug_alarms,
    plugs,
    residents,
    session,
    staff,
    tasks,
    vendors,
)
from admin_api.routes.office import Office, Services, nothing_to_poke
from foundation.clock import Clock
from foundation.database import Database

PATH = paths.API
COOKIE = "anbu_session"
_ONLY_SIGNED_IN = frozenset({("GET", "/openapi.json"), ("HEAD", "/openapi.json")})
"""The description of the API: every role may read it, nobody else."""

_ABOUT = """
Sign in with `POST /session`; the answer sets a cookie. An officer sees her own 읍면동 and those
of officers she stands in for; a lead and the city see all. Whoever opens personal data is logged.

Errors are `application/problem+json`: `code` for programs, `detail` says what to do.
Lists give `next`; pass it as `after` for the following page. Commands need an `Idempotency-Key`.
"""
_PROBLEM: dict[str, Any] = {
    "description": "A problem; `detail` says what to do.",
    "content": {
        problems.MEDIA_TYPE: {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail", "code"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                    "code": {"type": "string"},
                    "errors": {"type": "array", "items": {"type": "object"}},
                },
            },
            "example": {
                "type": "urn:anbu:problem:not-signed-in",
                "title": "You are not signed in",
                "status": 401,
                "detail": "Sign in with POST /session.",
                "code": "not-signed-in",
            },
        }
    },
}


class UnguardedRouteError(RuntimeError):
    """A route says nothing about who may use it."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} needs a parameter of admin_api.routes.office: who may use it?")


def api(
    database: Database,
    services: Services,
    base_url: str,
    clock: Clock,
    poke: Callable[[], None] = nothing_to_poke,
) -> FastAPI:
    """The API as an application of its own.

    `base_url` is the service's public address: with https the session's cookie is for https only.
    `poke` is called in a database thread after a command has committed. Raises
    UnguardedRouteError for a route that everybody could use.
    """
    secure = base_url.startswith("https://")
    cookie = f"__Host-{COOKIE}" if secure else COOKIE
    office = Office(database, services, clock, cookie, secure, base_url, poke)
    app = FastAPI(
        title="Anbu",
        version="1",
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        responses={"4XX": _PROBLEM, "5XX": _PROBLEM},
    )
    problems.install(app)
    for part in (
        session,
        residents,
        asking,
        guides,
        festivals,
        hazards,
        cases,
        tasks,
        checkins,
        campaigns,
        contacts,
        staff,
        messages,
        plugs,
        plug_alarms,
        vendors,
    ):
        app.include_router(part.router(office))
    for path in unguarded(app):
        raise UnguardedRouteError(path)
    app.add_middleware(Guard, database=database, cookie=cookie, secure=secure)
    return app


def unguarded(app: FastAPI) -> Iterator[str]:
    """Paths of routes that neither ask who is there nor are open on purpose."""
    for route in iter_route_contexts(app.routes):
        calls = {(method, route.path) for method in route.methods or ()}
        if calls and calls <= OPEN | _ONLY_SIGNED_IN:
            continue
        original = route.original_route
        asks = isinstance(original, APIRoute) and any(map(_asks_who, _all(original.dependant)))
        if not asks:
            yield route.path or repr(original)


def _asks_who(dependant: Dependant) -> bool:
    return isinstance(dependant.call, Needs)


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for each in dependant.dependencies:
        yield from _all(each)
