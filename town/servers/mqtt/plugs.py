"""Plugs that measure an appliance and word it as Tasmota or Zigbee2MQTT do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from typing_extensions import override

VOLTAGE: Final = 220
_FACTOR: Final = 0.98
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - a plug that lost its clock knows no zone


@dataclass(frozen=True, slots=True)
class Message:
    """One MQTT publication."""

    topic: str
    payload: bytes
    retain: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What happened at the socket since the last report.

    `mean_watts` over `seconds`; `watts_now` is what flows at the moment of the report (the mean,
    unless told); `lux` is the light in the room, for plugs that see it.
    """

    mean_watts: float
    seconds: float
    watts_now: float | None = None
    lux: float | None = None

    @property
    def watt_hours(self) -> float:
        return self.mean_watts * self.seconds / 3600

    @property
    def power(self) -> float:
        return self.mean_watts if self.watts_now is None else self.watts_now


class Plug(Protocol):
    """A plug of any make."""

    @property
    def plug_id(self) -> str: ...

    def report(self, at: datetime, reading: Reading) -> list[Message]:
        """Count the energy and word the periodic report."""
        ...

    def switch(self, *, on: bool) -> list[Message]:
        """Somebody pressed the button on the plug."""
        ...

    def connect(self, *, online: bool) -> list[Message]:
        """The plug came to the broker, or the broker noticed that it went."""
        ...

    def reset_counter(self) -> None:
        """The energy counter starts at zero again."""
        ...


class Make(Plug):
    """What plugs of all makes count."""

    def __init__(self, plug_id: str) -> None:
        self._plug_id = plug_id
        self.total_wh = 0.0
        self.is_on = True

    @property
    @override
    def plug_id(self) -> str:
        return self._plug_id

    @override
    def reset_counter(self) -> None:
        self.total_wh = 0.0


class TasmotaPlug(Make):
    """A Wi-Fi plug with Tasmota: topics `tele/<id>/…` and `stat/<id>/…`, local time, no zone."""

    def __init__(self, plug_id: str, zone: ZoneInfo, installed_at: datetime) -> None:
        super().__init__(plug_id)
        self._zone = zone
        self._installed_at = installed_at
        self._booted_at = installed_at
        self._day = self._local(installed_at).date()
        self._today_wh = 0.0
        self._yesterday_wh = 0.0
        self.clock_lost = False
        """Without time servers after a power cut it counts from 1970."""

    @override
    def report(self, at: datetime, reading: Reading) -> list[Message]:
        self._count(at, reading.watt_hours)
        topic = f"tele/{self.plug_id}"
        energy = {**self._counters(reading), **_electricity(reading.power)}
        sensor: dict[str, object] = {"Time": self._time(at), "ENERGY": energy}
        if reading.lux is not None:
            sensor["BH1750"] = {"Illuminance": round(reading.lux)}
        return [
            message_of(f"{topic}/STATE", self._state(at)),
            message_of(f"{topic}/SENSOR", sensor),
        ]

    @override
    def switch(self, *, on: bool) -> list[Message]:
        self.is_on = on
        power = _on_off(on=on)
        return [
            message_of(f"stat/{self.plug_id}/RESULT", {"POWER": power}),
            Message(f"stat/{self.plug_id}/POWER", power.encode()),
        ]

    @override
    def connect(self, *, online: bool) -> list[Message]:
        payload = b"Online" if online else b"Offline"
        return [Message(f"tele/{self.plug_id}/LWT", payload, retain=True)]

    def reboot(self, at: datetime) -> None:
        """Power was cut: the uptime starts anew, the counters stay."""
        self._booted_at = at

    @override
    def reset_counter(self) -> None:
        super().reset_counter()
        self._today_wh = self._yesterday_wh = 0.0

    def _count(self, at: datetime, watt_hours: float) -> None:
        day = self._day if self.clock_lost else self._local(at).date()
        if day != self._day:
            self._yesterday_wh = self._today_wh if day - self._day == timedelta(days=1) else 0.0
            self._day, self._today_wh = day, 0.0
        self.total_wh += watt_hours
        self._today_wh += watt_hours

    def _counters(self, reading: Reading) -> Mapping[str, object]:
        return {
            "TotalStartTime": _stamp(self._local(self._installed_at)),
            "Total": round(self.total_wh / 1000, 3),
            "Yesterday": round(self._yesterday_wh / 1000, 3),
            "Today": round(self._today_wh / 1000, 3),
            "Period": round(reading.watt_hours),
        }

    def _state(self, at: datetime) -> Mapping[str, object]:
        uptime = at - self._booted_at
        hours, rest = divmod(uptime.seconds, 3600)
        return {
            "Time": self._time(at),
            "Uptime": f"{uptime.days}T{hours:02}:{rest // 60:02}:{rest % 60:02}",
            "UptimeSec": int(uptime.total_seconds()),
            "Heap": 25,
            "SleepMode": "Dynamic",
            "Sleep": 50,
            "LoadAvg": 19,
            "MqttCount": 1,
            "POWER": _on_off(on=self.is_on),
            "Wifi": {
                "AP": 1,
                "SSId": "home",
                "Channel": 6,
                "Mode": "11n",
                "RSSI": 78,
                "Signal": -61,
                "LinkCount": 1,
                "Downtime": "0T00:00:03",
            },
        }

    def _time(self, at: datetime) -> str:
        if self.clock_lost:
            return _stamp(_EPOCH + (at - self._booted_at))
        return _stamp(self._local(at))

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self._zone)


