"""What a resident is told at once when she asks for help."""

from __future__ import annotations

from dataclasses import dataclass
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
    from signals.model import Ref, Signal

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
    resident = residents.resident(uow, resident_id(signal.subject))
    call = call_back(uow, resident.ref, calendar)
    wish = "reply.help.duty" if call.by_duty else "reply.help"
    template = wish if cause is None else ANSWERS[Cause(cause)]
    answer_help(uow, resident, signal, template, call.at)


@dataclass(frozen=True, slots=True)
class CallBack:
    """When a person rings her: somebody on duty at night, else her 읍면동."""

    at: datetime
    by_duty: bool


def call_back(uow: UnitOfWork, resident: Ref, calendar: Calendar) -> CallBack:
    """Soon while somebody is there for her, else when the office opens."""
    if calendar.in_office_hours(uow.now):
        return CallBack(uow.now + DAY_CALL_WITHIN, by_duty=False)
    if residents.night_cover(uow, resident, uow.now):
        return CallBack(uow.now + NIGHT_CALL_WITHIN, by_duty=True)
    return CallBack(calendar.next_office_moment(uow.now), by_duty=False)
