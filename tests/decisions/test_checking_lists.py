"""Lists checked cell by cell: who is new, who changed, what has to be mended and where."""

from collections.abc import Iterable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from residents.importing.checking import ImportPlan, check
from residents.importing.columns import COLUMNS, template
from residents.importing.entries import ConsentMark, Today
from residents.importing.reading import read
from residents.importing.sheet import Problem, SheetKind, Table
from residents.model import (
    Basis,
    ChannelName,
    Device,
    HelperRole,
    Language,
    LifeState,
    NewContact,
    NewHelper,
    NewResident,
    NewStaff,
    Paper,
    Purpose,
    Ref,
    StaffRole,
    Tier,
    parse_phone,
    speaking,
)

TODAY = Today(date(2026, 3, 2), ZoneInfo("Asia/Seoul"))
RESIDENTS, HELPERS, STAFF = SheetKind
GOOD = {
    RESIDENTS: {
        "이름": "김순자",
        "출생연도": "1941",
        "읍면동": "지좌동",
        "전화": "010-1234-5678",
        "위험단계": "중",
    },
    HELPERS: {"이름": "박이장", "역할": "이장", "읍면동": "지좌동", "전화": "010-2345-6789"},
    STAFF: {"이름": "김담당", "역할": "담당자", "읍면동": "지좌동", "전화": "054-420-6114"},
}


class FakeRegistry:
    """A registry with these keys and these contents."""

    def __init__(
        self, keys: Mapping[str, Ref] | None = None, contents: Mapping[Ref, str] | None = None
    ) -> None:
        self.keys, self.contents = keys or {}, contents or {}

    def find(self, keys: Iterable[str]) -> Mapping[str, Ref]:
        return {key: self.keys[key] for key in keys if key in self.keys}

    def unchanged(self, contents: Mapping[Ref, str]) -> frozenset[Ref]:
        return frozenset(ref for ref in contents if self.contents.get(ref) == contents[ref])


def table(*lines: Mapping[str, str]) -> Table:
    header = list(dict.fromkeys(word for line in lines for word in line))
    text = "\n".join(
        ",".join(f'"{cell}"' for cell in cells)
        for cells in [header, *([line.get(word, "") for word in header] for line in lines)]
    )
    found = read(text.encode(), "a.csv")
    assert isinstance(found, Table)
    return found


def plan(
    kind: SheetKind, *lines: dict[str, str], registry: FakeRegistry | None = None
) -> ImportPlan:
    """Check a list whose rows are the good one with these cells changed."""
    rows = table(*(GOOD[kind] | line for line in lines))
    return check(rows, kind, registry or FakeRegistry(), TODAY)


def problems(kind: SheetKind, *lines: dict[str, str]) -> list[tuple[int, str, str]]:
    return [
        (problem.row, problem.column, problem.key.removeprefix("import.problem."))
        for problem in plan(kind, *lines).problems
    ]


def test_the_least_a_resident_needs() -> None:
    made = plan(RESIDENTS, {})
    assert not made.problems
    (entry,) = made.new
    assert entry.row == 2
    assert entry.person == NewResident(
        name="김순자",
        birth_year=1941,
        tier=Tier.MEDIUM,
        district="jijwa-dong",
        phones=(parse_phone("010-1234-5678"),),
        devices=frozenset({Device.MOBILE}),
    )


FULL = {
    "관리번호": "지좌-0001",
    "읍면동": "김천시 지좌동",
    "주소": "김천시 감천로 12",
    "세대번호": "12",
    "동거인수": "1",
    "전화2": "054)420-6114",
    "위험단계": "고위험",
    "언어": "베트남어",
    "말 빠르기": "느리게",
    "기기": "스마트폰, 링크 연습",
    "상태": "진행",
    "동의(수집)": "법령",
    "동의(봉사자 제공)": "O",
    "동의 (플러그)": "x",
    "동의(국외 텔레그램)": "2025.6.1",
    "동의일": "2026년 1월 2일",
    "동의서판": "2026-1",
    "보호자 이름": "이영희",
    "보호자 관계": "딸",
    "보호자 전화": "010-3333-4444",
    "보호자2 이름": "최집주",
    "보호자2 전화": "010-4444-5555",
    "보호자2 열쇠": "O",
    "비고": "귀가 어두우심",
}


