"""Plans, ladders and deadlines: what is asked of whom, and when silence counts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import signals.service
from checkins import decide, people, store, words
from checkins.model import (
    Checkin,
    CheckinState,
    LadderPolicy,
    Occasion,
    Plan,
    Planned,
    Rung,
    Step,
)
from messaging import service as messaging
from residents import service as residents
from residents.model import ChannelName, Tier
from signals.model import Draft, SignalKind, Source, resident_id
from tasks.service import of_origin

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from residents.model import Absence, Outline, Resident
    from signals.model import Ref
    from tasks.service import Tasks


class Asking:
    """The plans and ladders of one city."""

    def __init__(
        self,
        calendar: Calendar,
        policy: LadderPolicy,
        tasks: Tasks,
        channels: frozenset[ChannelName],
        has_informative_plug: Callable[[UnitOfWork, Ref], bool],
    ) -> None:
        """`channels` are those that this installation has set up."""
        self._has_informative_plug = has_informative_plug
        self._calendar = calendar
        self._policy = policy
        self._tasks = tasks
        self._channels = channels

    # When time passes

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Start what is planned, take the steps that are due, notice silence."""
        if not subject.startswith("resident:"):
            return
        resident = residents.outlines(uow, [subject]).get(resident_id(subject))
        if resident is None:
            self._leave_in_peace(uow, resident_id(subject), frozenset(CheckinState))
            return
        if residents.is_watched(resident):
            self._keep_plan(uow, resident)
        else:
            self._leave_in_peace(uow, resident.id, {CheckinState.ASKING})
        checkin = store.open_of(uow, resident.id)
        if checkin is not None and checkin.due_at <= uow.now:
            self._go_on(uow, resident, checkin)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When this resident's check-in or plan wants attention."""
        if not subject.startswith("resident:"):
            return None
        identity = resident_id(subject)
        planned = store.plan_of(uow, identity)
        checkin = store.open_of(uow, identity)
        moments = [] if planned is None else [planned.slot_at]
        moments += [] if checkin is None else [checkin.due_at]
        return min(moments, default=None)

    # Planning

    def _keep_plan(self, uow: UnitOfWork, resident: Outline) -> None:
        """Make the plan fit the resident as she is now; start her check-in at its slot."""
        by_plug = resident.tier is Tier.HIGH and self._has_informative_plug(uow, resident.ref)
        plan = decide.plan_for(resident.id, resident.tier, watched_by_plug=by_plug)
        known = store.plan_of(uow, resident.id)
        slot_came = known is not None and known.slot_at <= uow.now
        if known is None or slot_came or not self._still_fits(uow, known, plan):
            self._plan_anew(uow, resident, plan)
        if known is not None and slot_came:
            self.start(uow, resident, known.slot_at, known.occasion)

    def _still_fits(self, uow: UnitOfWork, known: Planned, plan: Plan) -> bool:
        """Whether the next question is the right one: during an absence the one that ends it."""
        if known.plan != plan:
            return False
        absences = residents.absences(uow, plan.resident_id)
        question = self._question_after(uow, absences)
        if question is not None:
            return (known.slot_at, known.occasion) == (question, Occasion.RETURN)
        # What was said to be over by now is asked about, unless somebody said that it is over.
        over = any(one.ended_at is None and one.since <= uow.now for one in absences)
        return known.occasion is Occasion.PLANNED or over

    def _plan_anew(self, uow: UnitOfWork, resident: Outline, plan: Plan) -> None:
        question = self._question_after(uow, residents.absences(uow, resident.ref))
        if question is not None:
            store.put_plan(uow, plan, question, Occasion.RETURN)
            return
        following = decide.next_slot(plan, uow.now, self._policy, self._calendar)
        store.put_plan(uow, plan, following)

    def _question_after(self, uow: UnitOfWork, absences: Sequence[Absence]) -> datetime | None:
        """When she is asked whether she is back; None while she should be at home."""
        away = [one.holds_until for one in absences if one.covers(uow.now)]
        return self.soonest_slot(max(away)) if away else None

    def _leave_in_peace(
        self, uow: UnitOfWork, identity: str, states: Collection[CheckinState]
    ) -> None:
        """She is not watched any more: no plan, and no check-in in one of these states."""
        store.drop_plan(uow, identity)
        checkin = store.open_of(uow, identity)
        if checkin is not None and checkin.state in states:
            self.withdraw(uow, checkin)

    def start(self, uow: UnitOfWork, resident: Outline, slot: datetime, occasion: Occasion) -> None:
        """Expect to hear from her from `slot` on: unless she is away, or expected to already."""
        asks_where = occasion is Occasion.RETURN
        away = not asks_where and residents.is_away(uow, resident.ref, uow.now)
        if away or self.is_being_asked(uow, resident.id):
            return
        channels = self.channels_of(uow, resident)
        steps, deadline = decide.ladder(slot, channels, self._policy, self._calendar)
        checkin = Checkin(
            id=uow.ids.new(),
            resident_id=resident.id,
            slot_at=slot,
            steps=steps,
            next_step=0,
            asked=False,
            state=CheckinState.ASKING,
            deadline=deadline,
            due_at=slot,
            occasion=occasion,
        )
        store.save(uow, checkin)

    def is_being_asked(self, uow: UnitOfWork, identity: str) -> bool:
        """Whether she is asked in earnest. A practice makes room for that."""
        running = store.open_of(uow, identity)
        if running is None or running.occasion is not Occasion.PRACTICE:
            return running is not None
        self.withdraw(uow, running)
        return False

    def put_off(self, uow: UnitOfWork, resident: Resident, checkin: Checkin) -> None:
        """She has no time now: begin her ladder anew, later."""
        self.stop_asking(uow, checkin)
        slot = self.soonest_slot(uow.now + self._policy.put_off_by)
        channels = self.channels_of(uow, resident)
        later = decide.asked_later(checkin, slot, channels, self._policy, self._calendar)
        store.save(uow, later)

    def channels_of(self, uow: UnitOfWork, resident: Resident | Outline) -> list[ChannelName]:
        """How she can be asked by this installation, in the order in which it is tried."""
        hers = residents.channels_of(uow, residents.resident(uow, resident.id), uow.now)
        return [channel for channel in hers if channel in self._channels]

    # The ladder

    def _go_on(self, uow: UnitOfWork, resident: Outline, checkin: Checkin) -> None:
        if checkin.deadline <= uow.now:
            self.conclude(uow, resident, decide.at_deadline(checkin, uow.now))
            return
        for number, step in decide.to_take(checkin, uow.now):
            self._take(uow, resident, checkin, number, step)
        store.save(uow, decide.stepped(checkin, len(decide.steps_due(checkin, uow.now))))

    def _take(
        self, uow: UnitOfWork, resident: Outline, checkin: Checkin, number: int, step: Step
    ) -> None:
        if step.rung is not Rung.PERSON:
            words.ask(uow, resident, checkin, number, step)
            return
        self._tasks.open(uow, people.to_ask_her(resident, checkin, uow.now))

    def conclude(self, uow: UnitOfWork, resident: Resident | Outline, checkin: Checkin) -> None:
        """Store the end of a check-in and let escalation know when it was silence."""
        store.save(uow, checkin)
        self.stop_asking(uow, checkin)
        kind = {
            CheckinState.MISSED: SignalKind.CHECKIN_MISSED,
            CheckinState.NOT_ASKED: SignalKind.CHECKIN_NOT_ASKED,
            CheckinState.UNCLEAR: SignalKind.CHECKIN_UNCLEAR,
        }.get(checkin.state)
        if kind is not None and checkin.occasion is not Occasion.PRACTICE:
            signals.service.record(
                uow,
                Draft(
                    kind=kind,
                    source=Source.CHECKINS,
                    source_id=f"{checkin.id}:{checkin.state}",
                    subject=resident.ref,
                    occurred_at=uow.now,
                    data={"checkin": checkin.id, "slot_at": checkin.slot_at.isoformat()},
                ),
            )

    def stop_asking(self, uow: UnitOfWork, checkin: Checkin) -> None:
        """Nothing of this check-in leaves any more, and nobody goes there for it."""
        keys = [
            f"{words.origin_of(checkin, number)}:{step.channel}"
            for number, step in enumerate(checkin.steps)
        ]
        messaging.withdraw(uow, keys=[*keys, f"checkin:{checkin.id}:clarify"])
        for task in of_origin(uow, f"checkin:{checkin.id}"):
            self._tasks.withdraw(uow, task)

    def soonest_slot(self, now: datetime) -> datetime:
        """When somebody may be asked who was not to be asked now."""
        return decide.soonest_slot(now, self._policy, self._calendar)

    def without(self, uow: UnitOfWork, resident: Resident, channel: ChannelName) -> None:
        """Move an open ladder on past a channel that does not reach her."""
        checkin = store.open_of(uow, resident.id)
        if checkin is None or checkin.state is not CheckinState.ASKING:
            return
        day = self._calendar.local(uow.now).date()
        until = max(
            decide.ladder_ends(day, self._policy, self._calendar),
            uow.now + self._policy.missed_after,
        )
        store.save(uow, decide.without_channel(checkin, channel, uow.now, until))

    def withdraw_open(self, uow: UnitOfWork, resident: Resident) -> None:
        checkin = store.open_of(uow, resident.id)
        if checkin is not None:
            self.withdraw(uow, checkin)

    def withdraw(self, uow: UnitOfWork, checkin: Checkin) -> None:
        ended = decide.closed(checkin, CheckinState.WITHDRAWN, uow.now)
        store.save(uow, ended)
        self.stop_asking(uow, ended)
