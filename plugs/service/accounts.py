"""Accounts of devices at the broker, opened with a device and closed with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from foundation.unit_of_work import UnitOfWork
from plugs.decide import rights
from plugs.decide.rights import account_of, hashed
from plugs.model import Device
from plugs.store import accounts as store
from plugs.store import devices


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is typed into a device, once; only the password's hash is kept."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BrokerFiles:
    """What Mosquitto reads: `password_file` and `acl_file`."""

    passwords: str = field(repr=False)
    rights: str


def open_account(uow: UnitOfWork, device: Device) -> Credentials | None:
    """The account by which a device speaks; None where its home's bridge has one already."""
    if store.exists(uow, name_of(device)):
        return None
    return renew_account(uow, device)


def renew_account(uow: UnitOfWork, device: Device) -> Credentials:
    """Another password: the one before opens nothing any more."""
    made = Credentials(name_of(device), uow.ids.token())
    store.put(uow, made.username, _hashed(uow, made.password))
    return made


def close_account(uow: UnitOfWork, device: Device) -> None:
    """A device that is removed speaks no more; a bridge does until its last device is."""
    at_home = devices.of_household(uow, device.household)
    if name_of(device) not in {name_of(one) for one in at_home}:
        store.close(uow, name_of(device))


def broker_files(
    uow: UnitOfWork, listener: Credentials | None, heard: Sequence[str]
) -> BrokerFiles:
    """The files as they have to be now. The listener may read `heard`, as MQTT filters topics."""
    known = dict(store.everybody(uow))
    speaking = [one for one in devices.present(uow) if name_of(one) in known]
    if listener is not None:
        known[listener.username] = _hashed(uow, listener.password)
    name = None if listener is None else listener.username
    return BrokerFiles(rights.passwords(known), rights.rights(speaking, name, heard))


def name_of(device: Device) -> str:
    """A device's user name at the broker."""
    return account_of(device.family, device.id, device.household)


def _hashed(uow: UnitOfWork, password: str) -> str:
    salt = uow.ids.token().encode()[: rights.SALT_BYTES]
    return hashed(password, salt)
