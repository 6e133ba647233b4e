"""The people of a run: they ask for help, answer, race for tasks, and say how they ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random

from benchmarks import crowd
from benchmarks.chaos.providers import Providers, presses
from foundation.clock import RealClock
from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from messaging.render.buttons import Press, Verb, encode
from residents import service as residents
from residents.calendar import Calendar
from residents.districts import DISTRICTS
from residents.model import (
    ChannelName,
    HelperRole,
    NewHelper,
    NewStaff,
    Paper,
    StaffRole,
    parse_phone,
)
from residents.store import addresses
from signals.model import Ref
from town.servers.telegram import Delivered
from town.servers.twilio import (
    Answer,
    Busy,
    Call,
    HangsUp,
    Heard,
    Key,
    NoAnswer,
    Reaction,
    Ring,
    Silence,
    SmsFate,
)

FIRST = 20_000_000
"""Residents are numbered from here: numbers like 010-2000-0001, which could be real ones."""
FIRST_CHAT = 10_000_000
"""What `crowd` adds to a resident's number for her chat."""
FIRST_WORKER_CHAT = 1_000
HELPERS_EACH = 4
"""Of each district; a round of an urgent case asks all of them."""
ASKS_AGAIN = timedelta(seconds=60)
"""So long whoever tidies up waits for what comes of a press."""
UNDER_WAY = 40
"""As many webhooks as Telegram has open at a time."""
BACKLOG = 100
"""Facts not handled yet beyond which nobody adds to them: it is not speed that is measured."""
PUTS_IN_ORDER = frozenset({Verb.ACCEPT, Verb.SEEN_WELL, Verb.FINE})
HELP = ("도와주세요", "아파요", "넘어졌어요")
DANGER = "숨을 못 쉬겠어요"
FINE = ("잘 지내요", "괜찮아요")
AT_ONCE = -60.0
"""A key pressed into whatever is being said."""
OFTEN = {
    Verb.SEEN_WELL: 60,
    Verb.SPOKEN_WELL: 25,
    Verb.NO_ANSWER: 8,
    Verb.NEEDS_HELP: 5,
    Verb.DANGER: 2,
}
"""How often each result is given. None leaves the work to others, who would accept it anew."""


@dataclass(frozen=True)
class People:
    """Who is who."""

    refs: dict[int, Ref]
    """Chat → ref of everybody who has one."""
    with_chat: list[int]
    """Residents' chats."""
    numbers: list[str]
    """The other residents' telephones (E.164)."""
    workers: frozenset[int]
    """Chats of helpers and officials."""
    resident_ids: list[str]


def register(database: Database, calendar: Calendar, count: int) -> People:
    """Enter residents, helpers and officials; half of the residents have Telegram."""
    ids = crowd.move_in(database, calendar, count, FIRST)
    refs: dict[int, Ref] = {}
    numbers: list[str] = []
    with database.write() as uow:
        for number, identity in enumerate(ids, start=FIRST):
            ref = f"resident:{identity}"
            addresses.index_phones(uow, {ref: [f"+8210{number:08d}"]})
            if number % 2:
                refs[FIRST_CHAT + number] = ref
                residents.set_telegram_chat(uow, ref, str(FIRST_CHAT + number))
            else:
                numbers.append(f"+8210{number:08d}")
        with_chat = list(refs)
        for chat, add in enumerate(_workers(), start=FIRST_WORKER_CHAT):
            refs[chat] = add(uow)
            residents.set_telegram_chat(uow, refs[chat], str(chat))
    return People(refs, with_chat, numbers, frozenset(refs) - {*with_chat}, ids)


def _workers() -> list[Callable[[UnitOfWork], Ref]]:
    found: list[Callable[[UnitOfWork], Ref]] = []
    for place, one in enumerate(DISTRICTS):
        found += [partial(_helper, one.code, place * HELPERS_EACH + n) for n in range(HELPERS_EACH)]
        found.append(partial(_official, StaffRole.OFFICER, one.code, place))
    found += [partial(_official, StaffRole.LEAD, DISTRICTS[0].code, 90 + n) for n in range(2)]
    return found


def _helper(district: str, number: int, uow: UnitOfWork) -> Ref:
    today = uow.now.date()
    return residents.add_helper(
        uow,
        NewHelper(
            name=f"이웃 {number}",
            role=HelperRole.VILLAGE_HEAD,
            district=district,
            phone=parse_phone(f"010-4000-{number:04d}"),
            nights=True,
            max_load=6,
            prefers=ChannelName.TELEGRAM,
            appointed_from=today - timedelta(days=2),
            appointed_until=today + timedelta(days=365),
            papers=frozenset(Paper),
        ),
    ).ref


def _official(role: StaffRole, district: str, number: int, uow: UnitOfWork) -> Ref:
    phone = parse_phone(f"010-3000-{number:04d}")
    new = NewStaff(f"공무원 {number}", role, phone, frozenset({district}), duty=True)
    return residents.add_staff(uow, new).ref


