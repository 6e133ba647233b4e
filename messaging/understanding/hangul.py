"""Patterns over Hangul, matched letter by letter and blind to spaces.

Korean endings melt into the syllable before them (아프 + 아요 = 아파요). Decomposed into letters,
`아ㅍ` is a beginning of 아프다, 아파요, 아픈 and 아팠다 alike, and `넘어지` of 넘어진다 too.

A pattern is a regular expression of syllables, without spaces, with these shorthands:

- a single consonant (`아ㅍ`) is the start of a syllable, whatever its vowel;
- `=` after a syllable: nothing more belongs to this syllable;
- `-` before a consonant (`-ㄴ`): it ends the syllable before;
- `~`: a particle, adverbs of degree and the end of a clause (`,`) may stand here;
- `…`: a few words of the same sentence may stand here;
- `_` first: only where a word begins. A pattern that begins with one syllable and `~` needs no
  `_`: one syllable is too often the end of another word (거짓말 is no 말);
- `!` first: only where a clause begins.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

_T = TypeVar("_T")

_FIRST_CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_LAST_CONSONANTS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_PARTICLES = "이 가 은 는 도 을 를 만 에 로 으로 에서 까지 한테 들이"
_DEGREES = (
    "너무 많이 마이 자꾸 계속 좀 조금 막 갑자기 진짜 정말 참 아주 잘 더 다 또 하나도 지금 이제"
)


def letters(text: str) -> str:
    """`text` with its Hangul syllables taken apart into letters."""
    return unicodedata.normalize("NFD", text)


def syllables(text: str) -> str:
    """The reverse of `letters`."""
    return unicodedata.normalize("NFC", text)


def _branches(words: Iterable[str]) -> str:
    """One of `words`; what several begin with is written once, for short patterns."""
    heads: dict[str, list[str]] = {}
    for word in words:
        heads.setdefault(word[:1], []).append(word[1:])
    parts = [
        head + (tails[0] if len(tails) == 1 else _branches(tails))
        for head, tails in heads.items()
        if head
    ]
    return f"(?:{'|'.join(parts)})" + ("?" if "" in heads else "")


_SHORTHANDS = {
    "~": (
        f",?{_branches(letters(_PARTICLES).split())}?{_branches(letters(_DEGREES).split())}{{0,2}}"
    ),
    "…": "[^|]{0,24}?",
    "=": "(?![\u11a8-\u11ff])",
    "-": "",
    "_": "",
    "!": "(?<![^,|])",
}


def expression(pattern: str) -> str:
    """`pattern` as a regular expression over letters."""
    parts: list[str] = []
    for place, sign in enumerate(pattern):
        if sign in _SHORTHANDS and not _is_syntax(pattern, place):
            part = _SHORTHANDS[sign]
        elif sign in _LAST_CONSONANTS and pattern[place - 1 : place] == "-":
            part = chr(0x11A8 + _LAST_CONSONANTS.index(sign))
        elif sign in _FIRST_CONSONANTS:
            part = chr(0x1100 + _FIRST_CONSONANTS.index(sign))
        else:
            part = letters(sign)
        if len(part) > 1 and pattern[place + 1 : place + 2] in {"?", "*", "+", "{"}:
            part = f"(?:{part})"
        parts.append(part)
    return "".join(parts)


def _is_syntax(pattern: str, place: int) -> bool:
    """Whether the sign there belongs to the regular expression: `(?=`, `[0-9]`."""
    sign = pattern[place]
    if sign in {"=", "!"}:
        return pattern[place - 1 : place] in {"?", "<"}
    return sign == "-" and pattern[place + 1 : place + 2] not in _LAST_CONSONANTS


class Table:
    """Patterns kept by the letters with which they begin, their head.

    Tried one by one at every letter, a table of hundreds would be slow.
    """

    def __init__(self, patterns: Iterable[str], *, of_words: bool = False) -> None:
        """`of_words`: each pattern only where a word begins."""
        anywhere: list[str] = []
        first: dict[str, list[str]] = {}
        inside: dict[str, list[str]] = {}
        wide: dict[bool, dict[str, list[re.Pattern[str]]]] = {True: {}, False: {}}
        for pattern in dict.fromkeys(patterns):
            ones = _alternatives(pattern)
            whole = _either([pattern]) if len(ones) > _MANY and all(map(_head, ones)) else None
            for one in ones:
                bound = of_words or _bound(one)
                if (head := _head(one)) == "":
                    anywhere.append(one)
                elif whole is not None:
                    for begins in (True, False)[: 1 if bound else 2]:
                        wide[begins].setdefault(head, []).append(whole)
                else:
                    first.setdefault(head, []).append(one)
                    if not bound:
                        inside.setdefault(head, []).append(one)
        self.anywhere = _either(anywhere) if anywhere else None
        self._first = _by_head(first, wide[True])
        self._inside = _by_head(inside, wide[False])

    def finditer(self, text: str, places: Places | None = None) -> Iterator[re.Match[str]]:
        """Every place where a pattern begins, at most one a place and none inside another.

        `places` are those of `text`, for whoever looks through several tables.
        """
        free, first, inside = 0, self._first, self._inside
        for start, head, begins in starts(text) if places is None else places:
            if start < free:
                continue
            known = first if begins else inside
            for pattern in known[head]:
                if (found := pattern.match(text, start)) is not None:
                    yield found
                    free = max(found.end(), start + 1)
                    break
        if self.anywhere is not None:
            yield from self.anywhere.finditer(text)

    def search(self, text: str) -> re.Match[str] | None:
        """Any place where a pattern begins."""
        return next(self.finditer(text), None)

    def by_head(self, *, begins: bool) -> Mapping[str, list[re.Pattern[str]]]:
        """What to try at each head where a word begins, or where none does."""
        return self._first if begins else self._inside

    def veil(self, text: str, sign: str, places: Places | None = None) -> str:
        """`text` with what the patterns match covered by `sign`, every letter of it."""
        covered = list(text)
        for found in self.finditer(text, places):
            end = _REST.match(text, found.end()).end()  # type: ignore[union-attr]
            covered[found.start() : end] = sign * (end - found.start())
        return "".join(covered)


class Tables:
    """Tables of patterns looked through in one walk."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._first = _together([table.by_head(begins=True) for table in tables])
        self._inside = _together([table.by_head(begins=False) for table in tables])
        self._anywhere = [
            (number, table.anywhere)
            for number, table in enumerate(tables)
            if table.anywhere is not None
        ]
        self._many = len(tables)

    def finditer(self, text: str, places: Places) -> Iterator[tuple[int, re.Match[str]]]:
        """What `Table.finditer` finds with each, and which of the tables found it."""
        free, first, inside = [0] * self._many, self._first, self._inside
        for start, head, begins in places:
            known = first if begins else inside
            for number, patterns in known[head]:
                if start < free[number]:
                    continue
                for pattern in patterns:
                    if (found := pattern.match(text, start)) is not None:
                        yield number, found
                        free[number] = max(found.end(), start + 1)
                        break
        for number, anywhere in self._anywhere:
            for found in anywhere.finditer(text):
                yield number, found


