"""What is never said to or about a resident, and never shown on a locked screen."""

import pytest

from locales.model import Language
from locales.words import revealing_words, unkind_words
from tests.locales.catalogs import NEIGHBOURS, entries, read_by

CARE_RULES = (
    *(
        "사망",
        "고독사",
        "위험군",
        "고위험",
        "위기가구",
        "취약계층",
        "독거노인",
        "사각지대",
        "대상자",
    ),
    *("감시", "모니터링", "관제", "점검", "미응답", "생존 확인", "무연고", "체납"),
)


def test_neighbours_read_kind_words_only() -> None:
    unkind = {
        (entry.key, language): words
        for language, entry in read_by(*NEIGHBOURS)
        if (words := unkind_words(entry.text, language))
    }
    assert unkind == {}


def test_nobody_is_shouted_at() -> None:
    loud = [e.key for language in Language for e in entries(language) if set("!！") & set(e.text)]
    assert loud == []


def test_a_locked_screen_does_not_show_that_it_is_about_welfare() -> None:
    shown = {
        (entry.key, language): words
        for language, entry in read_by(*NEIGHBOURS)
        if (words := revealing_words(entry.text, language))
    }
    assert shown == {}


def test_tier_and_urgency_stay_with_officials() -> None:
    """The words for urgency are texts of their own; nothing for neighbours takes one."""
    taking = [e.key for _, e in read_by(*NEIGHBOURS) if "{urgency}" in e.text or "{tier}" in e.text]
    assert taking == []


@pytest.mark.parametrize("word", CARE_RULES)
def test_every_word_of_the_care_rules_is_found(word: str) -> None:
    assert unkind_words(f"{word}입니다", Language.ko) == (word,)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("생존확인 전화", Language.ko),
        ("전화를 받지 않으셨습니다", Language.ko),
        ("답이 없으셔서", Language.ko),
        ("반갑습니다!", Language.ko),
        ("You did not answer", Language.en),
        ("A High-Risk household", Language.en),
        ("monitoring", Language.en),
        ("the target person", Language.en),
        ("Quý vị không trả lời", Language.vi),
        ("Kiểm tra", Language.vi),
        ("您没有回复", Language.zh_Hans),
        ("监控", Language.zh_Hans),
        ("您好！", Language.zh_Hans),
    ],
)
def test_planted_unkind_words_are_found(text: str, language: Language) -> None:
    assert unkind_words(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("복지과", Language.ko),
        ("the Welfare team", Language.en),
        ("phúc lợi", Language.vi),
        ("福利", Language.zh_Hans),
    ],
)
def test_planted_revealing_words_are_found(text: str, language: Language) -> None:
    assert revealing_words(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("이웃의 안부를 살펴 주세요", Language.ko),
        ("A neighbour who answered", Language.en),
        ("Hỏi thăm hàng xóm", Language.vi),
        ("问候邻居", Language.zh_Hans),
    ],
)
def test_kind_words_pass(text: str, language: Language) -> None:
    assert unkind_words(text, language) == ()
    assert revealing_words(text, language) == ()
