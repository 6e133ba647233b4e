"""The command `anbu`. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from runtime.cli import hazards, helpers, lists, plugs, policy, staff, vendors
from runtime.cli.choices import language_of
from runtime.cli.guide import guide
from runtime.cli.manual import manual
from runtime.cli.round import weekly_round

app = typer.Typer(
    name="anbu",
    help="안부: asks residents whether they are well, and gets a person to their door.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
keys_app = typer.Typer(help="The key ring that protects personal data.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")
app.add_typer(lists.app, name="import")
app.add_typer(policy.app, name="policy")
app.add_typer(staff.app, name="staff")
app.add_typer(helpers.app, name="helper")
app.add_typer(hazards.app, name="hazard")
app.add_typer(plugs.app, name="plugs")
app.add_typer(vendors.app, name="vendor")
app.command()(manual)
app.command()(guide)
app.command("round")(weekly_round)
admin_app = typer.Typer(help="Officials' accounts.", no_args_is_help=True)
app.add_typer(admin_app, name="admin")


def version(*, wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        from importlib.metadata import version as installed

        typer.echo(installed("anbu"))
        raise typer.Exit


@app.callback()
def anbu(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=lambda wanted: version(wanted=wanted))
    ] = False,
) -> None:
    """안부: asks residents whether they are well, and gets a person to their door."""


def main() -> None:
    """Run the command line; wrong settings and policies end it with what must be corrected."""
    from foundation.policy_files import PolicyError
    from foundation.settings import SettingsError

    try:
        app()
    except (SettingsError, PolicyError) as error:
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
def doctor() -> None:
    """Look at every part of this installation and say what is wrong and what to do."""
    from foundation import logs
    from runtime import duty
    from runtime.doctor import examine, is_well, report

    logs.configure("error", sys.stderr)
    findings = asyncio.run(examine())
    if is_well(findings):  # else who is there cannot be looked up
        findings += [duty.look(), duty.look_at_cover()]
    for line in report(findings):
        typer.echo(line)
    if not is_well(findings):
        raise typer.Exit(1)


@app.command()
def capacity(
    days: Annotated[int, typer.Option(min=1, max=31, help="Days from today on.")] = 7,
    json: Annotated[Path | None, typer.Option(help="Write all figures here.")] = None,
    language: Annotated[str, typer.Option(help="ko, en, vi or zh_Hans.")] = "ko",
) -> None:
    """Say whether limits, hours and people suffice for the plans, and what would make them."""
    from runtime.capacity import look_ahead

    if not look_ahead(days, language_of(language), json):
        raise typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from foundation.migrations import current_revision
    from foundation.migrations import migrate as upgrade
    from foundation.settings import Settings

    url = Settings.load().database_url
    upgrade(url)
    typer.echo(f"The database is at revision {current_revision(url)}.")


@app.command("understand")
def understand_lines(
    language: Annotated[str, typer.Option(help="ko, en, vi or zh_Hans.")] = "ko",
) -> None:
    """Say what each line of standard input means, as one JSON object a line."""
    from runtime.understand import NotUtf8Error, understood

    try:
        for line in understood(sys.stdin.buffer, language_of(language)):
            sys.stdout.buffer.write(f"{line}\n".encode())
    except NotUtf8Error as error:
        sys.stdout.buffer.flush()
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    sys.stdout.buffer.flush()


@keys_app.command("init")
def keys_init(path: Annotated[Path, typer.Argument(help="Where to write the new ring.")]) -> None:
    """Make a new key ring. Without it nobody can read the personal data: keep a copy safe."""
    from foundation.keyring import KeyRing, KeyRingError

    try:
        KeyRing.generate().save(path)
    except (KeyRingError, OSError) as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    typer.echo(
        f"{path} was written. Set ANBU_KEY_RING_FILE={path} and keep a copy apart from the "
        "database's backups: without it nobody can read what they hold."
    )


@admin_app.command("create")
def admin_create(
    login: Annotated[str, typer.Argument(help="What she signs in with.")],
    name: Annotated[str, typer.Option(help="Her name.")],
    phone: Annotated[str, typer.Option(help="Her telephone number.")],
    role: Annotated[str, typer.Option(help="officer, lead or city.")] = "officer",
    district: Annotated[
        list[str] | None, typer.Option(help="읍면동 of an officer; may be repeated.")
    ] = None,
) -> None:
    """Register an official with an account; the password is asked for."""
    from admin_api.accounts import NewAdmin, create_admin
    from residents.districts import named
    from residents.model import StaffRole, parse_phone
    from runtime.commands import city_database

    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        new = NewAdmin(
            name=name,
            login=login,
            password=password,
            role=StaffRole(role),
            phone=parse_phone(phone),
            districts=frozenset(named(one).code for one in district or []),
        )
        with city_database() as database:
            ref = create_admin(database, new)
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{ref} was registered.")


@app.command()
def campaign(
    kind: Annotated[str, typer.Argument(help="heat, cold or typhoon.")],
    by: Annotated[str, typer.Option(help="staff:ID of the officer or lead who wants it.")],
    district: Annotated[
        list[str] | None, typer.Option(help="읍면동; may be repeated. Without: all of hers.")
    ] = None,
    tier: Annotated[
        list[str] | None, typer.Option(help="high, medium or low; may be repeated. Without: all.")
    ] = None,
) -> None:
    """Have the residents of some districts asked about heat, cold or a typhoon."""
    from foundation.settings import Settings
    from residents.model import UnknownPersonError
    from runtime.commands import start_campaign

    try:
        started = start_campaign(kind, district or [], tier or [], by)
    except (ValueError, UnknownPersonError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    begins = started.begins_at.astimezone(Settings.load().city().zone)
    typer.echo(
        f"Campaign {started.id}: up to {started.residents} residents are asked "
        f"from {begins:%Y-%m-%d %H:%M} on."
    )


@app.command()
def link(
    ref: Annotated[str, typer.Argument(help="resident:ID, helper:ID or staff:ID.")],
) -> None:
    """Print a new one-time link by which this person joins by Telegram; valid for 7 days."""
    from runtime.commands import enrolment_link

    typer.echo(asyncio.run(enrolment_link(ref)))


@app.command()
def practise(
    ref: Annotated[str, typer.Argument(help="resident:ID.")],
    on: Annotated[
        str | None, typer.Option(help="telegram, sms (a text with a link) or call.")
    ] = None,
) -> None:
    """Ask a resident now, for practice, while somebody sits beside her: nothing counts."""
    from checkins.service import CannotPractiseError
    from residents.model import ChannelName, UnknownPersonError
    from runtime.commands import let_practise

    if on not in {None, ChannelName.TELEGRAM, ChannelName.SMS, ChannelName.CALL}:
        typer.echo(f"{on!r} is not one of: telegram, sms, call.", err=True)
        raise typer.Exit(2)
    try:
        channel = asyncio.run(let_practise(ref, on))
    except (ValueError, UnknownPersonError, CannotPractiseError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{ref} is asked on {channel} as soon as the worker looks.")


@app.command()
def pin(
    ref: Annotated[str, typer.Argument(help="helper:ID or staff:ID.")],
) -> None:
    """Give a helper or official the PIN that opens a task's page; it also unlocks her."""
    from admin_api.pins import set_pin
    from residents.model import UnknownPersonError
    from runtime.commands import city_database

    digits = typer.prompt("PIN", hide_input=True, confirmation_prompt=True)
    try:
        with city_database() as database, database.write() as uow:
            set_pin(uow, ref, digits)
    except (ValueError, UnknownPersonError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{ref} has a new PIN.")
