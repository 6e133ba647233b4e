"""Where inbound facts wait when the database does not take them.

One directory is shared by all processes of an installation. Each process appends to segments of
its own; any process may drain them all. ``*.spool`` may still be appended to, ``*.draining`` was
claimed by a drain. A record counts only once ``append`` has returned, so a torn last one is
dropped; anything else that cannot be read is set aside as ``*.damaged`` and never deleted.
"""

import fcntl
import os
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import structlog

from foundation import limits
from foundation.clock import Clock, RealClock
from foundation.files import sync_directory, write_all
from foundation.keyring import KeyRing, KeyRingError
from foundation.segments import Frame, Sealer, Segment, header, mark_of, parse

_OPEN = ".spool"
_CLAIMED = ".draining"
_DAMAGED = ".damaged"
_DRAFT = ".draft"
_PROCESS_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


class SpoolFullError(Exception):
    """The spool holds as much as it may: the fact was not taken, answer 5xx."""

    def __init__(self) -> None:
        super().__init__(
            f"The spool holds {limits.SPOOL_TOTAL_BYTES} bytes: bring the database back so that "
            "it drains."
        )


class SpoolNotDrainedError(Exception):
    """Some records were not taken and wait for the next drain; the cause is the last failure."""

    def __init__(self, handled: int, kept: int) -> None:
        super().__init__(f"{handled} spooled records were taken, {kept} or more were not.")
        self.handled = handled
        self.kept = kept


@dataclass(slots=True)
class _Tally:
    handled: int = 0
    failures_in_a_row: int = 0
    kept: int = 0
    error: Exception | None = None

    @property
    def given_up(self) -> bool:
        return self.failures_in_a_row >= limits.SPOOL_FAILURES_IN_A_ROW


@dataclass(slots=True)
class _Appending:
    path: Path
    descriptor: int
    sealer: Sealer
    mark: bytes
    size: int = field(default=0)

    def still_ours(self) -> bool:
        """Tell whether no drain has claimed the file; true for as long as it is locked."""
        try:
            return self.path.stat().st_ino == os.fstat(self.descriptor).st_ino
        except FileNotFoundError:
            return False


