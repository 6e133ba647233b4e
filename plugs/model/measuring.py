"""What is kept of a device between messages, and what is measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from plugs.model.messages import Kind

SLOT = timedelta(minutes=10)
"""Energy and signs of life are told apart by slots of this length."""


@dataclass(frozen=True, slots=True)
class Level:
    """The mean power that held from `at` on. `coarse`: a mean over more than half an hour."""

    watts: float
    at: datetime
    coarse: bool = False

    def as_json(self) -> dict[str, Any]:
        """The level as it is stored."""
        return {"watts": self.watts, "at": self.at.isoformat(), "coarse": self.coarse}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The level that `as_json` wrote."""
        return cls(value["watts"], datetime.fromisoformat(value["at"]), value["coarse"])


@dataclass(frozen=True, slots=True)
class Meter:
    """One measured series up to its last record, and the slot that is being filled.

    `joules` were drawn in `seconds` of that slot; `coarse` when part of them is a guess from a
    long interval. `level` is what the next slot is compared with, None when it is not known.
    `ahead` is a counter too large to believe, with its time, until the next one confirms it.
    `switched_at`: when something that is no hand switched the socket last.
    """

    value: float
    at: datetime
    joules: float = 0.0
    seconds: float = 0.0
    coarse: bool = False
    level: Level | None = None
    ahead: tuple[float, datetime] | None = None
    switched_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """The meter as it is stored."""
        ahead, switched_at = self.ahead, self.switched_at
        return {
            "value": self.value,
            "at": self.at.isoformat(),
            "joules": self.joules,
            "seconds": self.seconds,
            "coarse": self.coarse,
            "level": None if self.level is None else self.level.as_json(),
            "ahead": None if ahead is None else [ahead[0], ahead[1].isoformat()],
            "switched_at": None if switched_at is None else switched_at.isoformat(),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The meter that `as_json` wrote."""
        level, ahead, switched_at = value["level"], value["ahead"], value.get("switched_at")
        return cls(
            value=value["value"],
            at=datetime.fromisoformat(value["at"]),
            joules=value["joules"],
            seconds=value["seconds"],
            coarse=value["coarse"],
            level=None if level is None else Level.from_json(level),
            ahead=None if ahead is None else (ahead[0], datetime.fromisoformat(ahead[1])),
            switched_at=None if switched_at is None else datetime.fromisoformat(switched_at),
        )


@dataclass(frozen=True, slots=True)
class Tracked:
    """What a device's messages so far amount to.

    `heard_at` is when it last gave proof that it is there; `interval` how long it usually keeps
    quiet; `offline_at` since when the broker says it is gone. `last_at` is the latest moment any
    record was placed at. `clock_ok`: its own time was right when last seen. `relay_at`:
    the moment at which its relay was last said to be on or off. `jitter` is the
    change of power between two slots that needs nobody, by series, as learned on `learned_on`.
    `low_since`: since when its battery is nearly empty.
    """

    device_id: str
    heard_at: datetime
    interval: timedelta
    offline_at: datetime | None = None
    life_at: datetime | None = None
    last_at: datetime | None = None
    clock_ok: bool = False
    relay_on: bool | None = None
    relay_at: datetime | None = None
    meters: Mapping[Kind, Meter] = field(default_factory=dict)
    jitter: Mapping[Kind, float] = field(default_factory=dict)
    learned_on: str | None = None
    low_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with the moment it is believed to be of."""

    device_id: str
    at: datetime
    kind: Kind
    value: float
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class SlotPower:
    """The mean of a slot that began at `at`; `seconds` of it are known.

    `watts` are lux, where the light of a room is measured.
    """

    device_id: str
    at: datetime
    kind: Kind
    watts: float
    seconds: float
    coarse: bool = False
    life: bool = False
