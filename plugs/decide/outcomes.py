"""What the alarms of a home turned out to be: a fold of what is on record of its resident. Pure.

Nobody keeps a second book: what she said, what people found and where she was is there already.
Nothing here is read by what decides about a silence (docs/care.md 2).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

from plugs.model.alarms import Alarm, Grade, Span, Turned
from plugs.model.devices import FaultCause
from signals.model import Meaning, SignalKind
from tasks.model import ALSO_MEETS_HER, LOOKS_FOR_HER, REACHED, WITH_HER, Result, TaskKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from residents.model import Absence
    from signals.model import Signal

GRADES: Mapping[SignalKind, Grade] = {
    SignalKind.PLUG_UNUSUAL: Grade.SOFT,
    SignalKind.PLUG_QUIET: Grade.HARD,
}
TELLS = frozenset(
    {
        *GRADES,
        SignalKind.PLUG_ACTIVE,
        SignalKind.DEVICE_FAULT,
        SignalKind.POWER_CUT,
        SignalKind.SAID,
        SignalKind.TASK_DONE,
        SignalKind.TASK_WAITS,
        SignalKind.OFFICER_SAID,
    }
)
"""Kinds of facts that say what an alarm was."""
SETTLED_AFTER = timedelta(days=2)
"""So long after activity somebody may still say what it was."""
OF_CASES = "case:"
_NOT_WITH_HER = frozenset({TaskKind.DEBRIEF, TaskKind.HELPERS_WORDS})
_GRAVE = frozenset({Result.NEEDS_HELP, Result.DANGER, Result.HANDED_OVER, Result.DIED})
_ELSEWHERE = frozenset({Result.AWAY, Result.SEEN_ELSEWHERE})
_SAID: Mapping[Meaning, Turned] = {
    Meaning.OK: Turned.AT_HOME,
    Meaning.ABSENT: Turned.AWAY,
    Meaning.HELP: Turned.REAL,
    Meaning.URGENT: Turned.REAL,
    Meaning.DECEASED: Turned.REAL,
}
_CLOSED_AS: Mapping[str, Turned] = {
    "answered": Turned.AT_HOME,
    "well": Turned.AT_HOME,
    "away": Turned.AWAY,
    "helped": Turned.REAL,
    "handed_over": Turned.REAL,
    "deceased": Turned.REAL,
}
"""What it was, by the end that an official gave the case."""
_FIRST = (Turned.REAL, Turned.AWAY, Turned.DEVICE, Turned.AT_HOME)
"""Of several things that were said, the first of these counts."""


def alarms(facts: Sequence[Signal], absences: Iterable[Absence]) -> tuple[Alarm, ...]:
    """The alarms among a resident's facts, the earliest first.

    `facts` are those of `TELLS`, from before the first silence on, in canonical order. Of two
    alarms of one silence the first, unless something was said before the second, turned out to be
    what the second did.
    """
    told = sorted((one for one in facts if one.kind in GRADES), key=lambda one: one.occurred_at)
    silences = [list(those) for _, those in groupby(told, key=_begins)]
    nexts = [those[0].occurred_at for those in silences[1:]]
    known = tuple(absences)
    return tuple(
        alarm
        for those, until in zip_longest(silences, nexts)
        for alarm in _of_silence(those, facts, known, until)
    )


def away(alarms: Iterable[Alarm], absences: Iterable[Absence]) -> tuple[Span, ...]:
    """When nobody was at home: absences on record, and silences that turned out to be one."""
    silent = [one.silence for one in alarms if one.turned is Turned.AWAY]
    return (*silent, *(Span(one.since, one.over_at) for one in absences))


def _begins(told: Signal) -> datetime:
    return datetime.fromisoformat(told.data["since"])


def _of_silence(
    told: Sequence[Signal],
    facts: Sequence[Signal],
    absences: Sequence[Absence],
    until: datetime | None,
) -> Iterator[Alarm]:
    """The alarms of one silence; from `until` on, the next one is spoken of."""
    begins = _begins(told[0])
    active = (one.occurred_at for one in facts if one.kind is SignalKind.PLUG_ACTIVE)
    silence = Span(begins, min((at for at in active if at > begins), default=None))
    settled = _first_of(until, None if silence.ends is None else silence.ends + SETTLED_AFTER)
    turned: list[Turned] = []
    ends: list[datetime | None] = [*(one.occurred_at for one in told[1:]), settled]
    for one, end in zip(reversed(told), reversed(ends), strict=True):
        found = _judged(one, silence, _between(facts, one.occurred_at, end), absences)
        turned.append(turned[-1] if found is Turned.UNTOLD and turned else found)
    for one, what in zip(told, reversed(turned), strict=True):
        yield Alarm(GRADES[one.kind], one.occurred_at, silence, what)


def _first_of(*moments: datetime | None) -> datetime | None:
    return min((at for at in moments if at is not None), default=None)


def _between(
    facts: Iterable[Signal], begins: datetime, ends: datetime | None
) -> tuple[Signal, ...]:
    return tuple(
        one
        for one in facts
        if one.occurred_at >= begins and (ends is None or one.occurred_at < ends)
    )


def _judged(
    told: Signal, silence: Span, facts: Iterable[Signal], absences: Iterable[Absence]
) -> Turned:
    found = {_said_by(one, silence) for one in facts}
    if told.data.get("faulty"):
        found.add(Turned.DEVICE)
    if any(one.since <= told.occurred_at < one.over_at for one in absences):
        found.add(Turned.AWAY)
    return next((one for one in _FIRST if one in found), Turned.UNTOLD)


def _said_by(fact: Signal, silence: Span) -> Turned | None:
    """What one fact says of a silence; None when it says nothing."""
    read = _READ.get(fact.kind)
    over = silence.ends is not None and fact.occurred_at > silence.ends
    return None if read is None else read(fact, over)


def _of_words(fact: Signal, over: bool) -> Turned | None:  # noqa: FBT001 - see _READ
    """Her own word; once the home is in use again only that she is fine still speaks of it."""
    meaning = Meaning(fact.data["meaning"])
    return _SAID.get(meaning) if not over or meaning is Meaning.OK else None


def _of_result(fact: Signal, over: bool) -> Turned | None:  # noqa: FBT001 - see _READ
    """What somebody found; once the home is in use again, only who went because of it."""
    kind, result = TaskKind(fact.data["kind"]), Result(fact.data["result"])
    if kind in _NOT_WITH_HER or (over and not fact.data["origin"].startswith(OF_CASES)):
        return None
    if result in _GRAVE or (result is Result.HELPED and kind in WITH_HER):
        return Turned.REAL
    if result in _ELSEWHERE and kind in LOOKS_FOR_HER | WITH_HER:
        return Turned.AWAY
    return Turned.AT_HOME if result in REACHED and kind in WITH_HER | ALSO_MEETS_HER else None


def _of_waiting(_fact: Signal, over: bool) -> Turned | None:  # noqa: FBT001 - see _READ
    """She is out, and somebody told when she is back."""
    return None if over else Turned.AWAY


def _of_official(fact: Signal, _over: bool) -> Turned | None:  # noqa: FBT001 - see _READ
    return _CLOSED_AS.get(fact.data.get("outcome", "")) if fact.data["act"] == "close" else None


def _of_fault(fact: Signal, over: bool) -> Turned | None:  # noqa: FBT001 - see _READ
    """Everything in the home went at once while it was silent."""
    return Turned.DEVICE if fact.data.get("cause") == FaultCause.HOME and not over else None


def _of_power_cut(_fact: Signal, over: bool) -> Turned | None:  # noqa: FBT001 - see _READ
    return None if over else Turned.DEVICE


_READ: Mapping[SignalKind, Callable[[Signal, bool], Turned | None]] = {
    SignalKind.SAID: _of_words,
    SignalKind.TASK_DONE: _of_result,
    SignalKind.TASK_WAITS: _of_waiting,
    SignalKind.OFFICER_SAID: _of_official,
    SignalKind.DEVICE_FAULT: _of_fault,
    SignalKind.POWER_CUT: _of_power_cut,
}
"""Who reads which kind of fact; each is told whether the home was in use again by then."""
