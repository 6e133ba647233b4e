"""What the API gives and takes about campaigns."""

from datetime import datetime

from pydantic import Field

from admin_api.shapes import ULID, Shape, Words
from checkins.model import CampaignKind, Spared
from residents.districts import DISTRICTS
from residents.model import Tier


class CampaignIn(Shape):
    """What is to be asked about, and whom: by default everybody in your districts."""

    kind: CampaignKind = Field(examples=["heat"])
    districts: list[str] | None = Field(
        default=None, min_length=1, max_length=len(DISTRICTS), examples=[["jijwa-dong"]]
    )
    tiers: list[Tier] | None = Field(
        default=None, min_length=1, max_length=len(Tier), examples=[["high", "medium"]]
    )


class SparedOut(Shape):
    """How many were not asked for one reason."""

    why: Spared = Field(examples=["away"])
    why_words: Words
    residents: int


class CampaignCounts(Shape):
    """How far a campaign is with residents of your districts.

    `asked` counts the questions begun for it: each is `open`, or ended as one of those between.
    `not_asked`: we failed to reach her in time. `waiting`: it has yet to come to her.
    """

    asked: int = Field(examples=[120])
    fine: int = Field(examples=[96])
    help: int
    absent: int
    unclear: int
    missed: int
    not_asked: int
    withdrawn: int
    open: int
    waiting: int
    spared: list[SparedOut]


class CampaignLine(Shape):
    """A campaign in a list.

    `residents` is how many active residents its districts and tiers had when it was started, and
    so the most it will ask; `begins_at` is when it begins to ask them.
    """

    id: str = Field(examples=[ULID])
    kind: CampaignKind = Field(examples=["heat"])
    kind_words: Words
    districts: list[str] = Field(examples=[["jijwa-dong"]])
    tiers: list[Tier]
    started_at: datetime
    started_by: str = Field(examples=[f"staff:{ULID}"])
    begins_at: datetime
    residents: int
    counts: CampaignCounts


class CampaignPart(Shape):
    """The residents of one tier in one of your districts."""

    district: str = Field(examples=["jijwa-dong"])
    tier: Tier
    counts: CampaignCounts


class CampaignOut(CampaignLine):
    """A campaign, part by part."""

    parts: list[CampaignPart]
