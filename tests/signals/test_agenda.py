"""Whose turn it is, and who has it: the unit of claiming is the subject."""

import threading
from datetime import timedelta

from foundation.clock import ManualClock
from foundation.database import Database
from signals import agenda
from signals import service as signals
from tests.signals.facts import HER, claimed, draft, planned, record, second_connection
from tests.support.database import MONDAY_MORNING

MINUTE = timedelta(minutes=1)


def bring(database: Database, *subjects: str, urgency: int = 0, later: int = 0) -> None:
    with database.write() as uow:
        for subject in subjects:
            agenda.bring_forward(uow, subject, uow.now + later * MINUTE, urgency=urgency)


def test_the_most_urgent_first_then_whoever_waits_longest(
    database: Database, clock: ManualClock
) -> None:
    bring(database, "resident:b", "resident:a")
    clock.advance(MINUTE)
    bring(database, "resident:c", urgency=agenda.PERSON_WAITS)
    bring(database, "resident:d", urgency=agenda.PRESSING)
    bring(database, "resident:e", later=1)
    assert claimed(database) == ["resident:d", "resident:c", "resident:a", "resident:b"]
    assert claimed(database, limit=1) == ["resident:d"]


def test_an_emergency_does_not_wait_for_the_others_of_a_batch(database: Database) -> None:
    bring(database, "resident:a", "resident:b", urgency=agenda.PRESSING)
    bring(database, "resident:c", urgency=agenda.EMERGENCY)
    assert claimed(database) == ["resident:c"]
    with database.write() as uow:
        agenda.plan(uow, "resident:c", None)
    assert claimed(database) == ["resident:a", "resident:b"]


def test_bringing_forward_never_puts_off_nor_calms(database: Database) -> None:
    bring(database, HER, urgency=agenda.PRESSING)
    bring(database, HER, later=5)
    assert planned(database) == MONDAY_MORNING
    bring(database, "resident:later", later=5)
    bring(database, "resident:later", later=3, urgency=agenda.ROUTINE)
    assert planned(database, "resident:later") == MONDAY_MORNING + 3 * MINUTE
    assert claimed(database) == [HER]


def test_planned_for_never_is_due_again_when_something_comes(database: Database) -> None:
    bring(database, HER)
    with database.write() as uow:
        agenda.plan(uow, HER, None)
    assert claimed(database) == []
    record(database, draft())
    assert claimed(database) == [HER]


def test_two_workers_never_have_the_same_subject(
    database: Database, database_url: str, clock: ManualClock
) -> None:
    bring(database, "resident:a", "resident:b", "resident:c")
    with second_connection(database_url, clock) as other, database.write() as uow:
        mine = agenda.claim(uow, 2)
        assert mine == ["resident:a", "resident:b"]
        if database.dialect == "sqlite":
            return  # one writer at a time: the other waits for the lock
        assert claimed(other) == ["resident:c"]
        with other.write() as theirs:
            assert not agenda.claim_one(theirs, "resident:a")
            assert agenda.claim_one(theirs, "resident:c")


def test_a_fact_recorded_during_a_turn_is_seen_in_the_next(
    database: Database, database_url: str, clock: ManualClock
) -> None:
    """It waits for the lock, whichever of the two commits first."""
    bring(database, HER)
    with second_connection(database_url, clock) as other:
        edge = threading.Thread(target=record, args=(other, draft()))
        with database.write() as uow:
            assert agenda.claim(uow, 1) == [HER]
            assert signals.pending(uow, HER) == []
            edge.start()
            edge.join(0.2)
            assert edge.is_alive()
            agenda.plan(uow, HER, uow.now + timedelta(days=7))
        edge.join()
    assert planned(database) == MONDAY_MORNING
    assert claimed(database) == [HER]


def test_whoever_holds_a_subject_outside_its_turn_waits_for_it(
    database: Database, database_url: str, clock: ManualClock
) -> None:
    bring(database, HER)
    order: list[str] = []

    def command(other: Database) -> None:
        with other.write() as uow:
            agenda.hold(uow, HER)
            order.append("command")

    with second_connection(database_url, clock) as other:
        official = threading.Thread(target=command, args=(other,))
        with database.write() as uow:
            agenda.claim(uow, 1)
            official.start()
            official.join(0.2)
            order.append("worker")
        official.join()
    assert order == ["worker", "command"]


def test_holding_somebody_unknown_holds_nothing(database: Database) -> None:
    with database.write() as uow:
        agenda.hold(uow, "resident:nobody")


def test_what_is_forgotten_is_counted(database: Database, clock: ManualClock) -> None:
    bring(database, "resident:a", "resident:b")
    with database.read() as uow:
        assert agenda.overdue(uow, clock.now()) == 0
        assert agenda.overdue(uow, clock.now() + MINUTE) == 2
        assert agenda.next_moment(uow) == MONDAY_MORNING
