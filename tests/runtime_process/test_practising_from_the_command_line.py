"""`anbu practise` begins a practice that the running service sends."""

import sys
from pathlib import Path

import pytest

from checkins import store
from checkins.model import Occasion
from foundation.clock import RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.migrations import migrate
from residents.model import Resident
from runtime.cli import main
from tests.residents.people import grandmother

TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "made-up",
    "TWILIO_VOICE_FROM": "+15005550006",
    "TWILIO_SMS_FROM": "+15005550006",
    "PUBLIC_BASE_URL": "https://anbu.example",
    "CITY_PHONE": "054-420-6114",
}


class City:
    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        url, ring_file = f"sqlite:///{folder / 'anbu.db'}", folder / "keyring.json"
        ring = KeyRing.generate()
        ring.save(ring_file)
        migrate(url)
        self.patch = patch
        self.set(DATABASE_URL=url, KEY_RING_FILE=str(ring_file), SPOOL_DIR=str(folder / "spool"))
        clock = RealClock()
        self.database = Database(url, clock=clock, ids=Ids(clock), keyring=ring)
        with self.database.write() as uow:
            self.her: Resident = grandmother(uow)

    def set(self, **variables: str) -> None:
        for name, value in variables.items():
            self.patch.setenv(f"ANBU_{name}", value)

    def anbu(self, *words: str) -> int:
        """The status with which the command ends."""
        self.patch.setattr(sys, "argv", ["anbu", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> City:
    return City(tmp_path, monkeypatch)


def test_a_text_with_a_link_is_on_its_way(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    city.set(**TWILIO)
    assert city.anbu("practise", city.her.ref, "--on", "sms") == 0
    assert capsys.readouterr().out.startswith(f"{city.her.ref} is asked on sms")
    with city.database.read() as uow:
        practice = store.open_of(uow, city.her.id)
    assert practice is not None
    assert practice.occasion is Occasion.PRACTICE


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("HER",), "She cannot be asked like that"),
        (("HER", "--on", "pigeon"), "'pigeon' is not one of: telegram, sms, call."),
        (("resident:NOBODY",), "is not registered"),
        (("helper:X",), "give a resident's id or ref"),
    ],
)
def test_what_cannot_be_is_said(
    city: City, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    assert city.anbu("practise", *(city.her.ref if one == "HER" else one for one in words)) == 2
    assert why in capsys.readouterr().err
