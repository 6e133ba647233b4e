"""Answer pages are numbered the same way on every database."""

import pytest

from foundation.database import Database
from foundation.keyring import KeyRing
from phone.links import checkin_behind, page_in, page_url

URL = "https://anbu.example"


def test_an_address_leads_back_to_its_checkin(database: Database, keyring: KeyRing) -> None:
    with database.write() as uow:
        addresses = {one: page_url(uow, URL, one) for one in ("A", "B", "C")}
    with database.write() as uow:  # sent again
        assert {one: page_url(uow, URL, one) for one in addresses} == addresses
    with database.read() as uow:
        for checkin, address in addresses.items():
            page = page_in(address.removeprefix(f"{URL}/a/"), keyring)
            assert page is not None
            assert checkin_behind(uow, page) == checkin
        assert checkin_behind(uow, 99) is None


def test_when_the_numbers_are_used_up_it_is_said(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phone.links.NUMBER_CHARS", 0)
    with sqlite_database.write() as uow, pytest.raises(ValueError, match="does not fit"):
        page_url(uow, URL, "A")
