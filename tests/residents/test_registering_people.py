"""Registering, finding and changing residents, helpers and staff."""

from dataclasses import replace

import pytest

from foundation.database import Database
from locales.model import Language
from residents import service
from residents.districts import DISTRICTS, UnknownDistrictError
from residents.model import (
    AlreadyRegisteredError,
    ChannelName,
    Device,
    LifeState,
    NewContact,
    NewResident,
    NotLawfulError,
    Tier,
    UnknownPersonError,
    WrongRateError,
    WrongStateError,
    WrongTextError,
    parse_phone,
    speaking,
)
from tests.residents.people import ALL_CONSENTS, grandmother, mobile, officer, village_head
from tests.residents.statements import statements


def test_a_resident_comes_back_as_she_was_registered(database: Database) -> None:
    with database.write() as uow:
        added = grandmother(uow, notes="귀가 어두우심\n큰 소리로", language=Language.ko)
    with database.read() as uow:
        found = service.resident(uow, added.id)
    assert found == added
    assert found.ref == f"resident:{found.id}"
    assert (found.name, found.birth_year, found.tier) == ("김순자", 1941, Tier.MEDIUM)
    assert found.notes == "귀가 어두우심\n큰 소리로"
    assert found.devices == {Device.MOBILE}
    assert found.lives_alone
    assert found.telegram_chat is None


def test_ids_and_refs_are_both_understood(database: Database) -> None:
    with database.write() as uow:
        added = grandmother(uow)
        assert service.resident(uow, added.ref) == service.resident(uow, added.id)
        with pytest.raises(ValueError, match="helper"):
            service.resident(uow, f"helper:{added.id}")


def test_an_unknown_person_is_named_by_ref(database: Database) -> None:
    with database.read() as uow:
        for look_up in (service.resident, service.outline, service.helper, service.staff):
            with pytest.raises(UnknownPersonError, match=":nobody is not registered"):
                look_up(uow, "nobody")
        with pytest.raises(UnknownPersonError):
            service.contact(uow, "nobody")
        assert service.residents(uow, ["nobody"]) == {}


def test_the_same_person_is_not_registered_twice(database: Database) -> None:
    phone = mobile()
    with database.write() as uow:
        first = grandmother(uow, phones=(phone,))
        with pytest.raises(AlreadyRegisteredError, match=first.ref):
            grandmother(uow, name=" 김 순자 ", phones=(mobile(), phone))
        husband = grandmother(uow, name="이복남", birth_year=1938, phones=(phone,))
    assert husband.id != first.id


def test_an_external_key_belongs_to_one_person(database: Database) -> None:
    with database.write() as uow:
        first = grandmother(uow, external_key="A-1")
        with pytest.raises(AlreadyRegisteredError, match=first.ref):
            grandmother(uow, name="이복남", external_key="A-1")


def test_somebody_without_a_phone_is_recognised_by_her_address(database: Database) -> None:
    with database.write() as uow:
        first = grandmother(uow, phones=(), devices=frozenset({Device.NONE}))
        with pytest.raises(AlreadyRegisteredError, match=first.ref):
            grandmother(uow, phones=(), devices=frozenset({Device.NONE}))


def test_without_a_basis_for_collection_somebody_can_only_be_proposed(database: Database) -> None:
    with database.write() as uow:
        with pytest.raises(NotLawfulError, match="register her as proposed"):
            grandmother(uow, consents=())
        proposed = grandmother(uow, consents=(), state=LifeState.PROPOSED)
        with pytest.raises(NotLawfulError, match="record her consent first"):
            service.set_state(uow, proposed.id, LifeState.ACTIVE)
        service.give_consent(uow, proposed.ref, ALL_CONSENTS[0])
        active = service.set_state(uow, proposed.id, LifeState.ACTIVE)
    assert active.state is LifeState.ACTIVE
    assert service.is_watched(active)


