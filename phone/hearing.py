"""What Twilio's recogniser is told about the language it hears. Only vendors' names and hints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from locales.model import Language


@dataclass(frozen=True, slots=True)
class Hearing:
    """A language as the recogniser names it, and what is often said: it expects these words."""

    language: str
    hints: tuple[str, ...]


HEARING: Mapping[Language, Hearing] = {
    Language.ko: Hearing(
        "ko-KR",
        (
            *("잘 지내요", "괜찮아요", "별일 없어요", "네 맞아요", "아니요"),
            *("도와주세요", "아파요", "넘어졌어요", "숨이 차요", "어지러워요", "가슴이 아파요"),
            *("불이 났어요", "가스 냄새가 나요", "살려 주세요", "담당자 바꿔 주세요"),
            *("일번", "이번", "삼번", "영번", "구번"),
        ),
    ),
    Language.en: Hearing(
        "en-US",
        (
            *("I'm fine", "I'm okay", "yes", "no", "help me", "I'm not well", "I fell"),
            *("I can't breathe", "my chest hurts", "there is a fire", "talk to a person"),
        ),
    ),
    Language.vi: Hearing(
        "vi-VN",
        (
            *("tôi khỏe", "tôi ổn", "vâng", "không", "giúp tôi với", "tôi bị đau", "tôi bị ngã"),
            *("tôi khó thở", "đau ngực", "cháy nhà", "gặp nhân viên"),
        ),
    ),
    Language.zh_Hans: Hearing(
        "cmn-Hans-CN",
        (
            *("我很好", "没事", "是的", "不是", "救命", "我不舒服", "我摔倒了"),
            *("喘不过气", "胸口疼", "着火了", "转人工"),
        ),
    ),
}
