"""What endangers whoever comes to a home."""

from datetime import datetime

from pydantic import AwareDatetime, Field

from admin_api.shapes import ULID, Shape, Words
from residents.model import HazardKind
from residents.model.wording import NOTES_CHARS


class HazardIn(Shape):
    """A danger of her home. Without `until` it stands until it is lifted."""

    kind: HazardKind = Field(examples=["dog"])
    words: str = Field(
        default="", max_length=NOTES_CHARS, examples=["대문 안쪽에 묶이지 않은 개가 있음"]
    )
    since: AwareDatetime | None = Field(
        default=None, description="Else now.", examples=["2026-03-01T09:00:00+09:00"]
    )
    until: AwareDatetime | None = Field(default=None, examples=["2026-03-20T18:00:00+09:00"])


class LiftIn(Shape):
    """Why a home is not dangerous in this way any more."""

    why: str = Field(min_length=1, max_length=NOTES_CHARS, examples=["개를 친척 집에 보냄"])


class HazardOut(Shape):
    """A danger of a home; `stands`: no helper is asked to go there."""

    id: str = Field(examples=[ULID])
    kind: HazardKind = Field(examples=["dog"])
    kind_words: Words
    words: str = Field(examples=["대문 안쪽에 묶이지 않은 개가 있음"])
    stands: bool
    since: datetime
    until: datetime | None
    recorded_at: datetime
    recorded_by: str = Field(examples=[f"staff:{ULID}"])
    lifted_at: datetime | None
    lifted_by: str | None = Field(examples=[f"staff:{ULID}"])
    why_lifted: str = Field(examples=["개를 친척 집에 보냄"])
