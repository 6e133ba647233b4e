"""What `python -m benchmarks.scoring` measures is what the service and the command do."""

import csv
import json
from pathlib import Path

from benchmarks import scoring
from plugs.routine import SLOTS
from plugs.routine.today import Routine


def test_the_homes_that_are_judged_are_known() -> None:
    known = [Routine.from_json(json.loads(one)) for one in scoring.homes(3)]
    assert [one.relied_on for one in known] == [True, True, True]
    assert len({one.expects for one in known}) == 3


def test_every_row_that_is_counted_is_followed(tmp_path: Path) -> None:
    path, out = tmp_path / "home.csv", tmp_path / "scores.csv"
    written = scoring.record(path, 1)
    with path.open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == written
    scoring.scored(path, out)
    with out.open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.DictReader(file)) == written // scoring.CHANNELS == 30 * SLOTS
