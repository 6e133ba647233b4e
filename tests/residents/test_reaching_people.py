"""Addresses and channels: who is where, what was closed, what may still be sent."""

import pytest

from foundation.database import Database
from locales.model import Language
from residents import service
from residents.model import (
    BarReason,
    Barred,
    ChannelName,
    ChatTakenError,
    Denied,
    DeniedReason,
    Device,
    NewContact,
    Purpose,
    Reach,
    UnknownPersonError,
    parse_phone,
)
from tests.residents.people import grandmother, mobile, officer, village_head

TELEGRAM, SMS, CALL, PERSON = ChannelName
LANDLINE = parse_phone("054-420-6114")


def test_a_chat_leads_to_its_person(database: Database) -> None:
    with database.write() as uow:
        one, helper, staff = grandmother(uow), village_head(uow), officer(uow, "김담당")
        refs = [one.ref, helper.ref, staff.ref]
        for number, ref in enumerate(refs):
            service.set_telegram_chat(uow, ref, f"77{number}")
        for number, ref in enumerate(refs):
            assert service.person_at(uow, TELEGRAM, f"77{number}") == ref
            assert service.address_of(uow, ref, TELEGRAM) == f"77{number}"
        assert service.person_at(uow, TELEGRAM, "779") is None
        assert service.resident(uow, one.id).telegram_chat == "770"
        assert service.helper(uow, helper.id).telegram_chat == "771"
        assert service.staff(uow, staff.id).telegram_chat == "772"


def test_a_chat_belongs_to_one_person(database: Database) -> None:
    with database.write() as uow:
        one, other = grandmother(uow), grandmother(uow, name="이복남")
        service.set_telegram_chat(uow, one.ref, "77")
        service.set_telegram_chat(uow, one.ref, "77")
        with pytest.raises(ChatTakenError, match=one.ref):
            service.set_telegram_chat(uow, other.ref, "77")
    with database.write() as uow:
        service.set_telegram_chat(uow, one.ref, None)
        service.set_telegram_chat(uow, other.ref, "77")
        assert service.person_at(uow, TELEGRAM, "77") == other.ref
        assert service.address_of(uow, one.ref, TELEGRAM) is None


def test_only_people_who_are_asked_have_chats(database: Database) -> None:
    with database.write() as uow:
        with pytest.raises(ValueError, match="A household has no chat"):
            service.set_telegram_chat(uow, "household:1", "77")
        with pytest.raises(UnknownPersonError):
            service.set_telegram_chat(uow, "helper:nobody", "77")


def test_a_phone_may_serve_a_whole_household(database: Database) -> None:
    with database.write() as uow:
        wife = grandmother(uow, phones=(LANDLINE,))
        husband = grandmother(uow, name="이복남", phones=(mobile(), LANDLINE))
        assert set(service.people_at(uow, CALL, "054 420 6114")) == {wife.ref, husband.ref}
        assert service.person_at(uow, CALL, LANDLINE.e164) is None
        assert service.person_at(uow, SMS, husband.phones[0].shown) == husband.ref
        assert service.people_at(uow, CALL, "anonymous") == ()
        assert service.people_at(uow, PERSON, LANDLINE.e164) == ()


def test_contacts_and_workers_are_found_by_phone(database: Database) -> None:
    with database.write() as uow:
        one, helper, staff = grandmother(uow), village_head(uow), officer(uow, "김담당")
        daughter = service.add_contact(uow, one.id, NewContact("이영희", "딸", mobile()))
        for person in (daughter, helper, staff):
            assert service.person_at(uow, CALL, person.phone.e164) == person.ref


