"""Which phone numbers Twilio takes."""

import re
from typing import Final

_E164: Final = re.compile(r"\+[1-9]\d{6,14}")
_KOREAN: Final = re.compile(
    r"\+82(10\d{8}|1[16-9]\d{7,8}|2\d{7,8}|(3[1-3]|4[1-4]|5[1-5]|6[1-4])\d{7,8}|[57]0\d{8})"
)


def is_valid(number: str) -> bool:
    """Whether a number can exist; a Korean one must be without the 0 of its area code."""
    if number.startswith("+82"):
        return _KOREAN.fullmatch(number) is not None
    return _E164.fullmatch(number) is not None
