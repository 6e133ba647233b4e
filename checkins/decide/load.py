"""What the plans of the coming days ask of channels and of people. Pure.

Everything is counted twice: as usual, by the share of residents who answer each step, and for a
day on which nobody answers, whom every ladder then follows to its end.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from checkins.decide.ladders import Ways, ladder
from checkins.decide.plans import next_slot, person_until
from checkins.model import Rung
from residents.model import ChannelName
from tasks.model import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from checkins.model import CheckinPolicy, Ended, Plan
    from residents.calendar import Calendar
    from residents.model import Tier
    from tasks.model import Round

CALL_LASTS = timedelta(seconds=90)
"""25 s of ringing and a call in which she listens twice before she presses a key."""
MINUTE = timedelta(minutes=1)
ENOUGH = 100
"""So many steps must have been taken before their answers say more than an assumption."""
ASSUMED = {
    Rung.MESSAGE: 0.5,
    Rung.REMINDER: 0.5,
    Rung.NOTICE: 0.0,
    Rung.CALL: 0.4,
    Rung.PERSON: 1.0,
}
"""The share of residents who answer each step while we know nothing of our own: with three calls,
or a message and a reminder, about as many as answered Gyeonggi's weekly calls (77.5 %). A notice
cannot be answered, and a person who asks brings a result."""


class Kind(StrEnum):
    """What is sent. Each has a text `capacity.kind.<kind>`."""

    QUESTION = "question"
    REMINDER = "reminder"
    CARD = "card"
    TEXT = "text"
    CALL = "call"


KIND_OF = {
    Rung.MESSAGE: Kind.QUESTION,
    Rung.REMINDER: Kind.REMINDER,
    Rung.NOTICE: Kind.TEXT,
    Rung.CALL: Kind.CALL,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One resident with a plan. `first_slot` is the next one, in the city's zone.

    `planned`: that slot is one of the plan's own, which moves when the plan does.
    """

    plan: Plan
    first_slot: datetime
    planned: bool
    tier: Tier
    district: str
    ways: Ways
    helpers_may_know: bool


@dataclass(frozen=True, slots=True)
class Rates:
    """The share of residents, 0 to 1, who answer a step once it is taken; some are `assumed`."""

    of: Mapping[Rung, float]
    assumed: frozenset[Rung]


@dataclass(frozen=True, slots=True)
class Course:
    """How check-ins go from `begins` until `until`, whoever's they are.

    `rounds` are offered, by her tier, when somebody was silent to the end, `person_rounds` when a
    person asks in place of a message.
    """

    policy: CheckinPolicy
    calendar: Calendar
    rates: Rates
    rounds: Mapping[Tier, Sequence[Round]]
    person_rounds: Sequence[Round]
    begins: datetime
    until: datetime


class Amount(NamedTuple):
    """How many as usual, and how many on a day on which nobody answers."""

    usual: float
    silent: float

    def plus(self, other: Amount) -> Amount:
        """Both together."""
        return Amount(self.usual + other.usual, self.silent + other.silent)


NONE = Amount(0, 0)


class Send(NamedTuple):
    """Messages or calls of one minute. They must leave by `by`: then the next step is due.

    `first` ones overtake all others. `chat` is the district whose officers read a card.
    """

    kind: Kind
    channel: ChannelName
    at: datetime
    by: datetime
    first: bool = False
    chat: str | None = None


class Visit(NamedTuple):
    """Work of one day: somebody to be seen or rung by a person."""

    day: date
    district: str
    helpers_may_know: bool


@dataclass(frozen=True, slots=True)
class Load:
    """All that is asked, sent and visited; `asked` counts residents by the channel tried first."""

    asked: Mapping[tuple[datetime, ChannelName], int]
    sends: Mapping[Send, Amount]
    visits: Mapping[Visit, Amount]


class _Start(NamedTuple):
    """Check-ins that begin and go on alike."""

    slot: datetime
    ways: Ways
    tier: Tier
    district: str
    helpers_may_know: bool


