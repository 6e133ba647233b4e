"""A home's own routine: learnt once a day, and what it says of a silence that runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from foundation.city import City
from foundation.unit_of_work import UnitOfWork
from plugs.decide.metering import finest, slot_of
from plugs.decide.silence import NO_ROUTINE, Forecast
from plugs.model import SLOT, Device, Kind
from plugs.model.alarms import Span
from plugs.recording import Recording
from plugs.routine import SLOTS, absent, today
from plugs.routine.arrays import Bools, Floats, Ints
from plugs.routine.course import LIMITS
from plugs.routine.today import Routine
from plugs.routine.worth import Told, Worth
from plugs.scoring import signs_of, worths_of
from plugs.service.outcomes import away_since
from plugs.store import routines
from plugs.store.routines import Watts
from residents.model import Outline
from signals.model import Ref

LEARNT_FROM = timedelta(days=120)
"""Of these the newest weigh most; nothing older matters."""
SHOWN_FROM = timedelta(days=28)
"""An installer is told of the device as it was used of late."""
_MINUTES = int(SLOT.total_seconds()) // 60
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Usual:
    """Of a silence: signs of life that it usually holds, and the longest one known, in hours."""

    uses: float
    longest_hours: float


def routine_of(
    uow: UnitOfWork, resident: Ref, devices: Sequence[Device], city: City
) -> Routine | None:
    """What her devices show of her home today; None where they have told nothing."""
    day = uow.now.astimezone(city.zone).date()
    known = routines.get(uow, resident, day)
    if known is None and (known := _learnt(uow, resident, devices, city)) is not None:
        routines.save(uow, resident, day, known)
    return known


def forecast(
    uow: UnitOfWork, her: Outline, devices: Sequence[Device], city: City, begins: datetime
) -> Forecast:
    """When a silence of her home that began at `begins` is unusual, if nothing breaks it.

    Slots in which no device told anything count as nothing; what is not told yet is believed of
    devices that still report.
    """
    routine = routine_of(uow, her.ref, devices, city)
    if routine is None or not routine.relied_on:
        return NO_ROUTINE
    limits, first = LIMITS[her.tier], slot_of(begins) + SLOT
    slots = [first + number * SLOT for number in range(int(limits.hours * 6))]
    running = today.run(routine, limits, *_hours(slots, city.zone), _known(uow, devices, slots))
    return Forecast(*(_end(first, count) for count in (running.soft, running.hard)))


def usual_until_now(
    uow: UnitOfWork, resident: Ref, devices: Sequence[Device], city: City, begins: datetime
) -> Usual | None:
    """What is usual of a silence that began then; None as long as her home is not known."""
    routine = routine_of(uow, resident, devices, city)
    if routine is None or not routine.relied_on:
        return None
    first = slot_of(begins) + SLOT
    slots = [first + number * SLOT for number in range((uow.now - first) // SLOT)]
    known = _known(uow, devices, slots) if slots else np.zeros(0, dtype=np.bool_)
    return Usual(today.uses(routine, *_hours(slots, city.zone), known), routine.longest)


def _hours(slots: Sequence[datetime], zone: ZoneInfo) -> tuple[Ints, Bools]:
    """The hour of each slot, and whether it is one of a weekend."""
    local = [slot.astimezone(zone) for slot in slots]
    hours = np.array([one.hour for one in local], dtype=np.int64)
    return hours, np.array([one.weekday() >= SATURDAY for one in local], dtype=np.bool_)


def _end(first: datetime, count: int | None) -> datetime | None:
    return None if count is None else first + count * SLOT


def _known(uow: UnitOfWork, devices: Sequence[Device], slots: Sequence[datetime]) -> np.ndarray:
    told = {one.at for one in routines.watts_since(uow, [one.id for one in devices], slots[0])}
    reporting = [one.contact.tracked.heard_at for one in devices if not one.contact.is_lost]
    # a plug may take an hour to tell of a slot, and we may look ahead of it
    believed_from = min(max(told, default=slots[0]), uow.now) if reporting else None
    return np.array(
        [slot in told or (believed_from is not None and slot >= believed_from) for slot in slots]
    )


def worth_of(uow: UnitOfWork, device: Device, city: City) -> Told | None:
    """What a device has shown of itself so far, the best of it; None before its first slot."""
    since = max(device.installed_at, uow.now - SHOWN_FROM)
    recorded = recording_of(uow, [device], city.zone, since)
    if recorded is None:
        return None
    told = worths_of(recorded, city).values()
    return min(told, key=lambda one: list(Worth).index(one.worth), default=None)


def _learnt(
    uow: UnitOfWork, resident: Ref, devices: Sequence[Device], city: City
) -> Routine | None:
    recorded = recording_of(uow, devices, city.zone)
    if recorded is None:
        return None
    away = _slots_within(recorded, away_since(uow, resident, uow.now - LEARNT_FROM), city.zone)
    return absent.learn([*signs_of(recorded, city).values()], recorded.weekend, away)


def _slots_within(recorded: Recording, spans: Iterable[Span], zone: ZoneInfo) -> Bools:
    """The slots of a recording that lie in these times, but for those in which she left or came."""
    within = np.zeros(recorded.days * SLOTS, dtype=np.bool_)
    midnight = datetime.combine(recorded.first, time(), zone)
    for span in spans:
        begins, ends = (
            recorded.ends if at is None else max((at.astimezone(zone) - midnight) // SLOT, 0)
            for at in (span.begins, span.ends)
        )
        within[begins + 1 : max(ends - 1, 0)] = True
    return within


def recording_of(
    uow: UnitOfWork, devices: Sequence[Device], zone: ZoneInfo, since: datetime | None = None
) -> Recording | None:
    """What these devices told lately, up to the end of today; None where that is nothing."""
    begins = uow.now - LEARNT_FROM if since is None else since
    told = routines.watts_since(uow, [one.id for one in devices], begins)
    if not told:
        return None
    first = told[0].at.astimezone(zone).date()
    days = (uow.now.astimezone(zone).date() - first).days + 1
    midnight = datetime.combine(first, time())
    watts: dict[str, Floats] = {}
    lux: dict[str, Floats] = {}
    wanted = _channels(devices, told)
    for one in told:
        if (one.device_id, one.kind) in wanted:
            series = lux if one.kind is Kind.LUX else watts
            means = series.setdefault(one.device_id, np.full(days * SLOTS, np.nan))
            passed = one.at.astimezone(zone).replace(tzinfo=None) - midnight
            means[int(passed.total_seconds()) // 60 // _MINUTES] = one.watts
    ends = (days - 1) * SLOTS + _slot_of_day(uow.now.astimezone(zone))
    return Recording(first, days, 0, ends, watts=watts, lux=lux, problems=())


def _slot_of_day(local: datetime) -> int:
    return (local.hour * 60 + local.minute) // _MINUTES


def _channels(devices: Sequence[Device], told: Sequence[Watts]) -> set[tuple[str, Kind]]:
    """The light each device sees, and of its power the series that tells signs of life best."""
    known = {(one.device_id, one.kind) for one in told}
    best = {(one.id, finest(one.family)) for one in devices}
    counted = {(one.id, Kind.ENERGY) for one in devices} - {
        (device, Kind.ENERGY) for device, _ in best & known
    }
    lit = {(one.id, Kind.LUX) for one in devices}
    return known & (best | counted | lit)
