"""`anbu plugs`: smart plugs in residents' homes, and what recordings of them tell."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runtime.cli.choices import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plugs.recording import Recording
    from plugs.routine.course import Limits
    from plugs.service import Credentials

app = typer.Typer(help="Smart plugs in residents' homes.", no_args_is_help=True)

RECORDING = typer.Argument(exists=True, dir_okay=False, help="A .csv or .csv.gz of one home.")
CHANNELS = typer.Option(help="Plugs to look at, with commas between; without it all.")


@app.callback()
def plugs() -> None:
    """Smart plugs in residents' homes."""


@app.command("add")
def add(
    where: Annotated[str, typer.Argument(help="household:ID; or resident:ID, for her home.")],
    topic: Annotated[
        str | None, typer.Argument(help="The device's key in its MQTT topics; else it gets one.")
    ] = None,
    family: Annotated[
        str, typer.Option(help="tasmota, zigbee2mqtt, shelly, ... (docs/plugs.md).")
    ] = "tasmota",
    appliance: Annotated[str, typer.Option(help="rice_cooker, kettle, tv, lamp, ...")] = "other",
    room: Annotated[str, typer.Option(help="living_room, bedroom, kitchen, ...")] = "other",
) -> None:
    """Install a plug, with an account at the broker: from its first message on it is followed."""
    from runtime.installing import install_plug, write_accounts

    with _told():
        made = install_plug(where, family, topic, appliance, room)
    typer.echo(f"{made.ref} was installed.")
    typer.echo(f"topic     {made.topic}")
    if made.credentials is not None:
        _print_access(made.credentials)
    elif made.has_account:
        typer.echo("The bridge of this home has its account already; it speaks for this one, too.")
    else:
        typer.echo("It has no account at the broker: ANBU_MQTT_ACCOUNTS_DIR is not set.")
    typer.echo(f"page      {made.page}")
    with _told():
        write_accounts()


@app.command("remove")
def remove(
    device: Annotated[str, typer.Argument(help="device:ID, as `anbu plugs add` named it.")],
) -> None:
    """Take a plug out: what it sends is dropped, and the broker refuses it."""
    from runtime.installing import take_out_plug, write_accounts

    with _told():
        removed = take_out_plug(device)
        write_accounts()
    typer.echo(f"{device} was removed." if removed else f"{device} had been removed before.")


@app.command("renew")
def renew(
    device: Annotated[str, typer.Argument(help="device:ID, as `anbu plugs add` named it.")],
) -> None:
    """Give a plug, or its home's bridge, another password; the one before opens nothing."""
    from runtime.installing import renew_password, write_accounts

    with _told():
        _print_access(renew_password(device))
        write_accounts()


@app.command("page")
def page(
    device: Annotated[str, typer.Argument(help="device:ID, as `anbu plugs add` named it.")],
) -> None:
    """Print the address at which an installer sees what comes from a plug; for one telephone."""
    from runtime.installing import new_page

    with _told():
        typer.echo(new_page(device))


@app.command("outages")
def outages() -> None:
    """Print the power cuts that go on: homes whose plugs all went at once, those at risk first."""
    from foundation.settings import Settings
    from runtime.commands import outages_now

    with _told():
        found, zone = outages_now(), Settings.load().city().zone
    for outage, homes in found:
        since = outage.span.ends.astimezone(zone)
        typer.echo(f"{outage.ref} {outage.area} {outage.district} since {since:%Y-%m-%d %H:%M}")
        for household, standing in homes:
            typer.echo(f"  {household} {standing}")
    if not found:
        typer.echo("Nothing is known of a power cut.")


@app.command("accounts")
def accounts() -> None:
    """Write the broker's files of accounts and rights anew, and have it read them."""
    from runtime.installing import write_accounts

    with _told():
        written = write_accounts()
    if not written:
        typer.echo("Set ANBU_MQTT_ACCOUNTS_DIR: the folder that the broker reads.", err=True)
        raise typer.Exit(2)
    typer.echo("The accounts were written.")


