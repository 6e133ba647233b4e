"""One batch of messages: readings, slots and signs of life, in one transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from foundation.city import City
from foundation.unit_of_work import UnitOfWork
from plugs import daylight
from plugs.decide import following, nights
from plugs.decide.contact import OFFLINE_GRACE
from plugs.decoders import digest_of, discovery
from plugs.model import (
    LEARNING_TIME,
    Announced,
    Device,
    Heard,
    Kind,
    Learnt,
    Message,
    Oddity,
    Oddness,
    Record,
    Tracked,
)
from plugs.service.speaking import may_be_read, spoken_of
from plugs.store import announcements, states
from plugs.store import devices as device_store
from plugs.store import oddities as oddity_store
from residents.decide import is_watched
from residents.model import Outline
from signals import agenda
from signals import service as signals
from signals.model import Draft, SignalKind, Source

DEAF_AFTER = timedelta(minutes=5)
"""Having listened to nothing for longer, we do not hold their silence against the devices."""
LESSONS_AT_ONCE = 10
"""Devices whose nights are read again in one batch; the others' turn comes with the next."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a batch brought: how many of each."""

    readings: int = 0
    slots: int = 0
    signals: int = 0
    odd: int = 0
    learnt: int = 0
    """Devices that announced themselves."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What one device said in this batch, in order."""

    device: Device
    records: tuple[tuple[Message, Record], ...]


def line_opened(uow: UnitOfWork) -> None:
    """The listener is connected again: devices that spoke meanwhile were not heard."""
    device_store.note_opened(uow, DEAF_AFTER)


def learn(uow: UnitOfWork, learnt: Sequence[Learnt]) -> tuple[Oddity, ...]:
    """Keep what devices say of themselves; returns those for whom there is no room."""
    return tuple(
        Oddity(Oddness.TOO_MANY, digest_of(one.message.topic.encode()), one.message.at)
        for one in learnt
        if not announcements.replace(uow, one.message.topic, one.announced)
    )


def announced_by(uow: UnitOfWork, topics: Collection[str]) -> tuple[Announced, ...]:
    """How what is said on these topics is to be read, for devices that announced themselves."""
    return discovery.readable(announcements.of_speakers(uow, topics))


def hear(uow: UnitOfWork, heard: Sequence[Heard], odd: Sequence[Oddity], city: City) -> Tally:
    """Take a batch. Repeating it changes nothing.

    Messages of devices that are not registered, or of which nobody agreed to be read, are
    counted and dropped unread.
    """
    told, unread = _addressed(uow, heard)
    agreed = may_be_read(uow, [one.device for one in told])
    readable = [one for one in told if one.device.id in agreed]
    unread += [
        Oddity(Oddness.NOT_AGREED, digest_of(one.device.id.encode()), message.at)
        for one in told
        if one.device.id not in agreed
        for message, _ in one.records
    ]
    before = _lessons(
        uow, {one.device.id: one.device.contact.tracked for one in readable}, city.zone
    )
    is_dark = partial(daylight.is_dark, city=city)
    after = [
        following.follow(before[one.device.id], one.records, city.zone, is_dark) for one in readable
    ]
    states.save(uow, [one.tracked for one in after])
    readings = states.add_readings(uow, [each for one in after for each in one.readings])
    slots = states.add_slots(uow, [each for one in after for each in one.slots])
    jumps = [
        Oddity(Oddness.JUMP, digest_of(one.tracked.device_id.encode()), at)
        for one in after
        for at in one.jumps
    ]
    oddities = [*odd, *unread, *jumps]
    oddity_store.add(uow, oddities)
    fresh = [one.message.at for one in heard if not one.message.retained]
    if fresh:
        device_store.note_heard(uow, max(fresh))
    recorded = _conclude(uow, readable, after)
    return Tally(readings, slots, recorded, len(oddities))


