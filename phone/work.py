"""What is said to a helper or an officer who is rung because of some work.

Never whom it is about, nor why: whoever picks up may be somebody else.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from foundation import limits
from messaging.render.voice import Hearer, Manner, Prompt, Work, spoken
from phone import dialogue
from phone.dialogue import Answer, Asked, Turn
from residents import service as residents
from residents.model import ChannelName, Reach
from tasks import service as tasks
from tasks.model import Standing

if TYPE_CHECKING:
    from foundation.city import City
    from foundation.clock import Clock
    from foundation.database import Database
    from phone.outbox import Outbox
    from phone.translate import Line, Pressed
    from tasks.model import Task

log = structlog.get_logger()

_FIRST = Turn(asked=Asked.WORK)
_WITHOUT_A_QUESTION = {
    Standing.HERS: Prompt.WORK_HERS,
    Standing.TAKEN: Prompt.WORK_TAKEN,
    Standing.OVER: Prompt.WORK_OVER,
}


@dataclass(frozen=True, slots=True)
class _Rung:
    """Whom we rang, and how the work stands with her."""

    name: str = field(repr=False)
    manner: Manner
    work: Work
    standing: Standing


class WorkDesk:
    """Finds the words for each moment of a call that offers work."""

    def __init__(self, database: Database, outbox: Outbox, city: City, clock: Clock) -> None:
        self._database = database
        self._outbox = outbox
        self._city = city
        self._clock = clock

    async def begin(self, line: Line) -> Answer | None:
        """The first words; None when nobody can be asked, or nobody knows what."""
        rung = await self._look(line)
        if rung is None:
            return None
        told = _WITHOUT_A_QUESTION.get(rung.standing)
        return self._answer(Prompt.WORK, rung, _FIRST) if told is None else self._answer(told, rung)

    async def after(self, event: Pressed) -> Answer | None:
        """What follows a key or silence; None when nobody knows what she was asked.

        Her key is recorded by now. Who has the work is decided elsewhere: nothing is promised.
        """
        move = dialogue.after(event.turn, event.key)
        rung = await self._look(event.line)
        if rung is None:
            return self._plain(move.prompt, event.manner) if move.turn is None else None
        prompt = move.prompt
        if prompt is not Prompt.WORK_DECLINED:
            prompt = _WITHOUT_A_QUESTION.get(rung.standing, prompt)
        return self._answer(prompt, rung, move.turn if prompt is move.prompt else None)

    def _answer(self, prompt: Prompt, rung: _Rung, turn: Turn | None = None) -> Answer:
        hearer = self._hearer(rung.manner, rung.name)
        return Answer(spoken(prompt, hearer, work=rung.work), turn)

    def _plain(self, prompt: Prompt, manner: Manner) -> Answer:
        return Answer(spoken(prompt, self._hearer(manner)))

    def _hearer(self, manner: Manner, name: str = "") -> Hearer:
        city = self._city
        return Hearer(manner, self._clock.now(), city.zone, city.phone, name)

    async def _look(self, line: Line) -> _Rung | None:
        try:
            return await asyncio.wait_for(
                self._database.aio(lambda: self._look_up(line)), limits.INTAKE_DATABASE_SECONDS
            )
        except (SQLAlchemyError, TimeoutError) as error:
            log.warning("work_not_looked_up", error=type(error).__name__)
            return None

    def _look_up(self, line: Line) -> _Rung | None:
        """Much can happen while a telephone rings: she, and the work, as they are now."""
        with self._database.read() as uow:
            posted = self._outbox.find(uow, line.outbox_id or "")
            if posted is None:
                return None
            to = posted.message.to
            reach = residents.reach(uow, to, ChannelName.CALL, uow.now)
            task = tasks.task(uow, posted.message.values["press"][0])
            if task is None or not isinstance(reach, Reach):
                return None
            manner = Manner(reach.language, reach.speaking_rate)
            return _Rung(reach.name, manner, _work(task), tasks.standing(task, to))


def _work(task: Task) -> Work:
    due = task.new.do_by
    return Work(
        district=task.new.district,
        kind=f"task.kind.{task.new.kind}",
        when=task.new.when if due is None else due,
    )
