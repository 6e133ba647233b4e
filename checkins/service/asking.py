"""Planning, asking, and noticing silence."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import signals.service
from checkins import decide, people, store, words
from checkins.model import Checkin, CheckinState, LadderPolicy, Occasion, Rung, Step
from messaging import service as messaging
from residents import service as residents
from residents.model import ChannelName, Tier
from signals.model import Cause, Draft, Meaning, SignalKind, Source, resident_id
from tasks.model import HOW_SHE_IS, REACHED, Result, TaskKind
from tasks.service import of_origin, open_about

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from residents.model import Outline, Resident
    from signals.model import Ref, Signal
    from tasks.service import Tasks

REPORTS_SENT = "sent"
ANSWERED_APART = frozenset({Cause.SELF_HARM, Cause.VIOLENCE})
"""One careful sentence answers these. Her card adds nothing to it: others may read along."""
BECAUSE_OF = {
    SignalKind.PLUG_UNUSUAL: Occasion.QUIET_HOME,
    SignalKind.DEVICE_FAULT: Occasion.DEVICE_FAULT,
}
ON_THE_PHONE = frozenset({"key", "rang"})
"""Forms of a reply after which the same call goes on: its next key, or its end, says more."""


class Checkins:
    """The check-ins of one city. Consumer of what residents say and of what became of messages."""

    name = "checkins"
    kinds = frozenset(
        {
            SignalKind.SAID,
            SignalKind.RECEIPT,
            SignalKind.CHANNEL_LOST,
            SignalKind.PLUG_UNUSUAL,
            SignalKind.DEVICE_FAULT,
            SignalKind.TASK_ACCEPTED,
            SignalKind.TASK_DONE,
            SignalKind.TASK_UNANSWERED,
        }
    )

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

    # Consumer

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """Take what concerns this resident's check-in."""
        if not signal.subject.startswith("resident:"):
            return
        match signal.kind:
            case SignalKind.SAID:
                self._said(uow, signal)
            case SignalKind.RECEIPT:
                self._receipt(uow, signal)
            case SignalKind.CHANNEL_LOST:
                self._lost(uow, signal)
            case SignalKind.PLUG_UNUSUAL | SignalKind.DEVICE_FAULT:
                self._ask_because(uow, signal)
            case SignalKind.TASK_ACCEPTED | SignalKind.TASK_DONE | SignalKind.TASK_UNANSWERED:
                self._person_asked(uow, signal)
            case _:
                pass

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
        moments = [] if planned is None else [planned[1]]
        moments += [] if checkin is None else [checkin.due_at]
        return min(moments, default=None)

    # Planning

    def _keep_plan(self, uow: UnitOfWork, resident: Outline) -> None:
        """Make the plan fit the resident as she is now; start her check-in at its slot."""
        by_plug = resident.tier is Tier.HIGH and self._has_informative_plug(uow, resident.ref)
        plan = decide.plan_for(resident.id, resident.tier, watched_by_plug=by_plug)
        known = store.plan_of(uow, resident.id)
        slot_came = known is not None and known[1] <= uow.now
        if known is None or known[0] != plan or slot_came:
            following = decide.next_slot(plan, uow.now, self._policy, self._calendar)
            store.put_plan(uow, plan, following)
        if known is not None and slot_came:
            self._start(uow, resident, known[1], Occasion.PLANNED)

    def _ask_because(self, uow: UnitOfWork, signal: Signal) -> None:
        """Ask her the same day what her home does not tell; not twice, nor where people act."""
        resident = residents.outlines(uow, [signal.subject]).get(resident_id(signal.subject))
        if resident is None or not residents.is_watched(resident):
            return
        slot = decide.soonest_slot(uow.now, self._policy, self._calendar)
        planned = store.plan_of(uow, resident.id)
        day = self._calendar.local(slot).date()
        asked_anyway = planned is not None and self._calendar.local(planned[1]).date() == day
        if not asked_anyway and not HOW_SHE_IS & {
            t.new.kind for t in open_about(uow, resident.ref)
        }:
            self._start(uow, resident, slot, BECAUSE_OF[signal.kind])

    def _leave_in_peace(
        self, uow: UnitOfWork, identity: str, states: Collection[CheckinState]
    ) -> None:
        """She is not watched any more: no plan, and no check-in in one of these states."""
        store.drop_plan(uow, identity)
        checkin = store.open_of(uow, identity)
        if checkin is not None and checkin.state in states:
            self._withdraw(uow, checkin)

    def _start(
        self, uow: UnitOfWork, resident: Outline, slot: datetime, occasion: Occasion
    ) -> None:
        """Expect to hear from her from `slot` on: unless she is away, or expected to already."""
        away = residents.is_away(uow, resident.ref, uow.now)
        if away or store.open_of(uow, resident.id) is not None:
            return
        hers = residents.channels_of(uow, residents.resident(uow, resident.id), uow.now)
        channels = [channel for channel in hers if channel in self._channels]
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

    # The ladder

    def _go_on(self, uow: UnitOfWork, resident: Outline, checkin: Checkin) -> None:
        if checkin.deadline <= uow.now:
            self._conclude(uow, resident, decide.at_deadline(checkin, uow.now))
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

    def _conclude(self, uow: UnitOfWork, resident: Resident | Outline, checkin: Checkin) -> None:
        """Store the end of a check-in and let escalation know when it was silence."""
        store.save(uow, checkin)
        self._stop_asking(uow, checkin)
        kind = {
            CheckinState.MISSED: SignalKind.CHECKIN_MISSED,
            CheckinState.NOT_ASKED: SignalKind.CHECKIN_NOT_ASKED,
            CheckinState.UNCLEAR: SignalKind.CHECKIN_UNCLEAR,
        }.get(checkin.state)
        if kind is not None:
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

    def _stop_asking(self, uow: UnitOfWork, checkin: Checkin) -> None:
        """Nothing of this check-in leaves any more, and nobody goes there for it."""
        keys = [
            f"{words.origin_of(checkin, number)}:{step.channel}"
            for number, step in enumerate(checkin.steps)
        ]
        messaging.withdraw(uow, keys=[*keys, f"checkin:{checkin.id}:clarify"])
        for task in of_origin(uow, f"checkin:{checkin.id}"):
            self._tasks.withdraw(uow, task)

    # Facts

    def _said(self, uow: UnitOfWork, signal: Signal) -> None:
        resident = residents.resident(uow, resident_id(signal.subject))
        meaning = Meaning(signal.data["meaning"])
        if resident.deceased:
            return  # it is not she who writes
        match meaning:
            case Meaning.OK:
                self._answer(uow, resident, signal, CheckinState.FINE)
            case Meaning.HELP | Meaning.URGENT:
                self._answer(uow, resident, signal, CheckinState.HELP)
            case Meaning.DECEASED:
                self._deceased(uow, resident, signal)
            case Meaning.STOP:
                self._stopped(uow, resident, signal)
            case Meaning.ALIVE if self._says_more(uow, resident, signal):
                pass
            case _:
                self._unclear(uow, resident, signal)

    def _says_more(self, uow: UnitOfWork, resident: Resident, signal: Signal) -> bool:
        """Whether a mere sign of life needs no question: she is on the phone, or was not asked."""
        on_the_phone = signal.data["form"] in ON_THE_PHONE
        return on_the_phone or store.open_of(uow, resident.id) is None

    def _answer(
        self, uow: UnitOfWork, resident: Resident, signal: Signal, state: CheckinState
    ) -> None:
        checkin = self._meant(uow, resident, signal)
        if checkin is None or (checkin.answered_at is not None and state is CheckinState.FINE):
            return
        channel = ChannelName(signal.data["channel"])
        final = decide.answered(checkin, state, channel, uow.now)
        store.save(uow, final)
        self._stop_asking(uow, final)
        if signal.data.get("cause") not in ANSWERED_APART:
            words.show_answer(uow, resident.ref, final, f"checkin.answered.{state}")
        if not checkin.is_open and state is CheckinState.FINE:
            words.say(uow, resident.ref, "checkin.thanks.late", checkin.id)

    def _meant(self, uow: UnitOfWork, resident: Resident, signal: Signal) -> Checkin | None:
        """The check-in an answer is about: the open one, else its button's, or one just missed.

        Whatever button she presses now, she is well now.
        """
        running = store.open_of(uow, resident.id)
        if running is not None and signal.occurred_at >= running.slot_at:
            return running
        named = signal.data.get("checkin")
        checkin = store.get(uow, named) if named else store.latest_of(uow, resident.id)
        if checkin is None or checkin.resident_id != resident.id:
            return store.open_of(uow, resident.id)
        if checkin.is_open:
            return checkin
        fresh = uow.now - checkin.deadline <= self._policy.late_answer_counts_for
        late_states = {CheckinState.MISSED, CheckinState.UNCLEAR, CheckinState.FINE}
        return checkin if fresh and checkin.state in late_states else None

    def _unclear(self, uow: UnitOfWork, resident: Resident, signal: Signal) -> None:
        """Alive, but not understood: one kind question where one can be asked, then a person."""
        checkin = store.open_of(uow, resident.id) or self._out_of_the_blue(uow, resident)
        channel = ChannelName(signal.data["channel"])
        somebody_else = signal.data["meaning"] == Meaning.WRONG_PERSON
        asked_again = checkin.state is CheckinState.CLARIFYING
        if decide.is_still_speaking(checkin, signal.occurred_at, self._policy):
            return
        if asked_again or somebody_else or channel is not ChannelName.TELEGRAM:
            self._conclude(uow, resident, decide.closed(checkin, CheckinState.UNCLEAR, uow.now))
            return
        self._stop_asking(uow, checkin)
        asking_again = decide.clarifying(checkin, self._policy, uow.now)
        store.save(uow, asking_again)
        words.clarify(uow, resident.ref, asking_again)

    def _out_of_the_blue(self, uow: UnitOfWork, resident: Resident) -> Checkin:
        """She wrote unasked: what she meant is asked in a check-in of its own."""
        return Checkin(
            id=uow.ids.new(),
            resident_id=resident.id,
            slot_at=uow.now,
            steps=(),
            next_step=0,
            asked=True,
            state=CheckinState.ASKING,
            deadline=uow.now,
            due_at=uow.now,
        )

    def _deceased(self, uow: UnitOfWork, resident: Resident, signal: Signal) -> None:
        """Every message stops in this transaction; an officer confirms (docs/care.md 8)."""
        residents.mark_deceased(uow, resident.ref, reported_by=signal.subject)
        messaging.withdraw(uow, to=resident.ref)
        self._withdraw_open(uow, resident)
        store.drop_plan(uow, resident.id)
        words.say(uow, resident.ref, "reply.deceased", signal.id)
        self._tasks.ask_office(uow, resident, TaskKind.DECEASED_CHECK, signal.id)

    def _stopped(self, uow: UnitOfWork, resident: Resident, signal: Signal) -> None:
        """`stop` ends this channel with one kind line and opens a talk (docs/care.md 5)."""
        channel = ChannelName(signal.data["channel"])
        words.say(uow, resident.ref, "reply.stop", signal.id)
        residents.mark_channel(uow, resident.ref, channel, usable=False, reason="stop")
        self._without(uow, resident, channel)
        self._tasks.ask_office(uow, resident, TaskKind.TALK_AFTER_STOP, signal.id)

    def _lost(self, uow: UnitOfWork, signal: Signal) -> None:
        resident = residents.resident(uow, resident_id(signal.subject))
        self._without(uow, resident, ChannelName(signal.data["channel"]))
        if residents.is_watched(resident):
            self._tasks.ask_office(uow, resident, TaskKind.DATA_QUALITY, signal.id)

    def _without(self, uow: UnitOfWork, resident: Resident, channel: ChannelName) -> None:
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

    def _receipt(self, uow: UnitOfWork, signal: Signal) -> None:
        kind, _, rest = signal.data["origin"].partition(":")
        checkin = store.get(uow, rest.partition(":")[0]) if kind == "checkin" else None
        if checkin is not None and signal.data["report"] == REPORTS_SENT:
            store.save(uow, decide.asked(checkin))

    def _person_asked(self, uow: UnitOfWork, signal: Signal) -> None:
        """A person accepted to ask, or has asked, or there was nobody to ask."""
        kind, _, identity = signal.data["origin"].partition(":")
        checkin = store.get(uow, identity) if kind == "checkin" else None
        if checkin is None or not checkin.is_open:
            return
        resident = residents.resident(uow, checkin.resident_id)
        if signal.kind is SignalKind.TASK_ACCEPTED:
            store.save(uow, decide.asked(checkin))
            return
        if signal.kind is SignalKind.TASK_UNANSWERED:
            self._conclude(uow, resident, decide.at_deadline(checkin, uow.now))
            return
        result = Result(signal.data["result"])
        if result in REACHED:
            state = CheckinState.FINE
        elif result in {Result.NEEDS_HELP, Result.DANGER}:
            state = CheckinState.HELP
        else:
            self._conclude(uow, resident, decide.closed(checkin, CheckinState.MISSED, uow.now))
            return
        store.save(uow, decide.answered(checkin, state, ChannelName.PERSON, uow.now))

    # Small helps

    def _withdraw_open(self, uow: UnitOfWork, resident: Resident) -> None:
        checkin = store.open_of(uow, resident.id)
        if checkin is not None:
            self._withdraw(uow, checkin)

    def _withdraw(self, uow: UnitOfWork, checkin: Checkin) -> None:
        ended = decide.closed(checkin, CheckinState.WITHDRAWN, uow.now)
        store.save(uow, ended)
        self._stop_asking(uow, ended)
