"""What a written reply means. Offline and pure.

The order of errors: calling urgent fine is the worst thing this program can do, calling help
fine the next, then calling fine urgent. So fine needs one of the few replies that say nothing
else; what is not understood is UNCLEAR and goes to a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from locales.model import Language
from signals.model import Cause, Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Understood:
    """The meaning, its cause when it is urgent, and the words that decided it."""

    meaning: Meaning
    cause: Cause | None
    because: str


URGENT: Mapping[Cause, tuple[str, ...]] = {
    Cause.SELF_HARM: (
        "죽고 싶", "죽고싶", "자살", "살기 싫", "살기싫", "목숨을 끊", "그만 살",
        "want to die", "kill myself", "muốn chết", "muon chet", "tự tử", "tu tu", "想死", "自杀",
    ),
    Cause.VIOLENCE: (
        "때려", "때린", "맞았어", "폭행", "칼을", "칼 들", "hits me", "beating me", "đánh tôi",
        "danh toi", "打我",
    ),
    Cause.FIRE: (
        "불났", "불이 났", "불이 나", "가스 냄새", "가스냄새", "fire", "gas leak", "cháy", "着火",
        "煤气",
    ),
    Cause.FALL: (
        "넘어졌", "넘어져", "쓰러졌", "쓰러져", "못 일어나", "못일어나", "i fell", "bị ngã",
        "bi nga", "摔倒",
    ),
    Cause.MEDICAL: (
        "숨이 안", "숨을 못", "숨이 차", "가슴이 아", "가슴 통증", "119", "구급차", "피가 나",
        "마비", "can't breathe", "cannot breathe", "chest pain", "ambulance", "khó thở",
        "kho tho", "喘不过气", "胸口",
    ),
}  # fmt: skip

HELP = (
    "도와", "도움", "아파", "아프", "힘들", "안 괜찮", "안괜찮", "안 좋", "전화해", "전화 주",
    "help", "not ok", "not well", "sick", "giúp", "giup", "đau", "不舒服", "帮", "疼",
)  # fmt: skip

DECEASED = ("돌아가셨", "돌아가싰", "작고", "별세", "passed away", "qua đời", "去世")

STOP = ("그만 보내", "보내지 마", "stop", "수신거부", "dừng lại", "不要再发")

FINE: Mapping[Language, frozenset[str]] = {
    Language.ko: frozenset({
        "네", "예", "넵", "응", "네네", "1", "1번", "괜찮아요", "괜찮습니다", "괜찮아", "ㄱㅊ",
        "잘 지내요", "잘 있어요", "잘 지냅니다", "잘 있습니다", "네 괜찮아요", "네 잘 지내요",
        "건강합니다", "별일 없어요", "별일 없습니다", "좋습니다", "좋아요",
    }),
    Language.en: frozenset({"yes", "ok", "okay", "i'm fine", "im fine", "fine", "1", "all good"}),
    Language.vi: frozenset({"tôi khỏe", "toi khoe", "khỏe", "khoe", "ok", "vâng", "1", "tôi ổn"}),
    Language.zh_Hans: frozenset({"我很好", "好", "很好", "没事", "我没事", "1", "ok", "是"}),
}  # fmt: skip

_EDGES = re.compile(r"^[\s.,!?~^ㅎㅋ♡👍🙂😊]+|[\s.,!?~^ㅎㅋ♡👍🙂😊]+$")
_SPACES = re.compile(r"\s+")


def understand(text: str, language: Language) -> Understood:
    """Say what `text`, written by a speaker of `language`, means."""
    words = _SPACES.sub(" ", text.casefold()).strip()
    for cause, signs in URGENT.items():
        if found := _found(words, signs):
            return Understood(Meaning.URGENT, cause, found)
    for meaning, signs in (
        (Meaning.DECEASED, DECEASED),
        (Meaning.HELP, HELP),
        (Meaning.STOP, STOP),
    ):
        if found := _found(words, signs):
            return Understood(meaning, None, found)
    bare = _EDGES.sub("", words)
    if bare in FINE[language] | FINE[Language.ko]:
        return Understood(Meaning.OK, None, bare)
    return Understood(Meaning.UNCLEAR, None, "not_understood")


def _found(words: str, signs: tuple[str, ...]) -> str | None:
    return next((sign for sign in signs if sign in words), None)
