"""Warnings and silences by tier; what sets the clock back, and what does not."""

from datetime import timedelta

import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from plugs import service
from plugs.model import Family
from residents import service as residents
from residents.model import (
    AbsenceKind,
    AbsenceSource,
    ChannelName,
    LifeState,
    NewAbsence,
    Purpose,
    Tier,
)
from signals import agenda as signals_agenda
from signals import service as signals
from signals.model import Draft, SignalKind, Source
from tests.plugs.plug_world import Counter, Home, World, only, presence
from tests.residents.people import grandmother
from tests.support.database import open_database

ACTIVE, QUIET, BACK = SignalKind.PLUG_ACTIVE, SignalKind.PLUG_QUIET, SignalKind.PLUG_BACK
SELDOM = timedelta(hours=3)
LIMITS = [(Tier.HIGH, 24), (Tier.MEDIUM, 36), (Tier.LOW, 50)]


def lived(world: World, home: Home) -> Counter:
    """The home has shown life; the clock runs from then."""
    meter = Counter(home.device)
    world.boil(home.device, meter)
    return meter


def keeps_reporting(world: World, meter: Counter, hours: float) -> None:
    """The plug reports every two hours, as it may, and nothing changes."""
    for _ in range(int(hours / 2)):
        world.wait(hours=2)
        world.hear(meter.report(world.now, 0, minutes=120))


def said(world: World, home: Home, meaning: str = "ok") -> None:
    with world.database.write() as uow:
        signals.record(
            uow,
            Draft(
                kind=SignalKind.SAID,
                source=Source.UNDERSTANDING,
                source_id=f"said:{uow.now.isoformat()}",
                subject=home.resident.ref,
                occurred_at=uow.now,
                data={"meaning": meaning, "channel": "call"},
            ),
        )
    world.work()


@pytest.mark.parametrize(("tier", "hours"), LIMITS)
def test_a_silent_home_is_warned_of_and_told_at_its_tiers_limit(
    world: World, tier: Tier, hours: int
) -> None:
    home = world.home(tier=tier, interval=SELDOM)
    meter = lived(world, home)
    since = max(one.at for one in world.told(ACTIVE))
    keeps_reporting(world, meter, hours * 0.75 - 3)
    with world.database.read() as uow:
        assert service.silences(uow) == ()
    keeps_reporting(world, meter, 4)
    with world.database.read() as uow:
        (watch,) = service.silences(uow)
        assert (watch.warned_at, watch.quiet_at) == (since + timedelta(hours=hours * 0.75), None)
    assert world.told(QUIET) == []
    keeps_reporting(world, meter, hours)
    told = only(world.told(QUIET))
    assert told.subject == home.resident.ref
    assert told.at == since + timedelta(hours=hours)
    assert told.data == {
        "since": since.isoformat(),
        "hours": float(hours),
        "limit_hours": hours,
        "usual": None,
        "household": home.household,
        "device": home.device.id,
        "alone": True,
        "faulty": False,
    }


def test_a_silence_is_told_once_until_the_home_breaks_it(world: World) -> None:
    home = world.home(tier=Tier.HIGH, interval=SELDOM)
    meter = lived(world, home)
    keeps_reporting(world, meter, 60)
    assert len(world.told(QUIET)) == 1
    assert world.told(BACK) == []
    world.boil(home.device, meter)
    back = only(world.told(BACK))
    assert back.subject == home.resident.ref
    assert back.data["household"] == home.household
    assert back.data["hours"] > 60
    assert back.at == max(one.at for one in world.told(ACTIVE)) - timedelta(minutes=10)
    with world.database.read() as uow:
        assert service.silences(uow) == ()
    keeps_reporting(world, meter, 30)
    assert len(world.told(QUIET)) == 2


