"""What may be changed in a home after needless alarms, for an official to decide. Pure.

A history of false alarms may change the plan (hour, channel, appliance); it never lowers urgency
nor lengthens a deadline (docs/care.md 2). With every change here she is asked as often as before or
more often, and a question waits for her answer no longer than before.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from statistics import median_low
from typing import TYPE_CHECKING

from plugs.model.alarms import NEEDLESS, Alarm, Grade, Turned
from plugs.routine.worth import ENOUGH_DAYS, Worth
from residents.model import ChannelName
from signals.model import Meaning, SignalKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import tzinfo

    from plugs.model import Appliance
    from plugs.routine.worth import Told
    from signals.model import Ref, Signal

WITHIN = timedelta(days=28)
HARD_MANY, SOFT_MANY = 3, 4
"""So many needless alarms in that time are too many: one a week, of questions."""
OF_ONE_KIND = 2
"""So many of them must be of the kind that a change is for."""
UNANSWERED_MANY = 2
BEFORE = timedelta(hours=1)
"""So long before her home usually falls silent she is asked."""
EARLIEST = time(9, 0)
ACT = "plug_change"
"""What an official's word about a change says of itself."""
TELLS = frozenset({SignalKind.SAID, SignalKind.CHECKIN_MISSED, SignalKind.OFFICER_SAID})


class Change(StrEnum):
    """What an official may change. Each has a text `plug.change.<change>`."""

    APPLIANCE = "appliance"
    """A plug that hardly tells of people goes to another appliance."""
    SECOND_PLUG = "second_plug"
    CHANNEL = "channel"
    """She is rung at once: she answers calls, and never the messages that come before them."""
    HOUR = "hour"
    """She is asked every day, before the hour at which her home falls silent."""
    ABSENCES = "absences"
    """She is asked to tell us before she is away."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A plug, and what it has shown of late; None before its first slot."""

    device: Ref
    appliance: Appliance
    told: Told | None


