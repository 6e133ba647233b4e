import errno
import os
import stat
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from foundation import limits
from foundation.clock import ManualClock
from foundation.files import write_all
from foundation.keyring import KeyRing, RingKeyMissingError
from foundation.seams import Crash
from foundation.spool import Spool, SpoolFullError, SpoolNotDrainedError

RING = KeyRing.demo_ring()
START = datetime(2026, 3, 2, tzinfo=UTC)
BODIES = st.lists(st.binary(max_size=40), min_size=1, max_size=5)


def open_spool(folder: Path, name: str = "web", ring: KeyRing = RING) -> Spool:
    return Spool(folder, ring, name, clock=ManualClock(START))


def filled(folder: Path, *bodies: bytes) -> Spool:
    opened = open_spool(folder)
    for body in bodies:
        opened.append(body)
    return opened


def drained(folder: Path) -> list[bytes]:
    """What a process that starts anew finds."""
    found: list[bytes] = []
    opened = open_spool(folder, "worker")
    assert opened.drain(found.append) == len(found)
    return found


def segments(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix in {".spool", ".draining"})


def refusing(*refused: bytes) -> tuple[list[bytes], Callable[[bytes], None]]:
    """A list of what was taken, and a handler that takes everything but `refused`."""
    taken: list[bytes] = []

    def handle(body: bytes) -> None:
        if body in refused:
            raise RuntimeError
        taken.append(body)

    return taken, handle


# -------------------------------------------------------------------------- in and out again


def test_records_come_out_once_and_in_order(tmp_path: Path) -> None:
    opened = filled(tmp_path, b"one", b"", b"three")
    assert opened.size() == 3
    assert drained(tmp_path) == [b"one", b"", b"three"]
    assert drained(tmp_path) == []
    assert opened.size() == 0
    assert segments(tmp_path) == []


def test_appending_goes_on_after_a_drain(tmp_path: Path) -> None:
    opened = filled(tmp_path, b"one")
    drained(tmp_path)
    opened.append(b"two")
    assert drained(tmp_path) == [b"two"]


def test_any_process_drains_the_records_of_all(tmp_path: Path) -> None:
    for name in ("web", "plugs", "web"):
        open_spool(tmp_path, name).append(name.encode())
    assert drained(tmp_path) == [b"web", b"plugs", b"web"]


def test_segments_stay_small_and_keep_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SPOOL_SEGMENT_BYTES", 200)
    bodies = [f"{number:02}".encode() * 20 for number in range(20)]
    filled(tmp_path, *bodies)
    assert len(segments(tmp_path)) == 7
    assert drained(tmp_path) == bodies


def test_the_oldest_record_s_time_is_known(tmp_path: Path) -> None:
    clock = ManualClock(START)
    opened = Spool(tmp_path, RING, "web", clock=clock)
    assert opened.oldest_at() is None
    opened.append(b"one")
    clock.advance(timedelta(microseconds=1))
    opened.append(b"two")
    assert opened.oldest_at() == START


def test_a_full_spool_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SPOOL_TOTAL_BYTES", 300)
    opened = filled(tmp_path, b"x" * 200)
    with pytest.raises(SpoolFullError, match="300 bytes"):
        opened.append(b"x" * 100)
    assert drained(tmp_path) == [b"x" * 200]
    opened.append(b"x" * 100)


@pytest.mark.parametrize("name", ["", "Web", "a/b", "a.b", "../x", "-a"])
def test_a_process_name_is_checked(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no process name"):
        Spool(tmp_path, RING, name)


# ------------------------------------------------------------------------- secret and lasting


def test_nothing_on_the_disk_is_readable(tmp_path: Path) -> None:
    filled(tmp_path / "spool", "김순자 010-1234-5678".encode())
    (segment,) = segments(tmp_path / "spool")
    assert "김순자".encode() not in segment.read_bytes()
    assert stat.S_IMODE(segment.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "spool").stat().st_mode) == 0o700


