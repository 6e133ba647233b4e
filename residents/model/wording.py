"""What may be written into a field that people fill in freely."""

import re
import unicodedata
from enum import StrEnum

NAME_CHARS = 60
LINE_CHARS = 200
NOTES_CHARS = 2_000

_DASH = r"[ .·~\u2010-\u2015\u2212\u30fc-]{0,3}"
_RESIDENT_NUMBER = re.compile(rf"(?<!\d)\d{{6}}{_DASH}\d{{7}}(?!\d)")
_BORN = re.compile(rf"(?<!\d)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]){_DASH}\d{{7}}(?!\d)")
_LINE_BREAKS = frozenset("\n\t")


class TextFault(StrEnum):
    """Why a text is refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    RESIDENT_NUMBER = "resident_number"
    CONTROL = "control"


_SAID: dict[TextFault, str] = {
    TextFault.EMPTY: "must not be empty.",
    TextFault.TOO_LONG: "is too long: shorten it.",
    TextFault.RESIDENT_NUMBER: "looks like it holds a 주민등록번호: take the 13 digits out.",
    TextFault.CONTROL: "holds a control character: type the text anew.",
}


class WrongTextError(ValueError):
    """A text was refused. The message names the field and never repeats the text."""

    def __init__(self, field: str, fault: TextFault) -> None:
        super().__init__(f"{field} {_SAID[fault]}")
        self.field = field
        self.fault = fault


def holds_resident_number(text: str) -> bool:
    """Whether 13 digits stand together, hyphen or not, as in a 주민등록번호."""
    # As written too: composing may glue a fraction or an exponent to the digits.
    return any(map(_RESIDENT_NUMBER.search, (_seen(text), _plain(text))))


def _seen(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def _plain(text: str) -> str:
    return _seen(unicodedata.normalize("NFKC", text))


def without_resident_numbers(text: str) -> str:
    """The text of others with each 주민등록번호 in it taken out; ours is refused instead.

    Thirteen digits that begin with no date of birth are another number.
    """
    for written in (text, _plain(text)):
        if _BORN.search(written):
            return _BORN.sub("[주민등록번호]", written)
    return text


def checked_line(text: str, field: str, *, limit: int = LINE_CHARS, required: bool = False) -> str:
    """One line, trimmed, in composed form. Raises WrongTextError."""
    return _checked(" ".join(text.split()), field, limit, required=required)


def checked_notes(text: str, field: str, *, limit: int = NOTES_CHARS) -> str:
    """Several lines, trimmed, in composed form. Raises WrongTextError."""
    return _checked(text.replace("\r\n", "\n").strip(), field, limit, required=False)


def _checked(text: str, field: str, limit: int, *, required: bool) -> str:
    # Files from macOS hold decomposed Hangul, which neither compares nor prints as one expects.
    composed = unicodedata.normalize("NFC", text)
    fault = _fault(composed, limit, required=required)
    if fault is not None:
        raise WrongTextError(field, fault)
    return composed


def _fault(text: str, limit: int, *, required: bool) -> TextFault | None:
    if not text:
        return TextFault.EMPTY if required else None
    if len(text) > limit:
        return TextFault.TOO_LONG
    if any(
        unicodedata.category(char) in {"Cc", "Cs"} and char not in _LINE_BREAKS for char in text
    ):
        return TextFault.CONTROL
    return TextFault.RESIDENT_NUMBER if holds_resident_number(text) else None
