"""One visit for all who live behind one door: one card, one page, and a result for each of them.

Work keeps its own rounds and moments; whoever goes there has all of it (docs/care.md 2). Nobody
is spared a card, or given work with it, in an emergency or where no messenger tells her.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from residents import service as residents
from residents.model import ChannelName, Kind, id_of
from signals import agenda
from signals.model import SignalKind
from tasks import cards, decide, ringing, store
from tasks.model import ONE_VISIT, Audience, OfferState, TaskState, is_staff
from tasks.telling import tell

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref
    from tasks.model import Task
    from tasks.roster import Roster

_FOR_HELPERS = frozenset({Audience.HELPERS, Audience.NAMED})
_NOT_AGAIN = frozenset({OfferState.DECLINED, OfferState.TAKEN_BACK})


def beside(uow: UnitOfWork, task: Task) -> list[Task]:
    """Open visits to others who live behind the same door, the oldest first."""
    if task.new.kind not in ONE_VISIT:
        return []
    her = residents.outlines(uow, [task.new.resident]).get(id_of(Kind.RESIDENT, task.new.resident))
    home = None if her is None or her.lives_alone else residents.household(uow, her.household_id)
    others = () if home is None else (one for one in home.members if one != task.new.resident)
    found = [one for other in others for one in store.open_of(uow, other)]
    return sorted((one for one in found if one.new.kind in ONE_VISIT), key=_age)


def also_hers(uow: UnitOfWork, task: Task, person: Ref | None) -> list[Task]:
    """Those of them that this person has."""
    return [] if person is None else [one for one in beside(uow, task) if one.accepted_by == person]


class Doors:
    """Brings together what people are asked about one door."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster

    def visitor(self, uow: UnitOfWork, task: Task) -> Ref | None:
        """Who is on her way to this door already, and can look after her too."""
        known = store.offers(uow, task.id) if task.version else []
        not_again = {one.to for one in known if one.state in _NOT_AGAIN}
        going = (one.accepted_by for one in beside(uow, task))
        fit = (one for one in going if one and self._may_take(uow, task, one))
        return next((one for one in fit if one not in not_again), None)

    def give(self, uow: UnitOfWork, task: Task, by: Ref) -> Task | None:
        """It is hers with the visit that she makes; its own card is spared."""
        agenda.hold(uow, task.new.resident)
        hers = store.save(uow, decide.accepted(task, by, uow.now), expected=TaskState.OFFERED)
        if hers is None:
            return None
        offers = [one for one in store.offers(uow, task.id) if one.to != by]
        waiting = [one.to for one in offers if one.state is OfferState.OPEN]
        store.put_offers(uow, replace(hers, round_index=max(hers.round_index, 0)), [by])
        store.change_offers(uow, task.id, waiting, OfferState.CLOSED)
        store.change_offers(uow, task.id, [by], OfferState.ACCEPTED)
        ringing.hush(uow, hers, [by, *waiting])
        store.put_link(uow, hers, by, decide.page_until(hers, uow.now))
        for other in waiting:
            cards.show(uow, hers, other, "task.taken", edit_only=True)
        tell(uow, hers, SignalKind.TASK_ACCEPTED, {"by": by})
        agenda.bring_forward(uow, hers.new.resident, hers.due_at)
        return hers

    def take_along(self, uow: UnitOfWork, task: Task, by: Ref) -> None:
        """Whoever goes there looks after the others too."""
        for one in beside(uow, task):
            if one.state is TaskState.OFFERED and self._may_take(uow, one, by):
                self.give(uow, one, by)

    def join(self, uow: UnitOfWork, task: Task, by: Ref) -> Task | None:
        """Work that is new goes to who is on her way; the card that she has says so."""
        given = self.give(uow, task, by)
        if given is None:
            return None
        (first, *_) = also_hers(uow, given, by)
        if (template := self.card(uow, first, by, "mine")) is not None:
            cards.show(uow, first, by, template, page=store.link_of(uow, first.id, by))
        return given

    def is_asked_already(self, uow: UnitOfWork, task: Task, person: Ref) -> bool:
        """Whether a card about this door is on her phone, so that a second one is spared."""
        if task.new.emergency or not self._may_take(uow, task, person):
            return False
        older = (one for one in beside(uow, task) if _age(one) < _age(task))
        asking = (one for one in older if one.state is TaskState.OFFERED)
        return any(_waits_for(uow, one, person) for one in asking)

    def spared(self, uow: UnitOfWork, task: Task, person: Ref) -> list[Task]:
        """Offers of which this card spoke too: her answer is one to all of them."""
        younger = (one for one in beside(uow, task) if _age(one) > _age(task))
        offered = (one for one in younger if one.state is TaskState.OFFERED)
        return [one for one in offered if _waits_for(uow, one, person)]

    def look_again(self, uow: UnitOfWork, task: Task) -> None:
        """This work is taken or over: who was spared a card of the others reads it now."""
        for one in beside(uow, task):
            if one.accepted_by is not None and one.accepted_by == task.accepted_by:
                self._show_alone(uow, one, one.accepted_by)
            elif one.state is TaskState.OFFERED:
                for offer in store.offers(uow, one.id):
                    waits = offer.state is OfferState.OPEN and offer.round_index == one.round_index
                    if waits and not self.is_asked_already(uow, one, offer.to):
                        cards.offer(uow, one, offer.to)

    def card(self, uow: UnitOfWork, task: Task, by: Ref, step: str) -> str | None:
        """The card of who has it; None when the card of another at this door says it already."""
        others = also_hers(uow, task, by)
        if not others:
            return cards.work_template(task, by, step)
        first = min((task, *others), key=_age)
        return cards.for_both(by, step) if first.id == task.id else None

    def _show_alone(self, uow: UnitOfWork, task: Task, by: Ref) -> None:
        if not task.is_open or also_hers(uow, task, by):
            return
        page = store.link_of(uow, task.id, by)
        cards.show(uow, task, by, cards.work_template(task, by, "mine"), page=page)

    def _may_take(self, uow: UnitOfWork, task: Task, person: Ref) -> bool:
        if task.new.emergency or self._roster.told_by(uow, person) is not ChannelName.TELEGRAM:
            return False
        if not self._roster.may_go(uow, task.new, person):
            return False
        if is_staff(person):
            return True
        of_helpers = any(one.audience in _FOR_HELPERS for one in task.new.rounds)
        return of_helpers and residents.helpers_may_know(uow, task.new.resident, uow.now)


def _age(task: Task) -> tuple[object, str]:
    return (task.opened_at, task.id)


def _waits_for(uow: UnitOfWork, task: Task, person: Ref) -> bool:
    offers = store.offers(uow, task.id)
    return any(one.to == person and one.state is OfferState.OPEN for one in offers)
