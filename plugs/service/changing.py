"""What may be changed in a home after needless alarms: put to officials, and decided by them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from locales.formats import hour_words, number, percent
from locales.texts import say
from plugs.decide import changes
from plugs.decide.changes import Asked, Change, Home, Placed, Proposal
from plugs.routine.worth import Worth
from plugs.service import knowing
from plugs.service.outcomes import alarms_since
from plugs.store import devices
from signals import service as signals
from signals.model import Draft, SignalKind, Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from foundation.city import City
    from foundation.unit_of_work import UnitOfWork
    from locales.model import Language
    from signals.model import Ref, Signal

_ANY_DAY = date(2000, 1, 1)
_DAY = timedelta(days=1)


def proposals_for(
    uow: UnitOfWork, resident: Ref, asked: Callable[[], Asked], city: City
) -> tuple[Proposal, ...]:
    """What to put to her officer now. `asked` says how she is asked; it is looked up if needed."""
    since = uow.now - changes.WITHIN
    alarms = alarms_since(uow, resident, since)
    if not changes.is_too_many(alarms):
        return ()
    facts = signals.since(uow, resident, changes.TELLS, since)
    placed = tuple(
        Placed(one.ref, one.appliance, knowing.worth_of(uow, one, city))
        for one in devices.of_resident(uow, resident)
    )
    return changes.proposals(Home(alarms, facts, placed, asked()), uow.now)


def decide_change(
    uow: UnitOfWork, resident: Ref, change: Change, by: Ref, *, accepted: bool
) -> Signal:
    """An official takes a change up, or leaves things as they are. She holds the subject."""
    recorded = signals.record(
        uow,
        Draft(
            kind=SignalKind.OFFICER_SAID,
            source=Source.STAFF,
            source_id=uow.ids.new(),
            subject=resident,
            occurred_at=uow.now,
            data={"by": by, "act": changes.ACT, "change": change.value, "accepted": accepted},
        ),
    )
    assert recorded is not None  # noqa: S101 - its id is new
    return recorded


def change_in_words(proposal: Proposal, now: datetime, language: Language) -> str:
    """Why, in numbers, and what is proposed: two sentences for officials alone."""
    cause = "away" if proposal.change is Change.ABSENCES else "home"
    because = say(
        f"plug.because.{cause}",
        language,
        days=round((now - proposal.since) / _DAY),
        soft=proposal.soft,
        hard=proposal.hard,
    )
    return f"{because} {_what(proposal, language)}"


def _what(proposal: Proposal, language: Language) -> str:
    match proposal.change:
        case Change.APPLIANCE:
            return _another_appliance(proposal, language)
        case Change.CHANNEL:
            return say("plug.change.channel", language, unanswered=proposal.unanswered)
        case Change.HOUR:
            return say(
                "plug.change.hour",
                language,
                around=_wall(proposal.around, language),
                hour=_wall(proposal.hour, language),
            )
        case other:
            return say(f"plug.change.{other}", language)


def _another_appliance(proposal: Proposal, language: Language) -> str:
    assert proposal.placed is not None  # noqa: S101 - see Proposal
    told, appliance = proposal.placed.told, proposal.placed.appliance
    assert told is not None  # noqa: S101 - nothing is said of a plug that has told nothing
    named = say(f"plug.appliance.{appliance}", language)
    if told.worth is Worth.CYCLIC:
        return say("plug.change.appliance.cyclic", language, appliance=named)
    return say(
        "plug.change.appliance",
        language,
        appliance=named,
        events=number(round(told.events_a_day), language),
        empty=percent(round(100 * told.empty_days), 100, language),
    )


def _wall(at: time | None, language: Language) -> str:
    return "" if at is None else hour_words(datetime.combine(_ANY_DAY, at), language)
