"""`anbu staff`: who does the work."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="Officers, deputies and leads.", no_args_is_help=True)


@app.callback()
def staff() -> None:
    """Officers, deputies and leads."""


@app.command()
def transfer(
    old: Annotated[str, typer.Argument(help="staff:ID of whoever leaves.")],
    new: Annotated[str, typer.Argument(help="staff:ID of whoever takes over.")],
) -> None:
    """Give all that one official is in charge of to another, in one act.

    Districts, duty, standing in for others, residents whom she looks in on, tasks she has
    accepted and tasks she was asked for.
    """
    from residents.model import UnknownPersonError
    from runtime.commands import NotAllowedError, transfer_staff

    try:
        moved = transfer_staff(old, new)
    except (NotAllowedError, UnknownPersonError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(
        f"{new} has what {old} was in charge of: {moved.accepted} accepted tasks and "
        f"{moved.offered} open offers went over."
    )
