"""Officials open, raise, note on and close cases, and read what was said."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from admin_api.routes.cases import WORDS_READ
from escalation import service as escalation
from escalation import store as case_store
from escalation.fold import fold
from escalation.model import Urgency
from foundation.clock import ManualClock
from foundation.database import Database
from residents import service as residents
from residents.model import Resident, StaffRole
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from tasks import store as task_store
from tasks.model import TaskKind, TaskState
from tests.admin_api.conftest import SignIn, make_admin
from tests.admin_api.office import add_resident
from tests.admin_api.test_commands_of_officials import fresh_key

pytestmark = pytest.mark.anyio
NOTE = "이장님이 사흘째 못 뵈었다고 하심"


@pytest.fixture
def grandmother(database: Database) -> Resident:
    with database.write() as uow:
        return add_resident(uow)


async def sends(
    client: httpx.AsyncClient, path: str, body: dict[str, Any], key: str | None = None
) -> httpx.Response:
    headers = {"idempotency-key": key or fresh_key()}
    return await client.post(path, headers=headers, json=body)


async def raises(
    client: httpx.AsyncClient, her: Resident, urgency: str, note: str | None = NOTE
) -> dict[str, Any]:
    path, body = f"/residents/{her.id}/case", {"urgency": urgency, "note": note}
    answer = await sends(client, path, body)
    assert answer.status_code == HTTPStatus.OK, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_an_officer_has_somebody_looked_after_at_once(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database, pokes: list[str]
) -> None:
    case = await raises(officer, grandmother, "danger")
    me = (await officer.get("/me")).json()["ref"]
    assert (case["urgency"], case["reasons"]) == ("danger", ["raised_by_officer"])
    opened = case["timeline"][0]
    assert (opened["source"], opened["by"]) == ("staff", me)
    assert [known["ko"] for known in opened["known"]] == ["담당자가 더 급하게 살피기로 함"]
    assert pokes == ["poke"]
    with database.read() as uow:
        (task,) = task_store.of_origin(uow, f"case:{case['id']}")
    assert task.new.kind is TaskKind.WELFARE_VISIT


async def test_an_open_case_rises_and_never_falls(
    officer: httpx.AsyncClient, grandmother: Resident
) -> None:
    first = await raises(officer, grandmother, "caution")
    higher = await raises(officer, grandmother, "emergency", None)
    again = await raises(officer, grandmother, "watch")
    assert {case["id"] for case in (first, higher, again)} == {first["id"]}
    assert [case["urgency"] for case in (first, higher, again)] == [
        "caution",
        "emergency",
        "emergency",
    ]


async def test_the_same_command_twice_opens_one_case(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database
) -> None:
    path, body = f"/residents/{grandmother.id}/case", {"urgency": "caution"}
    first = await sends(officer, path, body, "the-same-key")
    again = await sends(officer, path, body, "the-same-key")
    assert first.json() == again.json()
    with database.read() as uow:
        found = signals.since(
            uow, grandmother.ref, [SignalKind.OFFICER_SAID], uow.now - timedelta(hours=1)
        )
    assert len(found) == 1


async def test_a_note_stands_in_the_timeline_and_changes_nothing_else(
    officer: httpx.AsyncClient, grandmother: Resident
) -> None:
    before = await raises(officer, grandmother, "caution")
    path = f"/cases/{before['id']}/notes"
    noted = (await sends(officer, path, {"note": "따님과 통화함"})).json()
    assert noted["timeline"][-1]["kind"] == "noted"
    assert noted["timeline"][-1]["kind_words"]["ko"] == "담당자가 적음"
    assert noted["urgency"] == before["urgency"]
    empty = await sends(officer, path, {"note": ""})
    assert empty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize(
    ("outcome", "away"),
    [("well", False), ("helped", False), ("away", True), ("handed_over", True)],
)
async def test_an_officer_answers_for_the_end(
    officer: httpx.AsyncClient,
    grandmother: Resident,
    database: Database,
    outcome: str,
    away: bool,
) -> None:
    case = await raises(officer, grandmother, "danger")
    path, body = f"/cases/{case['id']}/close", {"outcome": outcome, "note": "직접 뵘"}
    closed = (await sends(officer, path, body)).json()
    assert closed["outcome"] == outcome
    assert closed["closed_at"] is not None
    with database.read() as uow:
        assert task_store.open_of(uow, grandmother.ref) == []
        assert residents.is_away(uow, grandmother.ref) is away
        facts = escalation.timeline(uow, case["id"])
        row = case_store.get(uow, case["id"])
    assert fold(case["id"], grandmother.ref, facts) == row
    again = await sends(officer, path, body)
    assert again.json()["code"] == "case-closed"
    assert "/residents/{id}/case" in again.json()["detail"]


async def test_no_official_ends_a_case_by_a_death_without_the_question(
    officer: httpx.AsyncClient, grandmother: Resident
) -> None:
    case = await raises(officer, grandmother, "danger")
    path = f"/cases/{case['id']}/close"
    answer = await sends(officer, path, {"outcome": "deceased", "note": "?"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_what_was_said_is_read_in_the_words_that_were_used_and_logged(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database, clock: ManualClock
) -> None:
    with database.write() as uow:
        reply = signals.record(
            uow,
            Draft(
                kind=SignalKind.REPLY,
                source=Source.TELEGRAM,
                source_id="update:1",
                subject=grandmother.ref,
                occurred_at=clock.now(),
                data={"channel": "telegram", "form": "text"},
                words="쪼매 어지럽네예",
            ),
        )
        assert reply is not None
        signals.record(
            uow,
            Draft(
                kind=SignalKind.SAID,
                source=Source.UNDERSTANDING,
                source_id=reply.id,
                subject=grandmother.ref,
                occurred_at=clock.now(),
                data={"meaning": "help", "cause": None, "channel": "telegram"},
            ),
        )
    clock.advance(timedelta(minutes=1))
    case = await raises(officer, grandmother, "danger")
    said = (await officer.get(f"/cases/{case['id']}/words")).json()
    assert [one["words"] for one in said] == ["쪼매 어지럽네예", NOTE]
    assert (said[0]["by"], said[0]["meaning_words"]["ko"]) == (None, "도움을 청하심")
    assert said[1]["by"].startswith("staff:")
    with database.read() as uow:
        read = residents.accesses_to(uow, grandmother.ref, uow.now)
    assert WORDS_READ in {line.what for line in read}


async def test_a_case_of_another_district_is_not_hers_to_decide(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database, sign_in: SignIn
) -> None:
    case = await raises(officer, grandmother, "caution")
    make_admin(database, "daegok", StaffRole.OFFICER, "daegok-dong")
    other = await sign_in("daegok")
    assert (await other.get(f"/cases/{case['id']}/words")).status_code == HTTPStatus.NOT_FOUND
    for path, body in (
        (f"/cases/{case['id']}/notes", {"note": NOTE}),
        (f"/cases/{case['id']}/close", {"outcome": "well", "note": NOTE}),
        (f"/residents/{grandmother.id}/case", {"urgency": "danger"}),
    ):
        assert (await sends(other, path, body)).status_code == HTTPStatus.NOT_FOUND
    with database.read() as uow:
        unchanged = escalation.case_of(uow, case["id"])
    assert unchanged is not None
    assert (unchanged.is_open, unchanged.urgency) == (True, Urgency.CAUTION)


async def test_whom_an_official_told_is_on_record(
    officer: httpx.AsyncClient, grandmother: Resident
) -> None:
    case = await raises(officer, grandmother, "emergency")
    path = f"/cases/{case['id']}/disclosures"
    told = (await sends(officer, path, {"to": "119", "note": "주소와 지병을 알려 드림"})).json()
    line = told["timeline"][-1]
    assert (line["kind"], line["to"], line["source"]) == ("disclosed", "119", "staff")
    assert line["by"].startswith("staff:")
    nobody = await sends(officer, path, {"to": "neighbour", "note": "?"})
    assert nobody.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_after_an_opened_door_there_is_work_for_a_week_that_outlives_the_case(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database, clock: ManualClock
) -> None:
    case = await raises(officer, grandmother, "emergency")
    path = f"/cases/{case['id']}"
    body = {"opened_by": "119", "note": "현관 잠금장치 파손, 사진 찍음"}
    entered = (await sends(officer, f"{path}/entries", body)).json()
    assert entered["timeline"][-1]["opened_by"] == "119"
    await sends(officer, f"{path}/close", {"outcome": "handed_over", "note": "병원으로 모심"})
    with database.read() as uow:
        work = {one.new.kind: one for one in task_store.of_origin(uow, f"entry:{case['id']}")}
    assert set(work) == {
        TaskKind.SECURE_THE_DOOR,
        TaskKind.VISIT_AFTER_ENTRY,
        TaskKind.REVIEW_AFTER_ENTRY,
    }
    assert all(one.state is not TaskState.WITHDRAWN for one in work.values())
    days = {
        kind: (one.new.do_by - clock.now()).total_seconds() / 86_400
        for kind, one in work.items()
        if one.new.do_by is not None
    }
    assert days[TaskKind.SECURE_THE_DOOR] == pytest.approx(0.125)
    assert 0 < days[TaskKind.VISIT_AFTER_ENTRY] < 2
    assert 6 < days[TaskKind.REVIEW_AFTER_ENTRY] < 8
