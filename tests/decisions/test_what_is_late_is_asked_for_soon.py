"""A card names no day that is over: work that is late is still to be done, as soon as can be."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from locales.model import Language
from messaging.render.bundles import bundle
from messaging.render.cards import card
from messaging.render.reader import Reader
from messaging.render.texts import short_text
from messaging.render.voice import Hearer, Manner, Prompt, Work, spoken

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2026, 9, 11, 1, 0, tzinfo=UTC)
TODAY, PAST = datetime(2026, 9, 11, 9, 0, tzinfo=UTC), datetime(2026, 9, 8, 9, 0, tzinfo=UTC)


def values(due: datetime) -> dict[str, object]:
    return {
        "district": "지좌동",
        "kind": "@task.kind.quarterly_contact",
        "when": {"until": due.isoformat()},
        "code": "K7Q2M",
        "city": "김천시",
        "phone": "054-420-6114",
        "press": ["01JD3WYFK7Q2M8R5T9V1X4ZB6C", 1],
    }


def reader(language: Language = Language.ko) -> Reader:
    return Reader(language=language, name="박주무", now=NOW, zone=SEOUL)


@pytest.mark.parametrize(
    ("due", "soon"), [(TODAY, "오늘 오후 6시까지"), (PAST, "되도록 빨리"), (NOW, "되도록 빨리")]
)
def test_on_a_card(due: datetime, soon: str) -> None:
    shown = card("staff.offer", values(due), reader(), edits=None)
    assert shown.text == f"지좌동 · 분기 안부\n언제: {soon}\n번호: K7Q2M"


def test_in_a_list() -> None:
    offers = [["staff.offer", values(PAST)], ["staff.offer", values(TODAY)]]
    shown = bundle({"head": "bundle.staff.offers", "each": offers}, reader())
    assert shown.text.splitlines()[-3:] == [
        "번호 K7Q2M · 지좌동 · 분기 안부 · 되도록 빨리",
        "",
        "번호 K7Q2M · 지좌동 · 분기 안부 · 오늘 오후 6시까지",
    ]


@pytest.mark.parametrize("language", list(Language))
def test_in_every_language(language: Language) -> None:
    words = {
        Language.ko: "되도록 빨리",
        Language.en: "as soon as possible",
        Language.vi: "càng sớm càng tốt",
        Language.zh_Hans: "尽快",
    }
    shown = card("staff.offer", values(PAST), reader(language), edits=None)
    assert words[language] in shown.text


def test_in_a_text() -> None:
    told = {**values(PAST), "district": "jijwa-dong"}
    assert "되도록 빨리" in short_text("sms.work.offer", told, reader()).text


def test_in_a_call() -> None:
    hearer = Hearer(Manner(), NOW, SEOUL, "054-420-6114")
    work = Work("jijwa-dong", "task.kind.quarterly_contact", PAST)
    said = spoken(Prompt.WORK, hearer, work=work).sentences
    assert "되도록 빨리 부탁드립니다." in said
    work = Work("jijwa-dong", "task.kind.quarterly_contact", NOW + timedelta(hours=8))
    assert "오늘 오후 여섯 시까지 부탁드립니다." in spoken(Prompt.WORK, hearer, work=work).sentences
