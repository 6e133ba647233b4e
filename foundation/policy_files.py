"""Policy files: TOML read into a strict model, refused with line and reason."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

if TYPE_CHECKING:
    from pathlib import Path

_TABLE = re.compile(r"\s*\[([^\[\]]+)\]")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*=""")


class PolicyError(Exception):
    """A policy file is not usable; the text says where and why."""


class Strict(BaseModel):
    """What a policy file may hold: what is not named here is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


File = TypeVar("File", bound=Strict)


def shipped(model: type[File], package: str) -> File:
    """The `policy.toml` that comes with `package`."""
    text = resources.files(package).joinpath("policy.toml").read_text(encoding="utf-8")
    return parse(model, text, f"{package}/policy.toml")


def read(model: type[File], path: Path) -> File:
    """A city's own file. Raises PolicyError naming file, line and reason."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: {error}"
        raise PolicyError(message) from error
    return parse(model, text, str(path))


def parse(model: type[File], text: str, name: str) -> File:
    """Read policy TOML. Raises PolicyError; `name` is what it calls the file."""
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        message = f"{name}: {error}"
        raise PolicyError(message) from error
    except ValidationError as error:
        raise PolicyError("\n".join(_explained(error, text, name))) from error


def _explained(error: ValidationError, text: str, name: str) -> list[str]:
    lines = []
    for one in error.errors():
        place = tuple(str(part) for part in one["loc"])
        where = f"{name}, line {_line_of(text, place)}"
        lines.append(f"{where}: {'.'.join(place) or 'the file'}: {one['msg']}")
    return lines


def _line_of(text: str, place: tuple[str, ...]) -> int:
    """The line of `place`, or of what it is missing in, counted from 1."""
    best, depth = 1, 0
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(line):
            here = table = tuple(part.strip() for part in header[1].split("."))
        elif key := _KEY.match(line):
            here = (*table, next(filter(None, key.groups()), ""))
        else:
            continue
        if len(here) > depth and place[: len(here)] == here:
            best, depth = number, len(here)
    return best
