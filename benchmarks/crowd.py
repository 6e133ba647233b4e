"""Many residents at once for benchmarks, as rows: registered, sealed, agreed, planned.

What is measured afterwards is the production code on rows that it could have written itself.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from checkins import policy
from checkins.decide.plans import next_slot, plan_for
from checkins.model import AS_USUAL, Occasion
from checkins.store import _walls
from checkins.tables import PlanRow
from foundation.clock import RealClock, SteppedClock
from foundation.database import Database
from foundation.keyring import fresh_key
from foundation.sql import table_of
from foundation.unit_of_work import UnitOfWork
from foundation.vault import SubjectKey
from residents import service as residents
from residents.calendar import Calendar
from residents.districts import DISTRICTS
from residents.model import (
    Basis,
    Device,
    HelperRole,
    LifeState,
    NewHelper,
    NewStaff,
    Paper,
    Purpose,
    StaffRole,
    Tier,
    parse_phone,
)
from residents.store.sealing import Personal, seal
from residents.tables import ConsentRow, HouseholdRow, ResidentRow
from signals.tables import AgendaRow

CHUNK = 5_000
TUESDAY, HALF_PAST_TEN = 1, time(10, 30)
AGREED = (
    Purpose.COLLECTION,
    Purpose.HELPERS,
    Purpose.CALLS,
    Purpose.OVERSEAS_TELEGRAM,
    Purpose.OVERSEAS_TWILIO,
)
OF_TEN = (Tier.HIGH, *(Tier.MEDIUM,) * 3, *(Tier.LOW,) * 6)
"""One in ten is at high risk, as cities report of those they look after."""


def on_a_tuesday(zone: ZoneInfo) -> SteppedClock:
    """A clock that goes on from half past ten of the next Tuesday: who is asked depends on it."""
    clock = SteppedClock(RealClock())
    now = clock.now().astimezone(zone)
    day = now.date() + timedelta(days=(TUESDAY - now.weekday()) % 7)
    clock.step(datetime.combine(day, HALF_PAST_TEN, zone) - now)
    return clock


def appoint(database: Database, helpers: int) -> None:
    """So many helpers with Telegram, spread over all districts, and an official for each."""
    with database.write() as uow:
        for number in range(helpers):
            helper = NewHelper(
                f"이웃 {number}",
                HelperRole.VILLAGE_HEAD,
                DISTRICTS[number % len(DISTRICTS)].code,
                parse_phone(f"010-5{number // 10_000:03d}-{number % 10_000:04d}"),
                max_load=1_000_000,
                appointed_from=(uow.now - timedelta(days=30)).date(),
                appointed_until=(uow.now + timedelta(days=30)).date(),
                papers=frozenset(Paper),
            )
            ref = residents.add_helper(uow, helper).ref
            residents.set_telegram_chat(uow, ref, str(5_000_000 + number))
        for number, one in enumerate(DISTRICTS):
            phone, place = parse_phone(f"010-3000-{number:04d}"), frozenset({one.code})
            role = StaffRole.OFFICER if number else StaffRole.LEAD
            new = NewStaff(f"공무원 {number}", role, phone, districts=place, duty=True)
            residents.set_telegram_chat(uow, residents.add_staff(uow, new).ref, str(number + 1))


def move_in(database: Database, calendar: Calendar, count: int, first: int = 0) -> list[str]:
    """Add `count` residents, numbered from `first`; returns their ids.

    Nobody is due: every slot lies beyond the next day.
    """
    ids: list[str] = []
    while len(ids) < count:
        with database.write() as uow:
            ids += _chunk(uow, calendar, first + len(ids), min(CHUNK, count - len(ids)))
    return ids


def make_due(database: Database, ids: list[str], at: datetime) -> None:
    """Let these residents be asked at `at`."""
    plans, agenda = table_of(PlanRow), table_of(AgendaRow)
    for begin in range(0, len(ids), CHUNK):
        these = ids[begin : begin + CHUNK]
        with database.write() as uow:
            connection = uow.session.connection()
            connection.execute(
                update(plans).where(plans.c.resident_id.in_(these)).values(next_slot_at=at)
            )
            subjects = [f"resident:{one}" for one in these]
            connection.execute(
                update(agenda).where(agenda.c.subject.in_(subjects)).values(next_at=at)
            )


def drop_plans(database: Database, ids: list[str]) -> None:
    """Take these residents' plans away, as no code of ours should."""
    plans = table_of(PlanRow)
    with database.write() as uow:
        uow.session.connection().execute(plans.delete().where(plans.c.resident_id.in_(ids)))