Places: TypeAlias = "list[tuple[int, str, bool]]"
_REST = re.compile("[\u1160-\u11ff]*")
"""The rest of a syllable."""
_BLOCKS = re.compile("[\u1100-\u1112][\u1160-\u1175][\u11a8-\u11ff]?|.", re.DOTALL)
"""Syllables, and other signs one by one."""
_ALONE = frozenset("0123456789■")
"""Signs with which a pattern may begin, besides syllables."""
_LAST_OF_A_WORD = (
    "에 이 가 은 는 도 을 를 서 로 고 게 다 요 데 라 지 면 만 네 께 까 더 집 방 좀 막 "
    "져 해 와 워 려 쳐 파 퍼"
)
_BEFORE_A_WORD = frozenset(
    (
        *map(letters, _LAST_OF_A_WORD.split()),
        *",|",
        *"ㅋㅎㅠㅜㅇㄱㄴㄷㄹㅁㅂㅅㅈㅊㅌㅍㅏㅑㅓㅕㅗㅛㅡㅣ",
    )
)


def starts(text: str, begins: AbstractSet[int] | None = None) -> Places:
    """Where the syllables and digits of `text` begin, with which letters, and whether a word does.

    `begins` are the places where words begin as they were written, None when that is not known.
    What is written as one word may be several: one may begin after a particle.
    """
    places, start, before = [], 0, ""
    for block in _BLOCKS.findall(text):
        if len(block) > 1 or block in _ALONE:
            word = begins is None or start in begins or before in _BEFORE_A_WORD
            places.append((start, text[start : start + _HEAD], word))
        start, before = start + len(block), block
    return places


