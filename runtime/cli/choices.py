"""Words on the command line that name one of a few things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from locales.model import Language


def language_of(word: str) -> Language:
    """The language of this word; ends the command when there is none."""
    from locales.model import Language

    if word not in set(Language):
        typer.echo(f"{word!r} is not one of: {', '.join(Language)}.", err=True)
        raise typer.Exit(2)
    return Language(word)
