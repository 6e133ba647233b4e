"""What is said to a helper or an officer who is rung because of some work, or rings about it.

Never whom it is about, nor why: whoever picks up may be somebody else. Whoever has the work and
no messenger hears where to go once she has given her PIN, which is recorded nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from messaging.render.voice import Hearer, Manner, Prompt, Whom, Work, spoken
from phone import dialogue
from phone.dialogue import Answer, Asked, Turn
from phone.lookup import within_seconds
from residents import service as residents
from residents.model import ChannelName, Reach
from tasks import disclosure
from tasks import service as tasks
from tasks.model import Standing
from tasks.told import Gone, WrongPin
from tasks.told import Whom as Of

if TYPE_CHECKING:
    from foundation.city import City
    from foundation.clock import Clock
    from foundation.database import Database
    from foundation.unit_of_work import UnitOfWork
    from phone.outbox import Outbox
    from phone.translate import GavePin, Line, Pressed
    from residents.model import Phone
    from signals.model import Ref
    from tasks.disclosure import CheckPin
    from tasks.model import Task
    from tasks.told import Told

NOT_LOOKED_UP = "work_not_looked_up"

_FIRST = Turn(asked=Asked.WORK)
_FOR_PIN = Turn(asked=Asked.PIN)
_WORKERS = ("helper:", "staff:")
_WITHOUT_A_QUESTION = {
    Standing.HERS: Prompt.WORK_HERS,
    Standing.TAKEN: Prompt.WORK_TAKEN,
    Standing.OVER: Prompt.WORK_OVER,
}
_BETWEEN_DIGITS = re.compile(r"[^0-9]+")


@dataclass(frozen=True, slots=True)
class _Rung:
    """Who is on the telephone, and how the work stands with her.

    `by_ear`: she has no messenger, so that she hears what others read.
    """

    ref: Ref
    task_id: str
    name: str = field(repr=False)
    manner: Manner
    work: Work
    standing: Standing
    by_ear: bool


class WorkDesk:
    """Finds the words for each moment of a call about work."""

    def __init__(
        self, database: Database, outbox: Outbox, check_pin: CheckPin, city: City, clock: Clock
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._check_pin = check_pin
        self._city = city
        self._clock = clock

    async def begin(self, line: Line) -> Answer | None:
        """The first words of our call; None when nobody can be asked, or nobody knows what."""
        rung = await self._look(line)
        if rung is None:
            return None
        if rung.standing is Standing.HERS and rung.by_ear:
            return self._answer(Prompt.WORK_RANG_US, rung, _FOR_PIN)
        told = _WITHOUT_A_QUESTION.get(rung.standing)
        return self._answer(Prompt.WORK, rung, _FIRST) if told is None else self._answer(told, rung)

    async def rang_us(self, line: Line) -> Answer | None:
        """The first words to somebody who rings us; None when she has no work to hear of."""
        rung = await self._look(line)
        return None if rung is None else self._answer(Prompt.WORK_RANG_US, rung, _FOR_PIN)

    async def after(self, event: Pressed) -> Answer | None:
        """What follows a key or silence; None when nobody knows what she was asked.

        Her key is recorded by now. Who has the work is decided elsewhere: nothing is promised.
        """
        move = dialogue.after(event.turn, event.key)
        if move.prompt is Prompt.WORK_WHOM:
            return await self._read_out(event, None)
        rung = await self._look(event.line)
        if rung is None:
            return self._plain(move.prompt, event.manner) if move.turn is None else None
        if event.turn.asked is not Asked.WORK or move.prompt is Prompt.WORK_DECLINED:
            return self._answer(move.prompt, rung, move.turn)
        takes = move.prompt is Prompt.WORK_NOTED
        if takes and rung.by_ear and rung.standing in {Standing.OPEN, Standing.HERS}:
            return self._answer(Prompt.WORK_PIN, rung, dialogue.for_pin(event.turn))
        told = _WITHOUT_A_QUESTION.get(rung.standing)
        if told is not None:
            return self._answer(told, rung)
        return self._answer(move.prompt, rung, move.turn)

    async def after_pin(self, event: GavePin) -> Answer | None:
        """What follows her PIN, or silence; None when the database is away."""
        if not event.pin:
            move = dialogue.without_pin(event.turn, Prompt.WORK_PIN_AGAIN)
            return Answer(spoken(move.prompt, self._hearer(event.manner)), move.turn)
        return await self._read_out(event, event.pin)

    async def _read_out(self, event: GavePin | Pressed, pin: str | None) -> Answer | None:
        found = await within_seconds(
            self._database, lambda: self._open(event.line, pin), NOT_LOOKED_UP
        )
        if found is None:
            return None
        rung, told = found
        if rung.standing is Standing.OPEN:
            move = dialogue.without_pin(event.turn, Prompt.WORK_UNDECIDED)
            return self._answer(move.prompt, rung, move.turn)
        match told:
            case Of():
                again = dialogue.for_again(event.turn)
                return self._answer(Prompt.WORK_WHOM, rung, again, _for_the_ear(told))
            case WrongPin():
                move = dialogue.without_pin(event.turn, Prompt.WORK_PIN_WRONG)
                return self._answer(move.prompt, rung, move.turn)
            case Gone():
                taken = rung.standing is Standing.TAKEN
                return self._answer(Prompt.WORK_TAKEN if taken else Prompt.WORK_OVER, rung)
            case _:
                return self._answer(Prompt.WORK_WITHHELD, rung)

    def _answer(
        self, prompt: Prompt, rung: _Rung, turn: Turn | None = None, whom: Whom | None = None
    ) -> Answer:
        hearer = self._hearer(rung.manner, rung.name)
        return Answer(spoken(prompt, hearer, work=replace(rung.work, whom=whom)), turn)

    def _plain(self, prompt: Prompt, manner: Manner) -> Answer:
        return Answer(spoken(prompt, self._hearer(manner)))

    def _hearer(self, manner: Manner, name: str = "") -> Hearer:
        city = self._city
        return Hearer(manner, self._clock.now(), city.zone, city.phone, name)

    # What the database knows

    async def _look(self, line: Line) -> _Rung | None:
        def look() -> _Rung | None:
            with self._database.read() as uow:
                return self._rung(uow, line)

        return await within_seconds(self._database, look, NOT_LOOKED_UP)

    def _open(self, line: Line, pin: str | None) -> tuple[_Rung, Told | None] | None:
        """A wrong PIN is counted: this commits whatever comes of it."""
        with self._database.write() as uow:
            rung = self._rung(uow, line)
            if rung is None:
                return None
            if rung.standing is Standing.OPEN:
                return rung, None
            told = disclosure.read_out(uow, rung.task_id, rung.ref, pin, self._check_pin)
            return rung, told

    def _rung(self, uow: UnitOfWork, line: Line) -> _Rung | None:
        """Much can happen while a telephone rings: she, and the work, as they are now."""
        found = self._called(uow, line) if line.outbox_id else _caller(uow, line)
        if found is None:
            return None
        ref, task = found
        reach = residents.reach(uow, ref, ChannelName.CALL, uow.now)
        if not isinstance(reach, Reach):
            return None
        return _Rung(
            ref=ref,
            task_id=task.id,
            name=reach.name,
            manner=Manner(reach.language, reach.speaking_rate),
            work=_work(task),
            standing=tasks.standing(task, ref),
            by_ear=not residents.is_reachable(uow, ref, ChannelName.TELEGRAM),
        )

    def _called(self, uow: UnitOfWork, line: Line) -> tuple[Ref, Task] | None:
        posted = self._outbox.find(uow, line.outbox_id or "")
        if posted is None:
            return None
        task = tasks.task(uow, posted.message.values["press"][0])
        return None if task is None else (posted.message.to, task)


def _caller(uow: UnitOfWork, line: Line) -> tuple[Ref, Task] | None:
    """The one helper or officer with this number, and what she took last and has not finished."""
    if not line.number:
        return None
    people = residents.people_at(uow, ChannelName.CALL, line.number)
    workers = [ref for ref in people if ref.startswith(_WORKERS)]
    hers = tasks.accepted_by(uow, workers[0]) if len(workers) == 1 else []
    return (workers[0], hers[-1]) if hers else None


def _work(task: Task) -> Work:
    due = task.new.do_by
    return Work(
        district=task.new.district,
        kind=f"task.kind.{task.new.kind}",
        when=task.new.when if due is None else due,
    )


def _for_the_ear(whom: Of) -> Whom:
    return Whom(whom.name, whom.address, tuple(_figures(phone) for phone in whom.phones))


def _figures(phone: Phone) -> str:
    """A number as groups of digits, one of another country as well."""
    return _BETWEEN_DIGITS.sub("-", phone.shown).strip("-")
