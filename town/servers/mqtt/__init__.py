"""An MQTT broker and the plugs that speak through it."""

from town.servers.mqtt.broker import Broker
from town.servers.mqtt.fleet import Outlet, PlugFleet
from town.servers.mqtt.plugs import (
    Message,
    Plug,
    Reading,
    TasmotaPlug,
    Usage,
    ZigbeePlug,
    bridge_state,
)
from town.servers.mqtt.publisher import Publisher
from town.servers.mqtt.wifi_plugs import EspHomePlug, ShellyPlug

__all__ = [
    "Broker",
    "EspHomePlug",
    "Message",
    "Outlet",
    "Plug",
    "PlugFleet",
    "Publisher",
    "Reading",
    "ShellyPlug",
    "TasmotaPlug",
    "Usage",
    "ZigbeePlug",
    "bridge_state",
]
