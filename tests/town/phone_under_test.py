"""A small phone service: creates calls and texts with Twilio's client, answers its webhooks."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.http import AsyncHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response as TwilioResponse
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from typing_extensions import override

from tests.town.timeline import Timeline
from town.servers.twilio import SIGNATURE_HEADER, TwilioApi, TwilioSettings

PUBLIC = "https://anbu.example"
MOBILE = "+821055550101"
LANDLINE = "+82545550102"
CITY = "+12025550142"

SAY = '<Say voice="Polly.Seoyeon" language="ko-KR">{}</Say>'
GOODBYE = f"<Response>{SAY.format('고맙습니다.')}<Hangup/></Response>"


def question(attributes: str = "", after: str = "") -> str:
    """Asks for one key; what follows when there is no answer."""
    say = SAY.format("괜찮으시면 일번을 눌러 주세요.")
    return (
        f'<Response><Gather numDigits="1" action="/voice/answer?ob=1" {attributes}>{say}</Gather>'
        f"{after}</Response>"
    )


@dataclass
class Asked:
    """One webhook as it came."""

    path: str
    params: dict[str, str]
    genuine: bool


class AsgiClient(AsyncHttpClient):
    """Carries the client's requests to an app in this process."""

    def __init__(self, api: TwilioApi) -> None:
        super().__init__(logging.getLogger("test"), is_async=True)
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(api.app))

    @override
    async def request(  # type: ignore[override]  # the library's base class is not async
        self,
        method: str,
        uri: str,
        params: Any = None,
        data: Any = None,
        headers: Any = None,
        auth: Any = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> TwilioResponse:
        query = {name: value for name, value in (params or {}).items() if value is not None}
        answer = await self.http.request(
            method, uri, params=query or None, data=data, headers=headers, auth=auth
        )
        return TwilioResponse(answer.status_code, answer.text, answer.headers)


class LoopbackClient(TwilioHttpClient):
    """The library's own client, sent to another address."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=10)
        self._base = urlsplit(base)

    @override
    def request(  # type: ignore[override]  # the library calls it by position
        self, method: str, url: str, *args: Any, **kwargs: Any
    ) -> TwilioResponse:
        url = urlunsplit(urlsplit(url)._replace(scheme="http", netloc=self._base.netloc))
        return super().request(method, url, *args, **kwargs)


@dataclass
class World:
    timeline: Timeline
    settings: TwilioSettings
    asked: list[Asked] = field(default_factory=list)
    documents: dict[str, list[str]] = field(default_factory=dict)
    """What each path answers, in order; the last one again and again."""

    def __post_init__(self) -> None:
        routes = [Route("/{path:path}", self._answer, methods=["GET", "POST"])]
        self.app = Starlette(routes=routes)
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app))
        self.api = TwilioApi(self.timeline.now, self.timeline.schedule, self.http, self.settings)
        self.asgi = AsgiClient(self.api)
        # Any: the library's own types take no plain words for a status.
        self.client: Any = Client(
            self.settings.account_sid, self.settings.auth_token, http_client=self.asgi
        )

    async def _answer(self, request: Request) -> Response:
        raw = request.scope["raw_path"].decode()
        query = request.scope["query_string"].decode()
        url = f"{PUBLIC}{raw}" + (f"?{query}" if query else "")
        form = await request.form()
        validator = RequestValidator(self.settings.auth_token)
        genuine = validator.validate(url, form, request.headers.get(SIGNATURE_HEADER, ""))
        params = {name: str(value) for name, value in form.items()} or dict(request.query_params)
        self.asked.append(Asked(url.removeprefix(PUBLIC), params, genuine))
        return self._document(request.url.path)

    def _document(self, path: str) -> Response:
        waiting = self.documents.get(path)
        if not waiting:
            return Response(status_code=204)
        document = waiting[0] if len(waiting) == 1 else waiting.pop(0)
        if document == "cut":
            raise httpx.ReadError("connection reset")
        if document.isdecimal():
            return Response("<html/>", status_code=int(document), media_type="text/html")
        if not document.startswith("<"):
            return Response(document, media_type="text/plain")
        return Response(document, media_type="text/xml")

    def answers(self, path: str, *documents: str) -> None:
        self.documents[path] = list(documents)

    async def call(self, **parameters: Any) -> str:
        """Have a call created; returns its SID."""
        wanted: dict[str, Any] = {"to": MOBILE, "from_": CITY, "url": f"{PUBLIC}/voice?ob=1"}
        created = await self.client.calls.create_async(**(wanted | parameters))
        return str(created.sid)

    def seen(self, path: str, name: str) -> list[str]:
        """One parameter of all webhooks to a path, in order of arrival."""
        return [
            asked.params.get(name, "") for asked in self.asked if urlsplit(asked.path).path == path
        ]


@asynccontextmanager
async def world(timeline: Timeline, settings: TwilioSettings | None = None) -> AsyncIterator[World]:
    made = World(timeline, settings or TwilioSettings())
    async with made.http, made.asgi.http:
        yield made
        assert all(asked.genuine for asked in made.asked)
        assert made.api.open_requests == 0
