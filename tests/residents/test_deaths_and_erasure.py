"""A reported death stops everything; an erased person leaves only ids behind."""

import pytest

from foundation.database import Database
from residents import service
from residents.model import (
    BarReason,
    Barred,
    ChannelName,
    LifeState,
    NewContact,
    Reach,
    UnknownPersonError,
    WrongStateError,
    parse_phone,
)
from tests.residents.people import grandmother, mobile

TELEGRAM, SMS, CALL, PERSON = ChannelName
LANDLINE = parse_phone("054-420-6114")


def test_from_the_first_report_nothing_is_sent(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        service.set_telegram_chat(uow, one.ref, "77")
        daughter = service.add_contact(uow, one.id, NewContact("이영희", "딸", mobile()))
        assert service.mark_deceased(uow, one.ref, reported_by=daughter.ref) == ()
        gone = service.resident(uow, one.id)
        assert gone.deceased
        assert not service.is_watched(gone)
        assert service.channels_of(uow, gone) == ()
        assert service.active_ids(uow) == ()
        for channel in (TELEGRAM, SMS, CALL):
            assert service.address_of(uow, one.ref, channel) is None
            assert service.reach(uow, one.ref, channel) == Barred(BarReason.DECEASED)
        assert service.reach(uow, daughter.ref, SMS) == Barred(BarReason.DECEASED)
        assert isinstance(service.reach(uow, one.ref, TELEGRAM, last_word=True), Reach)


def test_her_number_is_silent_for_the_household_too(database: Database) -> None:
    with database.write() as uow:
        wife = grandmother(uow, phones=(LANDLINE,))
        husband = grandmother(uow, name="이복남", phones=(LANDLINE,))
        assert service.mark_deceased(uow, husband.ref, wife.ref) == (wife.ref,)
        assert service.channels_of(uow, wife) == (PERSON,)
        service.mark_channel(uow, wife.ref, CALL, usable=True)
        assert service.channels_of(uow, wife) == (PERSON,)
        service.mark_channel(uow, wife.ref, CALL, usable=True, address=LANDLINE.e164)
        assert service.channels_of(uow, wife) == (CALL, PERSON)


def test_a_wrong_report_is_corrected(database: Database) -> None:
    with database.write() as uow:
        wife = grandmother(uow, phones=(LANDLINE,))
        husband = grandmother(uow, name="이복남", phones=(LANDLINE,))
        service.mark_deceased(uow, husband.ref, wife.ref)
        service.correct_death(uow, husband.ref)
        assert service.resident(uow, husband.id) == husband
        for one in (wife, husband):
            assert service.channels_of(uow, one) == (CALL, PERSON)


def test_correcting_one_report_leaves_anothers_number_silent(database: Database) -> None:
    with database.write() as uow:
        wife = grandmother(uow, phones=(LANDLINE,))
        husband = grandmother(uow, name="이복남", phones=(LANDLINE,))
        service.mark_deceased(uow, husband.ref, "staff:kim")
        service.mark_deceased(uow, wife.ref, "staff:kim")
        service.correct_death(uow, wife.ref)
        assert service.channels_of(uow, service.resident(uow, wife.id)) == (PERSON,)


def test_an_officer_confirms_and_only_what_was_reported(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        with pytest.raises(WrongStateError, match="report it first"):
            service.confirm_death(uow, one.ref, "staff:kim")
        service.mark_deceased(uow, one.ref, "contact:1")
        service.mark_deceased(uow, one.ref, "contact:2")
        service.confirm_death(uow, one.ref, "staff:kim")
        assert service.resident(uow, one.id).state is LifeState.ENDED
        with pytest.raises(WrongStateError, match="register her anew"):
            service.correct_death(uow, one.ref)


def test_who_is_erased_cannot_be_found_by_anything(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow, external_key="A-1")
        service.set_telegram_chat(uow, one.ref, "77")
        daughter = service.add_contact(uow, one.id, NewContact("이영희", "딸", mobile()))
        token = service.issue_link(uow, one.ref)
        service.erase(uow, one.ref)
        service.erase(uow, one.ref)
    with database.write() as uow:
        for look_up in (service.resident, service.outline):
            with pytest.raises(UnknownPersonError):
                look_up(uow, one.id)
        with pytest.raises(UnknownPersonError):
            service.contact(uow, daughter.id)
        assert service.residents_in(uow, [one.district]) == ()
        assert service.contacts_of(uow, one.id) == ()
        assert service.person_at(uow, TELEGRAM, "77") is None
        assert service.people_at(uow, CALL, daughter.phone.e164) == ()
        assert type(service.redeem_link(uow, token, "78")).__name__ == "Unknown"
        assert service.household(uow, one.household_id) is not None
        again = grandmother(uow, phones=one.phones, external_key="A-1")
        assert again.id != one.id


def test_who_was_never_registered_cannot_be_erased(database: Database) -> None:
    with database.write() as uow, pytest.raises(UnknownPersonError):
        service.erase(uow, "resident:nobody")
