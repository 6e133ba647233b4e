"""How likely each meaning is, by what patterns found and how the text looks: a logistic model.

What each piece of evidence is worth for each meaning was learned by `benchmarks/second_look.py`.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from signals.model import Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from messaging.understanding.model import Patterns
    from messaging.understanding.second_look import Look

MEANINGS = (
    *(Meaning.OK, Meaning.HELP, Meaning.URGENT, Meaning.UNCLEAR, Meaning.ABSENT, Meaning.LATER),
    *(Meaning.STOP, Meaning.WRONG_PERSON, Meaning.DECEASED),
)
"""What a written reply can mean."""
WORTHS = "weighing.tsv"
ALWAYS = "always"
"""Evidence that is always there: how often a meaning is meant at all."""

Chances: TypeAlias = "Mapping[Meaning, float]"
Worths: TypeAlias = "NDArray[np.float64]"
"""For each of EVIDENCE, a row each, what it is worth for each of MEANINGS."""


SIGNED = tuple(one for one in MEANINGS if one not in {Meaning.OK, Meaning.UNCLEAR})
"""Meanings of which patterns find signs."""
EVIDENCE = (
    ALWAYS,
    *(f"looks {meaning}" for meaning in MEANINGS),
    *(f"names {meaning}" for meaning in SIGNED),
    *("fine words", "fine words and no more", "no danger after all", "doubtful", "short"),
)
"""What is weighed. The length of a text is not: it says how the lines were gathered."""


def evidence(patterns: Patterns, look: Look) -> list[float]:
    """What speaks for each of the meanings, in the order of EVIDENCE."""
    named = patterns.named
    return [
        1.0,
        *(look.of[meaning] for meaning in MEANINGS),
        *(float(meaning in named) for meaning in SIGNED),
        float(patterns.fine is not None),
        float(patterns.meaning is Meaning.OK),
        float(patterns.unreal),
        float(patterns.doubtful),
        float(patterns.short),
    ]


def chances(patterns: Patterns, look: Look) -> Chances:
    """How likely each meaning is; together they are 1."""
    scores = (np.array(evidence(patterns, look)) @ learned()).tolist()
    likeliest = max(scores)
    parts = [math.exp(score - likeliest) for score in scores]
    whole = sum(parts)
    return {meaning: part / whole for meaning, part in zip(MEANINGS, parts, strict=True)}


@cache
def learned() -> Worths:
    """The worths that `benchmarks/second_look.py` wrote.

    Raises ValueError when the file speaks of other evidence or other meanings.
    """
    text = files("messaging.understanding.learned").joinpath(WORTHS).read_text(encoding="utf-8")
    header, *rows = (line.split("\t") for line in text.splitlines())
    if header[1:] != [*MEANINGS] or [row[0] for row in rows] != [*EVIDENCE]:
        raise ValueError(f"Learn {WORTHS} anew: python -m benchmarks.second_look")
    return np.array([[float(cell) for cell in row[1:]] for row in rows])


def written(worths: Worths) -> str:
    """The file of worths: a row a piece of evidence, a column a meaning."""
    rows = [
        [name, *(f"{worth:.2f}" for worth in row)]
        for name, row in zip(EVIDENCE, worths, strict=True)
    ]
    return "".join("\t".join(row) + "\n" for row in [["evidence", *MEANINGS], *rows])
