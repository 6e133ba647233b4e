"""Lists that vendors send: each row a message, each file once, nothing lost."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from foundation.unit_of_work import UnitOfWork
from signals.model import SignalKind
from tests.vendors.maps import NAME
from tests.vendors.vendor_world import NUMBER, VendorWorld
from vendors import drop, service
from vendors.model import Fault, FileReport, RowOutcome, State, Told, Unread
from vendors.service import files, taking

pytestmark = pytest.mark.anyio

HEADINGS = "계약번호,구분,발생일시,내용"
LIST = f"""{HEADINGS}
031-2345-678,심각,2026-03-02 08:10,"24시간, 전기 사용 없음"
0399999999,심각,2026-03-02 08:20,
031-2345-678,매우 심각,2026-03-02 08:30,
031-2345-678,심각,2026-02-20 08:10,지난달
031-2345-678,시험,2026-03-02 08:40,
031-2345-678,심각,어제,
,심각,2026-03-02 08:50,번호 없음
"""
OUTCOMES = (
    RowOutcome(2, State.TOLD),
    RowOutcome(3, State.UNKNOWN, Fault.NOBODY),
    RowOutcome(4, State.UNREADABLE, Fault.STRANGE_WHAT),
    RowOutcome(5, State.OLD),
    RowOutcome(6, State.QUIET),
    RowOutcome(7, State.UNREADABLE, Fault.STRANGE_TIME),
    RowOutcome(8, State.UNREADABLE, Fault.NO_NUMBER),
)


def takes(city: VendorWorld, data: bytes, name: str = "list.csv") -> FileReport:
    return service.import_file(city.service.database, NAME, data, name)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
async def test_each_row_is_a_message_and_one_that_is_refused_holds_up_no_other(
    city: VendorWorld, codec: str
) -> None:
    her = city.her()
    assert takes(city, LIST.encode(codec)).rows == OUTCOMES
    (alarm,) = city.heard(her)
    assert (alarm.kind, alarm.words) == (SignalKind.VENDOR_ALARM, "24시간, 전기 사용 없음")
    assert [(one.line, one.fault) for one in city.waiting()] == [
        (3, Fault.NOBODY),
        (4, Fault.STRANGE_WHAT),
        (7, Fault.STRANGE_TIME),
        (8, Fault.NO_NUMBER),
    ]


async def test_the_same_file_is_imported_once_and_known_rows_of_another_change_nothing(
    city: VendorWorld,
) -> None:
    her = city.her()
    takes(city, LIST.encode())
    assert takes(city, LIST.encode()) == FileReport(repeated=True)
    longer = takes(city, f"{LIST}031-2345-678,SOS,2026-03-02 08:55,\n".encode())
    assert [row.state for row in longer.rows] == [State.KNOWN] * 7 + [State.TOLD]
    assert len(city.heard(her)) == 2
    assert len(city.waiting()) == 4


async def test_a_crash_halfway_is_made_good_by_the_next_try(
    city: VendorWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    her = city.her()
    monkeypatch.setattr(files, "ROWS_AT_ONCE", 2)
    take, taken = taking.take, 0

    def crashes(uow: UnitOfWork, arrival: taking.Arrival, one: Told | Unread) -> RowOutcome:
        nonlocal taken
        taken += 1
        if taken == 4:
            raise OperationalError("", {}, Exception())
        return take(uow, arrival, one)

    monkeypatch.setattr(taking, "take", crashes)
    with pytest.raises(OperationalError):
        takes(city, LIST.encode())
    again = takes(city, LIST.encode())
    assert [row.state for row in again.rows][:3] == [State.KNOWN, State.KNOWN, State.UNREADABLE]
    assert (len(city.heard(her)), len(city.waiting())) == (1, 4)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "import.problem.file_empty"),
        (b"\x81\xff\xff", "import.problem.file_encoding"),
        (f'{HEADINGS}\n1,"심각'.encode(), "import.problem.file_broken"),
        (HEADINGS.encode(), "import.problem.file_empty"),
    ],
)
async def test_a_file_that_is_no_list_is_refused(
    city: VendorWorld, data: bytes, problem: str
) -> None:
    assert takes(city, data) == FileReport(problem=problem)


async def test_a_vendor_that_does_not_exist_has_no_lists(city: VendorWorld) -> None:
    with pytest.raises(service.UnknownVendorError):
        service.import_file(city.service.database, "nobody", LIST.encode(), "list.csv")


# ------------------------------------------------------------------------------- the folder


def put(city: VendorWorld, data: bytes, name: str = "list.csv", vendor: str = NAME) -> Path:
    file = city.folder / vendor / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    return file


async def looks(city: VendorWorld, times: int = 1) -> None:
    for _ in range(times):
        await city.works()
        city.clock.advance(drop.EVERY)


async def test_a_file_in_the_folder_is_taken_once_it_has_stopped_growing(
    city: VendorWorld,
) -> None:
    her = city.her()
    file = put(city, LIST.encode("cp949")[:60])
    await looks(city)
    file.write_bytes(LIST.encode("cp949"))
    os.utime(file, ns=(1, 1))
    await looks(city)
    assert city.heard(her) == []
    await looks(city, 2)
    assert city.case(her) is not None
    assert not file.exists()
    kept = sorted(one.name for one in (city.folder / NAME / "done").iterdir())
    assert [name.partition("-")[2] for name in kept] == ["list.csv", "list.csv.result.csv"]
    result = (city.folder / NAME / "done" / kept[1]).read_text(encoding="utf-8-sig")
    assert result.splitlines() == [
        "2,전해 드림,",
        "3,어느 분의 것인지 확인 필요,이 번호로 등록된 분이 없음",
        "4,읽어 보아야 함,대응표에 없는 말",
        "5,지난 일이라 적어만 둠,",
        "6,적어 둠,",
        "7,읽어 보아야 함,때를 읽을 수 없거나 아직 오지 않은 때",
        "8,읽어 보아야 함,기기·계약 번호가 없음",
    ]


async def test_the_folder_is_looked_at_every_ten_seconds_at_most(city: VendorWorld) -> None:
    her = city.her()
    put(city, LIST.encode())
    for _ in range(3):
        await city.works()
        city.clock.advance(timedelta(seconds=1))
    assert city.heard(her) == []


async def test_what_cannot_be_read_is_put_aside_and_waits_for_an_official(
    city: VendorWorld,
) -> None:
    put(city, b"\x81\xff\xff")
    await looks(city, 2)
    assert [one.fault for one in city.waiting()] == [Fault.NOT_A_LIST]
    refused = sorted(one.name for one in (city.folder / NAME / "refused").iterdir())
    assert len(refused) == 2


async def test_folders_of_nobody_and_other_files_stay_as_they_are(city: VendorWorld) -> None:
    her = city.her()
    stay = [
        put(city, LIST.encode(), vendor="nobody"),
        put(city, LIST.encode(), vendor="Not A Vendor"),
        put(city, LIST.encode(), name="list.csv.part"),
    ]
    outside = city.folder.parent / "outside.csv"
    outside.write_bytes(LIST.encode())
    (city.folder / NAME / "link.csv").symlink_to(outside)
    await looks(city, 3)
    assert all(file.exists() for file in stay)
    assert (outside.exists(), city.heard(her)) == (True, [])


async def test_a_folder_that_is_away_holds_up_nobody(city: VendorWorld) -> None:
    her = city.her()
    (city.folder / NAME).rmdir()
    city.folder.rmdir()
    await city.posts({"contract": {"no": NUMBER}, "level": "SOS", "at": "2026-03-02 08:55"})
    await looks(city, 2)
    assert city.case(her) is not None


async def test_a_file_beyond_the_limit_is_not_read(
    city: VendorWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foundation.limits.FILE_BYTES", 100)
    put(city, LIST.encode())
    await looks(city, 2)
    (waits,) = city.waiting()
    assert (waits.what, waits.fault) == (None, Fault.NOT_A_LIST)
