"""A broker, a city beside it, and plugs that speak without end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.migrations import migrate
from tests.servers.city import City
from tests.servers.mosquitto import Mosquitto
from tests.servers.stream import Stream
from town.servers.mqtt import Publisher


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty database, as `anbu migrate` makes it."""
    file = tmp_path_factory.mktemp("schema") / "anbu.db"
    migrate(f"sqlite:///{file}")
    return file.read_bytes()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    folder = tmp_path / "mosquitto"
    folder.mkdir()
    running = Mosquitto(folder)
    try:
        running.start()
        yield running
    finally:
        running.kill()


@pytest.fixture
def city(tmp_path: Path, schema: bytes, broker: Mosquitto) -> Iterator[City]:
    set_up = City(tmp_path, schema, broker.url)
    yield set_up
    set_up.database.close()


@pytest.fixture
def stream(city: City, broker: Mosquitto) -> Iterator[Stream]:
    with Publisher(broker.port) as publisher:
        yield Stream(city, publisher)
