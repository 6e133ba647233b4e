"""Learns how texts look and how that weighs against patterns, for every language.

`python -m benchmarks.second_look FILE UNREAD`: both are TSV with a header that names `language`,
`meaning`, `cause` and `text`; for the lines of UNREAD no pattern was made. For each kind of reply
a linear support vector machine tells it from the rest by its pieces. What that and what patterns
say of the lines of UNREAD is weighed by a logistic model, which has of each line the look of a
machine that did not see it. Nothing is drawn: the same lines give the same weights.

With `--check` nothing is written: it prints how well the lines of UNREAD are read by such looks.
"""

from __future__ import annotations

import csv
import math
from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from benchmarks.understanding import Labelled, Measured, confusion, figures
from locales.model import Language
from messaging.understanding import foreign, second_look, weighing
from messaging.understanding.chinese import CHINESE
from messaging.understanding.english import ENGLISH
from messaging.understanding.korean import reader
from messaging.understanding.korean.clauses import spelled
from messaging.understanding.model import Patterns
from messaging.understanding.normal import even
from messaging.understanding.second_look import (
    CUTS,
    KINDS,
    Cut,
    Weights,
    looks,
    of_syllables,
    pieces,
    row,
)
from messaging.understanding.verdict import judged
from messaging.understanding.vietnamese import VIETNAMESE, unmarked
from messaging.understanding.weighing import MEANINGS, Worths, evidence
from messaging.understanding.words import decided
from signals.model import Cause, Meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

HARDNESS = 4.0
"""How much it costs to be wrong about a line when it is looked at."""
WEIGHING_HARDNESS = 1.0
"""The same when it is weighed."""
RARE = 2
"""A piece that fewer lines have teaches nothing."""
SLIGHT = 0.16
"""A weight that is smaller is left out."""
KEPT = 32_000
"""So many pieces are kept, those that weigh most, and learned anew."""
PARTS = 5
"""In so many parts the lines are looked at by a machine that did not see them."""
BEFORE: Mapping[Language, tuple[str, ...]] = {
    Language.ko: (
        *("네 잘 지내요 근데", "안녕하세요", "밥은 잘 먹는데", "고맙습니다 그런데", "괜찮은데"),
        *(
            "네 잘 있습니다",
            "저는 잘 지내요",
            "아침밥 잘 먹었습니다",
            "별일 없습니다",
            "건강합니다",
        ),
    ),
    Language.en: ("i am fine but", "hello", "thank you, i am well.", "all good here,"),
    Language.vi: ("toi khoe nhung", "xin chao", "cam on, toi khoe.", "moi thu deu on,"),
    Language.zh_Hans: ("我很好，就是", "你好，", "谢谢，我身体好。", "都挺好的，"),
}
AFTER: Mapping[Language, tuple[str, ...]] = {
    Language.ko: (
        *(
            "그래도 잘 지내요",
            "걱정 마세요",
            "그래도 괜찮아요",
            "고맙습니다",
            "그것 말고는 잘 있어요",
        ),
        *("잘 있습니다", "덕분에 잘 지냅니다", "별일 없어요", "염려 마이소", "그거 빼면 다 좋아요"),
    ),
    Language.en: ("but i am fine", "thank you", "otherwise all good", "do not worry"),
    Language.vi: ("nhung toi van khoe", "cam on", "ngoai ra deu on", "dung lo"),
    Language.zh_Hans: ("，别的都好", "，谢谢", "，不用担心", "，我挺好的"),
}


TONGUES = {tongue.language: tongue for tongue in (ENGLISH, VIETNAMESE, CHINESE)}


@dataclass(frozen=True)
class Line:
    text: str
    meaning: Meaning
    cause: Cause | None
    language: Language = Language.ko

    def is_one(self, kind: str) -> bool:
        return KINDS[kind] in {self.meaning, self.cause}

    @property
    def lot(self) -> bytes:
        """Bytes as if drawn, always the same of the same text."""
        return sha256(self.text.encode()).digest()


