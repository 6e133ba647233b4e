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

__all__ = [
    "Broker",
    "Message",
    "Outlet",
    "Plug",
    "PlugFleet",
    "Publisher",
    "Reading",
    "TasmotaPlug",
    "Usage",
    "ZigbeePlug",
    "bridge_state",
]
