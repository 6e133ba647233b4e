"""Each SMS is one SMS, with the longest names there are, in characters that phones show."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.formats import moment, short_moment
from locales.model import Language
from locales.sms import (
    CARRIER_LINE,
    LIMIT,
    NotInSmsError,
    first_that_fits,
    plain_vietnamese,
    sms_bytes,
    sms_language,
    sms_problem,
)
from locales.texts import placeholders, say
from messaging.render.reader import Reader
from messaging.render.texts import FAMILY, SHORTER, short_text
from residents.districts import DISTRICTS
from tasks.model import TaskKind
from tests.locales.catalogs import entries
from tests.support.names import LONGEST_NAMES

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 12, 7, 0, 0, tzinfo=UTC)
LONGEST_MOMENTS = (
    datetime(2026, 12, 8, 10, 30, tzinfo=SEOUL),
    datetime(2026, 12, 31, 10, 30, tzinfo=SEOUL),
)
NAME = "남궁민수"
PHONE = "054-1234-5678"
KOREAN_TEAM, ROMAN_TEAM = "평화남산동", "Pyeonghwanamsan-dong"
LINKS = ("sms.link", "sms.practice")
"""For residents who chose links, and practised them."""
TEXTS = {one: {entry.key: entry.text for entry in entries(one)} for one in Language}
TEMPLATES = sorted(
    entry.key
    for entry in entries(Language.ko)
    if entry.key.startswith(FAMILY) and not entry.key.endswith(SHORTER) and entry.key not in LINKS
)
"""Every other text that can leave as an SMS: `short_text` takes no more."""
OF_WORK = [key for key in TEMPLATES if key.startswith("sms.work.")]
TEMPLATES = [key for key in TEMPLATES if key not in OF_WORK]
NAMES = [*LONGEST_NAMES.values(), "김순자", "왕메이링", "王美玲", "뷁쀍", "Nguyễn Thị Hoa"]
everywhere = pytest.mark.parametrize("language", list(Language))


def filled(key: str, language: Language, **values: str) -> str:
    """The text with those of the values that it asks for."""
    wanted = placeholders(key, language)
    return say(key, language, **{name: value for name, value in values.items() if name in wanted})


def whens(language: Language) -> Iterator[str]:
    for at in LONGEST_MOMENTS:
        yield short_moment(at, NOW, SEOUL, sms_language(language))


@pytest.mark.parametrize("key", TEMPLATES)
def test_korean_texts_fit_with_the_longest_name_team_and_time(key: str) -> None:
    for when in whens(Language.ko):
        text = filled(key, Language.ko, name=NAME, when=when, phone=PHONE, team=KOREAN_TEAM)
        assert sms_problem(text) is None, text
        assert NAME in text
        assert PHONE in text


@everywhere
@pytest.mark.parametrize("key", TEMPLATES)
def test_the_short_wording_always_fits(key: str, language: Language) -> None:
    team = KOREAN_TEAM if language is Language.ko else ROMAN_TEAM
    for when in whens(language):
        short = filled(f"{key}.short", language, when=when, phone=PHONE, team=team)
        text = plain_vietnamese(short)
        assert sms_problem(text) is None, text


@everywhere
@pytest.mark.parametrize("template", TEMPLATES)
def test_each_text_leaves_whole_whoever_reads_it(template: str, language: Language) -> None:
    """As it is really rendered: any name, every 읍면동, a moment today and one far away."""
    for name, district, at in product(NAMES, DISTRICTS, (NOW, *LONGEST_MOMENTS)):
        values = {"district": district.code, "phone": PHONE, "when": {"at": at.isoformat()}}
        if language is Language.ko:
            values["city"] = "김천시"
        sent = short_text(template, values, Reader(language, name, NOW, SEOUL)).text
        assert sms_problem(sent) is None, sent
        team = district.ko if language is Language.ko else district.en
        assert PHONE in sent
        assert team in sent
        if "when" in placeholders(template):
            assert plain_vietnamese(short_moment(at, NOW, SEOUL, sms_language(language))) in sent


@everywhere
def test_her_name_stands_in_it_where_phones_can_show_it(language: Language) -> None:
    values = {"district": "jijwa-dong", "phone": "054-420-6114", "when": {"at": NOW.isoformat()}}
    if language is Language.ko:
        values["city"] = "김천시"
    for template in TEMPLATES:
        sent = short_text(template, values, Reader(language, "김순자", NOW, SEOUL)).text
        assert "김순자" in sent


def test_every_text_has_a_shorter_wording() -> None:
    keys = {entry.key for entry in entries(Language.ko)}
    assert TEMPLATES
    assert {template + SHORTER for template in TEMPLATES} <= keys


@everywhere
@pytest.mark.parametrize("template", OF_WORK)
def test_texts_about_work_fit_with_every_kind_place_and_time(
    language: Language, template: str
) -> None:
    whens = ["@task.when.now", "@task.when.today", "@task.when.tomorrow", "@task.when.night"]
    moments = [{"until": one.isoformat()} for one in LONGEST_MOMENTS]
    for kind, when, team in product(TaskKind, [*whens, *moments], DISTRICTS):
        values = {
            "district": team.code,
            "phone": "054-420-6114",
            "code": "7K2MA",
            "kind": f"@task.kind.{kind}",
            "when": when,
        }
        if language is Language.ko:
            values["city"] = "김천시"
        sent = short_text(template, values, Reader(language, "남궁민수", NOW, SEOUL)).text
        assert sms_problem(sent) is None
        assert "7K2MA" in sent
        assert "남궁민수" not in sent


def test_what_was_not_written_for_an_sms_does_not_leave_as_one() -> None:
    with pytest.raises(ValueError, match="not written for an SMS"):
        short_text("reply.noted", {}, Reader(Language.ko, "김순자", NOW, SEOUL))


@everywhere
def test_a_full_moment_of_today_or_tomorrow_fits_too(language: Language) -> None:
    team = KOREAN_TEAM if language is Language.ko else ROMAN_TEAM
    when = moment(LONGEST_MOMENTS[0], NOW, SEOUL, sms_language(language))
    for key in TEMPLATES:
        text = filled(f"{key}.short", language, when=when, phone="054-420-6114", team=team)
        assert sms_problem(plain_vietnamese(text)) is None


@everywhere
def test_an_sms_has_no_link_and_names_city_team_and_number(language: Language) -> None:
    for entry in entries(language):
        if entry.key.startswith("sms."):
            assert not re.search(r"https?:|www\.|\.[a-z]{2,3}/", entry.text)
            if not entry.key.startswith(LINKS):
                assert "{link}" not in entry.text
                assert entry.text.startswith("{city} {team} {phone}\n")
            assert sms_problem(say("city.name", language)) is None


@everywhere
@pytest.mark.parametrize("key", LINKS)
def test_a_link_stands_alone_on_the_last_line_below_who_it_is_from(
    key: str, language: Language
) -> None:
    for wording in (key, f"{key}.short"):
        assert re.fullmatch(r"\{city\}[^\n]+\n\{link\}", TEXTS[language][wording])
    assert "{phone}" in TEXTS[language][key]


@everywhere
@pytest.mark.parametrize("key", LINKS)
@pytest.mark.parametrize("host", ["anbu.gimcheon.go.kr", "a" * 24 + ".go.kr"])
def test_a_text_with_a_link_fits_whatever_the_host(key: str, language: Language, host: str) -> None:
    """Its address ends in 16 characters: `phone.links.TOKEN_CHARS`."""
    link = f"https://{host}/a/{'W' * 16}"
    fits = first_that_fits(
        plain_vietnamese(wording)
        for wording in (
            say(key, language, phone="054-420-6114", link=link),
            say(f"{key}.short", language, link=link),
        )
    )
    assert fits.endswith(f"\n{link}")
    assert ("054-420-6114" in fits) == (len(host) < 30)


def test_vietnamese_texts_are_stored_without_marks() -> None:
    marked = [
        entry.key
        for entry in entries(Language.vi)
        if entry.key.startswith("sms.") and not entry.text.isascii()
    ]
    assert marked == []


def test_chinese_residents_read_korean_and_english() -> None:
    for entry in entries(Language.zh_Hans):
        if entry.key.startswith("sms."):
            assert re.search("[가-힣]", entry.text), entry.key
            assert re.search(
                r"\b(Call|New|Hello|Practice|All well|Yes|call|Not|Taken)\b", entry.text
            ), entry.key
    assert [sms_language(language) for language in Language] == [
        *(Language.ko, Language.en),
        *(Language.vi, Language.en),
    ]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("abc 1", 5),
        ("가나다", 6),
        ("가\na", 4),
        ("金泉市", 6),
        ("·「」", 6),
        ("Xin chao", 8),
    ],
)
def test_lengths(text: str, length: int) -> None:
    assert sms_bytes(text) == length


@pytest.mark.parametrize("character", ["뷁", "쀍", "😀", "—", "\u202f", "ễ", "您", "ម", "\t", "\r"])
def test_characters_that_phones_lack_are_refused(character: str) -> None:
    with pytest.raises(NotInSmsError, match=f"U\\+{ord(character):04X}"):
        sms_bytes(f"가{character}나")
    assert "EUC-KR" in (sms_problem(f"가{character}나") or "")


def test_the_carriers_line_counts() -> None:
    assert sms_bytes(CARRIER_LINE) == 10
    assert sms_problem("가" * 40) is None
    assert sms_problem("가" * 40 + "a") == "91 bytes with the carriers' line, 90 at most"
    assert sms_problem("가" * 40 + "a", limit=2000) is None


def test_the_first_wording_that_fits_is_taken() -> None:
    assert first_that_fits(["가" * 41, "뷁", "나", "다"]) == "나"
    with pytest.raises(ValueError, match=r"92 bytes.*뷁"):
        first_that_fits(["가" * 41, "뷁"])


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Nguyễn Thị Hoa", "Nguyen Thi Hoa"),
        ("Đường Ngô Đức Kế, phố đèn đỏ", "Duong Ngo Duc Ke, pho den do"),
        ("ƯỚC MƠ", "UOC MO"),
        ("김천시 지좌동 054", "김천시 지좌동 054"),
        ("今天", "今天"),
    ],
)
def test_vietnamese_without_marks(marked: str, plain: str) -> None:
    assert plain_vietnamese(marked) == plain


@given(st.text())
def test_what_passes_is_what_a_korean_phone_shows(text: str) -> None:
    if sms_problem(text) is None:
        sent = (CARRIER_LINE + text).encode("cp949")
        assert len(sent) <= LIMIT
        assert sent.decode("euc-kr") == CARRIER_LINE + text
        assert len(sent) <= 2 * len(CARRIER_LINE + text)


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)))
def test_hangul_is_left_alone(text: str) -> None:
    assert plain_vietnamese(text) == text


@everywhere
def test_every_moment_of_a_year_can_be_sent(language: Language) -> None:
    values = sms_language(language)
    for days in range(366):
        at = NOW + timedelta(days=days, minutes=137 * days)
        when = plain_vietnamese(short_moment(at, NOW, SEOUL, values))
        assert sms_bytes(when) <= 23
