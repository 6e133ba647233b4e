"""What a written reply means. Offline and pure.

The order of errors: calling urgent fine is the worst thing this program can do, calling help
fine the next, then calling fine urgent. So fine needs words that say so and nothing left over in
which a complaint could hide; what is not understood is UNCLEAR and goes to a person.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from locales.model import Language
from messaging.understanding import foreign
from messaging.understanding.chinese import CHINESE
from messaging.understanding.english import ENGLISH
from messaging.understanding.korean import reader as korean
from messaging.understanding.model import Reading, Understood, rank
from messaging.understanding.normal import even, nods, sighs
from messaging.understanding.vietnamese import VIETNAMESE, unmarked
from signals.model import Meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Understood", "decided", "language_of", "understand"]

NOT_UNDERSTOOD = "not_understood"

_HANGUL = re.compile("[ㄱ-ㅎㅏ-ㅣ가-힣]")
_HAN = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[a-z]")
_MARKED = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_VIETNAMESE = re.compile(
    r"\b(?:toi|khong|duoc|roi|cuu|chay|nha|bi|muon|giup|dau|khoe|cua|nguoi|chau|gio|dang|troi|hom|qua|con|lam|nay|chi|em|oi)\b"
)
_ENGLISH = re.compile(
    r"\b(?:i|im|i'm|my|me|the|is|are|was|not|no|am|and|help|please|pls|sos|yes|ok|fine|good|fire|pain|"
    r"hurt|fell|die|dead|dying|cannot|cant|dont|want|ambulance|police|emergency|call|stop|gas|smoke)\b"
)
_YES_IN_LATIN = re.compile(r"^(?:ok(?:ay)?|yes|good|tv|kbs|ktx|sns|pc|cctv|[\W\d_])+$")


def understand(text: str, language: Language) -> Understood:
    """Say what `text`, written by a speaker of `language`, means."""
    words = even(text)
    if nods(words):
        return Understood(Meaning.OK, None, words[:40])
    return decided(words, list(_readings(words, language)))


def decided(words: str, readings: Sequence[Reading]) -> Understood:
    """What `words`, in even writing, mean by their readings, one a script."""
    signs = [sign for reading in readings for sign in reading.signs]
    if signs:
        first = min(signs, key=rank)
        return Understood(first.meaning, first.cause, first.words)
    fine = next((reading.fine for reading in readings if reading.fine), None)
    if fine and all(reading.explained for reading in readings) and not sighs(words):
        return Understood(Meaning.OK, None, fine)
    return Understood(Meaning.UNCLEAR, None, NOT_UNDERSTOOD)


def language_of(text: str, default: Language) -> Language:
    """The language in which `text` is written, as far as its script tells."""
    words = even(text)
    if _HANGUL.search(words):
        return Language.ko
    if _HAN.search(words):
        return Language.zh_Hans
    if not _LATIN.search(words):
        return default
    if _MARKED.search(words):
        return Language.vi
    if len(_VIETNAMESE.findall(words)) > 1:
        return Language.vi
    return Language.en if default is Language.ko else default


def _readings(words: str, language: Language) -> Iterable[Reading]:
    """One reading a script, so that each must be explained; danger is looked for in all."""
    hangul, han = bool(_HANGUL.search(words)), bool(_HAN.search(words))
    latin = bool(_LATIN.search(_without_marks(words)))
    if hangul or not (han or latin):
        yield korean.read(words)
    if han or (language is Language.zh_Hans and not hangul):
        yield foreign.read(words, CHINESE)
    if latin and not (hangul and _YES_IN_LATIN.match(re.sub("[가-힣ㄱ-ㅣ]", "", words))):
        yield _latin(words, language)


def _latin(words: str, language: Language) -> Reading:
    """Latin letters may be English or Vietnamese: danger in either counts."""
    if language is Language.zh_Hans:
        pinyin = foreign.read_by_patterns(words, CHINESE)
        if pinyin.fine:
            return pinyin
    vietnamese = language is Language.vi or _VIETNAMESE.search(unmarked(words))
    if not vietnamese:
        return foreign.read(words, ENGLISH)
    if language is Language.vi or _MARKED.search(words):
        readings = [foreign.read(unmarked(words), VIETNAMESE)]
        if _ENGLISH.search(words):
            readings.append(foreign.read_by_patterns(words, ENGLISH))
    else:
        readings = [foreign.read(words, ENGLISH)]
        readings.append(foreign.read_by_patterns(unmarked(words), VIETNAMESE))
    urgent = [one for one in readings if any(sign.cause for sign in one.signs)]
    said = [one for one in readings if one.signs]
    fine = [one for one in readings if one.fine and one.explained]
    return next(iter(urgent or said[:1] or fine), readings[0])


def _without_marks(text: str) -> str:
    return unicodedata.normalize("NFD", text)
