"""Nobody unwatched: where nothing would tell of her silence, the office finds a way the same day.

She is looked at in each of her turns: whatever takes a source away from her gives her one. On the
city's own turn, each morning, whoever is looked after by somebody that serves no more gets one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from checkins import store
from checkins.decide import sources
from checkins.decide.sources import Source
from checkins.service.asking import Asking
from residents import service as residents
from residents.calendar import OFFICE_OPENS
from residents.model import Allowed, Kind, LifeState, Purpose, ref_of
from signals import agenda
from signals.model import SignalKind, resident_id
from tasks.model import Result, TaskKind, is_staff
from tasks.service import of_origin, open_about

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from checkins.service.asking import Means
    from foundation.unit_of_work import UnitOfWork
    from residents.model import Outline
    from signals.model import Ref, Signal
    from tasks.model import Task

LOOKED_AFTER = frozenset({TaskKind.NOT_WATCHED, TaskKind.END_CHECK})
"""While there is such work nobody else is asked to find a way to hear from her."""
SUBJECT = "city:checkers"
"""Whose agenda the morning's round stands on."""


class Sources:
    """Actor for residents and the city's own row, consumer of what the office found."""

    name = "sources"
    kinds = frozenset({SignalKind.TASK_DONE})

    def __init__(self, means: Means) -> None:
        self._means = means
        self._asking = Asking(means)
        self._calendar = means.calendar

    # Consumer

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """Whoever says that she calls her is named; who wishes no more to be asked is let be.

        That ends the watch over her: it is asked once more before it does.
        """
        result, by = Result(signal.data["result"]), signal.data["by"]
        if result is Result.PERSON_CALLS and is_staff(by):
            residents.change_resident(uow, signal.subject, named_checker=by)
        elif result is Result.CARE_ENDED and signal.data["kind"] == TaskKind.END_CHECK:
            residents.set_state(uow, signal.subject, LifeState.ENDED)
        elif result is Result.CARE_ENDED:
            her = residents.outline(uow, signal.subject)
            self._means.tasks.ask_office(uow, her, TaskKind.END_CHECK, signal.id)

    # Actor

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Ask the office to find a way to hear from her, or withdraw that when there is one."""
        if subject == SUBJECT:
            self._make_the_round(uow)
        if not subject.startswith(f"{Kind.RESIDENT}:"):
            return
        her = residents.outlines(uow, [subject]).get(resident_id(subject))
        work = open_about(uow, subject)
        self._see_that_a_death_is_confirmed(uow, her, work)
        looking = [one for one in work if one.new.kind is TaskKind.NOT_WATCHED]
        if her is None or not residents.is_watched(her) or self._source(uow, her) is not None:
            for task in looking:
                self._means.tasks.withdraw(uow, task, "task.withdrawn.way_found")
        elif not any(one.new.kind in LOOKED_AFTER for one in work):
            self._ask(uow, her)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """The city's next morning; the tasks about her have their own moments."""
        if subject != SUBJECT:
            return None
        today = self._calendar.at(self._calendar.local(uow.now).date(), OFFICE_OPENS)
        return today if today > uow.now else today + timedelta(days=1)

    # Steps

    def _make_the_round(self, uow: UnitOfWork) -> None:
        today = self._calendar.local(uow.now).date()
        lost = residents.without_their_checker(uow, today)
        agenda.bring_all_forward(uow, [ref_of(Kind.RESIDENT, one) for one in lost], uow.now)

    def _see_that_a_death_is_confirmed(
        self, uow: UnitOfWork, her: Outline | None, work: Sequence[Task]
    ) -> None:
        """Until an official has said whether it is true one is asked, each working morning anew."""
        asking = [one for one in work if one.new.kind is TaskKind.DECEASED_CHECK]
        if her is not None and her.deceased and residents.unconfirmed_deaths(uow, [her.id]):
            if not asking:
                day = self._calendar.next_working_day(self._calendar.local(uow.now).date())
                opens = self._calendar.at(day, OFFICE_OPENS)
                self._means.tasks.open(uow, sources.to_confirm_a_death(her), opens)
            return
        for task in asking:
            self._means.tasks.withdraw(uow, task)

    def _ask(self, uow: UnitOfWork, her: Outline) -> None:
        tasks = of_origin(uow, sources.origin(her))
        opens = sources.ask_at(tasks[-1] if tasks else None, uow.now, self._calendar)
        task = sources.to_find_a_way(her, opens, self._calendar)
        self._means.tasks.open(uow, task, opens)

    def _source(self, uow: UnitOfWork, her: Outline) -> Source | None:
        """The first thing found that would tell of her silence."""
        if sources.is_asked_now(store.open_of(uow, her.id)):
            return Source.QUESTION
        if sources.can_answer(self._asking.ways_of(uow, her)):
            return Source.QUESTION
        if self._is_called(uow, her):
            return Source.PERSON
        if self._means.has_informative_plug(uow, her.ref):
            return Source.PLUG
        return Source.ABSENCE if residents.is_away(uow, her.ref, uow.now) else None

    def _is_called(self, uow: UnitOfWork, her: Outline) -> bool:
        """Whether somebody is named who serves, and may know of her at all."""
        serves = residents.checker_serves(uow, her, self._calendar.local(uow.now).date())
        lawful = residents.consent_allows(uow, her.ref, Purpose.COLLECTION)
        return serves and isinstance(lawful, Allowed)
