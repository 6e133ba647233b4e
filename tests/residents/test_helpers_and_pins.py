"""Helpers: who may be given tasks, and their PINs."""

import threading
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from foundation.database import Database
from residents import service
from residents.model import (
    Paper,
    PinCheck,
    PinLocked,
    PinRight,
    PinUnset,
    PinWrong,
    UnknownPersonError,
    WrongPinError,
)
from tests.residents.people import village_head


def test_only_helpers_with_everything_on_file_are_given_tasks(database: Database) -> None:
    with database.write() as uow:
        ready = village_head(uow)
        elsewhere = village_head(uow, name="최통장", district="nam-myeon")
        without_papers = village_head(uow, name="이통장", papers=frozenset({Paper.OATH}))
        left = village_head(uow, name="정통장")
        service.change_helper(uow, left.id, active=False)
        assert [one.id for one in service.helpers_in(uow, "jijwa-dong")] == [ready.id]
        assert [one.id for one in service.helpers_in(uow, "nam-myeon")] == [elsewhere.id]
        active = service.active_helpers(uow, ["jijwa-dong"])
        assert {one.id for one in active} == {ready.id, without_papers.id}
        assert not service.helper(uow, left.id).active


def test_an_appointment_ends_with_its_last_day_in_the_city(sqlite_database: Database) -> None:
    with sqlite_database.write() as uow:
        one = village_head(uow, appointed_until=date(2026, 3, 2))
        midnight = datetime(2026, 3, 2, 15, tzinfo=UTC).astimezone(ZoneInfo("Asia/Seoul"))
        assert service.helpers_in(uow, one.district, midnight) == ()
        last_hour = datetime(2026, 3, 2, 14, tzinfo=UTC)
        assert [each.id for each in service.helpers_in(uow, one.district, last_hour)] == [one.id]


def test_a_pin_is_checked_counted_locked_and_unlocked(database: Database) -> None:
    with database.write() as uow:
        one = village_head(uow)
        assert service.check_pin(uow, one.id, "1357") == PinUnset()
        service.set_pin(uow, one.ref, "1357")
        assert service.check_pin(uow, one.id, "1357") == PinRight()
        for left in (4, 3):
            assert service.check_pin(uow, one.id, "2468") == PinWrong(left)
        assert service.check_pin(uow, one.id, "1357") == PinRight()
        for left in (4, 3, 2, 1):
            assert service.check_pin(uow, one.id, "2468") == PinWrong(left)
        assert service.check_pin(uow, one.id, "2468") == PinLocked()
    with database.write() as uow:
        assert service.check_pin(uow, one.id, "1357") == PinLocked()
        service.unlock_pin(uow, one.id)
        assert service.check_pin(uow, one.id, "1357") == PinRight()


def test_a_new_pin_unlocks_and_the_old_one_is_gone(sqlite_database: Database) -> None:
    with sqlite_database.write() as uow:
        one = village_head(uow)
        service.set_pin(uow, one.id, "1357")
        for _ in range(5):
            service.check_pin(uow, one.id, "2468")
        service.set_pin(uow, one.id, "9753")
        assert service.check_pin(uow, one.id, "1357") == PinWrong(4)
        assert service.check_pin(uow, one.id, "9753") == PinRight()
        with pytest.raises(WrongPinError, match="4 to 8 digits"):
            service.set_pin(uow, one.id, "1234")
        with pytest.raises(UnknownPersonError):
            service.check_pin(uow, "nobody", "1357")


def test_one_pin_of_two_helpers_looks_different_and_belongs_to_each(
    sqlite_database: Database,
) -> None:
    with sqlite_database.write() as uow:
        first, second = village_head(uow), village_head(uow, name="최통장")
        for one in (first, second):
            service.set_pin(uow, one.id, "1357")
        hashes = [service.helper(uow, one.id).pin_hash for one in (first, second)]
        assert hashes[0] != hashes[1]
        assert all(hashed is not None and hashed.startswith("$argon2id$") for hashed in hashes)


def test_tries_at_once_are_all_counted(database: Database) -> None:
    with database.write() as uow:
        one = village_head(uow)
        service.set_pin(uow, one.id, "1357")
    answers: list[PinCheck] = []

    def guess(pin: str) -> None:
        with database.write() as uow:
            answers.append(service.check_pin(uow, one.id, pin))

    threads = [threading.Thread(target=guess, args=(f"24{number}0",)) for number in range(7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(PinLocked()) == 3
    assert {answer.left for answer in answers if isinstance(answer, PinWrong)} == {1, 2, 3, 4}
