"""What `anbu guide` does, apart from the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foundation.clock import RealClock
from foundation.ids import Ids
from foundation.settings import Settings
from reports.guide.model import Join
from reports.guide.service import residents_with_guide
from reports.guide.sheet import pdf_of
from residents.districts import named
from runtime.serve import key_ring
from runtime.wiring import Surroundings, build

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.guide.model import Guide
    from runtime.wiring import Service
    from signals.model import Ref


@dataclass(frozen=True, slots=True)
class Made:
    """Guides by resident; `bot_is_silent`: there is a bot, and Telegram did not say its name."""

    guides: Mapping[Ref, Guide]
    bot_is_silent: bool

    @property
    def links(self) -> int:
        """How many of them have a new link."""
        blocks = (block for guide in self.guides.values() for block in guide.blocks)
        return sum(isinstance(block, Join) for block in blocks)


async def guide_of(ref: Ref) -> Made:
    """One resident's. Raises UnknownPersonError, NoGuideError."""
    service = _service()
    try:
        return await _made(service, (ref,))
    finally:
        await service.close()


async def guides_in(place: str) -> Made:
    """Those of everybody in a district, its name or code. Raises UnknownDistrictError."""
    where = named(place)
    service = _service()
    try:
        with service.database.read() as uow:
            refs = residents_with_guide(uow, where.code)
        return await _made(service, refs)
    finally:
        await service.close()


def as_files(made: Made) -> dict[str, bytes]:
    """A PDF for each, by the name of its file."""
    return {f"{ref.replace(':', '-')}.pdf": pdf_of([guide]) for ref, guide in made.guides.items()}


def as_one(made: Made) -> bytes:
    """One PDF of all of them."""
    return pdf_of(list(made.guides.values()))


async def _made(service: Service, refs: tuple[Ref, ...]) -> Made:
    bot = await service.guides.bot_name()
    guides = {}
    for ref in refs:
        with service.database.write() as uow:  # one by one: others write meanwhile
            guides[ref] = service.guides.one(uow, ref, bot)
    return Made(guides, bot_is_silent=service.bot is not None and bot is None)


def _service() -> Service:
    settings, clock = Settings.load(), RealClock()
    return build(settings, Surroundings(clock=clock, ids=Ids(clock), keyring=key_ring(settings)))
