"""What has to be known of a resident for her guide: how she is really asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from checkins import service as checkins
from checkins.decide.plans import next_slot
from residents import service as residents
from residents.consent import lawful_channels
from residents.model import (
    Allowed,
    ChannelName,
    Device,
    LifeState,
    Purpose,
    StaffRole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checkins.model import Plan
    from checkins.service import HowAsked, Means
    from foundation.unit_of_work import UnitOfWork
    from residents.model import Resident
    from signals.model import Ref

SLOTS = 14
"""So many questions show between which hours hers come: before days off they come earlier."""
TAKEN_ON = frozenset({LifeState.CONSENTED, LifeState.ACTIVE})


class NoGuideError(ValueError):
    """There is nothing to tell her: she is not asked, nor about to be."""

    def __init__(self, ref: Ref) -> None:
        super().__init__(f"{ref} is not taken on, or not asked any more: there is no guide.")


@dataclass(frozen=True, slots=True)
class Known:
    """How one resident is asked.

    `channels` are those she has, Telegram included when she is to join by it (`joins`); a link
    made now works until the end of `joins_until`. `slots` are her next questions in local time,
    empty without a plan. `checker` and `officers` are names.
    """

    resident: Resident
    channels: frozenset[ChannelName]
    joins: bool
    joins_until: date
    plan: Plan | None
    slots: tuple[datetime, ...]
    may_speak: bool
    neighbours_may_come: bool
    checker: str | None = field(repr=False)
    officers: tuple[str, ...] = field(repr=False)

    def by(self, channel: ChannelName) -> bool:
        """Whether she is asked on this channel."""
        return channel in self.channels

    @property
    def only_writes(self) -> bool:
        """Whether she is asked in writing only, as who does not hear well."""
        return self.by(ChannelName.TELEGRAM) and not self.by(ChannelName.CALL)


def known_of(uow: UnitOfWork, means: Means, ref: Ref) -> Known:
    """All of it. Raises UnknownPersonError, NoGuideError."""
    her = residents.resident(uow, ref)
    if her.deceased or her.state not in TAKEN_ON:
        raise NoGuideError(her.ref)
    asked = checkins.how_asked(uow, means, residents.outline(uow, her.id))
    joins = _is_to_join(uow, means, her, asked)
    speech = residents.consent_allows(uow, her.ref, Purpose.SPEECH)
    return Known(
        resident=her,
        channels=frozenset(asked.ways.channels) | ({ChannelName.TELEGRAM} if joins else set()),
        joins=joins,
        joins_until=_last_whole_day(uow, means),
        plan=None if asked.planned is None else asked.planned.plan,
        slots=tuple(islice(_slots(uow, means, asked), SLOTS)),
        may_speak=isinstance(speech, Allowed),
        neighbours_may_come=residents.helpers_may_know(uow, her.ref),
        checker=_checker(uow, means, her),
        officers=_officers(uow, her.district),
    )


def _is_to_join(uow: UnitOfWork, means: Means, her: Resident, asked: HowAsked) -> bool:
    """Whether only her own press on Start is missing for Telegram."""
    telegram = ChannelName.TELEGRAM
    wished = asked.wishes.channels
    return (
        her.telegram_chat is None
        and Device.SMARTPHONE_TELEGRAM in her.devices
        and telegram in means.channels
        and (not wished or telegram in wished)
        and telegram in lawful_channels(residents.consents_of(uow, her.ref), uow.now)
        and telegram not in residents.closed_channels(uow, her.ref)
    )


def _last_whole_day(uow: UnitOfWork, means: Means) -> date:
    """The last day through the whole of which a link works that is made now."""
    ends = uow.now + timedelta(days=residents.LINK_DAYS - 1)
    return means.calendar.local(ends).date()


def _slots(uow: UnitOfWork, means: Means, asked: HowAsked) -> Iterator[datetime]:
    if asked.planned is None:
        return
    slot = uow.now
    while True:
        slot = next_slot(asked.planned.plan, slot, means.policy, means.calendar)
        yield means.calendar.local(slot)


def _checker(uow: UnitOfWork, means: Means, her: Resident) -> str | None:
    """The name of whoever calls or visits her, while she serves."""
    today = means.calendar.local(uow.now).date()
    if her.named_checker is None or not residents.checker_serves(uow, her, today):
        return None
    return residents.name_of(uow, her.named_checker)


def _officers(uow: UnitOfWork, district: str) -> tuple[str, ...]:
    """The district's own, not who stands in for one just now: the sheet stays on the wall."""
    return tuple(
        one.name
        for one in residents.all_staff(uow)
        if one.active and one.role is StaffRole.OFFICER and district in one.districts
    )
