"""Looks up who is on the phone and what to say to her; never keeps a caller waiting for long."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from typing import TypeAlias

from foundation.city import City
from foundation.clock import Clock
from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from messaging.render.voice import Hearer, Manner, Prompt, Spoken, promises_a_call, spoken
from phone import dialogue, texts
from phone.contacts import ContactDesk
from phone.dialogue import Answer
from phone.lookup import within_seconds
from phone.outbox import Outbox
from phone.people import may_be_recognised, resident_at
from phone.translate import Answered, GavePin, Line, Pressed, Spoke, Wrote
from phone.work import WorkDesk
from residents import service as residents
from residents.model import ChannelName, Reach
from signals.model import Ref
from tasks.disclosure import CheckPin

PRACTICE = "call.because.practice"
"""Why a call comes that is for practice."""
_FIRST = dialogue.Turn()
_AS_EVERYBODY = Manner()

CallBackAt: TypeAlias = Callable[[UnitOfWork, Ref], datetime]
"""When a person will ring her if she asks for it now, from the real roster."""


@dataclass(frozen=True, slots=True)
class Known:
    """The person on the phone."""

    name: str = field(repr=False)
    manner: Manner
    call_back_at: datetime
    because: str | None = None
    """The text that says why we rang her, where it was not as planned."""

    @property
    def asked(self) -> dialogue.Asked:
        """Who tells how she is: nobody in a call with which she practises."""
        practises = self.because == PRACTICE
        return dialogue.Asked.NOBODY if practises else dialogue.Asked.RESIDENT


class Nobody(Enum):
    """Why there is no person to name."""

    STRANGER = auto()
    """Not a resident, or nobody whom we may call."""
    NOT_NOW = auto()
    """The database is away."""


class Desk:
    """Finds the words for each moment of a call."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        call_back_at: CallBackAt,
        check_pin: CheckPin,
        city: City,
        clock: Clock,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._call_back_at = call_back_at
        self._city = city
        self._clock = clock
        self._work = WorkDesk(database, outbox, check_pin, city, clock)
        self._contacts = ContactDesk(database, outbox, city, clock)

    async def our_call(self, picked_up: Answered) -> Answer:
        """The first words of a call of ours."""
        line = picked_up.line
        if picked_up.asked is dialogue.Asked.TOLD:
            return Answer(self._spoken(Prompt.LATE, _AS_EVERYBODY))
        if picked_up.asked is dialogue.Asked.WORK:
            return await self._work.begin(line) or self.unavailable()
        if picked_up.asked is dialogue.Asked.CONTACT:
            return await self._contacts.begin(line) or self.unavailable()
        who = await self._who(line)
        return self.unavailable() if who is Nobody.STRANGER else self._greeting(line, who)

    async def her_call(self, line: Line) -> Answer:
        """The first words of a call to our number."""
        who = await self._who(line)
        if who is Nobody.STRANGER:
            stranger = Answer(self._spoken(Prompt.STRANGER, _AS_EVERYBODY))
            hers = await self._work.rang_us(line) or await self._contacts.rang_us(line)
            return hers or stranger
        return self._greeting(line, who)

    async def after_pin(self, event: GavePin) -> Answer:
        """What follows the PIN of a helper or an officer."""
        return await self._work.after_pin(event) or self.unavailable(event.manner)

    async def after(self, event: Pressed | Spoke) -> Answer:
        """What follows a key, words, or silence."""
        if isinstance(event, Spoke):
            return await self._after_words(event)
        if event.turn.asked in dialogue.OF_WORK:
            return await self._work.after(event) or self.unavailable(event.manner)
        if event.turn.asked is dialogue.Asked.CONTACT:
            return await self._contacts.after(event) or self.unavailable(event.manner)
        move = dialogue.after(event.turn, event.key)
        who = await self._who(event.line) if promises_a_call(move.prompt) else Nobody.NOT_NOW
        return self._answer(move, event.manner, who)

    async def text_back(self, wrote: Wrote) -> str | None:
        """What is written back at once to whoever was not understood; None: nothing is."""

        def look() -> str | None:
            with self._database.read() as uow:
                return texts.text_back(uow, wrote.line.number, wrote.words, self._city)

        return await within_seconds(self._database, look, "writer_not_looked_up")

    def unavailable(self, manner: Manner = _AS_EVERYBODY) -> Answer:
        """Where to ring, when nothing else can be said."""
        return Answer(self._spoken(Prompt.UNAVAILABLE, manner))

    async def _after_words(self, event: Spoke) -> Answer:
        """Her consent is asked for once more: words that may not be recognised were not said."""
        who = await self._who(event.line)
        if who is Nobody.STRANGER or (isinstance(who, Known) and not who.manner.by_words):
            by_keys = replace(event.manner, by_words=False)
            return self._answer(dialogue.after(event.turn, ""), by_keys, who)
        move = dialogue.after_words(event.turn, event.words, event.manner.language).move
        if move.prompt is Prompt.GREETING:  # she said hello into our first words
            return self._greeting(event.line, who, move.turn or _FIRST, event.manner)
        return self._answer(move, event.manner, who)

    def _answer(self, move: dialogue.Move, manner: Manner, who: Known | Nobody) -> Answer:
        call_at = who.call_back_at if isinstance(who, Known) else None
        return Answer(self._spoken(move.prompt, manner, call_at=call_at), move.turn)

    def _greeting(
        self,
        line: Line,
        who: Known | Nobody,
        turn: dialogue.Turn = _FIRST,
        manner: Manner = _AS_EVERYBODY,
    ) -> Answer:
        ours = line.outbox_id is not None
        prompt = Prompt.GREETING_NAMELESS if ours else Prompt.CALLED_US
        name, because, variant = "", None, 0
        if isinstance(who, Known):
            manner, name, because = who.manner, who.name, who.because
            turn = replace(turn, asked=who.asked)
            prompt = Prompt.GREETING if ours else prompt
            variant = zlib.crc32((line.outbox_id or "").encode())
        words = self._spoken(prompt, manner, name=name, variant=variant, because=because)
        return Answer(words, turn)

    def _spoken(
        self,
        prompt: Prompt,
        manner: Manner,
        *,
        name: str = "",
        call_at: datetime | None = None,
        variant: int = 0,
        because: str | None = None,
    ) -> Spoken:
        city = self._city
        hearer = Hearer(manner, self._clock.now(), city.zone, city.phone, name)
        return spoken(prompt, hearer, call_at=call_at, variant=variant, because=because)

    async def _who(self, line: Line) -> Known | Nobody:
        who: Known | Nobody | None = await within_seconds(
            self._database, lambda: self._look_up(line), "caller_not_looked_up"
        )
        return Nobody.NOT_NOW if who is None else who

    def _look_up(self, line: Line) -> Known | Nobody:
        with self._database.read() as uow:
            known = self._called(uow, line) if line.outbox_id else self._caller(uow, line)
            return Nobody.STRANGER if known is None else known

    def _called(self, uow: UnitOfWork, line: Line) -> Known | None:
        """Whom we called, if we still may: much can happen while a telephone rings."""
        posted = self._outbox.find(uow, line.outbox_id or "")
        if posted is None:
            return None
        reach = residents.reach(uow, posted.message.to, ChannelName.CALL, uow.now)
        if not isinstance(reach, Reach):
            return None
        call_back_at = self._call_back_at(uow, posted.message.to)
        because = posted.message.values.get("because")
        by_words = because != PRACTICE and may_be_recognised(uow, posted.message.to)
        manner = Manner(reach.language, reach.speaking_rate, by_words)
        return Known(reach.name, manner, call_back_at, because)

    def _caller(self, uow: UnitOfWork, line: Line) -> Known | None:
        ref = resident_at(uow, line.number)
        if ref is None:
            return None
        resident = residents.resident(uow, ref)
        by_words = may_be_recognised(uow, ref)
        manner = Manner(resident.language, resident.speaking_rate, by_words)
        return Known(resident.name, manner, self._call_back_at(uow, ref))