def test_a_long_silence_is_warned_of_once_and_forgotten_when_it_ends(world: World) -> None:
    home = world.home(tier=Tier.HIGH, interval=SELDOM)
    meter = lived(world, home)
    keeps_reporting(world, meter, 20)
    warned = only(world.told(SignalKind.PLUG_UNUSUAL))
    assert (warned.subject, warned.data["limit_hours"]) == (home.resident.ref, 24)
    assert 18 <= warned.data["hours"] <= 19
    world.boil(home.device, meter)
    assert set(world.kinds()) == {ACTIVE, SignalKind.PLUG_UNUSUAL}
    with world.database.read() as uow:
        assert service.silences(uow) == ()


def test_a_plug_without_a_sign_of_life_starts_no_clock(world: World) -> None:
    home = world.home(tier=Tier.HIGH, interval=SELDOM)
    meter = Counter(home.device)
    keeps_reporting(world, meter, 30)
    assert world.kinds() == []
    assert not world.is_informative(home)


def test_any_plug_of_hers_sets_the_clock_back(world: World) -> None:
    home = world.home(Family.TASMOTA, Family.TASMOTA, tier=Tier.HIGH)
    first, second = (Counter(device) for device in home.devices)
    world.boil(first.device, first)
    world.wait(hours=20)
    world.boil(second.device, second)
    world.wait(hours=20)
    assert world.told(QUIET) == []
    world.wait(hours=6)
    assert only(world.told(QUIET)).data["device"] == second.device.id


def test_a_fault_of_the_device_does_not_stop_the_clock(world: World) -> None:
    home = world.home(tier=Tier.HIGH)
    lived(world, home)
    world.hear(presence(home.device, world.now, online=False))
    world.wait(hours=40)
    assert len(world.told(SignalKind.DEVICE_FAULT)) == 1
    told = only(world.told(QUIET))
    assert told.data["hours"] == 24
    assert told.data["faulty"] is True


def test_her_own_words_put_the_clock_off(world: World) -> None:
    home = world.home(tier=Tier.HIGH)
    lived(world, home)
    world.wait(hours=20)
    said(world, home)
    world.wait(hours=23)
    assert world.told(QUIET) == []
    world.wait(hours=2)
    told = only(world.told(QUIET))
    assert told.data["hours"] > 43
    said(world, home)
    world.wait(hours=60)
    assert len(world.told(QUIET)) == 1


@pytest.mark.parametrize("meaning", ["wrong_person", "deceased"])
def test_words_of_somebody_else_are_no_proof(world: World, meaning: str) -> None:
    home = world.home(tier=Tier.HIGH)
    lived(world, home)
    world.wait(hours=20)
    said(world, home, meaning)
    world.wait(hours=5)
    assert len(world.told(QUIET)) == 1


@pytest.mark.parametrize(
    ("kind", "result", "proves"),
    [
        ("welfare_visit", "seen_well", True),
        ("welfare_visit", "no_answer", False),
        ("quarterly_contact", "spoken_well", True),
        ("contact_check", "spoken_well", True),
        ("contact_check", "unreached", False),
        ("ask_contact", "spoken_well", False),
        ("device_repair", "spoken_well", False),
    ],
)
def test_work_in_which_somebody_met_her_is_proof(
    world: World, kind: str, result: str, proves: bool
) -> None:
    home = world.home(tier=Tier.HIGH)
    lived(world, home)
    world.wait(hours=20)
    with world.database.write() as uow:
        signals.record(
            uow,
            Draft(
                kind=SignalKind.TASK_DONE,
                source=Source.TASKS,
                source_id="done",
                subject=home.resident.ref,
                occurred_at=uow.now,
                data={
                    "result": result,
                    "by": "staff:1",
                    "task": "1",
                    "origin": "case:1",
                    "kind": kind,
                },
            ),
        )
    world.wait(hours=5)
    assert (world.told(QUIET) == []) is proves


def test_nothing_is_expected_of_a_home_while_she_is_away(world: World) -> None:
    home = world.home(tier=Tier.HIGH)
    lived(world, home)
    with world.database.write() as uow:
        away = NewAbsence(
            kind=AbsenceKind.TRAVEL,
            source=AbsenceSource.OFFICER,
            since=uow.now,
            until=uow.now + timedelta(hours=72),
            recorded_by="staff:kim",
        )
        absence = residents.add_absence(uow, home.resident.ref, away)
    world.wait(hours=70)
    assert world.told(QUIET) == []
    world.wait(hours=25)
    assert world.told(QUIET) == []
    world.wait(hours=2)
    assert only(world.told(QUIET)).at == absence.holds_until + timedelta(hours=24)


