"""What is said on the telephone: people say hello, agree, name a key; machines talk too. Pure.

How she is, the reader of written words decides. Here stands only what the ear adds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from locales.model import Language
from messaging.understanding.model import Understood
from messaging.understanding.normal import even
from messaging.understanding.vietnamese import unmarked
from messaging.understanding.words import understand
from signals.model import Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

_WISHES = frozenset({Meaning.HELP, Meaning.UNCLEAR})
_LIGHT = frozenset({Meaning.OK, Meaning.UNCLEAR, Meaning.ABSENT})
_MACHINES = re.compile(
    "음성사서함|소리샘|삐소리|통화료|없는번호입|결번이|메시지를남겨"
    "|leave(?:a|your)message|voicemail|afterthe(?:tone|beep)"
)
"""What Korean carriers let their machines say, without the spaces between the words."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What words in a call mean. At most one of the others is set.

    `key` is the one that she named or whose meaning she asked for; `hello`: she has said nothing
    yet; `machine`: it was not she who spoke.
    """

    understood: Understood
    key: str = ""
    hello: bool = False
    machine: bool = False


@dataclass(frozen=True, slots=True)
class _Ear:
    """One language's ways: whole utterances without spaces, but `person`, which may be a part."""

    hello: re.Pattern[str]
    agreed: re.Pattern[str]
    keys: Mapping[str, re.Pattern[str]]
    person: re.Pattern[str]


def _whole(*words: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(words)})+")


def _keys(before: str, after: str, **named: str) -> Mapping[str, re.Pattern[str]]:
    return {
        key.removeprefix("k"): re.compile(f"(?:{before})(?:{words})(?:{after})")
        for key, words in named.items()
    }


_EARS: Mapping[Language, _Ear] = {
    Language.ko: _Ear(
        hello=_whole(
            *("여보세요", "여보시오", "누구세요", "누구십니까", "누구시죠", "누구신가요", "누구요"),
            *("어디세요", "어디십니까", "안녕하세요", "뭐라고요", "뭐라구요", "뭐요"),
            *("네", "예", "응", "어", "아", "음"),
        ),
        agreed=_whole(
            *("네", "예", "응", "어", "그럼요?", "맞아요?", "맞습니다", "그래요?"),
            *("그렇습니다", "그렇지요?", "그렇죠"),
        ),
        keys=_keys(
            "",
            "번(?:이요|요|입니다|이에요)?",
            k1="일|1",
            k2="이|2",
            k3="삼|3",
            k0="영|공|0",
            k9="구|9",
        ),
        person=re.compile(
            "(?:담당자|담당|직원|상담원|공무원|사람|선생님)(?:분)?(?:이랑|하고|한테|을|를|과|와|좀)*"
            "(?:바꿔|바꾸|연결|통화|이야기|얘기|말씀)"
        ),
    ),
    Language.en: _Ear(
        hello=_whole("hello", "hi", "yes", "yeah", "whoisthis", "whosthis", "what", "pardon"),
        agreed=_whole("yes", "yeah", "thats", "right", "correct", "sure", "ok", "okay", "iam"),
        keys=_keys(
            "(?:press)?(?:number)?",
            "(?:please)?",
            k1="one|1",
            k2="two|2",
            k3="three|3",
            k0="zero|0",
            k9="nine|9",
        ),
        person=re.compile(
            "(?:speak|talk)(?:to|with)(?:an?|the)?"
            "(?:real)?(?:person|human|somebody|someone|officer|staff)"
        ),
    ),
    Language.vi: _Ear(
        hello=_whole("alo", "aido", "aiday", "aivay", "vang", "da", "u", "gi", "saoco"),
        agreed=_whole("vang", "da", "dung", "roi", "phai", "u", "co"),
        keys=_keys(
            "(?:bam|phim|so)+",
            "",
            k1="mot|1",
            k2="hai|2",
            k3="ba|3",
            k0="khong|0",
            k9="chin|9",
        ),
        person=re.compile("(?:gap|noichuyenvoi|noivoi)(?:nguoi|canbo|nhanvien)(?:phutrach)?"),
    ),
    Language.zh_Hans: _Ear(
        hello=_whole("喂", "你好", "您好", "谁啊?", "哪位", "是", "嗯", "啊", "什么"),
        agreed=_whole("是的?", "对的?", "对啊", "没错", "嗯", "好的?"),
        keys=_keys("按?", "[号键]", k1="一|1", k2="二|2", k3="三|3", k0="零|0", k9="九|9"),
        person=re.compile("(?:找|跟|和|接|转)(?:工作人员|负责人|真人|人工)|转?人工"),
    ),
}


def hear(text: str, language: Language, *, sure: bool) -> Heard:
    """What was said by a speaker of `language`; `sure`: she was asked whether she is fine.

    That she is away is believed of nobody by ear alone: a person asks where she is.
    """
    meant = understand(text, language)
    ear, bare = _EARS[language], re.sub(r"[\W_]", "", _plain(text, language))
    key = next((key for key, words in ear.keys.items() if words.fullmatch(bare)), "")
    if key:
        return Heard(_unclear(meant), key)
    if meant.meaning is not Meaning.URGENT and _MACHINES.search(bare):
        return Heard(_unclear(meant), machine=True)
    if meant.meaning in _WISHES and ear.person.search(bare):
        return Heard(_unclear(meant), "0")
    if meant.meaning not in _LIGHT:
        return Heard(meant)
    if sure and ear.agreed.fullmatch(bare):
        return Heard(Understood(Meaning.OK, None, bare[:40]))
    if ear.hello.fullmatch(bare):
        return Heard(_unclear(meant), hello=True)
    return Heard(_unclear(meant) if meant.meaning is Meaning.ABSENT else meant)


def _plain(text: str, language: Language) -> str:
    words = even(text)
    return unmarked(words) if language is Language.vi else words


def _unclear(meant: Understood) -> Understood:
    return replace(meant, meaning=Meaning.UNCLEAR)
