"""A neighbourhood whose core is wired like production's; its channels are the test's own.

Time moves only when told to. `settle` does whatever is due now, as the worker would.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import select

from care import policy as contact_policy
from care.enrolment import Enrolment
from care.service import HumanContacts
from checkins import policy as checkin_policies
from checkins import store as checkin_store
from checkins.festivals import Festivals
from checkins.model import Checkin
from checkins.service import Campaigns, Checkins, Means
from escalation import policy as policies
from escalation import store as case_store
from escalation.model import Case, Policy, Urgency
from escalation.service import Escalation
from foundation.city import City
from foundation.clock import ManualClock
from foundation.database import Database
from foundation.seams import QUIET, Seams
from messaging import store as outbox
from messaging.channel import Card, Outcome, Rendered, Sent
from messaging.postmark import Postmark
from messaging.sender import Sender
from messaging.service import Replies
from messaging.tables import OutboxRow
from plugs import service as plugs_service
from residents import service as residents
from residents.calendar import Calendar
from residents.model import (
    ChannelName,
    Device,
    HelperRole,
    LifeState,
    NewHelper,
    NewResident,
    NewStaff,
    Paper,
    StaffRole,
    Tier,
)
from runtime.dispatch import Dispatch
from signals import agenda
from signals import service as signals
from signals.model import Draft, Ref, SignalKind, Source
from tasks import service as tasks_service
from tasks.chat import Chat
from tasks.leave import Leave
from tasks.model import RESULT_OF, Result, Task
from tasks.service import Tasks
from tests.residents.people import ALL_CONSENTS, mobile

SEOUL = ZoneInfo("Asia/Seoul")
TUESDAY = datetime(2026, 3, 3, 8, 0, tzinfo=SEOUL)
"""A working morning; the Monday before it was a public holiday."""
CITY = City("김천시", SEOUL, "054-420-6114")
DISTRICT = "jijwa-dong"
VERBS = {result: verb.value for verb, result in RESULT_OF.items()}


@dataclass
class FakeChannel:
    """Takes everything, unless `answers` holds what to answer next."""

    name: ChannelName = ChannelName.TELEGRAM
    answers: deque[Outcome | Callable[[], Outcome]] = field(default_factory=deque)
    sent: list[tuple[str, Rendered]] = field(default_factory=list)

    async def send(self, address: str, rendered: Rendered, attempt: str) -> Outcome:
        self.sent.append((address, rendered))
        if self.answers:
            answer = self.answers.popleft()
            return answer() if callable(answer) else answer
        edits = rendered.edits if isinstance(rendered, Card) else None
        return Sent(edits or str(len(self.sent)))


class Neighbourhood:
    """Everything between the edges, on one database."""

    def __init__(
        self,
        database: Database,
        clock: ManualClock,
        *,
        channels: Mapping[ChannelName, FakeChannel] | None = None,
        cases: Mapping[Urgency, Policy] | None = None,
        seams: Seams = QUIET,
    ) -> None:
        self.database, self.clock = database, clock
        if clock.now() < TUESDAY:
            clock.set(TUESDAY)
        self.telegram = FakeChannel()
        self.channels = dict(channels or {ChannelName.TELEGRAM: self.telegram})
        self.calendar = Calendar(SEOUL)
        self.tasks = Tasks(self.calendar, self.channels)
        self.means = Means(
            calendar=self.calendar,
            policy=checkin_policies.shipped(),
            tasks=self.tasks,
            channels=frozenset(self.channels),
            has_informative_plug=plugs_service.has_informative_plug,
        )
        self.checkins = Checkins(self.means)
        self.escalation = Escalation(self.calendar, cases or policies.shipped(), self.tasks)
        self.campaigns = Campaigns(self.calendar, self.means.policy)
        self.contacts = HumanContacts(self.calendar, contact_policy.shipped(), self.tasks)
        festivals = Festivals(self.calendar)
        self.consumers = (
            Enrolment(), Replies(), self.tasks, self.checkins, self.escalation, self.contacts,
            festivals, Chat(self.calendar, self.tasks),
        )  # fmt: skip
        self.actors = (
            self.checkins, self.tasks, self.escalation, self.contacts, self.campaigns, festivals,
            Leave(self.tasks.roster),
        )  # fmt: skip
        self.dispatch = Dispatch(database, self.consumers, self.actors)
        self.sender = self.new_sender(seams)
        self._numbers = count(1)

    def new_sender(self, seams: Seams = QUIET, *, per_second: int = 1000) -> Sender:
        limits = dict.fromkeys(self.channels, per_second)
        postmark = Postmark(
            CITY,
            lambda _uow, page: f"https://city.test/t/{page}",
            lambda _uow, checkin: f"https://city.test/a/{checkin}",
        )
        return Sender(self.database, self.channels, limits, postmark, seams=seams, concurrency=1)

    # Time

    def now(self) -> datetime:
        return self.clock.now()

    def settle(self) -> None:
        """Do what is due now; what pacing holds back goes out over the next seconds."""
        asyncio.run(self._settle())

    async def _settle(self) -> None:
        for _ in range(200):
            turns = self.dispatch.run()
            ran = await self.sender.run()
            if turns + ran.handled == 0:
                if ran.held_back is None:
                    return
                self.clock.set(max(ran.held_back, self.now()))
        message = "it never comes to rest"
        raise AssertionError(message)

    def wait(self, by: timedelta) -> None:
        """Let time pass as the worker would see it, moment by moment."""
        self.wait_until(self.now() + by)

    def wait_until(self, until: datetime) -> None:
        self.settle()
        while (moment := self.next_moment()) is not None and moment <= until:
            assert moment > self.now(), "something is due and nobody takes it up"
            self.clock.set(moment)
            self.settle()
        self.clock.set(max(until, self.now()))
        self.settle()

    def next_moment(self) -> datetime | None:
        with self.database.read() as uow:
            moments = (agenda.next_moment(uow), outbox.next_due(uow))
        return min((moment for moment in moments if moment is not None), default=None)

    # People

    def resident(self, *, telegram: bool = True, **other: Any) -> Ref:
        """An active resident who agreed to everything."""
        given: dict[str, Any] = {
            "name": "김순자",
            "birth_year": 1941,
            "tier": Tier.HIGH,
            "district": DISTRICT,
            "address": "김천시 지좌동 감천로 12",
            "phones": (mobile(),),
            "devices": frozenset({Device.SMARTPHONE_TELEGRAM, Device.MOBILE}),
            "state": LifeState.ACTIVE,
            "consents": ALL_CONSENTS,
        }
        with self.database.write() as uow:
            ref = residents.add_resident(uow, NewResident(**given | other)).ref
            if telegram:
                residents.set_telegram_chat(uow, ref, str(1000 + next(self._numbers)))
            agenda.bring_forward(uow, ref, uow.now)
        return ref

    def helper(self, *, telegram: bool = True, **other: Any) -> Ref:
        given: dict[str, Any] = {
            "name": f"이웃 {next(self._numbers)}",
            "role": HelperRole.VILLAGE_HEAD,
            "district": DISTRICT,
            "phone": mobile(),
            "appointed_from": date(2025, 1, 1),
            "appointed_until": date(2027, 12, 31),
            "papers": frozenset(Paper),
        }
        with self.database.write() as uow:
            ref = residents.add_helper(uow, NewHelper(**given | other)).ref
            if telegram:
                residents.set_telegram_chat(uow, ref, str(5000 + next(self._numbers)))
        return ref

    def staff(self, role: StaffRole = StaffRole.OFFICER, *, duty: bool = False) -> Ref:
        districts = frozenset({DISTRICT}) if role is StaffRole.OFFICER else frozenset()
        new = NewStaff(
            f"공무원 {next(self._numbers)}", role, mobile(), districts=districts, duty=duty
        )
        with self.database.write() as uow:
            ref = residents.add_staff(uow, new).ref
            residents.set_telegram_chat(uow, ref, str(9000 + next(self._numbers)))
        return ref

    # What they do

    def record(self, subject: Ref, kind: SignalKind, words: str | None = None, **data: Any) -> None:
        """A fact from outside."""
        draft = Draft(
            kind=kind,
            source=Source.TELEGRAM,
            source_id=str(next(self._numbers)),
            subject=subject,
            occurred_at=self.now(),
            data=data,
            words=words,
        )
        with self.database.write() as uow:
            assert signals.record(uow, draft) is not None

    def writes(self, resident: Ref, words: str) -> None:
        self.record(resident, SignalKind.REPLY, words, channel="telegram", form="words")

    def sends(self, resident: Ref, form: str) -> None:
        self.record(resident, SignalKind.REPLY, channel="telegram", form=form)

    def presses(self, resident: Ref, verb: str, checkin: str | None = None) -> None:
        """`f` or `h` on the card of a check-in, by default the newest."""
        target = checkin or self.checkin(resident).id
        self.record(
            resident, SignalKind.REPLY,
            channel="telegram", form="button", verb=verb, checkin=target, version=0,
        )  # fmt: skip

    def answers(self, by: Ref, verb: str, task: Task) -> None:
        """`a` or `d` on the card of an offer."""
        self.record(
            task.new.resident, SignalKind.OFFER_ANSWERED,
            task=task.id, verb=verb, version=task.version, by=by,
        )  # fmt: skip

    def reports(self, by: Ref, result: Result, task: Task) -> None:
        """A button of the results."""
        self.record(
            task.new.resident, SignalKind.RESULT_GIVEN,
            task=task.id, verb=VERBS[result], version=task.version, by=by,
        )  # fmt: skip

    def opens_link(self, chat: str, token: str | None) -> Ref:
        """Somebody presses Start; returns the subject of her chat."""
        with self.database.read() as uow:
            subject = f"address:{uow.vault.blind('telegram', chat)}"
        words = json.dumps({"token": token, "chat": chat})
        self.record(subject, SignalKind.LINK_OPENED, words, channel="telegram")
        return subject

    # What is there

    def slot_of(self, resident: Ref) -> datetime:
        with self.database.read() as uow:
            planned = checkin_store.plan_of(uow, resident.partition(":")[2])
        assert planned is not None
        return planned[1]

    def checkin(self, resident: Ref) -> Checkin:
        with self.database.read() as uow:
            found = checkin_store.latest_of(uow, resident.partition(":")[2])
        assert found is not None
        return found

    def asked(self, resident: Ref) -> Checkin:
        """Wait for her next slot; the check-in that was just asked."""
        self.settle()
        self.wait_until(self.slot_of(resident))
        return self.checkin(resident)

    def case(self, resident: Ref) -> Case | None:
        """Her open case."""
        with self.database.read() as uow:
            found = case_store.open_of(uow, resident)
        return None if found is None else found[0]

    def open_case(self, resident: Ref) -> Case:
        found = self.case(resident)
        assert found is not None
        return found

    def cases(self) -> list[Case]:
        with self.database.read() as uow:
            return case_store.opened_since(uow, TUESDAY - timedelta(days=1))

    def tasks_about(self, resident: Ref) -> list[Task]:
        """Every task about her, open or not, oldest first."""
        with self.database.read() as uow:
            found = tasks_service.opened_since(uow, TUESDAY - timedelta(days=1))
        return [task for task in found if task.new.resident == resident]

    def open_tasks(self, resident: Ref) -> list[Task]:
        return [task for task in self.tasks_about(resident) if task.is_open]

    def task(self, resident: Ref) -> Task:
        """The one open task about her."""
        (task,) = self.open_tasks(resident)
        return task

    def fresh(self, task: Task) -> Task:
        with self.database.read() as uow:
            found = tasks_service.task(uow, task.id)
        assert found is not None
        return found

    def outbox(self, to: Ref | None = None) -> list[OutboxRow]:
        with self.database.read() as uow:
            rows = uow.session.exec(select(OutboxRow)).all()
        ordered = sorted(rows, key=lambda row: (row.called_at or row.due_at, row.id))
        return [row for row in ordered if to is None or row.to_ref == to]

    def templates(self, to: Ref, state: str | None = None) -> list[str]:
        return [row.template for row in self.outbox(to) if state is None or row.state == state]


def without_helpers(cases: Mapping[Urgency, Policy]) -> dict[Urgency, Policy]:
    """The same policies, everything at once to the leads."""
    return {urgency: replace(one, rounds=(one.repeat,)) for urgency, one in cases.items()}
