"""`anbu manual`: the emergency manual, to be printed for a 읍면동."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def manual(
    district: Annotated[str, typer.Argument(help="읍면동: its name or code.")],
    out: Annotated[
        Path | None, typer.Option(help="Where to write it; 긴급-안내서-읍면동.html without.")
    ] = None,
) -> None:
    """Write the emergency manual of a district as a page to print: two sheets a situation."""
    from foundation.settings import Settings
    from reports.manual import manual as printed
    from residents.districts import UnknownDistrictError, named

    try:
        where = named(district)
    except UnknownDistrictError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    path = out or Path(f"긴급-안내서-{where.ko}.html")
    try:
        path.write_text(printed(Settings.load().city(), where), encoding="utf-8")
    except OSError as error:
        typer.echo(f"{path} cannot be written: {error.strerror}.", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{path} was written: open it in a browser and print it.")
