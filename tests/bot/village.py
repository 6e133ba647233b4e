"""A resident, a helper and an officer with Telegram, the edge before them, and raw updates."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import select

from bot.edge import TelegramEdge
from bot.translate import source_id
from foundation.clock import ManualClock
from foundation.database import Database
from foundation.unit_of_work import UnitOfWork
from residents import service as residents
from residents.model import (
    HelperRole,
    NewHelper,
    NewResident,
    NewStaff,
    StaffRole,
    Tier,
    parse_phone,
)
from signals import service as signals
from signals.intake import Inbound
from signals.model import Ref, Signal, Source
from signals.tables import SignalRow

TASK = "T00000000000000000000000A1"
HER_CHAT, HELPERS_CHAT, OFFICERS_CHAT, STRANGERS_CHAT = 11, 22, 33, 44


@dataclass(frozen=True)
class Village:
    """A resident, a helper and an officer with Telegram, and one task about the resident."""

    database: Database
    clock: ManualClock
    resident: Ref
    helper: Ref
    officer: Ref

    @property
    def edge(self) -> TelegramEdge:
        return TelegramEdge(self._subject_of)

    def receive(self, *updates: dict[str, Any] | bytes) -> None:
        for update in updates:
            body = update if isinstance(update, bytes) else json.dumps(update).encode()
            inbound = Inbound(Source.TELEGRAM, source_id(body), body, self.clock.now())
            with self.database.write() as uow:
                self.edge.receive(uow, inbound)

    def facts(self) -> list[Signal]:
        """Everything recorded, in order of recording."""
        with self.database.read() as uow:
            rows = uow.session.exec(select(SignalRow).order_by(SignalRow.id)).all()
            found: dict[str, Signal] = {}
            for subject in sorted({row.subject for row in rows}):
                found |= {signal.id: signal for signal in signals.pending(uow, subject)}
            return [found[row.id] for row in rows]

    def only_fact(self) -> Signal:
        (fact,) = self.facts()
        return fact

    def address(self, chat: int | str) -> Ref:
        with self.database.read() as uow:
            return f"address:{uow.vault.blind('telegram', str(chat))}"

    def _subject_of(self, uow: UnitOfWork, task_id: str) -> Ref | None:
        return self.resident if task_id == TASK else None


def settled(database: Database, clock: ManualClock) -> Village:
    phone = parse_phone("010-1234-5678")
    with database.write() as uow:
        resident = residents.add_resident(
            uow, NewResident("김순자", 1941, Tier.MEDIUM, "jijwa-dong", phones=(phone,))
        )
        helper = residents.add_helper(
            uow,
            NewHelper("이장", HelperRole.VILLAGE_HEAD, "jijwa-dong", phone,
                      appointed_until=date(2027, 1, 1)),
        )  # fmt: skip
        officer = residents.add_staff(uow, NewStaff("박주무관", StaffRole.OFFICER, phone))
        for person, chat in (
            (resident, HER_CHAT), (helper, HELPERS_CHAT), (officer, OFFICERS_CHAT)
        ):  # fmt: skip
            residents.set_telegram_chat(uow, person.ref, str(chat))
    return Village(database, clock, resident.ref, helper.ref, officer.ref)


# ---------------------------------------------------------------------------- the updates


def of_chat(chat: int) -> dict[str, Any]:
    return {"chat": {"id": chat, "type": "private"}, "from": {"id": chat, "is_bot": False}}


def message(village: Village, chat: int, *, number: int = 1, **content: Any) -> dict[str, Any]:
    seconds = int(village.clock.now().timestamp())
    return {
        "update_id": number,
        "message": {"message_id": 3, "date": seconds, **of_chat(chat), **content},
    }


def press(chat: int, data: str, *, number: int = 1) -> dict[str, Any]:
    people = of_chat(chat)
    query = {"id": "9", "from": people["from"], "message": {"chat": people["chat"]}, "data": data}
    return {"update_id": number, "callback_query": query}


def membership(chat: int, status: str) -> dict[str, Any]:
    return {
        "update_id": 1,
        "my_chat_member": {**of_chat(chat), "new_chat_member": {"status": status}},
    }
