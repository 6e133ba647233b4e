"""From counters and powers to slots of ten minutes, and from slots to signs of life. Pure.

What counts is an edge: the mean power of a slot differs from that of the slot before by more
than the appliance changes by itself. A television left on is silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from plugs.model import SLOT, Family, Kind, Level, Meter
from plugs.routine.edges import EDGE_SHARE, EDGE_WATTS, STEP_LUX, STEP_SHARE

_EDGE_STEPS = 2
"""A counter puts whole steps into single slots: so many may be out of place between two."""
_FINEST_STEP_WH = 0.1
LONG_INTERVAL = timedelta(minutes=30)
"""Beyond it nobody knows in which slot energy was drawn."""
GAP = timedelta(hours=3)
"""Beyond it energy is not spread over slots, and a power is not believed to have held."""
KNOWN_SECONDS = 300.0
"""A slot of which less is known counts as a gap."""
MOST_WATTS = 4000.0
"""What one socket of a household can draw."""
_HOUR_SECONDS = 3600.0
_SLOT_SECONDS = SLOT.total_seconds()


@dataclass(frozen=True, slots=True)
class Trait:
    """How a family measures: the step of its counter, and the series that tell signs of life."""

    step_wh: float
    series: frozenset[Kind]


TRAITS: Mapping[Family, Trait] = {
    # One power in five minutes misses most kettles and sees a picture change on a television.
    Family.TASMOTA: Trait(1.0, frozenset({Kind.ENERGY})),
    # It reports changes of power; its counter is too coarse for anything small.
    Family.ZIGBEE2MQTT: Trait(10.0, frozenset({Kind.ENERGY, Kind.POWER})),
    # Their counters go on every minute, in steps far below a watt-hour.
    Family.SHELLY: Trait(0.1, frozenset({Kind.ENERGY})),
    Family.SHELLY_GEN1: Trait(0.1, frozenset({Kind.ENERGY})),
    # Its power is the mean since the last report; how fine its counter is, its owner decides.
    Family.ESPHOME: Trait(10.0, frozenset({Kind.ENERGY, Kind.POWER})),
    Family.HOMEASSISTANT: Trait(10.0, frozenset({Kind.ENERGY, Kind.POWER})),
    # It has no counter that could be followed.
    Family.TUYA2MQTT: Trait(1.0, frozenset({Kind.POWER})),
}


def finest(family: Family) -> Kind:
    """The series by which a family's signs of life are told best."""
    return Kind.POWER if Kind.POWER in TRAITS[family].series else Kind.ENERGY


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot that is over. `life`: it differs from the one before as only a person makes it."""

    at: datetime
    watts: float
    seconds: float
    coarse: bool
    life: bool


@dataclass(frozen=True, slots=True)
class Metered:
    """A meter after a record, with the slots that ended and the signs of life, by their moment."""

    meter: Meter
    slots: tuple[Slot, ...] = ()
    lives: tuple[datetime, ...] = ()
    jumped: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """The smallest edge of a series, as it is measured and as its nights taught.

    In watts, or in lux; and as a share of the larger side.
    """

    floor: float = EDGE_WATTS
    jitter: float = 0.0
    share: float = EDGE_SHARE

    def is_edge(self, before: float, after: float) -> bool:
        """Whether such a change is a sign of life."""
        least = max(self.floor, self.share * max(before, after), self.jitter)
        return abs(after - before) > least


OF_LIGHT = Rule(STEP_LUX, share=STEP_SHARE)
"""What somebody's lamp does to a room. It counts in the dark only: see `following`."""


def slot_of(at: datetime) -> datetime:
    """When the slot began that `at` is in."""
    seconds = int(at.timestamp())
    return datetime.fromtimestamp(seconds - seconds % int(_SLOT_SECONDS), UTC)


def smallest_edge(trait: Trait, *counters: float) -> float:
    """The smallest edge of a counter in watts: a steady lamp must not look like life.

    A counter that shows digits below its family's usual step counts more finely.
    """
    step = trait.step_wh
    while step > _FINEST_STEP_WH and any(round(value / step, 3) % 1 for value in counters):
        step /= 10
    return max(EDGE_WATTS, _EDGE_STEPS * step * _HOUR_SECONDS / _SLOT_SECONDS)


def counted(
    meter: Meter | None, value: float, at: datetime, trait: Trait, jitter: float = 0.0
) -> Metered:
    """A counter was read: Wh since whenever it began. `jitter` is what its nights taught.

    Readings that are not newer change nothing; a smaller one starts a new count; one that is too
    large waits until the next confirms it. None of these is ever energy.
    """
    if meter is None:
        return Metered(Meter(value, at))
    if at <= meter.at:
        return Metered(meter)
    believed = _plausible(meter.value, meter.at, value, at, trait)
    watts = (value - meter.value) * _HOUR_SECONDS / (at - meter.at).total_seconds()
    if believed and _same_slot(meter.at, at):
        return Metered(_further(meter, value, at, watts))
    rule = Rule(smallest_edge(trait, meter.value, value), jitter)
    if value < meter.value:
        return _unknown(meter, value, at, rule)
    if not believed:
        if meter.ahead is not None and _plausible(*meter.ahead, value, at, trait):
            return _unknown(meter, value, at, rule)
        return Metered(replace(meter, ahead=(value, at)), jumped=True)
    drawn = replace(meter, value=value, ahead=None)
    if at - meter.at > LONG_INTERVAL:
        return _long(drawn, at, watts, rule)
    return _filled(drawn, at, watts, rule)


