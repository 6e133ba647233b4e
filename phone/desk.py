"""Looks up who is on the phone and what to say to her; never keeps a caller waiting for long."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import TypeAlias

import structlog
from sqlalchemy.exc import SQLAlchemyError

from foundation import limits
from foundation.city import City
from foundation.clock import Clock
from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from locales.model import Language
from messaging.render.voice import Hearer, Prompt, Spoken, promises_a_call, spoken
from phone import dialogue
from phone.outbox import Outbox
from phone.people import resident_at
from phone.translate import Line, Pressed
from residents import service as residents
from residents.model import ChannelName, Reach
from signals.model import Ref

log = structlog.get_logger()

PRACTICE = "call.because.practice"
"""Why a call comes that is for practice."""

CallBackAt: TypeAlias = Callable[[UnitOfWork, Ref], datetime]
"""When a person will ring her if she asks for it now, from the real roster."""


@dataclass(frozen=True, slots=True)
class Known:
    """The person on the phone."""

    name: str = field(repr=False)
    language: Language
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and the question in it."""

    spoken: Spoken
    turn: dialogue.Turn | None = None


class Desk:
    """Finds the words for each moment of a call."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        call_back_at: CallBackAt,
        city: City,
        clock: Clock,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._call_back_at = call_back_at
        self._city = city
        self._clock = clock

    async def our_call(self, line: Line) -> Answer:
        """The first words of a call of ours."""
        who = await self._who(line)
        match who:
            case Known():
                variant = zlib.crc32((line.outbox_id or "").encode())
                return self._first(Prompt.GREETING, who, variant)
            case Nobody.NOT_NOW:
                return self._first(Prompt.GREETING_NAMELESS, None)
            case _:
                return self.unavailable()

    async def her_call(self, line: Line) -> Answer:
        """The first words of a call to our number."""
        who = await self._who(line)
        if who is Nobody.STRANGER:
            return Answer(self._spoken(Prompt.STRANGER, Language.ko))
        return self._first(Prompt.CALLED_US, who if isinstance(who, Known) else None)

    async def after(self, pressed: Pressed) -> Answer:
        """What follows a key, or silence."""
        move = dialogue.after(pressed.turn, pressed.key)
        call_at = None
        if promises_a_call(move.prompt):
            who = await self._who(pressed.line)
            call_at = who.call_back_at if isinstance(who, Known) else None
        return Answer(self._spoken(move.prompt, pressed.language, call_at=call_at), move.turn)

    def unavailable(self, language: Language = Language.ko) -> Answer:
        """Where to ring, when nothing else can be said."""
        return Answer(self._spoken(Prompt.UNAVAILABLE, language))

    def _first(self, prompt: Prompt, who: Known | None, variant: int = 0) -> Answer:
        language = Language.ko if who is None else who.language
        name = "" if who is None else who.name
        because = None if who is None else who.because
        words = self._spoken(prompt, language, name=name, variant=variant, because=because)
        asked = dialogue.Asked.RESIDENT if who is None else who.asked
        return Answer(words, dialogue.Turn(asked=asked))

    def _spoken(
        self,
        prompt: Prompt,
        language: Language,
        *,
        name: str = "",
        call_at: datetime | None = None,
        variant: int = 0,
        because: str | None = None,
    ) -> Spoken:
        city = self._city
        hearer = Hearer(language, self._clock.now(), city.zone, city.phone, name)
        return spoken(prompt, hearer, call_at=call_at, variant=variant, because=because)

    async def _who(self, line: Line) -> Known | Nobody:
        try:
            return await asyncio.wait_for(
                self._database.aio(lambda: self._look_up(line)), limits.INTAKE_DATABASE_SECONDS
            )
        except (SQLAlchemyError, TimeoutError) as error:
            log.warning("caller_not_looked_up", error=type(error).__name__)
            return Nobody.NOT_NOW

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
        return Known(reach.name, reach.language, call_back_at, because)

    def _caller(self, uow: UnitOfWork, line: Line) -> Known | None:
        ref = resident_at(uow, line.number)
        if ref is None:
            return None
        resident = residents.resident(uow, ref)
        return Known(resident.name, resident.language, self._call_back_at(uow, ref))
