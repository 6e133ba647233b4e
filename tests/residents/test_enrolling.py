"""One-time links: bound to a person, used once, only their hash kept."""

import threading
from datetime import timedelta

import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from residents import service
from residents.model import (
    ChannelName,
    Expired,
    Redeemed,
    Redemption,
    Taken,
    Unknown,
    UnknownPersonError,
    Used,
)
from tests.residents.people import grandmother, village_head

TELEGRAM = ChannelName.TELEGRAM


def test_a_link_binds_the_chat_that_opens_it(database: Database) -> None:
    with database.write() as uow:
        for one in (grandmother(uow), village_head(uow)):
            token = service.issue_link(uow, one.ref)
            chat = f"chat of {one.ref}"
            assert service.redeem_link(uow, token, chat) == Redeemed(one.ref)
            assert service.person_at(uow, TELEGRAM, chat) == one.ref


def test_a_link_works_once(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        token = service.issue_link(uow, one.ref)
        service.redeem_link(uow, token, "77")
    with database.write() as uow:
        assert service.redeem_link(uow, token, "77") == Used(one.ref, same_chat=True)
        assert service.redeem_link(uow, token, "78") == Used(one.ref, same_chat=False)
        assert service.person_at(uow, TELEGRAM, "78") is None


def test_a_link_runs_out(database: Database, clock: ManualClock) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        token = service.issue_link(uow, one.ref)
    clock.advance(timedelta(days=7))
    with database.write() as uow:
        assert service.redeem_link(uow, token, "77") == Expired(one.ref)
        assert service.redeem_link(uow, "made-up", "77") == Unknown()


def test_a_newer_link_replaces_an_older_one(database: Database, clock: ManualClock) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        older, newer = (service.issue_link(uow, one.ref) for _ in range(2))
        assert service.redeem_link(uow, older, "77") == Expired(one.ref)
        clock.advance(timedelta(days=6))
        assert service.redeem_link(uow, newer, "77") == Redeemed(one.ref)


def test_a_chat_of_somebody_else_is_not_taken_from_her(database: Database) -> None:
    with database.write() as uow:
        one, other = grandmother(uow), grandmother(uow, name="이복남")
        service.set_telegram_chat(uow, other.ref, "77")
        token = service.issue_link(uow, one.ref)
        assert service.redeem_link(uow, token, "77") == Taken(one.ref, other.ref)
        assert service.redeem_link(uow, token, "78") == Redeemed(one.ref)


def test_two_phones_that_open_a_link_at_once_do_not_both_get_in(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        token = service.issue_link(uow, one.ref)
    answers: list[Redemption] = []

    def open_link(chat: str) -> None:
        with database.write() as uow:
            answers.append(service.redeem_link(uow, token, chat))

    threads = [threading.Thread(target=open_link, args=(f"7{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(Redeemed(one.ref)) == 1
    assert answers.count(Used(one.ref, same_chat=False)) == 3


def test_only_somebody_registered_gets_a_link(sqlite_database: Database) -> None:
    with sqlite_database.write() as uow:
        for ref in ("resident:nobody", "helper:nobody", "staff:nobody", "contact:nobody"):
            with pytest.raises(UnknownPersonError):
                service.issue_link(uow, ref)
        with pytest.raises(ValueError, match="A household cannot enrol"):
            service.issue_link(uow, "household:1")
