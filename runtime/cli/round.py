"""`anbu round`: the week of one helper, to be printed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def weekly_round(
    helper: Annotated[str, typer.Argument(help="helper:ID.")],
    out: Annotated[Path, typer.Option(help="Where to write it.")] = Path("이번-주.html"),
) -> None:
    """Write a helper's next seven days as a page to print: codes and times, no reasons."""
    from residents.model import UnknownPersonError
    from runtime.commands import round_of

    try:
        page = round_of(helper)
        out.write_text(page, encoding="utf-8")
    except UnknownPersonError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"{out} cannot be written: {error.strerror}.", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{out} was written: open it in a browser and print it.")
