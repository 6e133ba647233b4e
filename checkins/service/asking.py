"""Plans, ladders and deadlines: what is asked of whom, and when silence counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import signals.service
from checkins import people, store, words
from checkins.decide import campaigns, ladders, plans
from checkins.decide.ladders import Ways
from checkins.model import (
    BY_HER_HOME,
    Checkin,
    CheckinPolicy,
    CheckinState,
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
from tasks.model import TaskKind
from tasks.service import of_origin, open_about

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from residents.model import Absence, Outline, Resident
    from signals.model import Ref
    from tasks.service import Tasks


ASKED_WHILE_AWAY = frozenset({Occasion.RETURN, Occasion.PRACTICE})
AFTER_ABSENCES = frozenset({TaskKind.AFTER_DISCHARGE, TaskKind.ASK_CONTACT})
"""Work that follows from her absences."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a city asks its residents with. `channels` are those that it has set up."""

    calendar: Calendar
    policy: CheckinPolicy
    tasks: Tasks
    channels: frozenset[ChannelName]
    has_informative_plug: Callable[[UnitOfWork, Ref], bool]


class Asking:
    """The plans and ladders of one city."""

    def __init__(self, means: Means) -> None:
        self._has_informative_plug = means.has_informative_plug
        self._calendar = means.calendar
        self._policy = means.policy
        self._tasks = means.tasks
        self._channels = means.channels

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
            checkin = self._keep_plan(uow, resident)
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
        if planned is not None and planned.occasion is Occasion.RETURN:
            moments += self._contact_asked_at(uow, subject)
        return min(moments, default=None)

    @staticmethod
    def _contact_asked_at(uow: UnitOfWork, subject: Ref) -> list[datetime]:
        """When her contact is asked next whether she is coming back."""
        unknown = plans.weeks_unknown(residents.absences(uow, subject), uow.now)
        if unknown is None:
            return []
        absence, weeks = unknown
        return [absence.since + (weeks + 1) * plans.WEEK]

    # Planning

    def _keep_plan(self, uow: UnitOfWork, resident: Outline) -> Checkin | None:
        """Make the plan fit the resident as she is now; return the check-in that is open.

        At its slot a new one is begun, which is due and will be stored once it has gone on.
        """
        absences = residents.absences(uow, resident.ref)
        running = store.open_of(uow, resident.id)
        plan = self._plan_for(uow, resident, absences)
        if unknown := plans.weeks_unknown(absences, uow.now):
            self._ask_contact(uow, resident, *unknown)
        known = store.plan_of(uow, resident.id)
        slot_came = known is not None and known.slot_at <= uow.now
        begun: Checkin | None = None
        if known is not None and slot_came and self._may_begin(uow, known, running, absences):
            self._end_practice(uow, running)
            begun = self._begun(uow, resident, known.slot_at, known.occasion)
        if known is None or slot_came or not self._still_fits(uow, known, plan, absences):
            following = self._following(uow, plan, known, begun)
            self._plan_anew(uow, plan, absences, following)
        return begun or self._still_asked(uow, running, absences)

    def _still_asked(
        self, uow: UnitOfWork, running: Checkin | None, absences: Sequence[Absence]
    ) -> Checkin | None:
        """Her open check-in. Who is known to have left meanwhile, to hospital say, is let be.

        Not so who is asked whether she is back, who practises, or who has just written.
        """
        left = any(one.covers(uow.now) for one in absences)
        if running is None or running.occasion in ASKED_WHILE_AWAY or not left:
            return running
        if running.state is CheckinState.CLARIFYING:
            return running
        self.withdraw(uow, running)
        return None

    def _may_begin(
        self,
        uow: UnitOfWork,
        planned: Planned,
        running: Checkin | None,
        absences: Sequence[Absence],
    ) -> bool:
        """Unless she is away, was asked about the weather today, or is being asked already."""
        asked = running is not None and running.asks_in_earnest
        if asked or any(one.covers(uow.now) for one in absences):
            return False
        return not self._is_answered(uow, planned)

    def _is_answered(self, uow: UnitOfWork, planned: Planned) -> bool:
        """Whether what she answered to a campaign today is her answer to this question too."""
        latest = store.latest_of(uow, planned.plan.resident_id)
        return latest is not None and campaigns.answers_too(
            latest, planned, self._policy, self._calendar
        )

    def _plan_for(self, uow: UnitOfWork, resident: Outline, absences: Sequence[Absence]) -> Plan:
        by_plug = resident.tier is Tier.HIGH and self._has_informative_plug(uow, resident.ref)
        closer_for = self._policy.rhythms.closer_for
        discharge = plans.discharge_of(absences, uow.now, closer_for)
        if discharge is not None:
            self._look_after_discharge(uow, resident, discharge)
        return plans.plan_for(
            resident.id,
            resident.tier,
            store.wishes_of(uow, resident.id),
            self._policy.rhythms,
            watched_by_plug=by_plug,
            just_discharged=discharge is not None,
        )

    def _ask_contact(
        self, uow: UnitOfWork, resident: Outline, absence: Absence, weeks: int
    ) -> None:
        """Each week that nobody knows when she comes back."""
        question = people.to_ask_her_contact(resident, absence, weeks)
        if weeks and not of_origin(uow, question.origin):
            self._tasks.open(uow, question, self._calendar.next_office_moment(uow.now))

    def _look_after_discharge(self, uow: UnitOfWork, resident: Outline, discharge: Absence) -> None:
        """Somebody sees her within two working days of her return from hospital, once."""
        visit = people.to_see_after_discharge(resident, discharge)
        if not of_origin(uow, visit.origin):
            self._tasks.open(uow, visit, self._calendar.next_office_moment(uow.now))

    def _still_fits(
        self, uow: UnitOfWork, known: Planned, plan: Plan, absences: Sequence[Absence]
    ) -> bool:
        """Whether the next question is the right one: during an absence the one that ends it."""
        if known.plan != plan:
            return False
        question = self._question_after(uow, absences)
        if question is not None:
            return (known.slot_at, known.occasion) == (question, Occasion.RETURN)
        # What was said to be over by now is asked about, unless somebody said that it is over.
        over = any(one.ended_at is None and one.since <= uow.now for one in absences)
        return known.occasion is Occasion.PLANNED or over

    def _plan_anew(
        self, uow: UnitOfWork, plan: Plan, absences: Sequence[Absence], following: datetime
    ) -> None:
        """Her next question: at `following`, or the one that ends an absence."""
        question = self._question_after(uow, absences)
        if question is not None:
            store.put_plan(uow, plan, question, Occasion.RETURN)
            return
        store.put_plan(uow, plan, following)

    def _following(
        self, uow: UnitOfWork, plan: Plan, known: Planned | None, begun: Checkin | None
    ) -> datetime:
        """Her next slot; where not all goes as planned, not a second one on the same day.

        What was withdrawn today, because of an absence noted by mistake, is asked after all.
        """
        after = uow.now
        if known is None or (known.plan, known.occasion) != (plan, Occasion.PLANNED):
            latest = begun or store.latest_of(uow, plan.resident_id)
            today = self._calendar.local(uow.now).date()
            if latest is not None and self._calendar.local(latest.slot_at).date() == today:
                if latest.state is CheckinState.WITHDRAWN:
                    return self.soonest_slot(uow.now)
                after = self._calendar.at(today + timedelta(days=1), time(0))
        return plans.next_slot(plan, after, self._policy, self._calendar)

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
        if not away and not self.is_being_asked(uow, resident.id):
            self.begin(uow, resident, slot, occasion)

    def begin(
        self, uow: UnitOfWork, resident: Outline, slot: datetime, occasion: Occasion
    ) -> Checkin:
        """Expect to hear from her from `slot` on. She must not be expected to already."""
        self.make_room(uow, resident.id)
        begun = self._begun(uow, resident, slot, occasion)
        store.save(uow, begun)
        return begun

    @staticmethod
    def is_being_asked(uow: UnitOfWork, identity: str) -> bool:
        """Whether she is asked in earnest."""
        running = store.open_of(uow, identity)
        return running is not None and running.asks_in_earnest

    def make_room(self, uow: UnitOfWork, identity: str) -> None:
        """A practice ends where she is asked in earnest, or practises anew."""
        self._end_practice(uow, store.open_of(uow, identity))

    def _end_practice(self, uow: UnitOfWork, running: Checkin | None) -> None:
        if running is not None and not running.asks_in_earnest:
            self.withdraw(uow, running)

    def _begun(
        self, uow: UnitOfWork, resident: Outline, slot: datetime, occasion: Occasion
    ) -> Checkin:
        """A new check-in, not stored yet."""
        policy = self._policy.ladder
        steps, deadline = ladders.ladder(
            slot, self.ways_of(uow, resident), policy, self.person_until(slot)
        )
        return Checkin(
            id=uow.ids.new(),
            resident_id=resident.id,
            slot_at=slot,
            steps=steps,
            policy=policy,
            next_step=0,
            sent=frozenset(),
            state=CheckinState.ASKING,
            deadline=deadline,
            due_at=slot,
            occasion=occasion,
        )

    def put_off(self, uow: UnitOfWork, resident: Resident, checkin: Checkin) -> None:
        """She has no time now: begin her ladder anew, later."""
        self.stop_asking(uow, checkin)
        slot = self.soonest_slot(uow.now + checkin.policy.put_off_by)
        ways = self.ways_of(uow, resident)
        store.save(uow, ladders.asked_later(checkin, slot, ways, self.person_until(slot)))

    def ways_of(self, uow: UnitOfWork, whose: Resident | Outline) -> Ways:
        """How she can be asked by what this installation has, she has, and she wishes."""
        resident = residents.resident(uow, whose.id)
        wished = store.wishes_of(uow, resident.id).channels or frozenset(ChannelName)
        hers = residents.channels_of(uow, resident, uow.now)
        return Ways(
            channels=self._channels & wished & {*hers},
            at_home_only=not any(phone.is_mobile for phone in resident.phones),
        )

    # The ladder

    def _go_on(self, uow: UnitOfWork, resident: Outline, checkin: Checkin) -> None:
        if checkin.deadline <= uow.now:
            self.conclude(uow, resident, ladders.at_deadline(checkin, uow.now))
            return
        for number, step in ladders.to_take(checkin, uow.now):
            self._take(uow, resident, checkin, number, step)
        store.save(uow, ladders.stepped(checkin, len(ladders.steps_due(checkin, uow.now))))

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
        if kind is not None and checkin.asks_in_earnest:
            because = {one.value: checkin.occasion is one for one in BY_HER_HOME}
            slot_at = checkin.slot_at.isoformat()
            silence = Draft(
                kind=kind,
                source=Source.CHECKINS,
                source_id=f"{checkin.id}:{checkin.state}",
                subject=resident.ref,
                occurred_at=uow.now,
                data={"checkin": checkin.id, "slot_at": slot_at, **because},
            )
            signals.service.record(uow, silence)

    def stop_asking(self, uow: UnitOfWork, checkin: Checkin) -> None:
        """Nothing of this check-in leaves any more, and nobody goes there for it."""
        keys = [
            f"{words.origin_of(checkin, number)}:{step.channel}"
            for number, step in enumerate(checkin.steps)
        ]
        messaging.withdraw(uow, keys=[*keys, words.clarify_key(checkin)])
        for task in of_origin(uow, f"checkin:{checkin.id}"):
            self._tasks.withdraw(uow, task)

    def soonest_slot(self, now: datetime) -> datetime:
        """When somebody may be asked who was not to be asked now."""
        return plans.soonest_slot(now, self._policy, self._calendar)

    def person_until(self, slot: datetime) -> datetime:
        """By when a person has asked who was to from `slot` on."""
        return plans.person_until(slot, self._policy, self._calendar)

    def without(self, uow: UnitOfWork, resident: Resident, channel: ChannelName) -> None:
        """Move an open ladder on past a channel that does not reach her. A practice has none."""
        checkin = store.open_of(uow, resident.id)
        if checkin is None or checkin.state is not CheckinState.ASKING:
            return
        if not checkin.asks_in_earnest:
            return
        begins = max(uow.now, checkin.begins_at)
        until = self.person_until(begins)
        store.save(uow, ladders.without_channel(checkin, channel, begins, until))

    def call_off(self, uow: UnitOfWork, resident: Ref, kinds: Collection[TaskKind]) -> None:
        """Nobody has to do such work about her any more."""
        for task in open_about(uow, resident):
            if task.new.kind in kinds:
                self._tasks.withdraw(uow, task)

    def withdraw_open(self, uow: UnitOfWork, resident: Resident) -> None:
        checkin = store.open_of(uow, resident.id)
        if checkin is not None:
            self.withdraw(uow, checkin)

    def withdraw(self, uow: UnitOfWork, checkin: Checkin) -> None:
        ended = ladders.closed(checkin, CheckinState.WITHDRAWN, uow.now)
        store.save(uow, ended)
        self.stop_asking(uow, ended)
