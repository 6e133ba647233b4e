"""What helpers and officers write to the bot: answered at once, and read by a person.

A helper's words that the bot does not know reach the office as work: in danger at once, else when
the office opens. Nothing that she writes is lost (docs/care.md 6).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from messaging.model import Priority
from messaging.service import meaning_of
from messaging.understanding.model import Understood
from residents import service as residents
from signals.model import Cause, Meaning, SignalKind
from tasks import away, cards, store
from tasks.model import Audience, NewTask, Round, TaskKind, TaskState, is_helper, is_staff
from tasks.saying import say
from tasks.wishes import Wish, parted, wish_of

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from residents.calendar import Calendar
    from signals.model import Ref, Signal
    from tasks.model import Task
    from tasks.service import Tasks

GRAVE = frozenset({Meaning.URGENT, Meaning.HELP, Meaning.DECEASED})
"""What cannot wait for the office, whomever it is about."""
SAYS_NOTHING = frozenset({"sticker"})
AT_ONCE = (
    Round(Audience.OFFICERS, 2, timedelta(minutes=5)),
    Round(Audience.LEADS, 2, timedelta(minutes=15)),
)
IN_TIME = (
    Round(Audience.OFFICERS, 2, timedelta(hours=4)),
    Round(Audience.LEADS, 2, timedelta(days=1)),
)
LISTED = 20
"""Tasks on one list: more than anybody does in a day, and fewer than fill a message."""
NOT_UNDERSTOOD = Understood(Meaning.UNCLEAR, None, "")


class Chat:
    """Consumer of what helpers and officers write, and of what a helper says of her leave."""

    name = "chat"
    kinds = frozenset({SignalKind.WORKER_WROTE, SignalKind.AWAY_CHOSEN, SignalKind.SET_ASIDE})

    def __init__(self, calendar: Calendar, tasks: Tasks) -> None:
        self._calendar = calendar
        self._tasks = tasks

    def handle(self, uow: UnitOfWork, signal: Signal) -> None:
        """Do what she asks for; what it cannot make out, a person reads."""
        if signal.kind is SignalKind.SET_ASIDE:
            if is_helper(signal.subject):
                self._have_it_read(uow, signal.subject, at_once=True)
        elif signal.kind is SignalKind.AWAY_CHOSEN:
            away.choose(uow, self._calendar, signal)
        elif is_staff(signal.subject):
            _answer_staff(uow, signal)
        else:
            self._answer_helper(uow, signal)

    def _answer_helper(self, uow: UnitOfWork, signal: Signal) -> None:
        words = signal.words or ""
        her = residents.helper(uow, signal.subject)
        wish, (command, said) = wish_of(words), parted(words)
        plain = wish is not None and not command
        meant = NOT_UNDERSTOOD if plain or not said else meaning_of(said, her.language)
        if meant.meaning in GRAVE:
            self._have_it_read(uow, her.ref, at_once=True)
            say(uow, signal, _answer_in_danger(meant.cause), priority=Priority.EMERGENCY)
            return
        match wish:
            case Wish.TASKS:
                _list(uow, signal)
            case Wish.AWAY:
                away.ask(uow, self._calendar, signal)
            case Wish.BACK:
                away.come_back(uow, self._calendar, signal, knows=False)
            case Wish.HELP:
                say(uow, signal, "helper.help")
            case Wish.THANKS:
                say(uow, signal, "helper.thanks")
            case None:
                self._leave_to_the_office(uow, signal)

    def _leave_to_the_office(self, uow: UnitOfWork, signal: Signal) -> None:
        if signal.data["form"] not in SAYS_NOTHING:
            self._have_it_read(uow, signal.subject, at_once=False)
            say(uow, signal, "helper.words")

    def _have_it_read(self, uow: UnitOfWork, helper: Ref, *, at_once: bool) -> None:
        """One at a time: whoever reads what she wrote reads all of it."""
        known = [one for one in store.open_of(uow, helper) if _waits_to_be_read(one)]
        if any(one.new.emergency or not at_once for one in known):
            return
        new = NewTask(
            kind=TaskKind.HELPERS_WORDS,
            resident=helper,
            origin=helper,
            district=residents.helper(uow, helper).district,
            rounds=AT_ONCE if at_once else IN_TIME,
            do_within=timedelta(hours=1) if at_once else timedelta(days=1),
            when="task.when.now" if at_once else "task.when.today",
            emergency=at_once,
        )
        opens = None if at_once else self._calendar.next_office_moment(uow.now)
        self._tasks.open(uow, new, opens)


def _waits_to_be_read(task: Task) -> bool:
    return task.new.kind is TaskKind.HELPERS_WORDS and task.state is TaskState.OFFERED


def _answer_in_danger(cause: Cause | None) -> str:
    """Who thinks of harming herself hears 109, as residents do; of violence nothing is named."""
    match cause:
        case Cause.SELF_HARM:
            return "reply.urgent.self_harm"
        case Cause.VIOLENCE:
            return "helper.words"
        case _:
            return "helper.words.danger"


def _answer_staff(uow: UnitOfWork, signal: Signal) -> None:
    match wish_of(signal.words or ""):
        case Wish.TASKS:
            _list(uow, signal)
        case Wish.AWAY | Wish.BACK:
            say(uow, signal, "staff.away")
        case Wish.THANKS:
            pass
        case _:
            say(uow, signal, "staff.help")


def _list(uow: UnitOfWork, signal: Signal) -> None:
    """What she has accepted, and what is offered to her, each with a way to its card."""
    her = signal.subject
    accepted = [
        {**cards.facts(one), "when": {"until": one.do_by.isoformat()}}
        for one in sorted(store.accepted_by(uow, her), key=lambda one: (one.do_by, one.id))
        if one.do_by is not None
    ]
    offered = [cards.facts(one) for one in store.offered_to(uow, her)]
    if not accepted and not offered:
        say(uow, signal, "helper.none")
        return
    shown = accepted[:LISTED]
    listed = {
        "accepted": shown,
        "offered": offered[: LISTED - len(shown)],
        "more": max(0, len(accepted) + len(offered) - LISTED),
    }
    say(uow, signal, "helper.list", listed)
