"""Whether words to people get out, or wait in a queue."""

from fastapi import APIRouter

from admin_api.routes.office import Office, SeesCases
from admin_api.shapes.messages import WaitingOut
from messaging import service as messaging


def router(office: Office) -> APIRouter:
    """GET /messages/waiting."""
    handlers = _Messages(office)
    routes = APIRouter(tags=["messages"])
    summary = "How many messages wait, and since when"
    routes.get("/messages/waiting", summary=summary)(handlers.waiting)
    return routes


class _Messages:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def waiting(self, _by: SeesCases) -> WaitingOut:
        """Of the whole city; whoever waits for long is rung or visited instead."""

        def work() -> WaitingOut:
            with self._office.database.read() as uow:
                found = messaging.waiting(uow)
            return WaitingOut(count=found.count, since=found.since, help_since=found.help_since)

        return await self._office.database.aio(work)
