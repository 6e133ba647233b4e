"""What is left when she has said that she is well, and whether a complaint could hide in it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from messaging.understanding.cover import made_of
from messaging.understanding.hangul import Table, expression, letters, syllables
from messaging.understanding.korean.fine import BARE, DOUBTFUL, HEDGES, PLAIN

if TYPE_CHECKING:
    from messaging.understanding.hangul import Places

_DOUBTFUL = Table(DOUBTFUL)
_HEDGES = Table(HEDGES)
_PIECES = frozenset(letters(piece) for piece in PLAIN)
_LONGEST = max(len(piece) for piece in _PIECES)
_TEARS = re.compile("[ㅠㅜ]")
_BARE = frozenset(letters(word) for word in BARE)
_LAUGHTER = re.compile("[ㅋㅎ]+|(?<=.)[ㄱㅂㅈㅁㄴㅇ]$")
_NOTHING_WRONG = re.compile(
    "○\u110b\u1165\u11b9|\u11ab,?"
    + expression("(데|곳|적|거|것|생각|마음)(은|는|이|가|도)?(하나도|전혀)?(없|업)")
    + "|"
    + expression("(일|이상|탈|문제|걱정|사고)(은|이|도)?(하나도|전혀)?(없|업)")
)
_COURTEOUS = re.compile(
    expression(
        "(고맙|고마(?!하|보|해)|감사|수고|조심하|건강하(세|시|이|십)|안녕히|주무|챙기(세|시|무|"
        "소|이|라)|복마이|복많이|행복하(세|시)|(잘|"
        "편히)(지내|계)(세|시|소|이소|십)|즐거운|좋은(하루|밤|날)|좋은아침|축하|사랑해|사랑합|"
        "반갑|또(보|봅|뵙)|내일(보|봅|뵙))"
    )
)


def without_laughter(said: str) -> str:
    """`said` without ㅋㅋ, ㅎㅎ and a consonant that slipped in at the end."""
    return _LAUGHTER.sub("", said)


def explained(said: str, doubts: list[int], calm: list[tuple[int, int]]) -> bool:
    """Whether no complaint can hide: what is not understood comes before "I am well", undoubted."""
    place = 0
    last = calm[-1][1]
    for clause in re.split("[,|]", said):
        end = place + len(clause)
        doubtful = any(place <= one < end for one in doubts)
        if not any(place <= start < end for start, _ in calm) and not _is_plain(clause):
            polite = _COURTEOUS.search(clause) or _TO_YOU.search(clause)
            if doubtful or (place > last and not polite):
                return False
        place = end + 1
    return not _TEARS.search(said) and not _HEDGES.search(said)


def doubtful_places(said: str, places: Places) -> list[int]:
    """Where words begin that may say that something is wrong."""
    fine = [found.span() for found in _NOTHING_WRONG.finditer(said)]
    return [
        found.start()
        for found in _DOUBTFUL.finditer(said, places)
        if not any(start <= found.start() < end for start, end in fine)
    ]


def beside(said: str, calm: list[tuple[int, int]]) -> tuple[str, ...]:
    """What is said besides that she is well, clause by clause, but for a bare yes."""
    ends = [found.start() for found in _CLAUSE_ENDS.finditer(said)]
    found = []
    for start, end in pairwise((-1, *ends, len(said))):
        well = [place for place in calm if start < place[0] < end]
        if not well:
            clause = said[start + 1 : end]
            found += [] if without_laughter(clause) in _BARE else [syllables(clause)]
            continue
        before, after = syllables(said[start + 1 : well[0][0]]), syllables(said[well[-1][1] : end])
        found += [before] if len(before) >= _BEFORE else []
        found += [after] if len(after) >= _AFTER else []
    return tuple(found)


_BEFORE, _AFTER = 6, 10
"""So many syllables around "I am well" in one clause are more than its subject and its ending."""
_CLAUSE_ENDS = re.compile("[,|]")
_TO_YOU = re.compile(
    expression(
        "^(니|너|느그|자네|선생님|선생|복지사|복지사님|당신|거기|그쪽|댁|양반)(들)?(은|는|도|나)?"
        ".*(노|나|능교|신교|세요|시소|소|십니까|니|라|이소|입니까|는교|지요|제)$"
    )
)
"""A question or a wish for whoever asked."""


def _is_plain(clause: str) -> bool:
    rest = without_laughter(clause)
    return made_of(rest, _PIECES, _LONGEST) or rest in _BARE
