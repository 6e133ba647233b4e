"""Recorded days become readings and slots, without signals."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from foundation import limits
from plugs.backfill import Backfilled, Problem, WrongFileError, backfill
from plugs.model import Family
from plugs.service import UnknownDeviceError
from plugs.store import watches
from plugs.tables import ReadingRow, SlotRow
from residents.model import Tier
from signals.model import SignalKind
from tests.plugs.plug_world import SEOUL, Counter, Home, World, only
from tests.support.gimcheon import GIMCHEON

HEADING = "ts,plug,watts,watts_inst,lux"
DAY = """
2026-02-01T08:50:00,kettle,0.0,0.0,
2026-02-01T09:00:00,kettle,0.0,,
2026-02-01T09:10:00,kettle,600.5,1800.0,41.0
2026-02-01T09:20:00,kettle,,,
2026-02-01T09:30:00,kettle,0.0,0.0,39.5
2026-02-01T09:30:00,radio,4.0,4.0,
"""
NINE = datetime(2026, 2, 1, 0, 0, tzinfo=UTC)
SLOT = timedelta(minutes=10)


def written(tmp_path: Path, rows: str = DAY, heading: str = HEADING, name: str = "a.csv") -> Path:
    file = tmp_path / name
    content = f"{heading}\n{rows.strip()}\n".encode()
    file.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return file


def filled(world: World, home: Home, file: Path) -> Backfilled:
    return backfill(world.database, file, GIMCHEON, {"kettle": home.device.id})


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
@pytest.mark.parametrize(
    ("family", "kind"),
    [(Family.TASMOTA, "energy"), (Family.ZIGBEE2MQTT, "power"), (Family.SHELLY, "energy")],
)
def test_a_recorded_day(world: World, tmp_path: Path, name: str, family: Family, kind: str) -> None:
    home = world.home(family)
    done = filled(world, home, written(tmp_path, name=name))
    assert done == Backfilled(readings=5, slots=6, problems=(), unmapped={"radio": 1})
    with world.database.read() as uow:
        everything = uow.session.exec(select(SlotRow).order_by("at")).all()
        readings = uow.session.exec(select(ReadingRow).order_by("at", "kind")).all()
    slots = [one for one in everything if one.kind != "lux"]
    light = [one for one in everything if one.kind == "lux"]
    minutes = [(slot.at - NINE) // timedelta(minutes=1) for slot in slots]
    assert minutes == [-10, 0, 10, 30]
    assert [(slot.watts, slot.life) for slot in slots] == [
        (0, False),
        (0, False),
        (600.5, True),
        (0, False),  # its neighbour is a gap
    ]
    assert {slot.kind for slot in slots} == {kind}
    assert [(slot.watts, slot.life) for slot in light] == [(41.0, False), (39.5, False)]
    assert [(one.kind, one.value) for one in readings if one.at == NINE + 2 * SLOT] == [
        ("lux", 41.0),
        ("power", 1800.0),
    ]
    assert world.told() == []
    assert world.device(home.device).contact == home.device.contact


def test_the_same_file_twice_changes_nothing(world: World, tmp_path: Path) -> None:
    home = world.home()
    file = written(tmp_path)
    filled(world, home, file)
    again = filled(world, home, file)
    assert (again.readings, again.slots) == (0, 0)


@pytest.mark.parametrize(("hour", "life"), [("12", False), ("21", True)])
def test_a_lamp_is_life_in_the_dark_hours_only(
    sqlite_world: World, tmp_path: Path, hour: str, life: bool
) -> None:
    rows = "\n".join(
        f"2026-02-01T{hour}:{minute}:00,kettle,,,{lux}"
        for minute, lux in (("00", 2), ("10", 150), ("20", 151))
    )
    filled(sqlite_world, sqlite_world.home(), written(tmp_path, rows))
    with sqlite_world.database.read() as uow:
        lives = [slot.life for slot in uow.session.exec(select(SlotRow).order_by("at"))]
    assert lives == [False, life, False]


def test_a_column_may_name_the_device(world: World, tmp_path: Path) -> None:
    home = world.home()
    rows = f"2026-02-01T08:50:00,a,1,2,,{home.device.id}\n2026-02-01T08:50:00,b,1,2,,nobody"
    done = backfill(world.database, written(tmp_path, rows, f"{HEADING},device"), GIMCHEON, {})
    assert (done.readings, done.slots, done.unmapped) == (1, 1, {})
    assert [problem.row for problem in done.problems] == [3]
    assert "nobody" in done.problems[0].reason


def test_bad_rows_are_named_and_left_out(world: World, tmp_path: Path) -> None:
    home = world.home()
    rows = [
        "yesterday,kettle,1,1,",
        "2026-02-01T08:50:00+09:00,kettle,1,1,",
        "2026-02-01T09:00:00,kettle,much,1,",
        "2026-02-01T09:10:00,kettle,-4,1,",
        "2026-02-01T09:20:00,kettle,nan,1,",
        "0001-01-01T00:00:00,kettle,1,1,",
        "2026-02-01T09:40:00,kettle",
        "2026-02-01T09:50:00,kettle,7,,",
    ]
    done = filled(world, home, written(tmp_path, "\n".join(rows)))
    assert [problem.row for problem in done.problems] == [2, 3, 4, 5, 6, 7]
    assert done.problems[1] == Problem(3, "ts: write local time without a zone")
    assert (done.readings, done.slots) == (0, 1)


def test_a_file_longer_than_a_batch(sqlite_world: World, tmp_path: Path) -> None:
    home = sqlite_world.home()
    start = NINE.replace(tzinfo=None)
    count = limits.WRITE_TRANSACTION_ITEMS + 7
    rows = "\n".join(
        f"{(start + SLOT * number).isoformat()},kettle,{40 * (number % 2)},,"
        for number in range(count)
    )
    assert filled(sqlite_world, home, written(tmp_path, rows)).slots == count
    with sqlite_world.database.read() as uow:
        lives = [slot.life for slot in uow.session.exec(select(SlotRow).order_by("at"))]
    assert lives == [False, *[True] * (count - 1)]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"ts,plug\n", "lux, watts, watts_inst"),
        ("a.csv", b"", "missing"),
        ("a.csv", b"ts,plug,watts,watts_inst,lux\n\xff\xfe\n", "UnicodeDecodeError"),
        ("a.csv.gz", b"no gzip", "BadGzipFile"),
        ("a.csv.gz", gzip.compress(HEADING.encode() * 50, mtime=0)[:-9], "EOFError"),
        ("a.csv", HEADING.encode() + b"\n" + b"x" * 200_000, "Error"),
    ],
)
def test_what_is_no_recorded_data_is_refused(
    sqlite_world: World, tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    home = sqlite_world.home()
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(WrongFileError, match=why):
        filled(sqlite_world, home, file)


def test_a_file_that_is_too_large_is_refused(
    sqlite_world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    with pytest.raises(WrongFileError, match="larger"):
        filled(sqlite_world, sqlite_world.home(), written(tmp_path))


def test_a_mapping_to_nobody_is_refused(sqlite_world: World, tmp_path: Path) -> None:
    with pytest.raises(UnknownDeviceError):
        backfill(sqlite_world.database, written(tmp_path), GIMCHEON, {"kettle": "nothing"})


def test_life_up_to_now_starts_the_clock_of_silence_and_tells_nothing(
    world: World, tmp_path: Path
) -> None:
    """She fell before her plug had told anything live: nobody else would notice by it."""
    home = world.home(tier=Tier.HIGH)
    morning = world.now.astimezone(SEOUL).replace(tzinfo=None) - timedelta(hours=1)
    rows = [f"{morning + n * SLOT},kettle,{watts},," for n, watts in enumerate((0, 600, 0))]
    filled(world, home, written(tmp_path, "\n".join(rows)))
    assert world.told() == []
    world.hear(Counter(home.device).reading(world.now))
    began = world.now - timedelta(minutes=30)
    world.wait(hours=25)
    quiet = only(world.told(SignalKind.PLUG_QUIET))
    assert quiet.at == began + timedelta(hours=24)


def test_life_of_long_ago_starts_no_clock(world: World, tmp_path: Path) -> None:
    home = world.home(tier=Tier.HIGH)
    filled(world, home, written(tmp_path))
    world.wait(hours=48)
    assert world.told(SignalKind.PLUG_QUIET) == []


def test_a_clock_that_runs_already_is_left_alone(world: World, tmp_path: Path) -> None:
    home = world.home(tier=Tier.HIGH)
    meter = Counter(home.device)
    world.boil(home.device, meter)
    with world.database.read() as uow:
        before = watches.get(uow, home.resident.ref)
    late = world.now.astimezone(SEOUL).replace(tzinfo=None) - timedelta(minutes=30)
    rows = [f"{late + n * SLOT},kettle,{watts},," for n, watts in enumerate((0, 600, 0))]
    filled(world, home, written(tmp_path, "\n".join(rows)))
    with world.database.read() as uow:
        assert watches.get(uow, home.resident.ref) == before
