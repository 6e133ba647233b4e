"""Times, lengths of time and numbers, in every language, over midnight, year and zone."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.formats import (
    calendar_day,
    clock_time,
    day,
    duration,
    moment,
    number,
    percent,
    short_moment,
)
from locales.model import Language

SEOUL = ZoneInfo("Asia/Seoul")
NEW_YORK = ZoneInfo("America/New_York")
ko, en, vi, zh = Language.ko, Language.en, Language.vi, Language.zh_Hans
NOW = datetime(2026, 9, 7, 0, 30, tzinfo=UTC)  # Monday, 9:30 in Seoul


def seoul(month: int, day_of_month: int, hour: int, minute: int = 0) -> datetime:
    local = datetime(2026, month, day_of_month, hour, minute, tzinfo=SEOUL)
    return local.astimezone(UTC)


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (0, 5, {ko: "오전 0:05", en: "12:05 AM", vi: "0:05", zh: "凌晨0:05"}),
        (8, 30, {ko: "오전 8:30", en: "8:30 AM", vi: "8:30", zh: "上午8:30"}),
        (11, 59, {ko: "오전 11:59", en: "11:59 AM", vi: "11:59", zh: "上午11:59"}),
        (12, 0, {ko: "낮 12:00", en: "12:00 PM", vi: "12:00", zh: "中午12:00"}),
        (15, 0, {ko: "오후 3:00", en: "3:00 PM", vi: "15:00", zh: "下午3:00"}),
        (20, 5, {ko: "오후 8:05", en: "8:05 PM", vi: "20:05", zh: "晚上8:05"}),
        (23, 59, {ko: "오후 11:59", en: "11:59 PM", vi: "23:59", zh: "晚上11:59"}),
    ],
)
def test_clock_times(hour: int, minute: int, expected: dict[Language, str]) -> None:
    at = seoul(9, 7, hour, minute)
    assert {language: clock_time(at, SEOUL, language) for language in Language} == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (
            datetime(2026, 9, 6, 23, 30, tzinfo=UTC),  # already Monday in Seoul
            {ko: "9월 7일 (월)", en: "Mon, Sep 7", vi: "Thứ Hai, 7/9", zh: "9月7日(周一)"},
        ),
        (
            datetime(2026, 9, 6, 14, 59, tzinfo=UTC),
            {ko: "9월 6일 (일)", en: "Sun, Sep 6", vi: "Chủ Nhật, 6/9", zh: "9月6日(周日)"},
        ),
        (
            datetime(2026, 12, 31, 15, 0, tzinfo=UTC),
            {ko: "1월 1일 (금)", en: "Fri, Jan 1", vi: "Thứ Sáu, 1/1", zh: "1月1日(周五)"},
        ),
    ],
)
def test_a_day_is_the_zone_s_day(at: datetime, expected: dict[Language, str]) -> None:
    assert {language: day(at, SEOUL, language) for language in Language} == expected


def test_a_calendar_day_has_no_zone() -> None:
    assert calendar_day(date(2026, 9, 7), ko) == "9월 7일 (월)"
    with pytest.raises(TypeError, match=r"day\(\)"):
        calendar_day(NOW, ko)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (
            seoul(9, 7, 15),
            {ko: "오늘 오후 3시", en: "today at 3 PM", vi: "15 giờ hôm nay", zh: "今天下午3点"},
        ),
        (
            seoul(9, 7, 15, 30),
            {
                ko: "오늘 오후 3시 30분",
                en: "today at 3:30 PM",
                vi: "15 giờ 30 hôm nay",
                zh: "今天下午3点30分",
            },
        ),
        (
            seoul(9, 7, 12),
            {ko: "오늘 낮 12시", en: "today at 12 PM", vi: "12 giờ hôm nay", zh: "今天中午12点"},
        ),
        (
            seoul(9, 8, 0, 5),  # still the same day in UTC
            {
                ko: "내일 오전 0시 5분",
                en: "tomorrow at 12:05 AM",
                vi: "0 giờ 05 ngày mai",
                zh: "明天凌晨0点5分",
            },
        ),
        (
            seoul(9, 8, 9),
            {
                ko: "내일 오전 9시",
                en: "tomorrow at 9 AM",
                vi: "9 giờ ngày mai",
                zh: "明天上午9点",
            },
        ),
        (
            seoul(9, 6, 18),
            {
                ko: "어제 오후 6시",
                en: "yesterday at 6 PM",
                vi: "18 giờ hôm qua",
                zh: "昨天下午6点",
            },
        ),
        (
            seoul(9, 11, 9),
            {
                ko: "9월 11일 (금) 오전 9시",
                en: "Fri, Sep 11 at 9 AM",
                vi: "9 giờ Thứ Sáu, 11/9",
                zh: "9月11日(周五)上午9点",
            },
        ),
        (
            seoul(9, 5, 9),
            {
                ko: "9월 5일 (토) 오전 9시",
                en: "Sat, Sep 5 at 9 AM",
                vi: "9 giờ Thứ Bảy, 5/9",
                zh: "9月5日(周六)上午9点",
            },
        ),
    ],
)
def test_moments(at: datetime, expected: dict[Language, str]) -> None:
    assert {language: moment(at, NOW, SEOUL, language) for language in Language} == expected


def test_today_is_the_zone_s_today() -> None:
    at = datetime(2026, 9, 7, 14, 0, tzinfo=UTC)
    assert moment(at, NOW, SEOUL, ko) == "오늘 오후 11시"
    assert moment(at, NOW, NEW_YORK, ko) == "내일 오전 10시"
    assert moment(at + timedelta(hours=1), NOW, SEOUL, ko) == "내일 오전 0시"


def test_today_across_a_change_of_the_clocks() -> None:
    now = datetime(2026, 10, 31, 23, 0, tzinfo=NEW_YORK)
    assert moment(datetime(2026, 11, 1, 9, 0, tzinfo=NEW_YORK), now, NEW_YORK, en) == (
        "tomorrow at 9 AM"
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (seoul(9, 7, 15), {ko: "오늘 오후 3:00", en: "today at 3:00 PM", vi: "15:00 hôm nay"}),
        (
            seoul(12, 31, 10, 30),
            {
                ko: "12/31(목) 오전 10:30",
                en: "Thu, Dec 31 at 10:30 AM",
                vi: "10:30 Th 5 31/12",
            },
        ),
    ],
)
def test_short_moments(at: datetime, expected: dict[Language, str]) -> None:
    assert {language: short_moment(at, NOW, SEOUL, language) for language in expected} == expected


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (
            timedelta(seconds=59),
            {ko: "1분 미만", en: "less than a minute", vi: "chưa đến 1 phút", zh: "不到1分钟"},
        ),
        (timedelta(minutes=1), {ko: "1분", en: "1 minute", vi: "1 phút", zh: "1分钟"}),
        (
            timedelta(hours=2, minutes=30, seconds=59),
            {ko: "2시간 30분", en: "2 hours 30 minutes", vi: "2 giờ 30 phút", zh: "2小时30分钟"},
        ),
        (timedelta(hours=1), {ko: "1시간", en: "1 hour", vi: "1 giờ", zh: "1小时"}),
        (timedelta(hours=24), {ko: "1일", en: "1 day", vi: "1 ngày", zh: "1天"}),
        (
            timedelta(days=3, hours=4, minutes=59),
            {ko: "3일 4시간", en: "3 days 4 hours", vi: "3 ngày 4 giờ", zh: "3天4小时"},
        ),
        (timedelta(days=2, minutes=5), {ko: "2일", en: "2 days", vi: "2 ngày", zh: "2天"}),
    ],
)
def test_durations(length: timedelta, expected: dict[Language, str]) -> None:
    assert {language: duration(length, language) for language in Language} == expected


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        duration(timedelta(seconds=-1), ko)


def test_numbers() -> None:
    assert [number(6400, language) for language in (ko, en, vi, zh)] == [
        *("6,400", "6,400"),
        *("6.400", "6,400"),
    ]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (1, 3, "33.3%"),
        (999, 1000, "99.9%"),
        (99_999, 100_000, "99.9%"),  # one person is missing: not 100%
        (1000, 1000, "100%"),
        (1, 100_000, "0%"),
        (0, 0, "-"),
    ],
)
def test_percentages_never_round_up(part: int, whole: int, expected: str) -> None:
    assert percent(part, whole, ko) == expected


def test_naive_times_are_refused() -> None:
    naive = NOW.replace(tzinfo=None)
    for show in (
        partial(clock_time, naive, SEOUL, ko),
        partial(day, naive, SEOUL, ko),
        partial(moment, naive, NOW, SEOUL, ko),
        partial(moment, NOW, naive, SEOUL, ko),
        partial(short_moment, NOW, naive, SEOUL, ko),
    ):
        with pytest.raises(ValueError, match="aware"):
            show()


@given(
    at=st.datetimes(datetime(2024, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    language=st.sampled_from(Language),
)
def test_no_time_holds_a_sign_that_phones_lack(at: datetime, language: Language) -> None:
    shown = [
        clock_time(at, SEOUL, language),
        day(at, SEOUL, language),
        moment(at, NOW, SEOUL, language),
        short_moment(at, NOW, SEOUL, language),
    ]
    assert not set("\u00a0\u202f\u2009") & set("".join(shown))
    if language is not en:
        assert not any("AM" in words or "PM" in words for words in shown)
