"""Cases, what was said in them, and what officials decide about them."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from admin_api.shapes import ULID, Shape, Words
from escalation.model import Opener, Outcome, Recipient
from residents.model import HazardKind
from residents.model.wording import NOTES_CHARS
from tasks.model import Result


class CaseLine(Shape):
    """A case in a list. `reasons` is empty when they are for the district's officers only."""

    id: str = Field(examples=[ULID])
    resident: str = Field(examples=[ULID])
    district: str = Field(examples=["jijwa-dong"])
    urgency: str = Field(examples=["caution"])
    urgency_words: Words
    reasons: list[str] = Field(examples=[["missed_checkin"]])
    reason_words: list[Words]
    opened_at: datetime
    reached_person_at: datetime | None
    nobody_came: bool
    outcome: str | None
    outcome_words: Words | None
    closed_at: datetime | None


class FactOut(Shape):
    """One line of a case's timeline; what it is about is in the fields that are not null."""

    at: datetime
    kind: str = Field(examples=["evidence"])
    kind_words: Words
    source: str | None = Field(
        default=None, description="Where the fact behind it came from.", examples=["telegram"]
    )
    source_words: Words | None = None
    occurred_at: datetime | None = Field(
        default=None, description="When it happened, where that is not when it was written."
    )
    known: list[Words] = Field(
        default_factory=list, description="What became known, also where it changed nothing."
    )
    reason: str | None = Field(default=None, examples=["missed_checkin"])
    reason_words: Words | None = None
    urgency: str | None = None
    task: str | None = None
    by: str | None = None
    entered_by: str | None = Field(
        default=None, description="The official who entered it for `by`, who had rung."
    )
    result: Result | None = None
    result_words: Words | None = None
    back_at: datetime | None = Field(
        default=None, description="When she is back, as was told at her door."
    )
    to: Recipient | None = Field(default=None, description="Who was told about her.")
    opened_by: Opener | None = Field(default=None, description="Who opened her door.")
    hazard: HazardKind | None = Field(default=None, description="What endangers visitors.")
    hazard_words: Words | None = None
    outcome: str | None = None
    outcome_words: Words | None = None


class CaseOut(CaseLine):
    """A case with everything that happened in it, the oldest first.

    `manual` is the path of its page of the emergency manual, `home` what is usual in her home and
    what is not, for those with plugs, with what had been noted before; the oldest first.
    """

    manual: str | None = Field(examples=["/manual/jijwa-dong/1-no-sign"])
    home: list[Words]
    timeline: list[FactOut]


class SaidOut(Shape):
    """What a resident, an official or another service said, in the words that were used."""

    at: datetime
    by: str | None = Field(description="Null: the resident, or whoever has her telephone.")
    channel: str | None = Field(examples=["telegram"])
    meaning: str | None = Field(examples=["help"])
    meaning_words: Words | None
    words: str


class RaiseIn(Shape):
    """How urgently somebody is to be looked after."""

    urgency: Literal["watch", "caution", "danger", "emergency"] = Field(examples=["danger"])
    note: str | None = Field(default=None, min_length=1, max_length=NOTES_CHARS)


class NoteIn(Shape):
    """What an official knows of a case."""

    note: str = Field(min_length=1, max_length=NOTES_CHARS, examples=["따님과 통화함"])


class CloseIn(NoteIn):
    """How a case ended, and how that is known."""

    outcome: Literal[Outcome.WELL, Outcome.HELPED, Outcome.AWAY, Outcome.HANDED_OVER] = Field(
        examples=["helped"]
    )


class DiscloseIn(NoteIn):
    """To whom it was told who she is and where; the note says why, in whose interest."""

    to: Recipient = Field(examples=["119"])


class EnterIn(NoteIn):
    """Who opened her door; the note says what was damaged and who was there."""

    opened_by: Opener = Field(examples=["119"])
