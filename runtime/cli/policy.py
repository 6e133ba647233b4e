"""`anbu policy`: what the rules mean for somebody."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from runtime.cli.choices import language_of

app = typer.Typer(help="Who is asked about cases.", no_args_is_help=True)


@app.callback()
def policy() -> None:
    """Who is asked about cases."""


@app.command()
def explain(
    resident: Annotated[str, typer.Option(help="resident:ID.")],
    at: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], help="City's own time; now without it."
        ),
    ] = None,
    hours: Annotated[int, typer.Option(min=1, max=96, help="How far to look.")] = 24,
    language: Annotated[str, typer.Option(help="ko, en, vi or zh_Hans.")] = "ko",
) -> None:
    """Say who would be told of a case about a resident, step by step, while nobody answers."""
    from residents.model import UnknownPersonError
    from runtime.explain import explain as explained

    try:
        reached = explained(resident, at, hours, language_of(language))
    except UnknownPersonError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if not reached:
        raise typer.Exit(1)
