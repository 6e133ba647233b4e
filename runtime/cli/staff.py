"""`anbu staff`: who does the work."""

from __future__ import annotations

from datetime import datetime
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


_DAY = ["%Y-%m-%d"]


@app.command()
def away(
    ref: Annotated[str, typer.Argument(help="staff:ID of whoever is on leave or on a trip.")],
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=_DAY, help="Her first day away; without it from now on."),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--until", formats=_DAY, help="Her last day away; without it until `back`."),
    ] = None,
) -> None:
    """Give what an official has and gets while she is away to her deputy (대직자)."""
    from residents.model import UnknownPersonError
    from runtime.commands import send_on_leave

    try:
        deputy = send_on_leave(ref, first and first.date(), last and last.date())
    except (UnknownPersonError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if deputy is None:
        typer.echo(f"Nobody stands in for {ref}: name a deputy, or a lead who is there.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{deputy.ref} stands in for {ref}.")


@app.command()
def back(
    ref: Annotated[str, typer.Argument(help="staff:ID of whoever is back.")],
) -> None:
    """From now on her work comes to her again; what her deputy took stays with the deputy."""
    from residents.model import UnknownPersonError
    from runtime.commands import end_leave

    try:
        was_away = end_leave(ref)
    except UnknownPersonError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{ref} is back." if was_away else f"{ref} was not away.")