@app.command("backfill")
def backfill(
    path: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A .csv or .csv.gz.")],
    plug: Annotated[list[str], typer.Option(help="NAME=DEVICE: which plug is which device.")],
) -> None:
    """Load recorded history, without any alarm about the past; repeating it changes nothing."""
    from plugs.backfill import WrongFileError
    from plugs.service import UnknownDeviceError
    from runtime.commands import load_history

    try:
        loaded = load_history(path, plug)
    except (ValueError, WrongFileError, UnknownDeviceError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{loaded.readings} readings and {loaded.slots} slots of ten minutes.")
    for problem in loaded.problems:
        typer.echo(f"Row {problem.row}: {problem.reason}", err=True)
    for name, rows in loaded.unmapped.items():
        typer.echo(f"{name}: {rows} rows of a plug that no --plug names.", err=True)
    if loaded.problems:
        raise typer.Exit(1)


@app.command()
def score(
    file: Annotated[Path, RECORDING],
    out: Annotated[Path, typer.Option(help="Where to write ts,silence_h,score,stage.")],
    channels: Annotated[str | None, CHANNELS] = None,
    tier: Annotated[str, typer.Option(help="high, medium or low.")] = "medium",
    absences: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="CSV start,end: when she is away."),
    ] = None,
    cap: Annotated[
        bool, typer.Option("--cap/--no-cap", help="Whether the tier's fixed limit holds, too.")
    ] = True,
) -> None:
    """Follow a recorded home moment by moment, as the service would, knowing its past alone."""
    from foundation.settings import Settings
    from plugs import recording, scoring

    limits, home = _limits(tier), _read(file, channels)
    try:
        away = None if absences is None else recording.spans(absences, home)
    except recording.WrongRecordingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    city = Settings.load().city()
    judged = scoring.course_of(home, city, limits, away=away, capped=cap)
    scoring.write(out, home, judged)
    typer.echo(f"{home.ends - home.begins} moments of {home.days} days are in {out}.", err=True)


@app.command()
def informative(file: Annotated[Path, RECORDING]) -> None:
    """Say of each plug of a recording whether its silence can mean anything."""
    from foundation.settings import Settings
    from plugs import scoring

    home = _read(file, None)
    typer.echo("plug\tworth\tdays\tevents_a_day\tempty_days")
    for name, told in scoring.worths_of(home, Settings.load().city()).items():
        weak = "\tweak: ask for a plug that is used more" if told.weak else ""
        figures = f"{told.days}\t{told.events_a_day:.1f}\t{told.empty_days:.2f}"
        typer.echo(f"{name}\t{told.worth}\t{figures}{weak}")


@app.command()
def show(
    home: Annotated[str, typer.Argument(help="household:ID, or a recording (.csv, .csv.gz).")],
    png: Annotated[Path, typer.Option(dir_okay=False, help="Where to write the picture.")],
    days: Annotated[int, typer.Option(min=1, max=120, help="How many days to draw.")] = 28,
    tier: Annotated[
        str | None, typer.Option(help="high, medium or low; else hers, of a recording medium.")
    ] = None,
    language: Annotated[str, typer.Option(help="ko, en, vi or zh_Hans.")] = "ko",
) -> None:
    """Draw what is usual in a home, its days, how unusual its silence was; say what is noted."""
    from foundation.settings import Settings
    from plugs import picture
    from runtime.commands import history_of, notes_on

    chosen = language_of(language)
    try:
        if Path(home).is_file():
            recorded, hers, noted = _read(Path(home), None), "medium", []
        else:
            recorded, hers = history_of(home)
            noted = notes_on(home, chosen)
        limits = _limits(tier or hers)
        scene = picture.scene(recorded, Settings.load().city(), limits, days)
        picture.draw(scene, Path(home).name, chosen, png)
    except (LookupError, ValueError, picture.NoFontError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    for note in noted:
        typer.echo(note)
    typer.echo(f"{png} shows {scene.days} days.", err=True)


def _limits(tier: str) -> Limits:
    from plugs.routine.course import LIMITS

    if tier not in LIMITS:
        typer.echo(f"{tier!r} is not one of: {', '.join(LIMITS)}.", err=True)
        raise typer.Exit(2)
    return LIMITS[tier]


@contextmanager
def _told() -> Iterator[None]:
    """Say what was wrong, and end."""
    from plugs.service import NotAgreedError, TopicTakenError
    from runtime.broker import BrokerNotToldError

    wrong = (ValueError, LookupError, OSError, NotAgreedError, TopicTakenError, BrokerNotToldError)
    try:
        yield
    except wrong as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _print_access(made: Credentials) -> None:
    typer.echo(f"user      {made.username}")
    typer.echo(f"password  {made.password}")
    typer.echo("Type them into the device now: nobody can show the password again.")


def _read(file: Path, channels: str | None) -> Recording:
    from plugs import recording

    try:
        found = recording.read(file, None if channels is None else channels.split(","))
    except (recording.WrongRecordingError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    for problem in found.problems:
        typer.echo(problem, err=True)
    return found
