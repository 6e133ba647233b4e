"""The notation in which tables of patterns are written, and how it becomes one quick pattern."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_GROUP = re.compile("<([a-z_]+)>")
_CONTINUED = "\n    "
_LOOK = ("(?=", "(?!", "(?<=", "(?<!")
_OPTIONAL = re.compile(r"[?*]|\{0?,\d*\}")
_SPREAD = 6
"""Alternatives that begin in more ways than this are not repeated under each of them."""


def lines(text: str) -> list[str]:
    """The lines of a table, each with those that go on where it ended."""
    return [line for line in text.replace(_CONTINUED, "").splitlines() if line]


def expression(text: str, groups: Mapping[str, str] | None = None) -> str:
    """The alternatives of `text`: a line's end is a `|` too, `<name>` stands for `groups[name]`.

    A line that begins with four spaces goes on where the one before it ended. A group may name
    others; raises KeyError for one that does not exist.
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


def _sorted(inner: str) -> str:
    """`inner` with its alternatives by first letter: Python tries them one after the other."""
    beginning: dict[str, list[str]] = defaultdict(list)
    for one in _alternatives(inner):
        firsts = _firsts(one)
        if firsts is None:
            beginning[""].append(one)
        elif len(firsts) > _SPREAD:
            beginning["".join(sorted(firsts))].append(one)
        else:
            for first in sorted(firsts):
                beginning[first].append(one)
    rest = beginning.pop("", [])
    return "|".join(
        [f"(?=[{letters}])(?:{'|'.join(found)})" for letters, found in beginning.items()] + rest
    )


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
    """The signs of a pattern that have a meaning: none that is escaped or in a class."""
    escaped = classed = False
    for place, sign in enumerate(inner):
        if escaped or sign == "\\":
            escaped = not escaped
        elif classed:
            classed = sign != "]"
        else:
            classed = sign == "["
            yield place, sign


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
    if inner[:1].isalpha():
        return _opened(inner[0], inner[1:])
    return None


def _opened(piece: str, rest: str) -> frozenset[str] | None:
    """First letters of `piece` followed by `rest`, which may begin with a quantifier."""
    letter = len(piece) == 1 and piece.isalpha()
    found: list[frozenset[str] | None]
    found = [frozenset(piece)] if letter else [_firsts(one) for one in _alternatives(piece)]
    if optional := _OPTIONAL.match(rest):
        found.append(_firsts(rest[optional.end() :]))
    if any(one is None for one in found):
        return None
    return frozenset[str]().union(*(one for one in found if one))
