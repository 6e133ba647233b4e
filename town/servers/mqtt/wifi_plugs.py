"""Wi-Fi plugs that word what they measure as Shelly and ESPHome do."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from typing_extensions import override

from town.servers.mqtt.plugs import VOLTAGE, Make, Message, Reading, message_of

_BY_HAND: Final = "button"


class ShellyPlug(Make):
    """A Shelly plug of the second generation: notifications on `<device>/events/rpc`."""

    def __init__(self, plug_id: str) -> None:
        super().__init__(plug_id)
        self.device = f"shellyplusplugs-{plug_id}"

    @override
    def report(self, at: datetime, reading: Reading) -> list[Message]:
        self.total_wh += reading.watt_hours
        switch = {
            "id": 0,
            "aenergy": {"total": round(self.total_wh, 3), "minute_ts": int(at.timestamp())},
            "apower": round(reading.power, 1),
            "current": round(reading.power / VOLTAGE, 3),
        }
        light = {} if reading.lux is None else {"illuminance:0": {"id": 0, "lux": reading.lux}}
        return [self._notify({"ts": at.timestamp(), "switch:0": switch, **light})]

    @override
    def switch(self, *, on: bool) -> list[Message]:
        self.is_on = on
        told = {"id": 0, "output": on, "source": _BY_HAND}
        return [message_of(f"{self.device}/status/switch:0", told)]

    @override
    def connect(self, *, online: bool) -> list[Message]:
        return [Message(f"{self.device}/online", b"true" if online else b"false", retain=True)]

    def _notify(self, params: Mapping[str, object]) -> Message:
        events = f"{self.device}/events"
        told = {"src": self.device, "dst": events, "method": "NotifyStatus", "params": params}
        return message_of(f"{events}/rpc", told)


class EspHomePlug(Make):
    """A plug with ESPHome: one bare value a topic, all of them retained, and no time."""

    def __init__(self, plug_id: str) -> None:
        super().__init__(plug_id)
        self.node = f"esp-{plug_id}"

    @override
    def report(self, at: datetime, reading: Reading) -> list[Message]:
        self.total_wh += reading.watt_hours
        values = {
            "power": f"{reading.power:.1f}",
            "total_energy": f"{self.total_wh / 1000:.3f}",
            **({} if reading.lux is None else {"illuminance": f"{reading.lux:.1f}"}),
        }
        return [self._state("sensor", name, value) for name, value in values.items()]

    @override
    def switch(self, *, on: bool) -> list[Message]:
        self.is_on = on
        return [self._state("switch", "relay", "ON" if on else "OFF")]

    @override
    def connect(self, *, online: bool) -> list[Message]:
        word = b"online" if online else b"offline"
        return [Message(f"{self.node}/status", word, retain=True)]

    def _state(self, component: str, name: str, value: str) -> Message:
        return Message(f"{self.node}/{component}/{name}/state", value.encode(), retain=True)