def labelled(path: Path) -> list[Line]:
    """The lines of `path`, spelled as their readers do."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Line(
                _spelled(even(row["text"]), Language(row["language"])),
                Meaning(row["meaning"]),
                Cause(row["cause"]) if row["cause"] else None,
                Language(row["language"]),
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def _spelled(text: str, language: Language) -> str:
    if language is Language.ko:
        return spelled(text)
    return TONGUES[language].spelled(unmarked(text) if language is Language.vi else text)


def _patterns(line: Line) -> Patterns:
    if line.language is Language.ko:
        return reader.patterns(line.text)
    return foreign.patterns(line.text, TONGUES[line.language])


def composed(line: Line) -> list[Line]:
    """What she says as people wrap it up: thanks do not make a need less."""
    if line.meaning not in {Meaning.URGENT, Meaning.HELP, Meaning.OK}:
        return []
    befores, afters = BEFORE[line.language], AFTER[line.language]
    before, after = befores[line.lot[0] % len(befores)], afters[line.lot[1] % len(afters)]
    texts = (f"{before} {line.text}", f"{line.text} {after}")
    return [replace(line, text=text) for text in texts]


def learn(lines: list[Line]) -> dict[str, dict[str, float]]:
    """The weights of each piece for each of KINDS, by lines of one language."""
    cut = CUTS[lines[0].language]
    known = _telling(lines, cut)
    lines = sorted(lines, key=lambda line: line.lot)
    lines += [one for line in lines for one in composed(line)]
    weights = _separated(lines, known, cut)
    if len(weights) <= KEPT:
        return weights
    heaviest = sorted(weights, key=lambda piece: -max(map(abs, weights[piece].values())))
    return _separated(lines, sorted(heaviest[:KEPT]), cut)


def _separated(lines: list[Line], known: list[str], cut: Cut) -> dict[str, dict[str, float]]:
    """For each of the pieces `known` what tells the lines of each of KINDS from the rest."""
    table = _table([line.text for line in lines], known, cut)
    weights: dict[str, dict[str, float]] = {piece: {} for piece in known}
    for kind in KINDS:
        sides = [line.is_one(kind) for line in lines]
        if not any(sides):
            continue
        machine = LinearSVC(C=HARDNESS, fit_intercept=False, random_state=0)
        for piece, weight in zip(known, machine.fit(table, sides).coef_[0], strict=True):
            if abs(weight) >= SLIGHT:
                weights[piece][kind] = float(weight)
    return {piece: of for piece, of in weights.items() if of}


def _telling(lines: list[Line], cut: Cut) -> list[str]:
    """Pieces to learn from: not those that only occur inside the same lines as a part of them."""
    often = Counter(piece for line in lines for piece in set(pieces(line.text, cut)))

    def telling(piece: str) -> bool:
        parts = () if of_syllables(piece) else (piece[1:], piece[:-1])
        return often[piece] >= RARE and all(often[part] != often[piece] for part in parts)

    return sorted(filter(telling, often))


def _table(texts: list[str], known: list[str], cut: Cut) -> csr_array:
    """How often each of `texts`, a row each, has each piece, a column each, as `looks` counts."""
    columns = {piece: column for column, piece in enumerate(known)}
    rows, places, values = [], [], []
    for number, text in enumerate(texts):
        some = pieces(text, cut)
        found = [columns[piece] for piece in some if piece in columns]
        rows += [number] * len(found)
        places += found
        values += [1 / math.sqrt(len(some))] * len(found)
    where = (np.array(rows, dtype=np.int32), np.array(places, dtype=np.int32))
    return csr_array((values, where), shape=(len(texts), len(known)))


def apart(read: list[Line], unread: list[Line]) -> Iterator[tuple[Line, Weights]]:
    """Each of `unread` with the weights of a machine that did not see it."""
    for language, part in product(Language, range(PARTS)):
        own = [line for line in unread if line.language is language]
        held_out = [line for line in own if line.lot[2] % PARTS == part]
        if not held_out:
            continue
        rest = [line for line in own if line.lot[2] % PARTS != part]
        rest += [line for line in read if line.language is language]
        weights = Weights.of(CUTS[language], learn(rest))
        yield from ((line, weights) for line in held_out)


def weigh(held_out: Iterable[tuple[Line, Weights]]) -> Worths:
    """What each piece of evidence is worth for each meaning, by lines and how `apart` saw them."""
    found, meant = [], []
    for line, weights in held_out:
        seen = _patterns(line)
        if not seen.certain:
            found.append(evidence(seen, looks(line.text, weights)))
            meant.append(MEANINGS.index(line.meaning))
    model = LogisticRegression(C=WEIGHING_HARDNESS, fit_intercept=False, max_iter=5000)
    worths = np.zeros((len(found[0]), len(MEANINGS)))
    model.fit(found, meant)
    worths[:, model.classes_] = model.coef_.T
    return worths


def checked(held_out: Iterable[tuple[Line, Weights]]) -> list[str]:
    """How well lines are read by patterns, a look that did not see them, and the worths in use."""
    measured = [
        Measured(
            Labelled(line.language, line.meaning, line.cause or "", line.text),
            decided(line.text, [judged(line.text, _patterns(line), weights)]),
        )
        for line, weights in held_out
    ]
    return [*confusion(measured), "", *figures(measured)]


def main() -> None:
    parser = ArgumentParser(prog="python -m benchmarks.second_look")
    parser.add_argument("file", type=Path)
    parser.add_argument("unread", type=Path)
    parser.add_argument("--check", action="store_true", help="print how well UNREAD is read")
    named = parser.parse_args()
    read, unread = labelled(named.file), labelled(named.unread)
    if named.check:
        print("\n".join(checked(apart(read, unread))))
    else:
        write(read, unread)


def write(read: list[Line], unread: list[Line]) -> None:
    """Put what is learned where the product looks for it."""
    folder = Path(second_look.__file__).with_name("learned")
    for language in Language:
        weights = learn([line for line in [*read, *unread] if line.language is language])
        rows = (row(piece, weights[piece]) for piece in sorted(weights))
        (folder / f"{language}.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    worths = weighing.written(weigh(apart(read, unread)))
    (folder / weighing.WORTHS).write_text(worths, encoding="utf-8")


if __name__ == "__main__":
    main()
