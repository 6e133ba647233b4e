"""What the patterns found and how the whole text looks, weighed against each other.

Patterns know no end of people's ways, a look knows no reason: neither decides alone. What each is
worth was learned, what an error costs is chosen here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from messaging.understanding import second_look, weighing
from messaging.understanding.model import Patterns, Reading, Sign, rank
from signals.model import Meaning

if TYPE_CHECKING:
    from locales.model import Language
    from messaging.understanding.second_look import Look, Weights
    from messaging.understanding.weighing import Chances

FINE_FROM = 0.6
"""How likely it must be that she is fine, to be fine. Chosen, like the numbers below, by
cross-validation on replies for which no pattern had been made, so that no need and no danger became
fine."""
WORRY_UP_TO, READ_UP_TO = 0.05, 0.2
"""How likely it may be, beside, that she is in need or in danger; and where patterns read fine."""
BESIDE_UP_TO, DOUBTFUL_UP_TO = 0.25, 0.12
"""The same for what she says besides that she is well, read by itself; and where she asks or words
may say that something is wrong."""
SURELY = 0.97
SURE_BESIDE_UP_TO, SURE_DOUBTFUL_UP_TO = 0.6, 0.3
"""The same where she is SURELY fine."""
URGENT_FROM = 0.3
"""How likely a danger must be, to be taken for one."""
NAMED_URGENT_FROM = 0.1
"""The same where patterns name it."""
KNOWN_FROM = 0.2
"""How likely a meaning must be that patterns do not name."""
WORRIES = (Meaning.URGENT, Meaning.HELP)
GRAVE = frozenset({*WORRIES, Meaning.DECEASED})
"""Beside a sign of these nothing is fine, and a danger that patterns name becomes nothing else."""
NOTHING = Patterns([], None, explained=False)


def verdict(text: str, patterns: Patterns, language: Language) -> Reading:
    """One reading of `text`, spelled right: at most one sign, or what is fine."""
    return judged(text, patterns, second_look.learned(language))


def judged(text: str, patterns: Patterns, weights: Weights) -> Reading:
    """The same by a look with these weights."""
    if patterns.certain:
        return _read(patterns)
    look = second_look.looks(text, weights)
    meaning = _meaning(patterns, weighing.chances(patterns, look), weights)
    if meaning is Meaning.UNCLEAR:
        return Reading((), patterns.fine, explained=False)
    if meaning is Meaning.OK:
        return Reading((), patterns.fine or second_look.weightiest(text, meaning, weights))
    same = [sign for sign in patterns.signs if sign.meaning is meaning]
    sign = min(same, key=rank) if same else _seen(text, meaning, look, weights)
    return Reading((sign,), None, explained=False)


def _read(patterns: Patterns) -> Reading:
    """What the patterns say, without a second look."""
    if patterns.first is not None:
        return Reading((patterns.first,), None, explained=False)
    return Reading((), patterns.fine)


def _meaning(patterns: Patterns, chances: Chances, weights: Weights) -> Meaning:
    read = patterns.meaning is Meaning.URGENT
    if chances[Meaning.URGENT] >= (NAMED_URGENT_FROM if read else URGENT_FROM):
        return Meaning.UNCLEAR if patterns.unreal else Meaning.URGENT
    allowed = GRAVE if read else frozenset(chances)
    if not _may_be_fine(patterns, chances):
        allowed -= {Meaning.OK}
    likeliest = max((one for one in chances if one in allowed), key=chances.__getitem__)
    if likeliest is Meaning.OK and _worries_beside(patterns, chances, weights):
        return Meaning.UNCLEAR
    known = read or likeliest in patterns.named or chances[likeliest] >= KNOWN_FROM
    return likeliest if known else Meaning.UNCLEAR


def _may_be_fine(patterns: Patterns, chances: Chances) -> bool:
    up_to = READ_UP_TO if patterns.meaning is Meaning.OK else WORRY_UP_TO
    likely = chances[Meaning.OK] >= FINE_FROM and _worry(chances) <= up_to
    return likely and not patterns.wished and not patterns.named & GRAVE


def _worry(chances: Chances) -> float:
    return sum(chances[one] for one in WORRIES)


def _worries_beside(patterns: Patterns, chances: Chances, weights: Weights) -> bool:
    """Whether what she says besides looks by itself as if she were in need or in danger."""
    if not patterns.beside:
        return False
    if chances[Meaning.OK] >= SURELY:
        up_to = SURE_DOUBTFUL_UP_TO if patterns.doubtful else SURE_BESIDE_UP_TO
    else:
        up_to = DOUBTFUL_UP_TO if patterns.doubtful else BESIDE_UP_TO
    look = second_look.looks(" ".join(patterns.beside), weights)
    return _worry(weighing.chances(NOTHING, look)) > up_to


def _seen(text: str, meaning: Meaning, look: Look, weights: Weights) -> Sign:
    """A sign that only the look saw."""
    cause = look.cause if meaning is Meaning.URGENT else None
    return Sign(meaning, cause, second_look.weightiest(text, cause or meaning, weights))
