"""Accepting tasks and giving results: once, by the right person, in one transaction."""

from datetime import datetime, timedelta
from http import HTTPStatus
from itertools import count

import anyio
import httpx
import pytest
from sqlalchemy.exc import OperationalError

from admin_api.commands import KEPT
from admin_api.tables import CommandRow
from foundation.clock import ManualClock
from foundation.database import Database
from residents.model import StaffRole
from signals import service as signals
from signals.model import SignalKind
from tasks import service as tasks
from tasks.model import ENDS_ALONE, RESULT_OF, Result, Task, TaskState
from tests.admin_api.conftest import SignIn, make_admin
from tests.admin_api.office import TASKS, add_helper, add_resident, open_task

pytestmark = pytest.mark.anyio
_keys = count(1)


@pytest.fixture
def task(database: Database) -> Task:
    """Offered to a helper of Jijwa-dong."""
    with database.write() as uow:
        add_helper(uow)
        return open_task(uow, add_resident(uow))


def fresh_key() -> str:
    return f"key-{next(_keys):08d}"


async def accept(client: httpx.AsyncClient, task: Task, key: str | None = None) -> httpx.Response:
    headers = {"idempotency-key": key or fresh_key()}
    return await client.post(f"/tasks/{task.id}/accept", headers=headers)


async def give(
    client: httpx.AsyncClient, task: Task, result: str, key: str | None = None
) -> httpx.Response:
    headers = {"idempotency-key": key or fresh_key()}
    return await client.post(f"/tasks/{task.id}/result", headers=headers, json={"result": result})


def told(database: Database, task: Task, kind: SignalKind) -> int:
    with database.read() as uow:
        return len(signals.since(uow, task.new.resident, [kind], task.opened_at))


def now_is(database: Database, task: Task) -> Task:
    with database.read() as uow:
        found = tasks.task(uow, task.id)
    assert found is not None
    return found


async def test_an_officer_accepts_and_gives_the_result(
    officer: httpx.AsyncClient, task: Task, database: Database, pokes: list[str]
) -> None:
    me = (await officer.get("/me")).json()["ref"]
    mine = (await accept(officer, task)).json()
    assert (mine["state"], mine["accepted_by"]) == ("accepted", me)
    assert {offer["state"] for offer in mine["offers"]} == {"closed"}
    assert told(database, task, SignalKind.TASK_ACCEPTED) == 1
    done = (await give(officer, task, "seen_well")).json()
    assert (done["state"], done["result"]) == ("done", "seen_well")
    assert done["result_words"]["ko"] == "직접 뵀고 잘 계심"
    assert told(database, task, SignalKind.TASK_DONE) == 1
    assert now_is(database, task).state is TaskState.DONE
    assert pokes == ["poke", "poke"]


async def test_every_result_can_be_given(
    officer: httpx.AsyncClient, task: Task, database: Database
) -> None:
    of_officials = set(RESULT_OF.values()) - ENDS_ALONE.keys() - {Result.TURNED_BACK}
    for number, result in enumerate(of_officials):
        with database.write() as uow:
            another = open_task(uow, add_resident(uow, name=f"김{number}"))
        await accept(officer, another)
        done = (await give(officer, another, result)).json()
        assert done["result"] == result
        assert done["result_words"]["ko"]
        assert done["state"] == ("accepted" if result is Result.DANGER else "done")


async def test_who_did_not_go_in_leaves_it_to_others(
    officer: httpx.AsyncClient, task: Task
) -> None:
    await accept(officer, task)
    answered = (await give(officer, task, "turned_back")).json()
    assert (answered["state"], answered["result"]) == ("unanswered", None)  # nobody else is there


async def test_who_saw_danger_says_later_who_took_over(
    officer: httpx.AsyncClient, task: Task, database: Database
) -> None:
    await accept(officer, task)
    await give(officer, task, "danger")
    done = (await give(officer, task, "handed_over")).json()
    assert (done["state"], done["result"]) == ("done", "handed_over")
    again = await give(officer, task, "seen_well")
    assert again.json()["code"] == "task-closed"
    later = await give(officer, task, "died")
    assert later.status_code == HTTPStatus.OK
    assert told(database, task, SignalKind.TASK_DONE) == 3


async def test_the_same_command_again_gives_the_same_answer_once_done(
    officer: httpx.AsyncClient, task: Task, database: Database
) -> None:
    first = await accept(officer, task, "same-key")
    await give(officer, task, "seen_well", "other-key")
    again = await accept(officer, task, "same-key")
    assert again.status_code == HTTPStatus.OK
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    repeated = await give(officer, task, "seen_well", "other-key")
    assert repeated.json()["state"] == "done"
    assert told(database, task, SignalKind.TASK_ACCEPTED) == 1
    assert told(database, task, SignalKind.TASK_DONE) == 1


