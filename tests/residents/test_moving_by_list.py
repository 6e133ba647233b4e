"""What a list says of homes: who moves, who joins a household, and what stays behind."""

from foundation.database import Database
from tests.residents.test_importing_lists import LIST, counts, imported, people


def test_a_move_in_the_list_is_a_move(database: Database) -> None:
    imported(database, LIST)
    before = people(database)["최말순"]
    moved = LIST.replace("3,최말순,1952,남면,", "3,최말순,1952,지좌동,감천로 99")
    assert counts(imported(database, moved)) == (0, 1, 2)
    after = people(database)["최말순"]
    assert (after.district, after.address) == ("jijwa-dong", "감천로 99")
    assert after.household_id != before.household_id


def test_another_house_in_the_same_district_is_a_move_and_a_flat_added_to_it_is_none(
    database: Database,
) -> None:
    header = "관리번호,이름,출생연도,읍면동,주소,전화,위험단계\n"
    alone = f"{header}3,최말순,1952,남면,감천로 9,010-2123-4444,저\n"
    imported(database, alone)
    before = people(database)["최말순"]
    imported(database, alone.replace("감천로 9", "감천로 9 101호"))
    assert people(database)["최말순"].household_id == before.household_id
    imported(database, alone.replace("감천로 9", "감천로 77"))
    assert people(database)["최말순"].household_id != before.household_id


def test_a_household_that_moves_leaves_its_old_home_behind(database: Database) -> None:
    imported(database, LIST)
    before = people(database)["김순자"].household_id
    moved = LIST.replace("감천로 12,가-1", "감천로 88,가-1")
    assert counts(imported(database, moved)) == (0, 2, 1)
    after = people(database)
    assert after["김순자"].household_id == after["이복남"].household_id != before
    joined = moved.replace("3,최말순,1952,남면,,,", "3,최말순,1952,지좌동,감천로 88,가-1,")
    imported(database, joined)
    assert people(database)["최말순"].household_id == after["김순자"].household_id


def test_whoever_moves_out_alone_takes_no_household_along(database: Database) -> None:
    imported(database, LIST)
    before = people(database)
    out = LIST.replace("감천로 12,가-1", "감천로 88,가-1", 1)
    assert counts(imported(database, out)) == (0, 1, 2)
    after = people(database)
    assert after["김순자"].household_id != before["김순자"].household_id
    assert after["이복남"].household_id == before["이복남"].household_id


def test_somebody_joins_a_household_that_an_earlier_list_made(database: Database) -> None:
    imported(database, LIST)
    joined = LIST.replace("3,최말순,1952,남면,,,", "3,최말순,1952,지좌동,,가-1,")
    assert counts(imported(database, joined)) == (0, 1, 2)
    found = people(database)
    assert found["최말순"].household_id == found["김순자"].household_id
