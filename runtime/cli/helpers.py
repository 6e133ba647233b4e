"""`anbu helper`: neighbours and volunteers."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Neighbours and volunteers.", no_args_is_help=True)


@app.callback()
def helper() -> None:
    """Neighbours and volunteers."""


@app.command()
def back(
    ref: Annotated[str, typer.Argument(help="helper:ID.")],
) -> None:
    """Offer her work again from now on: she is back, or has rested enough after a hard find."""
    from residents.model import UnknownPersonError
    from runtime.commands import offer_again

    try:
        was_away = offer_again(ref)
    except UnknownPersonError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{ref} is offered work again." if was_away else f"{ref} was not away.")
