"""A town against the production loop, in one thread, with whatever its plan lets go wrong."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
from sqlmodel import col, select
from typing_extensions import override

from escalation.tables import FactRow
from foundation.clock import ManualClock
from foundation.database import Database
from foundation.ids import seeded
from foundation.keyring import KeyRing
from phone import addresses
from runtime.demo.conductor import STUCK_AFTER, Conductor, StuckError, Works
from runtime.demo.registry import Enrolled, enter
from runtime.demo.stage import START
from runtime.wiring import Service
from signals.tables import SignalRow
from tasks import service as tasks
from tasks.tables import TaskRow
from tests.simulation.chance import Chance, Plan
from tests.simulation.fleet import Fleet, Sabotage
from tests.simulation.journal import Journal, Post
from tests.simulation.life import Surroundings
from tests.simulation.misfortune import Misfortunes
from tests.simulation.plugs import HOMES_WITH_PLUGS, REPORT_EVERY, plugged_in
from tests.simulation.promises import Promises
from tests.simulation.trouble import Policies, Trouble
from tests.support.database import fresh_url
from tests.support.inprocess import BOT, SERVICE, TWILIO, Network, settings_for
from town.people.cast import LESSONS_TAKE, make_cast
from town.people.draws import draw
from town.people.model import HIGH, LOW, MEDIUM, Accident, Cast, PowerCut, TownPlug
from town.servers.telegram import BotApi
from town.servers.twilio import Incoming, TwilioApi, TwilioSettings
from town.telephones import Telephones
from town.town import Town

T = TypeVar("T")

DISTRICTS = ("jijwa-dong", "jeungsan-myeon")
ENROL_FROM, ENROL_EVERY = timedelta(minutes=5), timedelta(seconds=20)
TIERS = (HIGH, MEDIUM, LOW)
LOOK_EVERY = timedelta(hours=5)
LAST_NIGHT = timedelta(hours=12)
"""A run ends at seven in the evening of its last day."""
Look = Callable[["World", datetime], None]


def intact(_service: Service) -> None:
    """No sabotage."""


def busy_cast(plan: Plan) -> Cast:
    """A town in which more happens than in life: most are asked daily, several lie helpless."""
    cast = make_cast(plan.seed, DISTRICTS, plan.residents, START, plan.days)
    people = []
    for one in cast.residents:
        tier = draw(plan.seed, one.key, "tier", 0).choices(TIERS, weights=(60, 30, 10))[0]
        tier = HIGH if plan.all_daily else tier
        people.append(replace(one, tier=tier, diligence=one.diligence * plan.diligence))
    chance = draw(plan.seed, "town", "many accidents", 0)
    daily = [one for one in people if one.tier == HIGH]
    seconds = max(plan.days - 1, 0) * 86_400
    accidents = [
        Accident(one.key, START + LESSONS_TAKE + timedelta(seconds=chance.randrange(seconds)))
        for one in chance.sample(daily, min(plan.accidents, len(daily)))
        if seconds
    ]
    plugs = cast.plugs[:HOMES_WITH_PLUGS]
    pulled_out = [one for one in cast.pulled_out if one.plug_id in {each.plug_id for each in plugs}]
    return replace(
        cast,
        residents=tuple(people),
        accidents=tuple(accidents),
        plugs=plugs,
        pulled_out=tuple(pulled_out),
        power_cuts=(_power_cut(plugs),) if plugs and plan.days > 1 else (),
    )


def _power_cut(plugs: Sequence[TownPlug]) -> PowerCut:
    """All of them at once, on the second day."""
    at = START + LESSONS_TAKE + timedelta(days=1, hours=5)
    return PowerCut(tuple(one.resident for one in plugs), at, at + timedelta(hours=3))


class TownsNetwork(Network):
    """What the town's vendors and people use; notes which updates were acknowledged."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.apps = around.network.apps
        self._around = around

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        update = _update_in(request)
        try:
            response = await super().handle_async_request(request)
        except httpx.TransportError:
            self._note(request, update, None)
            raise
        self._note(request, update, response.status_code)
        return response

    def _note(self, request: httpx.Request, update: int | None, status: int | None) -> None:
        now, journal = self._around.clock.now(), self._around.journal
        if update is not None:
            journal.posts.append(Post(now, update, status == httpx.codes.OK))
        path = request.url.path if update is None else f"update {update}"
        journal.note(now, "town", request.method, path, status)


