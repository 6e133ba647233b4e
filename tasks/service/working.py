"""Opening tasks, walking their rounds, and taking answers and results."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from messaging.render.buttons import CONTACT_VERBS, Verb
from signals import agenda
from signals.model import SignalKind
from tasks import aftercare, cards, contacts, decide, ringing, showing, store
from tasks.decide import TimePassed
from tasks.doors import Doors
from tasks.model import (
    BACK_IN,
    REASON_OF,
    RESULT_OF,
    DeclineReason,
    OfferState,
    Result,
    Task,
    TaskKind,
    TaskState,
    is_contact,
    is_staff,
    may_report,
)
from tasks.notices import TAKEN_BACK, Notices
from tasks.office import for_the_office
from tasks.roster import Roster
from tasks.service import aside, contacted, homes, staying
from tasks.service.closing import NOT_NEEDED, Closing
from tasks.telling import tell

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from residents.model import ChannelName, Outline, Resident
    from signals.model import Ref, Signal
    from tasks.decide import NotBack
    from tasks.model import NewTask, Round

SUBJECTS = ("resident:", "helper:", "district:")
"""Whom tasks are about."""


class Tasks:
    """The tasks of a city with these channels. Consumer of answers to offers and of results."""

    name = "tasks"
    kinds = frozenset(
        {
            SignalKind.OFFER_ANSWERED,
            SignalKind.RESULT_GIVEN,
            SignalKind.CONTACT_ANSWERED,
            SignalKind.SET_ASIDE,
            SignalKind.HAZARD_RECORDED,
            SignalKind.HAZARD_LIFTED,
        }
    )

    def __init__(
        self,
        calendar: Calendar,
        channels: Collection[ChannelName],
        *,
        texts_answered: bool = False,
    ) -> None:
        """`texts_answered`: what people answer to our texts reaches us."""
        self._calendar = calendar
        self.roster = Roster(calendar, channels, texts_answered=texts_answered)
        self._notices = Notices(self.roster)
        self._doors = Doors(self.roster)
        self._closing = Closing(self._doors, self._notices)

    # What other packages ask for

    def open(self, uow: UnitOfWork, new: NewTask, not_before: datetime | None = None) -> Task:
        """Open a task and offer its first round, not before a moment when there is one."""
        task = Task(
            id=uow.ids.new(),
            code=store.fresh_code(uow),
            new=new,
            state=TaskState.OFFERED,
            version=0,
            round_index=-1,
            opened_at=uow.now,
            due_at=not_before or uow.now,
        )
        if task.due_at <= uow.now:
            return self.offer_on(uow, task)
        agenda.bring_forward(uow, new.resident, task.due_at)
        return store.insert(uow, task)

    def ask_office(
        self,
        uow: UnitOfWork,
        resident: Resident | Outline,
        kind: TaskKind,
        because: str,
        *,
        at_once: bool = False,
    ) -> None:
        """Work for the district's officers, once they are there; one of a kind at a time.

        `because` is the id of the signal that asks for it; `at_once`: whoever is on duty, even now.
        """
        if not any(one.new.kind is kind for one in store.open_of(uow, resident.ref)):
            opens = None if at_once else self._calendar.next_office_moment(uow.now)
            self.open(uow, for_the_office(resident, kind, because), opens)

    def go_on(self, uow: UnitOfWork, task: Task, rounds: Sequence[Round]) -> Task:
        """Walk further rounds with a task that nobody took; the same ones again, if they are."""
        return self.offer_on(uow, decide.with_further(task, tuple(rounds)))

    def withdraw(self, uow: UnitOfWork, task: Task, thanks: str = NOT_NEEDED) -> None:
        """Close a task that is not needed any more and thank whoever had it, by this text."""
        if task.is_open:
            self._closing.close(uow, task, TaskState.WITHDRAWN, others=thanks)

    def give_the_all_clear(self, uow: UnitOfWork, asked: Sequence[Task]) -> None:
        """Contacts who were asked hear that she is well."""
        contacts.give_the_all_clear(uow, asked, self.roster, self._calendar)

    def accept(
        self,
        uow: UnitOfWork,
        task: Task,
        by: Ref,
        *,
        on_the_phone: bool = False,
        entered_by: Ref | None = None,
    ) -> Task | None:
        """Give the task to `by`, if nobody has it. None for those who come second.

        Nobody takes what only contacts can say, no helper what leads to a dangerous home.
        `on_the_phone`: she said so in an automated call; `entered_by`: an official said so for her.
        """
        may_go = self.roster.may_go(uow, task.new, by)
        if task.new.kind is TaskKind.CONTACT_CHECK or not may_go:
            return None
        agenda.hold(uow, task.new.resident)
        mine = store.save(uow, decide.accepted(task, by, uow.now), expected=TaskState.OFFERED)
        if mine is None:
            return None
        offers = store.offers(uow, task.id)
        others = [one.to for one in offers if one.to != by and one.state is OfferState.OPEN]
        store.change_offers(uow, task.id, others, OfferState.CLOSED)
        store.change_offers(uow, task.id, [by], OfferState.ACCEPTED)
        ringing.hush(uow, mine, [one.to for one in offers])
        page = store.put_link(uow, mine, by, decide.page_until(mine, uow.now))
        self._doors.take_along(uow, mine, by)
        template = self._doors.card(uow, mine, by, "mine")
        self._notices.given(uow, mine, by, template, page, on_the_phone=on_the_phone)
        for other in others:
            cards.show(uow, mine, other, "task.taken", edit_only=True)
        tell(uow, mine, SignalKind.TASK_ACCEPTED, {"by": by}, entered_by)
        self._doors.look_again(uow, mine)
        return mine

    def give_result(
        self,
        uow: UnitOfWork,
        task: Task,
        by: Ref,
        result: Result,
        entered_by: Ref | None = None,
    ) -> bool:
        """Close an accepted task with what `by` found. False when it changed meanwhile."""
        agenda.hold(uow, task.new.resident)
        done = replace(task, result=result)
        hers = (by, cards.result_template(by, result))
        closed = self._closing.close(uow, done, TaskState.DONE, hers)
        if closed is not None:
            self._found(uow, closed, by, result, entered_by)
        return closed is not None

    # Consumer

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """Take an answer to an offer, a result, a contact's word, or what was set aside."""
        match signal.kind:
            case SignalKind.SET_ASIDE:
                for new in aside.work_for(uow, signal):
                    self.open(uow, new)
            case SignalKind.HAZARD_RECORDED | SignalKind.HAZARD_LIFTED:
                homes.heard(uow, signal, self, self._notices)
            case _:
                task = store.get(uow, signal.data["task"])
                if task is not None:
                    self._pressed(uow, task, signal)

    def _pressed(self, uow: UnitOfWork, task: Task, signal: Signal) -> None:
        by, verb = signal.data["by"], Verb(signal.data["verb"])
        if verb in CONTACT_VERBS:
            contacted.answered(uow, task, by, verb, self)
        elif verb in BACK_IN:
            if self.wait_for_her(uow, task, by, signal.occurred_at + BACK_IN[verb]) is not None:
                showing.as_it_is(uow, task, by)
        elif verb in RESULT_OF:
            self.take_result(uow, task, by, RESULT_OF[verb])
        else:
            self._answer(uow, task, by, verb, signal)

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Do what time asks for."""
        if not subject.startswith(SUBJECTS):
            return
        for task in store.open_of(uow, subject):
            match decide.when_time_passed(task, uow.now):
                case TimePassed.NEXT_ROUND | TimePassed.NOBODY_CAME:
                    self.offer_on(uow, task)
                case TimePassed.REMIND:
                    self._remind(uow, task)
                case TimePassed.TAKE_BACK:
                    self._take_back(uow, task)
                case None:
                    pass

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When the next step of any open task about `subject` is due."""
        return store.due_of(uow, subject) if subject.startswith(SUBJECTS) else None

    # Steps

    def _answer(self, uow: UnitOfWork, task: Task, by: Ref, verb: Verb, signal: Signal) -> None:
        """Take what she says of an offer, or of what she has accepted."""
        match verb:
            case Verb.ACCEPT:
                self._answer_accept(uow, task, by, on_the_phone="call" in signal.data)
            case Verb.NOT_YET:
                self._notices.not_yet(uow, task, by)
            case Verb.DECLINE:
                why = signal.data.get("why")
                self.decline(uow, task, by, None if why is None else DeclineReason(why))
            case Verb.GIVE_BACK:
                self._give_back(uow, task, by)
            case Verb.SHOW | Verb.KEEP:
                show = showing.anew if verb is Verb.SHOW else showing.once_more
                show(uow, task, by, because=signal.id)
            case _:
                if verb in REASON_OF:
                    store.note_why(uow, task.id, by, REASON_OF[verb])
                showing.as_it_is(uow, task, by)

    def offer_on(self, uow: UnitOfWork, task: Task) -> Task:
        """Offer to the next round that has anybody in it; else tell the creator.

        Where no device tells anybody, officers and leads still find it on the console.
        """
        if (visitor := self._doors.visitor(uow, task)) is not None:
            return self._doors.join(uow, task, visitor) or task
        offers = store.offers(uow, task.id) if task.version else []
        declined = {
            one.to for one in offers if one.state is OfferState.DECLINED or is_contact(one.to)
        }
        others = (one for one in store.of_origin(uow, task.new.origin) if one.id != task.id)
        on_it = {one.accepted_by for one in others if one.is_open and one.result is Result.DANGER}
        for untold, index in product((False, True), decide.rounds_ahead(task)):
            one = task.new.rounds[index]
            people = self.roster.people_for(uow, task.new, one, declined, untold=untold)
            offered_to = [one for one in people if one not in on_it]
            if offered_to:
                return self._offer(uow, decide.in_round(task, index, uow.now), task, offered_to)
        last = len(task.new.rounds) - 1
        if not task.is_about_resident:
            return self._offer(uow, decide.in_round(task, last, uow.now), task, [])
        over = replace(task, state=TaskState.UNANSWERED, round_index=last)
        saved = store.save(uow, over, expected=task.state)
        if saved is None:
            return task
        tell(uow, saved, SignalKind.TASK_UNANSWERED, {})
        self._doors.look_again(uow, saved)
        return saved

    def _offer(self, uow: UnitOfWork, task: Task, before: Task, people: list[Ref]) -> Task:
        saved = store.save(uow, task, expected=before.state)
        if saved is None:
            return before
        store.put_offers(uow, saved, people)
        for person in people:
            beside = person != people[0]
            if not self._doors.is_asked_already(uow, saved, person):
                self._notices.offered(uow, saved, person, beside=beside)
        agenda.bring_forward(uow, saved.new.resident, saved.due_at)
        return saved

    def _answer_accept(self, uow: UnitOfWork, task: Task, by: Ref, *, on_the_phone: bool) -> None:
        offered = {one.to for one in store.offers(uow, task.id)}
        if by not in offered or task.state is not TaskState.OFFERED:
            showing.as_it_is(uow, task, by)
            if by in offered and task.accepted_by != by:
                self._notices.came_second(uow, task, by)
        else:
            self.accept(uow, task, by, on_the_phone=on_the_phone)

    def decline(
        self, uow: UnitOfWork, task: Task, by: Ref, why: DeclineReason | None = None
    ) -> None:
        """`by` does not take what she was offered; when nobody is left to answer, it goes on."""
        offers = store.offers(uow, task.id)
        if not any(one.to == by and one.state is OfferState.OPEN for one in offers):
            showing.as_it_is(uow, task, by)
            return
        store.change_offers(uow, task.id, [by], OfferState.DECLINED, why)
        ringing.hush(uow, task, [by])
        cards.show(uow, task, by, cards.declined_template(by, why), edit_only=True)
        waiting = [
            one
            for one in offers
            if one.state is OfferState.OPEN and one.to != by and one.round_index == task.round_index
        ]
        if not waiting and task.state is TaskState.OFFERED:
            self.offer_on(uow, task)
        for one in self._doors.spared(uow, task, by):
            agenda.hold(uow, one.new.resident)
            self.decline(uow, one, by)

    def take_result(
        self,
        uow: UnitOfWork,
        task: Task,
        by: Ref,
        result: Result,
        *,
        entered_by: Ref | None = None,
    ) -> bool:
        """Take what `by` found. Whoever once had the task may have been at the door, however late.

        While nobody else has it, her result ends it. What she saw counts beside another's visit;
        when the task is over, only what is grave. `entered_by`: an official said so for her.
        False when it changed nothing.
        """
        had_it = store.link_of(uow, task.id, by) is not None and may_report(
            task.new.kind, by, result
        )
        hers_now = task.state is TaskState.ACCEPTED and task.accepted_by == by
        if had_it and result is Result.TURNED_BACK:
            homes.turned_back(uow, task, by)
            if hers_now:
                store.change_offers(uow, task.id, [by], OfferState.TAKEN_BACK)
                self.offer_on(uow, task)
            return True
        if had_it and hers_now:
            if result is Result.DANGER and is_staff(by) and task.new.kind is not TaskKind.DEBRIEF:
                if (hers := staying.in_danger(uow, task, by)) is not None:
                    self._found(uow, hers, by, Result.DANGER)
                return hers is not None
            return self.give_result(uow, task, by, result, entered_by)
        if had_it and task.state in {TaskState.OFFERED, TaskState.UNANSWERED}:
            hers = replace(task, accepted_by=by, accepted_at=uow.now)
            return self.give_result(uow, hers, by, result, entered_by)
        if had_it and (task.state is TaskState.ACCEPTED or decide.is_news(task, result)):
            cards.answer(uow, task, by, cards.result_template(by, result))
            self._found(uow, task, by, result, entered_by)
            return True
        showing.as_it_is(uow, task, by)
        return False

    def wait_for_her(
        self, uow: UnitOfWork, task: Task, by: Ref, back_at: datetime
    ) -> NotBack | None:
        """She is out and back at `back_at`: `by` is asked again then. Or why that cannot be."""
        return staying.until_she_is_back(uow, task, by, back_at)

    def _found(
        self, uow: UnitOfWork, task: Task, by: Ref, result: Result, entered_by: Ref | None = None
    ) -> None:
        tell(uow, task, SignalKind.TASK_DONE, {"by": by, "result": result}, entered_by)
        if aftercare.is_due(by, result):
            aftercare.let_rest(uow, task, by)
            self.open(uow, *aftercare.talk(task, by, uow.now, self._calendar))

    def _remind(self, uow: UnitOfWork, task: Task) -> None:
        later = store.save(uow, decide.reminded(task), expected=TaskState.ACCEPTED)
        if later is not None and later.accepted_by is not None:
            template = self._doors.card(uow, later, later.accepted_by, "remind")
            self._notices.reminded(uow, later, later.accepted_by, template)

    def _give_back(self, uow: UnitOfWork, task: Task, by: Ref) -> None:
        """A helper cannot do what she has accepted: it is offered on at once."""
        if task.state is not TaskState.ACCEPTED or task.accepted_by != by or is_staff(by):
            showing.as_it_is(uow, task, by)
            return
        store.change_offers(uow, task.id, [by], OfferState.DECLINED, DeclineReason.AWAY)
        cards.show(uow, task, by, "task.given_back", edit_only=True)
        self.offer_on(uow, task)

    def _take_back(self, uow: UnitOfWork, task: Task) -> None:
        assert task.accepted_by is not None  # noqa: S101 - only accepted tasks are taken back
        store.change_offers(uow, task.id, [task.accepted_by], OfferState.TAKEN_BACK)
        self._notices.freed(uow, task, task.accepted_by, TAKEN_BACK)
        self.offer_on(uow, task)
