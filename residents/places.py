"""Which building an address is of. Pure."""

import re

_ASIDE = re.compile(r"\([^)]*\)|（[^）]*）")
_BLOCK = re.compile(r"(?<=\d동)(?=\d)")
_UNIT = re.compile(
    r"(?:(?:반?지하|옥탑|[A-Za-z가-힣])?\d+(?:-\d+)?(?:층|호실?))+|반?지하|옥탑(?:방|층)?"
)


def building_of(address: str) -> str:
    """The address up to the unit, in one spelling; empty where it names no number.

    Floor and flat (호, 층, 지하) are left out, a block of a housing estate (동) is not: each has a
    supply of its own. What stands in brackets is a name that not everybody writes.
    """
    words = _BLOCK.sub(" ", _ASIDE.sub(" ", address).replace(",", " ")).split()
    while words and _UNIT.fullmatch(words[-1]):
        words.pop()
    building = " ".join(words)
    return building.casefold() if any(each.isdigit() for each in building) else ""
