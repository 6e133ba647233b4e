"""What the API gives about messages."""

from datetime import datetime

from pydantic import Field

from admin_api.shapes import Shape


class WaitingOut(Shape):
    """Messages that should have left and wait, because more is to be sent than may be.

    Those to people who work wait for their minute; until when, an offer of a task says.

    `since` is when the oldest should have. `help_since` is since when somebody who may have asked
    for help waits: to be understood, to be answered, or for anybody to learn of her. Officers are
    rung after a minute.
    """

    count: int = Field(examples=[140])
    since: datetime | None = Field(examples=["2026-03-03T01:30:05Z"])
    help_since: datetime | None = Field(examples=["2026-03-03T01:31:10Z"])
