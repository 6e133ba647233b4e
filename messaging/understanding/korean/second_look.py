"""A second look at what no pattern knows: a linear model over letters, learned from replies.

It can only raise a doubt: it names a danger or a need where the patterns found nothing, and takes
back what they called fine. It never calls anything fine. Its weights are learned by
`benchmarks/second_look.py`.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from messaging.understanding.hangul import letters
from messaging.understanding.model import Sign
from signals.model import Cause, Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KINDS: tuple[str, ...] = ("", Meaning.HELP, *Cause)
"""What a text is weighed for: nothing to worry about, a need, and each cause of an emergency."""
SHORTEST, LONGEST = 3, 6
"""Letters in the pieces of a text that are weighed."""
WEIGHTS = "second_look.tsv"
URGENT_FROM = 0.5
"""Share of danger from which a text is taken for one: of 134 lines unseen in learning that name
none, none had so much; of 61 that do, 27."""
NEED_FROM = 0.6
ENOUGH = 15
"""A text of fewer syllables shows too little of itself."""
DOUBT_FROM = 0.6
"""From here what was called fine is called fine no more."""

_OTHER = re.compile("[^가-힣0-9?]+")


@dataclass(frozen=True, slots=True)
class Shares:
    """How much speaks for each of KINDS; together 1."""

    of: tuple[float, ...]

    @property
    def danger(self) -> float:
        return sum(self.of[2:])

    @property
    def worry(self) -> float:
        return 1 - self.of[0]

    @property
    def cause(self) -> Cause:
        return max(Cause, key=lambda cause: self.of[KINDS.index(cause)])


def pieces(text: str) -> set[str]:
    """Runs of letters in `text`, blind to spaces; `^` and `$` stand for its ends.

    Each text has the piece `^`: its weight is what a text says by being a reply at all.
    """
    said = f"^{letters(_OTHER.sub('', text))}$"
    places = range(len(said) - SHORTEST + 1)
    lengths = range(SHORTEST, LONGEST + 1)
    return {"^", *(said[place : place + length] for place in places for length in lengths)}


def shares(text: str, weights: Mapping[str, Sequence[float]]) -> Shares:
    """How much in `text` speaks for each kind."""
    known = [weights[piece] for piece in pieces(text) if piece in weights]
    scale = 1 / math.sqrt(len(known) or 1)
    sums = [scale * sum(column) for column in zip(*known, strict=True)] or [0.0] * len(KINDS)
    powers = [math.exp(one - max(sums)) for one in sums]
    return Shares(tuple(power / sum(powers) for power in powers))


def noticed(text: str) -> Sign | None:
    """The danger or need that `text` looks like, none when it looks like neither."""
    if not _enough(text):
        return None
    seen = shares(text, learned())
    if seen.danger >= URGENT_FROM:
        return Sign(Meaning.URGENT, seen.cause, _weightiest(text, KINDS.index(seen.cause)))
    if seen.worry >= NEED_FROM:
        return Sign(Meaning.HELP, None, _weightiest(text, KINDS.index(Meaning.HELP)))
    return None


def doubts(text: str) -> bool:
    """Whether `text`, which sounds fine, looks too much like a danger or a need."""
    return _enough(text) and shares(text, learned()).worry >= DOUBT_FROM


def _enough(text: str) -> bool:
    return len(_OTHER.sub("", text)) >= ENOUGH


def _weightiest(text: str, kind: int) -> str:
    """The two neighbouring words of `text` that speak most for `kind`."""
    words = text.split()
    spans = [" ".join(pair) for pair in pairwise(words)] or [text.strip()]
    weights = learned()

    def weight(span: str) -> float:
        return sum(weights[piece][kind] for piece in pieces(span) if piece in weights)

    return max(spans, key=weight)[:40]


@cache
def learned() -> Mapping[str, Sequence[float]]:
    """The weights of each piece for each kind, as `benchmarks/second_look.py` wrote them."""
    text = files("messaging.understanding.korean").joinpath(WEIGHTS).read_text(encoding="utf-8")
    weights: dict[str, tuple[float, ...]] = defaultdict(tuple)
    for row in text.splitlines():
        piece, *numbers = row.split("\t")
        weights[letters(piece)] = tuple(int(number) / 100 for number in numbers)
    return dict(weights)
