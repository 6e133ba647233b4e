"""Seollal and Chuseok are prepared: who stays alone, who looks after them, who is in town.

Ten days before, officers learn how many of their residents stay alone and helpers are asked
whether they are in town; five days before, the leads learn for how many nobody is found yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from messaging import service as messaging
from messaging.model import AfterUnknown, Message, News, Priority
from residents import service as residents
from residents.districts import BY_CODE
from residents.model import ChannelName, Kind, StaffRole, Tier
from signals.model import SignalKind

if TYPE_CHECKING:
    from collections.abc import Collection

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar, Festival
    from residents.model import Helper, Outline, Staff
    from signals.model import Ref, Signal

STAYS, LEAVES = "festival.helper.stays", "festival.helper.leaves"
LEAVES_AGAIN = "festival.helper.leaves.again"
SUBJECT = "city:festival"
"""Whose agenda the preparation stands on."""
AT = time(10, 0)
PREPARED_DAYS, GAPS_DAYS = 10, 5
LOOKED_AFTER = frozenset({Tier.HIGH, Tier.MEDIUM})
"""Tiers of which everybody who stays alone has somebody who looks."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StaysAlone:
    """A resident who spends the festival alone. `looked_after`: her named checker is there."""

    resident: Outline
    looked_after: bool

    @property
    def is_gap(self) -> bool:
        """Whether somebody must still be found who looks after her."""
        return self.resident.tier in LOOKED_AFTER and not self.looked_after


class Festivals:
    """Actor for the city's own agenda row, consumer of what helpers answer.

    It keeps no state: each message of a festival has one key.
    """

    name = "festivals"
    kinds = frozenset({SignalKind.IN_TOWN})

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Tell and ask what the days until the festival call for, once each."""
        if subject != SUBJECT:
            return
        now = self._calendar.local(uow.now)
        festival = self._calendar.festival_from(now.date())
        days = (festival.first - now.date()).days
        if now.time() < AT or days not in range(1, PREPARED_DAYS + 1):
            return
        alone = stay_alone(uow, festival, self._calendar, BY_CODE)
        self._tell_officers(uow, festival, alone)
        self._ask_helpers(uow, festival)
        if days <= GAPS_DAYS:
            self._tell_leads(uow, festival, alone)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """Ten o'clock: today's, or else tomorrow's."""
        if subject != SUBJECT:
            return None
        today = self._calendar.at(self._calendar.local(uow.now).date(), AT)
        return today if today > uow.now else today + DAY

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """A helper says whether she is in town: who is not is asked for nothing meanwhile."""
        festival = self._named(signal.data["festival"])
        if festival is None or festival.last < self._calendar.local(uow.now).date():
            return  # a button of long ago, or none of ours
        helper = residents.helper(uow, signal.subject)
        leaves = (
            self._calendar.at(festival.first, time(0)),
            self._calendar.at(festival.last + DAY, time(0)),
        )
        if signal.data["in_town"]:
            answer = STAYS
            if (helper.away_from, helper.away_until) == leaves:
                residents.change_helper(uow, helper.ref, away_from=None, away_until=None)
        else:
            answer = _leave(uow, helper, *leaves)
        news = self._news(answer, f"{_key(festival)}:{signal.id}", festival)
        messaging.post(
            uow,
            Message(
                to=helper.ref,
                channel=ChannelName.TELEGRAM,
                template=answer,
                dedupe_key=f"{news.key}:{helper.ref}",
                due_at=uow.now,
                expires_at=news.until,
                values=news.values,
                after_unknown=AfterUnknown.HOLD,
                priority=Priority.ANSWER,
            ),
        )

    def _named(self, first: str) -> Festival | None:
        """The festival that begins on a day written as 20260214."""
        try:
            day = date.fromisoformat(first)
        except ValueError:
            return None
        found = self._calendar.festival_from(day)
        return found if found.first == day else None

    def _tell_officers(
        self, uow: UnitOfWork, festival: Festival, alone: Collection[StaysAlone]
    ) -> None:
        for officer in residents.all_staff(uow):
            if not officer.active or officer.role is not StaffRole.OFFICER:
                continue
            count = sum(one.resident.district in officer.districts for one in alone)
            gaps = sum(one.is_gap for one in alone if one.resident.district in officer.districts)
            key = f"{_key(festival)}:list"
            news = self._news("festival.list", key, festival, count=count, gaps=gaps)
            messaging.tell_all(uow, [officer.ref], news)

    def _ask_helpers(self, uow: UnitOfWork, festival: Festival) -> None:
        helpers = [helper.ref for helper in residents.active_helpers(uow, BY_CODE)]
        press = [festival.first.strftime("%Y%m%d"), 0]
        news = self._news("festival.helper", _key(festival), festival, press=press)
        messaging.tell_all(uow, helpers, news)

    def _tell_leads(
        self, uow: UnitOfWork, festival: Festival, alone: Collection[StaysAlone]
    ) -> None:
        gaps = sum(one.is_gap for one in alone)
        leads = [lead.ref for lead in residents.leads(uow, uow.now)]
        key = f"{_key(festival)}:gaps"
        news = self._news("festival.gaps", key, festival, count=len(alone), gaps=gaps)
        messaging.tell_all(uow, leads, news)

    def _news(self, template: str, key: str, festival: Festival, **values: object) -> News:
        days = {
            "first": {"day": festival.first.isoformat()},
            "last": {"day": festival.last.isoformat()},
        }
        until = self._calendar.at(festival.first, time(0))
        return News(template, key, until, {**days, **values})


def stay_alone(
    uow: UnitOfWork, festival: Festival, calendar: Calendar, districts: Collection[str]
) -> list[StaysAlone]:
    """Those of these districts who live alone, are watched and are not known to be away then."""
    begins = calendar.at(festival.first, time(12))
    alone = [
        one
        for one in residents.outlines_in(uow, districts)
        if one.lives_alone and residents.is_watched(one)
    ]
    away = residents.away(uow, [one.ref for one in alone], begins)
    there = [one for one in alone if one.id not in away]
    named = {one.named_checker for one in there if one.named_checker is not None}
    present = _present(uow, named, begins)
    return [StaysAlone(one, one.named_checker in present) for one in there]


def _present(uow: UnitOfWork, named: Collection[Ref], at: datetime) -> frozenset[Ref]:
    """Of these helpers and officers, those who are not away."""
    helpers = residents.helpers(uow, [ref for ref in named if ref.startswith(f"{Kind.HELPER}:")])
    staff = residents.staff_by_id(uow, [ref for ref in named if ref.startswith(f"{Kind.STAFF}:")])
    people: list[Helper | Staff] = [*helpers.values(), *staff.values()]
    return frozenset(one.ref for one in people if one.active and not one.is_away(at))


def _leave(uow: UnitOfWork, helper: Helper, since: datetime, until: datetime) -> str:
    """She is away through the festival; returns what she reads. A leave that runs is not cut."""
    if _covers(helper, since, until):
        return LEAVES
    ends = helper.away_until
    if helper.is_away(uow.now) and ends is not None:
        if ends < since:
            return LEAVES_AGAIN
        since = helper.away_from or since
    residents.change_helper(uow, helper.ref, away_from=since, away_until=until)
    return LEAVES


def _covers(helper: Helper, since: datetime, until: datetime) -> bool:
    """Whether she is known to be away all that time already."""
    longer = helper.away_until is None or helper.away_until >= until
    return helper.is_away(since) and longer


def _key(festival: Festival) -> str:
    return f"festival:{festival.first.isoformat()}"