async def test_a_key_is_for_one_command_only(officer: httpx.AsyncClient, task: Task) -> None:
    await accept(officer, task, "same-key")
    reused = await give(officer, task, "seen_well", "same-key")
    assert reused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert reused.json()["code"] == "key-reused"
    await give(officer, task, "away", "third-key")
    changed = await give(officer, task, "danger", "third-key")
    assert changed.json()["code"] == "key-reused"


async def test_a_key_is_forgotten_after_a_day(
    officer: httpx.AsyncClient,
    task: Task,
    database: Database,
    clock: ManualClock,
    sign_in: SignIn,
) -> None:
    await accept(officer, task, "same-key")
    clock.advance(KEPT)
    again = await accept(await sign_in("jijwa"), task, "same-key")
    assert "idempotent-replayed" not in again.headers
    with database.read() as uow:
        me = again.json()["accepted_by"]
        assert uow.session.get(CommandRow, (me, "same-key")) is not None


async def test_two_officials_may_use_the_same_key(
    officer: httpx.AsyncClient, task: Task, database: Database, sign_in: SignIn
) -> None:
    make_admin(database, "team.lead", StaffRole.LEAD, name="최팀장")
    await accept(officer, task, "same-key")
    other = await accept(await sign_in("team.lead"), task, "same-key")
    assert other.json()["code"] == "taken"


async def test_without_a_key_nothing_is_done(
    officer: httpx.AsyncClient, task: Task, database: Database
) -> None:
    for headers in ({}, {"idempotency-key": "short"}, {"idempotency-key": "with space"}):
        answer = await officer.post(f"/tasks/{task.id}/accept", headers=headers)
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Idempotency-Key" in answer.text
    assert now_is(database, task).state is TaskState.OFFERED


async def test_a_refused_command_may_be_tried_again_with_the_same_key(
    officer: httpx.AsyncClient, task: Task
) -> None:
    early = await give(officer, task, "seen_well", "same-key")
    assert early.json()["code"] == "not-yours"
    await accept(officer, task)
    assert (await give(officer, task, "seen_well", "same-key")).status_code == HTTPStatus.OK


async def test_the_same_command_twice_at_once_is_carried_out_once(
    officer: httpx.AsyncClient, task: Task, database: Database
) -> None:
    answers: list[httpx.Response] = []

    async def press() -> None:
        answers.append(await accept(officer, task, "same-key"))

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(press)
    assert {answer.status_code for answer in answers} == {HTTPStatus.OK}
    assert len({answer.text for answer in answers}) == 1
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 3
    assert told(database, task, SignalKind.TASK_ACCEPTED) == 1


async def test_of_two_officials_at_once_one_gets_it(
    officer: httpx.AsyncClient, task: Task, database: Database, sign_in: SignIn
) -> None:
    make_admin(database, "team.lead", StaffRole.LEAD, name="최팀장")
    lead = await sign_in("team.lead")
    answers: list[httpx.Response] = []

    async def press(client: httpx.AsyncClient) -> None:
        answers.append(await accept(client, task))

    async with anyio.create_task_group() as group:
        group.start_soon(press, officer)
        group.start_soon(press, lead)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert told(database, task, SignalKind.TASK_ACCEPTED) == 1


async def test_accepting_what_is_hers_already_changes_nothing(
    officer: httpx.AsyncClient, task: Task, database: Database
) -> None:
    await accept(officer, task)
    again = await accept(officer, task)
    assert again.status_code == HTTPStatus.OK
    assert told(database, task, SignalKind.TASK_ACCEPTED) == 1


async def test_only_who_accepted_gives_the_result(
    officer: httpx.AsyncClient, task: Task, database: Database, sign_in: SignIn
) -> None:
    make_admin(database, "team.lead", StaffRole.LEAD, name="최팀장")
    await accept(officer, task)
    other = await give(await sign_in("team.lead"), task, "seen_well")
    assert other.status_code == HTTPStatus.CONFLICT
    assert other.json()["code"] == "not-yours"
    assert now_is(database, task).state is TaskState.ACCEPTED


async def test_a_closed_task_takes_nothing_more(
    officer: httpx.AsyncClient, task: Task, database: Database
) -> None:
    with database.write() as uow:
        TASKS.withdraw(uow, task)
    for answer in (await accept(officer, task), await give(officer, task, "danger")):
        assert answer.status_code == HTTPStatus.CONFLICT
        assert answer.json()["code"] == "task-closed"


