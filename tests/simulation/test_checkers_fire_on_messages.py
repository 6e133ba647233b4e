"""The checkers of what leaves the service, and of what it is all for, find what they must."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from foundation.unit_of_work import UnitOfWork
from messaging import store as outbox
from messaging.channel import Outcome, Rendered
from messaging.decide import Fate
from messaging.model import AfterUnknown, OutboxState, Posted
from phone.channels import CallChannel
from residents import service as residents
from residents.model import ChannelName
from runtime.demo.stage import START
from runtime.wiring import Service
from tests.simulation.chance import CALM
from tests.simulation.checkers import found, sent, shown
from tests.simulation.planted import (
    EVENING,
    NINE,
    SILENT,
    escalation_sleeps,
    findings,
    post_to_somebody,
    somebody,
)
from tests.simulation.world import world
from town.servers.faults import Fault, Mishap

pytestmark = pytest.mark.anyio


class InTransaction:
    """A channel that holds the database while it calls."""

    def __init__(self, inner: Any, service: Service) -> None:
        self._inner = inner
        self._service = service
        self.name = inner.name

    async def send(self, address: str, rendered: Rendered, attempt: str) -> Outcome:
        with self._service.database.read():
            outcome: Outcome = await self._inner.send(address, rendered, attempt)
            return outcome


def calls_in_a_transaction(service: Service) -> None:
    channels: Any = service.worker._sender._channels
    telegram = channels[ChannelName.TELEGRAM]
    channels[ChannelName.TELEGRAM] = InTransaction(telegram, service)


async def test_a_call_inside_a_transaction(tmp_path: Path) -> None:
    lines = await findings(tmp_path, sent.check, sabotage=calls_in_a_transaction)
    assert any("left inside a transaction" in line for line in lines)


async def test_resending_what_must_be_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never_mind(_posted: Posted, now: Any, detail: str) -> Fate:
        return Fate(OutboxState.QUEUED, due_at=now + timedelta(minutes=1), failure=detail)

    monkeypatch.setattr("messaging.decide.fate_of_unknown", never_mind)
    async with world(CALM, tmp_path) as played:
        await played.run(START + NINE)
        played.telegram.faults.push("sendMessage", Fault.cut(done=True))
        post_to_somebody(played, AfterUnknown.HOLD)
        await played.run(START + NINE + timedelta(minutes=5))
        lines = list(sent.check(played, played.clock.now()))
    assert any("(reply.noted, hold) was called again after unknown" in line for line in lines)


async def test_a_message_to_somebody_who_died(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach_all = residents.reach_all

    def reaches_everybody(uow: UnitOfWork, asked: list[residents.Asked], at: Any) -> Any:
        return reach_all(uow, [replace(one, last_word=True) for one in asked], at)

    monkeypatch.setattr(residents, "reach_all", reaches_everybody)
    async with world(CALM, tmp_path) as played:
        await played.run(START + NINE)
        with played.database.write() as uow:
            residents.mark_deceased(uow, somebody(played), reported_by="staff:1")
        await played.run(START + NINE + timedelta(minutes=1))
        post_to_somebody(played, AfterUnknown.RESEND)
        await played.run(START + NINE + timedelta(minutes=2))
        lines = list(sent.check(played, played.clock.now()))
    assert any("who was reported dead" in line for line in lines)


async def test_a_message_called_without_being_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(CALM, tmp_path) as played:
        await played.run(START + NINE)
        monkeypatch.setattr(outbox, "begin_attempt", lambda *_args: None)
        post_to_somebody(played, AfterUnknown.RESEND)
        await played.fleet.service.worker._sender.run()
        lines = list(sent.check(played, played.clock.now()))
    assert any("was called while it was queued" in line for line in lines)


async def test_a_telephone_that_rings_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def has_nothing(_self: CallChannel, _address: str, _attempt: str) -> None:
        return None

    monkeypatch.setattr(CallChannel, "find", has_nothing)
    async with world(SILENT, tmp_path) as played:
        played.twilio.faults.push("calls.create", Fault.cut(done=True), times=4)
        played.twilio.mishaps.policy = lambda _kind: Mishap(copies=0)
        await played.run(START + EVENING)
        lines = list(sent.check(played, played.clock.now()))
    assert any("was placed 2 times with the telephone company" in line for line in lines)


async def test_an_old_card_over_a_new_one(tmp_path: Path) -> None:
    async with world(replace(SILENT, diligence=1.0), tmp_path) as played:
        await played.run(START + EVENING)
        for one in played.cast.residents:
            chat = played.telegram._chats.find(one.chat_id or 0)
            for message in chat.messages.values() if chat else ():
                message.text = "어제 보낸 것"
        lines = list(shown.check(played, played.clock.now()))
    assert "does not show its newest message" in lines[0]


# --------------------------------------------------------------------- what it is all there for


async def test_somebody_whom_nobody_looks_for(tmp_path: Path) -> None:
    plan = replace(CALM, seed=5, days=2, residents=4, accidents=1)
    lines = await findings(
        tmp_path, found.check, plan=plan, sabotage=escalation_sleeps, until=timedelta(days=3)
    )
    assert any("has been helpless since" in line for line in lines)
