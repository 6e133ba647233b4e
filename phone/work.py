"""What is said to a helper or an officer who is rung because of some work, or rings about it.

Never whom it is about, nor why: whoever picks up may be somebody else. Whoever has the work and
no messenger hears where to go once she has given her PIN, which is recorded nowhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from messaging.render.voice import (
    WORK,
    WORK_GIVEN,
    WORK_RESULT,
    WORK_TAKEN_BACK,
    WORK_WITHDRAWN,
    Hearer,
    Manner,
    Prompt,
    Whom,
    Work,
    spoken,
)
from phone import dialogue
from phone.dialogue import OF_RESULT, Answer, Asked, Turn
from phone.lookup import within_seconds
from phone.people import worker_at
from residents import service as residents
from residents.model import ChannelName, Reach
from tasks import disclosure
from tasks import service as tasks
from tasks.model import Standing
from tasks.told import Gone, Withheld, WrongPin
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
    from tasks.disclosure import CheckPin, Hers
    from tasks.model import Task
    from tasks.told import Told

NOT_LOOKED_UP = "work_not_looked_up"

_FIRST = Turn(asked=Asked.WORK)
_FOR_PIN = Turn(asked=Asked.PIN)
_FREED = {
    WORK_TAKEN_BACK: Prompt.WORK_TAKEN_BACK,
    WORK_WITHDRAWN: Prompt.WORK_WITHDRAWN,
}
"""Scripts that tell her that some work is not hers any more."""
_WITHOUT_A_QUESTION = {
    Standing.HERS: Prompt.WORK_HERS,
    Standing.TAKEN: Prompt.WORK_TAKEN,
    Standing.OVER: Prompt.WORK_OVER,
}
_BETWEEN_DIGITS = re.compile(r"[^0-9]+")


@dataclass(frozen=True, slots=True)
class _Rung:
    """Who is on the telephone, and how the work stands with her.

    `by_ear`: she is told by telephone, so that she hears what others read. `script` is why we
    rang her.
    """

    ref: Ref
    task_id: str
    name: str = field(repr=False)
    manner: Manner
    work: Work
    standing: Standing
    by_ear: bool
    script: str = WORK


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
        if rung.standing is Standing.HERS and rung.script == WORK_RESULT:
            return self._answer(Prompt.RESULT_HELLO, rung, _FOR_PIN)
        if rung.standing is not Standing.HERS and rung.script in _FREED:
            return self._answer(_FREED[rung.script], rung)
        if rung.standing is Standing.HERS and rung.by_ear:
            return self._answer(Prompt.WORK_RANG_US, rung, _FOR_PIN)
        if rung.standing is Standing.HERS and rung.script == WORK_GIVEN:
            return self._answer(Prompt.WORK_GIVEN, rung)
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
        if event.turn.asked is Asked.WHOM and move.prompt is Prompt.RESULT:
            return await self._ask_how_it_went(event, None)
        if event.turn.asked in OF_RESULT:
            return self._plain(move.prompt, event.manner, move.turn)
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
            return self._plain(move.prompt, event.manner, move.turn)
        rung = await self._look(event.line)
        if rung is not None and rung.script == WORK_RESULT:
            return await self._ask_how_it_went(event, event.pin)
        return await self._read_out(event, event.pin)

    async def _ask_how_it_went(self, event: GavePin | Pressed, pin: str | None) -> Answer | None:
        """What the keys mean; by them she speaks for herself, so that it takes her PIN."""
        found = await within_seconds(
            self._database, lambda: self._let_in(event, pin), NOT_LOOKED_UP
        )
        if found is None:
            return None
        rung, told = found
        match told:
            case disclosure.Hers() if told.by_keys:
                turn = dialogue.for_result(event.turn, rung.task_id, at_the_door=told.at_the_door)
                return self._answer(Prompt.RESULT, rung, turn)
            case disclosure.Hers():
                return self._answer(Prompt.RESULT_LEFT, rung)
            case _:
                return self._refused(event, rung, told)

    async def _read_out(self, event: GavePin | Pressed, pin: str | None) -> Answer | None:
        found = await within_seconds(self._database, lambda: self._open(event, pin), NOT_LOOKED_UP)
        if found is None:
            return None
        rung, told = found
        if rung.standing is Standing.OPEN:
            move = dialogue.without_pin(event.turn, Prompt.WORK_UNDECIDED)
            return self._answer(move.prompt, rung, move.turn)
        match told:
            case Of():
                again = dialogue.for_again(event.turn, rung.task_id)
                return self._answer(Prompt.WORK_WHOM, rung, again, _for_the_ear(told))
            case Withheld():
                hers = dialogue.for_again(event.turn, rung.task_id)
                return self._answer(Prompt.WORK_WITHHELD_HERS, rung, hers)
            case _:
                return self._refused(event, rung, told)

    def _refused(self, event: GavePin | Pressed, rung: _Rung, told: Told | None) -> Answer:
        match told:
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

    def _plain(self, prompt: Prompt, manner: Manner, turn: Turn | None = None) -> Answer:
        return Answer(spoken(prompt, self._hearer(manner)), turn)

    def _hearer(self, manner: Manner, name: str = "") -> Hearer:
        city = self._city
        return Hearer(manner, self._clock.now(), city.zone, city.phone, name)

    # What the database knows

    async def _look(self, line: Line) -> _Rung | None:
        def look() -> _Rung | None:
            with self._database.read() as uow:
                return self._rung(uow, line)

        return await within_seconds(self._database, look, NOT_LOOKED_UP)

    def _let_in(
        self, event: GavePin | Pressed, pin: str | None
    ) -> tuple[_Rung, Hers | Told] | None:
        """A wrong PIN is counted: this commits whatever comes of it."""
        with self._database.write() as uow:
            rung = self._rung(uow, event.line, event.turn.task)
            if rung is None:
                return None
            return rung, disclosure.is_hers(uow, rung.task_id, rung.ref, pin, self._check_pin)

    def _open(self, event: GavePin | Pressed, pin: str | None) -> tuple[_Rung, Told | None] | None:
        """The same, for where to go."""
        with self._database.write() as uow:
            rung = self._rung(uow, event.line, event.turn.task)
            if rung is None:
                return None
            if rung.standing is Standing.OPEN:
                return rung, None
            told = disclosure.read_out(uow, rung.task_id, rung.ref, pin, self._check_pin)
            return rung, told

    def _rung(self, uow: UnitOfWork, line: Line, task_id: str = "") -> _Rung | None:
        """Much can happen while a telephone rings: she, and the work, as they are now."""
        found = self._called(uow, line) if line.outbox_id else _caller(uow, line, task_id)
        if found is None:
            return None
        ref, task, script = found
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
            by_ear=ChannelName.TELEGRAM not in residents.ways_of_telling(uow, ref)[:1],
            script=script,
        )

    def _called(self, uow: UnitOfWork, line: Line) -> tuple[Ref, Task, str] | None:
        posted = self._outbox.find(uow, line.outbox_id or "")
        if posted is None:
            return None
        task = tasks.task(uow, posted.message.values["press"][0])
        return None if task is None else (posted.message.to, task, posted.message.template)


def _caller(uow: UnitOfWork, line: Line, task_id: str) -> tuple[Ref, Task, str] | None:
    """The one helper or officer with this number, and her work of this id.

    Without an id what she took last and has not finished.
    """
    worker = worker_at(uow, line.number)
    if worker is None:
        return None
    hers = tasks.accepted_by(uow, worker)
    spoken_of = tasks.task(uow, task_id) if task_id else None
    task = spoken_of or (hers[-1] if hers else None)
    return None if task is None else (worker, task, WORK)


def _work(task: Task) -> Work:
    due = task.new.do_by
    return Work(
        district=task.new.district,
        kind=f"task.kind.{task.new.kind}",
        when=task.new.when if due is None else due,
    )


def _for_the_ear(whom: Of) -> Whom:
    return Whom(
        whom.name, whom.address, tuple(_figures(phone) for phone in whom.phones), whom.hazards
    )


def _figures(phone: Phone) -> str:
    """A number as groups of digits, one of another country as well."""
    return _BETWEEN_DIGITS.sub("-", phone.shown).strip("-")