_HEAD = 3
"""So many letters are a head at most."""
_AT_WILL = frozenset("?*{")
_WHERE = "_^!"
"""What says at the beginning of a pattern where it may stand."""
_DIGIT = "[0-9]"
_MANY = 4
"""With more beginnings than so many, a pattern is compiled once and not once for each."""


def _by_head(
    ones: dict[str, list[str]], wide: dict[str, list[re.Pattern[str]]]
) -> _Heads[re.Pattern[str]]:
    """What to try for each head; a longer head has what its beginnings have, too."""
    own: dict[str, list[re.Pattern[str]]] = {head: [_either(some)] for head, some in ones.items()}
    for head, some in wide.items():
        own.setdefault(head, []).extend(some)
    return _Heads(
        {
            head: list(
                dict.fromkeys(
                    pattern
                    for end in range(len(head), 0, -1)
                    for pattern in own.get(head[:end], ())
                )
            )
            for head in own
        }
    )


def _together(
    tables: Sequence[Mapping[str, list[re.Pattern[str]]]],
) -> _Heads[tuple[int, list[re.Pattern[str]]]]:
    """What several tables know under each head, with the number of the table."""
    heads = {head for table in tables for head in table}
    return _Heads(
        {
            head: [(number, table[head]) for number, table in enumerate(tables) if table[head]]
            for head in sorted(heads)
        }
    )


class _Heads(dict[str, list[_T]]):
    """What is known under a head, or under as much of it as is known."""

    def __missing__(self, head: str) -> list[_T]:
        found = self.get(head[:2]) or self.get(head[:1]) or []
        self[head] = found
        return found


def _either(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(expression, patterns)))


def _bound(pattern: str) -> bool:
    return pattern.startswith("_") or pattern[1:2] == "~"


def _head(pattern: str) -> str:
    """The letters that a text must have where `pattern` begins, "" when it cannot be said."""
    pattern, head = pattern.lstrip(_WHERE), ""
    for sign, after in zip_longest(pattern, pattern[1:], fillvalue=""):
        whole = "가" <= sign <= "힣"
        if after in _AT_WILL or not (whole or sign in _FIRST_CONSONANTS or sign in "0123456789■"):
            break
        head += expression(sign)
        if not whole:
            break
    return head[:_HEAD]


def _alternatives(pattern: str) -> list[str]:
    """`a|(b|c)d` gives `a`, `bd` and `cd`, so that each has a first syllable."""
    if pattern.startswith(tuple(_WHERE)):
        return [pattern[0] + one for one in _alternatives(pattern[1:])]
    parts, depth = [""], 0
    for sign in pattern:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
        if sign == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [one for part in parts for one in _opened(part)]


def _opened(pattern: str) -> list[str]:
    if pattern.startswith(_DIGIT):
        rest = pattern.removeprefix(_DIGIT)
        rest = f"{_DIGIT}*{rest[1:]}" if rest.startswith("+") else rest
        return [digit + rest for digit in "0123456789"]
    if not pattern.startswith("(") or pattern.startswith("(?"):
        return [pattern]
    depth = 0
    for place, sign in enumerate(pattern):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            rest = pattern[place + 1 :]
            if rest[:1] in {"*", "+", "{"}:
                return [pattern]
            without = _alternatives(rest[1:]) if rest[:1] == "?" else []
            rest = rest.removeprefix("?")
            return [one + rest for one in _alternatives(pattern[1:place])] + without
    return [pattern]
