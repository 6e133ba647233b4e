"""The REST API: account, resource, faults, answer."""

import base64
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import httpx
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from town.servers.doors import BackDoor, FrontDoor, HangUp, error_page
from town.servers.faults import Fault, FaultKind, Faults, Mishaps
from town.servers.timeline import Now, Schedule
from town.servers.twilio.conversation import Failure
from town.servers.twilio.model import (
    API_VERSION,
    Call,
    Handsets,
    RestError,
    Sms,
    TwilioSettings,
)
from town.servers.twilio.shapes import call_json, matching, page_json, path_of, sms_json
from town.servers.twilio.switchboard import Switchboard
from town.servers.twilio.texts import Texts, field
from town.servers.twilio.webhooks import Webhooks

Work: TypeAlias = Callable[[FormData], Awaitable[Response]]

_SMS_FILTERS: Final = {
    "To": lambda sms: sms.to,
    "From": lambda sms: sms.sender,
    "DateSent": lambda sms: sms.sent_at or sms.created_at,
}
_CALL_FILTERS: Final = {
    "To": lambda call: call.to,
    "From": lambda call: call.sender,
    "Status": lambda call: call.status,
    "StartTime": lambda call: call.started_at or call.created_at,
    "EndTime": lambda call: call.ended_at or call.updated_at,
}


@dataclass(frozen=True, slots=True)
class TwilioCounts:
    """What happened so far."""

    requests: int
    sms: int
    calls: int
    calls_queued: int
    calls_active: int
    webhooks_sent: int
    callbacks_taken: int
    callbacks_lost: int
    twiml_failures: int


