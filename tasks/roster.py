"""Who can be offered a task now, and by which of her devices she is told."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from residents import service as residents
from residents.model import Allowed, ChannelName, Purpose
from tasks import store
from tasks.decide import Candidate, in_order
from tasks.model import AT_HER_HOME, Audience, is_helper

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from residents.model import HelperOutline
    from signals.model import Ref
    from tasks.model import NewTask, Round


class Roster:
    """The people of a city that has set up these channels.

    `texts_answered`: what people answer to our texts reaches us.
    """

    def __init__(
        self,
        calendar: Calendar,
        channels: Collection[ChannelName],
        *,
        texts_answered: bool = False,
    ) -> None:
        self.calendar = calendar
        self.texts_answered = texts_answered
        self._channels = frozenset(channels)

    def told_by(self, uow: UnitOfWork, person: Ref) -> ChannelName | None:
        """How somebody is told of work; None when no device of hers can be used."""
        return self._first(residents.ways_of_telling(uow, person))

    def _first(self, ways: tuple[ChannelName, ...]) -> ChannelName | None:
        return next((one for one in ways if one in self._channels), None)

    def can_be_rung(self, uow: UnitOfWork, person: Ref) -> bool:
        """Whether her telephone can be used."""
        called = ChannelName.CALL in self._channels
        return called and residents.is_reachable(uow, person, ChannelName.CALL)

    def unreachable(self, uow: UnitOfWork) -> list[Ref]:
        """Who is on duty or leads, and is told of nothing by any device."""
        return [ref for ref in acting(uow) if self.told_by(uow, ref) is None]

    def people_for(
        self,
        uow: UnitOfWork,
        new: NewTask,
        one: Round,
        declined: Collection[Ref] = (),
        *,
        untold: bool = False,
    ) -> list[Ref]:
        """Return those whom this round is offered to; nobody is a possible answer.

        Helpers and contacts among those who `declined` this very task are not asked for it again.
        `untold`: officers and leads whom no device tells are offered it, on the console.
        """
        match one.audience:
            case Audience.NAMED:
                return self._named(uow, new)
            case Audience.HELPERS:
                return self._helpers(uow, new, one.count, declined)
            case Audience.OFFICERS:
                acting = self._officers(uow, new)
                return [ref for ref in acting if untold or self.told_by(uow, ref)][: one.count]
            case Audience.DEPUTIES:
                deputies = [one.ref for one in residents.deputies_of(uow, new.district, uow.now)]
                return [ref for ref in deputies if untold or self.told_by(uow, ref)][: one.count]
            case Audience.LEADS:
                leads = [lead.ref for lead in residents.leads(uow, uow.now)]
                return [ref for ref in leads if untold or self.told_by(uow, ref)]
            case Audience.CONTACTS:
                return self._contacts(uow, new, declined)[: one.count]

    def _contacts(self, uow: UnitOfWork, new: NewTask, asked: Collection[Ref]) -> list[Ref]:
        """By day, in her order, who was not `asked` and can be told without saying too much."""
        allowed = residents.contacts_may_be_asked(uow, new.resident)
        if not allowed or not self.calendar.in_helper_hours(uow.now):
            return []
        named = residents.consent_allows(uow, new.resident, Purpose.OVERSEAS_TWILIO)
        by = {ChannelName.TELEGRAM, *((ChannelName.CALL,) if isinstance(named, Allowed) else ())}
        hers = [one.ref for one in residents.contacts_of(uow, new.resident)]
        return [ref for ref in hers if ref not in asked and self.told_by(uow, ref) in by]

    def _named(self, uow: UnitOfWork, new: NewTask) -> list[Ref]:
        if new.named is None:
            return []
        if is_helper(new.named):
            serves = residents.may_be_asked(uow, new.named, self.calendar.local(uow.now))
            hers = residents.helper(uow, new.named)
            may_go = self.may_go(uow, new, new.named)
            if not serves or not may_go or not self._may_ask(uow, new, [hers]):
                return []
        return [new.named] if self.told_by(uow, new.named) else []

    def _helpers(
        self, uow: UnitOfWork, new: NewTask, count: int, declined: Collection[Ref]
    ) -> list[Ref]:
        if new.kind in AT_HER_HOME and residents.standing_hazards(uow, new.resident):
            return []
        there = residents.helpers_in(uow, new.district, self.calendar.local(uow.now))
        helpers = [one for one in self._may_ask(uow, new, there) if one.ref not in declined]
        if not helpers:
            return []
        resident = residents.outline(uow, new.resident)
        load = store.load_of(uow, [one.ref for one in helpers])
        ranked = in_order(
            Candidate(
                ref=one.ref,
                load=load[one.ref],
                same_language=one.language == resident.language,
                is_named=one.ref in {new.named, resident.named_checker},
            )
            for one in helpers
            if load[one.ref].accepted < one.max_load
        )
        return list(islice((ref for ref in ranked if self.told_by(uow, ref)), count))

    def _may_ask(
        self, uow: UnitOfWork, new: NewTask, helpers: Sequence[HelperOutline]
    ) -> list[HelperOutline]:
        """Those who are not left in peace at this hour; to know of her needs her consent.

        At night it takes an emergency, in which they are not alone, and that they agreed to it.
        """
        if not residents.helpers_may_know(uow, new.resident, uow.now):
            return []
        if self.calendar.in_helper_hours(uow.now):
            return list(helpers)
        agreed = [one for one in helpers if new.emergency and one.nights]
        return agreed if agreed and residents.night_cover(uow, new.resident, uow.now) else []

    @staticmethod
    def may_go(uow: UnitOfWork, new: NewTask, person: Ref) -> bool:
        """Whether she may be asked for this: no helper goes where a danger is recorded."""
        if not is_helper(person) or new.kind not in AT_HER_HOME:
            return True
        return not residents.standing_hazards(uow, new.resident)

    def may_be_woken(self, uow: UnitOfWork, person: Ref) -> bool:
        """Whether it is night and she is a helper who agreed to be asked in an emergency."""
        if not is_helper(person) or self.calendar.in_helper_hours(uow.now):
            return False
        return residents.helper(uow, person).nights

    def _officers(self, uow: UnitOfWork, new: NewTask) -> list[Ref]:
        if self.calendar.in_office_hours(uow.now):
            return [one.ref for one in residents.officers_of(uow, new.district, uow.now)]
        if not new.resident.startswith("resident:"):
            return [one.ref for one in residents.on_duty(uow, uow.now)]
        return [one.ref for one in residents.night_cover(uow, new.resident, uow.now)]


def acting(uow: UnitOfWork) -> list[Ref]:
    """Who is on duty now, and the leads."""
    people = (*residents.on_duty(uow, uow.now), *residents.leads(uow, uow.now))
    return sorted({one.ref for one in people})
