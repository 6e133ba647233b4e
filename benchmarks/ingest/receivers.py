"""Who receives: paho alone, or the listener as the service makes it. Each is a process of its own.

`python -m benchmarks.ingest.receivers bare URL COUNT` or `... listener URL COUNT DATABASE`: says
"ready" once the broker sends, then "took" and the seconds from the first to the last of so many
messages.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import structlog
from paho.mqtt.client import Client, MQTTMessage, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion

from foundation.clock import RealClock
from foundation.ids import Ids
from foundation.keyring import KeyRing
from foundation.memory import collect_seldom
from foundation.settings import Settings
from plugs.listener import TOPICS
from runtime.wiring import Surroundings, build

HANGS_SECONDS = 900.0
CONNECTS_SECONDS = 30.0


def bare(url: str, count: int) -> float:
    """What paho takes at most: JSON parsed, acknowledged, and thrown away."""
    ready, done = threading.Event(), threading.Event()
    taken: list[float] = []
    received = 0

    def on_message(client: Client, _userdata: object, message: MQTTMessage) -> None:
        nonlocal received
        if not received:
            taken.append(perf_counter())
        json.loads(message.payload)
        client.ack(message.mid, message.qos)
        received += 1
        if received == count:
            taken.append(perf_counter())
            done.set()

    def on_connect(client: Client, *_: Any) -> None:
        client.subscribe([(topic, 1) for topic in TOPICS])

    line = urlsplit(url)
    client = Client(CallbackAPIVersion.VERSION2, client_id="bare", protocol=MQTTv5, manual_ack=True)
    client.on_message, client.on_connect = on_message, on_connect
    client.on_subscribe = lambda *_: ready.set()
    client.connect(str(line.hostname), line.port or 1883)
    client.loop_start()
    return _waited(ready, done, taken)


def _waited(ready: threading.Event, done: threading.Event, taken: list[float]) -> float:
    if not ready.wait(CONNECTS_SECONDS):
        raise TimeoutError("the broker does not take us")
    print("ready", flush=True)
    if not done.wait(HANGS_SECONDS):
        raise TimeoutError("not everything came")
    return taken[1] - taken[0]


def listener(url: str, count: int, database_url: str) -> float:
    """The listener of a process of the service."""
    settings = Settings(
        database_url=database_url, mqtt_url=url, spool_dir=Path(database_url).parent / "spool"
    )
    clock = RealClock()
    plugs = build(settings, Surroundings(clock, Ids(clock), KeyRing.demo_ring())).plugs
    assert plugs is not None
    collect_seldom()
    plugs.start()
    plugs.wait_until_connected(CONNECTS_SECONDS)
    print("ready", flush=True)
    while plugs.health().received == 0:
        plugs.wait_until_handled(1, 0.001)
    began = perf_counter()
    if not plugs.wait_until_handled(count, HANGS_SECONDS):
        raise TimeoutError(f"{plugs.handled} of {count} were recorded")
    return perf_counter() - began


def main() -> None:
    """Receive, and say how long it took."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    kind, url, count, *database_url = sys.argv[1:]
    received = bare if kind == "bare" else listener
    print("took", received(url, int(count), *database_url), flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main()
