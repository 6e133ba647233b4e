"""Importing a file: all of it or nothing, safely again, matched to whom it means."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from foundation import limits
from foundation.database import Database
from residents import service
from residents.importing.applying import Origin, PlanHasProblemsError, apply
from residents.importing.checking import ImportPlan
from residents.importing.service import SEOUL, Report, Upload, import_file, import_upload
from residents.importing.sheet import Problem, SheetKind
from residents.model import (
    Allowed,
    Basis,
    ChannelName,
    Device,
    HelperRole,
    Kind,
    Language,
    LifeState,
    Paper,
    Purpose,
    Resident,
    Tier,
    parse_phone,
)
from tests.residents.people import grandmother, village_head
from tests.residents.statements import statements

RESIDENTS, HELPERS, STAFF = SheetKind
HEADER = (
    "관리번호,이름,출생연도,읍면동,주소,세대번호,전화,전화2,위험단계,"
    "동의(수집),동의(봉사자 제공),동의일,보호자 이름,보호자 관계,보호자 전화"
)
LIST = f"""\
{HEADER}
1,김순자,1941,지좌동,감천로 12,가-1,010-2123-5678,,중,O,O,2026-01-02,이영희,딸,010-3333-4444
2,이복남,1938,지좌동,감천로 12,가-1,010-2234-5678,054-420-6114,고,O,X,2026-01-02,,,
3,최말순,1952,남면,,,,,저,,,,,,
"""


def imported(
    database: Database, content: str, kind: SheetKind = RESIDENTS, *, by: str = "staff:01KIM"
) -> Report:
    upload = Upload("명단.csv", content.encode())
    return import_upload(database, upload, kind, apply=True, by=by)


def counts(report: Report) -> tuple[int, int, int]:
    assert not report.problems, report.problems
    return report.new, report.changed, report.unchanged


def people(database: Database) -> dict[str, Resident]:
    with database.read() as uow:
        found = service.residents_in(uow, ["jijwa-dong", "nam-myeon"])
    return {one.name: one for one in found}


def test_a_list_becomes_people(database: Database) -> None:
    assert counts(imported(database, LIST)) == (3, 0, 0)
    found = people(database)
    kim, lee, choi = found["김순자"], found["이복남"], found["최말순"]
    assert (kim.birth_year, kim.tier, kim.address) == (1941, Tier.MEDIUM, "감천로 12")
    assert lee.phones == (parse_phone("010-2234-5678"), parse_phone("054-420-6114"))
    assert lee.devices == {Device.MOBILE, Device.LANDLINE}
    assert kim.household_id == lee.household_id
    assert (kim.lives_alone, choi.lives_alone) == (False, True)
    assert (kim.state, choi.state) == (LifeState.CONSENTED, LifeState.PROPOSED)
    with database.read() as uow:
        (daughter,) = service.contacts_of(uow, kim.id)
        assert (daughter.name, daughter.relation) == ("이영희", "딸")
        allowed = service.consent_allows(uow, kim.ref, Purpose.HELPERS)
        assert isinstance(allowed, Allowed)
        midnight = datetime(2026, 1, 1, 15, tzinfo=UTC)
        assert (allowed.consent.given_at, allowed.consent.taken_by) == (midnight, "staff:01KIM")
        assert not service.helpers_may_know(uow, lee.ref)
        assert service.person_at(uow, ChannelName.CALL, "054-420-6114") == lee.ref


def test_importing_again_changes_nothing(database: Database) -> None:
    imported(database, LIST)
    before = people(database)
    assert counts(imported(database, LIST)) == (0, 0, 3)
    assert people(database) == before


def test_again_in_another_order_and_format_changes_nothing(database: Database) -> None:
    imported(database, LIST)
    header, *rows = LIST.splitlines()
    shuffled = "\n".join([header, *reversed(rows)]).replace(",", "\t")
    upload = Upload("명단.txt", shuffled.encode("utf-16"))
    assert counts(import_upload(database, upload, RESIDENTS, apply=True)) == (0, 0, 3)


def test_looking_first_writes_nothing(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "명단.csv"
    file.write_text(LIST, encoding="cp949")
    report = import_file(database, file, RESIDENTS, apply=False)
    assert (report.applied, counts(report)) == (False, (3, 0, 0))
    assert people(database) == {}
    report = import_file(database, file, RESIDENTS, apply=True)
    assert (report.applied, counts(report)) == (True, (3, 0, 0))
    assert len(people(database)) == 3


def test_one_bad_row_stops_everything(database: Database) -> None:
    report = imported(database, LIST.replace("010-2234-5678", "010-2234-567"))
    assert not report.applied
    assert report.problems == (Problem("import.problem.phone.too_short", 3, "전화"),)
    assert people(database) == {}


def test_a_changed_row_changes_only_what_it_holds(database: Database) -> None:
    imported(database, LIST)
    before = people(database)["김순자"]
    with database.write() as uow:
        park = village_head(uow).ref
        service.change_resident(uow, before.id, notes="오후에 전화", named_checker=park)
    old, new = "감천로 12,가-1,010-2123-5678,,중", ",가-1,010-9999-0000,,고"
    changed = LIST.replace(old, new)
    assert counts(imported(database, changed)) == (0, 1, 2)
    after = people(database)["김순자"]
    assert after == replace(
        before,
        phones=(parse_phone("010-9999-0000"),),
        tier=Tier.HIGH,
        notes="오후에 전화",
        named_checker=park,
    )
    with database.read() as uow:
        assert len(service.contacts_of(uow, before.id)) == 1
        assert len(service.consents_of(uow, before.ref)) == 2
    assert counts(imported(database, changed)) == (0, 0, 3)


def test_each_number_replaces_the_one_in_its_place(database: Database) -> None:
    imported(database, LIST)
    imported(database, LIST.replace("010-2234-5678,054-420-6114", ",054-420-7777"))
    assert people(database)["이복남"].phones == (
        parse_phone("010-2234-5678"),
        parse_phone("054-420-7777"),
    )


def test_a_change_made_in_the_console_is_not_undone_by_the_old_list(database: Database) -> None:
    imported(database, LIST)
    one = people(database)["김순자"]
    with database.write() as uow:
        service.change_resident(uow, one.id, phones=(parse_phone("010-9999-0000"),))
    assert counts(imported(database, LIST)) == (0, 0, 3)
    assert people(database)["김순자"].phones == (parse_phone("010-9999-0000"),)


def test_somebody_registered_by_hand_is_recognised(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(
            uow, phones=(parse_phone("010-2123-5678"),), state=LifeState.PROPOSED, consents=()
        )
    assert counts(imported(database, LIST)) == (2, 1, 0)
    with database.read() as uow:
        after = service.resident(uow, one.id)
        assert service.find_by_key(uow, Kind.RESIDENT, "1") == one.ref
    assert after.state is LifeState.CONSENTED
    assert after.address == "감천로 12"
    assert counts(imported(database, LIST)) == (0, 0, 3)


def test_a_list_changes_how_fast_she_is_spoken_to_and_an_empty_cell_leaves_it(
    database: Database,
) -> None:
    imported(database, LIST)
    slow = LIST.replace(HEADER, f"{HEADER},말 빠르기").replace("3333-4444\n", "3333-4444,느리게\n")
    assert counts(imported(database, slow)) == (0, 1, 2)
    rates = {name: one.speaking_rate for name, one in people(database).items()}
    assert rates == {"김순자": 70, "이복남": 85, "최말순": 85}
    imported(database, LIST.replace("감천로 12,가-1,010-2123", "감천로 14,가-1,010-2123"))
    assert people(database)["김순자"].speaking_rate == 70


def test_a_refusal_in_the_list_withdraws_consent(database: Database) -> None:
    imported(database, LIST)
    one = people(database)["김순자"]
    refused = LIST.replace("중,O,O,2026", "중,O,X,2026")
    assert counts(imported(database, refused)) == (0, 1, 2)
    with database.read() as uow:
        assert not service.helpers_may_know(uow, one.ref)
        assert isinstance(service.consent_allows(uow, one.ref, Purpose.COLLECTION), Allowed)


def test_a_list_takes_people_further_but_never_back(database: Database) -> None:
    header = "이름,출생연도,읍면동,전화,위험단계,상태,동의(수집)\n"
    row = "김순자,1941,지좌동,010-2123-5678,중,{},법령\n"
    imported(database, header + row.format("동의"))
    assert people(database)["김순자"].state is LifeState.CONSENTED
    imported(database, header + row.format("진행"))
    assert people(database)["김순자"].state is LifeState.ACTIVE
    imported(database, header + row.format("제안"))
    one = people(database)["김순자"]
    assert one.state is LifeState.ACTIVE
    with database.read() as uow:
        assert {known.basis for known in service.consents_of(uow, one.ref)} == {Basis.STATUTE}


def test_a_contact_who_refused_is_not_added_again(database: Database) -> None:
    imported(database, LIST)
    one = people(database)["김순자"]
    with database.write() as uow:
        (daughter,) = service.contacts_of(uow, one.id)
        service.mark_refused(uow, daughter.id)
    imported(database, LIST.replace("1941", "1942"))
    with database.read() as uow:
        assert service.contacts_of(uow, one.id) == ()


def test_who_was_erased_is_a_new_person(database: Database) -> None:
    imported(database, LIST)
    one = people(database)["김순자"]
    with database.write() as uow:
        service.erase(uow, one.ref)
    assert counts(imported(database, LIST)) == (1, 0, 2)
    assert people(database)["김순자"].id != one.id


HELPER_LIST = """\
관리번호,이름,역할,읍면동,전화,야간,최대인원,위촉일,위촉만료일,서약,교육,보험
H1,박이장,이통장,지좌동,010-5555-6666,O,5,2025-01-01,2026-12-31,O,O,O
H2,정대원,행복기동대,남면,010-5555-7777,,,,,,,
"""


def test_helpers_come_from_a_list(database: Database) -> None:
    assert counts(imported(database, HELPER_LIST, HELPERS)) == (2, 0, 0)
    assert counts(imported(database, HELPER_LIST, HELPERS)) == (0, 0, 2)
    with database.read() as uow:
        (ready,) = service.helpers_in(uow, "jijwa-dong")
        assert (ready.max_load, ready.nights) == (5, True)
        assert service.helpers_in(uow, "nam-myeon") == ()
        assert service.helper(uow, ready.ref).name == "박이장"
        (waiting,) = service.active_helpers(uow, ["nam-myeon"])
    full = "010-5555-7777,O,,2026-01-01,2027-12-31,O,,O"
    papers = HELPER_LIST.replace("010-5555-7777,,,,,,,", full)
    assert counts(imported(database, papers, HELPERS)) == (0, 1, 1)
    with database.read() as uow:
        after = service.helper(uow, waiting.id)
    assert after == replace(
        waiting,
        nights=True,
        appointed_from=date(2026, 1, 1),
        appointed_until=date(2027, 12, 31),
        papers=frozenset({Paper.OATH, Paper.INSURANCE}),
    )


def test_every_cell_that_is_filled_is_taken_over(database: Database) -> None:
    header = "이름,출생연도,읍면동,전화,위험단계,언어,기기,동거인수,메모\n"
    imported(database, header + "김순자,1941,지좌동,010-2123-5678,중,,,,\n")
    before = people(database)["김순자"]
    filled = "김순자,1941,지좌동,010-2123-5678,중,베트남어,텔레그램,1,오후에 전화\n"
    assert counts(imported(database, header + filled)) == (0, 1, 0)
    assert people(database)["김순자"] == replace(
        before,
        language=Language.vi,
        devices=frozenset({Device.SMARTPHONE_TELEGRAM}),
        lives_alone=False,
        notes="오후에 전화",
    )
    header = "이름,역할,읍면동,전화,언어,연락방법,최대인원,소속\n"
    imported(database, header + "박이장,이장,지좌동,010-5555-6666,,,,\n", HELPERS)
    with database.read() as uow:
        (helper,) = service.active_helpers(uow, ["jijwa-dong"])
    filled = "박이장,행복기동대,지좌동,010-5555-6666,영어,문자,7,통장협의회\n"
    assert counts(imported(database, header + filled, HELPERS)) == (0, 1, 0)
    with database.read() as uow:
        assert service.helper(uow, helper.id) == replace(
            helper,
            role=HelperRole.HAPPINESS_CORPS,
            language=Language.en,
            prefers=ChannelName.SMS,
            max_load=7,
            organisation="통장협의회",
        )


STAFF_LIST = """\
관리번호,이름,역할,읍면동,전화,대직자 관리번호,당직
S1,김담당,담당자,"지좌동, 대곡동",054-420-6001,S2,
S2,이대직,담당자,남면,054-420-6002,S1,O
S3,박팀장,팀장,,054-420-6003,,
"""


def test_employees_and_their_deputies_come_from_a_list(database: Database) -> None:
    assert counts(imported(database, STAFF_LIST, STAFF)) == (3, 0, 0)
    with database.read() as uow:
        (kim,) = service.officers_of(uow, "daegok-dong")
        (lee,) = service.officers_of(uow, "nam-myeon")
        assert (kim.deputy, lee.deputy) == (lee.ref, kim.ref)
        assert kim.districts == {"jijwa-dong", "daegok-dong"}
        assert service.on_duty(uow) == (lee,)
        (lead,) = service.leads(uow)
    changed = STAFF_LIST.replace('"지좌동, 대곡동"', "대곡동").replace("S2,\n", "S3,O\n")
    assert counts(imported(database, changed, STAFF)) == (0, 1, 2)
    with database.read() as uow:
        assert service.staff(uow, kim.id).deputy == lead.ref
        assert service.staff(uow, kim.id).duty
        assert service.staff(uow, kim.id).districts == {"daegok-dong"}


def test_every_person_imported_is_in_the_access_log(database: Database) -> None:
    imported(database, LIST)
    imported(database, LIST.replace("1941", "1942"))
    one = people(database)["김순자"]
    with database.read() as uow:
        assert service.verify_access_log(uow) == 4
        long_ago = datetime(2026, 1, 1, tzinfo=UTC)
        lines = service.accesses_to(uow, one.ref, long_ago)
    assert [(line.who, line.what) for line in lines] == [
        ("staff:01KIM", "import_changed"),
        ("staff:01KIM", "import_new"),
    ]


def test_a_plan_with_problems_is_not_carried_out(sqlite_database: Database) -> None:
    plan = ImportPlan(RESIDENTS, problems=(Problem("import.problem.required", 2, "이름"),))
    with (
        sqlite_database.write() as uow,
        pytest.raises(PlanHasProblemsError, match="1 problems must be mended"),
    ):
        apply(uow, plan, Origin("0" * 64, "staff:01KIM", SEOUL))


def test_a_file_too_big_is_not_even_read(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "명단.csv"
    file.write_text(LIST)
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    report = import_file(sqlite_database, file, RESIDENTS, apply=True)
    assert report.problems == (Problem("import.problem.file_big"),)


def test_a_city_sized_list_takes_few_statements_for_each_person(
    database: Database,
) -> None:
    rows = [
        f"{number},김순자,1941,지좌동,감천로 {number},,010-3000-{number:04d},,중,O,O,,,,"
        for number in range(300)
    ]
    everybody = "\n".join([HEADER, *rows])
    with statements() as seen:
        assert counts(imported(database, everybody)) == (300, 0, 0)
    assert len(seen) < 4 * 300
    with statements() as seen:
        assert counts(imported(database, everybody)) == (0, 0, 300)
    assert len(seen) < 20