async def test_a_task_that_changed_in_the_same_moment_is_said_so(
    officer: httpx.AsyncClient, task: Task, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    monkeypatch.setattr(TASKS.__class__, "accept", lambda *_, **__: None)
    assert (await accept(officer, task)).json()["code"] == "changed-meanwhile"
    monkeypatch.undo()
    await accept(officer, task)
    monkeypatch.setattr(TASKS.__class__, "give_result", lambda *_, **__: False)
    answer = await give(officer, task, "seen_well")
    assert answer.json()["code"] == "changed-meanwhile"
    assert now_is(database, task).state is TaskState.ACCEPTED


async def test_another_districts_task_is_not_there(
    task: Task, database: Database, sign_in: SignIn
) -> None:
    make_admin(database, "daegok", StaffRole.OFFICER, "daegok-dong")
    client = await sign_in("daegok")
    assert (await accept(client, task)).status_code == HTTPStatus.NOT_FOUND
    assert (await give(client, task, "danger")).status_code == HTTPStatus.NOT_FOUND
    assert (await client.get(f"/tasks/{task.id}")).status_code == HTTPStatus.NOT_FOUND


async def test_the_city_reads_but_does_not_act(
    task: Task, database: Database, sign_in: SignIn
) -> None:
    make_admin(database, "city.hall", StaffRole.CITY)
    client = await sign_in("city.hall")
    assert (await client.get(f"/tasks/{task.id}")).status_code == HTTPStatus.OK
    assert (await accept(client, task)).status_code == HTTPStatus.FORBIDDEN
    assert now_is(database, task).state is TaskState.OFFERED


async def test_an_unknown_result_is_refused(officer: httpx.AsyncClient, task: Task) -> None:
    await accept(officer, task)
    answer = await give(officer, task, "fine, thank you")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["errors"][0]["where"] == ["body", "result"]
    assert "fine, thank you" not in answer.text


async def test_what_fails_half_way_leaves_neither_task_nor_key(
    officer: httpx.AsyncClient,
    task: Task,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    pokes: list[str],
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("insert", {}, Exception("disk"))

    monkeypatch.setattr("signals.service.record", away)
    answer = await accept(officer, task, "same-key")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert now_is(database, task).state is TaskState.OFFERED
    assert pokes == []
    monkeypatch.undo()
    again = await accept(officer, task, "same-key")
    assert again.json()["state"] == "accepted"
    assert "idempotent-replayed" not in again.headers


async def test_a_task_of_long_ago_is_still_answered_by_its_id(
    officer: httpx.AsyncClient,
    task: Task,
    database: Database,
    clock: ManualClock,
    sign_in: SignIn,
) -> None:
    clock.advance(timedelta(days=40))
    client = await sign_in("jijwa")
    assert (await client.get("/tasks")).json()["items"] == []
    assert (await client.get(f"/tasks/{task.id}")).status_code == HTTPStatus.OK


async def back(client: httpx.AsyncClient, task: Task, at: datetime) -> httpx.Response:
    headers, told_at = {"idempotency-key": fresh_key()}, {"back_at": at.isoformat()}
    return await client.post(f"/tasks/{task.id}/back", headers=headers, json=told_at)


async def test_an_officer_hears_when_she_is_back_and_is_asked_again(
    officer: httpx.AsyncClient, task: Task, database: Database, clock: ManualClock
) -> None:
    await accept(officer, task)
    at = clock.now() + timedelta(hours=2)
    waits = (await back(officer, task, at)).json()
    assert waits["state"] == "accepted"
    assert datetime.fromisoformat(waits["back_at"]) == at
    assert datetime.fromisoformat(waits["next_step_at"]) == at
    assert told(database, task, SignalKind.TASK_WAITS) == 1
    again = await back(officer, task, at - timedelta(hours=1))
    assert (again.status_code, again.json()["code"]) == (HTTPStatus.CONFLICT, "back-once")
    done = (await give(officer, task, "seen_well")).json()
    assert done["state"] == "done"


@pytest.mark.parametrize(
    ("minutes", "code", "words"),
    [
        (121, "back-too-late", "Nobody waits longer than two hours for her to come back"),
        (-1, "back-already", "This moment has passed"),
    ],
)
async def test_nobody_waits_for_ever(
    officer: httpx.AsyncClient,
    task: Task,
    database: Database,
    clock: ManualClock,
    minutes: int,
    code: str,
    words: str,
) -> None:
    await accept(officer, task)
    refused = await back(officer, task, clock.now() + timedelta(minutes=minutes))
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert (refused.json()["code"], refused.json()["title"]) == (code, words)
    assert refused.json()["detail"]
    assert now_is(database, task).back_at is None


async def test_only_whoever_has_it_waits(
    officer: httpx.AsyncClient, task: Task, clock: ManualClock
) -> None:
    refused = await back(officer, task, clock.now() + timedelta(hours=1))
    assert refused.json()["code"] == "not-yours"
