"""Whether homes went at one moment, and what becomes of such an outage. Pure.

Grouping says that one thing happened. It takes no home's clock away, and no home out of sight:
each is in an open outage, or its devices have a fault of their own (docs/decisions/0022).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from plugs.decide import contact
from plugs.model import Affected, Area, Contact, Group, Home, Left, Line, Outage, Span
from signals.model import Ref

WINDOW = timedelta(minutes=5)
"""How far apart homes may go: a line that is switched off by sections, clocks that differ."""
WILL_TAKES = timedelta(minutes=2)
"""A broker tells a last will one and a half keepalives after the plug went: 15 to 60 seconds."""
FEWEST = 2
MANY = 5
"""So many homes within the window are no coincidence, whatever share of all they are."""
SHARES: Mapping[Area, float] = {Area.BUILDING: 0.5, Area.DISTRICT: 0.25}
"""Chance, where each home has a fault a month: of a hundred homes another goes within five minutes
of one in 2 % of faults, so two alone say nothing; a quarter of them, or MANY, in none. Of eight
homes, where a quarter is two, in 0.2 %."""
SETTLES = timedelta(minutes=2)
"""The last wills of one power cut come within this: then it is known how many homes went."""
PATIENCE = timedelta(minutes=40)
"""How long after it went a home waits for the others: most of them are silent for 30 minutes
before that is noticed, and report every 10."""
GRACE = timedelta(hours=1)
"""What does not report so long after power came back has a fault: a plug needs a minute, one that
tells only changes an hour."""
LONGEST = timedelta(hours=24)
"""Power is back by then; whatever is not is looked at home by home."""
LOOK_AGAIN = timedelta(minutes=10)


def span_of(devices: Sequence[Contact]) -> Span | None:
    """Between which moments a home went with all its devices; None where they went one by one."""
    if not devices:
        return None
    begins, ends = max(map(_earliest, devices)), min(map(_latest, devices))
    if begins - ends > WINDOW:
        return None
    return Span(min(begins, ends), max(begins, ends))


def fits(outage: Outage, span: Span) -> bool:
    """Whether a home may have gone when those of the outage did."""
    return _meet(outage.span, span)


@dataclass(frozen=True, slots=True)
class Wait:
    """Others may have gone with it: that is known then."""

    until: datetime


def judge(
    mine: Span, household: Ref, homes: Sequence[Home], line: Line, now: datetime
) -> Group | Wait | None:
    """What a home that went at `mine` is part of. `homes` are all of its district, itself too.

    None: it went alone.
    """
    seen = [_seen(one, household, mine, line, now) for one in homes]
    known = [one for one in seen if one.part is not _Part.NOT_THERE]
    dark = _at_one_moment(mine, [one for one in known if one.part is _Part.DARK])
    building = next((one.home.building for one in known if one.home.household == household), "")
    areas = {Area.DISTRICT: known}
    if building:
        areas = {Area.BUILDING: [one for one in known if one.home.building == building], **areas}
    groups = [_group(area, there, dark) for area, there in areas.items()]
    found = [one for one in groups if one is not None]
    if found:
        return max(found, key=lambda one: len(one.homes))  # the nearer where both hold the same
    late = [one.home.household for one in known if one.part is _Part.DOUBTFUL]
    maybe = {*(one.home.household for one in dark), *late}
    hopes = (_enough(area, _among(maybe, there), len(there)) for area, there in areas.items())
    wait_until = mine.ends + PATIENCE
    return Wait(wait_until) if now < wait_until and any(hopes) else None


class Power(StrEnum):
    """What is heard of a home's devices."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


def power_of(devices: Sequence[Contact]) -> Power:
    """How much of a home is heard now."""
    lost = sum(one.is_lost for one in devices)
    if lost == 0:
        return Power.ALL
    return Power.NONE if lost == len(devices) else Power.SOME


def follow(outage: Outage, power: Callable[[Ref], Power], now: datetime) -> Outage:
    """The outage as it is now: who is back, who has a fault, whether it is over."""
    homes = [_home_now(one, power(one.household), now) for one in outage.homes]
    back = sum(one.back_at is not None for one in homes)
    returned_at = (outage.returned_at or now) if 2 * back >= len(homes) else None
    over = now >= outage.opened_at + LONGEST
    if over or (returned_at is not None and now >= returned_at + GRACE):
        homes = [replace(one, left=one.left or Left.FAULT) for one in homes]
    ended = all(one.left is not None for one in homes)
    settles = outage.opened_at + SETTLES
    return replace(
        outage,
        homes=tuple(homes),
        returned_at=returned_at,
        closed_at=now if ended else None,
        due_at=settles if now < settles else now + LOOK_AGAIN,
    )


