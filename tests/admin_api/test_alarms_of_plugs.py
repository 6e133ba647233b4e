"""Officials see what alarms of plugs turned out to be, and take up what is proposed."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from admin_api.pins import set_pin
from checkins import store as checkin_store
from checkins.model import Rhythm
from checkins.service import Checkins
from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from plugs.model import Device
from residents.model import Resident
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from tasks.model import TaskKind
from tasks.service import open_about
from tests.admin_api.office import (
    MEANS,
    NAME,
    PIN,
    SEOUL,
    Errand,
    accept,
    add_helper,
    add_resident,
    add_staff,
    open_task,
)

pytestmark = pytest.mark.anyio
KEY = {"idempotency-key": "0123456789abcdef"}
DAY = timedelta(days=1)


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """What is decided is decided the same on every engine."""
    return sqlite_database


@pytest.fixture
def her(database: Database) -> Resident:
    with database.write() as uow:
        return add_resident(uow)


def alarmed(
    database: Database,
    her: Resident,
    *,
    turned: str,
    many: int = 3,
    kind: SignalKind = SignalKind.PLUG_QUIET,
) -> None:
    """On each of the last days her home was silent for eight hours; a visitor said what it was."""
    with database.write() as uow:
        for number in range(many):
            at = uow.now - (number + 1) * DAY + timedelta(hours=4)
            begun = at - timedelta(hours=8)
            silence = {"since": begun.isoformat(), "hours": 8.0, "usual": None, "faulty": False}
            found = {"kind": "welfare_visit", "result": turned, "by": "staff:1", "origin": "case:1"}
            _told(uow, her, SignalKind.PLUG_ACTIVE, begun, alone=True)
            _told(uow, her, kind, at, **silence)
            _told(uow, her, SignalKind.TASK_DONE, at + timedelta(hours=1), **found)
            _told(uow, her, SignalKind.PLUG_ACTIVE, at + timedelta(hours=2), alone=True)


def _told(uow: UnitOfWork, her: Resident, what: SignalKind, at: datetime, **data: object) -> None:
    source_id = f"{what}:{her.id}:{at.isoformat()}"
    signals.record(uow, Draft(what, Source.PLUGS, source_id, her.ref, at, data))


def path(her: Resident, change: str) -> str:
    return f"/residents/{her.id}/plug-changes/{change}"


async def test_a_home_without_alarms_has_nothing_to_decide(
    officer: httpx.AsyncClient, her: Resident, kettle: Device
) -> None:
    answer = await officer.get(f"/residents/{her.id}/plug-alarms")
    assert answer.json() == {"needless": 0, "alarms": [], "proposed": []}
    refused = await officer.post(path(her, "hour"), json={"accept": True}, headers=KEY)
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.CONFLICT, "not-proposed")


async def test_alarms_are_listed_with_what_they_turned_out_to_be_and_why_something_may_change(
    officer: httpx.AsyncClient, her: Resident, kettle: Device, database: Database
) -> None:
    alarmed(database, her, turned="seen_well")
    told = (await officer.get(f"/residents/{her.id}/plug-alarms")).json()
    assert [one["turned"] for one in told["alarms"]] == ["at_home"] * 3
    assert told["needless"] == 3
    newest = told["alarms"][0]
    assert (newest["grade"], newest["turned_words"]["ko"]) == ("hard", "댁에 잘 계심")
    silent = [datetime.fromisoformat(newest[key]) for key in ("silent_from", "silent_until")]
    assert silent[1] - silent[0] == timedelta(hours=10)
    [proposed] = told["proposed"]
    assert (proposed["change"], proposed["hard"], proposed["soft"]) == ("second_plug", 3, 0)
    assert proposed["why"]["ko"] == (
        "지난 28일 동안 댁에 잘 계셨는데 여쭌 것이 0번, 찾아뵌 것이 3번. "
        "자주 쓰시는 다른 기기에 플러그를 하나 더 달기."
    )


async def test_a_change_of_place_is_work_for_the_office_once(
    officer: httpx.AsyncClient, her: Resident, kettle: Device, database: Database
) -> None:
    alarmed(database, her, turned="seen_well")
    taken = await officer.post(path(her, "second_plug"), json={"accept": True}, headers=KEY)
    assert taken.status_code == HTTPStatus.OK, taken.text
    again = await officer.post(path(her, "second_plug"), json={"accept": True}, headers=KEY)
    assert again.json() == taken.json()
    with database.read() as uow:
        [task] = open_about(uow, her.ref)
    assert task.new.kind is TaskKind.PLUG_PLACE
    told = (await officer.get(f"/residents/{her.id}/plug-alarms")).json()
    assert told["proposed"] == []


async def test_what_is_left_as_it_is_moves_nothing(
    officer: httpx.AsyncClient, her: Resident, kettle: Device, database: Database
) -> None:
    alarmed(database, her, turned="seen_well")
    left = await officer.post(path(her, "second_plug"), json={"accept": False}, headers=KEY)
    assert left.status_code == HTTPStatus.OK
    with database.read() as uow:
        assert open_about(uow, her.ref) == []
    told = (await officer.get(f"/residents/{her.id}/plug-alarms")).json()
    assert told["proposed"] == []


async def test_whoever_has_no_messenger_is_told_of_absences_by_a_person(
    officer: httpx.AsyncClient, her: Resident, kettle: Device, database: Database
) -> None:
    alarmed(database, her, turned="away")
    await officer.post(path(her, "absences"), json={"accept": True}, headers=KEY)
    with database.read() as uow:
        [task] = open_about(uow, her.ref)
    assert task.new.kind is TaskKind.LESSON


async def test_the_hour_is_a_wish_of_hers_from_then_on(
    officer: httpx.AsyncClient, her: Resident, kettle: Device, database: Database
) -> None:

    with database.write() as uow:
        Checkins(MEANS).act(uow, her.ref)
    alarmed(database, her, turned="seen_well", many=4, kind=SignalKind.PLUG_UNUSUAL)
    told = (await officer.get(f"/residents/{her.id}/plug-alarms")).json()
    assert {one["change"] for one in told["proposed"]} == {"second_plug", "hour"}
    assert told["proposed"][1]["why"]["ko"] == (
        "지난 28일 동안 댁에 잘 계셨는데 여쭌 것이 4번, 찾아뵌 것이 0번. "
        "주로 오후 1시 무렵에 여쭙게 됨. 매일 낮 12시에 먼저 여쭙기."
    )
    await officer.post(path(her, "hour"), json={"accept": True}, headers=KEY)
    with database.read() as uow:
        wishes = checkin_store.wishes_of(uow, her.id)
    assert wishes.rhythm is Rhythm.DAILY
    assert [f"{one:%H:%M}" for one in wishes.times] == ["12:00"]


async def test_months_are_counted_for_those_who_see_them(
    officer: httpx.AsyncClient, her: Resident, kettle: Device, database: Database
) -> None:
    with database.write() as uow:
        elsewhere = add_resident(uow, "daegok-dong", "이영수")
        today = uow.now.astimezone(SEOUL)
    alarmed(database, her, turned="away", many=1)
    alarmed(database, elsewhere, turned="danger", many=1)
    months = (await officer.get("/plug-alarms?months=2")).json()
    assert [one["month"] for one in months] == ["2026-03", "2026-02"]
    assert today.date().isoformat() == "2026-03-02"
    [hard] = [one for one in months[0]["graded"] if one["grade"] == "hard"]
    assert (hard["alarms"], hard["grade_words"]["ko"]) == (1, "사람이 살핌")
    counted = {one["turned"]: one["alarms"] for one in hard["outcomes"]}
    assert counted == {"at_home": 0, "away": 1, "device": 0, "real": 0, "untold": 0}
    assert sum(one["alarms"] for one in months[1]["graded"]) == 0
    nobodys = await officer.get("/plug-alarms?district=daegok-dong")
    assert nobodys.status_code == HTTPStatus.NOT_FOUND


# On the page of her work

CHANGE = "자주 쓰시는 다른 기기에 플러그를 하나 더 달기."


def page_of(database: Database, her: Resident, by: str, **task: Any) -> Errand:
    with database.write() as uow:
        if by.startswith("staff:"):
            set_pin(uow, by, PIN)
        return accept(uow, her, open_task(uow, her, **task), by)


async def test_an_official_leaves_it_as_it_is_on_the_page_of_her_work(
    phone: httpx.AsyncClient, her: Resident, kettle: Device, database: Database
) -> None:
    alarmed(database, her, turned="seen_well")
    with database.write() as uow:
        officer = add_staff(uow)
    errand = page_of(database, her, officer.ref)
    shown = await phone.post(errand.path, data={"pin": PIN})
    assert CHANGE in shown.text
    sent = {"task": errand.task.id, "leave": "second_plug"}
    after = await phone.post(errand.path, data=sent)
    assert after.status_code == HTTPStatus.OK
    assert CHANGE not in after.text
    once_more = await phone.post(errand.path, data=sent)
    assert once_more.status_code == HTTPStatus.OK
    with database.read() as uow:
        assert [one.new.kind for one in open_about(uow, her.ref)] == [TaskKind.WELFARE_VISIT]
        decided = signals.since(uow, her.ref, [SignalKind.OFFICER_SAID], uow.now - DAY)
    assert [(one.data["by"], one.data["accepted"]) for one in decided] == [(officer.ref, False)]


async def test_a_helper_sees_none_of_it_and_decides_nothing(
    phone: httpx.AsyncClient, her: Resident, kettle: Device, database: Database
) -> None:
    alarmed(database, her, turned="seen_well")
    with database.write() as uow:
        helper = add_helper(uow)
    errand = page_of(database, her, helper.ref)
    shown = await phone.post(errand.path, data={"pin": PIN})
    assert NAME in shown.text
    assert CHANGE not in shown.text
    await phone.post(errand.path, data={"task": errand.task.id, "take": "second_plug"})
    with database.read() as uow:
        assert [one.new.kind for one in open_about(uow, her.ref)] == [TaskKind.WELFARE_VISIT]


async def test_nor_is_it_on_the_page_of_other_work(
    phone: httpx.AsyncClient, her: Resident, kettle: Device, database: Database
) -> None:
    alarmed(database, her, turned="seen_well")
    with database.write() as uow:
        officer = add_staff(uow)
    errand = page_of(database, her, officer.ref, kind=TaskKind.DATA_QUALITY)
    shown = await phone.post(errand.path, data={"pin": PIN})
    assert shown.status_code == HTTPStatus.OK
    assert CHANGE not in shown.text
