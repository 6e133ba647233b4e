"""The answer page on a server, and what a browser makes of it."""

from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import httpx
from fastapi import FastAPI
from typing_extensions import override

from checkins import policy as checkin_policy
from checkins import store as checkins
from checkins.model import Checkin, CheckinState
from phone.answer_page import Pages, router
from phone.answers import AnswerPageEdge, page_url
from residents.model import Resident
from signals.intake import Intake
from signals.model import Source
from tests.phone.phone_world import CHECKIN, PUBLIC, PhoneWorld, call_back_at


class Web:
    """The page on a server, with one check-in of one resident."""

    def __init__(self, world: PhoneWorld) -> None:
        self.world = world
        self.edge = AnswerPageEdge(checkins.get)
        self.intake = Intake(
            world.database, world.spool, {Source.ANSWER_PAGE: self.edge.receive}, lambda: None
        )
        pages = Pages(world.database, checkins.get, call_back_at, world.city, world.clock)
        app = FastAPI()
        app.include_router(router(self.intake, pages, world.keyring))
        transport = httpx.ASGITransport(app)
        self.client = httpx.AsyncClient(transport=transport, base_url=PUBLIC)

    def checkin(self, her: Resident, **changes: object) -> Checkin:
        now = self.world.clock.now()
        checkin = Checkin(
            id=CHECKIN,
            resident_id=her.id,
            slot_at=now,
            steps=(),
            next_step=0,
            policy=checkin_policy.shipped().ladder,
            sent=frozenset({0}),
            state=CheckinState.ASKING,
            deadline=now + timedelta(hours=2),
            due_at=now + timedelta(hours=2),
        )
        changed = replace(checkin, **changes)  # type: ignore[arg-type]
        with self.world.database.write() as uow:
            checkins.save(uow, changed)
        return changed

    @property
    def address(self) -> str:
        with self.world.database.read() as uow:
            return page_url(uow, PUBLIC, CHECKIN)

    async def look(self) -> httpx.Response:
        return await self.client.get(self.address)

    async def press(self, choice: str) -> httpx.Response:
        return await self.client.post(self.address, data={"answer": choice})


class Page(HTMLParser):
    """What a browser makes of the page, as far as these tests look."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language = ""
        self.buttons: dict[str, str] = {}
        self.looks: list[str] = []
        self.headings: list[str] = []
        self.links: dict[str, str] = {}
        self.tags: list[str] = []
        self.title = ""
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.language = found.get("lang", self.language)
        if tag == "button":
            self.looks.append(found["class"])
        if tag not in {"meta", "link"}:
            self._open.append((tag, found))

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    @override
    def handle_data(self, data: str) -> None:
        tag, found = self._open[-1] if self._open else ("", {})
        match tag:
            case "title":
                self.title += data
            case "h1":
                self.headings.append(data.strip())
            case "button":
                self.buttons[found["value"]] = data.strip()
            case "a":
                self.links[found["href"]] = data.strip()
            case _:
                pass
