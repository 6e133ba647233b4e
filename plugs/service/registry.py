"""Installing, finding and removing devices."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from foundation.unit_of_work import UnitOfWork
from plugs.decide.contact import FIRST_INTERVAL
from plugs.decoders import filters
from plugs.model import Device, DeviceState, Family, NewDevice, Oddness, Watch
from plugs.service import accounts
from plugs.service.speaking import spoken_of
from plugs.store import announcements, outages, routines, watches
from plugs.store import devices as store
from plugs.store import oddities as oddity_store
from residents import service as residents
from residents.consent import allows
from residents.model import Allowed, Kind, Purpose, UnknownPersonError, ref_of
from signals import agenda
from signals.model import Ref

TOPIC_CHARS = 256
_NOT_IN_TOPICS = frozenset("+#")


class NotAgreedError(Exception):
    """Nobody the device would stand for agreed to it."""

    def __init__(self, household: Ref) -> None:
        super().__init__(f"{household}: record the consent to plug data first.")
        self.household = household


class TopicTakenError(Exception):
    """Another device has this topic."""

    def __init__(self, device: Ref) -> None:
        super().__init__(f"{device} has this topic: remove it first, or correct the topic.")
        self.device = device


class UnknownDeviceError(LookupError):
    """There is no such device."""

    def __init__(self, device_id: str) -> None:
        super().__init__(f"Device {device_id} is not installed: list the home's devices.")
        self.device_id = device_id


class WrongTopicError(ValueError):
    """A topic that no message can have."""

    def __init__(self) -> None:
        super().__init__(
            f"Give the device's own topic: 1 to {TOPIC_CHARS} characters, no wildcards."
        )


def add_device(uow: UnitOfWork, new: NewDevice) -> Device:
    """Install a device. From its first message on it is followed.

    It stands for those named, who must all have agreed; else for every member of the household
    who has. Raises NotAgreedError, TopicTakenError, WrongTopicError, UnknownPersonError;
    ValueError for an interval that is none.
    """
    _check(new)
    household = ref_of(Kind.HOUSEHOLD, new.household)
    people = _stands_for(uow, new, household)
    taken = store.by_topic(uow, new.family, new.topic)
    if taken is not None:
        raise TopicTakenError(taken.ref)
    at_home = NewDevice(
        family=Family(new.family),
        topic=new.topic,
        household=household,
        appliance=new.appliance,
        room=new.room,
        residents=people,
        installed_at=new.installed_at,
    )
    interval = new.interval or FIRST_INTERVAL[new.family]
    device_id = store.insert(uow, at_home, people, interval)
    agenda.bring_forward(uow, household, uow.now)
    return device(uow, device_id)


def remove_device(uow: UnitOfWork, device_id: str) -> bool:
    """It speaks of nobody any more; what it sends from now on is dropped unread.

    Its account at the broker is closed: see `broker_files`.

    False when it was removed before. Raises UnknownDeviceError.
    """
    known = device(uow, device_id)
    removed = store.remove(uow, known.id)
    accounts.close_account(uow, known)
    for subject in (known.household, *known.residents):
        agenda.bring_forward(uow, subject, uow.now)
    return removed


def device(uow: UnitOfWork, device_id: str) -> Device:
    """One device, also one that was removed. Raises UnknownDeviceError."""
    found = store.by_id(uow, device_id.removeprefix("device:"))
    if found is None:
        raise UnknownDeviceError(device_id)
    return found


def devices_of(uow: UnitOfWork, resident: Ref) -> tuple[Device, ...]:
    """The devices that stand for a resident, those removed left out."""
    return store.of_resident(uow, ref_of(Kind.RESIDENT, resident))


def household_devices(uow: UnitOfWork, household: Ref) -> tuple[Device, ...]:
    """The devices of a home, those removed left out."""
    return store.of_household(uow, ref_of(Kind.HOUSEHOLD, household))


def has_informative_plug(uow: UnitOfWork, resident: Ref) -> bool:
    """Whether silence of her plugs would be noticed and mean something.

    One of them reports, is past its first week and gave a sign of life in the last seven days;
    she lives there, agreed, and no silence of theirs was told that they have not broken since.
    Refrigerators and routers, once they are known as such, are none.
    """
    ref = ref_of(Kind.RESIDENT, resident)
    watch = watches.get(uow, ref)
    if watch is None or watch.quiet_at is not None:
        return False
    known = routines.newest(uow, ref)
    if known is not None and known.tells_nothing:
        return False
    informative = [one for one in store.of_resident(uow, ref) if one.is_informative(uow.now)]
    heard = spoken_of(uow, informative)
    return any(ref in {each.ref for each in heard[one.id]} for one in informative)


def by_state(uow: UnitOfWork) -> Mapping[DeviceState, int]:
    """How many installed devices are in each state, those removed left out."""
    return Counter(one.state(uow.now) for one in store.present(uow))


def silences(uow: UnitOfWork) -> tuple[Watch, ...]:
    """Silences that were warned of or told and still run, the longest first."""
    return watches.noticed(uow)


def topics_wanted(uow: UnitOfWork) -> frozenset[str]:
    """What must be listened to so that every installed device is heard, with wildcards."""
    speakers = store.speakers(uow)
    announced = announcements.of_installed(uow)
    return frozenset(
        (
            *(wanted for family, topic in speakers for wanted in filters(family, topic)),
            *(one.topic for one in announced),
        )
    )


def last_heard(uow: UnitOfWork) -> datetime | None:
    """When any device was heard last; None when none ever was."""
    return store.last_heard(uow)


def oddities(uow: UnitOfWork) -> Mapping[Oddness, int]:
    """How many messages were set aside, by reason."""
    return oddity_store.counts(uow)


def overdue(uow: UnitOfWork, now: datetime, grace: timedelta) -> int:
    """How many clocks, devices and outages should have been looked at before `now - grace`."""
    before = now - grace
    return sum(one.due_before(uow, before) for one in (watches, store, outages))


def left_behind(uow: UnitOfWork, before: datetime, limit: int) -> list[Ref]:
    """Residents, homes and 읍면동, up to `limit` each, to be looked at before `before`."""
    return [
        *watches.residents_due_before(uow, before, limit),
        *store.homes_due_before(uow, before, limit),
        *(f"district:{one}" for one in outages.districts_due_before(uow, before, limit)),
    ]


def _check(new: NewDevice) -> None:
    fits = 0 < len(new.topic) <= TOPIC_CHARS and new.topic.isprintable()
    if not fits or _NOT_IN_TOPICS & set(new.topic):
        raise WrongTopicError
    if new.interval is not None and new.interval <= timedelta():
        message = "The interval between two messages is longer than nothing."
        raise ValueError(message)


def _stands_for(uow: UnitOfWork, new: NewDevice, household: Ref) -> tuple[Ref, ...]:
    known = residents.household(uow, household)
    if known is None:
        raise UnknownPersonError(household)
    named = tuple(ref_of(Kind.RESIDENT, each) for each in new.residents)
    strangers = sorted(set(named) - set(known.members))
    if strangers:
        raise UnknownPersonError(strangers[0])
    consents = residents.consents_of_all(uow, named or known.members)
    agreed = tuple(
        ref
        for ref, given in consents.items()
        if isinstance(allows(given, Purpose.PLUG, uow.now), Allowed)
    )
    if not agreed or (named and set(agreed) != set(named)):
        raise NotAgreedError(household)
    return agreed