def test_a_full_row_is_understood() -> None:
    made = plan(RESIDENTS, FULL)
    assert not made.problems
    (entry,) = made.new
    assert entry.person == NewResident(
        name="김순자",
        birth_year=1941,
        tier=Tier.HIGH,
        district="jijwa-dong",
        address="김천시 감천로 12",
        phones=(parse_phone("010-1234-5678"), parse_phone("054-420-6114")),
        language=Language.vi,
        speaking_rate=speaking.SLOW,
        devices=frozenset({Device.SMARTPHONE_TELEGRAM, Device.PRACTISED_LINKS}),
        others=1,
        state=LifeState.ACTIVE,
        notes="귀가 어두우심",
        external_key="지좌-0001",
    )
    then, text = date(2026, 1, 2), "2026-1"
    assert set(entry.consents) == {
        ConsentMark(Purpose.COLLECTION, Basis.STATUTE, then, text),
        ConsentMark(Purpose.HELPERS, Basis.CONSENT, then, text),
        ConsentMark(Purpose.PLUG, None, then, text),
        ConsentMark(Purpose.OVERSEAS_TELEGRAM, Basis.CONSENT, date(2025, 6, 1), text),
    }
    assert entry.contacts == (
        NewContact("이영희", "딸", parse_phone("010-3333-4444")),
        NewContact("최집주", "", parse_phone("010-4444-5555"), keyholder=True),
    )
    assert entry.household == "12"


@pytest.mark.parametrize(
    ("cell", "rate"),
    [
        ("", 85),
        ("보통", 85),
        ("느리게", 70),
        ("천천히", 70),
        ("빠르게", 100),
        ("80", 80),
        ("75 %", 75),
    ],
)
def test_how_fast_she_is_spoken_to_is_a_word_or_a_percentage(cell: str, rate: int) -> None:
    made = plan(RESIDENTS, {"말 빠르기": cell})
    assert not made.problems
    (entry,) = made.new
    assert isinstance(entry.person, NewResident)
    assert entry.person.speaking_rate == rate


def test_helpers_and_employees_are_understood() -> None:
    (helper,) = plan(
        HELPERS,
        {
            "연락방법": "문자",
            "야간": "O",
            "최대인원": "5",
            "소속": "지좌동 통장협의회",
            "위촉일": "2025-01-01",
            "위촉만료일": "20261231",
            "서약": "O",
            "교육": "예",
            "보험": "X",
        },
    ).new
    assert helper.person == NewHelper(
        name="박이장",
        role=HelperRole.VILLAGE_HEAD,
        district="jijwa-dong",
        phone=parse_phone("010-2345-6789"),
        nights=True,
        max_load=5,
        prefers=ChannelName.SMS,
        organisation="지좌동 통장협의회",
        appointed_from=date(2025, 1, 1),
        appointed_until=date(2026, 12, 31),
        papers=frozenset({Paper.OATH, Paper.TRAINING}),
    )
    (employee,) = plan(STAFF, {"읍면동": "지좌동, 대곡동", "역할": "팀장", "당직": "O"}).new
    assert employee.person == NewStaff(
        name="김담당",
        role=StaffRole.LEAD,
        phone=parse_phone("054-420-6114"),
        districts=frozenset({"jijwa-dong", "daegok-dong"}),
        duty=True,
    )


