"""The Bot API server: token, method, limits, faults, answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from town.servers.doors import BackDoor, FrontDoor, HangUp, error_page
from town.servers.faults import Fault, FaultKind, Faults, Mishaps
from town.servers.telegram.chats import Chats
from town.servers.telegram.files import Files
from town.servers.telegram.messages import Messages, Method
from town.servers.telegram.model import ApiError, Json, Limits, PhoneHooks, forbidden, too_many
from town.servers.telegram.pace import Pace
from town.servers.telegram.params import Params, read_params
from town.servers.telegram.people import UserSide
from town.servers.telegram.profile import Profile
from town.servers.telegram.queries import Queries
from town.servers.telegram.updates import Updates
from town.servers.timeline import Now, Schedule


@dataclass(frozen=True, slots=True)
class BotSettings:
    """The one bot of this server. The token is made up."""

    token: str = field(default="700000001:AAtown-token-of-a-made-up-bot-000000", repr=False)
    username: str = "anbu_town_bot"
    name: str = "안부"
    limits: Limits = field(default_factory=Limits)

    def user_json(self) -> Json:
        return {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
        }


@dataclass(frozen=True, slots=True)
class BotCounts:
    """What happened so far."""

    requests: int
    messages_sent: int
    messages_edited: int
    toasts: int
    queries_unanswered: int
    refused_for_pace: int
    updates_delivered: int
    updates_pending: int
    updates_lost: int


class BotApi(UserSide):
    """Telegram's Bot API for one bot, as an ASGI app, with the phones of its users.

    `app` serves `/bot<token>/<method>` and `/file/bot<token>/<path>`; updates go out through
    `client`. `phone` holds the hooks that are called when a screen changes, `faults` and
    `mishaps` what goes wrong.
    """

    def __init__(
        self,
        now: Now,
        schedule: Schedule,
        client: httpx.AsyncClient,
        settings: BotSettings | None = None,
    ) -> None:
        self.settings = settings or BotSettings()
        self.phone = PhoneHooks()
        self.faults = Faults()
        bot = self.settings.user_json()
        chats, files = Chats(now, bot), Files()
        self._door = BackDoor(client)
        updates = Updates(now, schedule, self._door)
        queries = Queries(chats, self.phone)
        super().__init__(chats, files, queries, updates)
        self.profile = Profile(bot)
        self._messages = Messages(chats, files, self.phone)
        self._pace = Pace(now, self.settings.limits)
        self._methods: Mapping[str, tuple[str, Method]] = {
            name.lower(): (name, method)
            for name, method in {
                **self._messages.methods(),
                **self.profile.methods(),
                "answerCallbackQuery": queries.answer,
                "setWebhook": updates.set_webhook,
                "deleteWebhook": updates.delete_webhook,
                "getWebhookInfo": updates.info,
                "getFile": files.get_file,
            }.items()
        }
        self.app = FrontDoor(
            Starlette(
                routes=[
                    Route("/file/bot{token}/{path:path}", self._download),
                    Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"]),
                ],
                exception_handlers={404: _not_found, ApiError: _refused},
            )
        )

    @property
    def mishaps(self) -> Mishaps:
        """What befalls updates on their way to the webhook."""
        return self._updates.mishaps

    @property
    def open_requests(self) -> int:
        """Requests that are being answered in either direction; waiting pollers do not count."""
        return self.app.open - self._updates.waiting + self._door.open

    @property
    def counts(self) -> BotCounts:
        return BotCounts(
            requests=self.app.total,
            messages_sent=self._messages.sent,
            messages_edited=self._messages.edited,
            toasts=self._queries.toasts,
            queries_unanswered=self._queries.unanswered,
            refused_for_pace=self._pace.refused,
            updates_delivered=self._updates.delivered,
            updates_pending=self._updates.pending,
            updates_lost=self._updates.lost,
        )

    def close(self) -> None:
        """Let waiting pollers go before the server is stopped."""
        self._updates.close()

    # ------------------------------------------------------------------------------ inside

    async def _download(self, request: Request) -> Response:
        self._check_token(request)
        return self._files.download(request.path_params["path"])

    async def _answer(self, request: Request) -> Response:
        self._check_token(request)
        return await self._perform(request, await read_params(request))

    def _check_token(self, request: Request) -> None:
        token = request.path_params["token"]
        if token == self.settings.token:
            return
        bot_id, colon, secret = token.partition(":")
        well_formed = bot_id.isdecimal() and colon and secret
        raise ApiError(401, "Unauthorized") if well_formed else ApiError(404, "Not Found")

    async def _perform(self, request: Request, params: Params) -> Response:
        name, work = self._find(request, params)
        fault = self.faults.take(name, params.text("chat_id"))
        if fault and not fault.done:
            return _spoilt(fault)
        try:
            result = await self._paced(name, params, work)
        except ApiError:
            if fault:
                return _spoilt(fault)
            raise
        return _spoilt(fault) if fault else JSONResponse({"ok": True, "result": result})

    async def _paced(
        self, name: str, params: Params, work: Callable[[], Awaitable[object]]
    ) -> object:
        """Only what reaches a phone counts against the limits."""
        if not name.startswith(("send", "edit")) or name == "sendChatAction":
            return await work()
        chat_id = params.text("chat_id")
        self._pace.check(chat_id)
        result = await work()
        self._pace.count(chat_id)
        return result

    def _find(
        self, request: Request, params: Params
    ) -> tuple[str, Callable[[], Awaitable[object]]]:
        asked = request.path_params["method"].lower()
        if asked == "getupdates":
            return "getUpdates", lambda: self._updates.poll(params, partial(_gone, request))
        if asked not in self._methods:
            raise ApiError(404, "Not Found")
        name, method = self._methods[asked]

        async def work() -> object:
            return method(params)

        return name, work


async def _gone(request: Request) -> None:
    """Returns when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        continue


async def _not_found(_request: Request, _error: Exception) -> Response:
    return JSONResponse(ApiError(404, "Not Found").body(), status_code=404)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)  # noqa: S101 - registered for this class only
    return JSONResponse(error.body(), status_code=error.status)


def _spoilt(fault: Fault) -> Response:
    match fault.kind:
        case FaultKind.TOO_MANY:
            raise too_many(fault.retry_after)
        case FaultKind.UNAUTHORIZED:
            raise ApiError(401, "Unauthorized")
        case FaultKind.FORBIDDEN:
            raise forbidden("bot was blocked by the user")
        case FaultKind.SERVER_ERROR:
            return error_page(fault.status)
        case FaultKind.CUT:
            return HangUp()
