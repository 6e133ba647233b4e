"""A situation of the emergency manual in a browser: no personal data, so no door."""

from html import escape
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse

from escalation.manual import Situation
from foundation.city import City
from locales.model import Language
from locales.texts import say
from reports.manual import manual
from residents.districts import BY_CODE

PATH = "/manual"
HEADERS = {
    "Cache-Control": "max-age=3600",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


def path_of(district: str, situation: Situation) -> str:
    """Where the page of a situation is, for one district."""
    return f"{PATH}/{district}/{situation}"


def router(city: City) -> APIRouter:
    """GET /manual/{district} and /manual/{district}/{situation}."""
    routes = APIRouter(prefix=PATH, include_in_schema=False)

    @routes.get("/{district}")
    async def whole(district: Annotated[str, Path(max_length=40)]) -> HTMLResponse:
        return _page(city, district, tuple(Situation))

    @routes.get("/{district}/{situation}")
    async def one(
        district: Annotated[str, Path(max_length=40)], situation: Situation
    ) -> HTMLResponse:
        return _page(city, district, (situation,))

    return routes


def _page(city: City, district: str, situations: tuple[Situation, ...]) -> HTMLResponse:
    where = BY_CODE.get(district)
    if where is None:
        unknown = escape(say("manual.unknown", Language.ko))
        return HTMLResponse(unknown, status_code=HTTPStatus.NOT_FOUND, headers=HEADERS)
    return HTMLResponse(manual(city, where, situations), headers=HEADERS)