class ZigbeePlug(Make):
    """A Zigbee plug behind Zigbee2MQTT: topic `<base>/<friendly name>`.

    The friendly name may contain slashes. With `frozen` its power keeps the last value while the
    counter goes on, as some firmware does.
    """

    def __init__(self, friendly_name: str, base: str = "zigbee2mqtt") -> None:
        super().__init__(friendly_name)
        self._topic = f"{base}/{friendly_name}"
        self._power = 0.0
        self.frozen = False

    @override
    def report(self, at: datetime, reading: Reading) -> list[Message]:
        self.total_wh += reading.watt_hours
        if not self.frozen:
            self._power = round(reading.power, 1)
        return [message_of(self._topic, self._everything(reading.lux))]

    @override
    def switch(self, *, on: bool) -> list[Message]:
        self.is_on = on
        return [message_of(self._topic, self._everything(None))]

    @override
    def connect(self, *, online: bool) -> list[Message]:
        return [_presence(f"{self._topic}/availability", online=online)]

    def _everything(self, lux: float | None) -> Mapping[str, object]:
        light = {} if lux is None else {"illuminance": round(lux)}
        return {
            "current": round(self._power / VOLTAGE, 2),
            "energy": round(self.total_wh / 1000, 2),
            **light,
            "linkquality": 120,
            "power": self._power,
            "state": _on_off(on=self.is_on),
            "voltage": VOLTAGE,
        }


def bridge_state(*, online: bool, base: str = "zigbee2mqtt") -> Message:
    """The Zigbee coordinator of a home; when it goes, all its plugs are gone."""
    return _presence(f"{base}/bridge/state", online=online)


@dataclass(frozen=True, slots=True)
class Usage:
    """A plain account of what an appliance drew: mean watts per slot, from `start` on."""

    start: datetime
    watts: tuple[float, ...]
    slot: timedelta = field(default=timedelta(minutes=10))

    def readings(self) -> list[tuple[datetime, Reading]]:
        """Each slot's reading at the slot's end (UTC)."""
        seconds = self.slot.total_seconds()
        first = self.start.astimezone(UTC)
        return [
            (first + self.slot * number, Reading(watts, seconds))
            for number, watts in enumerate(self.watts, start=1)
        ]


def _presence(topic: str, *, online: bool) -> Message:
    state = "online" if online else "offline"
    return Message(topic, _json({"state": state}), retain=True)


def _electricity(power: float) -> Mapping[str, object]:
    factor = _FACTOR if power else 0.0
    apparent = power / factor if factor else 0.0
    return {
        "Power": round(power),
        "ApparentPower": round(apparent),
        "ReactivePower": round((apparent**2 - power**2) ** 0.5),
        "Factor": factor,
        "Voltage": VOLTAGE,
        "Current": round(apparent / VOLTAGE, 3),
    }


def message_of(topic: str, body: Mapping[str, object]) -> Message:
    """A publication of JSON."""
    return Message(topic, _json(body))


def _json(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


def _stamp(at: datetime) -> str:
    return at.replace(microsecond=0, tzinfo=None).isoformat()


def _on_off(*, on: bool) -> str:
    return "ON" if on else "OFF"
