"""A resident's smart plugs, and the page for whoever installs one."""

from typing import Annotated

from fastapi import APIRouter, Path

from admin_api.problems import Kind, ProblemError
from admin_api.routes.office import (
    ChangesAsking,
    Office,
    ResidentId,
    SeesCheckins,
    held,
    hers,
)
from admin_api.shapes import Words
from admin_api.shapes.plugs import InstallersPageOut, NoteOut, PlugOut
from locales.model import Language
from plugs import service as plugs
from plugs.service import installing

DeviceId = Annotated[str, Path(max_length=26)]


def router(office: Office) -> APIRouter:
    """GET /residents/{id}/plugs and its /notes, and POST /residents/{id}/plugs/{device}/page."""
    handlers = _Plugs(office)
    routes = APIRouter(tags=["plugs"])
    several = "/residents/{resident_id}/plugs"
    routes.get(several, summary="Her plugs, and whether they speak")(handlers.several)
    noted = "What goes otherwise in her home than it used to"
    routes.get(f"{several}/notes", summary=noted)(handlers.notes)
    page = f"{several}/{{device_id}}/page"
    routes.post(page, summary="A page for whoever installs it", status_code=201)(handlers.page)
    return routes


class _Plugs:
    def __init__(self, office: Office) -> None:
        self._office = office

    async def several(self, by: SeesCheckins, resident_id: ResidentId) -> list[PlugOut]:
        """Those removed left out."""

        def work() -> list[PlugOut]:
            with self._office.database.read() as uow:
                found = plugs.devices_of(uow, hers(uow, by, resident_id).ref)
                return [
                    PlugOut(
                        id=one.id,
                        appliance=one.appliance,
                        room=one.room,
                        state=one.state(uow.now),
                        installed_at=one.installed_at,
                        heard_at=one.contact.tracked.heard_at,
                    )
                    for one in found
                ]

        return await self._office.database.aio(work)

    async def notes(self, by: SeesCheckins, resident_id: ResidentId) -> list[NoteOut]:
        """Those of the last four weeks, the oldest first; no alarm, a word for the next visit."""
        zone = self._office.services.means.calendar.zone

        def work() -> list[NoteOut]:
            with self._office.database.read() as uow:
                return [
                    NoteOut(
                        kind=one.kind,
                        words=Words(
                            ko=plugs.note_in_words(one, uow.now, zone, Language.ko),
                            en=plugs.note_in_words(one, uow.now, zone, Language.en),
                        ),
                        at=one.at,
                        over_at=one.over_at,
                    )
                    for one in plugs.notes_of(uow, hers(uow, by, resident_id).ref)
                ]

        return await self._office.database.aio(work)

    async def page(
        self, by: ChangesAsking, resident_id: ResidentId, device_id: DeviceId
    ) -> InstallersPageOut:
        """A new address; pages of this plug that were given out before are closed."""

        def work() -> InstallersPageOut:
            with self._office.database.write() as uow:
                known = plugs.devices_of(uow, held(uow, by, resident_id).ref)
                if device_id not in {one.id for one in known}:
                    raise ProblemError(Kind.NOT_FOUND)
                url = installing.issue_page(uow, device_id, self._office.base_url)
                return InstallersPageOut(url=url)

        return await self._office.database.aio(work)