def test_an_old_number_leads_to_nobody(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        service.change_resident(uow, one.id, phones=(LANDLINE,))
        assert service.people_at(uow, SMS, one.phones[0].e164) == ()
        assert service.people_at(uow, CALL, LANDLINE.e164) == (one.ref,)


def test_sms_takes_the_first_mobile_and_a_call_the_first_number(database: Database) -> None:
    phone = mobile()
    with database.write() as uow:
        one = grandmother(uow, phones=(LANDLINE, phone))
        assert service.address_of(uow, one.ref, CALL) == LANDLINE.e164
        assert service.address_of(uow, one.ref, SMS) == phone.e164
        assert service.address_of(uow, one.ref, PERSON) is None
        assert service.channels_of(uow, one) == (SMS, CALL, PERSON)


def test_a_dead_number_leaves_the_other(database: Database) -> None:
    first, second = mobile(), mobile()
    with database.write() as uow:
        one = grandmother(uow, phones=(first, second))
        service.mark_channel(
            uow, one.ref, SMS, usable=False, reason="bad_address", address=first.shown
        )
        assert service.address_of(uow, one.ref, SMS) == second.e164
        assert service.channels_of(uow, one) == (SMS, CALL, PERSON)
        service.mark_channel(
            uow, one.ref, SMS, usable=False, reason="bad_address", address=second.e164
        )
        assert service.channels_of(uow, one) == (PERSON,)
        assert service.reach(uow, one.ref, SMS) == Barred(BarReason.CLOSED)
        service.mark_channel(uow, one.ref, CALL, usable=True)
        assert service.channels_of(uow, one) == (SMS, CALL, PERSON)


def test_stop_ends_that_channel_and_outlives_a_new_number(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        service.mark_channel(uow, one.ref, SMS, usable=False, reason="stop")
        assert service.channels_of(uow, one) == (CALL, PERSON)
        assert service.address_of(uow, one.ref, SMS) is None
        assert service.closed_channels(uow, one.ref) == {SMS: "stop"}
        changed = service.change_resident(uow, one.id, phones=(mobile(),))
        assert service.channels_of(uow, changed) == (CALL, PERSON)
        service.mark_channel(uow, one.ref, SMS, usable=True)
        assert service.channels_of(uow, changed) == (SMS, CALL, PERSON)


def test_a_new_number_opens_what_the_old_one_closed(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        service.mark_channel(uow, one.ref, CALL, usable=False, reason="bad_address")
        same = service.change_resident(uow, one.id, notes="번호 그대로", phones=one.phones)
        assert service.channels_of(uow, same) == (SMS, PERSON)
        changed = service.change_resident(uow, one.id, phones=(mobile(),))
        assert service.channels_of(uow, changed) == (SMS, CALL, PERSON)


def test_enrolling_anew_opens_a_blocked_chat(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        service.set_telegram_chat(uow, one.ref, "77")
        service.mark_channel(uow, one.ref, TELEGRAM, usable=False, reason="blocked")
        assert not service.is_reachable(uow, one.ref)
        service.set_telegram_chat(uow, one.ref, "78")
        assert service.is_reachable(uow, one.ref)


def test_a_person_can_be_closed_too_and_none_is_respected(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        for channel in ChannelName:
            service.mark_channel(uow, one.ref, channel, usable=False, reason="stop")
        assert service.channels_of(uow, one) == ()


@pytest.mark.parametrize("reason", ["", "Too long " * 20, "그만 보내세요"])
def test_a_channel_is_closed_with_a_word_never_with_somebodys_own(
    sqlite_database: Database, reason: str
) -> None:
    with sqlite_database.write() as uow, pytest.raises(ValueError, match="needs a reason"):
        service.mark_channel(uow, "resident:1", SMS, usable=False, reason=reason)


def test_the_last_look_gives_address_name_and_language(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow, language=Language.vi)
        helper = village_head(uow)
        service.set_telegram_chat(uow, helper.ref, "88")
        phone = one.phones[0].e164
        assert service.reach(uow, one.ref, SMS) == Reach(phone, "김순자", Language.vi)
        assert service.reach(uow, helper.ref, TELEGRAM) == Reach("88", "박이장", Language.ko)
        assert service.reach(uow, one.ref, TELEGRAM) == Barred(BarReason.NO_ADDRESS)
        assert service.reach(uow, "resident:nobody", SMS) == Barred(BarReason.UNKNOWN)
        assert service.reach(uow, "address:1", SMS) == Barred(BarReason.UNKNOWN)
        service.change_helper(uow, helper.id, active=False)
        assert service.reach(uow, helper.ref, TELEGRAM) == Barred(BarReason.UNKNOWN)


def test_the_last_look_asks_for_consent(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        service.withdraw_consent(uow, one.ref, Purpose.OVERSEAS_TWILIO, one.ref, CALL)
        assert service.channels_of(uow, one) == (PERSON,)
        for channel in (SMS, CALL):
            assert service.reach(uow, one.ref, channel) == Barred(
                BarReason.NO_CONSENT,
                Denied(Purpose.OVERSEAS_TWILIO, DeniedReason.WITHDRAWN),
            )


def test_one_kind_line_answers_a_stop(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        service.set_telegram_chat(uow, one.ref, "77")
        service.mark_channel(uow, one.ref, TELEGRAM, usable=False, reason="stop")
        assert service.reach(uow, one.ref, TELEGRAM) == Barred(BarReason.CLOSED)
        answer = service.reach(uow, one.ref, TELEGRAM, last_word=True)
        assert answer == Reach("77", "김순자", Language.ko)


def test_a_contact_who_refused_is_not_written_to(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        daughter = service.add_contact(uow, one.id, NewContact("이영희", "딸", mobile()))
        assert isinstance(service.reach(uow, daughter.ref, SMS), Reach)
        service.mark_refused(uow, daughter.id)
        assert service.reach(uow, daughter.ref, SMS) == Barred(BarReason.CLOSED)


def test_somebody_without_any_device_is_asked_by_a_person(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow, phones=(), devices=frozenset({Device.NONE}))
        assert service.channels_of(uow, one) == (PERSON,)


def test_only_an_address_of_the_channel_can_be_marked(sqlite_database: Database) -> None:
    with sqlite_database.write() as uow:
        one = grandmother(uow)
        for channel, address in ((SMS, "anonymous"), (PERSON, one.phones[0].e164)):
            with pytest.raises(ValueError, match="has no such address"):
                service.mark_channel(uow, one.ref, channel, usable=True, address=address)