def held(meter: Meter | None, watts: float, at: datetime, rule: Rule) -> Metered:
    """A power was reported: the one before held until now."""
    if meter is None:
        return Metered(Meter(watts, at))
    if at <= meter.at:
        return Metered(meter)
    if _same_slot(meter.at, at):
        return Metered(_further(meter, watts, at, meter.value))
    if at - meter.at > GAP:
        return Metered(Meter(watts, at))
    done = _filled(meter, at, meter.value, rule)
    return replace(done, meter=replace(done.meter, value=watts))


def rebased(meter: Meter | None, value: float, at: datetime) -> Meter | None:
    """The meter after a reading of unknown age: a new beginning, from which nothing follows."""
    if meter is not None and (at <= meter.at or value < meter.value):
        return meter
    return Meter(value, at)


def switched(meter: Meter, at: datetime) -> Meter:
    """The meter once a timer, say, has switched the socket: what that changes is nobody's life."""
    before = meter.switched_at
    return replace(meter, switched_at=at if before is None else max(at, before), level=None)


def _plausible(before: float, then: datetime, after: float, at: datetime, trait: Trait) -> bool:
    """Whether a household can draw this much in this time; a counter may be due one step."""
    if at <= then or after < before:
        return False
    most = MOST_WATTS * (at - then).total_seconds() / _HOUR_SECONDS
    return after - before <= most + trait.step_wh


def _unknown(meter: Meter, value: float, at: datetime, rule: Rule) -> Metered:
    """A new count begins at `at`; what was drawn since the last reading is not known."""
    ended = _Filling(meter, rule)
    ended.pass_over(at)
    return ended.result(replace(ended.meter, value=value, ahead=None))


def _long(meter: Meter, at: datetime, watts: float, rule: Rule) -> Metered:
    """A long interval counts as a whole, and once.

    What happened in it happened at its beginning, for all that is known: silence is then counted
    from the earliest moment it can have begun.
    """
    by_itself = _by_itself(meter, meter.at)
    level = None if by_itself else meter.level
    lives: tuple[datetime, ...] = ()
    if level is not None and rule.is_edge(level.watts, watts):
        lives = (level.at if level.coarse else meter.at,)
    filling = _Filling(replace(meter, level=None), rule)
    if at - meter.at > GAP:
        filling.pass_over(at)
    else:
        filling.fill(at, watts, coarse=True)
    whole = None if by_itself else Level(watts, meter.at, coarse=True)
    done = filling.result(replace(filling.meter, level=whole))
    return replace(done, lives=(*lives, *done.lives))


def _by_itself(meter: Meter, began: datetime) -> bool:
    """Whether what was drawn from a moment on may have changed without anybody's hand."""
    return meter.switched_at is not None and began <= meter.switched_at


def _same_slot(one: datetime, other: datetime) -> bool:
    return one.timestamp() // _SLOT_SECONDS == other.timestamp() // _SLOT_SECONDS


def _further(meter: Meter, value: float, at: datetime, watts: float) -> Meter:
    """`watts` were drawn until `at`, and no slot has ended: so it is most of the time."""
    seconds = (at - meter.at).total_seconds()
    return Meter(
        value,
        at,
        joules=meter.joules + watts * seconds,
        seconds=meter.seconds + seconds,
        coarse=meter.coarse,
        level=meter.level,
        switched_at=meter.switched_at,
    )


def _filled(meter: Meter, at: datetime, watts: float, rule: Rule) -> Metered:
    filling = _Filling(meter, rule)
    filling.fill(at, watts, coarse=False)
    return filling.result(filling.meter)


@dataclass(slots=True)
class _Filling:
    """Fills slots one after the other, up to a moment."""

    meter: Meter
    rule: Rule
    slots: list[Slot] = field(default_factory=list)
    lives: list[datetime] = field(default_factory=list)

    def fill(self, until: datetime, watts: float, *, coarse: bool) -> None:
        """`watts` were drawn until `until`."""
        while self.meter.at < until:
            end = min(slot_of(self.meter.at) + SLOT, until)
            seconds = (end - self.meter.at).total_seconds()
            self._move(end, watts * seconds, seconds, coarse=coarse)

    def pass_over(self, until: datetime) -> None:
        """Nothing is known until `until`."""
        end = slot_of(self.meter.at) + SLOT
        if end > until:
            self._move(until, 0.0, 0.0, coarse=False)
            return
        self._move(end, 0.0, 0.0, coarse=False)
        if slot_of(until) > end:
            self.meter = replace(self.meter, level=None)
        self.meter = replace(self.meter, at=until)

    def result(self, meter: Meter) -> Metered:
        return Metered(meter, tuple(self.slots), tuple(self.lives))

    def _move(self, to: datetime, joules: float, seconds: float, *, coarse: bool) -> None:
        meter = self.meter
        self.meter = replace(
            meter,
            at=to,
            joules=meter.joules + joules,
            seconds=meter.seconds + seconds,
            coarse=meter.coarse or coarse,
        )
        if slot_of(to) == to:
            self._close(to - SLOT)

    def _close(self, began: datetime) -> None:
        meter = self.meter
        emptied = replace(meter, joules=0.0, seconds=0.0, coarse=False)
        if meter.seconds < KNOWN_SECONDS:
            self.meter = replace(emptied, level=None)
            return
        watts = meter.joules / meter.seconds
        by_itself = _by_itself(meter, began)
        life = not (meter.coarse or by_itself) and self._compared(meter.level, watts, began)
        self.slots.append(Slot(began, watts, meter.seconds, meter.coarse, life))
        if by_itself:
            emptied = replace(emptied, level=None)
        elif not meter.coarse:
            emptied = replace(emptied, level=Level(watts, began))
        self.meter = emptied

    def _compared(self, level: Level | None, watts: float, began: datetime) -> bool:
        if level is None or not self.rule.is_edge(level.watts, watts):
            return False
        self.lives.append(level.at if level.coarse else began)
        return True
