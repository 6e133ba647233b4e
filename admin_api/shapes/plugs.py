"""What the API gives about smart plugs."""

from datetime import datetime

from pydantic import Field

from admin_api.shapes import ULID, Shape, Words
from plugs.model import Appliance, DeviceState, NoteKind, Room


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


class InstallersPageOut(Shape):
    """Where an installer sees what comes from a plug; the telephone that opens it first has it."""

    url: str = Field(examples=[f"https://anbu.example/p/{ULID}.0123456789abcdef012345"])
