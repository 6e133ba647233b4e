"""Every error of the API as application/problem+json (RFC 9457), saying what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class _Kind:
    status: HTTPStatus
    title: str
    advice: str


class Kind(Enum):
    """What can go wrong. The name in lower case, with hyphens, is the stable `code`."""

    NOT_SIGNED_IN = _Kind(
        HTTPStatus.UNAUTHORIZED,
        "You are not signed in",
        "Sign in with POST /session. A session ends after 30 idle minutes and after 12 hours.",
    )
    WRONG_LOGIN = _Kind(
        HTTPStatus.UNAUTHORIZED,
        "Login or password is wrong",
        "Check both. After five wrong tries the login is locked for 15 minutes.",
    )
    LOCKED_OUT = _Kind(
        HTTPStatus.TOO_MANY_REQUESTS,
        "This login is locked",
        "Wait as long as Retry-After says (seconds), then sign in again.",
    )
    TOO_MANY_TRIES = _Kind(
        HTTPStatus.TOO_MANY_REQUESTS,
        "Too many failed tries from this network",
        "Wait as long as Retry-After says (seconds), then try again.",
    )
    NOT_ALLOWED = _Kind(
        HTTPStatus.FORBIDDEN,
        "Your role may not do this",
        "Ask somebody whose role may: GET /me lists what yours may do.",
    )
    OTHER_SITE = _Kind(
        HTTPStatus.FORBIDDEN,
        "The request came from another site",
        "Send commands from the service's own pages, or without a browser.",
    )
    NOT_FOUND = _Kind(
        HTTPStatus.NOT_FOUND,
        "There is no such thing in your districts",
        "Check the address and the id; ask the district's officer when it is elsewhere.",
    )
    WRONG_METHOD = _Kind(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "This address does not take this method",
        "Use a method that the Allow header names.",
    )
    INVALID = _Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "The request is not as described",
        "Correct what `errors` names; GET /openapi.json describes every request.",
    )
    NOT_HER_NUMBERS = _Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "These are not her telephone numbers",
        "Send each number that GET /residents/{id} shows once, in the order of trying them.",
    )
    TOO_LARGE = _Kind(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "The request is too large",
        "Send at most 64 KiB.",
    )
    KEY_REUSED = _Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "This Idempotency-Key belongs to another command",
        "Use a fresh key for each new command; repeat a command word for word.",
    )
    TAKEN = _Kind(
        HTTPStatus.CONFLICT,
        "Somebody else has this task",
        "GET the task to see who.",
    )
    NOT_YOURS = _Kind(
        HTTPStatus.CONFLICT,
        "This task is not yours to finish",
        "Accept it first, or ask whoever accepted it for the result.",
    )
    NOT_ASKED_FOR = _Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "This kind of work comes by itself",
        "Ask for a visit, a call, a survey, a lesson, a repair, a check of data or a follow-up.",
    )
    NO_SUCH_DAY = _Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Work is asked for by a day that is still to come",
        "Name a moment within the next 92 days, or none: each kind has its own.",
    )
    BACK_TOO_LATE = _Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "Nobody waits longer than two hours for her to come back",
        "Name a moment within two hours; if she comes later, give the result away.",
    )
    BACK_ALREADY = _Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "This moment has passed",
        "Name a moment within the next two hours, or give the result.",
    )
    BACK_ONCE = _Kind(
        HTTPStatus.CONFLICT,
        "Somebody has waited for her once already",
        "Give the result of this visit: away when that was confirmed, no answer otherwise.",
    )
    NOT_OFFERED = _Kind(
        HTTPStatus.CONFLICT,
        "This helper was not asked for this task",
        "GET the task to see whom it was offered to; accept it yourself, or wait for her offer.",
    )
    CANNOT_SAY_SO = _Kind(
        HTTPStatus.CONFLICT,
        "A helper's work does not end so",
        "Accept the task yourself, then give the result in your own name.",
    )
    TASK_CLOSED = _Kind(
        HTTPStatus.CONFLICT,
        "This task is closed",
        "Nothing is left to do; GET the task to see how it ended.",
    )
    CASE_CLOSED = _Kind(
        HTTPStatus.CONFLICT,
        "This case is closed",
        "Look at how it ended. Open another with POST /residents/{id}/case if she needs somebody.",
    )
    CHANGED_MEANWHILE = _Kind(
        HTTPStatus.CONFLICT,
        "The task changed in the same moment",
        "GET the task and decide again.",
    )
    NOT_ACTIVE = _Kind(
        HTTPStatus.CONFLICT,
        "This resident is not asked",
        "Take her on first: she can practise while she is active.",
    )
    NOT_PROPOSED = _Kind(
        HTTPStatus.CONFLICT,
        "This change is not proposed for her home",
        "GET /residents/{id}/plug-alarms lists what is: this was decided, or her home changed.",
    )
    NOT_TAKEN_ON = _Kind(
        HTTPStatus.CONFLICT,
        "This resident is not taken on",
        "A guide is for who has agreed to be asked, or is asked: take her on first.",
    )
    BEING_ASKED = _Kind(
        HTTPStatus.CONFLICT,
        "This resident is being asked right now",
        "Let her answer that first, then practise.",
    )
    NO_CHANNEL = _Kind(
        HTTPStatus.CONFLICT,
        "This resident cannot be asked like that",
        "Look whether she has the device and the number, agreed to it and has not stopped it.",
    )
    SERVED_ALREADY = _Kind(
        HTTPStatus.CONFLICT,
        "This resident is served there with this number already",
        "GET /residents/{id}/services shows it; end it before you note it anew.",
    )
    UNAVAILABLE = _Kind(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The database does not answer",
        "Try again after Retry-After seconds. For somebody in danger use the phone: 119 or 112.",
    )
    FAILED = _Kind(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "The service failed",
        "Try again once; then tell whoever runs the service, with the time of the request.",
    )

    @property
    def code(self) -> str:
        """What programs compare."""
        return self.name.lower().replace("_", "-")


_OF_STATUS = {
    HTTPStatus.NOT_FOUND: Kind.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED: Kind.WRONG_METHOD,
}
SOON = timedelta(seconds=5)


class ProblemError(Exception):
    """Ends a request with a problem; what the transaction did so far is rolled back."""

    def __init__(
        self,
        kind: Kind,
        *,
        retry_after: timedelta | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.retry_after = retry_after
        self.errors = errors


def invalid(where: str, why: str) -> ProblemError:
    """The problem of one entry of a request, and why it cannot be taken."""
    return ProblemError(Kind.INVALID, errors=[{"where": [where], "why": why}])


def answer(
    kind: Kind,
    *,
    retry_after: timedelta | None = None,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The response for a problem."""
    found = kind.value
    content: dict[str, Any] = {
        "type": f"urn:anbu:problem:{kind.code}",
        "title": found.title,
        "status": found.status.value,
        "detail": found.advice,
        "code": kind.code,
    }
    if errors:
        content["errors"] = list(errors)
    sent = dict(headers or {})
    if retry_after is not None:
        sent["Retry-After"] = str(int(retry_after.total_seconds()) + 1)
    return JSONResponse(content, found.status, headers=sent, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer the exceptions of routes with problems; `admin_api.guard` answers what is left."""

    @app.exception_handler(ProblemError)
    async def problem(_request: Request, error: ProblemError) -> JSONResponse:
        return answer(error.kind, retry_after=error.retry_after, errors=error.errors)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        # What was sent may be somebody's data: only where and why goes back.
        named = [{"where": list(one["loc"]), "why": one["msg"]} for one in error.errors()]
        return answer(Kind.INVALID, errors=named)

    @app.exception_handler(HTTPException)
    async def plain(_request: Request, error: HTTPException) -> JSONResponse:
        kind = _OF_STATUS.get(HTTPStatus(error.status_code), Kind.INVALID)
        return answer(kind, headers=error.headers)

    @app.exception_handler(SQLAlchemyError)
    async def away(_request: Request, error: SQLAlchemyError) -> JSONResponse:
        log.error("api_database", error=error)
        return answer(Kind.UNAVAILABLE, retry_after=SOON)
