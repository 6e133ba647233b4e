"""Publishes a file's messages as fast as the broker acknowledges them, at little cost to itself.

`python -m benchmarks.ingest.publisher PORT FILE`: the file holds MQTT packets, ready to be sent.
QoS 1, at most `WINDOW` on their way; it ends once the last one is acknowledged.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WINDOW = 500
ACK_BYTES = 4
_CONNECT = b"\x10\x11\x00\x04MQTT\x04\x02\x00\x3c\x00\x05crowd"
_CONNECTED = b"\x20\x02\x00\x00"
_PUBLISH_QOS_1 = 0x32
_SIZE = 4
_LAST_MID = 65_000
"""Numbers return long after they were acknowledged."""


def packed(messages: Iterable[tuple[str, bytes]]) -> bytes:
    """The file: each packet with its size before it."""
    return b"".join(
        len(packet).to_bytes(_SIZE, "big") + packet
        for number, (topic, payload) in enumerate(messages)
        for packet in [_packet(topic, payload, number % _LAST_MID + 1)]
    )


def _packet(topic: str, payload: bytes, mid: int) -> bytes:
    name = topic.encode()
    body = len(name).to_bytes(2, "big") + name + mid.to_bytes(2, "big") + payload
    return bytes([_PUBLISH_QOS_1]) + _length(len(body)) + body


def _length(size: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    coded = bytearray()
    while True:
        size, low = divmod(size, 128)
        coded.append(low | (128 if size else 0))
        if not size:
            return bytes(coded)


def publish(port: int, packets: list[bytes]) -> None:
    """Send all of them. Raises ConnectionError when the broker goes."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(_CONNECT)
        if line.recv(len(_CONNECTED)) != _CONNECTED:
            raise ConnectionError("the broker does not take us")
        sent = acknowledged = 0
        while acknowledged < ACK_BYTES * len(packets):
            room = WINDOW - (sent - acknowledged // ACK_BYTES)
            if room > WINDOW // 2 or sent == len(packets):
                line.sendall(b"".join(packets[sent : sent + room]))
                sent = min(len(packets), sent + room)
            came = len(line.recv(65_536))
            if not came:
                raise ConnectionError("the broker is gone")
            acknowledged += came


def main() -> None:
    """Read the file, and send it once told to."""
    data = Path(sys.argv[2]).read_bytes()
    packets, at = [], 0
    while at < len(data):
        end = at + _SIZE + int.from_bytes(data[at : at + _SIZE], "big")
        packets.append(data[at + _SIZE : end])
        at = end
    print("ready", flush=True)
    sys.stdin.readline()
    publish(int(sys.argv[1]), packets)
    print("done", flush=True)
    sys.stdin.readline()  # so that its processor time can still be read


if __name__ == "__main__":
    main()
