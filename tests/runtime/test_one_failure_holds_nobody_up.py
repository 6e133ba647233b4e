"""Whatever raises, its own subject and every other one are still served."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from structlog.typing import EventDict
from typing_extensions import override

from checkins.model import CheckinState
from foundation.unit_of_work import UnitOfWork
from residents.model import StaffRole
from runtime import dispatch as dispatching
from runtime.dispatch import AFTER_FAILURE, Dispatch
from signals import service as signals
from signals.model import Signal, SignalKind
from tasks.model import TaskKind
from tests.runtime.faulty import Breeder, Faulty, Lazy, joined_by, note
from tests.runtime.neighbourhood import Neighbourhood

REPLY, SAID = frozenset({SignalKind.REPLY}), frozenset({SignalKind.SAID})


def quarantined(here: Neighbourhood) -> int:
    with here.database.read() as uow:
        return signals.quarantined(uow)


def test_a_consumer_that_fails_on_what_another_made_blocks_nothing(
    everywhere: Neighbourhood, logged: list[EventDict]
) -> None:
    """The fact it fails on exists only in the transaction that is being undone."""
    here = everywhere
    her, other = here.resident(), here.resident(name="이영자")
    here.settle()
    joined_by(here, Faulty(kinds=SAID, raises_for=lambda one: one.subject == her))
    here.writes(her, "도와주세요")
    here.record(other, SignalKind.PLUG_QUIET)
    here.settle()
    assert here.open_case(her).known.asked_for_help
    assert here.case(other) is not None
    assert quarantined(here) == 1
    assert [one["event"] for one in logged].count("signal_set_aside") == 1


def test_what_a_failing_consumer_wrote_is_undone_and_nothing_else(
    everywhere: Neighbourhood,
) -> None:
    here = everywhere
    her = here.resident()
    bad, good = Faulty("bad", SAID), Faulty("good", SAID, raises_for=lambda _: False)
    joined_by(here, bad, good)
    here.writes(her, "네")
    here.settle()
    assert [row.dedupe_key.partition(":")[0] for row in here.outbox(her)][-1] == "good"
    assert "bad" not in {row.dedupe_key.partition(":")[0] for row in here.outbox(her)}


def test_a_fact_set_aside_is_not_tried_again_and_a_person_looks(
    everywhere: Neighbourhood,
) -> None:
    here = everywhere
    officer = here.staff()
    her = here.resident()
    here.wait(timedelta(hours=1))
    bad = Faulty(kinds=REPLY)
    joined_by(here, bad)
    here.writes(her, "네")
    here.settle()
    heard = len(bad.heard)
    assert here.task(her).new.kind is TaskKind.AFTER_UNCLEAR
    assert here.templates(officer, "sent") == ["staff.offer"]
    here.writes(her, "네네")
    here.settle()
    assert len(bad.heard) == 2 * heard
    assert len(here.open_tasks(her)) == 1
    assert quarantined(here) == 2


def test_a_fact_is_not_set_aside_because_the_database_failed(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    here.settle()
    locked = OperationalError("", {}, sqlite3.OperationalError("database is locked"))
    faulty = Faulty(kinds=REPLY, error=locked)
    joined_by(here, faulty)
    here.writes(her, "도와주세요")
    here.settle()
    assert quarantined(here) == 0
    faulty.raises_for = lambda _: False
    here.wait(AFTER_FAILURE)
    here.settle()
    assert here.open_case(her).known.asked_for_help


def test_what_says_nothing_of_her_is_an_engineers_matter(here: Neighbourhood) -> None:
    here.staff(StaffRole.LEAD)
    her = here.resident()
    joined_by(here, Faulty(kinds=frozenset({SignalKind.RECEIPT})))
    here.asked(her)
    assert quarantined(here) == 1
    assert here.tasks_about(her) == []


def test_a_failure_on_a_failure_breeds_nothing(here: Neighbourhood) -> None:
    her = here.resident()
    joined_by(here, Faulty(kinds=frozenset(SignalKind)))
    here.writes(her, "네")
    here.settle()
    with here.database.read() as uow:
        assert signals.pending(uow, her) == []
    moment = here.next_moment()
    assert moment is None or moment > here.now()


def test_a_batch_is_served_one_by_one_in_the_same_run(
    everywhere: Neighbourhood, logged: list[EventDict]
) -> None:
    here = everywhere
    people = [here.resident(name=f"이영자{number}") for number in range(5)]
    here.settle()
    joined_by(
        here,
        Faulty(kinds=REPLY, raises_for=lambda one: one.subject == people[2]),
    )
    for who in people:
        here.writes(who, "도와주세요")
    assert here.dispatch.run() == 5
    assert [here.case(who) is not None for who in people] == [True] * 5
    assert "batch_failed" in {one["event"] for one in logged}
    assert here.dispatch.run() == 0


def test_a_long_batch_makes_room_for_whoever_waits(here: Neighbourhood) -> None:
    class Slow(Faulty):
        @override
        def handle(self, uow: UnitOfWork, signal: Signal) -> None:
            here.clock.advance(dispatching.LONG_ENOUGH / 2)

    joined_by(here, Slow(kinds=REPLY))
    people = [here.resident(name=f"이영자{number}") for number in range(5)]
    here.dispatch.run()
    for who in people:
        here.writes(who, "네")
    assert [here.dispatch.run() for _ in range(4)] == [2, 2, 1, 0]


def test_an_actor_that_raises_leaves_the_others_to_act(everywhere: Neighbourhood) -> None:
    here = everywhere
    her = here.resident()
    here.settle()
    bad = Lazy(her, raises=True)
    here.dispatch = Dispatch(here.database, here.consumers, (bad, *here.actors))
    for moment in (here.slot_of(her), here.slot_of(her) + timedelta(hours=3)):
        here.clock.set(moment)
        here.settle()
    assert here.checkin(her).state is CheckinState.MISSED
    assert here.case(her) is not None
    again = here.next_moment()
    assert again is not None
    assert here.now() < again <= here.now() + AFTER_FAILURE


def test_an_actor_that_is_always_due_does_not_stop_time(
    everywhere: Neighbourhood, logged: list[EventDict]
) -> None:
    here = everywhere
    her, other = here.resident(), here.resident(name="이영자")
    here.settle()
    busy = Lazy(her)
    here.dispatch = Dispatch(here.database, here.consumers, (*here.actors, busy))
    here.writes(her, "도와주세요")
    here.writes(other, "도와주세요")
    here.settle()
    assert here.case(her) is not None
    assert here.case(other) is not None
    assert "turn_endless" in {one["event"] for one in logged}
    assert busy.acted <= 3 * dispatching.TURNS


def test_facts_that_breed_facts_wait_and_the_others_do_not(
    everywhere: Neighbourhood, logged: list[EventDict]
) -> None:
    here = everywhere
    her, other = here.resident(), here.resident(name="이영자")
    joined_by(here, Breeder(her))
    here.record(her, SignalKind.UNREADABLE)
    here.writes(other, "도와주세요")
    here.settle()
    assert here.case(other) is not None
    assert "turn_failed" in {one["event"] for one in logged}
    moment = here.next_moment()
    assert moment is not None
    assert moment > here.now()
    with here.database.read() as uow:
        assert len(signals.pending(uow, her)) == 1


def fails_apart(uow: UnitOfWork, what: Callable[[], object]) -> None:
    with uow.apart():
        what()
        message = "undone"
        raise ValueError(message)


def test_a_key_made_in_an_undone_part_is_not_used_again(everywhere: Neighbourhood) -> None:
    here = everywhere
    with here.database.write() as uow:
        with pytest.raises(ValueError, match="undone"):
            fails_apart(uow, lambda: uow.vault.seal("address:new", "field", "lost"))
        kept = uow.vault.seal("address:new", "field", "kept")
    with here.database.read() as uow:
        assert uow.vault.open("address:new", "field", kept) == "kept"


def test_what_an_undone_part_wanted_after_the_commit_is_not_done(here: Neighbourhood) -> None:
    done: list[str] = []
    with here.database.write() as uow:
        uow.on_commit(lambda: done.append("kept"))
        with pytest.raises(ValueError, match="undone"):
            fails_apart(uow, lambda: uow.on_commit(lambda: done.append("undone")))
        with uow.apart():
            uow.on_commit(lambda: done.append("too"))
    assert done == ["kept", "too"]


def test_a_subject_nobody_knows_is_nobodys(here: Neighbourhood) -> None:
    class Notes:
        name = "notes"
        kinds = frozenset({SignalKind.UNREADABLE})

        def handle(self, uow: UnitOfWork, signal: Signal) -> None:
            note(uow, signal.subject, signal.id)

    joined_by(here, Notes())
    for subject in ("address:x", "device:1", "resident:nobody", "household:2", "odd"):
        here.record(subject, SignalKind.UNREADABLE)
        here.record(subject, SignalKind.CHANNEL_LOST, channel="telegram", why="blocked")
    here.settle()
    assert here.next_moment() is None
    assert here.cases() == []
