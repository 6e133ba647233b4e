"""Who lives behind one door, and when somebody lives alone."""

import pytest

from foundation.database import Database
from residents import service
from residents.model import UnknownPersonError
from tests.residents.people import grandmother


def test_a_resident_alone_has_a_household_of_her_own(database: Database) -> None:
    with database.write() as uow:
        one, other = grandmother(uow), grandmother(uow, name="이복남")
        home = service.household_of(uow, one.id)
    assert one.household_id != other.household_id
    assert (home.id, home.members, home.others) == (one.household_id, (one.ref,), 0)
    assert (home.ref, home.district) == (f"household:{home.id}", "jijwa-dong")


def test_two_residents_of_one_household_do_not_live_alone(database: Database) -> None:
    with database.write() as uow:
        wife = grandmother(uow)
        husband = grandmother(uow, name="이복남", household_id=wife.household_id)
        assert not husband.lives_alone
        assert not service.outline(uow, wife.id).lives_alone
        home = service.members(uow, f"household:{wife.household_id}")
        assert {one.id for one in home} == {wife.id, husband.id}


def test_people_who_are_not_registered_count_too(database: Database) -> None:
    with database.write() as uow:
        mother = grandmother(uow, others=1)
        assert not mother.lives_alone
        assert service.set_others(uow, mother.household_id, 0).others == 0
        assert service.resident(uow, mother.id).lives_alone
        with pytest.raises(ValueError, match="negative"):
            service.set_others(uow, mother.household_id, -1)


def test_a_confirmed_death_leaves_the_other_alone_but_a_report_does_not(
    database: Database,
) -> None:
    with database.write() as uow:
        wife = grandmother(uow)
        husband = grandmother(uow, name="이복남", household_id=wife.household_id)
        service.mark_deceased(uow, husband.ref, wife.ref)
        assert not service.resident(uow, wife.id).lives_alone
        service.confirm_death(uow, husband.ref, "staff:kim")
        assert service.resident(uow, wife.id).lives_alone


def test_who_moves_leaves_her_household_and_its_plugs(database: Database) -> None:
    with database.write() as uow:
        wife = grandmother(uow)
        husband = grandmother(uow, name="이복남", household_id=wife.household_id)
        moved = service.move_resident(uow, wife.id, "nam-myeon", "김천시 남면 운양로 3")
        assert (moved.district, moved.address) == ("nam-myeon", "김천시 남면 운양로 3")
        assert moved.household_id != husband.household_id
        assert moved.lives_alone
        assert service.resident(uow, husband.id).lives_alone
        back = service.move_resident(
            uow, wife.id, "jijwa-dong", "", household_id=husband.household_id
        )
        assert not back.lives_alone
        joined = service.join_household(uow, husband.id, moved.household_id)
        assert joined.lives_alone


def test_an_unknown_household_is_refused(database: Database) -> None:
    with database.write() as uow:
        one = grandmother(uow)
        for attempt in (
            lambda: grandmother(uow, name="이복남", household_id="nowhere"),
            lambda: service.join_household(uow, one.id, "nowhere"),
            lambda: service.move_resident(uow, one.id, "nam-myeon", "", household_id="nowhere"),
            lambda: service.set_others(uow, "nowhere", 1),
        ):
            with pytest.raises(UnknownPersonError, match="household:nowhere"):
                attempt()
        assert service.household(uow, "nowhere") is None
