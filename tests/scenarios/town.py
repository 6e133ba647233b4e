"""The stage of a story: one city in process, with a cast made by hand and a clock told by it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import httpx

from admin_api.pins import set_pin
from checkins import store as checkin_store
from checkins.model import CampaignKind
from checkins.service import Campaigns
from checkins.words import GREETINGS
from foundation.clock import ManualClock
from foundation.ids import seeded
from foundation.keyring import KeyRing
from locales.formats import moment
from locales.model import Language
from locales.texts import say
from residents import service as residents
from residents.model import AbsenceKind, ChannelName, Purpose, Scope, Tier, parse_phone
from runtime import wiring
from runtime.auditor import audit
from runtime.demo.conductor import Conductor
from runtime.web import web_app
from tasks import service as tasks
from tests.scenarios.cast import DISTRICT, Casting
from tests.scenarios.home import Kettle
from tests.scenarios.people import Contact, Person, Resident, Worker
from tests.scenarios.phone import Phone
from tests.scenarios.privacy import strangers_data
from tests.scenarios.records import DAYS_AWAY, SEOUL, TUESDAY, Records, told_besides
from tests.scenarios.telephone import CALLED_US, Exchange
from tests.support.database import fresh_url
from tests.support.inprocess import BOT, CITY_PHONE, SERVICE, TWILIO, Network, settings_for
from town.servers.telegram import BotApi
from town.servers.twilio import TwilioApi, TwilioSettings

T = TypeVar("T")
__all__ = ["SEOUL", "TUESDAY", "Town"]
CALLS = (Purpose.CALLS, Purpose.OVERSEAS_TWILIO)
SPEECH = (*CALLS, Purpose.SPEECH)
HALF_A_DAY = timedelta(hours=12)


class Town(Records):
    """A story's city. People are cast first; then time passes and they do things."""

    def __init__(self, folder: Path, starts: datetime = TUESDAY) -> None:
        self._runner = asyncio.Runner()
        self.clock = ManualClock(starts)
        self._network = Network()
        self._conductor = Conductor(self.clock)
        self._client = httpx.AsyncClient(transport=self._network)
        self.telegram = BotApi(self.clock.now, self._conductor.schedule, self._client)
        self.twilio = TwilioApi(
            self.clock.now,
            self._conductor.schedule,
            self._client,
            TwilioSettings(incoming=CALLED_US),
        )
        self._exchange = Exchange(self.twilio)
        self._conductor.vendors = (self.telegram, self.twilio)
        settings = settings_for(folder, fresh_url(folder), self.telegram, self.twilio)
        self.service = wiring.build(
            settings,
            wiring.Surroundings(
                clock=self.clock,
                ids=seeded(self.clock, 1),
                keyring=KeyRing.demo_ring(),
                inline=True,
                durable=False,
                transport=self._network,
            ),
        )
        self._network.apps |= {
            BOT: self.telegram.app,
            TWILIO: self.twilio.app,
            SERVICE: web_app(self.service),
        }
        self._chats = count(1_000)
        self._plugs = count(1)
        self.cast: list[Person] = []
        self._casting = Casting(self.service.database)
        assert self.service.telegram is not None
        self.does(self.service.telegram.bring_up())

    # ------------------------------------------------------------------------- who there is

    def resident(self, name: str = "김순자", **about: Any) -> Resident:
        """A resident of 지좌동, asked every day by Telegram unless the story says otherwise.

        `also=CALLS` lets her be called, `also=SPEECH` be understood when she speaks.
        """
        telegram = about.pop("telegram", True)
        if isinstance(with_her := about.get("lives_with"), Resident):
            about["lives_with"] = with_her.ref
            about["address"] = with_her.address
        known = self._casting.resident(name, **about, telegram=telegram)
        person = Resident(self, known.ref, name, known.number, known.address)
        if Purpose.CALLS in about.get("also", ()):
            person._telephone = self._exchange.install(parse_phone(known.number).e164)
        return self._joins(person) if telegram else self._is_there(person)

    def helper(self, name: str, pin: str = "480271", **has: bool) -> Worker:
        """A village head or volunteer of 지좌동, with all papers on file."""
        known = self._casting.helper(name, pin)
        return self._works(Worker(self, known.ref, name, known.number, pin=pin), **has)

    def officer(
        self, name: str = "박주무", pin: str = "902716", *, duty: bool = False, **has: bool
    ) -> Worker:
        """The officer of 지좌동; `duty`: to be reached outside office hours."""
        known = self._casting.officer(name, duty=duty)
        with self.service.database.write() as uow:
            set_pin(uow, known.ref, pin)
        return self._works(Worker(self, known.ref, name, known.number, pin=pin), **has)

    def contact(
        self,
        resident: Resident,
        name: str = "김영희",
        relation: str = "딸",
        *,
        telegram: bool = False,
    ) -> Contact:
        """Her family, in her own order; rung unless she joined by Telegram."""
        known = self._casting.contact(resident.ref, name, relation)
        person = Contact(self, known.ref, name, known.number)
        person._telephone = self._exchange.install(parse_phone(known.number).e164)
        return self._joins(person) if telegram else self._is_there(person)

    def lead(self, name: str = "최팀장", *, duty: bool = False, **has: bool) -> Worker:
        """The team lead; `duty`: to be reached outside office hours."""
        known = self._casting.lead(name, duty=duty)
        return self._works(Worker(self, known.ref, name, known.number), **has)

    def night_desk(self, name: str = "야간전화", pin: str = "730514") -> Worker:
        """The desk at the city hall: a telephone, and a PIN for whoever sits there."""
        known = self._casting.night_desk(name)
        with self.service.database.write() as uow:
            set_pin(uow, known.ref, pin)
        desk = Worker(self, known.ref, name, known.number, pin=pin)
        return self._works(desk, telegram=False)

    def wishes_for(self, helper: Worker, channel: ChannelName) -> None:
        """An officer notes how she wants to be told of work."""
        with self.service.database.write() as uow:
            residents.change_helper(uow, helper.ref, prefers=channel)

    def _works(self, worker: Worker, *, telegram: bool = True, telephone: bool = False) -> Worker:
        """`telephone`: the story tells what she does when it rings, which it has to expect."""
        if telephone or not telegram:
            worker._telephone = self._exchange.install(parse_phone(worker.number).e164)
        return self._joins(worker) if telegram else self._is_there(worker)

    def kettle(self, resident: Resident) -> Kettle:
        """Her kettle is on a plug, and has been for weeks; this morning she has had tea.

        Her weekly question is behind her: the next is days away.
        """
        kettle = self.plugs_in(resident)
        self.advance(minutes=32)
        self._has_tea(kettle)
        weekly = self.slot_of(resident)
        if weekly - self.now < DAYS_AWAY:
            while self.now < weekly:
                self._has_tea(kettle)
                self.until(min(weekly, self.now + HALF_A_DAY))
            resident.is_asked_now()
            resident.says_she_is_fine()
            resident.phone.shows("checkin.answered.fine")
            self._has_tea(kettle)
            self.until(datetime.combine(self.now + timedelta(days=1), time(4, 0), tzinfo=SEOUL))
            self._has_tea(kettle)
        return kettle

    def plugs_in(self, resident: Resident) -> Kettle:
        """Her kettle is on a plug, which has told nothing of her yet."""
        plug, schedule = f"plug_{next(self._plugs):04}", self._conductor.schedule
        return Kettle(self.service.database, resident.ref, schedule, SEOUL, plug)

    def _has_tea(self, kettle: Kettle) -> None:
        kettle.boils()
        self.advance(minutes=61)

    def asks_everybody(self, kind: CampaignKind, *, by: Worker) -> None:
        """An official has all of 지좌동 asked, as `anbu campaign` does."""
        with self.service.database.write() as uow:
            scope = Scope(frozenset({DISTRICT}), frozenset(Tier))
            campaigns = Campaigns(self.service.calendar, self.service.means.policy)
            campaigns.start(uow, kind, scope, by.ref)
        self.settle()

    def names_neighbour(self, resident: Resident, helper: Worker) -> None:
        """An officer notes who looks after a resident without a smartphone."""
        self._casting.names_neighbour(resident.ref, helper.ref)
        self.settle()

    def goes_to_hospital(self, resident: Resident, *, days: int) -> None:
        """An officer notes it, with the day on which she is expected back."""
        until = self.now + timedelta(days=days)
        self._casting.notes_absence(resident.ref, AbsenceKind.HOSPITAL, until)
        self.settle()

    def _joins(self, person: T) -> T:
        """She presses Start on her own link, and is welcomed."""
        assert isinstance(person, Person)
        chat = next(self._chats)
        person._phone = Phone(person.name, chat, self.telegram, self._known)
        self._is_there(person)
        self.does(self.telegram.press_start(chat, self._casting.link(person.ref)))
        self.settle()
        kind = person.ref.partition(":")[0]
        person.phone.expects("enrol.welcome" if kind == "resident" else f"enrol.welcome.{kind}")
        return person

    def _is_there(self, person: T) -> T:
        assert isinstance(person, Person)
        self.cast.append(person)
        self.settle()
        return person

    # --------------------------------------------------------------------------------- time

    @property
    def now(self) -> datetime:
        """The city's wall time."""
        return self.clock.now().astimezone(SEOUL)

    def advance(self, **span: float) -> None:
        """Let time pass: `town.advance(hours=2)`."""
        self.until(self.now + timedelta(**span))

    def today(self, wall: str) -> datetime:
        """An hour of today, as "18:05"."""
        return datetime.combine(self.now, time.fromisoformat(wall), tzinfo=SEOUL)

    def until(self, moment: datetime | str) -> None:
        """Let time pass until then; a string is an hour of today."""
        if isinstance(moment, str):
            moment = self.today(moment)
        self.does(self._conductor.run(self.service.worker, moment))

    def settle(self) -> None:
        """Let everything happen that is due now; pacing may take seconds."""
        self.advance(seconds=5)

    def until_told(self, person: Person, of: int = 1) -> None:
        """Let time pass, six hours at most, until so many new things are on her phone."""
        for _ in range(72):
            if person.phone.has(of):
                return
            self.advance(minutes=5)
        message = f"nothing comes to {person.name}"
        raise AssertionError(message)

    def until_called(self, person: Person) -> None:
        """Let time pass, three hours at most, until her next call is over."""
        before = person.telephone.calls_over
        for _ in range(180):
            self.advance(minutes=1)
            if person.telephone.calls_over > before:
                return
        message = f"nobody calls {person.name}"
        raise AssertionError(message)

    def texts_reach_us(self) -> None:
        """The city's number can be answered to, as one from a Korean provider."""
        self.service.tasks.roster.texts_answered = True

    def at_once(self, *people: Worker, press: str) -> None:
        """Several people press before the service has done anything about the first."""
        for person in people:
            message_id, data = person.phone.button(press)
            self.does(self.telegram.press(person.phone.chat_id, message_id, data))
        self.settle()

    def does(self, act: Coroutine[Any, Any, T]) -> T:
        """Let something happen now."""
        return self._runner.run(act)

    # ---------------------------------------------------------------------- what is known

    def slot_of(self, resident: Resident) -> datetime:
        """When she is asked next."""
        with self.service.database.read() as uow:
            planned = checkin_store.plan_of(uow, resident.ref.partition(":")[2])
        assert planned is not None, f"{resident.name} is not asked by anybody"
        return planned[1] + timedelta(seconds=2)

    def question(self, resident: Resident) -> str:
        """Which of the questions her newest check-in asks."""
        with self.service.database.read() as uow:
            asked = checkin_store.latest_of(uow, resident.ref.partition(":")[2])
        assert asked is not None
        return f"checkin.ask.{asked.slot_at.toordinal() % GREETINGS + 1}"

    def health(self) -> dict[str, Any]:
        """What `/health` says."""
        answer = self.does(self._client.get(f"http://{SERVICE}/health"))
        told: dict[str, Any] = answer.json()
        return told

    def codes_about(self, *people: Resident) -> list[str]:
        """The numbers of the one open piece of work about each of these."""
        with self.service.database.read() as uow:
            found = [tasks.open_about(uow, one.ref) for one in people]
        return [task.code for (task,) in found]

    def known_of(self, phone: Phone) -> Mapping[str, str]:
        """What is known of the work on the newest card of a phone."""
        return self._known(phone)

    def opens_page(self, url: str, pin: str) -> str:
        """What the browser shows after the PIN."""

        async def opens() -> str:
            form = await self._client.get(url)
            assert form.status_code == httpx.codes.OK
            answer = await self._client.post(url, data={"pin": pin})
            assert answer.status_code == httpx.codes.OK, answer.text
            return answer.text

        return self.does(opens())

    def sends_form(self, url: str, **fields: str) -> httpx.Response:
        """Send one of the forms of a page from the browser that opened it."""
        return self.does(self._client.post(url, data=fields))

    def sends_form_from_elsewhere(self, url: str, **fields: str) -> httpx.Response:
        """The same from another browser, which makes up what the first one knows."""

        async def sends() -> httpx.Response:
            made_up = {"cookie": f"anbu_task={'A' * 22}"}
            async with httpx.AsyncClient(transport=self._network) as browser:
                return await browser.post(url, data=fields, headers=made_up)

        return self.does(sends())

    @staticmethod
    def kind(kind: str) -> str:
        """A kind of work as people read it."""
        return say(f"task.kind.{kind}", Language.ko)

    def when(self, when: str | datetime) -> str:
        """How soon, or by what moment, as people read it."""
        if isinstance(when, datetime):
            late = when <= self.now
            shown = say("moment.until", Language.ko, moment=self.at(when))
            return say("moment.overdue", Language.ko) if late else shown
        return say(f"task.when.{when}", Language.ko)

    def at(self, moment_: datetime) -> str:
        """A moment as people read it now."""
        return moment(moment_, self.now, SEOUL, Language.ko)

    def _known(self, phone: Phone) -> Mapping[str, str]:
        """Whatever a text may ask for, as far as the story knows it."""
        known = {
            "name": phone.owner,
            "city": "김천시",
            "team": "지좌동",
            "district": "지좌동",
            "phone": CITY_PHONE,
        }
        with self.service.database.read() as uow:
            task = None if phone.task_id is None else tasks.task(uow, phone.task_id)
        if task is not None:
            due = task.do_by or task.due_at
            known |= {"code": task.code, "kind": self.kind(task.new.kind), "due": self.at(due)}
            known |= told_besides(task, self.at)
        return known

    # ------------------------------------------------------------------------------ the end

    def ends(self) -> None:
        """Fail unless every message was expected, nobody read of others, and nothing lies late."""
        phones = [person.phone for person in self.cast if person.has_phone]
        assert [line for phone in phones for line in phone.unread] == []
        assert self._exchange.unread == []
        assert list(strangers_data(self.cast)) == []
        late = audit(self.service.database, self.clock.now())
        assert not any(late.values()), late

    def close(self) -> None:
        """Let go of everything."""
        self.does(self.service.close())
        self.does(self._client.aclose())
        self._runner.close()