def widened(outage: Outage, group: Group) -> Outage:
    """It reaches as far as is known now."""
    begins = min(outage.span.begins, group.span.begins)
    span = Span(begins, max(outage.span.ends, group.span.ends))
    return replace(outage, area=group.area, span=span)


def is_everywhere(outage: Outage) -> bool:
    """Whether it is of no one building."""
    return outage.area is Area.DISTRICT


def with_home(outage: Outage, household: Ref, went: Iterable[str], now: datetime) -> Outage:
    """It went with them, or went again; `went` are its devices."""
    others = tuple(one for one in outage.homes if one.household != household)
    before = [one.devices for one in outage.homes if one.household == household]
    devices = frozenset(went).union(*before)
    return replace(outage, homes=(*others, Affected(household, devices, now)))


def _home_now(home: Affected, power: Power, now: datetime) -> Affected:
    if home.left is not None:
        return home
    if power is Power.NONE:
        return replace(home, back_at=None)
    back_at = home.back_at or now
    if power is Power.ALL:
        return replace(home, back_at=back_at, left=Left.BACK)
    return replace(home, back_at=back_at, left=Left.FAULT if now >= back_at + GRACE else None)


# Who went with it


class _Part(StrEnum):
    DARK = "dark"
    DOUBTFUL = "doubtful"
    """Nothing was heard of it since, which may mean nothing yet."""
    LIT = "lit"
    NOT_THERE = "not_there"
    """Its devices had been lost before."""


@dataclass(frozen=True, slots=True)
class _Seen:
    home: Home
    part: _Part
    span: Span | None


def _seen(home: Home, household: Ref, mine: Span, line: Line, now: datetime) -> _Seen:
    if home.household == household:
        return _Seen(home, _Part.DARK, mine)
    devices = [
        one for one in home.contacts if not (one.is_lost and _latest(one) < mine.begins - WINDOW)
    ]
    if not devices:
        return _Seen(home, _Part.NOT_THERE, None)
    if all(_is_dark(one, line, now) for one in devices):
        span = span_of(devices)
        if span is not None and _meet(span, mine):
            return _Seen(home, _Part.DARK, span)
        return _Seen(home, _Part.LIT, None)
    spoke = any(one.tracked.heard_at > mine.ends for one in devices if not _is_dark(one, line, now))
    return _Seen(home, _Part.LIT if spoke else _Part.DOUBTFUL, None)


def _is_dark(device: Contact, line: Line, now: datetime) -> bool:
    offline = device.tracked.offline_at is not None
    return offline or device.is_lost or contact.is_gone(device, line, now)


def _at_one_moment(mine: Span, dark: Sequence[_Seen]) -> list[_Seen]:
    """The most of them that can have gone within one window, this home among them."""
    spans = [(one, one.span) for one in dark if one.span is not None]
    firsts = sorted({span.begins - WINDOW for _, span in spans})
    at_once = (
        [one for one, span in spans if span.begins - WINDOW <= first <= span.ends]
        for first in firsts
        if mine.begins - WINDOW <= first <= mine.ends
    )
    return max(at_once, key=len, default=[])


def _group(area: Area, there: Sequence[_Seen], dark: Sequence[_Seen]) -> Group | None:
    households = {one.home.household for one in there}
    among = [one for one in dark if one.home.household in households]
    if not _enough(area, len(among), len(there)):
        return None
    spans = [one.span for one in among if one.span is not None]
    begins, ends = max(one.begins for one in spans), min(one.ends for one in spans)
    span = Span(min(begins, ends), max(begins, ends))
    return Group(area, frozenset(one.home.household for one in among), span)


def _enough(area: Area, dark: int, there: int) -> bool:
    return dark >= FEWEST and (dark >= MANY or dark >= SHARES[area] * there)


def _among(households: set[Ref], there: Sequence[_Seen]) -> int:
    return sum(one.home.household in households for one in there)


def _meet(one: Span, other: Span) -> bool:
    return one.begins <= other.ends + WINDOW and other.begins <= one.ends + WINDOW


def _earliest(device: Contact) -> datetime:
    offline = device.tracked.offline_at
    return device.tracked.heard_at if offline is None else offline - WILL_TAKES


def _latest(device: Contact) -> datetime:
    tracked = device.tracked
    return tracked.offline_at or tracked.heard_at + min(tracked.interval, GRACE)