def count_due(database: Database, at: datetime) -> int:
    """How many subjects are due at `at`."""
    agenda = table_of(AgendaRow)
    with database.read() as uow:
        due = uow.session.connection().execute(
            select(agenda.c.subject).where(agenda.c.next_at <= at)
        )
        return len(due.all())


def _chunk(uow: UnitOfWork, calendar: Calendar, first: int, count: int) -> list[str]:
    ids = [uow.ids.new() for _ in range(count)]
    refs = [f"resident:{one}" for one in ids]
    keyring = uow.vault._keyring
    wrapped = (keyring.wrap(fresh_key(), ref.encode()) for ref in refs)
    keys = [
        {"subject": ref, "ring_key_id": ring_key, "wrapped": key, "created_at": uow.now}
        for ref, (ring_key, key) in zip(refs, wrapped, strict=True)
    ]
    _insert(uow, SubjectKey, keys)
    uow.vault.load(refs)
    homes = [uow.ids.new() for _ in range(count)]
    # by twos: every other resident has Telegram, and these live in all districts, too
    places = [DISTRICTS[(first + n) // 2 % len(DISTRICTS)].code for n in range(count)]
    _insert(
        uow,
        HouseholdRow,
        [
            {"id": home, "district": place, "others": 0, "created_at": uow.now}
            for home, place in zip(homes, places, strict=True)
        ],
    )
    numbers = range(first, first + count)
    people = zip(ids, numbers, homes, places, strict=True)
    _insert(uow, ResidentRow, [_resident(uow, *one) for one in people])
    _insert(uow, ConsentRow, [_consent(uow, ref, purpose) for ref in refs for purpose in AGREED])
    _plan(uow, calendar, ids, numbers)
    return ids


def _resident(
    uow: UnitOfWork, identity: str, number: int, home: str, place: str
) -> dict[str, object]:
    personal = Personal(
        name="김순자",
        birth_year=1941,
        address="김천시 어느 길 12",
        phones=(f"+8210{number:08d}",),
        telegram_chat=str(10_000_000 + number) if number % 2 else None,
    )
    return {
        "id": identity,
        "tier": OF_TEN[number % 10].value,
        "language": "ko",
        "district": place,
        "devices": [Device.MOBILE.value],
        "household_id": home,
        "state": LifeState.ACTIVE.value,
        "sealed": seal(uow, f"resident:{identity}", personal),
        "created_at": uow.now,
        "changed_at": uow.now,
    }


def _consent(uow: UnitOfWork, ref: str, purpose: Purpose) -> dict[str, object]:
    return {
        "id": uow.ids.new(),
        "ref": ref,
        "purpose": purpose.value,
        "basis": Basis.CONSENT.value,
        "given_at": uow.now - timedelta(days=1),
        "text_version": "2026-1",
        "channel": "person",
        "taken_by": "staff:benchmark",
    }


def _plan(uow: UnitOfWork, calendar: Calendar, ids: list[str], numbers: range) -> None:
    """A plan each, as `checkins` would make it, with its first slot beyond the next day."""
    asking = policy.shipped()
    plans: list[dict[str, object]] = []
    for identity, number in zip(ids, numbers, strict=True):
        plan = plan_for(
            identity,
            OF_TEN[number % 10],
            AS_USUAL,
            asking.rhythms,
            watched_by_plug=False,
            just_discharged=False,
        )
        slot = next_slot(plan, uow.now + timedelta(days=1), asking, calendar)
        plans.append(
            {
                "resident_id": identity,
                "rhythm": plan.rhythm.value,
                "weekday": plan.weekday,
                "odd_weeks": plan.odd_weeks,
                "position": plan.position,
                "times": _walls(plan.times),
                "in_festivals": plan.in_festivals.value,
                "next_slot_at": slot,
                "occasion": Occasion.PLANNED.value,
            }
        )
    _insert(uow, PlanRow, plans)
    _insert(
        uow,
        AgendaRow,
        [
            {"subject": f"resident:{row['resident_id']}", "next_at": row["next_slot_at"]}
            for row in plans
        ],
    )


def _insert(uow: UnitOfWork, table: type, rows: list[dict[str, object]]) -> None:
    uow.session.connection().execute(insert(table_of(table)), rows)
