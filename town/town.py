"""The town alive: residents answer or lie helpless, helpers and officers visit, ring or forget."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import httpx

from town.cards import (
    CALLS_HER,
    DECLINE,
    MINE,
    OFFER,
    page_of,
    press,
    showing,
    target_of,
    targets_of,
)
from town.chats import Chats
from town.people import habits
from town.people.habits import Deed, Found
from town.people.model import Accident, Cast, TownHelper, TownResident, TownStaff
from town.truth import Truth

if TYPE_CHECKING:
    from town.servers.telegram import BotApi, Delivered
    from town.servers.timeline import Now, Schedule

WhomToRing: TypeAlias = Callable[[str], str]
"""Task id → key of the resident it is about: what officers read on the city's console."""

AGAIN = timedelta(minutes=30)
"""How soon somebody whom a reminder reached sets out at last."""
AGAIN_PAGE, PAGE_TRIES = timedelta(minutes=3), 4
"""How soon, and how often, a helper tries again to open a page that did not open."""


class Town:
    """Its people, what is really the matter with them, and what they did about each other."""

    def __init__(  # noqa: PLR0913, PLR0917 - everything a town consists of
        self,
        seed: int,
        cast: Cast,
        telegram: BotApi,
        client: httpx.AsyncClient,
        now: Now,
        schedule: Schedule,
        whom_to_ring: WhomToRing,
    ) -> None:
        self._seed = seed
        self.cast = cast
        self._telegram = telegram
        self._client = client
        self._now = now
        self._schedule = schedule
        self._whom_to_ring = whom_to_ring
        self._phones: dict[int, TownResident | TownHelper | TownStaff] = {
            **{one.chat_id: one for one in cast.residents if one.chat_id is not None},
            **{one.chat_id: one for one in cast.helpers},
            **{one.chat_id: one for one in cast.staff},
        }
        self._counts: Counter[tuple[str, str]] = Counter()
        self._on_the_way: set[tuple[str, str]] = set()
        self.truth = Truth(cast, now)
        self.chats = Chats(seed, self.truth, telegram, now, schedule)
        self.pages_opened = 0
        self.cared_for: Callable[[str], None] = lambda _resident: None
        """Told of every resident whom somebody from the office has looked after."""
        telegram.phone.on_message = self._arrived

    def begin(self) -> None:
        """Let the accidents lie ahead."""
        for accident in self.cast.accidents:
            self._schedule(accident.onset, self._strike(accident), "accident")

    def _strike(self, accident: Accident) -> Callable[[], Awaitable[None]]:
        async def strike() -> None:
            self.truth.befalls(accident)

        return strike

    # Phones

    def _arrived(self, shown: Delivered) -> None:
        who = self._phones.get(shown.chat_id)
        if isinstance(who, TownResident):
            self.chats.arrived(who, shown)
        elif who is not None and (offered := targets_of(shown, OFFER)):
            for each in offered:
                self._offer(who, shown, each)
        elif who is not None and (task := target_of(shown, MINE)) is not None:
            self._mine(who, shown, task)
        elif isinstance(who, TownStaff) and (task := target_of(shown, CALLS_HER)) is not None:
            self._calls_from_now_on(who, shown, task)

    def _offer(self, who: TownHelper | TownStaff, shown: Delivered, task: str) -> None:
        n = self._next(who.key, "offer")
        reaction = (
            habits.helper_reacts(self._seed, who, n)
            if isinstance(who, TownHelper)
            else habits.staff_reacts(self._seed, who, n)
        )
        if reaction.deed is Deed.NOTHING:
            return
        verb = OFFER if reaction.deed is Deed.ACCEPT else DECLINE

        async def answer() -> None:
            card = showing(self._telegram, shown.chat_id, OFFER, task)
            if card is not None:
                await press(self._telegram, card, verb, task)

        self._after(reaction.after, answer, "offer answered")

    def _mine(self, who: TownHelper | TownStaff, shown: Delivered, task: str) -> None:
        """She has the task: she sets out, or, reminded, sets out at last."""
        first = (who.key, task) not in self._on_the_way
        self._on_the_way.add((who.key, task))
        if not first and shown.edited:
            return
        n = self._next(who.key, "way")
        if isinstance(who, TownStaff):
            if first:
                wait = habits.officer_acts(self._seed, who, n)
                self._after(wait, self._officer_acts(shown, task), "officer acts")
            return
        way = habits.sets_out(self._seed, who, n) if first else AGAIN
        if way is not None:
            self._after(way, self._visit(who, shown, task), "visit")

    # What people do

    def _visit(self, who: TownHelper, shown: Delivered, task: str) -> Callable[[], Awaitable[None]]:
        async def visit() -> None:
            card = showing(self._telegram, shown.chat_id, MINE, task)
            page = None if card is None else page_of(card)
            if card is None or page is None:
                return
            resident = await self._read_page(page, who.pin)
            if resident is None:
                if self._next(who.key, f"page {page}") < PAGE_TRIES:
                    self._after(AGAIN_PAGE, self._visit(who, shown, task), "page once more")
                return
            found = self._look(resident)
            await press(self._telegram, card, f"{found}:", task)

        return visit

    def _officer_acts(self, shown: Delivered, task: str) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            card = showing(self._telegram, shown.chat_id, MINE, task)
            if card is None:
                return
            key = self._whom_to_ring(task)
            self.cared_for(key)
            found = habits.seen_to(self.truth.plight(key))
            self.truth.seen(key, found, by_office=True)
            await press(self._telegram, card, f"{found}:", task)

        return act

    def _calls_from_now_on(self, who: TownStaff, shown: Delivered, task: str) -> None:
        """Nothing would tell of somebody's silence: the officer looks after her herself."""

        async def say_so() -> None:
            card = showing(self._telegram, shown.chat_id, CALLS_HER, task)
            if card is not None:
                await press(self._telegram, card, CALLS_HER, task)

        wait = habits.officer_acts(self._seed, who, self._next(who.key, "way"))
        self._after(wait, say_so, "officer finds a way")

    def _look(self, resident: TownResident) -> Found:
        n = self._next(resident.key, "door")
        found = habits.at_the_door(
            self._seed,
            resident,
            n,
            plight=self.truth.plight(resident.key),
            second_visit=n > 0,
        )
        self.truth.seen(resident.key, found, by_office=False)
        return found

    async def _read_page(self, url: str, pin: str) -> TownResident | None:
        """Open the page with the PIN and find the door by its address; None: it did not open."""
        try:
            await self._client.get(url)
            answer = await self._client.post(url, data={"pin": pin})
        except httpx.TransportError:
            return None
        if not answer.is_success:
            return None
        self.pages_opened += 1
        text = html.unescape(answer.text)
        return next((one for one in self.cast.residents if one.address in text), None)

    def _after(self, wait: timedelta, action: Callable[[], Awaitable[None]], label: str) -> None:
        self._schedule(self._now() + wait, action, label)

    def _next(self, person: str, event: str) -> int:
        n = self._counts[person, event]
        self._counts[person, event] += 1
        return n