def _update_in(request: httpx.Request) -> int | None:
    if not request.url.path.startswith("/telegram/"):
        return None
    found = httpx.Response(200, content=request.read()).json()["update_id"]
    return int(found)


class Interleaved(Conductor):
    """Town and processes act in one another's pauses, not one after the other."""

    @override
    async def _settle(self, worker: Works) -> datetime | None:
        for _ in range(STUCK_AFTER):
            plays = self._due()
            _, held_back = await asyncio.gather(self._play_due(), worker.settle())
            talking = any(vendor.open_requests for vendor in self.vendors)
            if not (plays or self._due() or talking):
                return held_back
        message = f"nothing comes to rest at {self._clock.now().isoformat()}"
        raise StuckError(message)


class World:
    """One run."""

    def __init__(
        self, around: Surroundings, folder: Path, client: httpx.AsyncClient, sabotage: Sabotage
    ) -> None:
        self.around = around
        self.clock, self.chance, self.journal = around.clock, around.chance, around.journal
        plan = self.plan = around.chance.plan
        self.conductor = Interleaved(self.clock)
        self.telegram = BotApi(self.clock.now, self.conductor.schedule, client)
        base = f"http://{SERVICE}"
        incoming = Incoming(f"{base}{addresses.RANG_US}", f"{base}{addresses.FALLBACK}")
        account = TwilioSettings(incoming=incoming)
        self.twilio = TwilioApi(self.clock.now, self.conductor.schedule, client, account)
        around.network.apps |= {BOT: self.telegram.app, TWILIO: self.twilio.app}
        self.conductor.vendors = (self.telegram, self.twilio)
        self.database_url = fresh_url(folder)
        settings = settings_for(folder, self.database_url, self.telegram, self.twilio)
        settings = settings.model_copy(update={"mqtt_url": "mqtt://broker.test"})
        self.policies = Policies(folder)
        settings = self.policies.settings(settings)
        self.fleet = Fleet(settings, folder, self.around, sabotage)
        self.database = Database(
            self.database_url,
            clock=around.machine,
            ids=seeded(self.clock, plan.seed),
            keyring=KeyRing.demo_ring(),
            inline=True,
            durable=False,
        )
        """The office's own way to the data: it never dies and dawdles at nothing."""
        around.office = self.database
        self.cast: Cast = busy_cast(plan)
        self.enrolled: Enrolled = enter(self.database, self.cast, REPORT_EVERY)
        self.town = Town(
            plan.seed, self.cast, self.telegram, client, self.clock.now,
            self.conductor.schedule, self._whom,
        )  # fmt: skip
        self.telephones = Telephones(
            plan.seed, self.cast, self.twilio, self.town.truth, self.clock.now,
            self.conductor.schedule,
        )  # fmt: skip
        self._seen: dict[type[Any], Any] = {}
        self.until = START + timedelta(days=plan.days) - LAST_NIGHT
        self._let_things_happen()

    def _let_things_happen(self) -> None:
        """Homes with plugs, what is promised to people, and what goes wrong."""
        around, plan = self.around, self.plan
        self.homes, self.broker = plugged_in(
            plan.seed, self.cast, self.fleet, self.around, self.conductor.schedule, self.town.truth
        )
        self.town.cared_for = self.homes.look_after
        self.trouble = Trouble(around, self.fleet, self.policies)
        self.misfortunes = Misfortunes(self.chance, self.database, self.telegram, self.enrolled)
        self.promises = Promises(self.database, self.fleet, self.enrolled, self.conductor.schedule)

    def seen(self, kind: type[T]) -> T:
        """What a checker keeps from look to look: how far it has read, and what it must not forget.

        Empty at its first look.
        """
        if kind not in self._seen:
            self._seen[kind] = kind()
        known: T = self._seen[kind]
        return known

    def read_all_anew(self) -> None:
        """Let the next look read everything from the beginning."""
        self._seen.clear()

    async def begin(self) -> None:
        """The service comes up; the morning's lessons are ahead; from now on things go wrong."""
        await self.fleet.settle()
        for number, (chat, token) in enumerate(sorted(self.enrolled.tokens.items(), reverse=True)):
            at = START + ENROL_FROM + number * ENROL_EVERY
            self.conductor.schedule(at, self._presses_start(chat, token), "enrolment")
        for accident in self.cast.accidents:
            self.conductor.schedule(accident.onset, self.promises.note(accident), "promise")
        self.town.begin()
        self.homes.begin()
        self.trouble.plan(START, self.conductor.schedule, self.telegram, self.twilio)
        self.telegram.mishaps.policy = self.chance.mishap
        self.twilio.mishaps.policy = self.chance.callback_mishap
        if self.plan.misfortunes:
            self.misfortunes.plan(self.cast, START, self.conductor.schedule)

    async def run(self, until: datetime, look: Look = lambda _world, _at: None) -> None:
        """Play until then; `look` is called at settled moments, LOOK_EVERY or so apart."""
        settled_at, looked_at = self.clock.now(), self.clock.now()

        def on_instant(now: datetime) -> None:
            nonlocal settled_at, looked_at
            if settled_at - looked_at >= LOOK_EVERY and self.fleet.is_whole:
                look(self, settled_at)
                looked_at = settled_at
            settled_at = now

        await self.conductor.run(self.fleet, until, on_instant)

    async def come_to_rest(self) -> None:
        """Nothing goes wrong any more, and whatever is under way comes to its end."""
        self.trouble.end()
        self.chance.plan = self.plan.without_trouble
        await self.run(self.clock.now() + timedelta(minutes=30))
        self._note_what_there_is()

    def _note_what_there_is(self) -> None:
        """The trace ends with every row that a run makes, without what is sealed in it."""
        with self.database.read() as uow:
            for row in uow.session.exec(select(SignalRow).order_by(col(SignalRow.id))):
                self.journal.note(row.recorded_at, row.kind, row.source_id, row.subject, row.data)
            for task in uow.session.exec(select(TaskRow).order_by(col(TaskRow.id))):
                self.journal.note(task.opened_at, task.kind, task.state, task.version, task.result)
            for fact in uow.session.exec(
                select(FactRow).order_by(col(FactRow.case_id), col(FactRow.seq))
            ):
                self.journal.note(fact.at, fact.case_id, fact.kind, fact.reason, fact.data)

    def _whom(self, task_id: str) -> str:
        """What an officer reads on the city's own screen: whom a task is about."""
        with self.database.read() as uow:
            subject = tasks.subject_of(uow, task_id)
        assert subject is not None
        return self.enrolled.key_of(subject)

    def _presses_start(self, chat: int, token: str) -> Callable[[], Awaitable[None]]:
        async def press() -> None:
            await self.telegram.press_start(chat, token)

        return press


@asynccontextmanager
async def world(plan: Plan, folder: Path, sabotage: Sabotage = intact) -> AsyncIterator[World]:
    """A run that has begun."""
    around = Surroundings(ManualClock(START), Chance(plan), Journal(), Network())
    async with httpx.AsyncClient(transport=TownsNetwork(around)) as client:
        made = World(around, folder, client, sabotage)
        await made.begin()
        try:
            yield made
        finally:
            await made.fleet.close()
            made.database.close()
