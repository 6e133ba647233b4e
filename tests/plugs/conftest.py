"""Worlds of plugs, and a broker with listeners."""

import threading
from collections.abc import Iterator

import pytest

from foundation.clock import ManualClock
from foundation.database import Database
from plugs.listener import Line, Listener, connection
from plugs.listener import listening as module
from tests.plugs.listening import Make
from tests.plugs.plug_world import World
from tests.support.gimcheon import GIMCHEON
from town.servers.mqtt import Broker, Publisher


@pytest.fixture
def world(database: Database, clock: ManualClock) -> World:
    return World(database, clock)


@pytest.fixture
def sqlite_world(sqlite_database: Database, clock: ManualClock) -> World:
    return World(sqlite_database, clock)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LINGER_SECONDS", 0.01)
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(connection, "RECONNECT_SECONDS", (1, 1))


@pytest.fixture
def broker() -> Iterator[Broker]:
    with Broker() as running:
        yield running


@pytest.fixture
def plugs(broker: Broker) -> Iterator[Publisher]:
    with Publisher(broker.port) as publisher:
        yield publisher


@pytest.fixture
def silent_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread of this test is meant to die."""
    monkeypatch.setattr(threading, "excepthook", lambda _args: None)


@pytest.fixture
def make(broker: Broker, quick: None) -> Iterator[Make]:
    """Makes listeners that are stopped in the end."""
    made: list[Listener] = []

    def one(world: World, *, database: Database | None = None, **line: object) -> Listener:
        given = {"url": broker.url_v5, **line}
        listener = Listener(
            database or world.database,
            world.clock,
            GIMCHEON,
            Line(**given),  # type: ignore[arg-type]
            poke=world._poke,
        )
        made.append(listener)
        return listener

    yield one
    for listener in made:
        listener.stop()
