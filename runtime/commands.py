"""What the staff's commands do, apart from the command line."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.application import build_bot
from checkins.service import practise
from foundation.clock import RealClock
from foundation.database import Database
from foundation.ids import Ids
from foundation.settings import Settings
from plugs.backfill import Backfilled, backfill
from plugs.model import Appliance, Family, NewDevice, Room
from plugs.service import add_device
from residents import service as residents
from residents.model import ChannelName
from runtime.serve import key_ring
from runtime.wiring import Surroundings, build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signals.model import Ref


def install_plug(resident: Ref, family: str, topic: str, appliance: str, room: str) -> Ref:
    """Install a plug in a resident's home; returns its ref. Raises ValueError, LookupError."""
    with city_database() as database, database.write() as uow:
        new = NewDevice(
            family=Family(family),
            topic=topic,
            household=f"household:{residents.outline(uow, resident).household_id}",
            appliance=Appliance(appliance),
            room=Room(room),
        )
        return add_device(uow, new).ref


def load_history(path: Path, plugs: list[str]) -> Backfilled:
    """Load a recording. `plugs` are NAME=DEVICE pairs: which plug of the file is which device."""
    named = dict(pair.split("=", 1) for pair in plugs)
    with city_database() as database:
        return backfill(database, path, Settings.load().city().zone, named)


@contextmanager
def city_database() -> Iterator[Database]:
    """The installation's database. Raises SettingsError with what must be corrected."""
    settings = Settings.load()
    clock = RealClock()
    database = Database(
        settings.database_url, clock=clock, ids=Ids(clock), keyring=key_ring(settings)
    )
    try:
        yield database
    finally:
        database.close()


async def let_practise(ref: Ref, on: str | None) -> ChannelName:
    """Ask a resident now, for practice; returns how. The worker sends it.

    Raises ValueError, UnknownPersonError, CannotPractiseError.
    """
    settings = Settings.load()
    clock = RealClock()
    around = Surroundings(clock=clock, ids=Ids(clock), keyring=key_ring(settings))
    service = build(settings, around)
    try:
        with service.database.write() as uow:
            begun = practise(uow, service.means, ref, None if on is None else ChannelName(on))
    finally:
        await service.close()
    return begun.steps[0].channel


async def enrolment_link(ref: Ref) -> str:
    """A new one-time link by which this person joins. Raises UnknownPersonError, TelegramError."""
    bot = build_bot(Settings.load())
    try:
        me = await bot.get_me()
    finally:
        await bot.disconnect()
    with city_database() as database, database.write() as uow:
        token = residents.issue_link(uow, ref)
    return f"https://t.me/{me.username}?start={token}"
