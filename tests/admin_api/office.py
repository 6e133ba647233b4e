"""The people and the work of these tests: one resident, one helper, officers, open tasks."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from admin_api import pins
from admin_api.routes.office import Services
from care import policy as contact_policy
from care.plug_changes import PlugChanges
from care.service import HumanContacts
from checkins import policy as checkin_policy
from checkins.service import Means
from escalation import policy as case_policy
from escalation.service import Escalation
from foundation.city import City
from foundation.unit_of_work import UnitOfWork
from plugs.service import has_informative_plug
from reports.guide.service import Guides
from residents import service as residents
from residents.calendar import Calendar
from residents.model import (
    Basis,
    ChannelName,
    Consent,
    Helper,
    HelperRole,
    LifeState,
    NewHelper,
    NewResident,
    NewStaff,
    Paper,
    Phone,
    Purpose,
    Ref,
    Resident,
    Staff,
    StaffRole,
    Tier,
    parse_phone,
)
from tasks import disclosure, store
from tasks.model import Audience, NewTask, Round, Task, TaskKind
from tasks.service import Tasks

SEOUL = ZoneInfo("Asia/Seoul")
CITY = City(name="김천시", zone=SEOUL, phone="054-420-6114")
CALENDAR = Calendar(SEOUL)
TASKS = Tasks(CALENDAR, frozenset(ChannelName))
MEANS = Means(
    calendar=CALENDAR,
    policy=checkin_policy.shipped(),
    tasks=TASKS,
    channels=frozenset({ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.CALL}),
    has_informative_plug=has_informative_plug,
)
CONTACTS = HumanContacts(CALENDAR, contact_policy.shipped(), TASKS)
CHANGES = PlugChanges(MEANS, CITY)
CASES = Escalation(CALENDAR, case_policy.shipped(), TASKS)


async def bot_name() -> str:
    return "gimcheon_anbu_bot"


GUIDES = Guides(MEANS, CITY, bot_name)
SERVICES = Services(MEANS, CONTACTS, CASES, CHANGES, GUIDES)
BASE = "https://anbu.example"
PIN = "2580"
NAME, ADDRESS, PHONE = "김순자", "김천시 지좌동 감천로 12, 101호", "010-7000-0001"
LAST_YEAR = datetime(2025, 6, 1, tzinfo=UTC)
_numbers = count(2)


def mobile() -> Phone:
    """A mobile number that nobody else in this run has."""
    return parse_phone(f"010-{7100 + next(_numbers) // 10_000}-{next(_numbers) % 10_000:04d}")


def consent(purpose: Purpose) -> Consent:
    return Consent(
        purpose=purpose,
        basis=Basis.CONSENT,
        given_at=LAST_YEAR,
        withdrawn_at=None,
        text_version="2025-1",
        channel=ChannelName.PERSON,
        taken_by="staff:kim",
    )


def add_resident(uow: UnitOfWork, district: str = "jijwa-dong", name: str = NAME) -> Resident:
    return residents.add_resident(
        uow,
        NewResident(
            name=name,
            birth_year=1941,
            tier=Tier.MEDIUM,
            district=district,
            address=ADDRESS,
            phones=(parse_phone(PHONE),),
            state=LifeState.ACTIVE,
            consents=tuple(consent(purpose) for purpose in Purpose),
        ),
    )


def add_helper(uow: UnitOfWork, name: str = "박이장", pin: str | None = PIN) -> Helper:
    helper = residents.add_helper(
        uow,
        NewHelper(
            name=name,
            role=HelperRole.VILLAGE_HEAD,
            district="jijwa-dong",
            phone=mobile(),
            appointed_from=date(2025, 1, 1),
            appointed_until=date(2026, 12, 31),
            papers=frozenset(Paper),
        ),
    )
    residents.set_telegram_chat(uow, helper.ref, f"chat-{helper.id}")
    if pin is not None:
        pins.set_pin(uow, helper.ref, pin)
    return helper


def add_staff(
    uow: UnitOfWork,
    name: str = "이주무관",
    role: StaffRole = StaffRole.OFFICER,
    districts: tuple[str, ...] = ("jijwa-dong",),
    deputy: Ref | None = None,
) -> Staff:
    return residents.add_staff(
        uow,
        NewStaff(
            name=name,
            role=role,
            phone=mobile(),
            districts=frozenset(districts),
            deputy=deputy,
            duty=True,  # the clock of these tests begins on a holiday
        ),
    )


def open_task(
    uow: UnitOfWork,
    resident: Resident,
    *,
    kind: TaskKind = TaskKind.WELFARE_VISIT,
    urgency: str | None = None,
) -> Task:
    hour = timedelta(hours=1)
    return TASKS.open(
        uow,
        NewTask(
            kind=kind,
            resident=resident.ref,
            origin="case:1",
            district=resident.district,
            rounds=tuple(
                Round(audience, 3, hour)
                for audience in (Audience.HELPERS, Audience.OFFICERS, Audience.HELPERS)
            ),
            do_within=timedelta(hours=4),
            urgency=urgency,
        ),
    )


@dataclass(frozen=True, slots=True)
class Errand:
    """A task that somebody accepted, with the path of her page."""

    resident: Resident
    task: Task
    by: Ref
    path: str


def accept(uow: UnitOfWork, resident: Resident, task: Task, by: Ref) -> Errand:
    mine = TASKS.accept(uow, task, by)
    assert mine is not None
    link = store.link_of(uow, task.id, by)
    assert link is not None
    return Errand(resident, mine, by, disclosure.page_url(uow, "", link))
