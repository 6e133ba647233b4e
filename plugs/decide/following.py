"""What one device's records amount to, in the order in which they came. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from plugs.decide import metering
from plugs.decide.contact import learned_interval
from plugs.decide.metering import OF_LIGHT, TRAITS, Metered, Rule, slot_of
from plugs.model import Kind, Message, Meter, Reading, Record, SlotPower, Tracked

CLOCK_TOLERANCE = timedelta(minutes=10)
OVERTAKEN_AT_MOST = timedelta(days=1)
"""No radio holds a message back for longer: an older time is a clock that is wrong."""
LOW_PERCENT, FULL_PERCENT = 10.0, 50.0
"""A battery with so little left is to be changed; one with so much has been."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A device after its records.

    `lives` are the moments of its signs of life, `jumps` those at which a counter ran ahead.
    """

    tracked: Tracked
    readings: tuple[Reading, ...]
    slots: tuple[SlotPower, ...]
    lives: tuple[datetime, ...]
    jumps: tuple[datetime, ...]


class Placed(NamedTuple):
    """When a record is of. `fresh`: near enough to tell when somebody was at home."""

    at: datetime
    fresh: bool
    clock_ok: bool


class Before(NamedTuple):
    """What places a record: the device as it was before the message, of which it may be one."""

    last_at: datetime | None
    clock_ok: bool
    meters: Mapping[Kind, Meter]


def placed(before: Before, message: Message, record: Record, zone: ZoneInfo) -> Placed:
    """The moment of a record. When it was heard decides; the device's own time is advice.

    It is followed within ten minutes, but never into the future. An older time is believed of a
    device whose clock was right before: when it lies after everything it told already, the message
    waited somewhere, else it was overtaken or comes again. Any other time (1970, another zone) is
    not, and neither is one of a message that may have waited and tells none.
    """
    if record.told_at is None:
        return Placed(message.at, not message.late, before.clock_ok)
    told = record.told_at
    told = (told.replace(tzinfo=zone) if told.tzinfo is None else told).astimezone(UTC)
    ahead = told - message.at
    if abs(ahead) <= CLOCK_TOLERANCE:
        return Placed(min(told, message.at), fresh=True, clock_ok=True)
    if before.clock_ok and ahead < timedelta() and _is_news(before, record, told):
        return Placed(told, fresh=True, clock_ok=True)
    if before.clock_ok and _is_old_news(before, record, told):
        return Placed(told, fresh=True, clock_ok=True)
    return Placed(message.at, not message.late, clock_ok=False)


def _is_news(before: Before, record: Record, told: datetime) -> bool:
    """Whether this lies after everything the device told, or beside it.

    One report may be several messages of one moment, each with other kinds of values.
    """
    if before.last_at is None or told < before.last_at:
        return False
    meter = before.meters.get(record.kind)
    return before.last_at < told or meter is None or meter.at < told


def _is_old_news(before: Before, record: Record, told: datetime) -> bool:
    """Whether a message was overtaken, or comes again: placed where it belongs it changes nothing.

    A counter that has grown is news, whatever its clock says.
    """
    if before.last_at is None or not timedelta() <= before.last_at - told <= OVERTAKEN_AT_MOST:
        return False
    meter = before.meters.get(record.kind)
    return record.kind is not Kind.ENERGY or (meter is not None and record.value <= meter.value)


def _nowhere(_at: datetime) -> bool:
    return False


def follow(
    tracked: Tracked,
    told: Sequence[tuple[Message, Record]],
    zone: ZoneInfo,
    is_dark: Callable[[datetime], bool] = _nowhere,
) -> Followed:
    """Take the records of one device, in the order in which they came.

    `is_dark`: whether the light of a room is its lamps' at that moment; by day it is the sun's.
    """
    trail = _Trail(tracked, zone, is_dark)
    for message, record in told:
        trail.take(message, record)
    return trail.followed()


class _Trail:
    """Collects what follows from record after record: `Tracked`, while it changes."""

    def __init__(
        self, tracked: Tracked, zone: ZoneInfo, is_dark: Callable[[datetime], bool]
    ) -> None:
        self._began = tracked
        self._heard_at = tracked.heard_at
        self._interval = tracked.interval
        self._offline_at = tracked.offline_at
        self._last_at = tracked.last_at
        self._clock_ok = tracked.clock_ok
        self._relay_on = tracked.relay_on
        self._relay_at = tracked.relay_at
        self._meters = tracked.meters
        self._low_since = tracked.low_since
        self._message: Message | None = None
        self._before = Before(tracked.last_at, tracked.clock_ok, tracked.meters)
        self._spoke: Message | None = None
        """The message by which it was there last: its other records add nothing to that."""
        self._zone = zone
        self._is_dark = is_dark
        self._readings: list[Reading] = []
        self._slots: list[SlotPower] = []
        self._lives: list[datetime] = []
        self._jumps: list[datetime] = []

    def followed(self) -> Followed:
        began = self._began
        known = [] if began.life_at is None else [began.life_at]
        tracked = Tracked(
            device_id=began.device_id,
            heard_at=self._heard_at,
            interval=self._interval,
            offline_at=self._offline_at,
            life_at=max([*known, *self._lives], default=None),
            last_at=self._last_at,
            clock_ok=self._clock_ok,
            relay_on=self._relay_on,
            relay_at=self._relay_at,
            meters=self._meters,
            jitter=began.jitter,
            learned_on=began.learned_on,
            low_since=self._low_since,
        )
        lives = tuple(sorted(set(self._lives)))
        return Followed(
            tracked, tuple(self._readings), tuple(self._slots), lives, tuple(self._jumps)
        )

    def take(self, message: Message, record: Record) -> None:
        if message is not self._message:
            self._message = message
            self._before = Before(self._last_at, self._clock_ok, self._meters)
        if record.kind is Kind.PRESENCE or record.kind is Kind.BRIDGE:
            self._present(message, record)
        elif message.retained:
            self._remembered(record)
        elif record.kind is Kind.BATTERY:
            self._powered(message, record)
        else:
            self._measured(message, record)

    def _present(self, message: Message, record: Record) -> None:
        """Coming and going is about the device. A relay may have changed while it was away."""
        if not record.value:
            if not message.late:
                self._offline_at = self._offline_at or message.at
                self._relay_on = None
        elif record.kind is Kind.BRIDGE:
            # Its devices speak when they have something to say; until then silence is judged.
            self._offline_at = self._relay_on = None
        elif not message.retained:
            self._relay_on = None
            self._contact(message)

    def _remembered(self, record: Record) -> None:
        """The broker's memory says how things were, never that somebody was there."""
        if record.kind is Kind.RELAY and self._relay_on is None:
            self._relay_on = bool(record.value)

    def _powered(self, message: Message, record: Record) -> None:
        """How much is left in its battery; one that is nearly empty recovers a little by itself."""
        self._contact(message)
        if record.value <= LOW_PERCENT:
            self._low_since = self._low_since or message.at
        elif record.value >= FULL_PERCENT:
            self._low_since = None

    def _measured(self, message: Message, record: Record) -> None:
        self._contact(message)
        when = placed(self._before, message, record, self._zone)
        self._clock_ok = when.clock_ok
        if not when.fresh:
            self._of_unknown_age(record, when.at)
            return
        self._readings.append(
            Reading(self._began.device_id, when.at, record.kind, record.value, message.at)
        )
        if record.kind is Kind.RELAY:
            self._switched(record, when.at)
        elif _is_followed(record):
            self._metered(record, when.at)
        last = self._last_at
        self._last_at = when.at if last is None else max(last, when.at)

    def _contact(self, message: Message) -> None:
        """It is there. A message that may have waited does not say that it still is."""
        if message is self._spoke:
            return
        self._spoke = message
        self._interval = learned_interval(self._interval, message.at - self._heard_at)
        self._heard_at = max(self._heard_at, message.at)
        if not message.late:
            self._offline_at = None

    def _of_unknown_age(self, record: Record, at: datetime) -> None:
        if record.kind is Kind.RELAY:
            self._relay_on = bool(record.value)
        elif _is_followed(record):
            meter = metering.rebased(self._meters.get(record.kind), record.value, at)
            if meter is not None:
                self._set_meter(record.kind, meter)

    def _switched(self, record: Record, at: datetime) -> None:
        """A relay that changes while the device is there was switched by somebody.

        Where the family tells who, only a hand counts, and what a timer changes is no edge either;
        where it does not, a timer set in the device itself cannot be told from a hand.
        """
        on = bool(record.value)
        if self._last_at is not None and at < self._last_at:
            return
        if self._relay_at is not None and at <= self._relay_at:
            return
        changed = self._relay_on != on
        if changed and record.by_hand is False:
            self._meters = {kind: metering.switched(one, at) for kind, one in self._meters.items()}
        elif changed and self._relay_on is not None:
            self._lives.append(at)
        self._relay_on, self._relay_at = on, at

    def _metered(self, record: Record, at: datetime) -> None:
        meter = self._meters.get(record.kind)
        jitter = self._began.jitter.get(record.kind, 0.0)
        if record.kind is Kind.ENERGY:
            trait = TRAITS[record.family]
            metered = metering.counted(meter, record.value, at, trait, jitter)
        elif record.kind is Kind.LUX:
            metered = self._in_the_dark(metering.held(meter, record.value, at, OF_LIGHT))
        else:
            metered = metering.held(meter, record.value, at, Rule(jitter=jitter))
        self._set_meter(record.kind, metered.meter)
        if metered.slots or metered.lives:
            self._keep(record.kind, metered)
        if metered.jumped:
            self._jumps.append(at)

    def _in_the_dark(self, metered: Metered) -> Metered:
        """By day it is the sun that changes the light of a room."""
        slots = tuple(
            replace(one, life=one.life and self._is_dark(one.at)) for one in metered.slots
        )
        return replace(metered, slots=slots, lives=tuple(filter(self._is_dark, metered.lives)))

    def _keep(self, kind: Kind, metered: Metered) -> None:
        device = self._began.device_id
        self._lives.extend(metered.lives)
        self._slots.extend(
            SlotPower(device, slot.at, kind, slot.watts, slot.seconds, slot.coarse, slot.life)
            for slot in metered.slots
        )

    def _set_meter(self, kind: Kind, meter: Meter) -> None:
        self._meters = {**self._meters, kind: meter}


def _is_followed(record: Record) -> bool:
    """Whether it is a series that tells signs of life."""
    return record.kind is Kind.LUX or record.kind in TRAITS[record.family].series


def slots_of_life(lives: Sequence[datetime]) -> dict[datetime, datetime]:
    """By slot, the first sign of life in it."""
    return {slot_of(at): at for at in sorted(lives, reverse=True)}