class TwilioApi:
    """Twilio for one account, as an ASGI app, with the phones at the other end.

    `app` serves `/2010-04-01/Accounts/<sid>/…`; webhooks go out through `client`. `phone` holds
    the hooks that decide what people do, `faults` and `mishaps` what goes wrong.
    """

    def __init__(
        self,
        now: Now,
        schedule: Schedule,
        client: httpx.AsyncClient,
        settings: TwilioSettings | None = None,
    ) -> None:
        self.settings = settings or TwilioSettings()
        self.phone = Handsets()
        self.faults = Faults()
        self._door = BackDoor(client)
        self._webhooks = Webhooks(now, schedule, self._door, self.settings.auth_token)
        common = (now, schedule, self._webhooks, self.phone, self.settings)
        self._texts = Texts(*common)
        self._switchboard = Switchboard(*common)
        self.app = FrontDoor(
            Starlette(
                routes=self._routes(),
                exception_handlers={RestError: _refused, 404: _nothing_there},
            )
        )

    @property
    def mishaps(self) -> Mishaps:
        """What befalls status callbacks.

        Kinds: `queued`, `sent`, `delivered`, `undelivered`, `failed` for texts; `initiated`,
        `ringing`, `answered`, `completed`, `amd` for calls.
        """
        return self._webhooks.mishaps

    @property
    def open_requests(self) -> int:
        """Requests that are being answered, in either direction."""
        return self.app.open + self._door.open

    @property
    def messages(self) -> tuple[Sms, ...]:
        """All text messages, oldest first."""
        return tuple(self._texts.all.values())

    @property
    def calls(self) -> tuple[Call, ...]:
        """All calls, oldest first."""
        return tuple(self._switchboard.all.values())

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Documents that could not be fetched or played."""
        return tuple(self._switchboard.talks.failures)

    @property
    def unsubscribed(self) -> set[str]:
        """Numbers that refuse texts (error 21610); add to it."""
        return self._texts.unsubscribed

    @property
    def counts(self) -> TwilioCounts:
        return TwilioCounts(
            requests=self.app.total,
            sms=len(self._texts.all),
            calls=len(self._switchboard.all),
            calls_queued=self._switchboard.queued,
            calls_active=self._switchboard.active,
            webhooks_sent=self._door.sent,
            callbacks_taken=self._webhooks.taken,
            callbacks_lost=self._webhooks.lost,
            twiml_failures=len(self.failures),
        )

    async def ring_service(self, number: str, *, hangs_up_after: float | None = None) -> Call:
        """Somebody calls the service's number; needs `TwilioSettings.incoming`.

        Raises:
            ValueError: nothing is configured for incoming calls.
        """
        return await self._switchboard.ring_service(number, hangs_up_after=hangs_up_after)

    async def write_service(self, number: str, words: str) -> None:
        """Somebody writes to the service's number; needs `TwilioSettings.incoming.sms_url`.

        Raises:
            ValueError: nothing is configured for incoming texts.
        """
        await self._texts.write_service(number, words)

    # --------------------------------------------------------------------------- routing

    def _routes(self) -> list[Route]:
        account = f"/{API_VERSION}/Accounts/{{account}}"
        both, all_three = ["GET", "POST"], ["GET", "POST", "DELETE"]
        return [
            Route(f"{account}.json", self._account),
            Route(f"{account}/Messages.json", self._all_messages, methods=both),
            Route(f"{account}/Messages/{{sid}}.json", self._one_message, methods=all_three),
            Route(f"{account}/Calls.json", self._all_calls, methods=both),
            Route(f"{account}/Calls/{{sid}}.json", self._one_call, methods=both),
        ]

    async def _account(self, request: Request) -> Response:
        async def fetch(_form: FormData) -> Response:
            sid = self.settings.account_sid
            body = {"sid": sid, "status": "active", "type": "Full", "friendly_name": "안부"}
            return JSONResponse({**body, "owner_account_sid": sid, "subresource_uris": {}})

        return await self._perform(request, "accounts.fetch", fetch)

    async def _all_messages(self, request: Request) -> Response:
        async def create(form: FormData) -> Response:
            return JSONResponse(self._sms(self._texts.create(form)), status_code=201)

        async def listing(_form: FormData) -> Response:
            found = matching(list(self.messages), request.query_params, _SMS_FILTERS)
            shown = [self._sms(sms) for sms in found]
            return JSONResponse(self._page("messages", shown, request))

        if request.method == "POST":
            return await self._perform(request, "messages.create", create)
        return await self._perform(request, "messages.list", listing)

    async def _one_message(self, request: Request) -> Response:
        async def work(form: FormData) -> Response:
            sms = self._texts.all.get(request.path_params["sid"])
            if sms is None:
                raise _not_found(request)
            if request.method == "DELETE":
                del self._texts.all[sms.sid]
                return Response(status_code=204)
            if request.method == "POST":
                self._texts.redact(sms, form)
            return JSONResponse(self._sms(sms))

        names = {"GET": "fetch", "POST": "update", "DELETE": "delete"}
        return await self._perform(request, f"messages.{names[request.method]}", work)

    async def _all_calls(self, request: Request) -> Response:
        async def create(form: FormData) -> Response:
            return JSONResponse(self._call(self._switchboard.create(form)), status_code=201)

        async def listing(_form: FormData) -> Response:
            found = matching(list(self.calls), request.query_params, _CALL_FILTERS)
            shown = [self._call(call) for call in found]
            return JSONResponse(self._page("calls", shown, request))

        if request.method == "POST":
            return await self._perform(request, "calls.create", create)
        return await self._perform(request, "calls.list", listing)

    async def _one_call(self, request: Request) -> Response:
        async def work(form: FormData) -> Response:
            call = self._switchboard.all.get(request.path_params["sid"])
            if call is None:
                raise _not_found(request)
            if request.method == "POST":
                await self._switchboard.update(call, form)
            return JSONResponse(self._call(call))

        name = "calls.fetch" if request.method == "GET" else "calls.update"
        return await self._perform(request, name, work)

    def _sms(self, sms: Sms) -> dict[str, object]:
        return sms_json(self.settings.account_sid, sms)

    def _call(self, call: Call) -> dict[str, object]:
        return call_json(self.settings.account_sid, call)

    def _page(
        self, key: str, shown: list[dict[str, object]], request: Request
    ) -> dict[str, object]:
        path = path_of(self.settings.account_sid, f"{key.capitalize()}.json")
        return page_json(path, key, shown, request.query_params)

    # --------------------------------------------------------------------------- answers

    async def _perform(self, request: Request, name: str, work: Work) -> Response:
        self._check_account(request)
        async with request.form() as form:
            fault = self.faults.take(name, field(form, "To"))
            if fault and not fault.done:
                return _spoilt(fault)
            try:
                answer = await work(form)
            except RestError:
                if fault:
                    return _spoilt(fault)
                raise
            return _spoilt(fault) if fault else answer

    def _check_account(self, request: Request) -> None:
        sid = self.settings.account_sid
        expected = base64.b64encode(f"{sid}:{self.settings.auth_token}".encode()).decode()
        given = request.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Basic {expected}".encode()):
            raise RestError(401, 20003, "Authenticate")
        if request.path_params["account"] != sid:
            raise _not_found(request)


def _not_found(request: Request) -> RestError:
    message = f"The requested resource {request.url.path} was not found"
    return RestError(404, 20404, message)


async def _nothing_there(request: Request, _error: Exception) -> Response:
    return await _refused(request, _not_found(request))


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RestError)  # noqa: S101 - registered for this class only
    body = {
        "code": error.code,
        "message": error.message,
        "more_info": f"https://www.twilio.com/docs/errors/{error.code}",
        "status": error.status,
    }
    headers = {"Retry-After": "1"} if error.status == 429 else None
    return JSONResponse(body, status_code=error.status, headers=headers)


def _spoilt(fault: Fault) -> Response:
    match fault.kind:
        case FaultKind.TOO_MANY:
            raise RestError(429, 20429, "Too Many Requests")
        case FaultKind.UNAUTHORIZED:
            raise RestError(401, 20003, "Authenticate")
        case FaultKind.FORBIDDEN:
            raise RestError(403, 20403, "Forbidden")
        case FaultKind.SERVER_ERROR:
            return error_page(fault.status)
        case FaultKind.CUT:
            return HangUp()
