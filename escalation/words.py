"""What a resident hears at once when she asks for help."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from messaging import service as messaging
from messaging.model import Message, Priority
from residents.districts import district
from residents.model import ChannelName
from signals.model import Cause

if TYPE_CHECKING:
    from datetime import datetime

    from foundation.unit_of_work import UnitOfWork
    from residents.model import Resident
    from signals.model import Signal

ANSWERS = {
    Cause.MEDICAL: "reply.urgent.medical",
    Cause.FALL: "reply.urgent.fall",
    Cause.FIRE: "reply.urgent.fire",
    Cause.SELF_HARM: "reply.urgent.self_harm",
    Cause.VIOLENCE: "reply.urgent.violence",
}
STALE_AFTER = timedelta(hours=2)


def answer_help(
    uow: UnitOfWork, resident: Resident, signal: Signal, template: str, call_at: datetime
) -> None:
    """Tell her who will call and when, or what to press now; once for each thing she said."""
    messaging.post(
        uow,
        Message(
            to=resident.ref,
            channel=ChannelName.TELEGRAM,
            template=template,
            dedupe_key=f"{template}:{signal.id}",
            due_at=uow.now,
            expires_at=uow.now + STALE_AFTER,
            values={
                "when": {"at": call_at.isoformat()},
                "team": district(resident.district).ko,
            },
            priority=Priority.EMERGENCY if template in ANSWERS.values() else Priority.HELP,
        ),
    )
