"""What fits into one Korean SMS: 90 bytes of EUC-KR, in which a Hangul syllable has two."""

import unicodedata
from collections.abc import Iterable

from locales.model import Language

CARRIER_LINE = "[Web발신]\n"
"""Korean carriers put this line before every text that a program sends; it counts."""
LIMIT = 90
_BYTES_PER_CHARACTER = 2


class NotInSmsError(ValueError):
    """A character that Korean phones do not show in an SMS."""

    def __init__(self, character: str) -> None:
        super().__init__(f"{character!r} (U+{ord(character):04X}) is not in EUC-KR")
        self.character = character


def sms_bytes(text: str) -> int:
    """The length of `text` alone in cp949. Raises NotInSmsError for what is not in EUC-KR.

    Python's euc-kr codec spells rare syllables in eight bytes, which phones show as rubbish;
    they are refused here.
    """
    for character in text:
        if not _in_euc_kr(character):
            raise NotInSmsError(character)
    return len(text.encode("cp949"))


def sms_problem(text: str, limit: int = LIMIT) -> str | None:
    """Why `text` cannot go out as one SMS of `limit` bytes, or None. Counts CARRIER_LINE."""
    try:
        length = sms_bytes(CARRIER_LINE + text)
    except NotInSmsError as error:
        return str(error)
    if length > limit:
        return f"{length} bytes with the carriers' line, {limit} at most"
    return None


def first_that_fits(texts: Iterable[str], limit: int = LIMIT) -> str:
    """The first text that fits into one SMS. Raises ValueError when none does."""
    problems = []
    for text in texts:
        problem = sms_problem(text, limit)
        if problem is None:
            return text
        problems.append(problem)
    message = f"no wording fits into an SMS: {'; '.join(problems)}"
    raise ValueError(message)


def sms_language(language: Language) -> Language:
    """The language of the *values* in an SMS: Chinese characters are not in EUC-KR."""
    return Language.en if language is Language.zh_Hans else language


def plain_vietnamese(text: str) -> str:
    """Vietnamese without its marks, as it is commonly typed; other scripts stay as they are."""
    bare = "".join(
        character
        for character in unicodedata.normalize("NFD", text)
        if unicodedata.category(character) != "Mn"
    )
    return unicodedata.normalize("NFC", bare).replace("đ", "d").replace("Đ", "D")


def _in_euc_kr(character: str) -> bool:
    if character == "\n":
        return True
    try:
        encoded = character.encode("euc-kr")
    except UnicodeEncodeError:
        return False
    return (
        len(encoded) <= _BYTES_PER_CHARACTER
        and encoded.decode("euc-kr") == character
        and character.isprintable()
    )