def _addressed(uow: UnitOfWork, heard: Sequence[Heard]) -> tuple[list[_Told], list[Oddity]]:
    """Each device with what it said, and what was said by nobody we know."""
    records = [
        (number, one.message, record) for number, one in enumerate(heard) for record in one.records
    ]
    topics = {(one.family, one.topic) for _, _, one in records if one.kind is not Kind.BRIDGE}
    bases = {one.topic for _, _, one in records if one.kind is Kind.BRIDGE}
    known = device_store.speaking(uow, topics, bases)
    by_topic = {(one.family, one.topic): one for one in known}
    told: dict[str, list[tuple[Message, Record]]] = defaultdict(list)
    strangers: dict[int, Oddity] = {}
    addressed: set[int] = set()
    for number, message, record in records:
        speaker = by_topic.get((record.family, record.topic))
        if record.kind is Kind.BRIDGE:
            spoken_for = _behind(record, known)
        else:
            spoken_for = [] if speaker is None else [speaker]
        for device in spoken_for:
            told[device.id].append((message, record))
            addressed.add(number)
        if speaker is None and record.kind is not Kind.BRIDGE:
            digest = digest_of(f"{record.family}:{record.topic}".encode())
            strangers[number] = Oddity(Oddness.UNKNOWN_DEVICE, digest, message.at)
    spoke = [_Told(one, tuple(told[one.id])) for one in known if one.id in told]
    return spoke, [odd for number, odd in strangers.items() if number not in addressed]


def _behind(bridge: Record, devices: Iterable[Device]) -> list[Device]:
    return [
        one
        for one in devices
        if one.family is bridge.family and one.topic.startswith(f"{bridge.topic}/")
    ]


def _lessons(
    uow: UnitOfWork, tracked: Mapping[str, Tracked], zone: ZoneInfo
) -> Mapping[str, Tracked]:
    """What the appliances change by at night, learned once a day."""
    due = [one for one in tracked.values() if nights.lesson_due(one, uow.now, zone)]
    pupils = due[:LESSONS_AT_ONCE]
    if not pupils:
        return tracked
    spans = nights.nights_before(uow.now, zone)
    slots = states.slots_within(uow, [one.device_id for one in pupils], spans)
    today = uow.now.astimezone(zone).date().isoformat()
    taught = {
        one.device_id: replace(
            one,
            jitter=nights.learn([s for s in slots if s.device_id == one.device_id], zone),
            learned_on=today,
        )
        for one in pupils
    }
    return {**tracked, **taught}


def _conclude(
    uow: UnitOfWork,
    told: Sequence[_Told],
    after: Sequence[following.Followed],
) -> int:
    """Signs of life become signals, and homes whose devices went or came back are looked at."""
    lively = [pair for pair in zip(told, after, strict=True) if pair[1].lives]
    people = spoken_of(uow, [one.device for one, _ in lively])
    drafts: dict[str, Draft] = {}
    for one, followed in lively:
        for draft in _lives(one.device, followed, people[one.device.id]):
            drafts.setdefault(draft.source_id, draft)
    recorded = [signals.record(uow, drafts[key]) for key in sorted(drafts)]
    looks = [_look(one, followed) for one, followed in zip(told, after, strict=True)]
    for household, at in sorted(look for look in looks if look is not None):
        agenda.bring_forward(uow, household, at)
    return sum(1 for signal in recorded if signal is not None)


def _lives(
    device: Device, followed: following.Followed, people: Sequence[Outline]
) -> Iterable[Draft]:
    for slot, at in following.slots_of_life(followed.lives).items():
        for resident in people:
            if is_watched(resident):
                yield Draft(
                    kind=SignalKind.PLUG_ACTIVE,
                    source=Source.PLUGS,
                    source_id=f"active:{device.household}:{slot.isoformat()}:{resident.ref}",
                    subject=resident.ref,
                    occurred_at=at,
                    data={
                        "household": device.household,
                        "device": device.id,
                        "slot": slot.isoformat(),
                        "alone": resident.lives_alone,
                        "learning": at < device.installed_at + LEARNING_TIME,
                    },
                )


def _look(told: _Told, followed: following.Followed) -> tuple[str, datetime] | None:
    """When the home is looked at because of this device; else at the time planned."""
    before, now = told.device.contact, followed.tracked
    if before.is_lost and now.heard_at > before.tracked.heard_at:
        return told.device.household, now.heard_at
    if now.low_since is not None and before.tracked.low_since is None:
        return told.device.household, now.low_since
    if now.offline_at is not None and before.tracked.offline_at is None:
        return told.device.household, now.offline_at + OFFLINE_GRACE
    return None
