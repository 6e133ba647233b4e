"""Who reads a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from locales.model import Language


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a message is rendered, and when: moments are shown in `zone`."""

    language: Language
    name: str
    now: datetime
    zone: ZoneInfo
