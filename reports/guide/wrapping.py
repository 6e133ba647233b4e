"""Where a line of print may end. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_HAN = "\u4e00-\u9fff"
_OPENING, _CLOSING = "“‘「（", "，。、：；？”’」）"
_PIECES = re.compile(
    rf"""
    \s*(?:
        [{_OPENING}]+ [{_HAN}]{{1,8}} [”’」）] [{_CLOSING}]*  # a short quotation
      | [{_OPENING}]* [{_HAN}] [{_CLOSING}]*                 # a Chinese character with its marks
      | (?: (?! [{_OPENING}]+ [{_HAN}] ) [^\s{_HAN}] )+     # any other word
    )
    """,
    re.VERBOSE,
)
"""What stays together: no opening mark ends a line, no closing one begins it."""


def wrapped(text: str, width: float, width_of: Callable[[str], float]) -> list[str]:
    """The lines of a text that is `width` wide at most, broken between words or characters."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and width_of(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return lines
