"""Times and numbers for a synthetic voice: nothing is left to its reading of figures and signs."""

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo

from babel.dates import format_date

from locales.formats import dated, hour_words, local_time
from locales.model import Language

_DIGITS: Mapping[Language, tuple[str, ...]] = {
    Language.ko: tuple("공일이삼사오육칠팔구"),
    Language.en: (
        *("zero", "one", "two", "three", "four"),
        *("five", "six", "seven", "eight", "nine"),
    ),
    Language.vi: ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"),
    Language.zh_Hans: tuple("零一二三四五六七八九"),
}
_JOINTS: Mapping[Language, tuple[str, str]] = {
    Language.ko: ("", ", "),
    Language.en: (" ", ", "),
    Language.vi: (" ", ", "),
    Language.zh_Hans: ("", "，"),
}
_KOREAN_PERIODS = ("오전",) * 12 + ("낮",) + ("오후",) * 11
_KOREAN_HOURS = (
    *("열두", "한", "두", "세", "네", "다섯"),
    *("여섯", "일곱", "여덟", "아홉", "열", "열한"),
)
_KOREAN_MONTHS = (
    *("일", "이", "삼", "사", "오", "유"),
    *("칠", "팔", "구", "시", "십일", "십이"),
)
_KOREAN_UNITS = ("천", "백", "십", "")
_DAY_PATTERNS: Mapping[Language, str] = {
    Language.en: "EEEE, MMMM d",
    Language.vi: "EEEE 'ngày' d 'tháng' M",
    Language.zh_Hans: "M月d日EEEE",
}


def spoken_moment(at: datetime, now: datetime, zone: tzinfo, language: Language) -> str:
    """`formats.moment` for the ear; in Korean every figure is a word: 오늘 오후 세 시 삼십 분.

    Raises ValueError when `at` or `now` is naive.
    """
    local = local_time(at, zone)
    if language is Language.ko:
        day_words, time_words = _korean_day(local), _korean_time(local)
    else:
        day_words = format_date(local.date(), _DAY_PATTERNS[language], locale=language)
        time_words = hour_words(local, language)
    return dated(local, local_time(now, zone), day_words, time_words, language)


def spoken_phone(phone: str, language: Language) -> str:
    """A phone number digit by digit, with a pause at each hyphen: 공오사, 사이공, 공일이삼.

    Raises ValueError for anything but digits and hyphens.
    """
    groups = phone.split("-")
    if not all(group.isascii() and group.isdigit() for group in groups):
        message = "a phone number to be spoken has only digits and hyphens"
        raise ValueError(message)
    joint, pause = _JOINTS[language]
    digits = _DIGITS[language]
    return pause.join(joint.join(digits[int(figure)] for figure in group) for group in groups)


def spoken_address(address: str, language: Language) -> str:
    """An address with its numbers as words in Korean: 감천로 십이, 백일 다시 칠; else as it is."""
    if language is not Language.ko:
        return address
    words = re.sub(r"(?<=\d)-(?=\d)", " 다시 ", address)
    words = re.sub(r"\d+", lambda found: _korean_figure(found[0]), words)
    return " ".join(re.sub(r"[^\w, ]+", " ", words).split())


def _korean_figure(figure: str) -> str:
    """A whole number in words; one of more than four figures, or that begins with 0, one by one."""
    digits = _DIGITS[Language.ko]
    if len(figure) > len(_KOREAN_UNITS) or figure.startswith("0"):
        return "".join(digits[int(each)] for each in figure)
    units = _KOREAN_UNITS[-len(figure) :]
    spoken = (
        ("" if each == "1" and unit else digits[int(each)]) + unit
        for each, unit in zip(figure, units, strict=True)
        if each != "0"
    )
    return "".join(spoken)


def _korean_day(local: datetime) -> str:
    weekday = format_date(local.date(), "EEEE", locale=Language.ko)
    return f"{_KOREAN_MONTHS[local.month - 1]}월 {_korean_figure(str(local.day))}일 {weekday}"


def _korean_time(local: datetime) -> str:
    hour = _KOREAN_HOURS[local.hour % 12] if local.hour else "영"
    words = f"{_KOREAN_PERIODS[local.hour]} {hour} 시"
    return f"{words} {_korean_figure(str(local.minute))} 분" if local.minute else words
