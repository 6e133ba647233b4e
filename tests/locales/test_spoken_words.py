"""What a synthetic voice says: words instead of figures, one step at a time, within a minute."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from locales.model import Language
from locales.speech import spoken_address, spoken_moment, spoken_phone
from locales.texts import keys, placeholders, say
from messaging.render.hazards import named
from residents.model import HazardKind
from tests.locales.catalogs import entries

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 9, 7, 0, 30, tzinfo=UTC)
ko, en, vi, zh = Language.ko, Language.en, Language.vi, Language.zh_Hans
everywhere = pytest.mark.parametrize("language", list(Language))

MARKS = {ko: ".,?", en: ".,?'", vi: ".,?", zh: "。，？"}
KEY_WORDS = {
    ko: ("일번", "이번", "삼번", "영번", "구번"),
    en: ("press one", "press two", "press three", "press zero", "press nine"),
    vi: ("phím một", "phím hai", "phím ba", "phím không", "phím chín"),
    zh: ("按一", "按二", "按三", "按零", "按九"),
}
GREETINGS = [key for key in sorted(keys()) if "greeting" in key and key.startswith("call.")]
PURPOSE = {
    ko: re.compile("안부"),
    en: re.compile("ask after|how you are"),
    vi: re.compile("hỏi thăm"),
    zh: re.compile("问候"),
}
# Slow speech: syllables (words in English) in a second, and a pause after each sentence.
PER_SECOND = {ko: 4.0, en: 2.2, vi: 3.5, zh: 3.5}
PAUSE = 0.6


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SEOUL)


def spoken(key: str, language: Language) -> str:
    values = {
        "name": {ko: "남궁민수", zh: "欧阳美玲"}.get(language, "Nguyen Thi Hoa"),
        "when": spoken_moment(at(12, 31, 10, 30), NOW, SEOUL, language),
        "phone": spoken_phone("054-420-6114", language),
        "place": {ko: "평화남산동"}.get(language, "Pyeonghwanamsan-dong"),
        "work": say("task.kind.talk_after_stop", language),
        "soon": say("task.when.today", language),
        "whom": "남궁민수",
        "about": "남궁민수",
        "address": spoken_address("감천로 12", language),
        "hazards": named(HazardKind, language),
        "number": spoken_phone("054-420-6114", language),
    }
    wanted = placeholders(key) - {"city"}
    return say(key, language, **{name: values[name] for name in wanted})


def seconds(text: str, language: Language) -> float:
    sentences = len(re.findall("[.?。？]", text))
    if language in {ko, zh}:
        units = len(re.findall(r"[가-힣一-鿿]", text)) + 2 * len(re.findall(r"\d+", text))
    else:
        units = len(text.split())
    return units / PER_SECOND[language] + PAUSE * sentences


@everywhere
def test_scripts_hold_letters_and_pauses_only(language: Language) -> None:
    for entry in entries(language):
        if entry.key.startswith("call."):
            bare = re.sub(r"\{[a-z]+\}", "", entry.text)
            assert re.fullmatch(rf"(?:[^\W\d_]|[ {re.escape(MARKS[language])}])+", bare), entry.key


def test_filled_korean_scripts_hold_no_figure() -> None:
    for key in keys():
        if key.startswith("call."):
            assert not re.search(r"[0-9()/:-]", spoken(key, ko)), key


@everywhere
def test_one_key_in_each_sentence_and_what_it_does_first(language: Language) -> None:
    menu = say("call.menu", language)
    sentences = [part.strip() for part in re.split("[.。]", menu) if part.strip()]
    assert len(sentences) == len(KEY_WORDS[language])
    for sentence, word in zip(sentences, KEY_WORDS[language], strict=True):
        assert sum(other in sentence for other in KEY_WORDS[language]) == 1
        assert word in sentence
        assert sentence.index(word) > 3


@everywhere
def test_whoever_is_offered_work_hears_what_each_key_does_first(language: Language) -> None:
    menu = say("call.work.menu", language)
    sentences = [part.strip() for part in re.split("[.。]", menu) if part.strip()]
    one, two, _, _, nine = KEY_WORDS[language]
    assert len(sentences) == 3
    for sentence, word in zip(sentences, (one, two, nine), strict=True):
        assert [other for other in KEY_WORDS[language] if other in sentence] == [word]
        assert sentence.index(word) > 3


@everywhere
@pytest.mark.parametrize("answer", ["call.fine", "call.help", "call.person", "call.other_person"])
@pytest.mark.parametrize("greeting", ["call.greeting.1", "call.greeting.2", "call.greeting.3"])
def test_a_call_ends_within_a_minute(greeting: str, answer: str, language: Language) -> None:
    said = [spoken(key, language) for key in (greeting, "call.menu", answer, "call.goodbye")]
    assert sum(seconds(text, language) for text in said) <= 60


@everywhere
@pytest.mark.parametrize("greeting", GREETINGS)
def test_the_first_sentence_names_the_city_and_the_purpose(
    greeting: str, language: Language
) -> None:
    first = re.split("[.?。？]", spoken(greeting, language))[0]
    assert say("city.name", language) in first
    assert PURPOSE[language].search(first), first


def test_a_city_greets_by_its_own_name() -> None:
    assert say("call.greeting.1", ko, name="김순자", city="상주시") == (
        "안녕하세요, 상주시에서 김순자 님께 드리는 자동 안부 전화입니다."
    )


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (
            at(9, 7, 15),
            {ko: "오늘 오후 세 시", en: "today at 3 PM", vi: "15 giờ hôm nay", zh: "今天下午3点"},
        ),
        (
            at(9, 8, 9, 30),
            {
                ko: "내일 오전 아홉 시 삼십 분",
                en: "tomorrow at 9:30 AM",
                vi: "9 giờ 30 ngày mai",
                zh: "明天上午9点30分",
            },
        ),
        (
            at(10, 31, 12, 5),
            {
                ko: "시월 삼십일일 토요일 낮 열두 시 오 분",
                en: "Saturday, October 31 at 12:05 PM",
                vi: "12 giờ 05 Thứ Bảy ngày 31 tháng 10",
                zh: "10月31日星期六中午12点5分",
            },
        ),
    ],
)
def test_spoken_moments(when: datetime, expected: dict[Language, str]) -> None:
    assert {language: spoken_moment(when, NOW, SEOUL, language) for language in Language} == (
        expected
    )


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (at(6, 6, 0), "유월 육일 토요일 오전 영 시"),
        (at(11, 10, 1, 10), "십일월 십일 화요일 오전 한 시 십 분"),
        (at(12, 20, 23, 59), "십이월 이십일 일요일 오후 열한 시 오십구 분"),
        (at(9, 6, 12), "어제 낮 열두 시"),
    ],
)
def test_korean_numbers_are_words(when: datetime, expected: str) -> None:
    assert spoken_moment(when, NOW, SEOUL, ko) == expected


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("감천로 12", "감천로 십이"),
        ("본리 101-7", "본리 백일 다시 칠"),
        ("평화동 1789-20, 3층", "평화동 천칠백팔십구 다시 이십, 삼층"),
        ("한마음아파트(가동) 110호", "한마음아파트 가동 백십호"),
        ("별관 007", "별관 공공칠"),
        ("우편함 12345", "우편함 일이삼사오"),
    ],
)
def test_the_numbers_of_an_address_are_words(address: str, said: str) -> None:
    assert spoken_address(address, ko) == said
    assert spoken_address(address, en) == address


def test_phone_numbers_are_spoken_digit_by_digit() -> None:
    assert {language: spoken_phone("054-420-6789", language) for language in Language} == {
        ko: "공오사, 사이공, 육칠팔구",
        en: "zero five four, four two zero, six seven eight nine",
        vi: "không năm bốn, bốn hai không, sáu bảy tám chín",
        zh: "零五四，四二零，六七八九",
    }


@pytest.mark.parametrize("phone", ["", "054 420", "+82-54", "054--420", "٠٥٤"])
def test_anything_else_is_no_phone_number(phone: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        spoken_phone(phone, ko)
