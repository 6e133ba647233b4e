"""The command `anbu`. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="anbu",
    help="안부: asks residents whether they are well, and gets a person to their door.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
keys_app = typer.Typer(help="The key ring that protects personal data.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")


def main() -> None:
    """Run the command line; wrong settings end it with what must be corrected."""
    from foundation.settings import SettingsError

    try:
        app()
    except SettingsError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


@app.command()
def demo(
    days: Annotated[int, typer.Option(min=1, max=28, help="Simulated days.")] = 7,
    residents: Annotated[int, typer.Option(min=4, max=2000, help="Residents in the town.")] = 60,
    seed: Annotated[int, typer.Option(help="The same seed plays the same week.")] = 1,
    language: Annotated[str, typer.Option(help="ko or en.")] = "ko",
    json: Annotated[Path | None, typer.Option(help="Write times and counts here.")] = None,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Stay up afterwards to browse.")
    ] = True,
) -> None:
    """Play a week in a small Gimcheon, over the real protocols, and say how it went."""
    from runtime.demo.command import Choices, play

    choices = Choices(
        days=days, residents=residents, seed=seed, language=language, json=json, serve=serve
    )
    sys.exit(asyncio.run(play(choices)))


@app.command()
def serve() -> None:
    """Run web, worker and Telegram in one process."""
    from runtime.serve import serve as run

    sys.exit(run(web=True, worker=True))


@app.command()
def web() -> None:
    """Run the web application alone."""
    from runtime.serve import serve as run

    sys.exit(run(web=True, worker=False))


@app.command()
def worker() -> None:
    """Run the worker alone."""
    from runtime.serve import serve as run

    sys.exit(run(web=False, worker=True))


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from foundation.migrations import current_revision
    from foundation.migrations import migrate as upgrade
    from foundation.settings import Settings

    url = Settings.load().database_url
    upgrade(url)
    typer.echo(f"The database is at revision {current_revision(url)}.")


@keys_app.command("init")
def keys_init(path: Annotated[Path, typer.Argument(help="Where to write the new ring.")]) -> None:
    """Make a new key ring. Without it nobody can read the personal data: keep a copy safe."""
    from foundation.keyring import KeyRing

    try:
        KeyRing.generate().save(path)
    except FileExistsError:
        typer.echo(f"{path} exists. A ring is never overwritten: choose another path.", err=True)
        sys.exit(2)
    typer.echo(
        f"{path} was written. Set ANBU_KEY_RING_FILE={path} and keep a copy apart from the "
        "database's backups: without it nobody can read what they hold."
    )