def rates_of(history: Iterable[Ended]) -> Rates:
    """The rates seen in check-ins that are over, assumptions where those are too few to tell."""
    taken, answered = Counter[Rung](), Counter[Rung | None]()
    for one in history:
        taken.update(one.taken)
        answered[one.answered] += 1
    known: dict[Rung, float] = {
        rung: answered[rung] / taken[rung]
        for rung in Rung
        if taken[rung] >= ENOUGH and rung not in {Rung.NOTICE, Rung.PERSON}
    }
    return Rates({**ASSUMED, **known}, frozenset(Rung) - known.keys())


def slots_of(one: Asked, course: Course, *, anew: bool = False) -> tuple[datetime, ...]:
    """Her slots in the days of `course`; `anew` when her plan or the policy is another one."""
    policy, calendar = course.policy, course.calendar
    slot = one.first_slot
    if anew and one.planned:
        slot = next_slot(one.plan, course.begins, policy, calendar)
    found = []
    while slot < course.until:
        if slot >= course.begins:
            found.append(slot)
        slot = next_slot(one.plan, slot, policy, calendar)
    return tuple(found)


def load_of(asked: Iterable[Asked], slots: Iterable[Sequence[datetime]], course: Course) -> Load:
    """Count what these residents, asked at these slots, make of the days."""
    starts = Counter(
        _Start(slot, one.ways, one.tier, one.district, one.helpers_may_know)
        for one, hers in zip(asked, slots, strict=True)
        for slot in hers
    )
    counting = _Counting(course)
    for start, count in starts.items():
        counting.add(start, count)
    return counting.load()


class _Counting:
    """Adds up check-ins that begin alike."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._asked: Counter[tuple[datetime, ChannelName]] = Counter()
        self._sends: defaultdict[Send, Amount] = defaultdict(lambda: NONE)
        self._visits: defaultdict[Visit, Amount] = defaultdict(lambda: NONE)

    def load(self) -> Load:
        return Load(dict(self._asked), dict(self._sends), dict(self._visits))

    def add(self, start: _Start, count: int) -> None:
        """Follow `count` ladders to their end."""
        policy, calendar = self._course.policy, self._course.calendar
        until = person_until(start.slot, policy, calendar)
        steps, deadline = ladder(start.slot, start.ways, policy.ladder, until)
        self._asked[start.slot, steps[0].channel] += count
        if steps[0].rung is Rung.PERSON:
            self._visit(start, start.slot, Amount(count, count), self._course.person_rounds)
            return
        still = float(count)
        follows = [step.at for step in steps[1:]] + [deadline]
        for number, (step, by) in enumerate(zip(steps, follows, strict=True)):
            kind = KIND_OF[step.rung]
            lasts = CALL_LASTS if kind is Kind.CALL else timedelta()
            by_then = max(by - lasts, step.at + MINUTE)
            send = Send(kind, step.channel, step.at, by_then, number == 0)
            self._send(send, Amount(still, count))
            answered = still * self._course.rates.of[step.rung]
            if ChannelName.TELEGRAM in start.ways.channels and answered:
                thanks = Send(Kind.CARD, ChannelName.TELEGRAM, step.at, deadline)
                self._send(thanks, Amount(answered, 0))
            still -= answered
        rounds = self._course.rounds[start.tier]
        self._visit(start, deadline, Amount(still, count), rounds)

    def _visit(self, start: _Start, at: datetime, amount: Amount, rounds: Sequence[Round]) -> None:
        """Somebody is to go: as usual one of the first round does, else all are offered it."""
        day = self._course.calendar.local(at).date()
        visit = Visit(day, start.district, start.helpers_may_know)
        self._visits[visit] = self._visits[visit].plus(amount)
        for number, one in enumerate(rounds):
            cards = Amount(
                amount.usual * one.count if number == 0 else 0, amount.silent * one.count
            )
            chat = start.district if one.audience is Audience.OFFICERS else None
            offer = Send(Kind.CARD, ChannelName.TELEGRAM, at, at + one.wait, chat=chat)
            self._send(offer, cards)
            at += one.wait

    def _send(self, send: Send, amount: Amount) -> None:
        self._sends[send] = self._sends[send].plus(amount)
