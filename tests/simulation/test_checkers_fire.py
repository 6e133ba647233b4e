"""The checkers of what is recorded, watched and decided find what they are there for."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, delete, text, update

from checkins.tables import PlanRow
from escalation.tables import CaseRow, FactRow
from foundation.unit_of_work import UnitOfWork
from runtime.demo.stage import START
from runtime.wiring import Service
from signals import service as signals
from signals.intake import Inbound
from signals.model import Draft, Signal, SignalKind, Source
from signals.tables import AgendaRow, SignalRow
from tasks import service as tasks
from tasks import store as task_store
from tasks.tables import TaskRow
from tests.simulation.chance import CALM
from tests.simulation.checkers import accepted, deadlines, decided, found, recorded, sent, shown
from tests.simulation.planted import (
    AFTERNOON,
    EVENING,
    SILENT,
    Tamper,
    escalation_sleeps,
    findings,
    nobody_answers_offers,
    watches_no_task,
)
from tests.simulation.world import World, world

pytestmark = pytest.mark.anyio


async def test_an_honest_day_gives_them_nothing_to_find(tmp_path: Path) -> None:
    every = (recorded, deadlines, decided, accepted, sent, shown, found)
    async with world(SILENT, tmp_path) as played:
        await played.run(START + EVENING)
        now = played.clock.now()
        assert [line for checker in every for line in checker.check(played, now)] == []
        assert list(recorded.check_end(played, now)) == []


# --------------------------------------------------------------- rule 1: recorded exactly once


def deaf(service: Service) -> None:
    """The edge acknowledges, and records nothing."""
    service.intake._edges = {**service.intake._edges, Source.TELEGRAM: lambda _uow, _inbound: None}


def forgetful_of_numbers(service: Service) -> None:
    """The edge makes up a new id each time: a repeated update would be a new fact."""
    edge = service.intake._edges[Source.TELEGRAM]

    def renumbered(uow: UnitOfWork, inbound: Inbound) -> None:
        edge(uow, replace(inbound, source_id=uow.ids.new()))

    service.intake._edges = {**service.intake._edges, Source.TELEGRAM: renumbered}


async def test_acknowledged_and_not_recorded(tmp_path: Path) -> None:
    lines = await findings(tmp_path, recorded.check, sabotage=deaf)
    assert "acknowledged and is recorded 0 times" in lines[0]


async def test_recorded_under_another_id(tmp_path: Path) -> None:
    lines = await findings(tmp_path, recorded.check, sabotage=forgetful_of_numbers)
    assert any("recorded 0 times" in line for line in lines)
    assert any("stems from no update" in line for line in lines)


async def test_an_update_that_is_never_taken(tmp_path: Path) -> None:
    async with world(CALM, tmp_path) as played:
        played.around.network.apps.clear()
        await played.telegram.press_start(1_000_000, "unheard")
        lines = list(recorded.check_end(played, played.clock.now()))
    assert "1 updates were never taken" in lines


async def test_a_plugs_message_that_is_never_taken(tmp_path: Path) -> None:
    async with world(CALM, tmp_path) as played:
        lines = list(recorded.check_end(played, played.clock.now()))
    assert any("messages of plugs were never taken" in line for line in lines)


# ------------------------------------------------------------ rule 2: nothing without a deadline


def nobody_looks(uow: UnitOfWork) -> None:
    uow.session.execute(update(AgendaRow).values(next_at=None))


def agenda_lost(uow: UnitOfWork) -> None:
    uow.session.execute(delete(AgendaRow))


def looks_too_late(uow: UnitOfWork) -> None:
    uow.session.execute(update(AgendaRow).values(next_at=uow.now + timedelta(days=30)))


def plan_lost(uow: UnitOfWork) -> None:
    uow.session.execute(delete(PlanRow))


@pytest.mark.parametrize(
    ("tamper", "finding"),
    [
        (nobody_looks, "nobody is going to look at plan"),
        (agenda_lost, "nobody is going to look at plan"),
        (looks_too_late, "and looked at only at"),
        (plan_lost, "nobody is going to ask after her"),
    ],
)
async def test_a_next_moment_that_is_gone(tmp_path: Path, tamper: Tamper, finding: str) -> None:
    lines = await findings(tmp_path, deadlines.check, until=timedelta(minutes=1), tamper=tamper)
    assert any(finding in line for line in lines)


async def test_a_task_that_nobody_watches(tmp_path: Path) -> None:
    async with world(SILENT, tmp_path, watches_no_task) as played:
        nobody_answers_offers(played)
        await played.run(START + EVENING)
        lines = list(deadlines.check(played, played.clock.now()))
    assert any("task" in line and "overdue" in line for line in lines)


def sends_nothing(service: Service) -> None:
    """The sender never finds anything due."""
    idle: Any = service.worker._sender
    idle._prepare = lambda: ([], 0, None)


async def test_a_message_that_never_leaves(tmp_path: Path) -> None:
    lines = await findings(
        tmp_path, deadlines.check, sabotage=sends_nothing, until=timedelta(minutes=7)
    )
    assert any("is queued and overdue" in line for line in lines)


# ------------------------------------------------- rule 3: every fact reaches those it concerns


def escalation_stumbles(service: Service) -> None:
    def stumble(_uow: UnitOfWork, _signal: Signal) -> None:
        raise ZeroDivisionError

    stumbling: Any = service.escalation
    stumbling.handle = stumble


def replies_are_lost(service: Service) -> None:
    """Replies reach nobody who could understand them."""
    dispatch = service.worker._dispatch
    idle: Any = next(one for one in dispatch._consumers if one.name == "replies")
    idle.handle = lambda _uow, _signal: None


async def test_handled_without_doing_anything(tmp_path: Path) -> None:
    lines = await findings(
        tmp_path, decided.check, plan=SILENT, sabotage=escalation_sleeps, until=EVENING
    )
    assert any("(checkin_missed) was handled and no case knows of it" in line for line in lines)


async def test_set_aside(tmp_path: Path) -> None:
    lines = await findings(
        tmp_path, decided.check, plan=SILENT, sabotage=escalation_stumbles, until=AFTERNOON
    )
    assert any("was set aside by escalation: ZeroDivisionError" in line for line in lines)


async def test_a_reply_that_nobody_understood(tmp_path: Path) -> None:
    lines = await findings(tmp_path, decided.check, sabotage=replies_are_lost, until=EVENING)
    assert any("was understood 0 times" in line for line in lines)


async def test_a_consumer_that_was_left_out(tmp_path: Path) -> None:
    def leave_out(uow: UnitOfWork) -> None:
        uow.session.execute(text("DELETE FROM signal_handling WHERE consumer = 'checkins'"))

    lines = await findings(tmp_path, decided.check, plan=SILENT, until=EVENING, tamper=leave_out)
    assert any("is closed, but checkins never had it" in line for line in lines)


async def test_a_row_that_is_not_its_facts(tmp_path: Path) -> None:
    def forge(uow: UnitOfWork) -> None:
        uow.session.execute(update(CaseRow).values(urgency=4))

    lines = await findings(tmp_path, decided.check, plan=SILENT, until=EVENING, tamper=forge)
    assert any("is not what its facts say" in line for line in lines)


async def test_two_open_cases(tmp_path: Path) -> None:
    def double(uow: UnitOfWork) -> None:
        uow.session.execute(text("DROP INDEX case_one_open"))
        uow.session.execute(update(CaseRow).values(resident="resident:1", closed_at=None))
        uow.session.execute(delete(FactRow).where(col(FactRow.kind) == "closed"))

    lines = await findings(tmp_path, decided.check, plan=SILENT, until=EVENING, tamper=double)
    assert "resident:1 has 2 open cases" in lines


async def test_two_people_accept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save = task_store.save

    def gives_it_to_everybody(uow: UnitOfWork, task: Any, *, expected: Any) -> Any:
        row = task_store.get(uow, task.id)
        if row is None:  # it is offered for the first time
            return save(uow, task, expected=expected)
        return save(uow, replace(task, version=row.version), expected=row.state)

    def asks_nobody(self: tasks.Tasks, uow: UnitOfWork, task: Any, by: str, **how: Any) -> None:
        self.accept(uow, task, by, **how)

    monkeypatch.setattr(task_store, "save", gives_it_to_everybody)
    monkeypatch.setattr(tasks.Tasks, "_answer_accept", asks_nobody)
    async with world(SILENT, tmp_path) as played:
        nobody_answers_offers(played)
        at = START
        while not asks_two(played):
            at += timedelta(minutes=5)
            await played.run(at)
        for one in played.cast.helpers:
            for message_id, data in offers_on(played, one.chat_id):
                await played.telegram.press(one.chat_id, message_id, data)
        await played.run(at + timedelta(minutes=1))
        lines = list(accepted.check(played, played.clock.now()))
    assert any("times, taken back 0 times" in line for line in lines)


async def test_an_end_that_is_told_twice(tmp_path: Path) -> None:
    def twice(uow: UnitOfWork) -> None:
        for number in range(2):
            signals.record(
                uow,
                Draft(
                    kind=SignalKind.TASK_DONE,
                    source=Source.TASKS,
                    source_id=f"planted {number}",
                    subject="resident:1",
                    occurred_at=uow.now,
                    data={"task": "1", "by": "helper:1", "result": "seen_well"},
                ),
            )

    lines = await findings(tmp_path, accepted.check, tamper=twice)
    assert lines == ["task 1 was told to be seen_well by helper:1 2 times"]


async def test_an_end_that_nobody_is_told(tmp_path: Path) -> None:
    def quietly(uow: UnitOfWork) -> None:
        done, other = SignalKind.TASK_DONE.value, SignalKind.RECEIPT.value
        uow.session.execute(update(SignalRow).where(col(SignalRow.kind) == done).values(kind=other))
        uow.session.execute(update(TaskRow).values(state="done"))

    lines = await findings(tmp_path, accepted.check, plan=SILENT, until=EVENING, tamper=quietly)
    assert any("is done and nobody was told" in line for line in lines)


def asks_two(played: World) -> bool:
    """Whether two helpers are offered the same work."""
    shown = Counter(
        data for one in played.cast.helpers for _, data in offers_on(played, one.chat_id)
    )
    return any(count > 1 for count in shown.values())


def offers_on(played: World, chat_id: int) -> list[tuple[int, str]]:
    """The accept buttons that a phone shows: message and data."""
    return [
        (card.message_id, button.data)
        for card in played.telegram.screen(chat_id)
        for row in card.buttons
        for button in row
        if button.data is not None and button.data.startswith("a:")
    ]
