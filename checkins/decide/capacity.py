"""Whether limits, windows and people suffice for what the plans ask. Pure.

Channels must carry a day on which nobody answers, since that may be the day of a disaster; people
must suffice for a day as usual.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING

from checkins.decide.load import CALL_LASTS, NONE, Amount, load_of, slots_of
from checkins.decide.plans import ladder_ends
from checkins.decide.queues import MINUTE, NOTHING, leave
from residents.calendar import OFFICE_CLOSES
from residents.model import ChannelName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from checkins.decide.load import Asked, Course, Load, Send
    from checkins.decide.queues import Left
    from signals.model import Ref

VISIT_TAKES = timedelta(minutes=45)
"""The way there, the talk and the note of it: so long a helper is waited for as well."""
HOUR = timedelta(hours=1)
A_CHAT_PER_SECOND = 1
"""Telegram's limit for messages to one person, which the outbox keeps."""
HARDLY_ANY = 1e-9
"""Of a visit: where nothing is to be done, an officer's time is shared out evenly."""
SENT = (ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.CALL)


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be sent in a second. Calls and texts have a limit each, of the same size."""

    telegram_per_second: int
    calls_per_second: int

    def of(self, channel: ChannelName) -> int:
        """Messages or calls a second."""
        if channel is ChannelName.TELEGRAM:
            return self.telegram_per_second
        return self.calls_per_second


@dataclass(frozen=True, slots=True)
class Staffing:
    """By day and district, how many tasks its helpers take on and which officers act there."""

    helpers: Mapping[tuple[date, str], int]
    officers: Mapping[tuple[date, str], frozenset[Ref]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is weighed: residents with their slots, and all that they are asked with."""

    asked: tuple[Asked, ...]
    slots: tuple[tuple[datetime, ...], ...]
    course: Course
    limits: Limits
    staffing: Staffing


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour. `asked` counts check-ins that begin in it, by the channel that is tried first.

    `lines` is how many calls go on at once when nobody answers.
    """

    begins: datetime
    asked: Mapping[ChannelName, int]
    sent: Mapping[ChannelName, Amount]
    lines: int


@dataclass(frozen=True, slots=True)
class DistrictDay:
    """People of one district on one day: visits expected, and what helpers and officers can do."""

    day: date
    district: str
    visits: Amount
    for_officers: float
    """Of the visits as usual those that helpers may not know of."""
    helpers: int
    officers: float


class Short(StrEnum):
    """What does not suffice. Each has a text `capacity.short.<short>`."""

    TELEGRAM = "telegram"
    SMS = "sms"
    CALL = "call"
    CHAT = "chat"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Lack:
    """So many messages are late in the hour from `at`, or visits have nobody on the day of `at`.

    `waits`: the longest of the late ones. `district` is None for what the whole city shares.
    """

    of: Short
    at: datetime
    district: str | None
    usual: int
    silent: int
    waits: timedelta = timedelta()

    @property
    def group(self) -> tuple[Short, str | None]:
        """What one change may mend at once."""
        return self.of, self.district


@dataclass(frozen=True, slots=True)
class Examined:
    """A scenario with what it comes to; it fits when there is no lack."""

    scenario: Scenario
    load: Load
    hours: tuple[Hour, ...]
    days: tuple[DistrictDay, ...]
    lacks: tuple[Lack, ...]


def scenario_of(
    asked: Sequence[Asked], course: Course, limits: Limits, staffing: Staffing
) -> Scenario:
    """These residents, each with her slots in the days of `course`."""
    slots = tuple(slots_of(one, course) for one in asked)
    return Scenario(tuple(asked), slots, course, limits, staffing)


def examine(scenario: Scenario) -> Examined:
    """Say hour by hour and day by day what is to be done, and what of it is too much."""
    load = load_of(scenario.asked, scenario.slots, scenario.course)
    calls = _left(scenario, load, ChannelName.CALL, silent=True)
    lacks = [*late_messages(scenario, load), *missing_people(scenario, load)]
    return Examined(
        scenario=scenario,
        load=load,
        hours=_hours(load, calls),
        days=_days(scenario, load),
        lacks=tuple(sorted(lacks, key=_in_order)),
    )


def late_messages(scenario: Scenario, load: Load) -> Iterator[Lack]:
    """Hours in which more is to be sent than the limits let through in time."""
    for channel in SENT:
        usual = _left(scenario, load, channel, silent=False)
        silent = _left(scenario, load, channel, silent=True)
        yield from _late(Short(channel), None, usual, silent)
    yield from _busy_chats(load)


def missing_people(scenario: Scenario, load: Load) -> Iterator[Lack]:
    """Days on which a district has more visits than its helpers and officers can make."""
    for one in _days(scenario, load):
        open_to_all = one.visits.usual - one.for_officers
        rest = one.for_officers + max(0.0, open_to_all - one.helpers)
        missing = ceil(rest - one.officers - NOTHING)
        if missing > 0:
            at = ladder_ends(one.day, scenario.course.policy, scenario.course.calendar)
            yield Lack(Short.PEOPLE, at, one.district, usual=missing, silent=0)


# ------------------------------------------------------------------------------- what is sent


def _left(scenario: Scenario, load: Load, channel: ChannelName, *, silent: bool) -> Left:
    sends = [
        (send, amount.silent if silent else amount.usual)
        for send, amount in load.sends.items()
        if send.channel is channel
    ]
    return leave(sends, scenario.limits.of(channel))


def _late(of: Short, district: str | None, usual: Left, silent: Left) -> Iterator[Lack]:
    """One lack for each hour in which something is due that leaves too late."""
    hours: defaultdict[datetime, list[Send]] = defaultdict(list)
    for send in usual.late.keys() | silent.late.keys():
        hours[_hour(send.at)].append(send)
    for at, sends in hours.items():
        waits = (left.waited.get(send, timedelta()) for send in sends for left in (usual, silent))
        yield Lack(
            of=of,
            at=at,
            district=district,
            usual=ceil(sum(usual.late.get(send, 0) for send in sends) - NOTHING),
            silent=ceil(sum(silent.late.get(send, 0) for send in sends) - NOTHING),
            waits=max(waits),
        )


def _busy_chats(load: Load) -> Iterator[Lack]:
    """Every officer of a district gets a card of each visit, one a second."""
    chats: defaultdict[str, list[tuple[Send, Amount]]] = defaultdict(list)
    for send, amount in load.sends.items():
        if send.chat is not None:
            chats[send.chat].append((send, amount))
    for district, sends in chats.items():
        usual = leave([(send, amount.usual) for send, amount in sends], A_CHAT_PER_SECOND)
        silent = leave([(send, amount.silent) for send, amount in sends], A_CHAT_PER_SECOND)
        yield from _late(Short.CHAT, district, usual, silent)


def _hours(load: Load, calls: Left) -> tuple[Hour, ...]:
    asked: defaultdict[datetime, dict[ChannelName, int]] = defaultdict(dict)
    for (slot, channel), count in load.asked.items():
        begun = asked[_hour(slot)]
        begun[channel] = begun.get(channel, 0) + count
    sent: defaultdict[datetime, dict[ChannelName, Amount]] = defaultdict(dict)
    for send, amount in load.sends.items():
        of_hour = sent[_hour(send.at)]
        of_hour[send.channel] = of_hour.get(send.channel, NONE).plus(amount)
    busiest: defaultdict[datetime, float] = defaultdict(float)
    for minute, leaving in calls.leaving.items():
        busiest[_hour(minute)] = max(busiest[_hour(minute)], leaving)
    return tuple(
        Hour(at, asked.get(at, {}), sent.get(at, {}), ceil(busiest[at] * (CALL_LASTS / MINUTE)))
        for at in sorted(asked.keys() | sent.keys() | busiest.keys())
    )


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


# ------------------------------------------------------------------------------- who goes


def _days(scenario: Scenario, load: Load) -> tuple[DistrictDay, ...]:
    """Helpers take what they may know of, officers the rest of it, each by how much it is."""
    visits: defaultdict[tuple[date, str], Amount] = defaultdict(lambda: NONE)
    discreet: defaultdict[tuple[date, str], float] = defaultdict(float)
    for visit, amount in load.visits.items():
        key = (visit.day, visit.district)
        visits[key] = visits[key].plus(amount)
        discreet[key] += 0.0 if visit.helpers_may_know else amount.usual
    helpers = scenario.staffing.helpers
    everywhere = sorted(visits.keys() | helpers.keys())
    rest = {
        key: discreet[key] + max(0.0, visits[key].usual - discreet[key] - helpers.get(key, 0))
        for key in everywhere
    }
    officers = _shared_out(scenario, rest)
    return tuple(
        DistrictDay(*key, visits[key], discreet[key], helpers.get(key, 0), officers[key])
        for key in everywhere
    )


def _shared_out(
    scenario: Scenario, rest: Mapping[tuple[date, str], float]
) -> dict[tuple[date, str], float]:
    """What officers can do in each district: whoever has several goes where most is to be done."""
    staffing, course = scenario.staffing, scenario.course
    burdens: defaultdict[tuple[date, Ref], float] = defaultdict(float)
    for (day, district), visits in rest.items():
        for officer in staffing.officers.get((day, district), ()):
            burdens[day, officer] += visits + HARDLY_ANY
    return {
        (day, district): sum(
            visits_a_day(day, course) * (visits + HARDLY_ANY) / burdens[day, officer]
            for officer in staffing.officers.get((day, district), ())
        )
        for (day, district), visits in rest.items()
    }


def visits_a_day(day: date, course: Course) -> int:
    """How many visits one officer can make between the end of the ladders and of the office."""
    calendar = course.calendar
    ends = ladder_ends(day, course.policy, calendar)
    return max(0, int((calendar.at(day, OFFICE_CLOSES) - ends) / VISIT_TAKES))


def _in_order(lack: Lack) -> tuple[datetime, str, str]:
    return lack.at, lack.of, lack.district or ""


def with_limits(scenario: Scenario, **per_second: int) -> Scenario:
    """The same with other limits."""
    return replace(scenario, limits=replace(scenario.limits, **per_second))
