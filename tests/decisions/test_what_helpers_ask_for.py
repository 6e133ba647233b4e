"""Whole messages that ask the bot for something; everything else is for a person to read."""

import pytest

from tasks.wishes import Wish, parted, wish_of


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("할 일", Wish.TASKS),
        ("할일", Wish.TASKS),
        ("내 일", Wish.TASKS),
        ("내 일 보기.", Wish.TASKS),
        ("/tasks", Wish.TASKS),
        ("/TASKS", Wish.TASKS),
        ("쉴게요", Wish.AWAY),
        ("쉴께요~", Wish.AWAY),
        ("오늘은 쉴게요", Wish.AWAY),
        ("/away 내일까지", Wish.AWAY),
        ("다시 할게요", Wish.BACK),
        ("다시 할게요!", Wish.BACK),
        ("/back", Wish.BACK),
        ("도움말", Wish.HELP),
        ("/help", Wish.HELP),
        ("/start", Wish.HELP),
        ("네, 감사합니다 ^^", Wish.THANKS),
        ("알겠습니다.", Wish.THANKS),
        ("Thank you", Wish.THANKS),
        ("Cảm ơn", Wish.THANKS),
        ("谢谢！", Wish.THANKS),
    ],
)
def test_what_the_bot_knows(words: str, wish: Wish) -> None:
    assert wish_of(words) is wish


@pytest.mark.parametrize(
    "words",
    [
        "",
        "/",
        "/etwas",
        "/tasksplease",
        "도와주세요",
        "옆집 할머니가 넘어지셨어요",
        "할머니 잘 계세요",
        "내일 갈게요",
        "쉴게요 그런데 할머니가 편찮으세요",
        "네, 할머니가 안 계세요",
        "다시 전화할게요",
    ],
)
def test_whatever_says_more_is_for_a_person(words: str) -> None:
    assert wish_of(words) is None


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("/help 할머니가 쓰러져 계세요", ("/help", "할머니가 쓰러져 계세요")),
        ("/Away", ("/away", "")),
        ("  할 일 ", ("", "할 일")),
    ],
)
def test_a_command_is_parted_from_what_else_is_said(words: str, parts: tuple[str, str]) -> None:
    assert parted(words) == parts
