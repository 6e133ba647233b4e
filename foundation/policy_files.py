"""Policies as TOML: read strictly, refused with file, place and reason when they do not fit."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

if TYPE_CHECKING:
    from pathlib import Path


class PolicyError(Exception):
    """The policy file is not usable; the text says where and why."""


class Strict(BaseModel):
    """A table of a policy file. Nothing unknown is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


T = TypeVar("T", bound=Strict)


def parse(shape: type[T], text: str, name: str) -> T:
    """Read policy TOML as `shape`. Raises PolicyError, which begins with `name`."""
    try:
        return shape.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        message = f"{name}: {error}"
        raise PolicyError(message) from error
    except ValidationError as error:
        places = "; ".join(
            f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()
        )
        message = f"{name}: {places}"
        raise PolicyError(message) from error


def text_of(path: Path) -> str:
    """The text of a city's own file. Raises PolicyError naming it and the reason."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path}: {error}"
        raise PolicyError(message) from error
