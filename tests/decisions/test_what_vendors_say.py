"""A vendor's fields by its map: who, what and when; and maps that are refused."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.policy_files import PolicyError
from residents.model.wording import holds_resident_number, without_resident_numbers
from tests.vendors.maps import DEUNDEUN
from vendors import decide
from vendors.decide import event_of, events_of, is_old, is_pressing, normal
from vendors.mapping import parse
from vendors.model import Fault, How, Told, Unread, What

NOW = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
"""09:00 in Seoul."""
MAP = parse(DEUNDEUN, "deundeun.toml")
ALARM = {
    "contract": {"no": "031-2345-678"},
    "level": "심각",
    "at": "2026-03-02 08:10",
    "message": "24시간 전기 사용 없음",
}
EIGHT_TEN = datetime(2026, 3, 1, 23, 10, tzinfo=UTC)


def read(**fields: Any) -> Told | Unread:
    return event_of({**ALARM, **fields}, MAP, NOW)


def test_it_says_who_what_and_when_in_its_own_words() -> None:
    assert read() == Told(
        key=read().key,
        number="0312345678",
        what=What.ALARM,
        at=EIGHT_TEN,
        words="심각 · 24시간 전기 사용 없음",
    )


@pytest.mark.parametrize(
    ("level", "what"),
    [
        ("주의", What.ALARM),
        (" 정상   복귀 ", What.BACK),
        ("sos", What.EMERGENCY),
        ("통신 두절", What.FAULT),
        ("통화 완료", What.CONTACT),
        ("시험", What.TEST),
        ("관심", What.NOTED),
    ],
)
def test_its_words_are_read_however_they_are_spaced(level: str, what: What) -> None:
    told = read(level=level)
    assert isinstance(told, Told)
    assert told.what is what


@pytest.mark.parametrize(
    ("at", "meant"),
    [
        ("2026-03-02 08:10", EIGHT_TEN),
        ("2026-03-02T08:10:00", EIGHT_TEN),
        ("2026-03-01T23:10:00Z", EIGHT_TEN),
        ("2026-03-02T08:10:00+09:00", EIGHT_TEN),
        (int(EIGHT_TEN.timestamp() * 1000), EIGHT_TEN),
        (str(int(EIGHT_TEN.timestamp() * 1000)), EIGHT_TEN),
        # a clock that is a little ahead
        ("2026-03-02 09:08", NOW),
    ],
)
def test_moments_are_read_in_the_zone_of_the_map(at: object, meant: datetime) -> None:
    told = read(at=at)
    assert isinstance(told, Told)
    assert told.at == meant


@pytest.mark.parametrize(
    "at", ["어제 아침", "", None, "9999-12-31T23:59:59-14:00", "1e400", 10**30]
)
def test_an_alarm_does_not_wait_for_its_moment_but_a_row_of_a_list_does(at: object) -> None:
    told = read(at=at)
    assert isinstance(told, Told)
    assert told.at == NOW
    row = event_of({**ALARM, "at": at}, MAP, NOW, live=False)
    assert isinstance(row, Unread)
    assert row.fault in {Fault.NO_TIME, Fault.STRANGE_TIME}


def test_what_is_still_to_come_lowers_nothing() -> None:
    back = read(level="정상 복귀", at="2026-03-02 18:10")
    assert isinstance(back, Unread)
    assert back.fault is Fault.STRANGE_TIME


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"contract": {}}, Fault.NO_NUMBER),
        ({"contract": None}, Fault.NO_NUMBER),
        ({"contract": {"no": ["1", "2"]}}, Fault.NO_NUMBER),
        ({"contract": {"no": "9" * 65}}, Fault.NO_NUMBER),
        ({"contract": {"no": "---"}}, Fault.NO_NUMBER),
        ({"contract": {"no": "410101-2345678"}}, Fault.RESIDENT_NUMBER),
        ({"contract": {"no": 4101012345678}}, Fault.RESIDENT_NUMBER),
        ({"level": None}, Fault.NO_WHAT),
        ({"level": "매우 심각"}, Fault.STRANGE_WHAT),
    ],
)
def test_what_does_not_fit_the_map_says_why(fields: dict[str, Any], fault: Fault) -> None:
    unread = read(**fields)
    assert isinstance(unread, Unread)
    assert unread.fault is fault
    assert not holds_resident_number(unread.raw)
    json.loads(unread.raw)  # it can be read anew by a better map


def test_a_resident_number_in_its_words_is_taken_out() -> None:
    told = read(message="보호자 주민번호 410101-2345678, 계약 1234567890123")
    assert isinstance(told, Told)
    assert told.words == "심각 · 보호자 주민번호 [주민등록번호], 계약 1234567890123"
    assert without_resident_numbers("４１０１０１－２３４５６７８") == "[주민등록번호]"


def test_the_same_is_the_same_and_an_incident_that_ends_is_another() -> None:
    assert read() == read()
    named = [read(event_id=7, level=level) for level in ("심각", "정상 복귀", "심각")]
    assert named[0].key == named[2].key != named[1].key
    assert read(event_id=7, message="다시").key == named[0].key


def test_a_body_holds_one_message_or_a_list_of_them() -> None:
    one = json.dumps(ALARM).encode()
    several = json.dumps({"data": {"items": [ALARM, {**ALARM, "level": "SOS"}]}}).encode()
    assert [type(each) for each in events_of(one, MAP, NOW)] == [Told]
    assert [type(each) for each in events_of(several, MAP, NOW)] == [Told, Told]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"\xff\xfe\x00\x81", Fault.NOT_TEXT),
        (b"{\x00}", Fault.NOT_TEXT),
        (b"level=severe", Fault.NOT_JSON),
        (b"[" * 100_000, Fault.NOT_JSON),
        (b"", Fault.NOT_JSON),
        (b"[]", Fault.NO_EVENTS),
        (b'["alarm"]', Fault.NO_EVENTS),
        (b'"alarm"', Fault.NO_EVENTS),
        (b'{"data": {"items": []}}', Fault.NO_EVENTS),
        (json.dumps([ALARM] * (decide.EVENTS + 1)).encode(), Fault.TOO_MANY),
    ],
)
def test_a_body_that_is_no_message_is_kept_for_a_person(body: bytes, fault: Fault) -> None:
    (unread,) = events_of(body, MAP, NOW)
    assert isinstance(unread, Unread)
    assert unread.fault is fault


def test_korean_of_an_old_server_is_read() -> None:
    body = json.dumps(ALARM, ensure_ascii=False).encode("cp949")
    (told,) = events_of(body, MAP, NOW)
    assert isinstance(told, Told)
    assert told.words == "심각 · 24시간 전기 사용 없음"


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("contract", "level", "at"), anything)))
def test_nothing_that_is_sent_raises(fields: dict[str, Any]) -> None:
    for body in (fields, {"data": {"items": [fields]}}):
        for one in events_of(json.dumps(body).encode(), MAP, NOW):
            if isinstance(one, Told):
                assert one.at <= NOW
                one.number.encode()
            one.key.encode()


@given(st.binary(max_size=200))
def test_no_body_raises(body: bytes) -> None:
    for one in events_of(body, MAP, NOW):
        assert isinstance(one, Unread)
        one.raw.encode()


@pytest.mark.parametrize(
    "written", ["031-2345-678", " 0312 345 678", "０３１２３４５６７８", "0312345678\u200b"]
)
def test_numbers_are_compared_without_what_people_write_differently(written: str) -> None:
    assert normal(written) == "0312345678"


def test_only_a_file_tells_of_days_ago() -> None:
    told = read(at="2026-02-26 08:10")
    assert isinstance(told, Told)
    assert is_old(told, How.FILE, NOW)
    assert not is_old(told, How.WEBHOOK, NOW)
    fresh = read()
    assert isinstance(fresh, Told)
    assert not is_old(fresh, How.FILE, NOW + timedelta(days=2))


def test_what_nobody_could_read_may_be_an_alarm() -> None:
    assert [what for what in (None, *What) if is_pressing(what)] == [
        None,
        What.ALARM,
        What.EMERGENCY,
    ]


def test_the_map_in_the_manual_is_one() -> None:
    manual = Path(__file__).resolve().parents[2] / "docs" / "vendors.md"
    text = manual.read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    by = parse(example, "docs/vendors.md")
    assert set(by.means.values()) == set(What)
    body = {
        "contract": {"no": "0312345678"},
        "level": "시험",
        "occurred_at": "2026-03-02T08:10+09:00",
    }
    (told,) = events_of(json.dumps(body).encode(), by, NOW)
    assert isinstance(told, Told)
    assert (told.what, told.at) == (What.TEST, EIGHT_TEN)


def refusal(text: str) -> str:
    with pytest.raises(PolicyError) as refused:
        parse(text, "deundeun.toml")
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "where", "why"),
    [
        ('"심각" = "alarm"', '"심각" = "alarms"', "line 16", "alarm"),
        ('zone = "Asia/Seoul"', 'zone = "Asia/Gimcheon"', "line 12", "IANA"),
        ('what = ["level", "구분"]', "", "line 4", "Field required"),
        ('"주의" = "alarm"', '" SOS " = "alarm"', "line 1", "differ in case or spaces"),
        ('title = "든든e살핌"', 'titel = "든든e살핌"', "line 1", "Extra inputs"),
        ("[what]", "[what", "deundeun.toml", "line 15"),
    ],
)
def test_a_map_that_does_not_fit_is_refused_with_line_and_reason(
    old: str, new: str, where: str, why: str
) -> None:
    told = refusal(DEUNDEUN.replace(old, new))
    assert where in told
    assert why in told


def test_a_map_that_is_no_map_is_refused() -> None:
    assert "64 KiB" in refusal("#" * 70_000)
    assert "title" in refusal("")
