"""What the API gives about smart plugs."""

from datetime import datetime

from pydantic import Field

from admin_api.shapes import ULID, Shape, Words
from plugs.model import Appliance, Area, DeviceState, Left, NoteKind, Room
from residents.model import Tier


class PlugOut(Shape):
    """A plug that speaks of a resident. `heard_at`: when anything came from it last."""

    id: str = Field(examples=[ULID])
    appliance: Appliance = Field(examples=["kettle"])
    room: Room = Field(examples=["kitchen"])
    state: DeviceState = Field(examples=["working"])
    installed_at: datetime
    heard_at: datetime


class NoteOut(Shape):
    """A note on a home: what goes otherwise than it used to. `over_at`: when it was as before."""

    kind: NoteKind = Field(examples=["awake"])
    words: Words
    at: datetime
    over_at: datetime | None


class DarkHomeOut(Shape):
    """A home in an outage. `tier` is of who is most at risk there; null where nobody is watched.

    `back_at`: since when something of it is heard again; `left`: how it came out of the outage.
    """

    household: str = Field(examples=[f"household:{ULID}"])
    residents: list[str] = Field(examples=[[ULID]])
    tier: Tier | None
    back_at: datetime | None
    left: Left | None


class OutageOut(Shape):
    """Homes whose plugs all went at one moment, those at risk first."""

    id: str = Field(examples=[ULID])
    area: Area
    district: str = Field(examples=["jijwa-dong"])
    since: datetime
    opened_at: datetime
    returned_at: datetime | None = Field(description="Since when half of them or more are back.")
    homes: list[DarkHomeOut]


class InstallersPageOut(Shape):
    """Where an installer sees what comes from a plug; the telephone that opens it first has it."""

    url: str = Field(examples=[f"https://anbu.example/p/{ULID}.0123456789abcdef012345"])
