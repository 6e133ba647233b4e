"""Learns the weights of the second look at Korean: `python -m benchmarks.second_look FILE`.

FILE is TSV with a header that names `language`, `meaning`, `cause` and `text`. For each kind of
reply a support vector machine tells it from the rest (squared hinge loss, by dual coordinate
descent: Hsieh et al., ICML 2008). Nothing is drawn: the same lines give the same weights.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from messaging.understanding.korean import second_look
from messaging.understanding.korean.clauses import spelled
from messaging.understanding.korean.second_look import KINDS, of_syllables, pieces, row
from messaging.understanding.normal import even
from signals.model import Cause, Meaning

ROUNDS = 12
SOFTNESS = 1 / 8
"""1 / 2C: how little it costs to be wrong about a line."""
RARE = 2
"""A piece that fewer lines have teaches nothing."""
SLIGHT = 0.14
"""A weight that is smaller is left out."""
BEFORE = (
    *("네 잘 지내요 근데", "안녕하세요", "밥은 잘 먹는데", "고맙습니다 그런데", "괜찮은데"),
    *("네 잘 있습니다", "저는 잘 지내요", "아침밥 잘 먹었습니다", "별일 없습니다", "건강합니다"),
)
AFTER = (
    *("그래도 잘 지내요", "걱정 마세요", "그래도 괜찮아요", "고맙습니다", "그것 말고는 잘 있어요"),
    *("잘 있습니다", "덕분에 잘 지냅니다", "별일 없어요", "염려 마이소", "그거 빼면 다 좋아요"),
)


@dataclass(frozen=True)
class Line:
    text: str
    meaning: Meaning
    cause: Cause | None

    def is_one(self, kind: str) -> bool:
        return KINDS[kind] in {self.meaning, self.cause}


def labelled(path: Path) -> list[Line]:
    """The Korean lines of `path`, spelled right."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Line(
                spelled(even(row["text"])),
                Meaning(row["meaning"]),
                Cause(row["cause"]) if row["cause"] else None,
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["language"] == "ko"
        ]


def composed(line: Line) -> list[Line]:
    """What she says as people wrap it up: thanks do not make a need less."""
    if line.meaning not in {Meaning.URGENT, Meaning.HELP, Meaning.OK}:
        return []
    drawn = sha256(line.text.encode()).digest()
    before, after = BEFORE[drawn[0] % len(BEFORE)], AFTER[drawn[1] % len(AFTER)]
    texts = (f"{before} {line.text}", f"{line.text} {after}")
    return [Line(text, line.meaning, line.cause) for text in texts]


def learn(lines: list[Line]) -> dict[str, dict[str, float]]:
    """The weights of each piece for each of KINDS."""
    known = _telling(lines)
    lines = sorted(lines, key=lambda line: sha256(line.text.encode()).digest())
    lines += [one for line in lines for one in composed(line)]
    places = {piece: place for place, piece in enumerate(known)}
    cut = [pieces(line.text) for line in lines]
    scales = [1 / math.sqrt(len(some)) for some in cut]
    rows = [sorted(places[piece] for piece in some if piece in places) for some in cut]
    weights: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        sides = [1 if line.is_one(kind) else -1 for line in lines]
        for piece, weight in zip(known, _separated(rows, scales, sides, len(known)), strict=True):
            if abs(weight) >= SLIGHT:
                weights.setdefault(piece, {})[kind] = weight
    return weights


def _telling(lines: list[Line]) -> list[str]:
    """Pieces to learn from: not those that only occur inside the same lines as a part of them."""
    often = Counter(piece for line in lines for piece in set(pieces(line.text)))

    def telling(piece: str) -> bool:
        parts = () if of_syllables(piece) else (piece[1:], piece[:-1])
        return often[piece] >= RARE and all(often[part] != often[piece] for part in parts)

    return sorted(filter(telling, often))


def _separated(
    rows: list[list[int]], scales: list[float], sides: list[int], size: int
) -> list[float]:
    """The weights that tell the rows of one side from those of the other."""
    weights = [0.0] * size
    squares = [sum(often * often for often in Counter(row).values()) for row in rows]
    pulls = [0.0] * len(rows)
    active = list(range(len(rows)))
    for _ in range(ROUNDS):
        kept = []
        for one in active:
            row, scale, side = rows[one], scales[one], sides[one]
            if not row:
                continue
            told = side * scale * sum(map(weights.__getitem__, row))
            slope = told - 1 + SOFTNESS * pulls[one]
            pull = max(0.0, pulls[one] - slope / (squares[one] * scale * scale + SOFTNESS))
            if pull or slope < SURE:
                kept.append(one)
            if step := (pull - pulls[one]) * side * scale:
                pulls[one] = pull
                for place in row:
                    weights[place] += step
        active = kept
    return weights


SURE = 0.5
"""A line that is told apart by so much more than it need be is not looked at again."""


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Name one file: python -m benchmarks.second_look FILE")
    weights = learn(labelled(Path(sys.argv[1])))
    rows = (row(piece, weights[piece]) for piece in sorted(weights))
    Path(second_look.__file__).with_name(second_look.WEIGHTS).write_text(
        "\n".join(rows) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
