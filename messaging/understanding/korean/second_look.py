"""How a text looks to a model that learned from labelled replies: linear, over runs of letters.

It knows what no pattern names, and is sure of nothing: `verdict` weighs it against what the
patterns found. Its weights are learned by `benchmarks/second_look.py`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from messaging.understanding.hangul import letters, syllables
from signals.model import Cause, Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind: TypeAlias = "Meaning | Cause"
KINDS: Mapping[str, Kind] = {
    "o": Meaning.OK,
    "h": Meaning.HELP,
    "u": Meaning.URGENT,
    "n": Meaning.UNCLEAR,
    "a": Meaning.ABSENT,
    "l": Meaning.LATER,
    "s": Meaning.STOP,
    "w": Meaning.WRONG_PERSON,
    "d": Meaning.DECEASED,
    "M": Cause.MEDICAL,
    "F": Cause.FALL,
    "I": Cause.FIRE,
    "V": Cause.VIOLENCE,
    "S": Cause.SELF_HARM,
}
"""What a text is weighed for, and how the file of weights names it."""
WEIGHTS = "second_look.tsv"
HUNDREDTHS = 100
"""Weights are kept as whole hundredths."""
ALWAYS = "^"
"""The piece of every text: what it says by being a reply at all."""
_LETTERS = range(3, 7)
_SYLLABLES = range(1, 4)
_OTHER = re.compile("[^가-힣ㄱ-ㅎㅏ-ㅣ0-9a-z?]+")

Weights: TypeAlias = "Mapping[str, Mapping[str, float]]"
"""For each piece what it adds to each of KINDS."""


@dataclass(frozen=True, slots=True)
class Look:
    """How far a text looks like each kind: above 0 it does, and 1 is sure."""

    of: Mapping[Kind, float]

    @property
    def cause(self) -> Cause:
        return max(Cause, key=self.of.__getitem__)


def pieces(text: str) -> set[str]:
    """Runs of letters and, marked `.`, of syllables in `text`, blind to spaces; `$` is its end."""
    said = _OTHER.sub("", text)
    spelled, whole = f"^{letters(said)}$", f"^{said}$"
    return {
        ALWAYS,
        *(
            spelled[place : place + length]
            for length in _LETTERS
            for place in range(len(spelled) - length + 1)
        ),
        *(
            f"{whole[place : place + length]}."
            for length in _SYLLABLES
            for place in range(len(whole) - length + 1)
        ),
    }


def looks(text: str, weights: Weights) -> Look:
    """How `text`, spelled right, looks with these weights."""
    some = pieces(text)
    sums = dict.fromkeys(KINDS, 0.0)
    for piece in some:
        for kind, weight in weights.get(piece, {}).items():
            sums[kind] += weight
    return Look({KINDS[kind]: scaled(one, some) for kind, one in sums.items()})


def scaled(total: float, some: set[str]) -> float:
    """A sum over the pieces of a text, so that long texts weigh as much as short ones."""
    return total / math.sqrt(len(some))


def weightiest(text: str, kind: Kind, weights: Weights) -> str:
    """The two neighbouring words of `text` that speak most for `kind`, at most 40 signs."""
    words = text.split()
    spans = [" ".join(pair) for pair in pairwise(words)] or [text.strip()]
    return max(spans, key=lambda span: looks(span, weights).of[kind])[:40]


@cache
def learned() -> Weights:
    """The weights that `benchmarks/second_look.py` wrote."""
    rows = files("messaging.understanding.korean").joinpath(WEIGHTS).read_text(encoding="utf-8")
    return {
        _read(piece): {one[0]: int(one[1:]) / HUNDREDTHS for one in weights}
        for piece, *weights in (row.split("\t") for row in rows.splitlines())
    }


def row(piece: str, weights: Mapping[str, float]) -> str:
    """A line of the file of weights."""
    cells = (f"{kind}{round(weights[kind] * HUNDREDTHS)}" for kind in KINDS if kind in weights)
    return "\t".join([piece if piece.endswith(".") else syllables(piece), *cells])


def _read(piece: str) -> str:
    return piece if piece.endswith(".") else letters(piece)
