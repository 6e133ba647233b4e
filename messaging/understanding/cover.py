"""Whether a text is made of known pieces and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


def made_of(text: str, pieces: AbstractSet[str], longest: int) -> bool:
    """Whether `text` can be cut into `pieces`, none of which is longer than `longest`."""
    reached = [True] + [False] * len(text)
    for start in range(len(text)):
        if not reached[start]:
            continue
        for end in range(start + 1, min(len(text), start + longest) + 1):
            if not reached[end] and text[start:end] in pieces:
                reached[end] = True
    return reached[-1]
