"""Other services that look after residents, whom they serve, and what they told."""

from datetime import datetime

from pydantic import AwareDatetime, Field

from admin_api.shapes import ULID, Shape, Words
from vendors.decide import WORDS_CHARS
from vendors.model import NUMBER_CHARS, Fault, How, State, What

NAME = Field(max_length=30, examples=["deundeun"])


class VendorOut(Shape):
    """Another service. `waiting`: messages of which nobody knows yet whose they are."""

    name: str = NAME
    title: str = Field(examples=["든든e살핌"])
    residents: int = Field(description="How many residents it serves now.")
    heard_at: datetime | None = Field(description="When its last message came.")
    waiting: int
    refused: int = Field(description="Posts that were not let in, since it was added.")
    ended_at: datetime | None


class ServedOut(Shape):
    """A resident is, or was, also served by another service."""

    id: str = Field(examples=[ULID])
    vendor: str = NAME
    number: str | None = Field(description="By what it knows her.", examples=["0312345678"])
    since: datetime
    until: datetime | None


class ServedIn(Shape):
    """A resident is also served by another service from now on."""

    vendor: str = NAME
    number: str | None = Field(
        default=None,
        min_length=1,
        max_length=2 * NUMBER_CHARS,
        description="Its number of her device or contract; without one, officials enter its news.",
        examples=["031-2345-678"],
    )


class ServedNow(ServedOut):
    """The same, with how many messages that were waiting are hers."""

    told: int


class EntryIn(Shape):
    """What another service told an official, by telephone say."""

    vendor: str = NAME
    what: What = Field(examples=["alarm"])
    at: AwareDatetime | None = Field(
        default=None, description="When it happened; else now.", examples=["2026-03-03T08:00+09:00"]
    )
    words: str = Field(
        min_length=1, max_length=WORDS_CHARS, examples=["24시간 전기 사용 없음, 담당자 통화"]
    )


class EntryOut(Shape):
    """What was entered."""

    vendor: str = NAME
    what: What
    what_words: Words
    resident: str = Field(examples=[ULID])


class EventOut(Shape):
    """A message that waits for an official, in the words of whoever sent it."""

    id: str = Field(examples=[ULID])
    vendor: str = NAME
    how: How
    state: State
    state_words: Words
    fault: Fault | None
    fault_words: Words | None
    what: What | None
    what_words: Words | None
    at: datetime | None
    received_at: datetime
    line: int | None = Field(description="Of a file: which of its lines.")
    number: str | None = Field(examples=["0312345678"])
    words: str | None


class GiveIn(Shape):
    """Whose a waiting message is. Null: an official has read it and seen to it."""

    resident: str | None = Field(max_length=26, examples=[ULID])
    ours: bool = Field(
        default=True,
        description="False: its number is of nobody you look after, and need not wait again.",
    )