def test_a_higher_tier_shortens_a_silence_that_is_running(world: World) -> None:
    home = world.home(tier=Tier.LOW)
    lived(world, home)
    world.wait(hours=20)
    with world.database.write() as uow:
        residents.change_resident(uow, home.resident.ref, tier=Tier.HIGH)
    world.wait(hours=10)
    assert only(world.told(QUIET)).data["limit_hours"] == 24


def test_two_people_in_a_home_are_two_silences(world: World) -> None:
    with world.database.write() as uow:
        wife = grandmother(uow, tier=Tier.HIGH)
        husband = grandmother(uow, tier=Tier.LOW, household_id=wife.household_id)
    device = world.install(f"household:{wife.household_id}")
    assert set(device.residents) == {wife.ref, husband.ref}
    world.boil(device, Counter(device))
    active = world.told(ACTIVE)
    assert {one.subject for one in active} == {wife.ref, husband.ref}
    assert not any(one.data["alone"] for one in active)
    world.wait(hours=51)
    assert [(one.subject, one.data["limit_hours"]) for one in world.told(QUIET)] == [
        (wife.ref, 24),
        (husband.ref, 50),
    ]


def test_a_plug_may_stand_for_one_of_them(world: World) -> None:
    with world.database.write() as uow:
        wife = grandmother(uow)
        grandmother(uow, household_id=wife.household_id)
    device = world.install(f"household:{wife.household_id}", residents=(wife.ref,))
    world.boil(device, Counter(device))
    assert {one.subject for one in world.told()} == {wife.ref}


def test_nobody_who_is_not_watched_is_told_about(world: World) -> None:
    home = world.home(tier=Tier.HIGH)
    meter = lived(world, home)
    with world.database.write() as uow:
        residents.set_state(uow, home.resident.ref, LifeState.PAUSED)
    active = len(world.told(ACTIVE))
    world.boil(home.device, meter)
    world.wait(hours=30)
    assert len(world.told()) == active
    with world.database.write() as uow:
        residents.set_state(uow, home.resident.ref, LifeState.ACTIVE)
        signals_agenda.bring_forward(uow, home.resident.ref, uow.now)
    world.work()
    assert len(world.told(QUIET)) == 1


def test_without_her_consent_the_clock_ends(world: World) -> None:
    home = world.home(tier=Tier.HIGH)
    lived(world, home)
    with world.database.write() as uow:
        residents.withdraw_consent(
            uow, home.resident.ref, Purpose.PLUG, "staff:kim", ChannelName.PERSON
        )
    world.wait(hours=30)
    assert set(world.kinds()) == {ACTIVE}


def test_a_restarted_service_goes_on_where_it_was(database_url: str, clock: ManualClock) -> None:
    def started() -> tuple[Database, World]:
        database = open_database(database_url, clock)
        return database, World(database, clock)

    database, world = started()
    home = world.home(tier=Tier.HIGH)
    meter = lived(world, home)
    world.wait(hours=20)
    database.close()
    database, world = started()
    # The counter's last reading and its level are known: a kettle now is an edge at once.
    world.hear(meter.report(world.now, 0))
    world.wait(hours=5)
    assert len(world.told(QUIET)) == 1
    database.close()
    database, world = started()
    world.wait(hours=40)
    assert len(world.told(QUIET)) == 1
    world.boil(home.device, meter)
    assert len(world.told(BACK)) == 1
    database.close()


def test_what_a_dead_worker_left_undone_is_counted(world: World) -> None:
    home = world.home(tier=Tier.HIGH)
    lived(world, home)
    world.clock.advance(timedelta(hours=20))
    grace = timedelta(minutes=5)
    with world.database.read() as uow:
        assert service.overdue(uow, world.now, grace) == 2
    world.work()
    with world.database.read() as uow:
        assert service.overdue(uow, world.now, grace) == 0
