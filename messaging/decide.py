"""What becomes of a message after a send, a crash or the end of its time. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from messaging.channel import Outcome, Refusal, Refused, Sent
from messaging.model import AfterUnknown, OutboxState

if TYPE_CHECKING:
    from messaging.model import Posted

RESEND_AFTER = timedelta(minutes=2)
"""How long an unknown outcome may still turn out to have been sent before we send again.

A provider that takes messages without ever saying so must not fill somebody's screen: each
further time is twice as late.
"""
LONGEST_RESEND = timedelta(minutes=30)
ADOPT_AFTER = timedelta(seconds=60)
"""Providers list a message only some time after taking it."""
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)
CONFIG_PAUSE = timedelta(minutes=5)


class Report(StrEnum):
    """What the package that posted a message is told."""

    SENT = "sent"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Fate:
    """The next state of a message.

    `due_at` is set while it stays open. `lost_channel` says that the person cannot be reached
    on this channel any more.
    """

    state: OutboxState
    due_at: datetime | None = None
    provider_id: str | None = None
    failure: str | None = None
    report: Report | None = None
    lost_channel: bool = False


def fate_of(outcome: Outcome, posted: Posted, now: datetime) -> Fate:
    """Decide what an outcome means for a message."""
    match outcome:
        case Sent(provider_id):
            return Fate(OutboxState.SENT, provider_id=provider_id, report=Report.SENT)
        case Refused():
            return _refused(outcome, posted, now)
        case _:
            return fate_of_unknown(posted, now, outcome.detail)


def fate_of_unknown(posted: Posted, now: datetime, detail: str) -> Fate:
    """Decide what to do when nobody knows whether it was sent."""
    match posted.message.after_unknown:
        case AfterUnknown.RESEND:
            pause = _doubled(RESEND_AFTER, posted.attempts, LONGEST_RESEND)
            return Fate(OutboxState.QUEUED, due_at=now + pause, failure=detail)
        case AfterUnknown.ADOPT:
            return Fate(OutboxState.CALLING, due_at=now + ADOPT_AFTER, failure=detail)
        case AfterUnknown.HOLD:
            return Fate(OutboxState.HELD, failure=detail, report=Report.FAILED)


def _refused(refused: Refused, posted: Posted, now: datetime) -> Fate:
    match refused.why:
        case Refusal.UNCHANGED:
            return Fate(OutboxState.SENT, failure=refused.why, report=Report.SENT)
        case Refusal.LATER | Refusal.DOWN:
            pause = refused.retry_after or pause_after(posted.attempts)
            return Fate(OutboxState.QUEUED, due_at=now + pause, failure=refused.why)
        case Refusal.CONFIG:
            return Fate(OutboxState.QUEUED, due_at=now + CONFIG_PAUSE, failure=refused.why)
        case Refusal.UNREACHABLE | Refusal.BAD_ADDRESS:
            return Fate(
                OutboxState.FAILED, failure=refused.why, report=Report.FAILED, lost_channel=True
            )
        case Refusal.INVALID:
            return Fate(OutboxState.FAILED, failure=refused.why, report=Report.FAILED)


def pause_after(attempts: int) -> timedelta:
    """Growing pauses: 5, 10, 20 … seconds, at most 5 minutes."""
    return _doubled(FIRST_PAUSE, attempts, LONGEST_PAUSE)


def _doubled(first: timedelta, attempts: int, longest: timedelta) -> timedelta:
    doubled: timedelta = first * 2 ** min(max(attempts - 1, 0), 10)
    return min(doubled, longest)
