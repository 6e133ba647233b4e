"""What paho reads byte by byte is read at once, and its packets go together."""

import socket
from collections.abc import Iterator

import pytest

from plugs.listener.wire import Wire
from tests.plugs.listening import SOON

Ends = tuple[Wire, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    ours, theirs = socket.socketpair()
    wire = Wire(ours)
    wire.setblocking(False)
    theirs.settimeout(SOON)
    yield wire, theirs
    wire.close()
    theirs.close()


def test_what_came_is_read_piece_by_piece(ends: Ends) -> None:
    wire, theirs = ends
    theirs.sendall(b"abcdef")
    assert wire.recv(1) == b"a"
    assert wire.pending() == 5
    assert [wire.recv(2), wire.recv(10)] == [b"bc", b"def"]
    assert wire.pending() == 0
    with pytest.raises(BlockingIOError):
        wire.recv(1)
    theirs.close()
    assert wire.recv(1) == b""


def test_what_is_sent_goes_together_once_it_is_flushed(ends: Ends) -> None:
    wire, theirs = ends
    assert wire.send(b"subscribe") == 9
    wire.acknowledge([1, 515])
    theirs.settimeout(0)
    with pytest.raises(BlockingIOError):
        theirs.recv(100)
    wire.flush()
    assert theirs.recv(100) == b"subscribe" + b"\x40\x02\x00\x01" + b"\x40\x02\x02\x03"


def test_a_line_that_is_full_keeps_the_rest_for_later(ends: Ends) -> None:
    wire, theirs = ends
    told = bytes(range(256)) * 20_000
    wire.send(told)
    came = bytearray()
    while len(came) < len(told):
        wire.flush()
        came += theirs.recv(1 << 20)
    assert came == told


def test_waiting_ends_when_something_is_to_be_sent_or_has_come(ends: Ends) -> None:
    wire, theirs = ends
    wire.acknowledge([1])
    wire.wait(SOON)
    wire.flush()
    theirs.sendall(b"ab")
    wire.wait(SOON)
    assert wire.recv(1) == b"a"
    wire.wait(SOON)  # the rest is here already
    assert wire.recv(1) == b"b"


def test_what_is_still_to_be_sent_goes_before_the_line_is_closed(ends: Ends) -> None:
    wire, theirs = ends
    wire.send(b"disconnect")
    wire.close()
    wire.acknowledge([1])
    wire.flush()
    assert [theirs.recv(100), theirs.recv(100)] == [b"disconnect", b""]


def test_a_broken_line_is_told_by_reading(ends: Ends) -> None:
    wire, theirs = ends
    theirs.close()
    wire.send(b"abc")
    wire.flush()
    assert wire.recv(1) == b""
