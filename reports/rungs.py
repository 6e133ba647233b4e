"""At which step of the ladder residents were asked, and at which they answered. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from checkins.model import Rung

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checkins.model import Checkin

UNASKED = "unasked"
"""Where she wrote first, and was asked about what she wrote."""
ORDER = tuple(Rung)


def rungs_left(checkin: Checkin) -> list[str]:
    """The steps that left, in their order: message, reminder, notice, call_1, call_2 …, person.

    A step left for certain, or she answered it.
    """
    answered = {checkin.next_step - 1} if checkin.answered_at and checkin.next_step else set()
    return [_named(checkin, number) for number in sorted(checkin.sent | answered)]


def rung_answered(checkin: Checkin) -> str:
    """The last step before her answer; `UNASKED` without any."""
    return _named(checkin, checkin.next_step - 1) if checkin.next_step else UNASKED


def counted_by_rung(rungs: Iterable[str]) -> dict[str, int]:
    """How often each occurs, in the order of a ladder."""
    counts = Counter(rungs)
    return {rung: counts[rung] for rung in sorted(counts, key=_place)}


def _named(checkin: Checkin, number: int) -> str:
    rungs = [step.rung for step in checkin.steps[: number + 1]]
    return f"call_{rungs.count(Rung.CALL)}" if rungs[-1] is Rung.CALL else rungs[-1].value


def _place(rung: str) -> tuple[int, str]:
    kind = rung.partition("_")[0]
    return (ORDER.index(Rung(kind)) if kind in set(Rung) else len(ORDER), rung)
