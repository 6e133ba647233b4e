"""What is said to a contact who is asked how a resident is, or rings to say so.

Whom it is about, and who gave her number: nothing else of the resident, and never why we ask.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from messaging.render.voice import Hearer, Manner, Prompt, spoken
from phone import dialogue
from phone.dialogue import Answer, Asked, Turn
from phone.lookup import within_seconds
from phone.people import contact_at
from residents import service as residents
from residents.model import Allowed, ChannelName, Purpose, Reach, UnknownPersonError
from tasks import service as tasks

if TYPE_CHECKING:
    from foundation.city import City
    from foundation.clock import Clock
    from foundation.database import Database
    from foundation.unit_of_work import UnitOfWork
    from phone.outbox import Outbox
    from phone.translate import Line, Pressed
    from signals.model import Ref
    from tasks.model import Task

_FIRST = Turn(asked=Asked.CONTACT)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A contact on the telephone, and whom she is asked about. `waits`: her word is of use."""

    manner: Manner
    name: str = field(repr=False)
    about: str = field(repr=False)
    waits: bool


class ContactDesk:
    """Finds the words for each moment of a call with a contact."""

    def __init__(self, database: Database, outbox: Outbox, city: City, clock: Clock) -> None:
        self._database = database
        self._outbox = outbox
        self._city = city
        self._clock = clock

    async def begin(self, line: Line) -> Answer | None:
        """The first words of our call; None when she cannot be asked, or nobody knows of whom."""
        asked = await self._look(line)
        if asked is None:
            return None
        if not asked.waits:
            return self._answer(Prompt.CONTACT_OVER, asked)
        return self._answer(Prompt.CONTACT, asked, _FIRST)

    async def rang_us(self, line: Line) -> Answer | None:
        """The first words to a contact who rings us; None when she was asked nothing lately."""
        return await self.begin(line)

    async def after(self, event: Pressed) -> Answer | None:
        """What follows a key, which is recorded by now, or silence."""
        move = dialogue.after(event.turn, event.key)
        if move.turn is None:
            return Answer(spoken(move.prompt, self._hearer(event.manner)))
        asked = await self._look(event.line)
        return None if asked is None else self._answer(move.prompt, asked, move.turn)

    def _answer(self, prompt: Prompt, asked: _Asked, turn: Turn | None = None) -> Answer:
        hearer = self._hearer(asked.manner)
        return Answer(spoken(prompt, replace(hearer, name=asked.name, about=asked.about)), turn)

    def _hearer(self, manner: Manner) -> Hearer:
        return Hearer(manner, self._clock.now(), self._city.zone, self._city.phone)

    # What the database knows

    async def _look(self, line: Line) -> _Asked | None:
        def look() -> _Asked | None:
            with self._database.read() as uow:
                found = self._called(uow, line) if line.outbox_id else contact_at(uow, line.number)
                return None if found is None else _asked(uow, *found)

        return await within_seconds(self._database, look, "contact_not_looked_up")

    def _called(self, uow: UnitOfWork, line: Line) -> tuple[Ref, Task] | None:
        posted = self._outbox.find(uow, line.outbox_id or "")
        if posted is None:
            return None
        task = tasks.task(uow, posted.message.values["press"][0])
        return None if task is None else (posted.message.to, task)


def _asked(uow: UnitOfWork, contact: Ref, task: Task) -> _Asked | None:
    """Much can happen while a telephone rings: what both agreed to is looked at again."""
    reach = residents.reach(uow, contact, ChannelName.CALL, uow.now)
    if not isinstance(reach, Reach) or not _may_be_named(uow, task.new.resident):
        return None
    try:
        about = residents.resident(uow, task.new.resident).name
    except UnknownPersonError:
        return None
    manner = Manner(reach.language, reach.speaking_rate)
    return _Asked(manner, reach.name, about, tasks.waits_for(uow, task, contact))


def _may_be_named(uow: UnitOfWork, resident: Ref) -> bool:
    """Her name is spoken abroad, to somebody whom she gave as her contact."""
    abroad = residents.consent_allows(uow, resident, Purpose.OVERSEAS_TWILIO)
    return isinstance(abroad, Allowed) and residents.contacts_may_be_asked(uow, resident)
