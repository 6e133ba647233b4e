"""Homes of one building are told by their addresses, however the flat is written."""

import pytest

from residents.places import building_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("김천시 감천로 12 301호", "김천시 감천로 12 302호"),
        ("김천시 감천로 12, 3층 301호", "김천시 감천로  12 지하 1층"),
        ("김천시 감천로 12 (지좌동, 한빛빌라) B02호", "김천시 감천로 12 지하"),
        ("김천시 감천로 12 가동 301호", "김천시 감천로 12 가동 1203호"),
        ("김천시 감천로 12, 101동 1203호", "김천시 감천로 12 101동 가203호 (지좌동)"),
        ("김천시 감천로 12, 101동1203호", "김천시 감천로 12 101동 7층"),
        ("김천시 감천로 12 옥탑방", "김천시 감천로 12"),
        ("Gamcheon-ro 12 a101호", "gamcheon-ro 12"),
    ],
)
def test_flats_of_one_building(one: str, other: str) -> None:
    assert building_of(one) == building_of(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("김천시 감천로 12 301호", "김천시 감천로 14 301호"),
        ("김천시 감천로 12, 101동 1203호", "김천시 감천로 12, 102동 1203호"),
        ("본리 12-3", "본리 12-4"),
        ("본리 12", "상리 12"),
    ],
)
def test_other_buildings(one: str, other: str) -> None:
    assert building_of(one) != building_of(other)


@pytest.mark.parametrize("address", ["", "본리", "마을회관 옆집", "3층 301호"])
def test_an_address_without_a_number_names_no_building(address: str) -> None:
    assert building_of(address) == ""
