"""Devices, what they report, and what that says about a home.

Every power is in watts, every counter in watt-hours, every instant UTC-aware.
"""

from plugs.model.devices import (
    BURNS,
    COOKS,
    LEARNING_TIME,
    WARMS,
    Appliance,
    Contact,
    Device,
    DeviceState,
    Fault,
    FaultCause,
    Line,
    NewDevice,
    Room,
    Watch,
)
from plugs.model.measuring import SLOT, Level, Meter, Reading, SlotPower, Tracked
from plugs.model.messages import (
    Announced,
    Family,
    Heard,
    Kind,
    Learnt,
    Message,
    Oddity,
    Oddness,
    Record,
)
from plugs.model.notes import Note, NoteKind
from plugs.model.outages import Affected, Area, Group, Home, Left, Outage, Span

__all__ = [
    "BURNS",
    "COOKS",
    "LEARNING_TIME",
    "SLOT",
    "WARMS",
    "Affected",
    "Announced",
    "Appliance",
    "Area",
    "Contact",
    "Device",
    "DeviceState",
    "Family",
    "Fault",
    "FaultCause",
    "Group",
    "Heard",
    "Home",
    "Kind",
    "Learnt",
    "Left",
    "Level",
    "Line",
    "Message",
    "Meter",
    "NewDevice",
    "Note",
    "NoteKind",
    "Oddity",
    "Oddness",
    "Outage",
    "Reading",
    "Record",
    "Room",
    "SlotPower",
    "Span",
    "Tracked",
    "Watch",
]
