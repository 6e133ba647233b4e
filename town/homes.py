"""The plugs in the residents' homes: what they report, and those that somebody pulls out."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from town.people.homes import SLOT, Still, mean_watts
from town.servers.mqtt import EspHomePlug, Reading, ShellyPlug, TasmotaPlug, ZigbeePlug

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from town.people.model import Cast, PowerCut, PulledOut, TownPlug
    from town.servers.mqtt import Plug, PlugFleet
    from town.servers.timeline import Now, Schedule
    from town.truth import Truth

INSTALLED_BEFORE = timedelta(days=28)


def write_history(path: Path, seed: int, cast: Cast, until: datetime) -> None:
    """What every plug has measured since it was installed, as `anbu plugs backfill` reads it.

    `until` is local time without a zone; the last slot ends there.
    """
    slots = INSTALLED_BEFORE // SLOT
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("ts", "plug", "watts", "watts_inst", "lux"))
        for number in range(slots, 0, -1):
            slot = until - number * SLOT
            for one in cast.plugs:
                watts = mean_watts(seed, one.resident, one.appliance, _hers(cast, one, slot), None)
                rows.writerow((slot.isoformat(), one.plug_id, f"{watts:.2f}", "", ""))


def _hers(cast: Cast, plug: TownPlug, slot: datetime) -> datetime:
    """The slot of her usual day that she lives through."""
    return slot if cast.turned is None else cast.turned.as_before(plug.resident, slot)


class Homes:
    """Every plug of the town, in the home in which it stands."""

    def __init__(  # noqa: PLR0913, PLR0917 - everything a home consists of
        self,
        seed: int,
        cast: Cast,
        fleet: PlugFleet,
        now: Now,
        schedule: Schedule,
        zone: ZoneInfo,
        truth: Truth,
    ) -> None:
        self._seed = seed
        self._cast = cast
        self._fleet = fleet
        self._now = now
        self._schedule = schedule
        self._zone = zone
        self._truth = truth
        self._out: dict[str, str] = {}
        """Resident → her plug that was pulled out."""
        self._dark: set[str] = set()
        """Residents without power."""

    def begin(self) -> None:
        """Every plug comes online; from now on each reports at the end of every slot."""
        for one in self._cast.plugs:
            self._fleet.add(self._made(one))
        for event in self._cast.pulled_out:
            self._schedule(event.at, self._pull_out(event), "plug pulled out")
        for cut in self._cast.power_cuts:
            self._schedule(cut.at, self._power_goes(cut), "power cut")
            self._schedule(cut.until, self._power_returns(cut), "power is back")
        self._schedule(self._slot_end(), self._report, "plugs report")

    def look_after(self, resident: str) -> None:
        """Somebody who cares is there, or tells her on the phone: the plug goes back in."""
        plug = self._out.pop(resident, None)
        if plug is not None and resident not in self._dark:
            self._fleet.put_back(plug)

    def _made(self, one: TownPlug) -> Plug:
        match one.make:
            case "tasmota":
                return TasmotaPlug(one.plug_id, self._zone, self._now() - INSTALLED_BEFORE)
            case "shelly":
                return ShellyPlug(one.plug_id)
            case "esphome":
                return EspHomePlug(one.plug_id)
            case _:
                return ZigbeePlug(one.plug_id)

    def _slot_end(self) -> datetime:
        now = self._now()
        return now + SLOT - (now - datetime.min.replace(tzinfo=now.tzinfo)) % SLOT

    async def _report(self) -> None:
        slot = self._local(self._now()) - SLOT
        measured = [(one.plug_id, self._measured(one, slot)) for one in self._cast.plugs]
        for plug_id, reading in measured:
            self._fleet.report(plug_id, reading)
        self._schedule(self._slot_end(), self._report, "plugs report")

    def _measured(self, one: TownPlug, slot: datetime) -> Reading:
        still = self._still(one.resident)
        hers = _hers(self._cast, one, slot)
        watts = mean_watts(self._seed, one.resident, one.appliance, hers, still)
        return Reading(watts, SLOT.total_seconds())

    def _still(self, resident: str) -> Still | None:
        """Whether somebody lies there, or has left."""
        fell_at = self._truth.helpless.get(resident)
        since = fell_at or self._truth.left_at(resident)
        return None if since is None else Still(self._local(since), left_on=fell_at is not None)

    def _pull_out(self, one: PulledOut) -> Callable[[], Awaitable[None]]:
        async def pull_out() -> None:
            self._fleet.pull_out(one.plug_id)
            self._out[one.resident] = one.plug_id

        return pull_out

    def _power_goes(self, cut: PowerCut) -> Callable[[], Awaitable[None]]:
        async def go() -> None:
            self._dark |= set(cut.residents)
            for plug in self._plugged_in(cut):
                self._fleet.pull_out(plug)

        return go

    def _power_returns(self, cut: PowerCut) -> Callable[[], Awaitable[None]]:
        async def come_back() -> None:
            self._dark -= set(cut.residents)
            for plug in self._plugged_in(cut):
                self._fleet.put_back(plug)

        return come_back

    def _plugged_in(self, cut: PowerCut) -> list[str]:
        """Whatever is in a socket there."""
        out = set(self._out.values())
        hers = [one.plug_id for one in self._cast.plugs if one.resident in cut.residents]
        return [one for one in hers if one not in out]

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self._zone).replace(tzinfo=None)
