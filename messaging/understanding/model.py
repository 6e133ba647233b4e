"""What the readers of each language hand to the decision."""

from __future__ import annotations

from dataclasses import dataclass

from signals.model import Cause, Meaning

ORDER = (
    Meaning.URGENT,
    Meaning.DECEASED,
    Meaning.HELP,
    Meaning.STOP,
    Meaning.WRONG_PERSON,
    Meaning.ABSENT,
    Meaning.LATER,
)
CAUSES = (Cause.SELF_HARM, Cause.VIOLENCE, Cause.FIRE, Cause.FALL, Cause.MEDICAL)


@dataclass(frozen=True, slots=True)
class Understood:
    """The meaning, its cause when it is urgent, and the words that decided it."""

    meaning: Meaning
    cause: Cause | None
    because: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Words that were said in earnest and speak for a meaning."""

    meaning: Meaning
    cause: Cause | None
    words: str
    soft: bool = False
    """Words that other words explain: a call is asked for, but not now; busy, but well."""
    sure: bool = False
    """Words that leave nothing to weigh: a key, a fall that she calls over, her husband's death."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One language's reading of a text.

    `fine` are words that say she is well; `explained` is whether every letter of the language's
    script was understood, so that no complaint can hide in what is left.
    """

    signs: tuple[Sign, ...] = ()
    fine: str | None = None
    explained: bool = True


def rank(sign: Sign) -> tuple[int, bool, int]:
    """Of several signs the one with the smallest rank counts."""
    return ORDER.index(sign.meaning), sign.soft, CAUSES.index(sign.cause) if sign.cause else 0
