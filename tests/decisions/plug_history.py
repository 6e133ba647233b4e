"""Facts of a home with plugs, as tests of its alarms write them: hours since Monday midnight."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from plugs.decide import outcomes
from plugs.model.alarms import Alarm, Turned
from residents.model import Absence, AbsenceKind, AbsenceSource
from signals.model import Signal, SignalKind, Source

SHE = "resident:01JD3WYFK7Q2M8R5T9V1X4ZB6C"
MONDAY = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
"""Midnight in Gimcheon."""


def hour(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


def fact(what: SignalKind, hours: float, **data: Any) -> Signal:
    at = hour(hours)
    named = f"{what}:{at.isoformat()}:{sorted(data.items())}"
    return Signal(named, what, Source.PLUGS, named, SHE, at, at, data)


def active(hours: float) -> Signal:
    return fact(SignalKind.PLUG_ACTIVE, hours, alone=True)


def soft(hours: float, *, since: float = 0, faulty: bool = False) -> Signal:
    begun = hour(since).isoformat()
    return fact(SignalKind.PLUG_UNUSUAL, hours, since=begun, faulty=faulty)


def hard(hours: float, *, since: float = 0, faulty: bool = False) -> Signal:
    begun = hour(since).isoformat()
    return fact(SignalKind.PLUG_QUIET, hours, since=begun, faulty=faulty)


def said(hours: float, meaning: str, channel: str = "telegram") -> Signal:
    return fact(SignalKind.SAID, hours, meaning=meaning, channel=channel)


def done(hours: float, result: str, kind: str = "welfare_visit", origin: str = "case:1") -> Signal:
    return fact(SignalKind.TASK_DONE, hours, result=result, kind=kind, origin=origin, by="staff:1")


def waits(hours: float) -> Signal:
    return fact(SignalKind.TASK_WAITS, hours, kind="welfare_visit", back_at=hour(hours + 1))


def closed(hours: float, outcome: str) -> Signal:
    return fact(SignalKind.OFFICER_SAID, hours, act="close", outcome=outcome, by="staff:1")


def home_fault(hours: float, cause: str = "home") -> Signal:
    return fact(SignalKind.DEVICE_FAULT, hours, cause=cause)


def power_cut(hours: float) -> Signal:
    return fact(SignalKind.POWER_CUT, hours)


def absence(since: float, until: float, kind: AbsenceKind = AbsenceKind.TRAVEL) -> Absence:
    return Absence(
        id="a",
        resident=SHE,
        kind=kind,
        source=AbsenceSource.OFFICER,
        since=hour(since),
        until=hour(until),
        holds_until=hour(until),
        recorded_at=hour(until + 1),
        recorded_by="staff:1",
        ended_at=None,
    )


def alarms(facts: Sequence[Signal], *absences: Absence) -> tuple[Alarm, ...]:
    return outcomes.alarms(sorted(facts, key=lambda one: one.order), absences)


def turned(facts: Sequence[Signal], *absences: Absence) -> list[Turned]:
    return [one.turned for one in alarms(facts, *absences)]
