"""What residents say, what became of messages, and what their homes do not tell."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from checkins import store, words
from checkins.decide import ladders
from checkins.model import Checkin, CheckinState, Occasion
from checkins.service import campaigns, elsewhere
from checkins.service.asking import AFTER_ABSENCES, Asking, Means
from checkins.service.practising import Practising
from messaging import service as messaging
from residents import service as residents
from residents.model import (
    AbsenceKind,
    AbsenceSource,
    ChannelName,
    LifeState,
    NewAbsence,
    Tier,
)
from signals.model import Cause, Meaning, SignalKind, resident_id
from tasks.model import HOW_SHE_IS, REACHED, WITH_HER, Result, TaskKind, is_staff
from tasks.service import open_about

if TYPE_CHECKING:
    from checkins.decide.ladders import Ways
    from foundation.unit_of_work import UnitOfWork
    from residents.model import Outline, Resident
    from signals.model import Ref, Signal

CHANGED_BY = {"sent": ladders.with_sent, "canceled": ladders.without_sent}
"""What the report of a step changes: a call that the provider gave up has asked nobody."""
ANSWERED_APART = frozenset({Cause.SELF_HARM, Cause.VIOLENCE})
"""One careful sentence answers these. Her card adds nothing to it: others may read along."""
CALLED_OFF_BY_DEATH = AFTER_ABSENCES | {TaskKind.VISIT_AFTER_ENTRY}
ANSWERS = {
    Meaning.OK: CheckinState.FINE,
    Meaning.HELP: CheckinState.HELP,
    Meaning.URGENT: CheckinState.HELP,
}
FOUND = {**dict.fromkeys(REACHED, CheckinState.FINE), Result.AWAY: CheckinState.ABSENT}
"""What a check-in comes to by what a person found who asked. All else means that she needs help."""
BECAUSE_OF = {
    SignalKind.PLUG_UNUSUAL: Occasion.QUIET_HOME,
    SignalKind.DEVICE_FAULT: Occasion.DEVICE_FAULT,
    SignalKind.PLUG_LEFT_ON: Occasion.LEFT_ON,
    SignalKind.POWER_CUT: Occasion.POWER_CUT,
}
WHOLE_HOME = "home"
"""The cause of a fault that took every device of a home at once."""
AFTER_THE_FIRST = {
    Tier.HIGH: timedelta(),
    Tier.MEDIUM: timedelta(minutes=10),
    Tier.LOW: timedelta(minutes=20),
}
"""In a power cut many are asked at once: whom it endangers most goes first, also by telephone."""
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
            SignalKind.PLUG_ACTIVE,
            SignalKind.PLUG_UNUSUAL,
            SignalKind.DEVICE_FAULT,
            SignalKind.PLUG_LEFT_ON,
            SignalKind.POWER_CUT,
            SignalKind.CAMPAIGN,
            SignalKind.VENDOR_CONTACT,
            SignalKind.TASK_ACCEPTED,
            SignalKind.TASK_DONE,
            SignalKind.TASK_UNANSWERED,
        }
    )

    def __init__(self, means: Means) -> None:
        self._means = means
        self._asking = Asking(means)
        self._practising = Practising(self._asking)
        self._calendar = means.calendar
        self._policy = means.policy.ladder
        self._tasks = means.tasks

    # Consumer

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """Take what concerns a resident's check-in."""
        if signal.subject.startswith("resident:"):
            self._take(uow, signal)

    def _take(self, uow: UnitOfWork, signal: Signal) -> None:
        match signal.kind:
            case SignalKind.SAID:
                self._said(uow, signal)
            case SignalKind.RECEIPT:
                self._receipt(uow, signal)
            case SignalKind.CHANNEL_LOST:
                self._lost(uow, signal)
            case SignalKind.PLUG_ACTIVE:
                self._somebody_is_there(uow, signal)
            case kind if kind in BECAUSE_OF:
                self._ask_because(uow, signal)
            case SignalKind.CAMPAIGN:
                campaigns.come_to(uow, signal, self._asking, self._means)
            case SignalKind.VENDOR_CONTACT:
                elsewhere.spoken_with(uow, signal, self._asking, self._means)
            case _:
                self._heard_of_work(uow, signal)

    def _heard_of_work(self, uow: UnitOfWork, signal: Signal) -> None:
        if signal.kind is SignalKind.TASK_DONE and _tells_of_a_death(signal):
            self._officer_told(uow, signal)
        self._person_asked(uow, signal)

    def act(self, uow: UnitOfWork, subject: Ref) -> None:
        """Start what is planned, take the steps that are due, notice silence."""
        self._asking.act(uow, subject)

    def next_due(self, uow: UnitOfWork, subject: Ref) -> datetime | None:
        """When this resident's check-in or plan wants attention."""
        return self._asking.next_due(uow, subject)

    def ways_of(self, uow: UnitOfWork, resident: Resident | Outline) -> Ways:
        """How she can be asked now."""
        return self._asking.ways_of(uow, resident)

    # Facts

    def _said(self, uow: UnitOfWork, signal: Signal) -> None:
        resident = residents.resident(uow, resident_id(signal.subject))
        meaning = Meaning(signal.data["meaning"])
        not_herself = resident.deceased
        if not_herself or self._practising.hears(uow, resident, signal):
            return
        match meaning:
            case Meaning.OK | Meaning.HELP | Meaning.URGENT:
                self._answer(uow, resident, signal, ANSWERS[meaning])
            case Meaning.DECEASED:
                self._deceased(uow, resident, signal, reported_by=resident.ref)
                self._tell(uow, resident, signal, "reply.deceased")
            case Meaning.STOP:
                self._stopped(uow, resident, signal)
            case Meaning.ABSENT:
                self._away(uow, resident, signal)
            case Meaning.LATER if self._may_put_off(uow, resident):
                self._later(uow, resident, signal)
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
        final = ladders.answered(checkin, state, channel, uow.now)
        store.save(uow, final)
        self._asking.stop_asking(uow, final)
        if signal.data.get("cause") not in ANSWERED_APART:
            words.show_answer(uow, resident.ref, final, f"checkin.answered.{state}")
        if checkin.occasion is Occasion.RETURN and state is CheckinState.FINE:
            self._is_back(uow, resident)
        if not checkin.is_open and state is CheckinState.FINE:
            words.say(uow, resident.ref, "checkin.thanks.late", checkin.id)

    def _away(self, uow: UnitOfWork, resident: Resident, signal: Signal) -> None:
        """She says that she is away. Words alone are believed three days, then she is asked."""
        self._answer(uow, resident, signal, CheckinState.ABSENT)
        if not residents.is_away(uow, resident.ref, uow.now):
            said = NewAbsence(
                kind=AbsenceKind.TRAVEL,
                source=AbsenceSource.WORDS,
                since=uow.now,
                until=None,
                recorded_by=resident.ref,
            )
            residents.add_absence(uow, resident.ref, said)
        self._tell(uow, resident, signal, "reply.absent")

    @staticmethod
    def _is_back(uow: UnitOfWork, resident: Resident) -> None:
        for absence in residents.absences(uow, resident.ref):
            if absence.covers(uow.now):
                residents.end_absence(uow, absence.id, resident.ref)

    def _may_put_off(self, uow: UnitOfWork, resident: Resident) -> bool:
        """Whether she is being asked, and has not been asked a second time already."""
        checkin = store.open_of(uow, resident.id)
        return checkin is not None and checkin.put_off_to is None

    def _later(self, uow: UnitOfWork, resident: Resident, signal: Signal) -> None:
        """She has no time now. Once the question waits for her; then it is asked as ever."""
        checkin = store.open_of(uow, resident.id)
        if checkin is not None:
            self._asking.put_off(uow, resident, checkin)
            self._tell(uow, resident, signal, "reply.later")

    @staticmethod
    def _tell(uow: UnitOfWork, resident: Resident, signal: Signal, template: str) -> None:
        """Answer her words where she wrote them."""
        if signal.data["channel"] == ChannelName.TELEGRAM:
            words.say(uow, resident.ref, template, signal.id)

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
        fresh = uow.now - checkin.deadline <= checkin.policy.late_answer_counts_for
        late_states = {CheckinState.MISSED, CheckinState.UNCLEAR, CheckinState.FINE}
        return checkin if fresh and checkin.state in late_states else None

    def _unclear(self, uow: UnitOfWork, resident: Resident, signal: Signal) -> None:
        """Alive, but not understood: one kind question where one can be asked, then a person."""
        checkin = store.open_of(uow, resident.id) or self._out_of_the_blue(uow, resident)
        channel = ChannelName(signal.data["channel"])
        somebody_else = signal.data["meaning"] == Meaning.WRONG_PERSON
        asked_again = checkin.state is CheckinState.CLARIFYING
        if ladders.is_still_speaking(checkin, signal.occurred_at):
            return
        if somebody_else and signal.data["form"] not in ON_THE_PHONE:
            self._tell(uow, resident, signal, "reply.wrong_person")
        if asked_again or somebody_else or channel is not ChannelName.TELEGRAM:
            self._asking.conclude(
                uow, resident, ladders.closed(checkin, CheckinState.UNCLEAR, uow.now)
            )
            return
        self._asking.stop_asking(uow, checkin)
        asking_again = ladders.clarifying(checkin, uow.now)
        store.save(uow, asking_again)
        words.clarify(uow, resident.ref, asking_again)

    def _out_of_the_blue(self, uow: UnitOfWork, resident: Resident) -> Checkin:
        """She wrote unasked: what she meant is asked in a check-in of its own."""
        return Checkin(
            id=uow.ids.new(),
            resident_id=resident.id,
            slot_at=uow.now,
            steps=(),
            policy=self._policy,
            next_step=0,
            sent=frozenset(),
            state=CheckinState.ASKING,
            deadline=uow.now,
            due_at=uow.now,
        )

    def _deceased(
        self, uow: UnitOfWork, resident: Resident, signal: Signal, *, reported_by: Ref
    ) -> None:
        """Every message stops in this transaction; an officer confirms (docs/care.md 8).

        What an official reports is confirmed at once, whatever the hour: a finger may have slipped.
        """
        self._stop_everything(uow, resident, reported_by)
        self._tasks.ask_office(
            uow, resident, TaskKind.DECEASED_CHECK, signal.id, at_once=is_staff(reported_by)
        )

    def _stop_everything(self, uow: UnitOfWork, resident: Resident, reported_by: Ref) -> None:
        residents.mark_deceased(uow, resident.ref, reported_by=reported_by)
        messaging.withdraw(uow, to=resident.ref)
        self._asking.withdraw_open(uow, resident)
        self._asking.call_off(uow, resident.ref, CALLED_OFF_BY_DEATH)
        store.drop_plan(uow, resident.id)

    def _officer_told(self, uow: UnitOfWork, signal: Signal) -> None:
        """An officer says that she has died, or by what she found that the news of it was wrong."""
        resident = residents.resident(uow, resident_id(signal.subject))
        result, by = Result(signal.data["result"]), signal.data["by"]
        if result is not Result.DIED:
            residents.take_back_report(uow, resident.ref)
        elif signal.data["kind"] == TaskKind.DECEASED_CHECK:
            self._stop_everything(uow, resident, by)
            residents.confirm_death(uow, resident.ref, by)
        elif resident.state is not LifeState.ENDED:
            self._deceased(uow, resident, signal, reported_by=by)

    def _stopped(self, uow: UnitOfWork, resident: Resident, signal: Signal) -> None:
        """`stop` ends this channel with one kind line and opens a talk (docs/care.md 5)."""
        channel = ChannelName(signal.data["channel"])
        self._tell(uow, resident, signal, "reply.stop")
        residents.mark_channel(uow, resident.ref, channel, usable=False, reason="stop")
        self._asking.without(uow, resident, channel)
        self._tasks.ask_office(uow, resident, TaskKind.TALK_AFTER_STOP, signal.id)

    def _lost(self, uow: UnitOfWork, signal: Signal) -> None:
        resident = residents.resident(uow, resident_id(signal.subject))
        channel = ChannelName(signal.data["channel"])
        if not residents.is_reachable(uow, resident.ref, channel):
            self._asking.without(uow, resident, channel)
        if residents.is_watched(resident):
            self._tasks.ask_office(uow, resident, TaskKind.DATA_QUALITY, signal.id)

    def _receipt(self, uow: UnitOfWork, signal: Signal) -> None:
        kind, _, rest = signal.data["origin"].partition(":")
        identity, _, number = rest.partition(":")
        change = CHANGED_BY.get(signal.data["report"])
        checkin = store.get(uow, identity) if kind == "checkin" else None
        if checkin is not None and change is not None:
            store.save(uow, change(checkin, int(number)))

    def _person_asked(self, uow: UnitOfWork, signal: Signal) -> None:
        """A person accepted to ask, or has asked, or there was nobody to ask."""
        kind, _, identity = signal.data["origin"].partition(":")
        checkin = store.get(uow, identity) if kind == "checkin" else None
        if checkin is None or not checkin.is_open:
            return
        resident = residents.resident(uow, checkin.resident_id)
        if signal.kind is SignalKind.TASK_ACCEPTED:
            store.save(uow, ladders.with_sent(checkin, len(checkin.steps) - 1))
            return
        if signal.kind is SignalKind.TASK_UNANSWERED:
            self._asking.conclude(uow, resident, ladders.at_deadline(checkin, uow.now))
            return
        result = Result(signal.data["result"])
        if result is Result.NO_ANSWER:
            missed = ladders.closed(checkin, CheckinState.MISSED, uow.now)
            self._asking.conclude(uow, resident, missed)
            return
        state = FOUND.get(result, CheckinState.HELP)
        store.save(uow, ladders.answered(checkin, state, ChannelName.PERSON, uow.now))
        if checkin.occasion is Occasion.RETURN and result is Result.SEEN_WELL:
            self._is_back(uow, resident)

    def _somebody_is_there(self, uow: UnitOfWork, signal: Signal) -> None:
        """Her home is in use while she is away: ask once whether she is back (docs/care.md 5)."""
        absence = residents.absence_of(uow, signal.subject) if signal.data["alone"] else None
        if absence is None:
            return
        resident = residents.outlines(uow, [signal.subject]).get(resident_id(signal.subject))
        if resident is None:
            return
        latest = store.latest_of(uow, resident.id)
        asked = latest is not None and latest.occasion is Occasion.RETURN
        if not (asked and latest is not None and latest.slot_at >= absence.since):
            slot = self._asking.soonest_slot(uow.now)
            self._asking.start(uow, resident, slot, Occasion.RETURN)

    def _ask_because(self, uow: UnitOfWork, signal: Signal) -> None:
        """Ask her the same day what her home does not tell; not twice, nor where people act."""
        resident = residents.outlines(uow, [signal.subject]).get(resident_id(signal.subject))
        if resident is None or not residents.is_watched(resident):
            return
        occasion = _occasion_of(signal)
        in_the_dark = occasion is Occasion.POWER_CUT
        later = AFTER_THE_FIRST[resident.tier] if in_the_dark else timedelta()
        slot = self._asking.soonest_slot(uow.now + later)
        planned = store.plan_of(uow, resident.id)
        day = self._calendar.local(slot).date()
        asked_anyway = planned is not None and self._calendar.local(planned.slot_at).date() == day
        can_wait = asked_anyway and not (in_the_dark and resident.tier is Tier.HIGH)
        looked_after = HOW_SHE_IS & {t.new.kind for t in open_about(uow, resident.ref)}
        if not can_wait and not looked_after and not signal.data.get("asked"):
            self._asking.start(uow, resident, slot, occasion)


def _occasion_of(signal: Signal) -> Occasion:
    """A home that went with all of its plugs has no power, as far as anybody can tell."""
    if signal.kind is SignalKind.DEVICE_FAULT and signal.data.get("cause") == WHOLE_HOME:
        return Occasion.POWER_CUT
    return BECAUSE_OF[signal.kind]


def _tells_of_a_death(signal: Signal) -> bool:
    """Whether an officer's result says that she has died, or lives."""
    result = Result(signal.data["result"])
    met = result in REACHED | {Result.HELPED, Result.NEEDS_HELP}
    lives = met and signal.data["kind"] in WITH_HER and is_staff(signal.data["by"])
    return result is Result.DIED or lives
