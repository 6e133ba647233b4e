"""What a helper or officer asks of the bot, by a command or in a word or two. Pure."""

from __future__ import annotations

import re
from enum import StrEnum


class Wish(StrEnum):
    """Something that the bot does at once, or words that ask for nothing."""

    TASKS = "tasks"
    AWAY = "away"
    BACK = "back"
    HELP = "help"
    THANKS = "thanks"


WORDS = {
    Wish.TASKS: "할일 내할일 제할일 할일보기 할일목록 내일 내일보기 맡은일 내가맡은일 제가맡은일",
    Wish.AWAY: (
        "쉴게요 쉴께요 쉬겠습니다 쉴래요 쉬고싶어요 쉬고싶습니다 좀쉴게요 잠시쉴게요 당분간쉴게요 "
        "오늘쉴게요 오늘은쉴게요"
    ),
    Wish.BACK: (
        "다시할게요 다시할께요 다시하겠습니다 다시할수있어요 다시할수있습니다 다시시작할게요 "
        "이제할수있어요"
    ),
    Wish.HELP: "도움말 사용법 쓰는방법 쓰는법 어떻게쓰나요 어떻게써요",
    Wish.THANKS: (
        "네 네네 넵 예 예예 고맙습니다 고마워요 네고맙습니다 감사합니다 감사해요 네감사합니다 "
        "알겠습니다 네알겠습니다 예알겠습니다 알겠어요 네알겠어요 안녕하세요 수고하세요 "
        "수고하십니다 수고많으십니다 수고하셨습니다 ok okay yes thanks thankyou cảmơn dạ vâng "
        "谢谢 好的 好"
    ),
}
"""Whole messages, without spaces and marks. Whatever else is said besides is for a person."""
_OF_WORDS = {word: wish for wish, words in WORDS.items() for word in words.split()}
_COMMANDS = {
    "/tasks": Wish.TASKS,
    "/away": Wish.AWAY,
    "/back": Wish.BACK,
    "/help": Wish.HELP,
    "/start": Wish.HELP,
}
_MARKS = re.compile(r"[\W_ㅎㅋ]+")


def wish_of(words: str) -> Wish | None:
    """What these words ask for; None when a person has to read them."""
    command, _ = parted(words)
    if command:
        return _COMMANDS.get(command)
    return _OF_WORDS.get(_MARKS.sub("", words).lower())


def parted(words: str) -> tuple[str, str]:
    """The command, if the words begin with one, and the rest."""
    first, _, rest = words.strip().partition(" ")
    return (first.lower(), rest.strip()) if first.startswith("/") else ("", words.strip())
