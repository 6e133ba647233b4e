"""A resident, helper or officer joins by pressing Start on her own one-time link."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from messaging import service as messaging
from messaging.channel import Refusal
from messaging.model import Message, Priority
from residents import service as residents
from residents.districts import district
from residents.model import ChannelName, Expired, Redeemed, Taken, Used
from signals.model import SignalKind

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref, Signal

ANSWER_WITHIN = timedelta(hours=1)


def invite(uow: UnitOfWork, ref: Ref, bot: str) -> str:
    """A new one-time link by which this person joins the city's bot, named `bot`.

    One that she was given before and did not use ends now. Raises UnknownPersonError.
    """
    return f"https://t.me/{bot}?start={residents.issue_link(uow, ref)}"


class Enrolment:
    """Consumer of opened links, and of channels that were lost or came back."""

    name = "enrolment"
    kinds = frozenset(
        {SignalKind.LINK_OPENED, SignalKind.CHANNEL_LOST, SignalKind.CHANNEL_RESTORED}
    )

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """Redeem a link, or note that a channel works or does not."""
        if signal.kind is SignalKind.LINK_OPENED:
            self._redeem(uow, signal)
            return
        self._mark(uow, signal)

    @staticmethod
    def _mark(uow: UnitOfWork, signal: Signal) -> None:
        """Note a channel that works or does not; of her telephones only the one that is dead."""
        channel, why = ChannelName(signal.data["channel"]), signal.data["why"]
        address = signal.words
        if address and signal.subject not in residents.people_at(uow, channel, address):
            return  # she has another one by now
        dead_number = channel is ChannelName.CALL and why == Refusal.BAD_ADDRESS
        residents.mark_channel(
            uow,
            signal.subject,
            channel,
            usable=signal.kind is SignalKind.CHANNEL_RESTORED,
            reason=why,
            address=address if dead_number else None,
        )

    def _redeem(self, uow: UnitOfWork, signal: Signal) -> None:
        opened = json.loads(signal.words or "{}")
        if opened.get("token") is None:
            self._say(uow, signal, signal.subject, "enrol.hello")
            return
        match residents.redeem_link(uow, opened["token"], opened["chat"]):
            case Redeemed(ref):
                self._say(uow, signal, ref, _welcome(ref), **_welcome_values(uow, ref))
            case Used() | Taken():
                self._say(uow, signal, signal.subject, "enrol.used")
            case Expired():
                self._say(uow, signal, signal.subject, "enrol.expired")
            case _:
                self._say(uow, signal, signal.subject, "enrol.unknown")

    @staticmethod
    def _say(uow: UnitOfWork, signal: Signal, to: Ref, template: str, **values: Any) -> None:
        messaging.post(
            uow,
            Message(
                to=to,
                channel=ChannelName.TELEGRAM,
                template=template,
                dedupe_key=f"{template}:{signal.id}",
                due_at=uow.now,
                expires_at=uow.now + ANSWER_WITHIN,
                values=values,
                priority=Priority.ANSWER,
            ),
        )


def _welcome(ref: Ref) -> str:
    kind = ref.partition(":")[0]
    return "enrol.welcome" if kind == "resident" else f"enrol.welcome.{kind}"


def _welcome_values(uow: UnitOfWork, ref: Ref) -> dict[str, str]:
    kind, _, identity = ref.partition(":")
    if kind != "resident":
        return {}
    return {"team": district(residents.resident(uow, identity).district).ko}
