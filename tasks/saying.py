"""The bot answers somebody who works where she wrote or pressed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from messaging import service as messaging
from messaging.model import Message, Priority
from residents.model import ChannelName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foundation.unit_of_work import UnitOfWork
    from signals.model import Signal

ANSWER_WITHIN = timedelta(hours=12)


def say(
    uow: UnitOfWork,
    signal: Signal,
    template: str,
    values: Mapping[str, Any] | None = None,
    *,
    priority: Priority = Priority.ANSWER,
    card: str | None = None,
) -> None:
    """Answer this fact of hers, once by each template; on one card with all that has its name."""
    messaging.post(
        uow,
        Message(
            to=signal.subject,
            channel=ChannelName.TELEGRAM,
            template=template,
            dedupe_key=f"{template}:{signal.id}",
            due_at=uow.now,
            expires_at=uow.now + ANSWER_WITHIN,
            values=values or {},
            priority=priority,
            card=card,
        ),
    )
