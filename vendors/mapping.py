"""How a vendor's fields are to be read, from a file: refused with line and reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from foundation import policy_files
from foundation.policy_files import PolicyError, Strict
from vendors.model import What

if TYPE_CHECKING:
    from pathlib import Path

FILE_CHARS = 64 * 1024

Place = Annotated[str, Field(min_length=1, max_length=100)]
"""A column's heading, or the path of a JSON member with dots between."""
Places = Annotated[tuple[Place, ...], Field(min_length=1, max_length=8)]


class _Fields(Strict):
    number: Places
    what: Places
    at: Places
    id: Annotated[tuple[Place, ...], Field(max_length=8)] = ()
    words: Annotated[tuple[Place, ...], Field(max_length=8)] = ()

    @field_validator("*", mode="before")
    @classmethod
    def _one_or_several(cls, value: object) -> object:
        """One place may be written without the brackets."""
        return (value,) if isinstance(value, str) else value


class _Time(Strict):
    zone: str
    formats: Annotated[tuple[Place, ...], Field(max_length=8)] = ()

    @field_validator("zone")
    @classmethod
    def _is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            message = "name an IANA zone such as Asia/Seoul"
            raise ValueError(message) from None
        return value


class _File(Strict):
    title: Annotated[str, Field(min_length=1, max_length=40)]
    events: Annotated[str, Field(max_length=100)] = ""
    fields: _Fields
    time: _Time
    what: Annotated[dict[Place, What], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        """Two words that are read alike must not mean two things."""
        if len({folded(word) for word in self.what}) < len(self.what):
            message = "two words under [what] differ in case or spaces only"
            raise ValueError(message)
        return self


@dataclass(frozen=True, slots=True)
class FieldMap:
    """How one vendor's messages are read. Of several places the first that is filled counts."""

    title: str
    events: str
    number: tuple[str, ...]
    what: tuple[str, ...]
    at: tuple[str, ...]
    id: tuple[str, ...]
    words: tuple[str, ...]
    zone: ZoneInfo
    formats: tuple[str, ...]
    means: Mapping[str, What]


def parse(text: str, name: str) -> FieldMap:
    """Read a map. Raises PolicyError naming file, line and reason."""
    if len(text) > FILE_CHARS:
        message = f"{name}: the file is larger than {FILE_CHARS // 1024} KiB"
        raise PolicyError(message)
    file = policy_files.parse(_File, text, name)
    places: _Fields = file.fields
    return FieldMap(
        title=file.title,
        events=file.events,
        number=places.number,
        what=places.what,
        at=places.at,
        id=places.id,
        words=places.words,
        zone=ZoneInfo(file.time.zone),
        formats=file.time.formats,
        means={folded(word): what for word, what in file.what.items()},
    )


def text_of(path: Path) -> str:
    """The text of a map file. Raises PolicyError."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: {error}"
        raise PolicyError(message) from error


def folded(word: str) -> str:
    """A vendor's word without what people type differently each time."""
    return " ".join(word.split()).casefold()


def found(fields: Mapping[str, Any], place: str) -> Any:
    """What stands at a place; None when nothing does. A heading with dots comes first."""
    if place in fields:
        return fields[place]
    here: Any = fields
    for part in place.split("."):
        if not isinstance(here, Mapping) or part not in here:
            return None
        here = here[part]
    return here
