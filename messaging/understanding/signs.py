"""Tables of patterns, one for each meaning and cause, looked through in one walk.

To search a text once a table is slow: nearly every text has signs of two or three at most.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from messaging.understanding.expressions import either, heads
from signals.model import Cause, Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

_OF_WORDS = re.compile(r"\b\w"), 4
"""Where patterns may begin, and how many signs of what stands there tell the tables apart.

Those of whole words begin with a letter or a digit.
"""
_ANYWHERE = re.compile(".", re.DOTALL), 2


class Heads(dict[str, tuple[int, ...]]):
    """Which of several tables know something that begins so, or with as much of it as is known."""

    def __missing__(self, head: str) -> tuple[int, ...]:
        return self[head[:-1]]

    @classmethod
    def of(cls, tables: Sequence[AbstractSet[str]]) -> Heads:
        """Of tables, each given by its heads; a table with the head "" may know anything."""
        known: dict[str, set[int]] = defaultdict(set)
        for number, own in enumerate(tables):
            for head in own:
                known[head].add(number)
        return cls({head: tuple(sorted(_known(head, known))) for head in {"", *known}})


def _known(head: str, known: Mapping[str, set[int]]) -> set[int]:
    return set[int]().union(*(known.get(head[:end], ()) for end in range(len(head) + 1)))


@dataclass(frozen=True, slots=True)
class Signs:
    """Tables of patterns, one for each meaning and cause, looked through in one walk.

    A table is tried only at the `starts`, and where what stands there is one of its `heads`, of
    `length` signs at most.
    """

    tables: tuple[tuple[Meaning, Cause | None, re.Pattern[str]], ...]
    starts: re.Pattern[str]
    heads: Heads
    length: int

    def finditer(self, text: str) -> list[tuple[Meaning, Cause | None, re.Match[str]]]:
        """What each table finds, one table after the other, none inside another of the same."""
        ends = [0] * len(self.tables)
        hits: list[tuple[int, re.Match[str]]] = []
        for start in self.starts.finditer(text):
            place = start.start()
            for number in self.heads[text[place : place + self.length]]:
                if place < ends[number]:
                    continue
                if (found := self.tables[number][2].match(text, place)) is not None:
                    hits.append((number, found))
                    ends[number] = found.end()
        hits.sort(key=itemgetter(0))
        return [(*self.tables[number][:2], found) for number, found in hits]


def signs(
    dangers: Mapping[Cause, str],
    needs: Mapping[Meaning, str],
    groups: Mapping[str, str],
    *,
    whole_words: bool,
) -> Signs:
    """Tables of patterns, as the reader wants them."""
    said = [
        *((Meaning.URGENT, cause, words) for cause, words in dangers.items()),
        *((meaning, None, words) for meaning, words in needs.items()),
    ]
    starts, length = _OF_WORDS if whole_words else _ANYWHERE
    return Signs(
        tuple(
            (meaning, cause, either(words, groups, whole_words=whole_words))
            for meaning, cause, words in said
        ),
        starts,
        Heads.of([heads(words, groups, length) for *_, words in said]),
        length,
    )
