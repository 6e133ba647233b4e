"""What `anbu vendor` does, apart from the command line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foundation.clock import RealClock
from foundation.settings import Settings
from locales.model import Language
from locales.texts import say
from runtime.commands import city_database
from runtime.serve import key_ring
from vendors import mapping, service, signing
from vendors.drop import write_report
from vendors.words import outcome_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signals.model import Ref
    from vendors.model import FileReport, Served, Vendor

COMMAND = "system:vendor"
"""By whom what a command changes was recorded."""


def add(name: str, path: Path) -> Vendor:
    """A new vendor. Raises PolicyError, VendorExistsError, WrongNameError."""
    text = mapping.text_of(path)
    with city_database() as database, database.write() as uow:
        return service.add_vendor(uow, name, text, str(path))


def change_map(name: str, path: Path) -> int:
    """Another map; returns how many waiting messages it reads. Raises like `add`."""
    text = mapping.text_of(path)
    with city_database() as database, database.write() as uow:
        return service.change_map(uow, name, text, str(path))


def change_secret(name: str) -> Vendor:
    """A new secret. Raises UnknownVendorError."""
    with city_database() as database, database.write() as uow:
        return service.change_secret(uow, name)


def end(name: str) -> None:
    """Take nothing of it any more. Raises UnknownVendorError."""
    with city_database() as database, database.write() as uow:
        service.end_vendor(uow, name)


@dataclass(frozen=True, slots=True)
class Access:
    """Where a vendor posts, and the secret of which number it signs with."""

    address: str
    key: int
    secret: str = field(repr=False)


def access_of(name: str) -> Access:
    """How a vendor gets in. Raises UnknownVendorError."""
    settings = Settings.load()
    vendor = _vendor(name)
    secret = signing.secret_of(key_ring(settings), vendor.name, vendor.key)
    return Access(f"{settings.public_base_url}/vendors/{vendor.name}", vendor.key, secret)


def signed(name: str, path: Path) -> str:
    """The header with which this file may be posted now. Raises like `access_of`."""
    known = access_of(name)
    return signing.written(known.secret, known.key, RealClock().now(), path.read_bytes())


def _vendor(name: str) -> Vendor:
    with city_database() as database, database.read() as uow:
        return service.vendor(uow, name)


def serve(resident: Ref, name: str, number: str | None) -> tuple[Served, int]:
    """A resident is also served. Raises ValueError, LookupError."""
    with city_database() as database, database.write() as uow:
        return service.serve(uow, resident, name, number, COMMAND)


def import_list(name: str, path: Path, results: Path | None) -> FileReport:
    """Import a file of a vendor; `results` is where to write what became of each row."""
    with city_database() as database:
        report = service.import_file(database, name, path.read_bytes(), path.name)
    if results is not None:
        write_report(results, report)
    return report


def standings() -> Iterator[str]:
    """A line for each vendor."""
    with city_database() as database, database.read() as uow:
        known = service.standings(uow)
    yield "name\ttitle\tresidents\tlast_heard\twaiting\trefused\tended"
    zone = Settings.load().city().zone
    for one in known:
        heard, ended = (
            "-" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
            for at in (one.heard_at, one.vendor.ended_at)
        )
        yield "\t".join(
            [
                one.vendor.name,
                one.vendor.title,
                str(one.residents),
                heard,
                str(one.waiting),
                str(one.refused),
                ended,
            ]
        )


def waiting() -> Iterator[str]:
    """A line for each message that waits, without its words."""
    with city_database() as database, database.read() as uow:
        known = service.waiting(uow)
    zone = Settings.load().city().zone
    for one in known:
        why = "" if one.fault is None else say(f"vendor.fault.{one.fault}", Language.ko)
        what = "?" if one.what is None else say(f"vendor.what.{one.what}", Language.ko)
        came = f"{one.received_at.astimezone(zone):%Y-%m-%d %H:%M}"
        yield f"{one.id}\t{one.vendor}\t{came}\t{what}\t{why}"


def lines(report: FileReport) -> Iterator[str]:
    """What became of a file: each row that was not simply passed on, then counts."""
    for line, outcome, reason in outcome_words(report, Language.ko):
        if reason or not line:
            yield "\t".join(one for one in (line, outcome, reason) if one)
    for state, count in sorted(Counter(row.state for row in report.rows).items()):
        yield f"{say(f'vendor.state.{state}', Language.ko)}: {count}"
