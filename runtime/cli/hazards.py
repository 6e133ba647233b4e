"""`anbu hazard`: what endangers whoever comes to a home."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

app = typer.Typer(help="Dangers of homes: no helper goes there.", no_args_is_help=True)

Resident = Annotated[str, typer.Argument(help="resident:ID of somebody who lives there.")]
By = Annotated[str, typer.Option(help="staff:ID of the official who says so.")]


@app.callback()
def hazard() -> None:
    """Dangers of homes: no helper goes there."""


@app.command()
def record(
    resident: Resident,
    kind: Annotated[str, typer.Argument(help="dog, violence, hoarding, infection or other.")],
    by: By,
    words: Annotated[str, typer.Option(help="What whoever goes there has to know.")] = "",
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Its last day; without it until it is lifted."),
    ] = None,
) -> None:
    """Record a danger: visits there go to officers, who read of it before they go."""
    from residents.model import UnknownPersonError
    from runtime.commands import record_hazard

    try:
        found = record_hazard(resident, kind, words, until and until.date(), by)
    except (UnknownPersonError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"Danger {found.id} stands: no helper is asked to go there.")


@app.command()
def lift(
    resident: Resident,
    hazard_id: Annotated[str, typer.Argument(help="As `anbu hazard list` shows it.")],
    why: Annotated[str, typer.Argument(help="Why it is no danger any more.")],
    by: By,
) -> None:
    """Helpers are asked again, unless another danger stands."""
    from residents.model import UnknownPersonError
    from residents.service import UnknownHazardError
    from runtime.commands import lift_hazard

    try:
        lift_hazard(resident, hazard_id, why, by)
    except (UnknownPersonError, UnknownHazardError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"Danger {hazard_id} was lifted.")


@app.command("list")
def several(resident: Resident, by: By) -> None:
    """Show what stands for a home."""
    from residents.model import UnknownPersonError
    from runtime.commands import hazards_of

    try:
        found = hazards_of(resident, by)
    except (UnknownPersonError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    for one in found:
        until = "" if one.until is None else f" until {one.until:%Y-%m-%d %H:%M} UTC"
        typer.echo(f"{one.id} {one.kind} since {one.since:%Y-%m-%d}{until} {one.words}".rstrip())