def test_a_record_and_its_file_s_name_are_on_the_disk_before_append_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[bool, int]] = []
    really = os.fsync

    def fsync(descriptor: int) -> None:
        status = os.fstat(descriptor)
        synced.append((stat.S_ISDIR(status.st_mode), status.st_size))
        really(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    opened = filled(tmp_path, b"one")
    size = segments(tmp_path)[0].stat().st_size
    assert [is_directory for is_directory, _ in synced] == [False, True]
    assert synced[0] == (False, size)
    opened.append(b"two")
    assert synced[2:] == [(False, segments(tmp_path)[0].stat().st_size)]


def test_records_sealed_before_a_rotation_still_open(tmp_path: Path) -> None:
    old = KeyRing.generate()
    open_spool(tmp_path, ring=old).append(b"old")
    new = open_spool(tmp_path, ring=old.rotate())
    new.append(b"new")
    found: list[bytes] = []
    assert new.drain(found.append) == 2
    assert found == [b"old", b"new"]


def test_a_ring_without_the_key_loses_nothing_and_holds_nothing_back(tmp_path: Path) -> None:
    open_spool(tmp_path, ring=KeyRing.generate()).append(b"of another ring")
    opened = filled(tmp_path, b"mine")
    found: list[bytes] = []
    with pytest.raises(SpoolNotDrainedError) as caught:
        opened.drain(found.append)
    assert isinstance(caught.value.__cause__, RingKeyMissingError)
    assert found == [b"mine"]
    assert opened.size() == 1


# ---------------------------------------------------------------------- handlers that fail


def test_a_record_that_was_not_taken_stays_and_the_others_go_on(tmp_path: Path) -> None:
    opened = filled(tmp_path, b"a", b"bad", b"c")
    taken, handle = refusing(b"bad")
    with pytest.raises(SpoolNotDrainedError) as caught:
        opened.drain(handle)
    assert (caught.value.handled, caught.value.kept) == (2, 1)
    assert isinstance(caught.value.__cause__, RuntimeError)
    assert taken == [b"a", b"c"]
    assert drained(tmp_path) == [b"bad"]


def test_a_drain_gives_up_when_nothing_is_taken_any_more(tmp_path: Path) -> None:
    bodies = [b"%d" % number for number in range(10)]
    opened = filled(tmp_path, *bodies)
    tried: list[bytes] = []

    def handle(body: bytes) -> None:
        tried.append(body)
        if body != b"0":
            raise RuntimeError

    with pytest.raises(SpoolNotDrainedError):
        opened.drain(handle)
    assert tried == bodies[: 1 + limits.SPOOL_FAILURES_IN_A_ROW]
    assert opened.size() == 9


def test_records_that_are_never_taken_cannot_hold_the_others_back(tmp_path: Path) -> None:
    bad = [b"bad%d" % number for number in range(limits.SPOOL_FAILURES_IN_A_ROW)]
    opened = filled(tmp_path, *bad, b"good", b"fine")
    taken, handle = refusing(*bad)
    for _ in range(2):
        with pytest.raises(SpoolNotDrainedError):
            opened.drain(handle)
    assert taken == [b"good", b"fine"]
    assert sorted(drained(tmp_path)) == bad


def test_after_a_crash_every_record_not_yet_removed_comes_again(tmp_path: Path) -> None:
    opened = filled(tmp_path, b"one", b"two", b"three")
    seen: list[bytes] = []

    def handle(body: bytes) -> None:
        seen.append(body)
        if body == b"two":
            raise Crash("after_commit")

    with pytest.raises(Crash):
        opened.drain(handle)
    assert seen == [b"one", b"two"]
    assert drained(tmp_path) == [b"one", b"two", b"three"]


@given(BODIES, st.integers(0, 6), st.sets(st.integers(0, 4)))
def test_nothing_is_lost_by_crashes_and_failures(
    bodies: list[bytes], crash_at: int, failing: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        opened = filled(Path(name), *(bytes([n]) + body for n, body in enumerate(bodies)))
        taken: list[bytes] = []

        def handle(body: bytes) -> None:
            if body[0] == crash_at:
                raise Crash("before_commit")
            if body[0] in failing:
                raise RuntimeError
            taken.append(body)

        with suppress(Crash, SpoolNotDrainedError):
            opened.drain(handle)
        taken += drained(Path(name))
        assert {body[0] for body in taken} == set(range(len(bodies)))


def test_a_draft_that_a_crash_left_behind_is_cleared(tmp_path: Path) -> None:
    filled(tmp_path, b"one")
    segments(tmp_path)[0].with_suffix(".draft").write_bytes(b"half")
    assert drained(tmp_path) == [b"one"]
    assert [file.name for file in tmp_path.iterdir()] == ["drain.lock"]


# ------------------------------------------------------------------------------ many at once


def test_only_one_drains_at_a_time(tmp_path: Path) -> None:
    opened = filled(tmp_path, b"one")
    inner: list[int] = []
    opened.drain(lambda _: inner.append(open_spool(tmp_path).drain(inner.extend)))
    assert inner == [0]


def test_what_arrives_during_a_drain_waits_for_the_next(tmp_path: Path) -> None:
    opened = filled(tmp_path, b"one")
    assert open_spool(tmp_path, "worker").drain(lambda _: opened.append(b"two")) == 1
    assert drained(tmp_path) == [b"two"]


def test_appending_and_draining_at_once_loses_and_doubles_nothing(tmp_path: Path) -> None:
    found: list[bytes] = []

    def append(name: str) -> None:
        opened = open_spool(tmp_path, name)
        for number in range(40):
            opened.append(f"{name}{number:02}".encode())

    threads = [threading.Thread(target=append, args=(name,)) for name in ("web", "plugs")]
    worker = open_spool(tmp_path, "worker")
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        worker.drain(found.append)
    worker.drain(found.append)
    for thread in threads:
        thread.join()
    for name in (b"web", b"plugs"):
        own = [body for body in found if body.startswith(name)]
        assert own == [b"%s%02d" % (name, number) for number in range(40)]


# ----------------------------------------------------------------- disks and power that fail


def test_a_disk_that_takes_half_a_record_leaves_the_spool_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = filled(tmp_path, b"one")

    def write_half(descriptor: int, content: bytes) -> None:
        write_all(descriptor, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("foundation.spool.write_all", write_half)
        with pytest.raises(OSError, match="No space left"):
            opened.append(b"lost, and the caller knows")
    opened.append(b"two")
    with structlog.testing.capture_logs() as logged:
        assert drained(tmp_path) == [b"one", b"two"]
    assert logged == []


def record_ends(bodies: list[bytes]) -> list[int]:
    """Sizes of a file holding no, one, two, ... whole records."""
    with tempfile.TemporaryDirectory() as name:
        opened = open_spool(Path(name))
        sizes = [20]
        for body in bodies:
            opened.append(body)
            sizes.append(segments(Path(name))[0].stat().st_size)
        return sizes


@given(BODIES, st.data(), st.integers(0, 300))
def test_a_torn_tail_costs_only_what_was_never_acknowledged(
    bodies: list[bytes], data: st.DataObject, zeros: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder, *bodies)
        (segment,) = segments(folder)
        content = segment.read_bytes()
        cut = data.draw(st.integers(0, len(content)), label="cut")
        ends = record_ends(bodies)
        # Zeros where the file had grown before its bytes came, up to the record's full size.
        grown = max(0, min(zeros, min(end for end in ends if end >= cut) - cut - 1))
        segment.write_bytes(content[:cut] + bytes(grown))
        whole = sum(cut >= end for end in ends[1:])
        with structlog.testing.capture_logs() as logged:
            assert drained(folder) == bodies[:whole]
        torn = cut + grown not in {0, *ends}
        assert [entry["event"] for entry in logged] == ["spool_tail_torn"] * torn
        assert open_spool(folder).damaged() == 0


@given(BODIES, st.data())
def test_a_changed_bit_is_set_aside_and_never_passes_unseen(
    bodies: list[bytes], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled(folder, *bodies)
        (segment,) = segments(folder)
        content = bytearray(segment.read_bytes())
        position = data.draw(st.integers(0, len(content) * 8 - 1), label="bit")
        content[position // 8] ^= 1 << position % 8
        segment.write_bytes(content)
        opened = open_spool(folder)
        found: list[bytes] = []
        with structlog.testing.capture_logs() as logged:
            opened.drain(found.append)
        assert [entry["event"] for entry in logged] == ["spool_damaged"]
        assert opened.damaged() == 1
        assert opened.size() == 0
        (aside,) = folder.glob("*.damaged")
        assert aside.read_bytes() == content
        rest = iter(bodies)
        assert all(body in rest for body in found)


def test_records_before_and_after_a_changed_one_are_still_taken(tmp_path: Path) -> None:
    filled(tmp_path, b"one", b"two", b"three")
    (segment,) = segments(tmp_path)
    ends = record_ends([b"one", b"two"])
    content = bytearray(segment.read_bytes())
    content[ends[2] - 1] ^= 1
    segment.write_bytes(content)
    assert drained(tmp_path) == [b"one", b"three"]


def test_logs_of_the_spool_hold_no_content(tmp_path: Path) -> None:
    filled(tmp_path, "김순자".encode())
    (segment,) = segments(tmp_path)
    segment.write_bytes(segment.read_bytes()[:-1])
    with structlog.testing.capture_logs() as logged:
        drained(tmp_path)
    (entry,) = logged
    assert set(entry) == {"event", "log_level", "path", "bytes"}
