"""The city that an installation serves; plain values, so that pure code may take them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

PLACEHOLDER_PHONE = "054-000-0000"
"""Shown until the city sets its own number; nobody answers it."""


@dataclass(frozen=True, slots=True)
class City:
    """``phone`` is the number that residents are told to ring, as they see it.

    ``mental_health_phone`` is that of its centre for mental health; empty until it is set.
    ``latitude`` and ``longitude`` in degrees, north and east, say when it is dark.
    """

    name: str
    zone: ZoneInfo
    phone: str
    latitude: float = 36.14
    longitude: float = 128.11
    mental_health_phone: str = ""

    @property
    def phone_is_placeholder(self) -> bool:
        """Tell whether the city has not yet set its number."""
        return self.phone == PLACEHOLDER_PHONE
