"""How each family words what a plug measures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from plugs.decide.metering import TRAITS
from plugs.model import Family, Kind

Worded: TypeAlias = tuple[str, object]
"""Topic and payload: text, or what is written as JSON."""
_ZONE = ZoneInfo("Asia/Seoul")
COUNTING = tuple(family for family in Family if Kind.ENERGY in TRAITS[family].series)
"""Families with a counter."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Topic and payload of each thing a plug says; `key` is what it is installed by.

    `counted(key, at, watt_hours)`: its counter, while nothing flows. `power(key, watts)`.
    `switched(key, on)`: by somebody's hand. `presence(key, online)`.
    `announced(key)`: what it says of itself before. `light(key, lux)` and `stamped(key, time,
    watt_hours)`, a counter with the device's own time, where the family has them.
    """

    key: Callable[[str], str]
    counted: Callable[[str, datetime, float], Worded]
    power: Callable[[str, float], Worded]
    switched: Callable[[str, bool], Worded]
    presence: Callable[[str, bool], Worded]
    announced: Callable[[str], tuple[Worded, ...]] = lambda _key: ()
    light: Callable[[str, float], Worded] | None = None
    stamped: Callable[[str, object, float], Worded] | None = None


def _local(at: datetime) -> str:
    return at.astimezone(_ZONE).replace(tzinfo=None, microsecond=0).isoformat()


def announced(
    key: str, name: str, more: Mapping[str, object], *, component: str = "sensor"
) -> Worded:
    """A value of a device of no family, as it announces itself."""
    told = {
        "~": f"made-up/{key}",
        "name": f"TV {name}",
        "uniq_id": f"{key}_{name}",
        "stat_t": "~",
        "dev_cla": name,
        "avty_t": "~/here",
        "dev": {"ids": [key], "mdl": "one of a kind"},
        **more,
    }
    return f"homeassistant/{component}/{key}/{name}/config", told


def _on(on: bool) -> str:
    return "ON" if on else "OFF"


def _online(online: bool) -> str:
    return "online" if online else "offline"


def _true(value: bool) -> str:
    return "true" if value else "false"


def _notified(key: str, params: Mapping[str, object]) -> Worded:
    told = {"src": key, "dst": f"{key}/events", "method": "NotifyStatus", "params": params}
    return f"{key}/events/rpc", told


WORDINGS: Mapping[Family, Wording] = {
    Family.TASMOTA: Wording(
        key=lambda name: name,
        counted=lambda key, at, wh: (
            f"tele/{key}/SENSOR",
            {"Time": _local(at), "ENERGY": {"Total": round(wh / 1000, 3), "Power": 0}},
        ),
        power=lambda key, watts: (f"tele/{key}/SENSOR", {"ENERGY": {"Power": watts}}),
        switched=lambda key, on: (f"stat/{key}/POWER", _on(on)),
        presence=lambda key, online: (f"tele/{key}/LWT", _online(online).capitalize()),
        light=lambda key, lux: (f"tele/{key}/SENSOR", {"BH1750": {"Illuminance": lux}}),
        stamped=lambda key, time, wh: (
            f"tele/{key}/SENSOR",
            {"Time": time, "ENERGY": {"Total": round(wh / 1000, 3)}},
        ),
    ),
    Family.ZIGBEE2MQTT: Wording(
        key=lambda name: f"zigbee2mqtt/{name}",
        counted=lambda key, _at, wh: (
            key,
            {"state": "ON", "power": 0, "energy": round(wh / 1000, 2)},
        ),
        power=lambda key, watts: (key, {"power": watts}),
        switched=lambda key, on: (key, {"state": _on(on)}),
        presence=lambda key, online: (f"{key}/availability", {"state": _online(online)}),
        light=lambda key, lux: (key, {"illuminance": lux, "linkquality": 90}),
        stamped=lambda key, time, wh: (key, {"last_seen": time, "energy": round(wh / 1000, 3)}),
    ),
    Family.SHELLY: Wording(
        key=lambda name: f"shellyplusplugs-{name}",
        counted=lambda key, at, wh: _notified(
            key,
            {
                "ts": at.timestamp(),
                "switch:0": {"id": 0, "apower": 0, "aenergy": {"total": round(wh, 3)}},
            },
        ),
        power=lambda key, watts: (f"{key}/status/switch:0", {"id": 0, "apower": watts}),
        switched=lambda key, on: (
            f"{key}/status/switch:0",
            {"id": 0, "output": on, "source": "button"},
        ),
        presence=lambda key, online: (f"{key}/online", _true(online)),
        light=lambda key, lux: (f"{key}/status/illuminance:0", {"id": 0, "lux": lux}),
        stamped=lambda key, time, wh: _notified(
            key, {"ts": time, "switch:0": {"id": 0, "aenergy": {"total": round(wh, 3)}}}
        ),
    ),
    Family.SHELLY_GEN1: Wording(
        key=lambda name: f"shellyplug-s-{name}",
        counted=lambda key, _at, wh: (f"shellies/{key}/relay/0/energy", str(round(wh * 60))),
        power=lambda key, watts: (f"shellies/{key}/relay/0/power", f"{watts:.2f}"),
        switched=lambda key, on: (f"shellies/{key}/relay/0", _on(on).lower()),
        presence=lambda key, online: (f"shellies/{key}/online", _true(online)),
        light=lambda key, lux: (f"shellies/{key}/sensor/lux", str(lux)),
        stamped=lambda key, time, wh: (
            f"shellies/{key}/info",
            {"unixtime": time, "meters": [{"total": round(wh * 60)}]},
        ),
    ),
    Family.ESPHOME: Wording(
        key=lambda name: f"esp-{name}",
        counted=lambda key, _at, wh: (f"{key}/sensor/total_energy/state", f"{wh / 1000:.3f}"),
        power=lambda key, watts: (f"{key}/sensor/power/state", f"{watts:.1f}"),
        switched=lambda key, on: (f"{key}/switch/relay/state", _on(on)),
        presence=lambda key, online: (f"{key}/status", _online(online)),
        light=lambda key, lux: (f"{key}/sensor/illuminance/state", f"{lux:.1f}"),
    ),
    Family.HOMEASSISTANT: Wording(
        key=lambda name: f"ids-{name}",
        counted=lambda key, _at, wh: (f"made-up/{key}", {"kwh": round(wh / 1000, 3), "w": 0}),
        power=lambda key, watts: (f"made-up/{key}", {"w": watts}),
        switched=lambda key, on: (f"made-up/{key}/relay", _on(on)),
        presence=lambda key, online: (f"made-up/{key}/here", _online(online)),
        light=lambda key, lux: (f"made-up/{key}", {"lx": lux}),
        announced=lambda key: (
            announced(key, "illuminance", {"val_tpl": "{{ value_json.lx }}"}),
            announced(key, "power", {"val_tpl": "{{ value_json.w }}", "unit_of_meas": "W"}),
            announced(key, "energy", {"val_tpl": "{{ value_json.kwh }}", "unit_of_meas": "kWh"}),
            announced(key, "relay", {"stat_t": "~/relay"}, component="switch"),
        ),
    ),
    Family.TUYA2MQTT: Wording(
        key=lambda name: f"tuya-{name}",
        counted=lambda key, _at, _wh: _points(key, {"19": 0}),
        power=lambda key, watts: _points(key, {"18": 190, "19": round(watts * 10), "20": 2200}),
        switched=lambda key, on: _points(key, {"1": on}),
        presence=lambda key, online: (f"tuya/{key}/status", _online(online)),
    ),
}


def _points(key: str, points: Mapping[str, object]) -> Worded:
    return "tuya2mqtt/extra/device/active", {"id": key, "name": "My_Smart_Plug", "data": points}
