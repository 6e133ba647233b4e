"""Times, lengths of time and numbers as people of each language write them.

Instants are converted to the reader's zone first. The patterns are CLDR's: Babel's own Korean
times come out as "AM 8:30", and its English ones hold a narrow space that no SMS can carry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from babel.dates import format_date, format_datetime, format_timedelta, get_day_names
from babel.numbers import format_decimal, format_percent

from locales.model import Language
from locales.texts import say


@dataclass(frozen=True, slots=True)
class _Patterns:
    """CLDR date patterns. `noon` replaces the day period at twelve, where it would mislead."""

    clock: str
    hour: str
    hour_and_minute: str
    day: str
    short_day: str
    noon: str | None = None


_PATTERNS: Mapping[Language, _Patterns] = {
    Language.ko: _Patterns(
        clock="aaaa h:mm",
        hour="aaaa h시",
        hour_and_minute="aaaa h시 m분",
        day="M월 d일 (E)",
        short_day="M/d(E)",
        noon="낮",
    ),
    Language.en: _Patterns(
        clock="h:mm a",
        hour="h a",
        hour_and_minute="h:mm a",
        day="EEE, MMM d",
        short_day="EEE, MMM d",
    ),
    Language.vi: _Patterns(
        clock="H:mm",
        hour="H 'giờ'",
        hour_and_minute="H 'giờ' mm",
        day="EEEE, d/M",
        short_day="EEE d/M",
    ),
    Language.zh_Hans: _Patterns(
        clock="Bh:mm",
        hour="Bh点",
        hour_and_minute="Bh点m分",
        day="M月d日(E)",
        short_day="M月d日(E)",
    ),
}
_ZERO_AT_MIDNIGHT = frozenset({Language.ko, Language.zh_Hans})
_RELATIVE_DAYS = {-1: "moment.yesterday", 0: "moment.today", 1: "moment.tomorrow"}
_NO_LIMIT = 10**9


def clock_time(at: datetime, zone: tzinfo, language: Language) -> str:
    """The time of day in figures: 오전 8:30. Raises ValueError for a naive `at`."""
    return _time(local_time(at, zone), _PATTERNS[language].clock, language)


def day(at: datetime, zone: tzinfo, language: Language) -> str:
    """The day of `at` in the zone: 9월 7일 (월). Raises ValueError for a naive `at`."""
    return calendar_day(local_time(at, zone).date(), language)


def calendar_day(on: date, language: Language) -> str:
    """A date: 9월 7일 (월). An instant is no date: raises TypeError, since its day needs a zone."""
    if isinstance(on, datetime):
        message = "an instant has a date only in a zone: use day()"
        raise TypeError(message)
    return format_date(on, _PATTERNS[language].day, locale=language)


def weekday_name(weekday: int, language: Language) -> str:
    """A day of the week, counted from Monday = 0: 월요일."""
    name: str = get_day_names("wide", locale=language)[weekday]
    return name


def moment(at: datetime, now: datetime, zone: tzinfo, language: Language) -> str:
    """When something happens, as one says it on `now`'s day: 오늘 오후 3시, 9월 11일 (금) 오전 9시.

    Raises ValueError when `at` or `now` is naive.
    """
    local = local_time(at, zone)
    day_words = calendar_day(local.date(), language)
    time_words = hour_words(local, language)
    return dated(local, local_time(now, zone), day_words, time_words, language)


def short_moment(at: datetime, now: datetime, zone: tzinfo, language: Language) -> str:
    """The same for an SMS, at most 20 bytes in Korean: 오늘 오후 3:00, 9/11(금) 오전 9:00."""
    local = local_time(at, zone)
    day_words = format_date(local.date(), _PATTERNS[language].short_day, locale=language)
    time_words = _time(local, _PATTERNS[language].clock, language)
    return dated(local, local_time(now, zone), day_words, time_words, language)


def duration(length: timedelta, language: Language) -> str:
    """A length of time in words, in its two largest units, rounded down: 2시간 30분, 3일 4시간.

    Raises ValueError for a negative length.
    """
    if length < timedelta(0):
        message = f"a duration cannot be negative: {length}"
        raise ValueError(message)
    hours, minutes = divmod(length.seconds // 60, 60)
    words = [
        _unit(length.days, "day", language),
        _unit(hours, "hour", language),
        _unit(0 if length.days else minutes, "minute", language),
    ]
    shown = [word for word in words if word]
    if not shown:
        return say("duration.under_minute", language)
    return ("" if language is Language.zh_Hans else " ").join(shown)


def number(value: float, language: Language) -> str:
    """A number with the language's separators: 6,400."""
    return format_decimal(value, locale=language)


def percent(part: int, whole: int, language: Language) -> str:
    """The share of `part` in `whole`, rounded down to tenths: all but one of many is not 100%."""
    if whole == 0:
        return say("percent.none", language)
    return format_percent(part * 1000 // whole / 1000, "#,##0.#%", locale=language)


def local_time(at: datetime, zone: tzinfo) -> datetime:
    """The wall time of an instant. Raises ValueError for a naive `at`."""
    if at.tzinfo is None:
        message = "a time without a zone cannot be shown: pass an aware datetime"
        raise ValueError(message)
    return at.astimezone(zone)


def hour_words(local: datetime, language: Language) -> str:
    """A local time of day as one says it: 오후 3시, 오후 3시 30분, 낮 12시."""
    patterns = _PATTERNS[language]
    pattern = patterns.hour_and_minute if local.minute else patterns.hour
    return _time(local, pattern, language)


def dated(
    local: datetime, local_now: datetime, day_words: str, time_words: str, language: Language
) -> str:
    """The time with 어제, 오늘 or 내일 seen from `local_now`, on other days with `day_words`."""
    key = _RELATIVE_DAYS.get((local.date() - local_now.date()).days)
    if key is None:
        return say("moment.other", language, day=day_words, time=time_words)
    return say(key, language, time=time_words)


def _time(local: datetime, pattern: str, language: Language) -> str:
    noon = _PATTERNS[language].noon
    if noon and local.hour == 12:  # noqa: PLR2004 - noon
        pattern = pattern.replace("aaaa", f"'{noon}'")
    if local.hour == 0 and language in _ZERO_AT_MIDNIGHT:
        pattern = pattern.replace("h", "K")
    return format_datetime(local, pattern, locale=language)


def _unit(count: int, unit: Literal["day", "hour", "minute"], language: Language) -> str:
    if count == 0:
        return ""
    # One unit at a time: Babel would round two into one.
    return format_timedelta(
        timedelta(**{f"{unit}s": count}), granularity=unit, threshold=_NO_LIMIT, locale=language
    )
