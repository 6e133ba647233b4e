"""`anbu vendor`: other services that look after residents, too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Other services that look after residents, such as 든든e살핌.", no_args_is_help=True
)
NAME = typer.Argument(help="The vendor's short name, such as deundeun.")
MAP = typer.Argument(exists=True, dir_okay=False, help="How its fields are read: a .toml file.")


@contextmanager
def _explained() -> Iterator[None]:
    """What a command cannot do ends it with what to do instead."""
    from foundation.policy_files import PolicyError

    try:
        yield
    except (PolicyError, ValueError, LookupError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


@app.command()
def add(name: Annotated[str, NAME], path: Annotated[Path, MAP]) -> None:
    """Add a vendor; print where it posts, and the secret with which it signs."""
    from runtime import vendors

    with _explained():
        vendor = vendors.add(name, path)
    _print_access(vendor.name)


@app.command("map")
def change_map(name: Annotated[str, NAME], path: Annotated[Path, MAP]) -> None:
    """Read a vendor's fields by another map, what could not be read so far included."""
    from runtime import vendors

    with _explained():
        read = vendors.change_map(name, path)
    typer.echo(f"{name} is read by {path} from now on; {read} waiting messages could be read.")


@app.command()
def secret(
    name: Annotated[str, NAME],
    new: Annotated[
        bool, typer.Option("--new", help="Make another one; the old one serves 7 days more.")
    ] = False,
) -> None:
    """Print where a vendor posts, and the secret with which it signs."""
    from runtime import vendors

    if new:
        with _explained():
            vendors.change_secret(name)
    _print_access(name)


@app.command()
def end(name: Annotated[str, NAME]) -> None:
    """Take nothing of a vendor any more."""
    from runtime import vendors

    with _explained():
        vendors.end(name)
    typer.echo(f"Nothing of {name} is taken any more.")


@app.command("list")
def show() -> None:
    """Vendors: whom they serve, when they were last heard, what waits, what was not let in."""
    from runtime import vendors

    for line in vendors.standings():
        typer.echo(line)


@app.command()
def waiting() -> None:
    """Messages of which nobody knows whose they are: id, vendor, when, what, why."""
    from runtime import vendors

    for line in vendors.waiting():
        typer.echo(line)


@app.command()
def serves(
    name: Annotated[str, NAME],
    resident: Annotated[str, typer.Argument(help="resident:ID.")],
    number: Annotated[
        str | None, typer.Argument(help="By what it knows her: a device, a contract.")
    ] = None,
) -> None:
    """Note that a resident is also served by a vendor, and under which number."""
    from runtime import vendors

    with _explained():
        served, told = vendors.serve(resident, name, number)
    typer.echo(f"{served.resident} is also served by {name}; {told} waiting messages were hers.")


@app.command("import")
def import_list(
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A .csv or .xlsx.")],
    vendor: Annotated[str, typer.Option(help="The vendor's short name.")],
    results: Annotated[
        Path | None, typer.Option(help="Write what became of each row to this CSV.")
    ] = None,
) -> None:
    """Take a vendor's list: each row a message. Rows that cannot be read wait for an official."""
    from runtime import vendors

    with _explained():
        report = vendors.import_list(vendor, path, results)
    for line in vendors.lines(report):
        typer.echo(line)
    if report.problem is not None or report.refused:
        raise typer.Exit(1)


@app.command()
def sign(
    name: Annotated[str, NAME],
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="What is posted.")],
) -> None:
    """Print the header with which a file may be posted in the next five minutes, to try it out."""
    from runtime import vendors
    from vendors.signing import HEADER

    with _explained():
        typer.echo(f"{HEADER}: {vendors.signed(name, path)}")


def _print_access(name: str) -> None:
    from runtime import vendors

    with _explained():
        known = vendors.access_of(name)
    typer.echo(f"Address: {known.address}\nNumber:  {known.key}\nSecret:  {known.secret}")