@dataclass(frozen=True, slots=True)
class Asked:
    """How she is asked now: on which channels, whether every day, and at the latest when.

    `own_times`: she chose when.
    """

    channels: frozenset[ChannelName]
    daily: bool
    own_times: bool
    latest: time
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change, and the numbers behind it.

    `hard` and `soft` are the needless alarms of the kind it is for, since `since`. Of APPLIANCE
    `placed` is the plug; of CHANNEL `channels` are those to be left with and `unanswered` the
    questions she left open; of HOUR `hour` is the city's wall time and `around` the alarms'.
    """

    change: Change
    hard: int
    soft: int
    since: datetime
    placed: Placed | None = None
    channels: frozenset[ChannelName] = frozenset()
    unanswered: int = 0
    hour: time | None = None
    around: time | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """What is known of a home: its alarms, the facts of `TELLS`, its plugs, how she is asked."""

    alarms: Sequence[Alarm]
    facts: Sequence[Signal]
    plugs: Sequence[Placed]
    asked: Asked


def is_too_many(alarms: Iterable[Alarm]) -> bool:
    """Whether so many of these alarms were needless that something should change."""
    graded = Counter(one.grade for one in alarms if one.turned in NEEDLESS)
    return graded[Grade.HARD] >= HARD_MANY or graded[Grade.SOFT] >= SOFT_MANY


def proposals(home: Home, now: datetime) -> tuple[Proposal, ...]:
    """What to put to an official. What she decided before begins anew from that moment."""
    return tuple(
        proposal
        for change, propose in _PROPOSES.items()
        if (reckoned := _reckon(home, change, now)) is not None
        and (proposal := propose(home, reckoned)) is not None
    )


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """The needless alarms of the kind a change is for, since `since`."""

    change: Change
    alarms: tuple[Alarm, ...]
    since: datetime

    def proposal(self) -> Proposal:
        graded = Counter(one.grade for one in self.alarms)
        return Proposal(self.change, graded[Grade.HARD], graded[Grade.SOFT], self.since)


def _reckon(home: Home, change: Change, now: datetime) -> _Reckoned | None:
    since = max((now - WITHIN, *_decided(home.facts, change)))
    recent = tuple(one for one in home.alarms if one.at >= since and one.turned in NEEDLESS)
    kind = Turned.AWAY if change is Change.ABSENCES else Turned.AT_HOME
    of_kind = tuple(one for one in recent if one.turned is kind)
    if not is_too_many(recent) or len(of_kind) < OF_ONE_KIND:
        return None
    return _Reckoned(change, of_kind, since)


def _decided(facts: Iterable[Signal], change: Change) -> Iterator[datetime]:
    for one in facts:
        of_plugs = one.kind is SignalKind.OFFICER_SAID and one.data["act"] == ACT
        if of_plugs and one.data["change"] == change:
            yield one.occurred_at


def _another_appliance(home: Home, reckoned: _Reckoned) -> Proposal | None:
    """The plug that tells least, where one is weak."""
    weak = [one for one in home.plugs if one.told is not None and _is_weak(one.told)]
    if not weak:
        return None
    return replace(reckoned.proposal(), placed=min(weak, key=_tells))


def _is_weak(told: Told) -> bool:
    known = told.days >= ENOUGH_DAYS
    return known and (told.weak or told.worth is not Worth.INFORMATIVE)


def _tells(placed: Placed) -> tuple[float, Ref]:
    """How much of her days a plug tells; the least first."""
    told = placed.told
    useful = told is not None and told.worth is Worth.INFORMATIVE
    return (1 - told.empty_days if told is not None and useful else -1.0, placed.device)


def _second_plug(home: Home, reckoned: _Reckoned) -> Proposal | None:
    """Where the only plug is a good one, and still not enough."""
    good = [one for one in home.plugs if one.told is None or not _is_weak(one.told)]
    return reckoned.proposal() if len(home.plugs) == 1 and good else None


def _rung_at_once(home: Home, reckoned: _Reckoned) -> Proposal | None:
    recent = [one for one in home.facts if one.occurred_at >= reckoned.since]
    missed = sum(one.kind is SignalKind.CHECKIN_MISSED and _quiet(one) for one in recent)
    fine_on = frozenset(
        ChannelName(one.data["channel"])
        for one in recent
        if one.kind is SignalKind.SAID and one.data["meaning"] == Meaning.OK
    )
    without = home.asked.channels - {ChannelName.TELEGRAM}
    rung = ChannelName.CALL in without & fine_on and ChannelName.TELEGRAM not in fine_on
    if missed < UNANSWERED_MANY or not rung or without == home.asked.channels:
        return None
    return replace(reckoned.proposal(), channels=without, unanswered=missed)


def _quiet(missed: Signal) -> bool:
    return bool(missed.data.get("quiet_home"))


def _another_hour(home: Home, reckoned: _Reckoned) -> Proposal | None:
    """Every day at one hour, in place of questions that come when her home is silent."""
    asked = home.asked
    walls = [one.at.astimezone(asked.zone).time() for one in reckoned.alarms]
    soft = [at for one, at in zip(reckoned.alarms, walls, strict=True) if one.grade is Grade.SOFT]
    if asked.daily or asked.own_times or len(soft) < SOFT_MANY:
        return None
    around = median_low(soft)
    hour = min(max(_half_hour_before(around), EARLIEST), asked.latest)
    if hour >= around:
        return None
    return replace(reckoned.proposal(), hour=hour, around=around.replace(second=0, microsecond=0))


def _half_hour_before(around: time) -> time:
    """The half hour that has begun an hour before."""
    minutes = max(around.hour * 60 + around.minute - int(BEFORE.total_seconds()) // 60, 0)
    return time(minutes // 60, minutes % 60 // 30 * 30)


def _ask_of_absences(_home: Home, reckoned: _Reckoned) -> Proposal | None:
    return reckoned.proposal()


_PROPOSES: Mapping[Change, Callable[[Home, _Reckoned], Proposal | None]] = {
    Change.ABSENCES: _ask_of_absences,
    Change.APPLIANCE: _another_appliance,
    Change.SECOND_PLUG: _second_plug,
    Change.CHANNEL: _rung_at_once,
    Change.HOUR: _another_hour,
}
