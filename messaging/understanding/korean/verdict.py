"""What the patterns found and how the whole text looks, weighed against each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from messaging.understanding.korean import second_look
from messaging.understanding.model import Reading, Sign, rank
from signals.model import Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from messaging.understanding.korean.second_look import Look, Weights

TRUST: Mapping[Meaning, float] = {
    Meaning.URGENT: 1.3,
    Meaning.DECEASED: 1.2,
    Meaning.HELP: 0.5,
    Meaning.STOP: 0.8,
    Meaning.WRONG_PERSON: 0.2,
    Meaning.ABSENT: 0.8,
    Meaning.LATER: 0.8,
    Meaning.OK: 1.2,
    Meaning.UNCLEAR: 0.3,
}
"""What a meaning gains when patterns read it. Chosen, like the numbers below, by cross-validation
on 2,250 lines for which no pattern had been made, so that no need and no danger became fine."""
HALF_FINE = 1.2
"""What fine gains from words that say so beside others that are not understood."""
FINE_FROM, FINE_LEAD = -0.3, 0.6
"""How much a text in which patterns see no answer must look fine, and by how much more than like
a need or a danger, to be fine."""
DOUBTFUL_LEAD = 1.2
"""The same where she asks, or words may say that something is wrong."""
URGENT_FROM = -0.15
"""How much it must look like a danger that patterns do not see."""
WORRY_LEAD = 0.2
"""By how much more it must look like a need or a danger than fine, where patterns read fine."""
CLAUSE_FROM, CLAUSE_LEAD = 0.1, 0.5
"""How much one clause must look like a need or a danger, and by how much more than fine, to take
back what is fine."""
CERTAIN = 4.0
"""What it gains when their words leave little to weigh."""
WORRIES = (Meaning.URGENT, Meaning.HELP)
NEVER_FINE = frozenset({*WORRIES, Meaning.DECEASED})
"""Beside a sign of these nothing is fine."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the patterns found in a text.

    `fine` are words that say she is well; `explained`: and nothing is left in which a complaint
    could hide; `unreal`: they saw a danger that was denied or befell nobody;
    `doubtful`: she asks, or words are left that may say that something is wrong;
    `short`: there is hardly more than the words that were found; `beside`: what is said
    besides that she is well.
    """

    signs: list[Sign]
    fine: str | None
    explained: bool
    unreal: bool
    doubtful: bool = False
    short: bool = False
    beside: tuple[str, ...] = ()

    @property
    def first(self) -> Sign | None:
        """The sign that counts."""
        return min(self.signs, key=rank, default=None)

    @property
    def meaning(self) -> Meaning:
        """What they make of the text without a second look."""
        if self.first is not None:
            return self.first.meaning
        return Meaning.OK if self.fine is not None and self.explained else Meaning.UNCLEAR

    @property
    def trust(self) -> float:
        """What their meaning gains."""
        plainly_fine = self.meaning is Meaning.OK and self.short and not self.beside
        named = self.first is not None and self.first.sure
        return CERTAIN if plainly_fine or named or self.unreal else TRUST[self.meaning]


def verdict(text: str, patterns: Patterns) -> Reading:
    """One reading of `text`, spelled right: at most one sign, or what is fine."""
    weights = second_look.learned()
    look = second_look.looks(text, weights)
    meaning = _meaning(look, patterns)
    if meaning is Meaning.OK and any(_worrying(one, weights) for one in patterns.beside):
        meaning = Meaning.UNCLEAR
    if meaning is Meaning.UNCLEAR:
        return Reading((), patterns.fine, explained=False)
    if meaning is Meaning.OK:
        return Reading((), patterns.fine or second_look.weightiest(text, meaning, weights))
    same = [sign for sign in patterns.signs if sign.meaning is meaning]
    sign = min(same, key=rank) if same else _seen(text, meaning, look, weights)
    return Reading((sign,), None, explained=False)


def _meaning(look: Look, patterns: Patterns) -> Meaning:
    """Patterns know no end of people's ways, a look knows no reason: neither decides alone."""
    read = patterns.meaning
    scores = {meaning: look.of[meaning] for meaning in TRUST}
    scores[read] += patterns.trust
    if read is Meaning.UNCLEAR and patterns.fine is not None and not patterns.doubtful:
        scores[Meaning.OK] += HALF_FINE
    ruled_out = {
        Meaning.OK: any(sign.meaning in NEVER_FINE for sign in patterns.signs)
        or not _may_be_fine(scores, look, patterns),
        Meaning.URGENT: read is not Meaning.URGENT and look.of[Meaning.URGENT] < URGENT_FROM,
        Meaning.UNCLEAR: read is Meaning.URGENT,
    }
    return max(
        (meaning for meaning in scores if not ruled_out.get(meaning)), key=scores.__getitem__
    )


def _may_be_fine(scores: Mapping[Meaning, float], look: Look, patterns: Patterns) -> bool:
    lead = scores[Meaning.OK] - max(scores[one] for one in WORRIES)
    if patterns.meaning is Meaning.OK:
        return lead >= -WORRY_LEAD
    least = DOUBTFUL_LEAD if patterns.doubtful else FINE_LEAD
    return lead >= least and look.of[Meaning.OK] >= FINE_FROM


def _worrying(clause: str, weights: Weights) -> bool:
    """Whether a clause by itself looks like a need or a danger: thanks around it hide nothing."""
    of = second_look.looks(clause, weights).of
    worry = max(of[one] for one in WORRIES)
    return worry >= CLAUSE_FROM and worry - of[Meaning.OK] >= CLAUSE_LEAD


def _seen(text: str, meaning: Meaning, look: Look, weights: Weights) -> Sign:
    """A sign that only the look saw."""
    cause = look.cause if meaning is Meaning.URGENT else None
    return Sign(meaning, cause, second_look.weightiest(text, cause or meaning, weights))