def test_a_state_that_does_not_follow_is_refused(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        with pytest.raises(WrongStateError, match="consented does not follow active"):
            service.set_state(uow, one.id, LifeState.CONSENTED)
        assert not service.is_watched(service.set_state(uow, one.id, LifeState.PAUSED))


def test_wrong_fields_are_refused_before_anything_is_written(database: Database) -> None:
    with database.write() as uow:
        with pytest.raises(WrongTextError, match="name must not be empty"):
            grandmother(uow, name="  ")
        with pytest.raises(UnknownDistrictError):
            grandmother(uow, district="seoul")
        for field in ("name", "address", "notes"):
            with pytest.raises(WrongTextError, match=field):
                grandmother(uow, **{field: "주민번호 410203-2345678"})
        assert service.outlines_in(uow, [district.code for district in DISTRICTS]) == ()


def test_lists_are_found_by_id_and_by_district(database: Database) -> None:
    with database.write() as uow:
        first = grandmother(uow)
        second = grandmother(uow, name="이복남", district="nam-myeon")
        third = grandmother(uow, name="최말순", state=LifeState.PAUSED)
    with database.read() as uow:
        assert service.residents(uow, [second.id, first.ref, "nobody"]) == {
            first.id: first,
            second.id: second,
        }
        assert set(service.residents_in(uow, ["jijwa-dong"])) == {first, third}
        assert [one.id for one in service.outlines_in(uow, ["jijwa-dong", "nam-myeon"])] == sorted(
            [first.id, second.id, third.id]
        )


def test_the_active_are_paged_in_order(database: Database) -> None:
    with database.write() as uow:
        people = [grandmother(uow, name=f"김순자{number}") for number in range(5)]
        service.set_state(uow, people[1].id, LifeState.PAUSED)
        service.mark_deceased(uow, people[3].ref, "contact:daughter")
        wanted = sorted(people[number].id for number in (0, 2, 4))
        first_page = service.active_ids(uow, None, 2)
        assert list(first_page + service.active_ids(uow, first_page[-1], 2)) == wanted


def test_a_long_list_takes_few_statements(database: Database) -> None:
    with database.write() as uow:
        ids = [grandmother(uow, name=f"김순자{number}").id for number in range(60)]
    with statements() as seen, database.read() as uow:
        seen.clear()
        outlines = service.outlines(uow, ids)
        assert len(seen) == 1
        found = service.residents(uow, ids)
        assert len(seen) <= 3
        service.channels_of_all(uow, found.values())
        assert len(seen) <= 6
    assert set(outlines) == set(found) == set(ids)


def test_changes_are_kept_and_what_is_left_out_stays(database: Database) -> None:
    phones = (mobile(), parse_phone("054-420-6114"))
    with database.write() as uow:
        before, park = grandmother(uow), village_head(uow).ref
        after = service.change_resident(
            uow,
            before.ref,
            name="김순자 ",
            phones=phones,
            tier=Tier.HIGH,
            language=Language.vi,
            devices=frozenset({Device.LANDLINE}),
            named_checker=park,
        )
        assert service.change_resident(uow, before.id, notes="오후에 전화").notes == "오후에 전화"
    assert after == replace(
        before,
        phones=phones,
        tier=Tier.HIGH,
        language=Language.vi,
        devices=frozenset({Device.LANDLINE}),
        named_checker=park,
    )


def test_a_change_is_checked_like_a_new_entry(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        with pytest.raises(WrongTextError, match="notes"):
            service.change_resident(uow, one.id, notes="4102032345678")
        with pytest.raises(ValueError, match="birth year"):
            service.change_resident(uow, one.id, birth_year=41)


def test_after_a_new_number_old_lists_still_find_her(database: Database) -> None:
    old, new = mobile(), mobile()
    with database.write() as uow:
        one = grandmother(uow, phones=(old,))
        service.change_resident(uow, one.id, phones=(new,))
        for phone in (old, new):
            with pytest.raises(AlreadyRegisteredError, match=one.ref):
                grandmother(uow, phones=(phone,))


def test_contacts_are_rung_in_the_order_they_were_added(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        daughter = service.add_contact(uow, one.id, NewContact("이영희", "딸", mobile()))
        landlord = service.add_contact(
            uow, one.ref, NewContact("최집주", "집주인", mobile(), keyholder=True)
        )
        assert service.contacts_of(uow, one.id) == (daughter, landlord)
        assert service.contacts_of_all(uow, [one.id]) == {one.id: (daughter, landlord)}
    assert (daughter.order, landlord.order) == (1, 2)
    assert (daughter.relation, daughter.resident) == ("딸", one.ref)
    assert landlord.keyholder


def test_a_contact_who_refused_is_left_in_peace(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        landlord = service.add_contact(
            uow, one.id, NewContact("최집주", "집주인", mobile(), keyholder=True)
        )
        refused = service.mark_refused(uow, landlord.ref)
        assert not refused.keyholder
        assert refused.refused_at == uow.now
        assert service.contacts_of(uow, one.id) == ()
        assert service.contacts_of(uow, one.id, refused=True) == (refused,)


def test_contacts_are_told_who_gave_their_number(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        daughter = service.add_contact(uow, one.id, NewContact("이영희", "딸", mobile()))
        due = uow.now.replace(year=2027)
        assert service.contacts_to_tell(uow, uow.now) == ()
        assert service.contacts_to_tell(uow, due) == (daughter,)
        assert service.mark_told(uow, daughter.id).told_at == uow.now
        assert service.contacts_to_tell(uow, due) == ()


def test_a_helper_comes_back_as_registered_and_can_be_changed(database: Database) -> None:
    with database.write() as uow:
        added = village_head(uow, nights=True, organisation="지좌동 통장협의회")
        assert service.helper(uow, added.ref) == added
        changed = service.change_helper(
            uow, added.id, district="nam-myeon", max_load=5, name="박통장"
        )
    assert changed == replace(added, district="nam-myeon", max_load=5, name="박통장")


def test_an_employee_comes_back_as_registered_and_can_be_changed(database: Database) -> None:
    with database.write() as uow:
        deputy = officer(uow, "이대직")
        added = officer(uow, "김담당", deputy=deputy.ref)
        assert service.staff(uow, added.id) == added
        changed = service.change_staff(
            uow, added.id, districts=frozenset({"nam-myeon", "apo-eup"}), duty=True
        )
    assert changed == replace(added, districts=frozenset({"nam-myeon", "apo-eup"}), duty=True)
    assert changed.deputy == deputy.ref


def test_many_are_registered_at_once_but_nobody_twice(database: Database) -> None:
    new = NewResident("김순자", 1941, Tier.LOW, "jijwa-dong", phones=(mobile(),))
    other = replace(new, name="이복남")
    with database.write() as uow:
        ids = service.add_residents(uow, [new, other])
        assert [service.resident(uow, each).name for each in ids] == ["김순자", "이복남"]
    third = replace(new, name="최말순")
    with pytest.raises(AlreadyRegisteredError), database.write() as uow:
        service.add_residents(uow, [third, replace(third, tier=Tier.HIGH)])
    with database.read() as uow:
        assert {one.id for one in service.outlines_in(uow, ["jijwa-dong"])} == set(ids)


def test_a_workers_new_number_is_hers_and_the_old_one_is_not(database: Database) -> None:
    number = mobile()
    with database.write() as uow:
        helper, staff = village_head(uow), officer(uow, "김담당")
        assert service.change_helper(uow, helper.id, phone=number).phone == number
        assert service.person_at(uow, ChannelName.CALL, number.e164) == helper.ref
        assert service.person_at(uow, ChannelName.CALL, helper.phone.e164) is None
        with pytest.raises(AlreadyRegisteredError, match=helper.ref):
            village_head(uow, phone=number)
        service.change_staff(uow, staff.id, phone=(theirs := mobile()))
        assert service.person_at(uow, ChannelName.CALL, theirs.e164) == staff.ref


def test_nobody_unknown_is_changed(sqlite_database: Database) -> None:
    with sqlite_database.write() as uow:
        for change in (
            lambda: service.change_resident(uow, "nobody", notes=""),
            lambda: service.change_helper(uow, "nobody", nights=True),
            lambda: service.change_staff(uow, "nobody", duty=True),
            lambda: service.mark_told(uow, "nobody"),
            lambda: service.add_contact(uow, "nobody", NewContact("이영희", "딸", mobile())),
        ):
            with pytest.raises(UnknownPersonError):
                change()
        one = village_head(uow)
        with pytest.raises(UnknownDistrictError):
            service.change_helper(uow, one.id, district="seoul")


@pytest.mark.parametrize("rate", [speaking.SLOWEST - 1, speaking.FASTEST + 1])
def test_nobody_is_spoken_to_at_a_rate_she_cannot_follow(database: Database, rate: int) -> None:
    with database.write() as uow:
        one = grandmother(uow, speaking_rate=speaking.SLOW)
        assert one.speaking_rate == speaking.SLOW
        with pytest.raises(WrongRateError, match="60 to 120"):
            service.change_resident(uow, one.id, speaking_rate=rate)
        with pytest.raises(WrongRateError):
            grandmother(uow, name="이복남", speaking_rate=rate)
        assert service.resident(uow, one.id).speaking_rate == speaking.SLOW
