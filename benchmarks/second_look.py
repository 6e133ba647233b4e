"""Learns the weights of the second look at Korean: `python -m benchmarks.second_look FILE`.

FILE is TSV with a header that names `language`, `meaning`, `cause` and `text`. Softmax regression
over pieces of letters, by AdaGrad; the same lines give the same weights.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter
from pathlib import Path

from messaging.understanding.korean import second_look
from messaging.understanding.korean.clauses import spelled
from messaging.understanding.korean.second_look import KINDS, pieces
from messaging.understanding.normal import even

ROUNDS = 20
RATE = 0.5
DECAY = 1e-4
RARE = 3
"""A piece that fewer lines have teaches nothing."""
SLIGHT = 0.5
"""A piece all of whose weights are smaller is left out."""


def labelled(path: Path) -> list[tuple[str, int]]:
    """Korean lines and the place of their kind in KINDS."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (spelled(even(row["text"])), _kind(row["meaning"], row["cause"]))
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["language"] == "ko"
        ]


def _kind(meaning: str, cause: str) -> int:
    for name in (cause, meaning):
        if name and name in KINDS:
            return KINDS.index(name)
    return 0


def learn(lines: list[tuple[str, int]]) -> dict[str, list[float]]:
    """Weights of each piece for each kind."""
    cut = [(pieces(text), kind) for text, kind in lines]
    often = Counter(piece for some, _ in cut for piece in some)
    known = [(sorted(p for p in some if often[p] >= RARE), kind) for some, kind in cut]
    weights = {piece: [0.0] * len(KINDS) for some, _ in known for piece in some}
    steps = {piece: [1e-6] * len(KINDS) for piece in weights}
    for _ in range(ROUNDS):
        for some, kind in known:
            _step(some, kind, weights, steps)
    return weights


def _step(
    some: list[str], kind: int, weights: dict[str, list[float]], steps: dict[str, list[float]]
) -> None:
    if not some:
        return
    scale = 1 / math.sqrt(len(some))
    sums = [scale * sum(column) for column in zip(*(weights[p] for p in some), strict=True)]
    powers = [math.exp(one - max(sums)) for one in sums]
    whole = sum(powers)
    errors = [power / whole - (place == kind) for place, power in enumerate(powers)]
    for piece in some:
        own, taken = weights[piece], steps[piece]
        for place, error in enumerate(errors):
            slope = error * scale + DECAY * own[place]
            taken[place] += slope * slope
            own[place] -= RATE * slope / math.sqrt(taken[place]) * scale


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Name one file: python -m benchmarks.second_look FILE")
    learned = learn(labelled(Path(sys.argv[1])))
    weights = {piece: own for piece, own in learned.items() if max(map(abs, own)) >= SLIGHT}
    rows = (
        "\t".join([piece, *(str(round(100 * weight)) for weight in weights[piece])])
        for piece in sorted(weights)
    )
    Path(second_look.__file__).with_name(second_look.WEIGHTS).write_text(
        "\n".join(rows) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
