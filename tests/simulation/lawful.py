"""Whether a message may go to its resident at all, read from the rows and not asked of the code."""

from sqlmodel import Session, col, select

from messaging.tables import OutboxRow
from residents.tables import ClosedChannelRow, ConsentRow, ResidentRow

LAST_WORDS = frozenset({"reply.deceased", "reply.stop"})
NEEDED = {
    "telegram": ("collection", "overseas_telegram"),
    "sms": ("collection", "overseas_twilio"),
    "call": ("collection", "calls", "overseas_twilio"),
}
"""Purposes that somebody agreed to before she is written to, or rung."""


def why_not(session: Session, row: OutboxRow) -> str | None:
    """The reason why this call should not have been made, None when it is all right.

    What changed after the call was written down came too late for it.
    """
    kind, _, identity = row.to_ref.partition(":")
    if kind != "resident" or row.called_at is None:
        return None
    resident = session.get(ResidentRow, identity)
    assert resident is not None
    name = f"message {row.id} ({row.template}) went to {row.to_ref}"
    died_at = resident.deceased_at
    if died_at is not None and died_at < row.called_at and row.template not in LAST_WORDS:
        return f"{name}, who was reported dead at {died_at}"
    for purpose in NEEDED[row.channel]:
        if not _agreed(session, row, purpose):
            return f"{name} without consent to {purpose}"
    closed = session.get(ClosedChannelRow, (row.to_ref, row.channel))
    if closed and closed.closed_at < row.called_at and row.template not in LAST_WORDS:
        return f"{name} on a channel that was closed at {closed.closed_at}"
    return None


def _agreed(session: Session, row: OutboxRow, purpose: str) -> bool:
    given = session.exec(
        select(ConsentRow).where(
            col(ConsentRow.ref) == row.to_ref, col(ConsentRow.purpose) == purpose
        )
    )
    assert row.called_at is not None
    return any(
        one.given_at <= row.called_at
        and (one.withdrawn_at is None or one.withdrawn_at >= row.called_at)
        for one in given
    )
