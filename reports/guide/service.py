"""Guides for one resident or a whole district, each with the link by which she joins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from care.enrolment import invite
from reports.guide.known import TAKEN_ON, NoGuideError, known_of
from reports.guide.words import guide
from residents import service as residents

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from checkins.service import Means
    from foundation.city import City
    from foundation.unit_of_work import UnitOfWork
    from reports.guide.model import Guide
    from signals.model import Ref

__all__ = ["Guides", "NoGuideError", "no_bot", "residents_with_guide"]


async def no_bot() -> str | None:
    """The name of the bot of a city without one."""
    return None


@dataclass(frozen=True, slots=True)
class Guides:
    """The guides of one city.

    `bot_name` asks for the Telegram name of its bot: None while there is none, or Telegram does
    not say.
    """

    means: Means
    city: City
    bot_name: Callable[[], Awaitable[str | None]]

    def one(self, uow: UnitOfWork, ref: Ref, bot: str | None) -> Guide:
        """A resident's guide, with a new link of hers where she is to join by Telegram.

        A link on an earlier guide that she did not use ends with this one; without `bot` there is
        no link. Raises UnknownPersonError, NoGuideError.
        """
        known = known_of(uow, self.means, ref)
        link = invite(uow, known.resident.ref, bot) if known.joins and bot is not None else None
        return guide(known, self.city, link)


def residents_with_guide(uow: UnitOfWork, district: str) -> tuple[Ref, ...]:
    """Everybody of a district who is asked, or about to be, by id."""
    return tuple(
        one.ref
        for one in residents.outlines_in(uow, [district])
        if one.state in TAKEN_ON and not one.deceased
    )
