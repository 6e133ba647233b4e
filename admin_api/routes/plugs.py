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
    scope_of,
)
from admin_api.shapes import District, Words
from admin_api.shapes.plugs import DarkHomeOut, InstallersPageOut, NoteOut, OutageOut, PlugOut
from foundation.unit_of_work import UnitOfWork
from locales.model import Language
from plugs import service as plugs
from plugs.model import Outage
from plugs.service import installing
from residents import service as residents

DeviceId = Annotated[str, Path(max_length=26)]


def router(office: Office) -> APIRouter:
    """GET /outages, /residents/{id}/plugs and its /notes; POST …/plugs/{device}/page."""
    handlers = _Plugs(office)
    routes = APIRouter(tags=["plugs"])
    routes.get("/outages", summary="Power cuts that go on")(handlers.outages)
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

    async def outages(self, by: SeesCheckins, district: District = None) -> list[OutageOut]:
        """Open ones, the oldest first, with the homes in them."""
        scope = scope_of(by, district)

        def work() -> list[OutageOut]:
            with self._office.database.read() as uow:
                found = plugs.open_ones(uow)
                return [_outage(uow, one) for one in found if one.district in scope]

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


def _outage(uow: UnitOfWork, outage: Outage) -> OutageOut:
    tiers = plugs.tiers_in(uow, [one.household for one in outage.homes])
    return OutageOut(
        id=outage.id,
        area=outage.area,
        district=outage.district,
        since=outage.span.ends,
        opened_at=outage.opened_at,
        returned_at=outage.returned_at,
        homes=[
            DarkHomeOut(
                household=one.household,
                residents=_living_in(uow, one.household),
                tier=tiers.get(one.household),
                back_at=one.back_at,
                left=one.left,
            )
            for one in plugs.at_risk_first(outage.homes, tiers)
        ],
    )


def _living_in(uow: UnitOfWork, household: str) -> list[str]:
    home = residents.household(uow, household)
    found = residents.outlines(uow, () if home is None else home.members).values()
    return [one.id for one in found]
