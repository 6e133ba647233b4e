"""What a resident is told at once when she asks for help."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from escalation.words import ANSWERS, answer_help
from residents import service as residents
from residents.model import ChannelName
from signals.model import Cause, Meaning, SignalKind, resident_id

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Signal

NIGHT_CALL_WITHIN = timedelta(minutes=30)
DAY_CALL_WITHIN = timedelta(minutes=30)


def answer_words(uow: UnitOfWork, signal: Signal, calendar: Calendar) -> None:
    """Answer a cry for help where she wrote it; of all else and on other channels others see."""
    if signal.kind is not SignalKind.SAID:
        return
    meaning = Meaning(signal.data["meaning"])
    on_telegram = signal.data["channel"] == ChannelName.TELEGRAM
    if meaning not in {Meaning.HELP, Meaning.URGENT} or not on_telegram:
        return
    cause = signal.data.get("cause")
    template = "reply.help" if cause is None else ANSWERS[Cause(cause)]
    resident = residents.resident(uow, resident_id(signal.subject))
    answer_help(uow, resident, signal, template, call_back_at(uow, calendar))


def call_back_at(uow: UnitOfWork, calendar: Calendar) -> datetime:
    """When a person rings her: soon while somebody is there, else when the office opens."""
    if calendar.in_office_hours(uow.now):
        return uow.now + DAY_CALL_WITHIN
    if residents.on_duty(uow, uow.now):
        return uow.now + NIGHT_CALL_WITHIN
    return calendar.next_office_moment(uow.now)
