"""The recordings of homes that a benchmark is asked to read."""

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from foundation.city import City
from foundation.settings import Settings
from plugs.recording import WrongRecordingError

T = TypeVar("T")


def read_all(prog: str, doc: str | None, of: Callable[[Path, City], Iterable[T]]) -> list[T]:
    """What `of` makes of each recording in the folder named on the command line.

    One that cannot be read is told and left out. Exits when the folder has none.
    """
    parser = argparse.ArgumentParser(prog=prog, description=doc)
    parser.add_argument("folder", type=Path, help="a folder of .csv or .csv.gz, one home each")
    folder = parser.parse_args().folder
    files = sorted(one for one in folder.glob("*.csv*") if one.suffix in {".csv", ".gz"})
    if not files:
        sys.exit(f"{folder} has no recordings: name a folder of .csv or .csv.gz, one home each.")
    city, found = Settings.load().city(), list[T]()
    for file in files:
        try:
            found += of(file, city)
        except WrongRecordingError as error:
            print(f"{file.name}: {error}", file=sys.stderr)
    return found