@dataclass
class Town:
    """What the people do. `tidy`: whoever has something to do does it, and well."""

    people: People
    providers: Providers
    chance: Random
    clock: RealClock = field(default_factory=RealClock)
    acts: int = 0
    tidy: bool = False
    backlog: int = 0
    """Facts that the service has not handled, as far as is known."""
    _race: dict[str, float] = field(default_factory=dict)
    """Task → when those who want it press, all of them at once."""
    _pressed: dict[str, float] = field(default_factory=dict)
    """Task or check-in → when somebody who puts things in order pressed for it."""

    def begin(self) -> None:
        """Everybody has opened the bot; from now on they react."""
        api = self.providers.telegram
        for chat in self.people.refs:
            api.add_user(chat, "이웃")
            api._chats.person(chat).started = True
        self.providers.listeners.append(self._reads)
        phones = self.providers.twilio.phone
        phones.on_ring, phones.on_prompt, phones.sms_fate = self._rings, self._asked, self._fate

    async def live(self, each_second: float) -> None:
        """Act at random, at most so many times a second on average, until cancelled.

        Nobody acts while the service has much to do: a machine that is busy with other things would
        never come to an end.
        """
        while True:
            await self.clock.sleep(self.chance.expovariate(each_second))
            if self._room():
                self._later(0, self._act)

    async def put_in_order(self) -> None:
        """Take every task that is offered, bring it to an end, answer every question."""
        self.tidy = True
        while True:
            for delivered, press in self._waiting()[: self._room()]:
                self._press(0, delivered, press)
                self._pressed[press.target] = self._now()
            await self.clock.sleep(1.0)

    def _room(self) -> int:
        """For how many more acts there is room."""
        open_ = self.providers.telegram.open_requests + self.providers.twilio.open_requests
        return max(0, min(UNDER_WAY - open_, BACKLOG - self.backlog))

    def _waiting(self) -> list[tuple[Delivered, Press]]:
        """Cards that ask for something, one of each matter, unless one was pressed just now."""
        since = self._now() - ASKS_AGAIN.total_seconds()
        found: dict[str, tuple[Delivered, Press]] = {}
        for delivered in self.providers.shown.values():
            for press in presses(delivered):
                if press.verb in PUTS_IN_ORDER and self._pressed.get(press.target, 0.0) < since:
                    found[press.target] = (delivered, press)
        return list(found.values())

    # What residents do

    async def _act(self) -> None:
        self.acts += 1
        draw = self.chance.random()
        chat = self.chance.choice(self.people.with_chat)
        if draw < 0.35:
            await self._say(chat, self.chance.choice(HELP))
        elif draw < 0.38:
            await self._say(chat, DANGER)
        elif draw < 0.55:
            await self._say(chat, self.chance.choice(FINE))
        elif draw < 0.8:
            await self._answers_a_card()
        else:
            await self.providers.twilio.ring_service(self.chance.choice(self.people.numbers))

    async def _say(self, chat: int, words: str) -> None:
        await self.providers.telegram.say(chat, words)

    async def _answers_a_card(self) -> None:
        """One of those who are being asked presses, rather help than that she is well."""
        asked = [
            (delivered, press)
            for delivered in self.providers.shown.values()
            if delivered.chat_id not in self.people.workers
            for press in presses(delivered)
            if press.verb in {Verb.FINE, Verb.HELP}
        ]
        if asked:
            fine_or_help = Verb.HELP if self.chance.random() < 0.6 else Verb.FINE
            wanted = [one for one in asked if one[1].verb is fine_or_help]
            self._press(0, *self.chance.choice(wanted))

    # What helpers and officials do

    def _reads(self, delivered: Delivered) -> None:
        if delivered.chat_id not in self.people.workers or self.tidy:
            return
        offered = presses(delivered)
        accept = next((one for one in offered if one.verb is Verb.ACCEPT), None)
        results = [one for one in offered if one.verb in OFTEN]
        draw = self.chance.random()
        if accept is not None and draw < 0.65:
            at = self._race.setdefault(accept.target, self._now() + self.chance.uniform(1, 3))
            self._press(at - self._now(), delivered, accept)
        elif accept is not None and draw < 0.75:
            declines = [one for one in offered if one.verb is Verb.DECLINE]
            for decline in declines[:1]:  # a list has none: whoever cannot leaves it to others
                self._press(self.chance.expovariate(1 / 2), delivered, decline)
        elif results and draw < 0.85:
            self._press(self.chance.expovariate(1 / 3), delivered, self._result(results))

    def _result(self, results: list[Press]) -> Press:
        return self.chance.choices(results, [OFTEN[one.verb] for one in results])[0]

    def _press(self, seconds: float, delivered: Delivered, press: Press) -> None:
        api, place = self.providers.telegram, (delivered.chat_id, delivered.message_id)

        async def do() -> None:
            await api.press(*place, encode(press))

        self._later(seconds, do)

    # What happens on the telephone

    def _rings(self, _call: Call) -> Ring:
        if self.tidy:
            return Answer(after=0.5)
        rings: list[Ring] = [Answer(after=1.0), NoAnswer(), Busy(after=1.0)]
        return self.chance.choices(rings, [70, 10, 20])[0]

    def _asked(self, _call: Call, _heard: Heard) -> Reaction:
        if self.tidy:
            return Key("1", after=AT_ONCE)
        reactions: list[Reaction] = [
            Key("1", after=AT_ONCE),
            Key("2", after=AT_ONCE),
            HangsUp(after=AT_ONCE),
            Silence(),
        ]
        return self.chance.choices(reactions, [60, 20, 15, 5])[0]

    def _fate(self, _sms: object) -> SmsFate:
        lost = not self.tidy and self.chance.random() < 0.05
        return SmsFate("undelivered", 30008) if lost else SmsFate(after=2.0)

    # Small helps

    def _now(self) -> float:
        return self.clock.now().timestamp()

    def _later(self, seconds: float, action: Callable[[], object]) -> None:
        self.providers.timeline.after(seconds, action)  # type: ignore[arg-type] # all are awaited
