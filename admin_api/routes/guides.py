"""The printed guide for a resident's first lesson."""

from fastapi import APIRouter, Request, Response

from admin_api.callers import place_of
from admin_api.paths import GUIDE
from admin_api.permissions import Official
from admin_api.problems import Kind, ProblemError
from admin_api.routes.office import ChangesAsking, Office, ResidentId, hers
from reports.guide.service import NoGuideError
from reports.guide.sheet import pdf_of
from residents import service as residents

OPENED = "api.guide_opened"
"""Word of the access log."""
PDF = "application/pdf"


def router(office: Office) -> APIRouter:
    """GET /residents/{id}/guide."""
    routes = APIRouter(tags=["residents"])
    routes.get(
        GUIDE,
        summary="Her guide to print",
        response_class=Response,
        responses={200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}},
    )(_Guides(office).one)
    return routes


class _Guides:
    def __init__(self, office: Office) -> None:
        self._database = office.database
        self._guides = office.services.guides

    async def one(self, request: Request, by: ChangesAsking, resident_id: ResidentId) -> Response:
        """A PDF of two pages in her language, for the first lesson: a line of the access log.

        Where she is to join by Telegram it has a new link of hers as a QR code, good for 7 days;
        one on an earlier guide ends.
        """
        bot, place = await self._guides.bot_name(), place_of(request)
        pdf = await self._database.aio(lambda: self._printed(by, resident_id, bot, place))
        name = f"guide-{resident_id}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(pdf, media_type=PDF, headers=headers)

    def _printed(self, by: Official, resident_id: str, bot: str | None, place: str) -> bytes:
        with self._database.write() as uow:
            whose = hers(uow, by, resident_id)
            try:
                guide = self._guides.one(uow, whose.ref, bot)
            except NoGuideError:
                raise ProblemError(Kind.NOT_TAKEN_ON) from None
            residents.log_access(uow, by.ref, whose.ref, OPENED, place)
        return pdf_of([guide])
