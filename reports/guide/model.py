"""What stands on a guide, block by block."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from locales.model import Language


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences below it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What she presses. `buttons` are those of a chat, `keys` are keys with what each is for.

    `written` and `called` say where; `lines` stand below.
    """

    heading: str
    written: str = ""
    buttons: tuple[str, ...] = ()
    called: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Urgent:
    """The number for emergencies, in large figures, and sentences beside it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom she rings. `phone` is printed large."""

    heading: str
    phone: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """The QR code of her own link, and sentences beside it."""

    heading: str
    link: str = field(repr=False)
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """A box with things to try and to tick; `digits` empty squares to write the last one into."""

    heading: str
    steps: tuple[str, ...]
    digits: int


Block: TypeAlias = Section | Answers | Urgent | Contact | Join | Practice


@dataclass(frozen=True, slots=True)
class Guide:
    """One resident's guide."""

    language: Language
    title: str = field(repr=False)
    sender: str
    blocks: tuple[Block, ...] = field(repr=False)


def words_of(guide: Guide) -> str:
    """Every word that is printed on it, a line for each piece."""
    pieces = [guide.title, guide.sender]
    for block in guide.blocks:
        pieces.append(block.heading)
        match block:
            case Answers():
                pieces += [block.written, *block.buttons, block.called, *block.lines]
                pieces += [f"{key} {meaning}" for key, meaning in block.keys]
            case Contact():
                pieces += [block.phone, *block.lines]
            case Practice():
                pieces += block.steps
            case Section() | Urgent() | Join():
                pieces += block.lines
    return "\n".join(filter(None, pieces))