@pytest.mark.parametrize(
    ("kind", "cells", "column", "key"),
    [
        (RESIDENTS, {"이름": ""}, "이름", "required"),
        (RESIDENTS, {"이름": "가" * 61}, "이름", "text.too_long"),
        (RESIDENTS, {"비고": "주민번호 410203-2345678"}, "메모", "text.resident_number"),
        (RESIDENTS, {"전화": "4102032345678"}, "전화", "text.resident_number"),
        (RESIDENTS, {"출생연도": "41"}, "출생연도", "birth_year"),
        (RESIDENTS, {"출생연도": "1941-02-03"}, "출생연도", "birth_year"),
        (RESIDENTS, {"출생연도": "2027"}, "출생연도", "birth_year"),
        (RESIDENTS, {"읍면동": "대구"}, "읍면동", "district"),
        (RESIDENTS, {"읍면동": "지죄동"}, "읍면동", "district_close"),
        (RESIDENTS, {"위험단계": "상"}, "위험단계", "choice"),
        (RESIDENTS, {"언어": "일본어"}, "언어", "choice"),
        (RESIDENTS, {"기기": "휴대전화, 삐삐"}, "기기", "choice"),
        (RESIDENTS, {"전화": "010-1234-567"}, "전화", "phone.too_short"),
        (RESIDENTS, {"전화2": "없음"}, "전화2", "phone.letters"),
        (RESIDENTS, {"말 빠르기": "50%"}, "말 빠르기", "number"),
        (RESIDENTS, {"말 빠르기": "적당히"}, "말 빠르기", "choice"),
        (RESIDENTS, {"동거인수": "많음"}, "동거인수", "number"),
        (RESIDENTS, {"동거인수": "21"}, "동거인수", "number"),
        (RESIDENTS, {"상태": "진행"}, "상태", "state_consent"),
        (RESIDENTS, {"상태": "진행", "동의(수집)": "X"}, "상태", "state_consent"),
        (RESIDENTS, {"동의(수집)": "구두"}, "동의(수집)", "consent"),
        (RESIDENTS, {"동의(수집)": "2026-03-03"}, "동의(수집)", "day_ahead"),
        (RESIDENTS, {"동의일": "2026-13-01"}, "동의일", "day"),
        (RESIDENTS, {"동의일": "2026-03-03"}, "동의일", "day_ahead"),
        (RESIDENTS, {"동의(국외 트윌리오)": "법령"}, "동의(국외 트윌리오)", "consent_statute"),
        (RESIDENTS, {"전화": ""}, "관리번호", "keyless"),
        (RESIDENTS, {"보호자1 이름": "이영희"}, "보호자1 전화", "required"),
        (RESIDENTS, {"보호자1 전화": "010-3333-4444"}, "보호자1 이름", "required"),
        (HELPERS, {"역할": "부녀회장"}, "역할", "choice"),
        (HELPERS, {"전화": ""}, "전화", "required"),
        (HELPERS, {"야간": "가끔"}, "야간", "choice"),
        (HELPERS, {"위촉만료일": "내년"}, "위촉만료일", "day"),
        (STAFF, {"읍면동": "지좌동, 대구동"}, "읍면동", "district_close"),
        (STAFF, {"관리번호": "1", "대직자": "1"}, "대직자 관리번호", "deputy_self"),
        (STAFF, {"대직자": "404"}, "대직자 관리번호", "deputy"),
    ],
)
def test_a_wrong_cell_is_named_with_row_column_and_reason(
    kind: SheetKind, cells: dict[str, str], column: str, key: str
) -> None:
    good = {"이름": "최말순", "전화": "010-9999-0000"}
    empty = dict.fromkeys(["관리번호", "보호자1 이름", "보호자1 전화"], "")
    headers = empty if kind is RESIDENTS else {}
    assert problems(kind, headers | good, headers | cells) == [(3, column, key)]


def test_all_problems_are_found_in_one_go_in_the_order_of_rows() -> None:
    found = problems(
        RESIDENTS,
        {"이름": "", "출생연도": "41", "위험단계": "상"},
        {},
        {"전화": "1588-1234", "읍면동": ""},
    )
    assert [row for row, _, _ in found] == [2, 2, 2, 4, 4]
    assert {key for _, _, key in found} == {
        "required",
        "birth_year",
        "choice",
        "phone.no_person",
    }


def test_a_problem_repeats_nothing_that_was_in_the_cell() -> None:
    made = plan(
        RESIDENTS,
        {"이름": "김순자410203-2345678", "전화": "010-1234-567", "주소": "감천로" * 99},
    )
    assert len(made.problems) == 3
    for problem in made.problems:
        for personal in ("김순자", "1234", "감천로"):
            assert personal not in repr(problem)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["이름,출생연도,읍면동,위험단계,혈액형"], [(1, "혈액형", "header.unknown")]),
        (["이름,성명,출생연도,읍면동,위험단계"], [(1, "성명", "header.twice")]),
        (
            ["명단", "이름,출생연도,위험단계"],
            [(1, "", "header.unknown")]
            + [(1, c.header, "header.missing") for c in COLUMNS[RESIDENTS] if c.required],
        ),
        (["이름,출생연도,위험단계"], [(1, "읍면동", "header.missing")]),
    ],
)
def test_a_wrong_header_is_named_before_any_row(
    lines: list[str], expected: list[tuple[int, str, str]]
) -> None:
    found = read("\n".join([*lines, "x"]).encode(), "a.csv")
    assert isinstance(found, Table)
    made = check(found, RESIDENTS, FakeRegistry(), TODAY)
    assert [
        (p.row, p.column, p.key.removeprefix("import.problem.")) for p in made.problems
    ] == expected


