"""The notation in which tables of patterns are written, and how it becomes one quick pattern."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_GROUP = re.compile("<([a-z_]+)>")
_CONTINUED = "\n    "
_LOOK = ("(?=", "(?!", "(?<=", "(?<!")
_OPTIONAL = re.compile(r"[?*]|\{0?,\d*\}")
_SYNTAX = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|([()|])", re.DOTALL)
_SPREAD = 6
"""Alternatives that begin in more ways than this are not repeated under each of them."""
_BEFORE = re.compile(r"\^|\\b")
_OFTEN, _NONE, _AGAIN = frozenset("?*+"), frozenset("?*"), frozenset("*+")
"""Quantifiers, those that allow for none, and those that allow for more than one."""
_EMPTY = frozenset({"", "^", r"\b"})
"""Alternatives of no length: what follows their bracket may stand where it begins."""
_DIGIT, _DIGITS = r"\d", "0123456789"
_UNCLEAR = re.compile(r"\{|[?*+][?*+]")


def lines(text: str) -> list[str]:
    """The lines of a table, each with those that go on where it ended."""
    return [line for line in text.replace(_CONTINUED, "").splitlines() if line]


def expression(text: str, groups: Mapping[str, str] | None = None) -> str:
    """The alternatives of `text`: a line's end is a `|` too, `<name>` stands for `groups[name]`.

    A line that begins with four spaces goes on where the one before it ended. A group may name
    others; raises KeyError for one that does not exist. Digits are those of ASCII.
    """
    inner = "|".join(lines(text))
    return _GROUP.sub(
        lambda name: f"(?:{expression((groups or {})[name[1]], groups)})",
        inner,
    )


def either(
    text: str,
    groups: Mapping[str, str] | None = None,
    *,
    whole_words: bool = False,
    ending: bool = False,
) -> re.Pattern[str]:
    """A pattern for whichever alternative of `text` fits; notation as in `expression`.

    With `ending`, what fits must stand at the end.
    """
    inner = f"(?:{_sorted(expression(text, groups))})"
    inner = rf"\b{inner}\b" if whole_words else inner
    return re.compile(rf"{inner}\s*$" if ending else inner)


def heads(text: str, groups: Mapping[str, str] | None, length: int) -> frozenset[str]:
    """With what a match of `text` may begin: `length` signs, or fewer where more is not clear."""
    ones = _alternatives(expression(text, groups))
    return frozenset(head for one in ones for head in _heads(one, length))


def _heads(one: str, length: int) -> Iterator[str]:
    firsts = _firsts(one) if length else None
    if firsts is None:
        yield ""
        return
    for first in firsts:
        after = None if first in _DIGITS else _after(one, first)
        for rest in [""] if after is None else after:
            for head in _heads(rest, length - 1):
                yield first + head


def _sorted(inner: str) -> str:
    """`inner` with its alternatives by first letter: Python tries them one after the other.

    Of each only what can follow the letter is repeated under it, so that a text that goes on
    otherwise is left at its second letter.
    """
    beginning: dict[str, list[str]] = defaultdict(list)
    for one in _alternatives(inner):
        firsts = sorted(_firsts(one) or [""])
        for first in firsts if len(firsts) <= _SPREAD else ["".join(firsts)]:
            beginning[first].append(one)
    rest = beginning.pop("", [])
    return "|".join([*(_beginning(first, found) for first, found in beginning.items()), *rest])


def _beginning(letters: str, found: list[str]) -> str:
    """The alternatives `found` where they begin with one of `letters`."""
    after = _joined(_after(one, letters) for one in found) if len(letters) == 1 else None
    if after is None:
        return f"(?=[{letters}])(?:{'|'.join(found)})"
    return letters + _one_of(after)


def _after(one: str, letter: str) -> list[str] | None:
    """What may follow `letter` with which an alternative begins; None if that is not clear."""
    if guard := _BEFORE.match(one):
        return _guarded(f"(?<={guard[0]}{letter})", _after(one[guard.end() :], letter))
    if one.startswith(("(?<=", "(?<!")):
        end = _closing(one)
        return _guarded(f"{one[:4]}(?:{one[4:end]}){letter})", _after(one[end + 1 :], letter))
    if one.startswith("(?:"):
        end = _closing(one) + 1
        parts = list(_alternatives(one[3 : end - 1]))
        if not _EMPTY.isdisjoint(parts):
            return _joined(_after(part + one[end:], letter) for part in parts)
        inside = _joined(_after(part, letter) for part in parts)
    elif begins := _begins(one):
        end = len(begins)
        inside = [""] if letter in _letters(begins) else []
    else:
        return None
    return None if inside is None else _repeated(one[:end], inside, one[end:], letter)


def _repeated(piece: str, inside: list[str], rest: str, letter: str) -> list[str] | None:
    """What may follow `letter` in `piece`, of which `inside` may, and in `rest` after it.

    `rest` may begin with a quantifier.
    """
    if _UNCLEAR.match(rest):
        return None
    often = rest[:1] if rest[:1] in _OFTEN else ""
    rest = rest.removeprefix(often)
    again = f"{piece}*" if often in _AGAIN else ""
    found = [_one_of(inside) + again + rest] if inside else []
    if often not in _NONE:
        return found
    without = _after(rest, letter)
    return None if without is None else found + without


def _joined(parts: Iterable[list[str] | None]) -> list[str] | None:
    found: list[str] = []
    for part in parts:
        if part is None:
            return None
        found += part
    return found


def _guarded(guard: str, after: list[str] | None) -> list[str] | None:
    return None if after is None else [guard + one for one in after]


def _one_of(ones: list[str]) -> str:
    return ones[0] if len(ones) == 1 else f"(?:{'|'.join(ones)})"


def _alternatives(inner: str) -> Iterator[str]:
    """What stands between the `|` that no bracket encloses."""
    start = depth = 0
    for place, sign in _signs(inner):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield inner[start:place]
            start = place + 1
    yield inner[start:]


def _signs(inner: str) -> Iterator[tuple[int, str]]:
    """The brackets and the `|` of a pattern: none that is escaped or in a class."""
    for found in _SYNTAX.finditer(inner):
        if found[1]:
            yield found.start(), found[1]


def _closing(inner: str) -> int:
    """Where the bracket with which `inner` begins is closed."""
    depth = 0
    for place, sign in _signs(inner):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return place
    raise ValueError(f"Close the bracket of {inner!r}.")


def _firsts(inner: str) -> frozenset[str] | None:
    """The letters with which a match of an alternative can begin; None if that is not clear."""
    if inner.startswith(("^", r"\b")):
        return _firsts(inner.removeprefix("^").removeprefix(r"\b"))
    if inner.startswith("("):
        end = _closing(inner)
        if inner.startswith(_LOOK):
            return _firsts(inner[end + 1 :])
        return _opened(inner[3:end], inner[end + 1 :])
    if begins := _begins(inner):
        return _opened(begins, inner[len(begins) :])
    return None


def _begins(inner: str) -> str:
    """What stands for one sign where a pattern begins: a letter, a digit, a space, any digit."""
    if inner.startswith(_DIGIT):
        return _DIGIT
    return inner[:1] if inner[:1].isalnum() or inner[:1] == " " else ""


def _letters(begins: str) -> str:
    return _DIGITS if begins == _DIGIT else begins


def _opened(piece: str, rest: str) -> frozenset[str] | None:
    """First letters of `piece` followed by `rest`, which may begin with a quantifier."""
    found: list[frozenset[str] | None]
    if _begins(piece) == piece:
        found = [frozenset(_letters(piece))]
    else:
        ones = _alternatives(piece)
        found = [_firsts(one + rest if one in _EMPTY else one) for one in ones]
    if optional := _OPTIONAL.match(rest):
        found.append(_firsts(rest[optional.end() :]))
    if any(one is None for one in found):
        return None
    return frozenset[str]().union(*(one for one in found if one))
