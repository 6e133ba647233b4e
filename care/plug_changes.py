"""After needless alarms of her plugs an official may change how her home is watched.

Nothing is moved by the machine alone, and nothing here is read by what decides about a silence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from checkins import service as checkins
from checkins.model import Rhythm
from messaging import service as messaging
from messaging.model import Message
from plugs.decide.changes import WITHIN, Asked, Change, Proposal
from plugs.service import changing
from plugs.service.outcomes import homes_alarmed_since
from residents import service as residents
from residents.model import ChannelName
from tasks.model import TaskKind

if TYPE_CHECKING:
    from checkins.service import Means
    from foundation.city import City
    from foundation.unit_of_work import UnitOfWork
    from residents.model import Outline
    from signals.model import Ref, Signal

CARD_STAYS = timedelta(days=2)
TELL_ABSENCES = "plug.tell_absences"


class NotProposedError(LookupError):
    """This change is not put to anybody: it was decided, or there were not so many alarms."""

    def __init__(self, change: Change) -> None:
        super().__init__(f"{change.value} is not proposed for her home: list the proposals again.")
        self.change = change


@dataclass(frozen=True, slots=True)
class PlugChanges:
    """The changes of one city."""

    means: Means
    city: City

    def proposed(self, uow: UnitOfWork, her: Outline) -> tuple[Proposal, ...]:
        """What to put to her officer now."""
        return changing.proposals_for(uow, her.ref, lambda: self._asked(uow, her), self.city)

    def homes(self, uow: UnitOfWork) -> list[Ref]:
        """Residents for whom something is proposed."""
        alarmed = homes_alarmed_since(uow, uow.now - WITHIN)
        watched = filter(residents.is_watched, residents.outlines(uow, alarmed).values())
        return sorted(one.ref for one in watched if self.proposed(uow, one))

    def decide(
        self, uow: UnitOfWork, her: Outline, change: Change, by: Ref, *, accept: bool
    ) -> Proposal:
        """Take a change up, or leave things as they are, until there are as many alarms again.

        Raises NotProposedError.
        """
        found = next((one for one in self.proposed(uow, her) if one.change is change), None)
        if found is None:
            raise NotProposedError(change)
        decided = changing.decide_change(uow, her.ref, change, by, accepted=accept)
        if accept:
            self._take_up(uow, her, found, decided)
        return found

    def _take_up(self, uow: UnitOfWork, her: Outline, found: Proposal, decided: Signal) -> None:
        match found.change:
            case Change.APPLIANCE | Change.SECOND_PLUG:
                self.means.tasks.ask_office(uow, her, TaskKind.PLUG_PLACE, decided.id)
            case Change.CHANNEL | Change.HOUR:
                self._ask_otherwise(uow, her, found, decided.data["by"])
            case Change.ABSENCES:
                self._ask_to_be_told(uow, her, decided)

    def _ask_otherwise(self, uow: UnitOfWork, her: Outline, found: Proposal, by: Ref) -> None:
        wishes = checkins.how_asked(uow, self.means, her).wishes
        if found.hour is None:
            wishes = replace(wishes, channels=found.channels)
        else:
            wishes = replace(wishes, rhythm=Rhythm.DAILY, times=(found.hour,))
        checkins.wish(uow, self.means, her, wishes, by)

    def _ask_to_be_told(self, uow: UnitOfWork, her: Outline, decided: Signal) -> None:
        """In her messenger, where she can write it; else somebody tells her."""
        if ChannelName.TELEGRAM not in checkins.how_asked(uow, self.means, her).ways.channels:
            self.means.tasks.ask_office(uow, her, TaskKind.LESSON, decided.id)
            return
        opens = self.means.calendar.when_awake(uow.now)
        messaging.post(
            uow,
            Message(
                to=her.ref,
                channel=ChannelName.TELEGRAM,
                template=TELL_ABSENCES,
                dedupe_key=f"{TELL_ABSENCES}:{decided.id}",
                due_at=opens,
                expires_at=opens + CARD_STAYS,
            ),
        )

    def _asked(self, uow: UnitOfWork, her: Outline) -> Asked:
        known, policy = checkins.how_asked(uow, self.means, her), self.means.policy
        ends = datetime.combine(date.max, policy.hours.ends)
        planned = known.planned
        return Asked(
            channels=frozenset(known.ways.channels) - {ChannelName.PERSON},
            daily=planned is None or planned.plan.rhythm is Rhythm.DAILY,
            own_times=bool(known.wishes.times),
            latest=(ends - policy.ladder.missed_after).time(),
            zone=self.means.calendar.zone,
        )
