"""Facts are recorded once, for ever, with their words sealed."""

from datetime import timedelta

import pytest
from sqlmodel import select

from foundation.clock import ManualClock
from foundation.database import Database
from signals import agenda, store
from signals import service as signals
from signals.model import Meaning, SignalKind, Source, resident_id
from signals.tables import AgendaRow, SignalRow
from tests.signals.facts import HER, draft, record
from tests.support.database import MONDAY_MORNING


def test_a_fact_is_recorded_once(database: Database) -> None:
    first, again, other = record(
        database,
        draft("1", words="네"),
        draft("1", words="아니요"),
        draft("1", source=Source.TWILIO),
    )
    assert first is not None
    assert again is None
    assert other is not None
    with database.read() as uow:
        (kept, _) = signals.pending(uow, HER)
    assert (kept.id, kept.words) == (first.id, "네")


def test_a_repetition_wakes_nobody(database: Database) -> None:
    record(database, draft())
    with database.write() as uow:
        agenda.plan(uow, HER, None)
    record(database, draft())
    with database.read() as uow:
        assert agenda.next_moment(uow) is None


def test_words_are_sealed_under_the_subject_and_data_is_not(database: Database) -> None:
    record(database, draft(words="허리가 아파요"))
    with database.read() as uow:
        row = uow.session.exec(select(SignalRow)).one()
        assert row.words is not None
        assert "허리".encode() not in row.words
        assert uow.vault.open(HER, store.WORDS, row.words) == "허리가 아파요"


def test_words_that_do_not_open_keep_no_other_fact_waiting(database: Database) -> None:
    record(database, draft("1", words="하나"), draft("2", words="둘"))
    with database.write() as uow:
        row = uow.session.exec(select(SignalRow).where(SignalRow.source_id == "1")).one()
        row.words = b"\x01" + bytes(60)
    with database.read() as uow:
        assert [one.words for one in signals.pending(uow, HER)] == [None, "둘"]


def test_of_somebody_erased_the_facts_stay_without_words(database: Database) -> None:
    record(database, draft("1", words="하나"))
    with database.write() as uow:
        uow.vault.destroy(HER)
    (after,) = record(database, draft("2", words="둘"))
    assert after is not None
    with database.read() as uow:
        found = signals.pending(uow, HER)
    assert [(one.source_id, one.words) for one in found] == [("1", None), ("2", None)]


def test_facts_are_decided_in_one_order_however_they_came(database: Database) -> None:
    late, early = MONDAY_MORNING, MONDAY_MORNING - timedelta(minutes=5)
    record(
        database,
        draft("9", occurred_at=late),
        draft("8", occurred_at=early, source=Source.TWILIO),
        draft("7", occurred_at=early),
        draft("1", occurred_at=late),
        draft("0", subject="resident:other"),
    )
    with database.read() as uow:
        found = signals.pending(uow, HER)
    assert [one.source_id for one in found] == ["7", "8", "1", "9"]


def test_handled_and_set_aside_are_per_consumer_and_may_be_said_twice(
    database: Database,
) -> None:
    (signal,) = record(database, draft())
    assert signal is not None
    with database.write() as uow:
        signals.mark_handled(uow, signal, "replies")
        signals.mark_handled(uow, signal, "checkins", quarantined="ValueError")
        signals.mark_handled(uow, signal, "checkins", quarantined="ValueError")
        assert signals.handled(uow, HER) == {
            (signal.id, "replies"),
            (signal.id, "checkins"),
        }
        assert signals.quarantined(uow) == 1
        assert signals.pending(uow, HER) == [signal]
        signals.close(uow, [signal])
        assert signals.pending(uow, HER) == []


def test_what_lies_for_too_long_is_counted(database: Database, clock: ManualClock) -> None:
    record(database, draft())
    clock.advance(timedelta(minutes=5))
    with database.read() as uow:
        assert signals.overdue(uow, clock.now()) == 1
        assert signals.overdue(uow, clock.now() - timedelta(minutes=5)) == 0


@pytest.mark.parametrize(
    ("kind", "data", "urgency"),
    [
        (SignalKind.SAID, {"meaning": Meaning.URGENT, "cause": "fall"}, agenda.EMERGENCY),
        (SignalKind.SAID, {"meaning": Meaning.HELP, "cause": None}, agenda.PRESSING),
        (SignalKind.SAID, {"meaning": Meaning.OK, "cause": None}, agenda.ROUTINE),
        (SignalKind.REPLY, {}, agenda.PERSON_WAITS),
        (SignalKind.RESULT_GIVEN, {}, agenda.PERSON_WAITS),
        (SignalKind.WORKER_WROTE, {}, agenda.PERSON_WAITS),
        (SignalKind.AWAY_CHOSEN, {}, agenda.PERSON_WAITS),
        (SignalKind.RECEIPT, {}, agenda.ROUTINE),
    ],
)
def test_how_urgent_a_fact_makes_its_subject(
    sqlite_database: Database, kind: SignalKind, data: dict[str, object], urgency: int
) -> None:
    record(sqlite_database, draft(kind=kind, data=data))
    with sqlite_database.read() as uow:
        row = uow.session.get(AgendaRow, HER)
    assert row is not None
    assert row.urgency == urgency


def test_only_a_resident_has_a_residents_id() -> None:
    assert resident_id("resident:1") == "1"
    for other in ("helper:1", "resident:", "resident", "", "1"):
        with pytest.raises(ValueError, match="resident:<id>"):
            resident_id(other)
