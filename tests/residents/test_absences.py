"""Absences: believed as long as their source deserves, ended by a question."""

from datetime import datetime, timedelta

import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from residents import service
from residents.model import AbsenceKind, AbsenceSource, NewAbsence, UnknownPersonError
from tests.residents.people import grandmother
from tests.support.database import MONDAY_MORNING

DAY = timedelta(days=1)
WORDS, RESIDENT, CONTACT, OFFICER = AbsenceSource


def trip(
    source: AbsenceSource, until: datetime | None, since: datetime = MONDAY_MORNING
) -> NewAbsence:
    return NewAbsence(AbsenceKind.TRAVEL, source, since, until, "staff:kim")


@pytest.mark.parametrize(
    ("source", "until", "days"),
    [(WORDS, 10, 3), (WORDS, 2, 2), (WORDS, None, 3), (RESIDENT, 10, 10), (OFFICER, 30, 14)],
)
def test_an_absence_holds_until_she_is_expected_or_its_cap(
    sqlite_database: Database, source: AbsenceSource, until: int | None, days: int
) -> None:
    said = None if until is None else MONDAY_MORNING + until * DAY
    with sqlite_database.write() as uow:
        one = grandmother(uow)
        known = service.add_absence(uow, one.id, trip(source, said))
        assert (known.until, known.holds_until) == (said, MONDAY_MORNING + days * DAY)
        assert known.resident == one.ref


def test_she_is_away_from_then_until_it_stops_holding(database: Database) -> None:
    with database.write() as uow:
        one, other = grandmother(uow), grandmother(uow, name="이복남")
        start = MONDAY_MORNING + DAY
        known = service.add_absence(uow, one.ref, trip(RESIDENT, start + DAY, since=start))
        assert not service.is_away(uow, one.ref)
        assert service.is_away(uow, one.ref, start)
        assert service.absence_of(uow, one.id, start) == known
        assert not service.is_away(uow, one.ref, start + DAY)
        assert service.away(uow, [one.id, other.ref], start) == {one.id: known}
        assert service.absences(uow, one.id) == (known,)


def test_somebody_better_informed_renews_and_words_do_not(
    database: Database, clock: ManualClock
) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        known = service.add_absence(uow, one.id, trip(WORDS, None))
    clock.advance(2 * DAY)
    with database.write() as uow:
        assert service.renew_absence(uow, known.id, WORDS, None) == known
        renewed = service.renew_absence(uow, known.id, CONTACT, None)
        assert renewed.source is CONTACT
        assert renewed.holds_until == uow.now + 14 * DAY
        assert service.renew_absence(uow, known.id, WORDS, uow.now + DAY) == renewed
        sooner = service.renew_absence(uow, known.id, OFFICER, uow.now + DAY)
        assert sooner.holds_until == sooner.until == uow.now + DAY


def test_who_is_back_is_not_away(database: Database, clock: ManualClock) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        known = service.add_absence(uow, one.id, trip(RESIDENT, None))
    clock.advance(DAY)
    with database.write() as uow:
        assert service.end_absence(uow, known.id, one.ref)
        assert not service.end_absence(uow, known.id, one.ref)
        assert not service.is_away(uow, one.ref)
        assert service.is_away(uow, one.ref, uow.now - timedelta(seconds=1))


def test_an_absence_that_runs_out_is_listed_until_it_is_ended(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        long = service.add_absence(uow, one.id, trip(RESIDENT, None))
        short = service.add_absence(uow, one.id, trip(WORDS, None))
        assert service.absences_running_out(uow, MONDAY_MORNING + 3 * DAY) == ()
        assert service.absences_running_out(uow, MONDAY_MORNING + 4 * DAY) == (short,)
        assert service.absences_running_out(uow, MONDAY_MORNING + 15 * DAY) == (short, long)
        service.end_absence(uow, short.id, one.ref)
        assert service.absences_running_out(uow, MONDAY_MORNING + 15 * DAY) == (long,)


def test_an_impossible_absence_is_refused(sqlite_database: Database) -> None:
    with sqlite_database.write() as uow:
        one = grandmother(uow)
        with pytest.raises(ValueError, match="ends after it begins"):
            service.add_absence(uow, one.id, trip(RESIDENT, MONDAY_MORNING))
        with pytest.raises(UnknownPersonError):
            service.add_absence(uow, "nobody", trip(RESIDENT, None))
        with pytest.raises(service.UnknownAbsenceError):
            service.renew_absence(uow, "nothing", OFFICER, None)
