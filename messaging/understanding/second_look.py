"""How a text looks to a model that learned from labelled replies: linear, over runs of signs.

It knows what no pattern names, and is sure of nothing: `verdict` weighs it against what the
patterns found. Its weights are learned by `benchmarks/second_look.py`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from locales.model import Language
from messaging.understanding.hangul import letters, syllables
from signals.model import Cause, Meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

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
HUNDREDTHS = 100
"""Weights are kept as whole hundredths."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How the texts of a language are cut into pieces.

    `spellings` are the ways to spell a text, each with how long its pieces are; for what `other`
    matches `between` is put.
    """

    spellings: tuple[tuple[Callable[[str], str], range], ...]
    other: re.Pattern[str]
    between: str

    def said(self, text: str) -> str:
        """`text` without what is no letter, digit or question mark."""
        return self.other.sub(self.between, text).strip(" ")

    def runs(self, text: str) -> Iterator[tuple[str, range]]:
        """The text in each spelling, between `^` and `$`, and how long pieces of it are."""
        said = f"^{self.said(text)}$"
        for spell, lengths in self.spellings:
            yield spell(said), lengths


_LATIN = Cut(((str, range(2, 7, 2)),), re.compile("[^0-9a-z?]+"), " ")
CUTS: Mapping[Language, Cut] = {
    Language.ko: Cut(
        ((letters, range(4, 5)), (syllables, range(1, 4))),
        re.compile("[^가-힣ㄱ-ㅎㅏ-ㅣ0-9a-z?]+"),
        "",
    ),
    Language.en: _LATIN,
    Language.vi: _LATIN,
    Language.zh_Hans: Cut(((str, range(1, 4)),), re.compile("[^\u4e00-\u9fff0-9a-z?]+"), ""),
}
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""What keeps the keys of pieces apart: odd, and its bits are in no order."""
_BITS_64 = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece adds to each of KINDS.

    `cut` makes the pieces; `keys`, uint64 and in order, are theirs; `added`, float32, has a row for
    each and a column for each kind.
    """

    cut: Cut
    keys: NDArray[np.uint64]
    added: NDArray[np.float32]

    @classmethod
    def of(cls, cut: Cut, pieces: Mapping[str, Mapping[str, float]]) -> Weights:
        """Those of `pieces`, each with what it adds to the kinds that it names.

        Raises ValueError should two pieces have the same key.
        """
        keys = np.array([_key(piece) for piece in pieces], dtype=np.uint64)
        added = [[weights.get(kind, 0.0) for kind in KINDS] for weights in pieces.values()]
        order = np.argsort(keys)
        if (np.diff(keys[order]) == 0).any():
            raise ValueError("Two pieces have one key: choose another _FACTOR.")
        return cls(cut, keys[order], np.array(added, dtype=np.float32)[order])

    def find(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """For each key the row where it would be, and whether it is there.

        What would lie behind the last row gets the last: there is a row for every key.
        """
        rows = self.keys[:-1].searchsorted(keys)
        return rows, self.keys.take(rows) == keys


@dataclass(frozen=True, slots=True)
class Look:
    """How far a text looks like each kind: above 0 it does, and 1 is sure."""

    of: Mapping[Kind, float]

    @property
    def cause(self) -> Cause:
        return max(Cause, key=self.of.__getitem__)


def pieces(text: str, cut: Cut) -> list[str]:
    """All pieces of `text`, in every spelling and length, as often as they occur."""
    return [
        run[place : place + length]
        for run, lengths in cut.runs(text)
        for length in lengths
        for place in range(len(run) - length + 1)
    ]


def looks(text: str, weights: Weights) -> Look:
    """How `text`, spelled right, looks with these weights."""
    runs = weights.cut.runs(text)
    keys = np.concatenate([some for run, lengths in runs for some in _keys(run, lengths)])
    keys.sort()  # in order they are found sooner
    rows, known = weights.find(keys)
    # over the root of their number, so that long texts weigh no more than short ones
    sums = known.astype(np.float32) @ weights.added.take(rows, axis=0) / math.sqrt(len(keys))
    return Look(dict(zip(KINDS.values(), sums.tolist(), strict=True)))


def weightiest(text: str, kind: Kind, weights: Weights) -> str:
    """The two neighbouring words of `text` that speak most for `kind`, at most 40 signs."""
    cut = weights.cut
    words = [word for word in text.split() if cut.said(word)] or [text.strip()]
    weight = weights.added[:, list(KINDS.values()).index(kind)]
    spoken = np.zeros(len(words))
    for spell, lengths in cut.spellings:
        spelled = [spell(cut.said(word)) for word in words]
        run = f"^{cut.between.join(spelled)}$"
        long = [len(word) + len(cut.between) for word in spelled]
        word_of = np.concatenate([[0], np.repeat(np.arange(len(words)), long), [len(words) - 1]])
        for keys in _keys(run, lengths):
            rows, known = weights.find(keys)
            begun = word_of[: len(keys)]
            spoken += np.bincount(begun[known], weight[rows[known]], minlength=len(words))
    first = int((spoken[:-1] + spoken[1:]).argmax()) if len(words) > 1 else 0
    return " ".join(words[first : first + 2])[:40]


def _keys(run: str, lengths: range) -> Iterator[NDArray[np.uint64]]:
    """The keys of all pieces of `run`, place by place, for each of `lengths`."""
    signs = np.frombuffer(run.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    keys = signs
    for length in range(1, lengths.stop):
        if length > 1:
            keys = keys[:-1] * _FACTOR + signs[length - 1 :]
        if length in lengths:
            yield keys


def _key(piece: str) -> int:
    """The key of one piece, as `_keys` counts them."""
    return reduce(lambda key, sign: (key * int(_FACTOR) + ord(sign)) & _BITS_64, piece, 0)


@cache
def learned(language: Language) -> Weights:
    """The weights that `benchmarks/second_look.py` wrote for `language`."""
    rows = files("messaging.understanding.learned").joinpath(f"{language}.tsv")
    lines = (line.split("\t") for line in rows.read_text(encoding="utf-8").splitlines())
    return Weights.of(
        CUTS[language],
        {
            _read(piece): {one[0]: int(one[1:]) / HUNDREDTHS for one in weights}
            for piece, *weights in lines
        },
    )


def of_syllables(piece: str) -> bool:
    """Whether a piece is a run of syllables, and not of letters."""
    return any("가" <= sign <= "힣" for sign in piece)


def row(piece: str, weights: Mapping[str, float]) -> str:
    """A line of the file of weights; a piece of whole syllables is marked `.` there."""
    cells = (f"{kind}{round(weights[kind] * HUNDREDTHS)}" for kind in KINDS if kind in weights)
    return "\t".join([f"{piece}." if of_syllables(piece) else syllables(piece), *cells])


def _read(piece: str) -> str:
    return piece.removesuffix(".") if piece.endswith(".") else letters(piece)
