"""Residents, cases, tasks and check-ins as officials read them, and what is logged of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from http import HTTPStatus

import httpx
import pytest

from admin_api.routes.residents import LISTED, OPENED
from checkins import policy as checkin_policy
from checkins import store as checkin_store
from checkins.model import Checkin, CheckinState, Rung, Step
from escalation import store as case_store
from escalation.fold import apply, fold
from escalation.model import Case, Fact, FactKind, Outcome, Policy, Reason
from foundation.clock import ManualClock
from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import ChannelName, NewContact, Resident, StaffRole
from tasks import store as task_store
from tasks.model import Audience, DeclineReason, NewTask, OfferState, Round, TaskKind
from tests.admin_api.conftest import SignIn, make_admin
from tests.admin_api.office import (
    ADDRESS,
    NAME,
    PHONE,
    TASKS,
    accept,
    add_helper,
    add_resident,
    mobile,
    open_task,
)

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)
ROUND = Round(Audience.OFFICERS, 1, HOUR)
POLICY = Policy(rounds=(ROUND,), repeat=ROUND, do_within=HOUR, when="task.when.today")


@pytest.fixture
def grandmother(database: Database) -> Resident:
    with database.write() as uow:
        return add_resident(uow)


def open_case(uow: UnitOfWork, resident: Resident, reason: Reason, **known: object) -> Case:
    opened = Fact(
        at=uow.now,
        kind=FactKind.OPENED,
        reason=reason,
        data={"urgency": 2, "tier": "medium", "known": known},
    )
    case = fold(uow.ids.new(), resident.ref, [opened])
    case_store.insert(uow, case, POLICY, uow.now + HOUR)
    case_store.append(uow, case, opened)
    return case


def note(uow: UnitOfWork, case: Case, facts: Sequence[Fact]) -> None:
    for fact in facts:
        case = apply(case, fact)
        case_store.append(uow, case, fact)


async def got(client: httpx.AsyncClient, path: str, **params: object) -> dict[str, object]:
    answer = await client.get(path, params=params)  # type: ignore[arg-type]
    assert answer.status_code == HTTPStatus.OK, answer.text
    found: dict[str, object] = answer.json()
    return found


async def every_page(client: httpx.AsyncClient, path: str, limit: int) -> list[str]:
    ids: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = (await client.get(path, params={"limit": limit, **after})).json()
        assert len(page["items"]) <= limit
        ids += [one["id"] for one in page["items"]]
        if page["next"] is None:
            return ids
        after = {"after": page["next"]}


# Residents


async def test_a_list_of_residents_names_nobody_and_logs_nothing(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database
) -> None:
    page = await officer.get("/residents")
    line = page.json()["items"][0]
    assert line["id"] == grandmother.id
    assert line["name"] is None
    assert all(word not in page.text for word in (NAME, ADDRESS, PHONE))
    with database.read() as uow:
        assert residents.accesses_to(uow, grandmother.ref, uow.now) == ()


async def test_names_in_a_list_are_logged_one_by_one(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database
) -> None:
    line = (await officer.get("/residents", params={"names": "true"})).json()["items"][0]
    assert line["name"] == NAME
    with database.read() as uow:
        lines = residents.accesses_to(uow, grandmother.ref, uow.now)
    assert [line.what for line in lines] == [LISTED]


async def test_opening_a_resident_shows_and_logs_her_and_her_contacts(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database
) -> None:
    with database.write() as uow:
        daughter = residents.add_contact(
            uow, grandmother.id, NewContact(name="김영희", relation="딸", phone=mobile())
        )
    found = (await officer.get(f"/residents/{grandmother.id}")).json()
    assert (found["name"], found["address"], found["phones"]) == (NAME, ADDRESS, [PHONE])
    assert [one["name"] for one in found["contacts"]] == ["김영희"]
    me = (await officer.get("/me")).json()["ref"]
    with database.read() as uow:
        for subject in (grandmother.ref, daughter.ref):
            lines = residents.accesses_to(uow, subject, uow.now)
            assert [(line.who, line.what, line.where) for line in lines] == [
                (me, OPENED, "127.0.0.1")
            ]


async def test_what_is_refused_is_not_opened(
    officer: httpx.AsyncClient, database: Database
) -> None:
    with database.write() as uow:
        other = add_resident(uow, "daegok-dong", "이영수")
    assert (await officer.get(f"/residents/{other.id}")).status_code == HTTPStatus.NOT_FOUND
    with database.read() as uow:
        assert residents.accesses_to(uow, other.ref, uow.now) == ()


async def test_an_erased_resident_is_nowhere(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database
) -> None:
    with database.write() as uow:
        case = open_case(uow, grandmother, Reason.MISSED_CHECKIN, missed_checkin=True)
        residents.erase(uow, grandmother.ref)
    assert (await got(officer, "/residents"))["items"] == []
    assert (await officer.get(f"/residents/{grandmother.id}")).status_code == 404
    assert (await officer.get(f"/cases/{case.id}")).status_code == 404


async def test_residents_are_filtered_by_tier_and_state(
    officer: httpx.AsyncClient, grandmother: Resident
) -> None:
    assert (await got(officer, "/residents", tier="high"))["items"] == []
    assert (await got(officer, "/residents", state="paused"))["items"] == []
    assert len((await officer.get("/residents?tier=medium&state=active")).json()["items"]) == 1


async def test_pages_hold_everybody_once(
    officer: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    wanted = []
    for number in range(5):
        clock.advance(timedelta(milliseconds=1))
        with database.write() as uow:
            wanted.append(add_resident(uow, name=f"김{number}").id)
    for limit in (1, 2, 5, 200):
        assert await every_page(officer, "/residents", limit) == sorted(wanted)


# Cases


async def test_a_case_tells_its_reasons_in_words(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database
) -> None:
    with database.write() as uow:
        case = open_case(uow, grandmother, Reason.MISSED_CHECKIN, missed_checkin=True)
        facts = [
            Fact(uow.now, FactKind.TASK_OPENED, data={"task": "t1"}),
            Fact(
                uow.now,
                FactKind.VISITED,
                data={"task": "t1", "by": "helper:1", "result": "seen_well"},
            ),
            Fact(uow.now, FactKind.CLOSED, data={"outcome": "well"}),
        ]
        note(uow, case, facts)
    found = (await officer.get(f"/cases/{case.id}")).json()
    assert found["resident"] == grandmother.id
    assert found["urgency_words"] == {"ko": "주의", "en": "Caution"}
    assert found["reasons"] == ["missed_checkin"]
    assert found["manual"] == f"/manual/{found['district']}/1-no-sign"
    assert found["reason_words"][0]["ko"] == "안부를 여쭈었으나 소식이 아직 없음"
    assert [fact["kind"] for fact in found["timeline"]] == [
        "opened",
        "task_opened",
        "visited",
        "closed",
    ]
    visited, closed = found["timeline"][2:]
    assert (visited["by"], visited["result"]) == ("helper:1", "seen_well")
    assert visited["result_words"]["en"] == "Seen, and well"
    assert closed["outcome_words"]["ko"] == "잘 계심"


async def test_every_reason_and_fact_has_words(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database
) -> None:
    with database.write() as uow:
        case = open_case(uow, grandmother, Reason.MISSED_CHECKIN)
        more = {"urgency": 2, "known": {}}
        facts = [Fact(uow.now, FactKind.EVIDENCE, reason, more) for reason in Reason]
        told = {FactKind.OPENED, FactKind.EVIDENCE, FactKind.CLOSED, FactKind.REOPENED}
        facts += [Fact(uow.now, kind) for kind in FactKind if kind not in told]
        again = {**more, "tier": grandmother.tier}
        facts.append(Fact(uow.now, FactKind.REOPENED, Reason.MISSED_CHECKIN, again))
        facts += [Fact(uow.now, FactKind.CLOSED, data={"outcome": outcome}) for outcome in Outcome]
        note(uow, case, facts)
    found = (await officer.get(f"/cases/{case.id}")).json()
    assert {fact["reason"] for fact in found["timeline"]} == {None, *Reason}
    assert len(found["reason_words"]) == len(Reason)
    assert {fact["kind"] for fact in found["timeline"]} == set(FactKind)


async def test_self_harm_and_violence_stay_with_those_who_look_after_her(
    officer: httpx.AsyncClient, database: Database, sign_in: SignIn
) -> None:
    make_admin(database, "city.hall", StaffRole.CITY, name="박시청")
    make_admin(database, "team.lead", StaffRole.LEAD, name="최팀장")
    city, lead = await sign_in("city.hall"), await sign_in("team.lead")
    reasons = (Reason.URGENT_SELF_HARM, Reason.URGENT_VIOLENCE)
    for number, reason in enumerate(reasons):
        with database.write() as uow:
            case = open_case(uow, add_resident(uow, name=f"김{number}"), reason)
        for path in ("/cases", f"/cases/{case.id}"):
            assert reason in (await officer.get(path)).text
            assert reason in (await lead.get(path)).text
            seen_by_city = await city.get(path)
            assert seen_by_city.status_code == HTTPStatus.OK
            assert reason not in seen_by_city.text
            assert case.id in seen_by_city.text


async def test_cases_are_listed_newest_first_and_filtered(
    officer: httpx.AsyncClient, database: Database, clock: ManualClock
) -> None:
    ids = []
    for number in range(3):
        clock.advance(timedelta(minutes=1))
        with database.write() as uow:
            resident = add_resident(uow, name=f"김{number}")
            case = open_case(uow, resident, Reason.PLUG_QUIET, plug_quiet=True)
            ids.append(case.id)
    with database.write() as uow:
        closing = Fact(uow.now, FactKind.CLOSED, data={"outcome": "well"})
        first = case_store.get(uow, ids[0])
        assert first is not None
        note(uow, first, [closing])
    assert await every_page(officer, "/cases", 2) == ids[::-1]
    still = (await officer.get("/cases", params={"is_open": "true"})).json()["items"]
    assert [one["id"] for one in still] == [ids[2], ids[1]]


# Tasks


async def test_a_task_shows_to_whom_it_was_offered_but_nobodys_name(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database
) -> None:
    with database.write() as uow:
        helper = add_helper(uow)
        task = open_task(uow, grandmother, urgency="caution")
    answer = await officer.get(f"/tasks/{task.id}")
    found = answer.json()
    (offer,) = found["offers"]
    assert (offer["to"], offer["state"], offer["round"]) == (helper.ref, "open", 0)
    assert offer["why"] is None
    assert (found["state"], found["done_by"]) == ("offered", None)
    assert found["kind_words"]["ko"] == "안부 방문"
    assert NAME not in answer.text
    with database.write() as uow:
        accept(uow, grandmother, task, helper.ref)
    found = (await officer.get(f"/tasks/{task.id}")).json()
    assert found["accepted_by"] == helper.ref
    assert datetime.fromisoformat(found["done_by"]) - datetime.fromisoformat(
        found["accepted_at"]
    ) == timedelta(hours=4)


async def test_a_task_shows_why_somebody_declined(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database
) -> None:
    with database.write() as uow:
        helper = add_helper(uow)
        task = open_task(uow, grandmother)
        task_store.change_offers(
            uow, task.id, [helper.ref], OfferState.DECLINED, DeclineReason.TOO_FAR
        )
    found = (await officer.get(f"/tasks/{task.id}")).json()
    (offer,) = [one for one in found["offers"] if one["to"] == helper.ref]
    assert (offer["state"], offer["why"]) == ("declined", "too_far")


async def test_what_a_helper_wrote_is_work_about_no_resident(
    officer: httpx.AsyncClient, database: Database
) -> None:
    with database.write() as uow:
        helper = add_helper(uow)
        TASKS.open(
            uow,
            NewTask(
                kind=TaskKind.HELPERS_WORDS,
                resident=helper.ref,
                origin=helper.ref,
                district=helper.district,
                rounds=(Round(Audience.OFFICERS, 2, timedelta(minutes=5)),),
                do_within=timedelta(hours=1),
            ),
        )
    (found,) = (await officer.get("/tasks")).json()["items"]
    assert (found["resident"], found["origin"]) == (None, helper.ref)
    assert found["kind_words"]["ko"] == "이웃의 말씀 듣기"


async def test_tasks_are_filtered_by_state_and_age(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database, clock: ManualClock
) -> None:
    with database.write() as uow:
        add_helper(uow)
        old = open_task(uow, grandmother)
        TASKS.withdraw(uow, old)
    clock.advance(timedelta(minutes=20))
    with database.write() as uow:
        new = open_task(uow, grandmother)
    assert await every_page(officer, "/tasks", 1) == [new.id, old.id]
    withdrawn = (await officer.get("/tasks", params={"state": "withdrawn"})).json()["items"]
    assert [one["id"] for one in withdrawn] == [old.id]
    later = clock.now() - timedelta(minutes=1)
    recent = (await officer.get("/tasks", params={"since": later.isoformat()})).json()["items"]
    assert [one["id"] for one in recent] == [new.id]
    assert (await officer.get("/tasks", params={"mine": "true"})).json()["items"] == []


# Check-ins


async def test_check_ins_tell_how_they_ended(
    officer: httpx.AsyncClient, grandmother: Resident, database: Database
) -> None:
    with database.write() as uow:
        other = add_resident(uow, "daegok-dong", "이영수")
        for who, state in ((grandmother, CheckinState.FINE), (other, CheckinState.MISSED)):
            checkin_store.save(
                uow,
                Checkin(
                    id=uow.ids.new(),
                    resident_id=who.id,
                    slot_at=uow.now,
                    steps=(Step(Rung.CALL, ChannelName.CALL, uow.now),),
                    next_step=1,
                    policy=checkin_policy.shipped().ladder,
                    sent=frozenset({0}),
                    state=state,
                    deadline=uow.now + HOUR,
                    due_at=uow.now + HOUR,
                    answered_at=uow.now,
                    answered_on=ChannelName.CALL,
                ),
            )
    items = (await officer.get("/checkins")).json()["items"]
    assert [one["resident"] for one in items] == [grandmother.id]
    assert items[0]["state_words"] == {"ko": "잘 지내심", "en": "Fine"}
    assert (items[0]["last_rung"], items[0]["answered_on"]) == ("call", "call")
    assert (await officer.get("/checkins", params={"state": "missed"})).json()["items"] == []


async def test_every_state_of_a_check_in_has_words(
    officer: httpx.AsyncClient, database: Database
) -> None:
    with database.write() as uow:
        for number, state in enumerate(CheckinState):
            checkin = Checkin(
                id=uow.ids.new(),
                resident_id=add_resident(uow, name=f"김{number}").id,
                slot_at=uow.now,
                steps=(),
                next_step=0,
                policy=checkin_policy.shipped().ladder,
                sent=frozenset(),
                state=state,
                deadline=uow.now + HOUR,
                due_at=uow.now + HOUR,
            )
            checkin_store.save(uow, checkin)
    for state in CheckinState:
        items = (await officer.get("/checkins", params={"state": state.value})).json()["items"]
        assert [one["state"] for one in items] == [state]
        assert items[0]["state_words"]["ko"]