class Spool:
    """An encrypted queue of bytes on disk. Safe to use from several threads and processes.

    ``process_name`` (a-z, 0-9, -) tells the processes' files apart.
    """

    def __init__(
        self, directory: Path, keyring: KeyRing, process_name: str, *, clock: Clock | None = None
    ) -> None:
        if _PROCESS_NAME.fullmatch(process_name) is None:
            message = f"{process_name!r} is no process name: use a-z, 0-9 and -."
            raise ValueError(message)
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._directory = directory
        self._keyring = keyring
        self._process_name = process_name
        self._clock = clock or RealClock()
        self._lock = threading.Lock()
        self._appending: _Appending | None = None

    def append(self, body: bytes) -> None:
        """Store ``body`` for good: it is on the disk when this returns.

        Raises SpoolFullError, and OSError when the disk does not take it.
        """
        with self._lock:
            if self._bytes_held() + len(body) > limits.SPOOL_TOTAL_BYTES:
                raise SpoolFullError
            with self._locked_segment() as segment:
                self._write(segment, body)

    def drain(self, handle: Callable[[bytes], None]) -> int:
        """Hand each record to ``handle``, oldest segment first; return how many it took.

        A record is removed only after ``handle`` has returned; when the process dies in between
        it is handed over again. One that raised is kept and the next is tried, until
        SPOOL_FAILURES_IN_A_ROW failed in a row. A segment whose key the ring lacks is left as it
        is. When anything was kept, SpoolNotDrainedError is raised at the end. Returns 0 while
        another process drains.
        """
        tally = _Tally()
        with self._only_drainer() as alone:
            for path in self._claimed() if alone else ():
                self._drain_segment(path, handle, tally)
                if tally.given_up:
                    break
        if tally.error is not None:
            raise SpoolNotDrainedError(tally.handled, tally.kept) from tally.error
        return tally.handled

    def size(self) -> int:
        """Return how many records wait, of all processes."""
        return sum(len(segment.frames) for segment in self._waiting())

    def oldest_at(self) -> datetime | None:
        """Return when the oldest waiting record came, or None."""
        return min(
            (frame.at for segment in self._waiting() for frame in segment.frames), default=None
        )

    def damaged(self) -> int:
        """Return how many files were set aside because something in them cannot be read."""
        return len(self._files(_DAMAGED))

    def close(self) -> None:
        """Release the file being appended to; the next append opens a new one."""
        with self._lock:
            self._abandon()

    # Appending

    @contextmanager
    def _locked_segment(self) -> Iterator[_Appending]:
        while True:
            segment = self._appending or self._new_segment()
            fcntl.flock(segment.descriptor, fcntl.LOCK_EX)
            if segment.still_ours() and segment.size < limits.SPOOL_SEGMENT_BYTES:
                break
            self._abandon()
        try:
            yield segment
        except BaseException:
            self._abandon()
            raise
        else:
            fcntl.flock(segment.descriptor, fcntl.LOCK_UN)

    def _write(self, segment: _Appending, body: bytes) -> None:
        record = segment.sealer.seal(body, self._clock.now())
        content = record if segment.size else header(segment.mark) + record
        try:
            write_all(segment.descriptor, content)
            os.fsync(segment.descriptor)
            if not segment.size:
                sync_directory(self._directory)
        except OSError:
            # Leave no half record where a drain would have to tell it from damage.
            with suppress(OSError):
                os.ftruncate(segment.descriptor, segment.size)
            raise
        segment.size += len(content)

    def _new_segment(self) -> _Appending:
        numbers = [int(path.name.split(".")[0]) for path in self._files(_OPEN, _CLAIMED)]
        # Numbered in order of creation; the random part keeps two processes' names apart.
        number = max(numbers, default=0) + 1
        name = f"{number:012d}.{self._process_name}.{secrets.token_hex(4)}{_OPEN}"
        path = self._directory / name
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        mark = mark_of(self._keyring.active)
        sealer = Sealer(self._keyring, mark)
        self._appending = _Appending(path, os.open(path, flags, 0o600), sealer, mark)
        return self._appending

    def _abandon(self) -> None:
        if self._appending is not None:
            os.close(self._appending.descriptor)
            self._appending = None

    def _bytes_held(self) -> int:
        total = 0
        for path in self._files(_OPEN, _CLAIMED):
            with suppress(FileNotFoundError):
                total += path.stat().st_size
        return total

    # Draining

    @contextmanager
    def _only_drainer(self) -> Iterator[bool]:
        descriptor = os.open(self._directory / "drain.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
        finally:
            os.close(descriptor)

    def _claimed(self) -> list[Path]:
        """Claim every segment, so that nobody appends to it any more; return all, in order."""
        for draft in self._files(_DRAFT):
            draft.unlink()
        for path in self._files(_OPEN):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                path.rename(path.with_suffix(_CLAIMED))
            finally:
                os.close(descriptor)
        return self._files(_CLAIMED)

    def _drain_segment(self, path: Path, handle: Callable[[bytes], None], tally: _Tally) -> None:
        segment = parse(path.read_bytes())
        try:
            kept, unreadable = self._handed_over(segment, handle, tally)
        except KeyRingError as error:
            tally.error = error
            tally.kept += len(segment.frames)
            return
        tally.kept += len(kept)
        self._report(path, segment, unreadable)
        if kept:
            self._rewrite(path, segment.mark, kept)
        else:
            path.unlink()
        sync_directory(self._directory)

    def _handed_over(
        self, segment: Segment, handle: Callable[[bytes], None], tally: _Tally
    ) -> tuple[list[Frame], int]:
        """Return the records to keep, those not tried yet first, and how many do not open."""
        failed: list[Frame] = []
        unreadable = 0
        sealer = Sealer(self._keyring, segment.mark) if segment.frames else None
        for position, frame in enumerate(segment.frames):
            if tally.given_up:
                return [*segment.frames[position:], *failed], unreadable
            body = sealer.open(frame) if sealer else None
            if body is None:
                unreadable += 1
            elif not _taken(body, handle, tally):
                failed.append(frame)
        return failed, unreadable

    def _report(self, path: Path, segment: Segment, unreadable: int) -> None:
        log = structlog.get_logger()
        if segment.torn:
            log.warning("spool_tail_torn", path=path.name, bytes=segment.torn)
        if segment.damaged or unreadable:
            log.error("spool_damaged", path=path.name, bytes=segment.damaged, count=unreadable)
            with suppress(FileExistsError):
                path.with_suffix(_DAMAGED).hardlink_to(path)

    def _rewrite(self, path: Path, mark: bytes, kept: list[Frame]) -> None:
        draft = path.with_suffix(_DRAFT)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            write_all(descriptor, header(mark) + b"".join(frame.raw for frame in kept))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        draft.replace(path)

    # Looking

    def _files(self, *suffixes: str) -> list[Path]:
        return sorted(path for path in self._directory.iterdir() if path.suffix in suffixes)

    def _waiting(self) -> Iterator[Segment]:
        for path in self._files(_OPEN, _CLAIMED):
            with suppress(FileNotFoundError):
                yield parse(path.read_bytes())


def _taken(body: bytes, handle: Callable[[bytes], None], tally: _Tally) -> bool:
    try:
        handle(body)
    except Exception as error:  # noqa: BLE001 - whatever it is, the record must be kept
        tally.error = error
        tally.failures_in_a_row += 1
        return False
    tally.handled += 1
    tally.failures_in_a_row = 0
    return True
