"""Practising in the first lesson: a question like any other, whose answer is no news of her."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from checkins import store, words
from checkins.decide import ladders
from checkins.model import Checkin, CheckinState, Occasion
from checkins.service.asking import Asking
from residents import service as residents
from residents.model import ChannelName, Device
from signals import agenda
from signals.model import Meaning

if TYPE_CHECKING:
    from checkins.service.asking import Means
    from foundation.unit_of_work import UnitOfWork
    from residents.model import Resident
    from signals.model import Ref, Signal

ON_THE_PAGE = "page"
"""The form of a reply that came by the link of a text."""
LASTS = timedelta(minutes=30)
PRACTISED_ON = (ChannelName.TELEGRAM, ChannelName.CALL)
"""Where she practises when nobody says where. Links are for those who choose them."""


class Obstacle(StrEnum):
    """Why a resident cannot practise now."""

    NOT_ACTIVE = "not_active"
    """She is not asked: not taken on yet, paused, ended."""
    BEING_ASKED = "being_asked"
    """She is being asked in earnest."""
    NO_CHANNEL = "no_channel"
    """She has not this channel, did not agree to it, or the installation has none."""


class CannotPractiseError(Exception):
    """She cannot practise now, because of `obstacle`."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(_ADVICE[obstacle])
        self.obstacle = obstacle


_ADVICE = {
    Obstacle.NOT_ACTIVE: "She is not asked yet: take her on first.",
    Obstacle.BEING_ASKED: "She is being asked right now: let her answer that first.",
    Obstacle.NO_CHANNEL: (
        "She cannot be asked like that: look whether she has the device and the number for it, "
        "agreed to it, and has not stopped it, and whether the channel is set up here."
    ),
}


def practise(uow: UnitOfWork, means: Means, ref: Ref, on: ChannelName | None = None) -> Checkin:
    """Ask her now, for practice, on this channel or on the first of those that she has.

    A practice that runs already ends. Raises UnknownPersonError, CannotPractiseError.
    """
    asking = Asking(means)
    resident = residents.resident(uow, ref)
    if not residents.is_watched(resident):
        raise CannotPractiseError(Obstacle.NOT_ACTIVE)
    possible = asking.ways_of(uow, resident).channels
    wanted = PRACTISED_ON if on is None else (on,)
    channel = next((one for one in wanted if one in possible), None)
    if channel is None or channel is ChannelName.PERSON:
        raise CannotPractiseError(Obstacle.NO_CHANNEL)
    if asking.is_being_asked(uow, resident.id):
        raise CannotPractiseError(Obstacle.BEING_ASKED)
    asking.make_room(uow, resident.id)
    practice = Checkin(
        id=uow.ids.new(),
        resident_id=resident.id,
        slot_at=uow.now,
        steps=(ladders.practice(uow.now, channel),),
        policy=means.policy.ladder,
        next_step=0,
        sent=frozenset(),
        state=CheckinState.ASKING,
        deadline=uow.now + LASTS,
        due_at=uow.now,
        occasion=Occasion.PRACTICE,
    )
    store.save(uow, practice)
    agenda.bring_forward(uow, resident.ref, uow.now)
    return practice


class Practising:
    """What residents say while they practise."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def hears(self, uow: UnitOfWork, resident: Resident, signal: Signal) -> bool:
        """Take what belongs to her practice. What she says besides ends it and counts as ever."""
        meaning = Meaning(signal.data["meaning"])
        running = store.open_of(uow, resident.id)
        practises = running is not None and not running.asks_in_earnest
        answers_it = running is not None and signal.data["checkin"] in {None, running.id}
        if meaning is Meaning.PRACTISED and not (practises and answers_it):
            return self._pressed_once_more(uow, signal)
        if running is None or not practises:
            return False
        if meaning is Meaning.ALIVE:
            return True
        if answers_it and meaning in {Meaning.PRACTISED, Meaning.OK}:
            self._succeeds(uow, resident, running, signal)
            return True
        self._asking.withdraw(uow, running)
        return False

    @staticmethod
    def _pressed_once_more(uow: UnitOfWork, signal: Signal) -> bool:
        """Whether its practice was still running then, or she means something by the old button."""
        practice = store.get(uow, signal.data["checkin"])
        return practice is not None and practice.is_practice(signal.occurred_at)

    def _succeeds(
        self, uow: UnitOfWork, resident: Resident, practice: Checkin, signal: Signal
    ) -> None:
        channel = ChannelName(signal.data["channel"])
        done = ladders.answered(practice, CheckinState.FINE, channel, uow.now)
        store.save(uow, done)
        self._asking.stop_asking(uow, done)
        words.show_answer(uow, resident.ref, done, "reply.practised")
        if signal.data["form"] == ON_THE_PAGE:
            devices = resident.devices | {Device.PRACTISED_LINKS}
            residents.change_resident(uow, resident.ref, devices=devices)
