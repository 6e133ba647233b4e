"""`anbu import`: lists of people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Lists of people from CSV or XLSX files.", no_args_is_help=True)
FILE = typer.Argument(exists=True, dir_okay=False, readable=True, help="A .csv or .xlsx file.")
APPLY = typer.Option("--apply", help="Really import; without it the file is only checked.")


@app.command("residents")
def import_residents(path: Annotated[Path, FILE], *, apply: Annotated[bool, APPLY] = False) -> None:
    """Residents with their contacts and consents."""
    _import(path, "residents", apply=apply)


@app.command("helpers")
def import_helpers(path: Annotated[Path, FILE], *, apply: Annotated[bool, APPLY] = False) -> None:
    """Village heads and volunteers."""
    _import(path, "helpers", apply=apply)


@app.command("staff")
def import_staff(path: Annotated[Path, FILE], *, apply: Annotated[bool, APPLY] = False) -> None:
    """Officers, deputies and leads."""
    _import(path, "staff", apply=apply)


@app.command("template")
def import_template(
    kind: Annotated[str, typer.Argument(help="residents, helpers or staff.")],
) -> None:
    """Print an empty list as CSV, with an example row that is not imported."""
    from residents.importing.columns import template
    from residents.importing.sheet import SheetKind

    typer.echo(template(SheetKind(kind)), nl=False)


def _import(path: Path, kind: str, *, apply: bool) -> None:
    from residents.importing.service import import_file, lines
    from residents.importing.sheet import SheetKind
    from runtime.commands import city_database

    with city_database() as database:
        report = import_file(database, path, SheetKind(kind), apply=apply)
    for line in lines(report):
        typer.echo(line)
    if report.problems:
        raise typer.Exit(1)
