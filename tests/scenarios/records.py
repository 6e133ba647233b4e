"""What the city's records say in a story: who has which work, what a case tells, who looked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from care import store as contact_store
from escalation import service as escalation
from escalation import store as case_store
from locales.model import Language
from locales.texts import say
from residents import service as residents
from tasks import service as tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from escalation.model import Case
    from foundation.clock import ManualClock
    from runtime.wiring import Service
    from tasks.model import Task
    from tests.scenarios.people import Resident, Worker

SEOUL = ZoneInfo("Asia/Seoul")
DAYS_AWAY = timedelta(days=3)
TUESDAY = datetime(2026, 9, 8, 7, 0, tzinfo=SEOUL)
"""In a week without a public holiday."""


def told_besides(task: Task, at: Callable[[datetime], str]) -> dict[str, str]:
    """What the card of this work tells of its own, as people read it."""
    return {
        name: at(datetime.fromisoformat(value["at"])) if isinstance(value, dict) else str(value)
        for name, value in task.new.tells.items()
    }


class Records:
    """What can be looked up about the people of a story."""

    service: Service
    clock: ManualClock

    def who_has_the_work(self, resident: Resident) -> str | None:
        """Who has taken the one open task about her."""
        with self.service.database.read() as uow:
            (task,) = tasks.open_about(uow, resident.ref)
        return task.accepted_by

    def case_of(self, resident: Resident) -> Case | None:
        """Her open case."""
        with self.service.database.read() as uow:
            found = case_store.open_of(uow, resident.ref)
        return None if found is None else found[0]

    def timeline_of(self, resident: Resident) -> list[str]:
        """What the newest of her cases says happened, as officers read it."""
        with self.service.database.read() as uow:
            known = escalation.opened_since(uow, TUESDAY - DAYS_AWAY)
            case = [one for one in known if one.resident == resident.ref][-1]
            facts = escalation.timeline(uow, case.id)
        return [say(f"case.fact.{fact.kind}", Language.ko) for fact in facts]

    def is_away(self, helper: Worker) -> bool:
        """Whether nothing is offered to her now."""
        with self.service.database.read() as uow:
            return residents.helper(uow, helper.ref).is_away(self.clock.now())

    def who_looked_at(self, resident: Resident) -> list[tuple[str, str]]:
        """The lines of the access log about her, oldest first: who, and what."""
        with self.service.database.read() as uow:
            found = residents.accesses_to(uow, resident.ref, TUESDAY - DAYS_AWAY)
        return [(one.who, one.what) for one in reversed(found)]

    def is_met_by(self, resident: Resident) -> datetime:
        """By when a person has to meet her."""
        with self.service.database.read() as uow:
            contact = contact_store.of(uow, resident.ref.partition(":")[2])
        assert contact is not None, f"nobody has to meet {resident.name}"
        return contact.schedule.due_at