def test_a_list_without_header_does_not_repeat_its_first_person() -> None:
    found = read("김순자,010-1234-5678\n이복남,010-2345-6789\n".encode(), "a.csv")
    assert isinstance(found, Table)
    made = check(found, RESIDENTS, FakeRegistry(), TODAY)
    assert made.problems
    assert not any("김순자" in repr(problem) for problem in made.problems)


def test_a_cell_beside_the_header_is_noticed() -> None:
    text = "이름,출생연도,읍면동,위험단계,주소\n김순자,1941,지좌동,중,감천로,12\n"
    found = read(text.encode(), "a.csv")
    assert isinstance(found, Table)
    made = check(found, RESIDENTS, FakeRegistry(), TODAY)
    assert made.problems == (Problem("import.problem.cells_extra", 2),)


def test_the_same_person_twice_in_a_list_is_noticed() -> None:
    twice = plan(RESIDENTS, {}, {"이름": "이복남"}, {"이름": "김 순자", "전화": "01012345678"})
    assert twice.problems == (Problem("import.problem.repeated", 4, values={"row": "2"}),)
    by_key = plan(RESIDENTS, {"관리번호": "1"}, {"이름": "이복남", "관리번호": "1"})
    assert by_key.problems == (Problem("import.problem.repeated", 3, values={"row": "2"}),)


def test_who_is_known_is_matched_by_number_or_by_name_year_and_phone() -> None:
    (alone,) = plan(RESIDENTS, {}).new
    (numbered,) = plan(RESIDENTS, {"관리번호": "1"}).new
    external = next(key for key in numbered.keys if key not in alone.keys)
    for keys in ({alone.keys[0]: "resident:1"}, {external: "resident:1"}):
        made = plan(RESIDENTS, {"관리번호": "1"}, registry=FakeRegistry(keys))
        assert made.changed == (("resident:1", numbered),)
        known = FakeRegistry(keys, {"resident:1": numbered.content})
        again = plan(RESIDENTS, {"관리번호": "1"}, registry=known)
        assert (again.new, again.changed, again.unchanged) == ((), (), (numbered,))


def test_a_row_that_is_two_registered_people_is_a_conflict() -> None:
    (entry,) = plan(RESIDENTS, {"관리번호": "1"}).new
    two = FakeRegistry({entry.keys[0]: "resident:1", entry.keys[1]: "resident:2"})
    made = plan(RESIDENTS, {"관리번호": "1"}, registry=two)
    assert made.problems == (Problem("import.problem.conflict", 2),)


def test_two_rows_that_are_one_registered_person_are_noticed() -> None:
    (first,) = plan(RESIDENTS, {}).new
    (second,) = plan(RESIDENTS, {"전화": "010-8888-9999"}).new
    one = FakeRegistry({first.keys[0]: "resident:1", second.keys[0]: "resident:1"})
    made = plan(RESIDENTS, {}, {"전화": "010-8888-9999"}, registry=one)
    assert made.problems == (Problem("import.problem.repeated", 3, values={"row": "2"}),)


def test_a_deputy_may_be_in_the_list_or_registered() -> None:
    here = plan(
        STAFF,
        {"관리번호": "1", "대직자": "2"},
        {"관리번호": "2", "이름": "이대직", "대직자": "1"},
    )
    assert not here.problems
    there = FakeRegistry({here.new[0].keys[1]: "staff:1"})
    assert not plan(STAFF, {"이름": "이대직", "대직자": "1"}, registry=there).problems


@pytest.mark.parametrize("kind", list(SheetKind))
def test_the_templates_example_would_be_imported(kind: SheetKind) -> None:
    header, example = template(kind).splitlines()
    found = read(f"{header}\n{example.removeprefix('# ')}\n".encode(), "a.csv")
    assert isinstance(found, Table)
    made = check(found, kind, FakeRegistry(), TODAY)
    assert not made.problems
    assert len(made.new) == 1
