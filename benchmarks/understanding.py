"""How well and how fast replies are understood: `python -m benchmarks.understanding FILE`.

FILE is TSV with a header that names at least `language`, `meaning` and `text`; `cause` may follow.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from locales.model import Language
from messaging.understanding.model import Understood
from messaging.understanding.words import understand
from signals.model import Meaning

NEEDED = {"language", "meaning", "text"}


@dataclass(frozen=True)
class Labelled:
    language: Language
    meaning: Meaning
    cause: str
    text: str


@dataclass(frozen=True)
class Measured:
    line: Labelled
    understood: Understood

    @property
    def exact(self) -> bool:
        return self.line.meaning is self.understood.meaning


def lines_of(path: Path) -> list[Labelled]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if missing := NEEDED - set(reader.fieldnames or ()):
            sys.exit(f"{path}: the header lacks {', '.join(sorted(missing))}")
        return [
            Labelled(
                Language(row["language"]),
                Meaning(row["meaning"]),
                row.get("cause") or "",
                row["text"],
            )
            for row in reader
        ]


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.2%}" if whole else "none"


def confusion(measured: list[Measured]) -> list[str]:
    """Rows are what was meant, columns what was understood."""
    counts = Counter((one.line.meaning, one.understood.meaning) for one in measured)
    used = [m for m in Meaning if any(m in pair for pair in counts)]
    rows = ["meant \\ understood".ljust(19) + "".join(m[:9].rjust(10) for m in used)]
    for meant in used:
        cells = "".join(str(counts[meant, m] or ".").rjust(10) for m in used)
        rows.append(meant.ljust(19) + cells)
    return rows


def figures(measured: list[Measured]) -> list[str]:
    def wrongly(meant: Meaning, understood: Meaning) -> str:
        of = [one for one in measured if one.line.meaning is meant]
        return share(sum(one.understood.meaning is understood for one in of), len(of))

    rows = [f"exact            {share(sum(one.exact for one in measured), len(measured))}"]
    for language in Language:
        of = [one for one in measured if one.line.language is language]
        rows.append(f"exact {language:<10} {share(sum(one.exact for one in of), len(of))}")
    urgent = [one for one in measured if one.line.meaning is Meaning.URGENT]
    caused = [one for one in urgent if one.exact and one.line.cause]
    same = sum(one.understood.cause == one.line.cause for one in caused)
    return [
        *rows,
        f"urgent as ok     {wrongly(Meaning.URGENT, Meaning.OK)}",
        f"help as ok       {wrongly(Meaning.HELP, Meaning.OK)}",
        f"ok as urgent     {wrongly(Meaning.OK, Meaning.URGENT)}",
        f"urgent recall    {share(sum(one.exact for one in urgent), len(urgent))}",
        f"cause of urgent  {share(same, len(caused))}",
    ]


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Name one file: python -m benchmarks.understanding FILE")
    lines = lines_of(Path(sys.argv[1]))
    started = perf_counter()
    measured = [Measured(one, understand(one.text, one.language)) for one in lines]
    first = perf_counter() - started
    repeats = max(1, 3000 // max(1, len(lines)))
    started = perf_counter()
    for _ in range(repeats):
        for one in lines:
            understand(one.text, one.language)
    again = (perf_counter() - started) / repeats
    print("\n".join([*confusion(measured), "", *figures(measured)]))
    rate, warm = len(lines) / max(first, 1e-9), len(lines) / max(again, 1e-9)
    print(f"replies a second {warm:.0f} (the first time: {rate:.0f})")


if __name__ == "__main__":
    main()
