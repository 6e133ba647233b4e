"""`anbu guide`: the sheets for residents' first lessons, to be printed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from runtime.guides import Made


def guide(
    resident: Annotated[str | None, typer.Argument(help="resident:ID.")] = None,
    district: Annotated[
        str | None, typer.Option(help="읍면동, for everybody in it: its name or code.")
    ] = None,
    out: Annotated[
        Path, typer.Option(help="A .pdf; of a district also a folder, for a file each.")
    ] = Path("안내자료.pdf"),
) -> None:
    """Write the guide for a resident's first lesson: two pages in her language, as a PDF.

    Where she is to join by Telegram it holds a new link of hers; one she was given before ends.
    """
    from reports.guide.service import NoGuideError
    from residents.districts import UnknownDistrictError
    from residents.model import UnknownPersonError
    from runtime.guides import guide_of, guides_in

    if (resident is None) is (district is None):
        _refuse("Name one resident, or a 읍면동 with --district.")
    try:
        made = asyncio.run(guides_in(district) if district else guide_of(resident or ""))
        if not made.guides:
            _refuse(f"Nobody in {district} is asked, or about to be.")
        _write(made, out)
    except (UnknownPersonError, UnknownDistrictError, NoGuideError) as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"{out} cannot be written: {error.strerror}.")
    _tell(made, out)


def _write(made: Made, out: Path) -> None:
    from runtime.guides import as_files, as_one

    if out.suffix.lower() == ".pdf":
        out.write_bytes(as_one(made))
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, pdf in as_files(made).items():
        (out / name).write_bytes(pdf)


def _tell(made: Made, out: Path) -> None:
    from foundation.settings import Settings
    from residents.service import LINK_DAYS

    typer.echo(f"{out} was written: {len(made.guides)} guides, print them on both sides.")
    if made.links:
        typer.echo(f"{made.links} of them hold a new link, which works for {LINK_DAYS} days.")
    if made.bot_is_silent:
        typer.echo("Telegram did not say the bot's name: they hold no links.", err=True)
    if Settings.load().city().phone_is_placeholder:
        typer.echo("The number on them is nobody's yet: set ANBU_CITY_PHONE.", err=True)


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)
