"""What a resident is sent in the course of a check-in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from checkins.model import Checkin, Occasion, Rung, Step
from messaging import service as messaging
from messaging.model import AfterUnknown, Message, Priority
from residents.districts import district
from residents.model import ChannelName, Device

if TYPE_CHECKING:
    from collections.abc import Collection

    from foundation.unit_of_work import UnitOfWork
    from residents.model import Outline, Resident
    from signals.model import Ref

GREETINGS = 4
"""How many ways of asking there are: nobody hears the same sentence every week."""
CLARIFIES = "reply.unclear.ask"
CARD_STAYS = timedelta(days=2)


def ask(
    uow: UnitOfWork, resident: Resident | Outline, checkin: Checkin, number: int, step: Step
) -> None:
    """Send one step of the ladder. `number` counts the steps from 0."""
    messaging.post(
        uow,
        Message(
            to=resident.ref,
            channel=step.channel,
            template=_template(step, checkin, resident.devices),
            dedupe_key=f"{origin_of(checkin, number)}:{step.channel}",
            due_at=uow.now,
            expires_at=checkin.deadline,
            values={
                "press": [checkin.id, number],
                "when": _announced(checkin),
                "team": district(resident.district).ko,
                "district": resident.district,
                "try": sum(one.rung is Rung.CALL for one in checkin.steps[:number]),
                **_because(checkin),
                **_link(step, checkin, resident.devices),
            },
            after_unknown=(
                AfterUnknown.RESEND if step.channel is ChannelName.TELEGRAM else AfterUnknown.ADOPT
            ),
            priority=Priority.FIRST if number == 0 else Priority.NEXT,
            card=_card(checkin) if step.rung is Rung.MESSAGE else None,
            origin=origin_of(checkin, number),
        ),
    )


def clarify(uow: UnitOfWork, to: Ref, checkin: Checkin) -> None:
    """Ask once more, kindly, with the two buttons."""
    messaging.post(
        uow,
        Message(
            to=to,
            channel=ChannelName.TELEGRAM,
            template=CLARIFIES,
            dedupe_key=clarify_key(checkin),
            due_at=uow.now,
            expires_at=checkin.deadline,
            values={"press": [checkin.id, checkin.next_step]},
        ),
    )


def show_answer(uow: UnitOfWork, to: Ref, checkin: Checkin, template: str) -> None:
    """Her card of this check-in shows what she answered instead of the buttons."""
    messaging.post(
        uow,
        Message(
            to=to,
            channel=ChannelName.TELEGRAM,
            template=template,
            dedupe_key=f"checkin:{checkin.id}:{template}",
            due_at=uow.now,
            expires_at=uow.now + CARD_STAYS,
            card=_card(checkin),
            edit_only=True,
        ),
    )


def say(uow: UnitOfWork, to: Ref, template: str, key: str, **values: Any) -> None:
    """One plain message to a resident, once per `key`."""
    messaging.post(
        uow,
        Message(
            to=to,
            channel=ChannelName.TELEGRAM,
            template=template,
            dedupe_key=f"{template}:{key}",
            due_at=uow.now,
            expires_at=uow.now + CARD_STAYS,
            values=values,
        ),
    )


def clarify_key(checkin: Checkin) -> str:
    """The name of the one question about an unclear answer."""
    return f"checkin:{checkin.id}:clarify"


def origin_of(checkin: Checkin, number: int) -> str:
    """The name by which a receipt finds its step again."""
    return f"checkin:{checkin.id}:{number}"


def _card(checkin: Checkin) -> str:
    return f"checkin:{checkin.id}"


def _template(step: Step, checkin: Checkin, devices: Collection[Device]) -> str:
    match step.rung:
        case Rung.REMINDER:
            return "checkin.remind"
        case Rung.NOTICE if not checkin.asks_in_earnest:
            return "sms.practice"
        case Rung.NOTICE if _with_link(checkin, devices):
            return "sms.link"
        case Rung.NOTICE:
            return "sms.notice"
        case Rung.CALL:
            return "call.checkin"
        case _ if checkin.occasion is not Occasion.PLANNED:
            return f"checkin.ask.{checkin.occasion}"
        case _:
            return f"checkin.ask.{checkin.slot_at.toordinal() % GREETINGS + 1}"


def _because(checkin: Checkin) -> dict[str, str]:
    """The text by which a call says why it comes, where that is not as planned."""
    planned = checkin.occasion is Occasion.PLANNED
    return {} if planned else {"because": f"call.because.{checkin.occasion}"}


def _link(step: Step, checkin: Checkin, devices: Collection[Device]) -> dict[str, str]:
    """The check-in whose answer page a text opens."""
    opens = step.rung is Rung.NOTICE and _with_link(checkin, devices)
    return {"link": checkin.id} if opens else {}


def _with_link(checkin: Checkin, devices: Collection[Device]) -> bool:
    """Only who chose links and practised them gets one, or who practises (docs/care.md 5)."""
    return Device.PRACTISED_LINKS in devices or not checkin.asks_in_earnest


def _announced(checkin: Checkin) -> dict[str, str]:
    """When the first call will ring, for the notice that announces it."""
    calls = [step.at for step in checkin.steps if step.rung is Rung.CALL]
    return {"at": min(calls, default=checkin.deadline).isoformat()}
