"""`anbu doctor` on those who act outside office hours."""

import pytest

from residents import service as residents
from residents.districts import DISTRICTS
from residents.model import ChannelName, StaffRole
from runtime import duty
from runtime.doctor import State
from tests.runtime.neighbourhood import Neighbourhood


@pytest.fixture(autouse=True)
def has_a_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    """This city has a bot and, unless a test says so, no telephone."""
    monkeypatch.setenv("ANBU_TELEGRAM_MODE", "polling")
    monkeypatch.setenv("ANBU_TELEGRAM_TOKEN", "1:demo")


def test_where_nobody_acts_it_says_so(city: Neighbourhood) -> None:
    city.staff()
    assert duty.look().state is State.OFF


def test_whom_nothing_reaches_is_named(city: Neighbourhood) -> None:
    lead, officer = city.staff(StaffRole.LEAD), city.staff(duty=True)
    city.staff()
    assert duty.look().says == "all 2 can be told"
    with city.database.write() as uow:
        residents.set_telegram_chat(uow, officer, None)
    found = duty.look()
    assert found.state is State.WRONG
    assert officer in found.says
    assert lead not in found.says


def test_a_telephone_is_enough_where_the_city_has_one(
    city: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANBU_TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
    monkeypatch.setenv("ANBU_TWILIO_AUTH_TOKEN", "0" * 32)
    monkeypatch.setenv("ANBU_TWILIO_VOICE_FROM", "+82548000000")
    officer = city.staff(duty=True)
    with city.database.write() as uow:
        residents.set_telegram_chat(uow, officer, None)
    assert duty.look().state is State.OK
    with city.database.write() as uow:
        residents.mark_channel(uow, officer, ChannelName.CALL, usable=False, reason="bad_address")
    assert officer in duty.look().says


def test_an_account_without_a_number_to_ring_from_reaches_nobody(
    city: Neighbourhood, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANBU_TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
    monkeypatch.setenv("ANBU_TWILIO_AUTH_TOKEN", "0" * 32)
    monkeypatch.setenv("ANBU_TWILIO_SMS_FROM", "+82548000000")
    officer = city.staff(duty=True)
    with city.database.write() as uow:
        residents.set_telegram_chat(uow, officer, None)
    found = duty.look()
    assert found.state is State.WRONG
    assert officer in found.says


def test_districts_without_an_officer_or_a_deputy_are_named(city: Neighbourhood) -> None:
    assert duty.look_at_cover().state is State.OFF
    officer, deputy = city.staff(), city.staff(StaffRole.LEAD)
    found = duty.look_at_cover()
    assert found.state is State.WRONG
    assert "jijwa-dong lacks a deputy" in found.says
    assert "daegok-dong lacks a deputy and an officer" in found.says
    everywhere = frozenset(one.code for one in DISTRICTS)
    with city.database.write() as uow:
        residents.change_staff(uow, officer, districts=everywhere, deputy=deputy)
    assert duty.look_at_cover().state is State.OK
