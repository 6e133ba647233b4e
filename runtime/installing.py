"""What `anbu plugs` does in homes: plugs come, get another password, and go.

The broker is told apart, by `write_accounts`: what went wrong there must not hide a new password.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foundation.settings import Settings
from plugs.model import Appliance, Family, NewDevice, Room
from plugs.service import (
    Credentials,
    add_device,
    device,
    open_account,
    remove_device,
    renew_account,
)
from plugs.service.installing import issue_page
from residents import service as residents
from runtime.broker import publish_accounts
from runtime.commands import city_database

if TYPE_CHECKING:
    from foundation.unit_of_work import UnitOfWork
    from signals.model import Ref

HOUSEHOLD = "household:"


@dataclass(frozen=True, slots=True)
class Installed:
    """A plug that was installed, and what is typed into it.

    Without `credentials` it has none of its own: its home's bridge has, or the broker's accounts
    are no business of ours.
    """

    ref: Ref
    topic: str
    has_account: bool
    credentials: Credentials | None
    page: str
    """The address of its installer's page."""


def install_plug(
    where: Ref, family: str, topic: str | None, appliance: str, room: str
) -> Installed:
    """Install a plug in a household, or in a resident's, with an account at the broker.

    Without a topic it gets one. Raises ValueError, LookupError, NotAgreedError, TopicTakenError.
    """
    settings = Settings.load()
    with city_database() as database, database.write() as uow:
        new = NewDevice(
            family=Family(family),
            topic=topic or f"plug-{uow.ids.new().lower()}",
            household=_household(uow, where),
            appliance=Appliance(appliance),
            room=Room(room),
        )
        added = add_device(uow, new)
        has_account = settings.mqtt_accounts_dir is not None
        credentials = open_account(uow, added) if has_account else None
        page = issue_page(uow, added.id, settings.public_base_url)
    return Installed(added.ref, added.topic, has_account, credentials, page)


def take_out_plug(ref: Ref) -> bool:
    """What it says is dropped; False when it was removed before. Raises UnknownDeviceError."""
    with city_database() as database, database.write() as uow:
        return remove_device(uow, ref)


def renew_password(ref: Ref) -> Credentials:
    """Another password for a plug, or its home's bridge. Raises UnknownDeviceError."""
    with city_database() as database, database.write() as uow:
        return renew_account(uow, device(uow, ref))


def new_page(ref: Ref) -> str:
    """The address of a new installer's page; earlier ones are closed. Raises UnknownDeviceError."""
    with city_database() as database, database.write() as uow:
        return issue_page(uow, ref, Settings.load().public_base_url)


def write_accounts() -> bool:
    """The broker's files as they have to be; False where no folder is set.

    Raises OSError, BrokerNotToldError.
    """
    with city_database() as database:
        return publish_accounts(database, Settings.load())


def _household(uow: UnitOfWork, where: Ref) -> Ref:
    if where.startswith(HOUSEHOLD):
        return where
    return f"{HOUSEHOLD}{residents.outline(uow, where).household_id}"
