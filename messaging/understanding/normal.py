"""Writing made even: composed letters, one width, one spelling, no ornaments."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\u20e3\ufeff]")
_LONE_JAMO = str.maketrans(
    "".join(chr(code) for code in range(0x1100, 0x1113)), "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_THRICE = re.compile(r"([^\d\s.])\1{2,}")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})

GLAD = frozenset(
    "👍👌🙂😊😀😁😃😄😆☺♡♥❤💕💖💗🥰😍🤗🙆✌🆗⭕✅🙏💪🌸🌷🌹🌻🍀☀😉😚😘😸👏🎵🎶💐🤭😎💛💚💙💜🧡💓💞🌺🌼🥳🎉✨⭐👋"
)
_ALARMS = {"🆘": " sos ", "🚑": " 구급차불러 ", "🚒": " 소방차불러 "}
_YES = frozenset("👍👌🆗⭕✅🙆")


def even(text: str) -> str:
    """`text` composed (NFKC), in small letters, with single spaces and no invisible signs."""
    for sign, words in _ALARMS.items():
        text = text.replace(sign, words)
    text = unicodedata.normalize("NFC", text).translate(_LONE_JAMO)
    text = _compatible(_INVISIBLE.sub("", text)).casefold().translate(_APOSTROPHES)
    text = _LINES.sub("\n", _SPACES.sub(" ", text.replace("\r", "\n"))).strip()
    return _THRICE.sub(r"\1\1", text)


def _compatible(text: str) -> str:
    """NFKC, but Korean single letters stay single: NFKC would make them parts of syllables."""
    if unicodedata.is_normalized("NFKC", text):
        return text
    return "".join(
        sign if "\u3131" <= sign <= "\u318e" else unicodedata.normalize("NFKC", sign)
        for sign in unicodedata.normalize("NFC", text)
    )


def nods(text: str) -> bool:
    """Whether the only signs in `text` are such that say yes, like a thumb up."""
    if _YES.isdisjoint(text):
        return False
    signs = {sign for sign in text if not sign.isspace() and sign not in ".,!~^-"}
    signs = {sign for sign in signs if unicodedata.category(sign) not in {"Sk", "Mn", "Cf"}}
    return signs <= GLAD


def sighs(text: str) -> bool:
    """Whether `text` holds a picture that may say that something is wrong."""
    return any(unicodedata.category(sign) == "So" and sign not in GLAD for sign in text)
